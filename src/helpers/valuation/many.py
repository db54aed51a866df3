"""One model fitted to many samples of the same answers at once, which differ in how often each answer counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .errors import FitError
from .fitting import fit
from .likelihood import AnyModel


class FitMany:
    """Fits of one distribution, one a column of weights.

    Attributes
    ----------
    nobs : ndarray, shape (R,)
        Answers that each is fitted to.
    converged : ndarray of bool, shape (R,)
    """

    def __init__(self, model: AnyModel, theta: np.ndarray, converged: np.ndarray, nobs: np.ndarray) -> None:
        """Keep what the measures are worked out from."""
        self._model, self._theta, self.converged, self.nobs = model, theta, converged, nobs

    def measure(self, name: str, **arguments: object) -> np.ndarray:
        """A welfare measure of every fit.

        Parameters
        ----------
        name : str
            A welfare method of ``Fit``.
        **arguments
            ``limit``, ``price``, ``share`` or ``support``, where the measure takes it.

        Returns
        -------
        ndarray, shape (R,)
            In the measure's unit; missing where there is no fit.

        Raises
        ------
        FitError
            For a measure that is not on offer.

        Notes
        -----
        ``value_r = measure(theta_r)`` of every column r of weights, as the bootstrap of Efron (1979) asks for.

        Examples
        --------
        >>> from helpers.valuation import payment_card
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> fit_many(answers, [[1, 2]] * 8).measure("share_willing", price=30).round(
        ...     2
        ... ).tolist()
        [0.54, 0.54]
        """
        demand = self._model.demand(self._theta, np.ones((1, 1)), np.ones(1))
        return np.where(self.converged, demand.measure(name, **arguments), np.nan)


def fit_many(
    answers: pd.DataFrame, weights: ArrayLike, distribution: str = "log-normal", zeros: float | str | None = None
) -> FitMany:
    """Fit a distribution without covariates under every column of weights, all columns at once.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``, none missing.
    weights : array of float, shape (n, R)
        How often each answer counts in each fit; 0 leaves it out.
    distribution, zeros
        As in `fit`; ``zeros="spike"`` is not offered, since the share of zeros is then known without a fit.

    Returns
    -------
    FitMany

    Raises
    ------
    FitError
        For weights of another shape, or answers that have no fit as they are.

    Notes
    -----
    ``theta_r = argmax of sum_i w_ir log P(lower_i <= WTP < upper_i)`` for every column r, all by Newton's method at
    once from the maximum of the answers themselves (Cameron and James 1987 on the likelihood).

    Examples
    --------
    >>> from helpers.valuation import payment_card
    >>> answers = payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> each = fit_many(answers, [[1, 2]] * 8)
    >>> medians = each.measure("median")
    >>> bool(abs(medians[0] - fit(answers).median()) < 1e-9), each.nobs.tolist()
    (True, [8.0, 16.0])
    """
    weights = np.asarray(weights, dtype=float)
    if zeros == "spike":
        raise FitError("zeros='spike' needs no refit: fit those who pay, and take the share of zeros beside them.")
    if weights.ndim != 2 or len(weights) != len(answers) or not (weights >= 0).all():
        raise FitError(f"Weights need a row for each of {len(answers)} answers and a column a fit, none below 0.")
    whole = fit(answers, distribution, zeros=zeros)
    if whole.nobs != len(answers) or not whole.converged:
        raise FitError("All answers together need bounds and a fit of their own; leave out those without.")
    with np.errstate(all="ignore"):  # of columns that have no maximum, which are told apart by `converged`
        theta, converged = whole.model.solve(weights, start=whole.theta)
    return FitMany(whole.model, theta, converged, weights.sum(axis=0))
