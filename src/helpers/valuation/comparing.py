"""Comparisons: of models of the same answers, and of a model with the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from . import fitting
from .columns import Column, Reader
from .errors import FitError
from .likelihood import DISTRIBUTIONS, LOCATION, NO_WTP, SCALE
from .results import Fit
from .tables import checked, table_of

_WITHIN = {"generalised-gamma": ("log-normal", "weibull", "gamma")}  # its shape held at 0, at 1, at its scale
_SPANNED = 1e-8  # share of a column's length outside the span of others that rounding can explain


class Test(NamedTuple):
    """A test statistic, its degrees of freedom (nan where it has none) and its p-value."""

    statistic: float
    df: float
    pvalue: float


def compare(fits: Mapping[str, Fit | Exception]) -> pd.DataFrame:
    """Information criteria of several models of the same answers.

    Parameters
    ----------
    fits : dict of Fit
        By name, as ``fit_each`` gives them; an error in the place of a fit is a row of nan with its reason.

    Returns
    -------
    DataFrame
        A row a fit: distribution, nobs, missing_answers, params (how many), llf, aic, bic, how far aic is from the
        lowest, and the reason where there are no numbers.

    Raises
    ------
    FitError
        For fits of different answers. An exact amount has a density and an interval a probability, and a zero read as
        "at most 5" is another answer than a zero: their likelihoods are not on one scale.

    Notes
    -----
    ``AIC = 2 q - 2 log L`` (Akaike 1974), ``BIC = q log n - 2 log L`` (Schwarz 1978).

    Examples
    --------
    >>> from helpers.valuation import fit_each, payment_card
    >>> answers = payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> table = compare(fit_each(answers, ["log-normal", "weibull"]))
    >>> table[["nobs", "params", "llf", "aic", "above_lowest_aic"]].round(2)
                nobs  params    llf    aic  above_lowest_aic
    log-normal   8.0       2 -13.64  31.28              0.00
    weibull      8.0       2 -14.91  33.82              2.54
    """
    sound = {name: each for name, each in fits.items() if isinstance(each, Fit) and each.converged}
    for name, each in list(sound.items())[1:]:
        first = next(iter(sound))
        _check_same_answers(sound[first], each, f"{first!r} and {name!r}")

    def criteria(each: Fit | Exception) -> dict:
        if isinstance(each, Exception):
            raise each
        names = ("distribution", "nobs", "missing_answers", "llf", "aic", "bic")
        return {name: getattr(checked(each), name) for name in names} | {"params": len(each.theta)}

    columns = ["distribution", "nobs", "missing_answers", "params", "llf", "aic", "bic", "above_lowest_aic"]
    table = table_of({name: partial(criteria, each) for name, each in fits.items()}, columns)
    return table.assign(above_lowest_aic=table["aic"] - table["aic"].min())


def fit_each(
    answers: pd.DataFrame, distributions: Sequence[str] = tuple(DISTRIBUTIONS), **options: Any
) -> dict[str, Fit | FitError]:
    """Fit several distributions; where one cannot be fitted its error stands in its place.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
    distributions : sequence of str
    **options
        As in ``fit``.

    Returns
    -------
    dict of Fit or FitError
        By distribution.

    Notes
    -----
    ``max log L`` of each distribution over the same answers (Cameron and James 1987): ``fits[name].llf``.

    Examples
    --------
    >>> from helpers.valuation import open_ended
    >>> fits = fit_each(open_ended([0, 10, 20, 45]), ["normal", "weibull"])
    >>> {name: type(each).__name__ for name, each in fits.items()}
    {'normal': 'Fit', 'weibull': 'FitError'}
    """
    fits: dict[str, Fit | FitError] = {}
    for distribution in distributions:
        try:
            fits[distribution] = fitting.fit(answers, distribution, **options)
        except FitError as problem:
            fits[distribution] = problem
    return fits


def likelihood_ratio(fit: Fit, restricted: Fit | None = None) -> Test:
    """Likelihood-ratio test of a model against a smaller one on the same rows.

    Parameters
    ----------
    fit : Fit
    restricted : Fit, optional
        The smaller model: fewer covariates, or for a generalised gamma a distribution within it. Without it the one
        with an intercept alone, fitted to the rows that ``fit`` used.

    Returns
    -------
    Test

    Raises
    ------
    FitError
        For fits of different rows or answers, or where ``restricted`` is not within ``fit``.

    Notes
    -----
    ``statistic = 2 (log L - log L_smaller)``, chi-squared with as many degrees of freedom as parameters are left out
    (Wilks 1938).

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers.valuation import fit, payment_card
    >>> people = pd.DataFrame({"age": [21, 34, 45, 38, 62, 25, 58, 40]})
    >>> answers = payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> test = likelihood_ratio(fit(answers, covariates="age", data=people))
    >>> round(test.statistic, 2), test.df, round(test.pvalue, 3)
    (12.57, 1, 0.0)
    """
    observations = fit.model.observations
    if fit.model.parts or (restricted is not None and restricted.model.parts):
        raise FitError("This test is on offer for models of one answer; compare log-likelihoods of the others by llf.")
    if restricted is None:
        kind: Any = type(fit.model)
        model = kind(fit.model.distribution, observations.intercepts_alone())
        theta, converged = model.solve(observations.weights[:, None])
        restricted = type(fit)(model, theta[:, 0], bool(converged[0]), "converged")
    _check_same_answers(fit, restricted, "these two models")
    distributions = {fit.distribution, *_WITHIN.get(fit.distribution, ())}
    nested = fit.zeros == restricted.zeros and restricted.distribution in distributions
    nested &= all(
        _spanned(restricted.model.observations.block(predictor), observations.block(predictor))
        for predictor in (LOCATION, SCALE, NO_WTP)
    )
    df = len(fit.theta) - len(restricted.theta)
    if not nested or df < 1:
        raise FitError(
            "The smaller model must be the larger one with fewer covariates, or a generalised gamma with its shape "
            "held: the log-normal, the Weibull, the gamma; zeros read in the same way."
        )
    statistic = 2 * (fit.llf - restricted.llf)
    return Test(statistic, df, float(special.chdtrc(df, statistic)))


def _spanned(smaller: np.ndarray, larger: np.ndarray) -> bool:
    """Whether the columns of one matrix are combinations of those of another."""
    outside = smaller - larger @ np.linalg.lstsq(larger, smaller)[0]
    return bool(np.all(np.linalg.norm(outside, axis=0) <= _SPANNED * np.linalg.norm(smaller, axis=0)))


def _check_same_answers(first: Fit, second: Fit, which: str) -> None:
    """Refuse two fits whose likelihoods are not of the same answers of the same respondents."""
    a, b = (fit.model.observations for fit in (first, second))
    if not (first.converged and second.converged) or a.survey or b.survey:
        raise FitError(f"{which} cannot be compared: both must have converged, and without survey weights.")
    if len(a.labels) != len(b.labels) or not a.labels.equals(b.labels):
        raise FitError(f"{which} use different rows, as where a covariate is missing: fit both to shared rows.")
    if not all(np.array_equal(getattr(a, name), getattr(b, name)) for name in ("lower", "upper", "weights")):
        raise FitError(f"{which} are of different answers or readings of zeros: their likelihoods do not compare.")


def observed_and_fitted(fit: Fit, bid: Column, answer: Column) -> pd.DataFrame:
    """Observed against fitted share of yes at each amount asked.

    Parameters
    ----------
    fit : Fit
        Of answers that hold these.
    bid : Series of float, shape (n,)
        Amount asked, under the row labels of the answers fitted.
    answer : Series of yes/no, shape (n,)

    Returns
    -------
    DataFrame
        Indexed by bid: n, observed, fitted (for the covariates of those asked), their difference, it over its binomial
        error with the fitted share, and left_out: how many were asked this amount and are not among the answers fitted.

    Raises
    ------
    FitError
        For bids or answers labelled otherwise than those fitted.

    Notes
    -----
    ``z = (observed - fitted) / sqrt(fitted (1 - fitted) / n)`` at each bid: the terms of Pearson's (1900) statistic.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers.valuation import fit, single_bounded
    >>> bid = pd.Series([10, 10, 10, 20, 20, 20, 40, 40, 40])
    >>> said = pd.Series([1, 1, 0, 1, 0, 1, 0, 0, 1])
    >>> observed_and_fitted(fit(single_bounded(bid, said)), bid, said)["fitted"].round(
    ...     2
    ... ).to_dict()
    {10.0: 0.72, 20.0: 0.56, 40.0: 0.39}
    """
    observations, bid, answer = fit.model.observations, pd.Series(bid), pd.Series(answer)
    labels = observations.labels
    if labels.has_duplicates or not (labels.isin(bid.index).all() and labels.isin(answer.index).all()):
        raise FitError("bid and answer must be labelled as the answers fitted, one row a respondent.")
    everybody = bid.value_counts()
    bid, answer = bid.loc[labels].to_numpy(float), answer.loc[labels]
    read = Reader(answer)
    said = read.yes_no("answer", answer)
    read.check()
    asked, theta, rows = ~np.isnan(said) & ~np.isnan(bid), fit.theta[:, None], {}
    for amount in np.unique(bid[asked]):
        these = asked & (bid == amount)
        weights = observations.weights[these]
        demand = fit.model.demand(theta, observations.design[these], weights)
        n, fitted = weights.sum(), float(demand.share_willing(amount)[0])
        observed = float(weights @ said[these] / n)
        error = np.sqrt(fitted * (1 - fitted) / n)
        left_out = int(everybody[amount] - these.sum())
        rows[amount] = (n, observed, fitted, observed - fitted, (observed - fitted) / error, left_out)
    names = ["n", "observed", "fitted", "difference", "z", "left_out"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("bid")
