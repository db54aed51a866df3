"""Figures of anybody's answers, from a frame and without a declared study; they carry no mark."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers import valuation as cv
from helpers.rounding import printed

from . import style
from .estimator import demand_curve
from .picture import Drawn, plain


@plain(height=2.8)
def fitted_demand(axes: Axes, fit: cv.Fit, answers: pd.DataFrame, unit: str = "", top: float | None = None) -> Drawn:
    """Fitted share willing at each price with its 95 % band, over the steps of Turnbull's estimate.

    Parameters
    ----------
    fit : Fit
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``, as they were fitted.
    unit : str
        Of the amounts, for the axis.
    top : float, optional
        Dearest price shown; the highest bound where not given.

    Returns
    -------
    matplotlib.figure.Figure
        To be altered, or written by ``savefig``; ``get_label()`` says in words what it shows.

    Examples
    --------
    >>> from helpers import valuation as cv
    >>> answers = cv.payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> fitted_demand(cv.fit(answers), answers, "GBP").get_label()[:63]
    'Share willing to pay each price: the log-normal curve falls to '
    """
    bounds = answers[["lower", "upper"]].to_numpy(dtype=float)
    highest = float(bounds[np.isfinite(bounds)].max()) if top is None else top
    finding, alt = demand_curve(axes, fit, cv.turnbull(answers), highest, unit, fit.distribution, style.BLUE)
    return Drawn(finding, "Share who would pay each price", alt)


@plain(height=2.2)
def fitted_measures(axes: Axes, intervals: Mapping[str, cv.Interval], unit: str = "") -> Drawn:
    """Means, medians or differences as dots with their intervals, a line each; one that ends nowhere has an arrow.

    Parameters
    ----------
    intervals : dict of Interval
        By name, as ``Fit.interval``, ``Fit.difference`` or ``mean_interval`` give them.
    unit : str
        Of the amounts, for the axis.

    Returns
    -------
    matplotlib.figure.Figure
        As ``fitted_demand``.

    Examples
    --------
    >>> from helpers import valuation as cv
    >>> fit = cv.fit(
    ...     cv.payment_card(
    ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ...     )
    ... )
    >>> fitted_measures(
    ...     {"mean": fit.interval("mean"), "median": fit.interval("median")}, "GBP"
    ... ).get_label()
    '2 estimates with intervals, in GBP: mean 42.3 (22.8 to 78.6); median 32.3 (19.1 to 54.6).'
    """
    places = np.arange(len(intervals))
    finite = [value for each in intervals.values() for value in (each.estimate, *each) if np.isfinite(value)]
    if not finite:
        raise cv.FitError("None of these estimates is finite: there is nothing to draw.")
    low, high = min(finite), max(finite)
    margin = (high - low or abs(high) or 1.0) * 0.1
    for place, each in zip(places, intervals.values(), strict=True):
        ends = np.clip([*each], low - margin, high + margin)
        axes.plot(ends, [place, place], color=style.BLUE, lw=2.2, alpha=0.55)
        if not np.isfinite(each.high):
            axes.plot(ends[1], place, ">", color=style.BLUE, ms=7)
        axes.plot(each.estimate, place, "o", color=style.BLUE, ms=8)
    axes.set_yticks(places, list(intervals))
    axes.set_ylim(len(places) - 0.5, -0.5)
    axes.set_xlabel(unit)
    spoken = "; ".join(
        f"{name} {printed(each.estimate, '.1f')} ({printed(each.low, '.1f')} to {printed(each.high, '.1f')})"
        for name, each in intervals.items()
    )
    of = f", in {unit}" if unit else ""
    first = next(iter(intervals))
    estimate, low, high = (printed(value, ".1f") for value in (intervals[first].estimate, *intervals[first]))
    return Drawn(
        f"{first.capitalize()}: {estimate} ({low} to {high})",
        f"Estimates with intervals{of}",
        f"{len(intervals)} estimates with intervals{of}: {spoken}.",
    )
