"""Figures of planning: what more answers buy, a line a format."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullFormatter, PercentFormatter

from helpers.rounding import printed
from helpers.study import Mark, Source

from .picture import PUBLISHED_COLOUR, picture

LINES = ("#a8461d", "#6b2163", "#2468b0", "#14604f", "#1c2127")


@picture(height=4.4)
def precision_by_n(axes: Axes, curves: pd.DataFrame, now: int, rests_on: Mark | Source) -> tuple[Mark | Source, str]:
    """Half-width of the median's interval against the number of answers, a line a format, today's survey marked."""
    axes.axvline(now, color=PUBLISHED_COLOUR, lw=1.2)
    axes.annotate(f"this survey, {now}", (now, 0.98), xycoords=("data", "axes fraction"), xytext=(5, -8),
                  textcoords="offset points", color=PUBLISHED_COLOUR, fontsize=10)  # fmt: skip
    left = curves.index[0]
    colours = dict(zip(curves, LINES, strict=True))
    for name, line in curves.items():
        axes.plot(line.index, line, color=colours[name], lw=2)
    # Labels at the left end, spread out where the lines run close together, in their order.
    places = curves.iloc[0].sort_values(ascending=False)
    height = places.iloc[0]
    for name, value in places.items():
        height = min(height, value)
        colour = LINES[list(curves).index(name)]
        axes.annotate(
            name, (left, value), xytext=(left * 0.92, height), ha="right", va="center", color=colour, fontsize=10
        )
        height -= 0.055 * places.iloc[0]
    axes.set_xscale("log")
    axes.set_xlim(left * 0.13, curves.index[-1])
    ticks = [n for n in curves.index if n in (20, 54, 100, 200, 400, 1000)]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xticks(ticks, [str(n) for n in ticks])
    axes.set_ylim(0, places.iloc[0] * 1.08)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("answers")
    axes.set_ylabel("upper limit above the median")
    at = curves.loc[now]
    spoken = "; ".join(f"{name} {printed(value, '.0%')}" for name, value in at.items())
    return (
        rests_on,
        f"How far the upper limit of the median lies above it, falling with the answers; at {now}: {spoken}.",
    )
