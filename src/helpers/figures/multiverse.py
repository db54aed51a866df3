"""Figures of what moves the answer: a bar an unknown, and a curve of specifications a class of estimand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.disclosure import Released
from helpers.money import formatted

from . import style
from .picture import Drawn, picture

# By what could make an unknown known; every two, and each and the ink of what is invented, are told apart by everybody.
KINDS = {"sampling error": "#1f72d2", "a choice of the analysis": "#00806b", "beyond any analysis": "#591a3b"}
LEAST, MOST = 0.4, 6.0


@picture(height=3.6)
def unknowns(axes: Axes, released: Released, published: float, base: str = "published") -> Drawn:
    """One bar an unknown, widest first, as ratios to the published average; what runs off the axis is an arrow.

    Of a study that has none, the ratios are to another ``base``, and ``published`` is that.
    """
    table, money = released.frame, _money(released)
    spoken = []
    for place, (name, row) in enumerate(table.iterrows()):
        colour = KINDS[row["kind"]]
        if np.isnan(row["low"]):
            axes.barh(place, MOST / LEAST, left=LEAST, height=0.6, color="none", edgecolor=colour, hatch="////", lw=0)
            style.label(axes, (1, place), "not known", colour, ha="center", va="center", weight=600,
                        bbox={"fc": style.PAPER, "ec": "none", "pad": 2})  # fmt: skip
            spoken.append(f"{name} is not known and has no number")
            continue
        low, high = max(row["low"], LEAST), min(row["high"], MOST)
        axes.barh(place, high - low, left=low, height=0.6, color=colour, lw=0)
        ends = [money(ratio * published) for ratio in (row["low"], row["high"])]
        for end, marker, at in ((row["low"] < LEAST, "<", low), (row["high"] > MOST, ">", high)):
            if end:
                axes.plot([at], [place], marker, color=colour, ms=11, clip_on=False)
        style.label(axes, (high, place), " to ".join(ends), colour, xytext=(9, 0), textcoords="offset points",
                    va="center")  # fmt: skip
        spoken.append(f"{name} {ends[0]} to {ends[1]}")
    axes.axvline(1, color=style.INK, lw=1.1, zorder=0)
    axes.set_yticks(np.arange(len(table)), table.index)
    axes.set_ylim(len(table) - 0.4, -0.6)
    style.log_axis(axes, 0.9 * LEAST, MOST * 3.2, (0.5, 1, 2, 5))
    axes.set_xlabel(f"times {money(published)}, logarithmic scale")
    handles = [Patch(color=colour, label=kind) for kind, colour in KINDS.items()]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1.02, 1.0), ncols=len(KINDS), frameon=False,
                handlelength=0.9, handleheight=0.9, columnspacing=1.1, borderaxespad=0.2, fontsize=10)  # fmt: skip
    chance = table.loc[table["kind"] == "sampling error"].iloc[0]
    wider = sum(_width(row) > _width(chance) for _, row in table.iterrows())
    return Drawn(
        f"{wider} of {len(table)} unknowns could move {money(published)} further than chance does",
        f"What each unknown could make of the {base} {money(published)}",
        f"What could move {money(published)}, widest first: {'; '.join(spoken)}.",
        released.rests_on,
    )


@picture(height=2.8)
def specifications(axes: Axes, released: Released, published: float) -> Drawn:
    """Specifications in order of what they give, a curve a class of estimand; infinite ones are counted beside it."""
    table, money = released.frame, _money(released)
    classes = list(dict.fromkeys(table["estimand"]))
    spoken, ink = [], KINDS["a choice of the analysis"]
    for place, estimand in enumerate(classes):
        values = np.sort(table.loc[table["estimand"] == estimand, "value"].to_numpy(float))
        finite = values[np.isfinite(values)]
        heights = place + 0.38 - 0.76 * np.linspace(0, 1, len(finite))
        sns.lineplot(x=finite / published, y=heights, orient="y", color=ink, errorbar=None, legend=False, ax=axes)
        if (beyond := finite > MOST * published).any():
            axes.plot([MOST], [heights[beyond.argmax()]], ">", color=ink, ms=9, clip_on=False)
        above = style.percent((values > published).mean())
        infinite = len(values) - len(finite)
        lines = [f"{len(values)}: {above} above", *([f"{infinite} infinite"] if infinite else [])]
        style.label(axes, (MOST, place), "\n".join(lines), xytext=(9, 0), textcoords="offset points", va="center",
                    size=style.SMALL)  # fmt: skip
        spoken.append(f"{estimand}, {', '.join(lines)}")
    axes.axvline(1, color=style.INK, lw=1.1, zorder=0)
    axes.set_yticks(np.arange(len(classes)), classes)
    axes.set_ylim(len(classes) - 0.4, -0.6)
    style.log_axis(axes, 0.2, MOST, (0.2, 0.5, 1, 2, 5))
    axes.set(xlabel=f"times {money(published)}, logarithmic scale", ylabel="")
    finding = "Too few respondents to show what each analysis gives"
    if len(table):
        over = style.percent((table["value"] > published).mean())
        finding = f"Of {len(table):,} analyses of the same answers {over} give more than {money(published)}"
    return Drawn(
        finding,
        "Analyses in order of what they give, by what they estimate",
        f"Specifications by class of estimand, and the share of each above: {'; '.join(spoken)}.",
        released.rests_on,
    )


def _width(row: Mapping | pd.Series) -> float:
    """How many times its low end the high end of an unknown is; the one without a number is the widest."""
    if np.isnan(row["low"]) or row["low"] == 0:
        return np.inf
    return row["high"] / row["low"]


def _money(released: Released) -> Callable[[float], str]:
    def money(amount: float) -> str:
        return "nothing" if amount == 0 else formatted(amount, released.currency, whole=True)

    return money
