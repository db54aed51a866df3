"""Comparisons of two surveys, or of two formats answered by the same respondents."""

from __future__ import annotations

from typing import Any

import numpy as np

from .comparing import Test
from .errors import FitError
from .intervals import Interval, Refits, check_count, check_level, check_seed, percentiles
from .intervals import draws as resampled
from .results import Fit
from .welfare import Setting, respondents


def convolution_test(first: np.ndarray, second: np.ndarray) -> Test:
    """Test that two independent estimates are equal by the complete combinatorial (Poe, Giraud and Loomis 2005).

    Parameters
    ----------
    first, second : array of float, shapes (R,) and (S,)
        Krinsky-Robb draws or bootstrap replicates of a measure, from ``Fit.replicates`` of two independent samples.

    Returns
    -------
    Test
        The share of all R times S pairs in which the first is the larger one (equal ones, as two infinities, count
        half), no degrees of freedom, and the two-sided p-value.

    Raises
    ------
    FitError
        For replicates that are missing.

    Notes
    -----
    ``p = 2 min(P(X > Y), P(X < Y))`` over all pairs of replicates (Poe, Giraud and Loomis 2005), ties counting half.

    Examples
    --------
    >>> convolution_test([3.0, 4.0], [1.0, 3.0])
    Test(statistic=0.875, df=nan, pvalue=0.25)
    """
    first, second = np.asarray(first, dtype=float), np.sort(np.asarray(second, dtype=float))
    if not (len(first) and len(second)) or np.isnan(first).any() or np.isnan(second).any():
        raise FitError("The convolution test needs two sets of replicates, none of them missing.")
    below, not_above = (np.searchsorted(second, first, side=side) for side in ("left", "right"))
    larger = float((below + not_above).mean() / 2 / len(second))
    return Test(larger, np.nan, 2 * min(larger, 1 - larger))


def paired_difference(
    first: Fit,
    second: Fit,
    measure: str,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int | None = None,
    at: Setting = "sample",
    **arguments: Any,
) -> Interval:
    """Bootstrap interval for a difference between two fits to answers of the same respondents.

    Parameters
    ----------
    first, second : Fit
        Without weights, of answers under the respondents' row labels; who answered only one of them is resampled for
        that one.
    measure : str
    level : float
    draws, seed : int
        How many resamples.
    at, **arguments
        As in ``Fit.interval``.

    Returns
    -------
    Interval
        Of the first less the second. Resamples in which either fit fails, or both measures are infinite, count as
        failed.

    Raises
    ------
    FitError
        For fits with weights, or of other models than those of one answer.

    Notes
    -----
    ``difference = measure(first) - measure(second)`` in each resample of respondents (Efron 1979).

    Examples
    --------
    >>> from helpers.valuation import fit, open_ended, payment_card
    >>> card = payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> exact = open_ended([12, 25, 22, 41, 60, 15, 130, 24])
    >>> paired_difference(fit(card), fit(exact), "median", draws=500, seed=1).replicates
    500
    """
    check_level(level)
    targets = [fit.target(measure, {"at": at, **arguments}) for fit in (first, second)]
    for target in targets:
        target.check_single("A paired bootstrap")
    observed = [target.model.observations for target in targets]
    if any(each.survey or np.any(each.weights != 1) for each in observed):
        raise FitError("A paired bootstrap resamples respondents by their row labels: fit both without weights.")
    people = observed[0].labels.union(observed[1].labels).unique()
    places = [people.get_indexer(each.labels) for each in observed]
    averaging = [respondents(each, at) for each in observed]
    found, wrong_signed = [], 0
    for drawn in resampled(np.ones(len(people)), check_count("draws", draws), check_seed(seed)):
        values = []
        for target, place, average in zip(targets, places, averaging, strict=True):
            refits = Refits(target.model, drawn[place], target.theta)
            values.append(np.where(refits.converged, refits.demand(average).measure(measure, **arguments), np.nan))
            wrong_signed += int(refits.wrong_signed.sum())
        with np.errstate(invalid="ignore"):
            found.append(values[0] - values[1])
    differences = np.concatenate(found)
    usable = differences[~np.isnan(differences)]
    counts = {"failed": len(differences) - len(usable), "wrong_signed": wrong_signed}
    estimate = targets[0].estimate - targets[1].estimate
    limits: dict[str, Any] = percentiles(usable, counts, level)
    return Interval(f"difference of {measure}", "paired bootstrap", estimate, level=level, **limits)
