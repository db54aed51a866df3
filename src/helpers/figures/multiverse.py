"""Figures of what moves the answer: a bar an unknown, and a curve of specifications a class of estimand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.disclosure import Released
from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import Source

from .picture import PUBLISHED_COLOUR, picture

# By what could make an unknown known; every two, and each and the ink of what is invented, are told apart by everybody.
KINDS = {"sampling error": "#1f72d2", "a choice of the analysis": "#00806b", "beyond any analysis": "#591a3b"}
LEAST, MOST = 0.4, 6.0


@picture(height=4.9)
def unknowns(axes: Axes, released: Released, published: float) -> tuple[Source, str]:
    """One bar an unknown, widest first, as ratios to the published average; what runs off the axis is an arrow."""
    table, money = released.frame, _money(released)
    spoken = []
    for place, (name, row) in enumerate(table.iterrows()):
        colour = KINDS[row["kind"]]
        if np.isnan(row["low"]):
            axes.barh(place, MOST / LEAST, left=LEAST, height=0.55, color="none", edgecolor=colour, hatch="////", lw=0)
            axes.annotate("not known", (1, place), ha="center", va="center", fontsize=9.5, backgroundcolor="white")
            spoken.append(f"{name} is not known and has no number")
            continue
        low, high = max(row["low"], LEAST), min(row["high"], MOST)
        axes.barh(place, high - low, left=low, height=0.55, color=colour, lw=0)
        ends = [money(ratio * published) for ratio in (row["low"], row["high"])]
        for end, marker, at in ((row["low"] < LEAST, "<", low), (row["high"] > MOST, ">", high)):
            if end:
                axes.plot([at], [place], marker, color=colour, ms=11, clip_on=False)
        axes.annotate(
            " to ".join(ends), (high, place), xytext=(9, 0), textcoords="offset points", va="center", fontsize=9.5
        )
        spoken.append(f"{name} {ends[0]} to {ends[1]}")
    axes.axvline(1, color=PUBLISHED_COLOUR, lw=1.0, zorder=0)
    axes.set_yticks(np.arange(len(table)), table.index)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xscale("log")
    axes.set_xlim(LEAST, MOST * 1.9)
    axes.set_xticks([0.5, 1, 2, 5], ["0.5", "1", "2", "5"])
    axes.minorticks_off()
    axes.grid(visible=False)
    axes.set_xlabel(f"ratio to the published {money(published)}, logarithmic")
    _key(axes)
    return released.rests_on, f"What could move {money(published)}, widest first: {'; '.join(spoken)}."


@picture(height=4.2)
def specifications(axes: Axes, released: Released, published: float) -> tuple[Source, str]:
    """Specifications in order of what they give, a curve a class of estimand; infinite ones are counted beside it."""
    table, money = released.frame, _money(released)
    classes = list(dict.fromkeys(table["estimand"]))
    spoken = []
    for place, estimand in enumerate(classes):
        values = np.sort(table.loc[table["estimand"] == estimand, "value"].to_numpy(float))
        finite = values[np.isfinite(values)]
        heights = place + 0.38 - 0.76 * np.linspace(0, 1, len(finite))
        axes.plot(finite / published, heights, color=list(KINDS.values())[1], lw=1.8)
        if (beyond := finite > MOST * published).any():
            axes.plot([MOST], [heights[beyond.argmax()]], ">", color=list(KINDS.values())[1], ms=9, clip_on=False)
        above = printed((values > published).mean(), ".0%")
        infinite = len(values) - len(finite)
        note = f"{len(values)}: {above} above" + (f", {infinite} infinite" if infinite else "")
        axes.annotate(
            note, (MOST, place), xytext=(9, 0), textcoords="offset points", ha="left", va="center", fontsize=9.5
        )
        spoken.append(f"{estimand}, {note}")
    axes.axvline(1, color=PUBLISHED_COLOUR, lw=1.0, zorder=0)
    axes.set_yticks(np.arange(len(classes)), classes)
    axes.set_ylim(len(classes) - 0.4, -0.6)
    axes.set_xscale("log")
    axes.set_xlim(0.2, MOST)
    axes.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
    axes.minorticks_off()
    axes.grid(visible=False)
    axes.set_xlabel(f"ratio to the published {money(published)}, logarithmic")
    return released.rests_on, f"Specifications by class of estimand, and the share of each above: {'; '.join(spoken)}."


def _money(released: Released) -> Callable[[float], str]:
    def money(amount: float) -> str:
        return "nothing" if amount == 0 else formatted(amount, released.currency, whole=True)

    return money


def _key(axes: Axes) -> None:
    """The three kinds in their colours, in a row above the bars."""
    handles = [Patch(color=colour, label=kind) for kind, colour in KINDS.items()]
    axes.figure.legend(handles=handles, loc="outside upper left", ncols=len(KINDS), frameon=False, fontsize=10.5,
                       handlelength=1, columnspacing=1.4)  # fmt: skip
