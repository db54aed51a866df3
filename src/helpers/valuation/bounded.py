"""Demand of people who pay no more than they have: the share of income that WTP is, with its welfare integrals.

log(w / (income - w)) = location + scale * error, the error normal or logistic: the bounded probit and logit of Haab and
McConnell (1998), written for the amount itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .welfare import Demand

if TYPE_CHECKING:
    from .likelihood import Distribution, Observations

Floats = NDArray[np.float64]

# The trapezoid rule over an analytic integrand errs by exp(-2 pi d / step), d = pi the distance of its poles.
_STEP = 0.4
_REACH = 38.0  # of the variable of integration, beyond which a double holds nothing
_NEGLIGIBLE = 1e-18  # share of errors beyond the ends of the integral
_BEYOND = 1e3  # error that nobody has
_NOBODY = np.zeros(1)


class BoundedDemand(Demand):
    """Demand curves of respondents, each of whom has an income that bounds their WTP; arguments as of ``Demand``.

    Parameters
    ----------
    income : ndarray, shape (k, 1) or (k, R)
    """

    per_respondent = (*Demand.per_respondent, "income")

    def __init__(
        self, distribution: Distribution, eta: Floats, kappa: Floats, weights: Floats, zero: Floats, income: Floats
    ) -> None:
        """Place every respondent's curve."""
        super().__init__(distribution, eta, kappa, weights, zero)
        self.income = income

    def _error(self, y: float | Floats) -> tuple[Floats, Floats]:
        """As of ``Demand``; nobody's error reaches an amount above the income."""
        left = self.income - np.exp(y)
        z = self.kappa * (y - np.log(left)) - self.eta
        return np.where(left > 0, z, _BEYOND), self.kappa * self.income / np.where(left > 0, left, np.inf)

    def mean_share_of_income(self) -> Floats:
        """Average share of income that is paid."""
        return self._located(lambda location, scale: self.own_mean(location, scale) / self.income)

    def reached(self, z: Floats) -> Floats:
        """As of ``Demand``."""
        return np.log(self.income) + special.log_expit((self.eta + z) / self.kappa)

    def own_mean(self, location: Floats, scale: Floats) -> Floats:
        """Mean WTP of each."""
        return self.income * share_of_income(self.distribution, location, scale, np.ones(1))

    def own_log_mean(self, location: Floats, scale: Floats) -> Floats:
        """Its logarithm."""
        return np.log(self.own_mean(location, scale))

    def own_truncated_mean(self, location: Floats, scale: Floats, limit: float | Floats) -> Floats:
        """Mean WTP of each with amounts cut down to the limit."""
        most = np.minimum(limit / self.income, 1.0)
        return self.income * share_of_income(self.distribution, location, scale, most)


def demand_of(
    observations: Observations,
    distribution: Distribution,
    eta: np.ndarray,
    kappa: np.ndarray,
    design: np.ndarray,
    weights: np.ndarray,
    zero: np.ndarray = _NOBODY,
) -> Demand:
    """Demand curves in the form that the observations ask for; arguments as of ``Demand``, ``design`` for incomes."""
    if observations.income is None:
        return Demand(distribution, eta, kappa, weights, zero)
    return BoundedDemand(distribution, eta, kappa, weights, zero, design[:, -1].reshape(len(design), -1))


@np.errstate(all="ignore")  # a share far out in a tail is nothing
def share_of_income(distribution: Distribution, location: Floats, scale: Floats, most: Floats) -> Floats:
    """Mean of the share of income that is paid, with shares cut down to ``most``.

    Parameters
    ----------
    distribution : Distribution
        Of the error.
    location, scale, most : ndarray
        Broadcasting; ``most`` above 0 and at most 1.

    Returns
    -------
    ndarray

    Examples
    --------
    A symmetric error around a location of 0 pays half of the income.

    >>> from helpers.valuation.likelihood import DISTRIBUTIONS
    >>> round(
    ...     float(
    ...         share_of_income(
    ...             DISTRIBUTIONS["log-normal"], np.zeros(1), np.ones(1), np.ones(1)
    ...         )[0]
    ...     ),
    ...     12,
    ... )
    0.5
    """
    location, scale, most = np.broadcast_arrays(location, scale, most)
    narrow, total = scale < 1, np.zeros(location.shape)
    for part, rule in ((narrow, _over_errors), (~narrow, _over_shares)):
        if part.any():
            total[part] = rule(distribution, location[part], scale[part], most[part])
    return total


def _over_errors(distribution: Distribution, location: Floats, scale: Floats, most: Floats) -> Floats:
    """Integral of the share over the errors up to the one that pays ``most``, and that share for those above."""
    end = (special.logit(most) - location) / scale
    reach = float(distribution.isf(_NEGLIGIBLE))
    top, total = np.minimum(end, reach), np.zeros(location.shape)
    for t in np.arange(-2 * reach - 1, _REACH, _STEP):
        error = top - np.logaddexp(0, -t)
        total += special.expit(-t) * distribution.pdf(error) * special.expit(location + scale * error)
    return _STEP * total + most * distribution.sf(end)


def _over_shares(distribution: Distribution, location: Floats, scale: Floats, most: Floats) -> Floats:
    """Integral over shares up to ``most`` of the chance to pay at least so much."""
    total = np.zeros(location.shape)
    for t in np.arange(-_REACH, _REACH, _STEP):
        share, rest = special.expit(t), special.expit(-t)
        logit = np.log(most) - np.logaddexp(0, -t) - np.log((1 - most) + most * rest)
        total += share * rest * distribution.sf((logit - location) / scale)
    return _STEP * most * total
