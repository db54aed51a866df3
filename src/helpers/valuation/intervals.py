"""Intervals for welfare measures (delta, Krinsky-Robb, bootstrap) and for plain means and medians of amounts.

All of them show sampling error as if the respondents were a random draw. None rescues the mean of skewed amounts in a
small sample: at a nominal 95 % bootstrap-t comes closest, the percentile bootstrap falls further short.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from .errors import FitError
from .model import Model
from .resampling import Refits, resamples
from .welfare import respondents

_NO_SPREAD = 1e-14  # variance of a resample, relative to the sample's, that is rounding alone
_STEP = 0.002  # of a finite difference, in standard errors
# Sixth-order central difference: offsets and their weights (Fornberg 1988).
_OFFSETS = np.array([-3, -2, -1, 1, 2, 3])
_DIFFERENCE = np.array([-1, 9, -45, 45, -9, 1]) / 60


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval, and what the interval left out or could not bound; unpacks as ``low, high``.

    Attributes
    ----------
    measure, method : str
    estimate, low, high : float
        In the measure's unit: currency, or a share.
    level : float
        Nominal confidence.
    standard_error : float
        On the measure's own scale; nan for methods that have none.
    replicates : int
        Draws or resamples, 0 where the method has none.
    failed : int
        Resamples in which the model could not be fitted; left out.
    infinite : int
        Replicates with an infinite value; kept, at the upper end.
    wrong_signed : int
        Replicates in which the share willing does not fall with the price; kept, as infinite where that is possible.
    coverage : float
        Exact coverage, for the methods that have one; otherwise nan.
    """

    measure: str
    method: str
    estimate: float
    low: float
    high: float
    level: float
    standard_error: float = np.nan
    replicates: int = 0
    failed: int = 0
    infinite: int = 0
    wrong_signed: int = 0
    coverage: float = np.nan

    def __iter__(self):
        """Unpack as ``low, high``."""
        return iter((self.low, self.high))

    def __repr__(self):
        """One line, with the counts that matter."""
        exact = "" if np.isnan(self.coverage) else f", exact coverage {100 * self.coverage:.1f} %"
        counts = {"failed": self.failed, "infinite": self.infinite, "wrong-signed": self.wrong_signed}
        notes = "".join(f", {count} of {self.replicates} {name}" for name, count in counts.items() if count)
        return (
            f"{self.measure} {self.estimate:.4g} ({100 * self.level:g} % {self.method} interval {self.low:.4g} to "
            f"{self.high:.4g}{exact}{notes})"
        )


def delta(measured, theta, covariance, level, scale):
    """Delta-method limits, symmetric on the given scale.

    Parameters
    ----------
    measured : callable
        From parameters, shape (q, R), to the measure, shape (R,).
    theta, covariance : ndarray, shapes (q,) and (q, q)
    level : float
    scale : {"natural", "log", "logit"}
        Where the interval is symmetric: log for positive measures, logit for shares.

    Returns
    -------
    dict
        ``low``, ``high`` and ``standard_error``; nan where the measure is infinite at or near the estimate.
    """
    steps = _STEP * np.sqrt(np.diag(covariance))
    shifted = theta[:, None, None] + (np.eye(len(theta)) * steps)[:, :, None] * _OFFSETS
    values = measured(shifted.reshape(len(theta), -1)).reshape(len(theta), -1)
    estimate = measured(theta[:, None])[0]
    with np.errstate(all="ignore"):
        gradient = values @ _DIFFERENCE / steps
        error = np.sqrt(gradient @ covariance @ gradient)
        reach = np.array([-1, 1]) * stats.norm.isf((1 - level) / 2) * error
        if scale == "log":
            low, high = estimate * np.exp(reach / estimate)
        elif scale == "logit":
            low, high = special.expit(special.logit(estimate) + reach / (estimate * (1 - estimate)))
        else:
            low, high = estimate + reach
    return {"low": float(low), "high": float(high), "standard_error": float(error)}


def krinsky_robb(demand, measure, theta, covariance, level, draws, seed, **arguments):
    """Percentile limits over normal draws of the utility-difference parameters (Krinsky and Robb 1986).

    Parameters
    ----------
    demand : callable
        From parameters, shape (q, R), to their ``Demand``.
    measure : str
    theta, covariance, level
        As in ``delta``.
    draws, seed : int
    **arguments
        What the measure needs.

    Returns
    -------
    dict
        ``low``, ``high`` and the counts of ``Interval``.
    """
    normal = np.random.default_rng(seed).standard_normal((draws, len(theta)))
    drawn = demand(theta[:, None] + np.linalg.cholesky(covariance) @ normal.T)
    return _percentiles(drawn.measure(measure, **arguments), level, wrong_signed=int(drawn.wrong_signed.sum()))


def bootstrap(model, measure, theta, level, replicates, seed, at, **arguments):
    """Percentile limits over refits to resampled respondents.

    Parameters
    ----------
    model : Model
        The fitted model; its equal rows are merged before they are resampled.
    measure : str
    theta, level
        As in ``delta``.
    replicates, seed : int
    at
        Whom the measure averages over, anew in every resample.
    **arguments
        What the measure needs.

    Returns
    -------
    dict
        ``low``, ``high`` and the counts of ``Interval``.
    """
    merged = Model(model.distribution, model.observations.patterns())
    averaging = respondents(merged.observations, at)
    values, failed, wrong_signed = [], 0, 0
    for weights in resamples(merged.observations.weights, replicates, seed):
        refits = Refits(merged, weights, theta)
        values.append(refits.demand(averaging).measure(measure, **arguments)[refits.converged])
        failed += int((~refits.converged).sum())
        wrong_signed += int(refits.wrong_signed.sum())
    return _percentiles(np.concatenate(values), level, failed, wrong_signed)


def _percentiles(values, level, failed=0, wrong_signed=0):
    """Percentile limits; infinite values stay in place, so a limit may be infinite."""
    return {
        "low": _quantile(values, (1 - level) / 2),
        "high": _quantile(values, (1 + level) / 2),
        "replicates": len(values) + failed,
        "failed": failed,
        "infinite": int(np.isinf(values).sum()),
        "wrong_signed": wrong_signed,
    }


def _quantile(values, share):
    """Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996) that infinities do not spoil."""
    if not len(values):
        return np.nan
    place = share * (len(values) - 1)
    first, second = int(place), int(np.ceil(place))
    below, above = np.partition(values, (first, second))[[first, second]]
    return float(below if below == above else below + (above - below) * (place - first))


def mean_interval(amounts, level=0.95, seed=None, replicates=10_000):
    """Bootstrap-t interval of a plain mean (Efron 1981; Hall 1988), the least bad for skewed amounts in small samples.

    Parameters
    ----------
    amounts : sequence of float, shape (n,)
        Currency units; missing values are left out.
    level : float
    seed : int
    replicates : int

    Returns
    -------
    Interval
        Resamples of one repeated amount have no standard error: they count as failed.

    Raises
    ------
    FitError
        For fewer than two amounts, amounts that are all the same, or no seed.

    Examples
    --------
    >>> mean_interval([0, 10, 20, 20, 50, 100, 30, 40], seed=1)
    mean 33.75 (95 % bootstrap-t interval 15.01 to 77.19)
    """
    amounts, level = _amounts(amounts), check_level(level)
    n, mean, error = len(amounts), amounts.mean(), amounts.std(ddof=1) / np.sqrt(len(amounts))
    if not error > 0:
        raise FitError("The amounts are all the same, so their mean has no bootstrap interval.")
    deviations, statistics = (amounts - mean) / error, []
    for weights in resamples(np.ones(n), replicates, check_seed(seed)):
        shift = deviations @ weights / n
        variance = (deviations**2 @ weights - n * shift**2) / (n * (n - 1))
        usable = variance > _NO_SPREAD
        statistics.append(shift[usable] / np.sqrt(variance[usable]))
    statistics = np.concatenate(statistics)
    # The upper tail of the statistic sets the lower limit, and the reverse.
    low, high = (float(mean - error * _quantile(statistics, share)) for share in ((1 + level) / 2, (1 - level) / 2))
    failed = replicates - len(statistics)
    return Interval("mean", "bootstrap-t", float(mean), low, high, level, float(error), replicates, failed)


def median_interval(amounts, level=0.95):
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

    Examples
    --------
    >>> median_interval(range(1, 55))
    median 27.5 (95 % order-statistics interval 20 to 35, exact coverage 96.0 %)
    """
    amounts, level = np.sort(_amounts(amounts)), check_level(level)
    n = len(amounts)
    coverages = 1 - 2 * stats.binom.cdf(np.arange((n + 1) // 2), n, 0.5)
    ranks = np.flatnonzero(coverages >= level)
    if not len(ranks):
        raise FitError(f"No two of {n} amounts enclose the median with {100 * level:g} % confidence; lower the level.")
    rank = ranks[-1]
    low, high = float(amounts[rank]), float(amounts[n - 1 - rank])
    coverage = float(coverages[rank])
    return Interval("median", "order-statistics", float(np.median(amounts)), low, high, level, coverage=coverage)


def check_level(level):
    """The level, once it is known to lie between 0 and 1."""
    if not 0 < level < 1:
        raise FitError(f"level={level!r} must lie between 0 and 1, such as 0.95.")
    return level


def check_seed(seed):
    """The seed, once one has been given."""
    if seed is None:
        raise FitError("This method draws random numbers: give seed=, a whole number, so that it can be repeated.")
    return seed


def _amounts(amounts):
    """Usable amounts as an array: at least two finite ones."""
    amounts = np.asarray(amounts, dtype=float)
    amounts = amounts[~np.isnan(amounts)]
    if len(amounts) < 2 or not np.isfinite(amounts).all():
        raise FitError("An interval needs two or more amounts, all of them finite.")
    return amounts
