"""Figures of planning: what more answers buy, a line a format."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.study import Mark, Source

from . import style
from .picture import Drawn, picture

LINES = (style.RUST, style.PLUM, style.BLUE, style.GREEN, style.INK)


@picture(height=3.0)
def precision_by_n(axes: Axes, curves: pd.DataFrame, now: int, rests_on: Mark | Source) -> Drawn:
    """Half-width of the median's interval against the number of answers, a line a format, today's survey marked."""
    axes.axvline(now, color=style.INK, lw=1.1, zorder=0)
    left, right = curves.index[0], curves.index[-1]
    colours, at = dict(zip(curves, LINES, strict=True)), curves.loc[now]
    for name, line in curves.items():
        sns.lineplot(x=line.index, y=line, color=colours[name], legend=False, ax=axes)
    # Labels right of the line of today, spread out where the lines run close together, in their order.
    places = curves.iloc[0].sort_values(ascending=False)
    step, height = 0.078 * places.iloc[0], places.iloc[0]
    for name in places.index:
        axes.plot([now], [at[name]], "o", color=colours[name], ms=6)
        named = {"color": colours[name], "weight": 600, "va": "center"}
        axes.text(now * 2.1, height, name, **named)
        axes.text(right, height, style.percent(at[name]), ha="right", **named)
        height -= step
    axes.text(right, places.iloc[0] + step, f"at {now}", ha="right", va="center", color=style.MUTED)
    style.label(axes, (now, 0), f"{now}, as in this survey", weight=600, xytext=(4, 4), textcoords="offset points",
                va="bottom")  # fmt: skip
    axes.set_ylim(0, places.iloc[0] + 1.6 * step)
    style.log_axis(axes, left, right, [n for n in curves.index if n in (20, 50, 100, 200, 400, 1000)])
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=f"{style.NARROW_SPACE}%"))
    axes.locator_params(axis="y", nbins=5)
    axes.set(xlabel="answers", ylabel="")
    widest = at.idxmax()
    spoken = "; ".join(f"{name} {style.percent(value)}" for name, value in at.items())
    return Drawn(
        f"With {now} answers, a {widest} question leaves the median open by {style.percent(at[widest])} upwards",
        "How far the upper limit of the median lies above it",
        f"How far the upper limit of the median lies above it, falling with the answers; at {now}: {spoken}.",
        rests_on,
        "arithmetic on what is supposed, no respondents",
    )
