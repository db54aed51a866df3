"""Intervals for plain means and medians of exact amounts, no model assumed.

They show sampling error as if the respondents were a random draw. None rescues the mean of skewed amounts in a small
sample: at a nominal 95 % bootstrap-t comes closest, the percentile bootstrap falls further short.
"""

from __future__ import annotations

import numpy as np
import scipy

from ..columns import Column
from ..errors import FitError
from .methods import Interval, check_level
from .refits import draws as drawn
from .simulated import check_count, check_seed, quantile, quantile_error

_NO_SPREAD = 1e-14  # variance of a resample, relative to the sample's, that is rounding alone


def mean_interval(amounts: Column, level: float = 0.95, seed: int | None = None, draws: int = 10_000) -> Interval:
    """Bootstrap-t interval of a plain mean (Efron 1981; Hall 1988), the least bad for skewed amounts in small samples.

    Parameters
    ----------
    amounts : sequence of float, shape (n,)
        Currency units; missing values are left out.
    level : float
    seed : int
    draws : int

    Returns
    -------
    Interval
        Resamples of one repeated amount have no standard error: they count as failed.

    Raises
    ------
    FitError
        For fewer than three amounts (a resample of two holds both, or has no spread), amounts that are all the same, or
        no seed.

    Notes
    -----
    ``[mean - t*(1 - a/2) se, mean - t*(a/2) se]``, t* the studentised means of resamples (Efron 1981; Hall 1988).

    Examples
    --------
    >>> mean_interval([0, 10, 20, 20, 50, 100, 30, 40], seed=1)
    mean 33.75 (95 % bootstrap-t interval 15 to 80)
    """
    amounts, level = _amounts(amounts), check_level(level)
    n, mean, error = len(amounts), amounts.mean(), amounts.std(ddof=1) / np.sqrt(len(amounts))
    if n < 3:
        raise FitError("A bootstrap-t interval needs three or more amounts.")
    if not error > 0:
        raise FitError("The amounts are all the same, so their mean has no bootstrap interval.")
    deviations, found = (amounts - mean) / error, []
    for weights in drawn(np.ones(n), check_count("draws", draws), check_seed(seed)):
        shift = deviations @ weights / n
        variance = (deviations**2 @ weights - n * shift**2) / (n * (n - 1))
        usable = variance > _NO_SPREAD
        found.append(shift[usable] / np.sqrt(variance[usable]))
    statistics = np.concatenate(found)
    # The upper tail of the statistic sets the lower limit, and the reverse.
    ends = (1 + level) / 2, (1 - level) / 2
    low, high = (float(mean - error * quantile(statistics, share)) for share in ends)
    noise = [float(error * quantile_error(statistics, share)) for share in ends]
    return Interval(
        *("mean", "bootstrap-t", float(mean), low, high, level, float(error)),
        replicates=draws,
        failed=draws - len(statistics),
        low_error=noise[0],
        high_error=noise[1],
    )


def median_interval(amounts: Column, level: float = 0.95) -> Interval:
    """Interval of a median between two order statistics, with its exact coverage (Hettmansperger and Sheather 1986).

    The narrowest symmetric pair that covers at least the level; ties can only raise the coverage.

    Parameters
    ----------
    amounts : sequence of float, shape (n,)
        Currency units; missing values are left out.
    level : float

    Returns
    -------
    Interval
        Its ``coverage`` is that of the pair, not below ``level``.

    Raises
    ------
    FitError
        When even the smallest and the largest amount do not reach the level.

    Notes
    -----
    ``P(X(r) <= median <= X(n + 1 - r)) = 1 - 2 P(Binomial(n, 1/2) < r)`` (Hettmansperger and Sheather 1986).

    Examples
    --------
    >>> median_interval(range(1, 55))
    median 27.5 (95 % order-statistics interval 20 to 35, exact coverage 96.0 %)
    """
    amounts, level = np.sort(_amounts(amounts)), check_level(level)
    n = len(amounts)
    coverages = 1 - 2 * scipy.stats.binom.cdf(np.arange((n + 1) // 2), n, 0.5)
    ranks = np.flatnonzero(coverages >= level)
    if not len(ranks):
        raise FitError(f"No two of {n} amounts enclose the median with {100 * level:g} % confidence; lower the level.")
    rank = ranks[-1]
    low, high = float(amounts[rank]), float(amounts[n - 1 - rank])
    coverage = float(coverages[rank])
    return Interval("median", "order-statistics", float(np.median(amounts)), low, high, level, coverage=coverage)


def _amounts(amounts: Column) -> np.ndarray:
    """Usable amounts as an array: at least two finite ones."""
    amounts = np.asarray(amounts, dtype=float)
    amounts = amounts[~np.isnan(amounts)]
    if len(amounts) < 2 or not np.isfinite(amounts).all():
        raise FitError("An interval needs two or more amounts, all of them finite.")
    return amounts
