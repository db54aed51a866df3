"""Figures of the estimator: the survivor curve over its steps, the response to bids, a profile, means as dots."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from scipy import stats

from helpers import valuation as cv
from helpers.rounding import printed
from helpers.study import Mark

from . import style
from .picture import Drawn, picture

POINTS = 60
LEVEL = 0.95


@picture(height=2.8)
def survivor(axes: Axes, fit: cv.Fit, steps: cv.Turnbull, top: float, mark: Mark, unit: str, label: str) -> Drawn:
    """Fitted share willing at each price with its band, over the steps of Turnbull's estimate."""
    finding, alt = demand_curve(axes, fit, steps, top, unit, label, style.ink_of(mark))
    return Drawn(finding, "Share who would pay each price", alt, mark)


def demand_curve(
    axes: Axes, fit: cv.Fit, steps: cv.Turnbull, top: float, unit: str, label: str, ink: str
) -> tuple[str, str]:
    """Draw the curve, its band and the steps; say what is found, and in words what is drawn."""
    prices = np.linspace(top / POINTS, top, POINTS)
    band = [fit.interval("share_willing", "delta", price=price, level=LEVEL) for price in prices]
    shares = pd.Series([each.estimate for each in band], prices)
    axes.fill_between(prices, [each.low for each in band], [each.high for each in band], color=ink, alpha=0.15, lw=0)
    sns.lineplot(x=prices, y=shares.to_numpy(), color=ink, legend=False, ax=axes)
    table = steps.survival.set_index("price")["share_willing"]
    axes.step(table.index, table, where="pre", color=style.INK, lw=1.3)
    axes.plot(table.index, table, "o", color=style.INK, ms=4)
    style.share_axis(axes, top, f"price, {unit}" if unit else "price")
    axes.set_ylabel("")
    named = {f"{label}, with 95 % band": (ink, shares), "Turnbull's steps": (style.INK, table)}
    style.name_lines(axes, named, left=0.48)
    widest = max(each.high - each.low for each in band)
    gap = style.percent(np.abs(fit.share_willing(table.index.to_numpy()) - table.to_numpy()).max())
    return f"The {label} curve stays within {gap} of steps that assume no distribution", (
        f"Share willing to pay each price: the {label} curve falls to {style.percent(shares.iloc[-1])} at {top:g} "
        f"{unit}, with a band at most {style.percent(widest)} wide; Turnbull's steps, which assume no distribution, "
        f"stay within {gap} of it."
    )


@picture(height=2.8)
def bid_response(axes: Axes, fit: cv.Fit, table: pd.DataFrame, mark: Mark, unit: str, label: str) -> Drawn:
    """Observed share of yes at each bid with Wilson limits, and the fitted curve."""
    spread = [
        stats.binomtest(round(row.n * row.observed), round(row.n)).proportion_ci(LEVEL, "wilson")
        for row in table.itertuples()
    ]
    ink, low, high = style.ink_of(mark), [each.low for each in spread], [each.high for each in spread]
    axes.vlines(table.index, low, high, color=style.INK, lw=1.4)
    axes.plot(table.index, table["observed"], "o", color=style.INK, ms=5)
    top = 1.05 * table.index.max()
    prices = np.linspace(top / 200, top, 200)
    curve = pd.Series(fit.share_willing(prices), prices)
    sns.lineplot(x=prices, y=curve.to_numpy(), color=ink, legend=False, ax=axes)
    style.share_axis(axes, top, f"price, {unit}")
    axes.set_ylabel("")
    observed = table["observed"].astype(float)
    style.name_lines(axes, {f"{label} curve": (ink, curve), "said yes, 95 % interval": (style.INK, observed)}, left=0.5)
    fitted = fit.share_willing(table.index.to_numpy(float))
    within = int(((fitted >= low) & (fitted <= high)).sum())
    worst = table["z"].abs().idxmax()
    return Drawn(
        f"The {label} curve passes through {within} of {len(table)} intervals of those who said yes",
        "Share who said yes to each bid",
        f"Share saying yes at each of {len(table)} bids, from {style.percent(observed.iloc[0])} at "
        f"{table.index[0]:g} to {style.percent(observed.iloc[-1])} at {table.index[-1]:g} {unit}, around the fitted "
        f"{label} curve; the share furthest from it, in its own standard errors, is the one at {worst:g}.",
        mark,
    )


@picture(height=2.5)
def profile(axes: Axes, fit: cv.Fit, measure: str, mark: Mark, unit: str, **arguments: Any) -> Drawn:
    """Deviance of a measure held at each value, with the limits where it passes the critical value."""
    interval = fit.interval(measure, "profile", level=LEVEL, **arguments)
    reach = max(interval.estimate / interval.low, 1.05) ** 1.3
    top = interval.estimate * reach**3 if np.isinf(interval.high) else interval.high * reach**0.25
    values = np.geomspace(interval.estimate / reach, top, POINTS)
    deviance, critical = fit.profile(measure, values, **arguments), stats.chi2.ppf(LEVEL, 1)
    ink = style.ink_of(mark)
    sns.lineplot(x=values, y=deviance, color=ink, legend=False, ax=axes)
    axes.axhline(critical, color=style.RUST, lw=1.2)
    axes.plot([interval.estimate], [0], "o", color=ink, ms=7)
    limits = [limit for limit in interval if np.isfinite(limit)]
    axes.plot(limits, [critical] * len(limits), "o", color=style.RUST, ms=7)
    for limit in limits:
        style.label(axes, (limit, critical), printed(limit, ".1f"), style.RUST, xytext=(7, 5), va="bottom",
                    textcoords="offset points")  # fmt: skip
    style.label(axes, (interval.estimate, 0), printed(interval.estimate, ".1f"), ink, xytext=(0, 7), ha="center",
                textcoords="offset points", va="bottom")  # fmt: skip
    middle = np.sqrt(interval.low * min(interval.high, values[-1]))
    style.label(axes, (middle, critical), f"critical value, {style.percent(LEVEL)}", style.RUST, xytext=(0, 4),
                textcoords="offset points", ha="center", va="bottom")  # fmt: skip
    axes.set_ylim(-0.3, None)
    style.log_axis(axes, values[0], values[-1])
    axes.set(xlabel=f"{measure}, {unit}, logarithmic scale", ylabel="")
    unlimited = np.isinf(interval.high)
    high = "never reaches it above" if unlimited else f"reaches it again at {printed(interval.high, '.1f')}"
    between = f"is at least {printed(interval.low, '.1f')} {unit}, and nothing limits it above"
    if not unlimited:
        between = f"lies between {printed(interval.low, '.1f')} and {printed(interval.high, '.1f')} {unit}"
    return Drawn(
        f"The {measure} {between}",
        f"Deviance where the {measure} is held at each value",
        f"Profile likelihood of the {measure}: lowest at {printed(interval.estimate, '.1f')} {unit}; the deviance "
        f"reaches the critical value at {printed(interval.low, '.1f')} and {high}.",
        mark,
    )


@picture(height=3.3)
def dots(axes: Axes, table: pd.Series, mark: Mark, unit: str, subject: str) -> Drawn:
    """One dot an amount on a logarithmic scale, each labelled with its convention."""
    places, ink = np.arange(len(table)), style.ink_of(mark)
    axes.hlines(places, table.min() * 0.9, table, color=style.WASH, lw=1)
    sns.stripplot(x=table, y=table.index.astype(str), color=ink, size=7.5, jitter=False, orient="h", ax=axes)
    for place, amount in zip(places, table, strict=True):
        style.label(axes, (amount, place), printed(amount, ".1f"), xytext=(8, 0), textcoords="offset points",
                    va="center")  # fmt: skip
    axes.set_ylim(len(table) - 0.5, -0.5)
    style.log_axis(axes, table.min() * 0.9, table.max() * 2.2)
    axes.set(xlabel=f"{unit}, logarithmic scale", ylabel="")
    spoken = "; ".join(f"{name} {printed(amount, '.1f')}" for name, amount in table.items())
    return Drawn(
        f"One set of answers has {len(table)} means, from {printed(table.min(), '.0f')} to "
        f"{printed(table.max(), '.0f')} {unit}",
        subject.capitalize(),
        f"{len(table)} {subject}, in {unit}: {spoken}.",
        mark,
    )
