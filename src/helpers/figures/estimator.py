"""Figures of the estimator: the survivor curve over its steps, the response to bids, a profile, means as dots."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from scipy import stats

from helpers import valuation as cv
from helpers.rounding import printed
from helpers.study import Mark

from .picture import COLOUR, PUBLISHED_COLOUR, picture

POINTS = 60
LEVEL = 0.95


@picture(height=4.0)
def survivor(
    axes: Axes, fit: cv.Fit, steps: cv.Turnbull, top: float, mark: Mark, unit: str, label: str
) -> tuple[Mark, str]:
    """Fitted share willing at each price with its band, over the steps of Turnbull's estimate."""
    return mark, demand_curve(axes, fit, steps, top, unit, label)


def demand_curve(axes: Axes, fit: cv.Fit, steps: cv.Turnbull, top: float, unit: str, label: str) -> str:
    """Draw the curve, its band and the steps; say in words what is drawn."""
    prices = np.linspace(top / POINTS, top, POINTS)
    band = [fit.interval("share_willing", "delta", price=price, level=LEVEL) for price in prices]
    shares = [each.estimate for each in band]
    limits = [each.low for each in band], [each.high for each in band]
    axes.fill_between(prices, *limits, color=COLOUR, alpha=0.2, lw=0, label="95 % band, pointwise")
    axes.plot(prices, shares, color=COLOUR, lw=2, label=label)
    table = steps.survival
    axes.step(table["price"], table["share_willing"], where="pre", color="black", lw=1.3, label="Turnbull steps")
    axes.plot(table["price"], table["share_willing"], "o", color="black", ms=4)
    axes.legend(frameon=False, fontsize=10)
    _share_axes(axes, top, unit)
    widest = max(each.high - each.low for each in band)
    gap = np.abs(fit.share_willing(table["price"].to_numpy()) - table["share_willing"]).max()
    return (
        f"Share willing to pay each price: the {label} curve falls to {printed(shares[-1], '.0%')} at {top:g} {unit}, "
        f"with a band at most {printed(widest, '.0%')} wide; Turnbull's steps, which assume no distribution, stay "
        "within "
        f"{printed(gap, '.0%')} "
        "of it."
    )


@picture(height=3.8)
def bid_response(axes: Axes, fit: cv.Fit, table: pd.DataFrame, mark: Mark, unit: str, label: str) -> tuple[Mark, str]:
    """Observed share of yes at each bid with Wilson limits, and the fitted curve."""
    spread = [
        stats.binomtest(round(row.n * row.observed), round(row.n)).proportion_ci(LEVEL, "wilson")
        for row in table.itertuples()
    ]
    axes.vlines(table.index, [each.low for each in spread], [each.high for each in spread], color="black", lw=1.4)
    axes.plot(table.index, table["observed"], "o", color="black", ms=5, label="said yes, 95 % interval")
    top = 1.05 * table.index.max()
    prices = np.linspace(top / 200, top, 200)
    axes.plot(prices, fit.share_willing(prices), color=COLOUR, lw=2, label=label)
    axes.legend(frameon=False, fontsize=10)
    _share_axes(axes, top, unit)
    worst = table["z"].abs().idxmax()
    return mark, (
        f"Share saying yes at each of {len(table)} bids, from {printed(table['observed'].iloc[0], '.0%')} at "
        f"{table.index[0]:g} "
        f"to {printed(table['observed'].iloc[-1], '.0%')} at {table.index[-1]:g} {unit}, around the fitted "
        f"{label} curve; "
        f"the share furthest from it, in its own standard errors, is the one at {worst:g}."
    )


@picture(height=3.4)
def profile(axes: Axes, fit: cv.Fit, measure: str, mark: Mark, unit: str, **arguments: Any) -> tuple[Mark, str]:
    """Deviance of a measure held at each value, with the limits where it passes the critical value."""
    interval = fit.interval(measure, "profile", level=LEVEL, **arguments)
    reach = max(interval.estimate / interval.low, 1.05) ** 1.3
    top = interval.estimate * reach**3 if np.isinf(interval.high) else interval.high * reach**0.25
    values = np.geomspace(interval.estimate / reach, top, POINTS)
    deviance, critical = fit.profile(measure, values, **arguments), stats.chi2.ppf(LEVEL, 1)
    axes.plot(values, deviance, color=COLOUR, lw=2)
    axes.axhline(critical, color=PUBLISHED_COLOUR, lw=1.2, label=f"critical value, {printed(LEVEL, '.0%')}")
    axes.legend(frameon=False, fontsize=10, loc="upper right")
    axes.plot([interval.estimate], [0], "o", color=COLOUR)
    limits = [limit for limit in interval if np.isfinite(limit)]
    axes.plot(limits, [critical] * len(limits), "o", color=PUBLISHED_COLOUR)
    for limit in limits:
        axes.annotate(printed(limit, ".1f"), (limit, critical), xytext=(6, 5), textcoords="offset points")
    axes.set_ylim(-0.3, None)
    _log_axis(axes, values[0], values[-1])
    axes.set_xlabel(f"{measure}, {unit}, logarithmic scale")
    axes.set_ylabel("deviance")
    high = (
        "never reaches it above" if np.isinf(interval.high) else f"reaches it again at {printed(interval.high, '.1f')}"
    )
    return mark, (
        f"Profile likelihood of the {measure}: lowest at {printed(interval.estimate, '.1f')} {unit}; the deviance "
        "reaches "
        f"the critical value at {printed(interval.low, '.1f')} and {high}."
    )


@picture(height=4.6)
def dots(axes: Axes, table: pd.Series, mark: Mark, unit: str, subject: str) -> tuple[Mark, str]:
    """One dot an amount on a logarithmic scale, each labelled with its convention."""
    places = np.arange(len(table))
    axes.hlines(places, table.min() * 0.9, table, color="#d0d0d0", lw=1)
    axes.plot(table, places, "o", color=COLOUR, ms=8)
    for place, amount in zip(places, table, strict=True):
        axes.annotate(printed(amount, ".1f"), (amount, place), xytext=(9, 0), textcoords="offset points", va="center")
    axes.set_yticks(places, table.index)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.grid(visible=False)
    _log_axis(axes, table.min() * 0.9, table.max() * 1.7)
    axes.set_xlabel(f"{unit}, logarithmic scale")
    spoken = "; ".join(f"{name} {printed(amount, '.1f')}" for name, amount in table.items())
    return mark, f"{len(table)} {subject}, in {unit}: {spoken}."


def _share_axes(axes: Axes, top: float, unit: str) -> None:
    axes.set_xlim(0, top)
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"price, {unit}")
    axes.set_ylabel("share willing to pay the price")


def _log_axis(axes: Axes, low: float, high: float) -> None:
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    ticks = [digit * power for power in 10.0 ** np.arange(-2, 7) for digit in (1, 2, 5) if low <= digit * power <= high]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
