"""A welfare measure over simulated parameters or resampled respondents, and the limits that this gives."""

from collections.abc import Callable

import numpy as np

from ..errors import FitError
from .measure import STEP, Target
from .refits import Refits, resamples
from .threads import one_blas_thread

_BLOCK = 2**21  # demand curves valued at once: eight arrays of them are 130 MB


def krinsky_robb(target: Target, draws: int | np.ndarray, seed: int | None) -> tuple[np.ndarray, dict[str, int]]:
    """The measure over normal draws of the utility-difference coefficients (Krinsky and Robb 1986).

    Parameters
    ----------
    target : Target
    draws : int or array of float, shape (R, q)
        How many, or the draws themselves, in the order of ``Fit.utility_difference``; under a spike then its logit.
    seed : int

    Returns
    -------
    values : ndarray, shape (R,)
        Infinite ones among them; those that are not defined, as a difference of infinities, count as failed.
    counts : dict
        ``failed`` and ``wrong_signed``.
    """
    if np.ndim(draws) == 0:
        size = check_count("draws", draws), len(target.theta)
        normal = np.random.default_rng(check_seed(seed)).standard_normal(size)
        theta = target.theta[:, None] + np.linalg.cholesky(target.covariance) @ normal.T
    else:
        target.check_single("Krinsky-Robb with draws of one's own")
        theta = np.array(draws, dtype=float).T
        if theta.ndim != 2 or len(theta) != len(target.theta) or not theta.size or np.isnan(theta).any():
            raise FitError(
                f"The draws need {len(target.theta)} columns, in the order of the utility difference, or of params "
                "where there is none; none missing."
            )
        if not target.model.beyond:
            theta[target.model.n_terms] *= -1
    with one_blas_thread():
        values = np.concatenate([target(part) for part in _blocks(theta, target.size)])
    counts = {"failed": int(np.isnan(values).sum()), "wrong_signed": int(target.wrong_signed(theta).sum())}
    return values[~np.isnan(values)], counts


def _blocks(theta: np.ndarray, size: int) -> list[np.ndarray]:
    """Columns of ``theta`` in blocks, so that ``size`` demand curves in each stay within memory.

    None is a single column, whose sums NumPy would take in another order.
    """
    width = max(2, _BLOCK // size)
    return np.array_split(theta, max(1, theta.shape[1] // width), axis=1)


def bootstrap(
    target: Target, draws: int | np.ndarray, seed: int | None, studentised: bool = False
) -> tuple[np.ndarray, dict[str, int]]:
    """The measure, or its studentised deviation, over refits to resampled respondents.

    Parameters
    ----------
    target : Target
    draws, seed : int
        How many resamples.
    studentised : bool
        Return (g* - g) / se* instead, g the measure on its unlimited scale, se* its delta error in the resample by the
        observed information.

    Returns
    -------
    values : ndarray
        Of the resamples that could be fitted and have the measure; infinite where the measure is.
    counts : dict
        ``failed`` and ``wrong_signed``.
    """
    model = target.resampled
    average = target.over(model.observations)
    found, failed, wrong_signed = [], 0, 0
    with one_blas_thread():
        for weights in resamples(model.observations, check_count("draws", draws), check_seed(seed)):
            refits = Refits(model, weights, target.theta)
            values = average(refits.theta, refits.weights)
            if studentised:
                values = _studentise(target, refits, values, average)
            usable = refits.converged & ~np.isnan(values)
            found.append(values[usable])
            failed += int((~usable).sum())
            wrong_signed += int(refits.wrong_signed.sum())
    return np.concatenate(found), {"failed": failed, "wrong_signed": wrong_signed}


def _studentise(
    target: Target, refits: Refits, values: np.ndarray, average: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> np.ndarray:
    """Deviation of each replicate's value from the estimate in its own standard errors; infinite where it is."""
    steps = STEP * np.sqrt(np.diag(target.covariance))
    gradient = np.empty_like(refits.theta)
    with np.errstate(all="ignore"):
        for row, step in enumerate(steps):
            ends = []
            for sign in (1, -1):
                theta = refits.theta.copy()
                theta[row] += sign * step
                ends.append(target.scale(average(theta, refits.weights)))
            gradient[row] = (ends[0] - ends[1]) / (2 * step)
        error = np.sqrt(refits.variance(gradient))
        deviation = (target.scale(values) - target.scale(target.estimate)) / error
    return np.where(np.isfinite(deviation), deviation, np.inf)


def bootstrap_t(target: Target, level: float, draws: int | np.ndarray, seed: int | None) -> dict[str, float]:
    """Studentised bootstrap limits (Efron 1981; Hall 1988) on the unlimited scale of the measure.

    Parameters
    ----------
    target : Target
    level : float
    draws, seed : int
        How many resamples.

    Returns
    -------
    dict
        ``low``, ``high`` and the counts of ``Interval``. Where more than half of 1 - level of the replicates are
        infinite, so is the upper limit.
    """
    statistics, counts = bootstrap(target, draws, seed, studentised=True)
    finite, tail = statistics[np.isfinite(statistics)], (1 - level) / 2
    with np.errstate(all="ignore"):
        information = target.model.covariance(target.theta, target.model.observations.weights)
        error = np.sqrt(target.slope @ information @ target.slope)
        # The upper tail of the statistic sets the lower limit, and the reverse.
        reach = error * np.array([quantile(finite, 1 - tail), quantile(finite, tail)])
        low, high = target.back(target.centre - reach)
        noise = error * np.array([quantile_error(finite, 1 - tail), quantile_error(finite, tail)])
        errors = (target.back(target.centre - reach + noise) - target.back(target.centre - reach - noise)) / 2
    infinite = len(statistics) - len(finite)
    high = np.inf if infinite > tail * len(statistics) else high
    counted = {"replicates": len(statistics) + counts["failed"], "infinite": infinite, **counts}
    return {"low": float(low), "high": float(high), "low_error": errors[0], "high_error": errors[1], **counted}


def percentiles(values: np.ndarray, counts: dict[str, int], level: float) -> dict[str, float]:
    """Percentile limits; infinite values stay in place, so a limit may be infinite."""
    return {
        "low": quantile(values, (1 - level) / 2),
        "high": quantile(values, (1 + level) / 2),
        "low_error": quantile_error(values, (1 - level) / 2),
        "high_error": quantile_error(values, (1 + level) / 2),
        "replicates": len(values) + counts["failed"],
        "infinite": int(np.isinf(values).sum()),
        **counts,
    }


def quantile_error(values: np.ndarray, share: float) -> float:
    """Monte Carlo standard error of a quantile of simulated values, whatever they are like (Woodruff 1952).

    Half the way between the order statistics that lie one binomial standard deviation of the count to either side.
    """
    aside = np.sqrt(share * (1 - share) / len(values)) if len(values) else np.nan
    with np.errstate(invalid="ignore"):
        below, above = (quantile(values, float(np.clip(share + sign * aside, 0, 1))) for sign in (-1, 1))
        return float(above - below) / 2 if below < above else 0.0


def quantile(values: np.ndarray, share: float) -> float:
    """Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996) that infinities do not spoil."""
    if not len(values):
        return np.nan
    place = share * (len(values) - 1)
    first, second = int(place), int(np.ceil(place))
    below, above = np.partition(values, (first, second))[[first, second]]
    return float(below if below == above else below + (above - below) * (place - first))


def check_seed(seed: int | None) -> int:
    """The seed, once one has been given."""
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise FitError("This method draws random numbers: give seed=, a whole number, so that it can be repeated.")
    return int(seed)


def check_count(name: str, count: object) -> int:
    """How many draws or resamples, once it is known to be a number of them."""
    if not (isinstance(count, int | np.integer) and count > 0):
        raise FitError(f"{name}={count!r} must be a whole number above 0.")
    return int(count)
