"""Polynomials in place of the log-likelihood, from whose maximum refits to resampled respondents start.

Every resample weighs the same terms of the log-likelihood. A polynomial fitted to each term once therefore serves all
resamples, as a weighted sum of its coefficients, and climbing it costs no logarithm. It decides only where Newton's
method starts: what a refit returns is a maximum of the likelihood itself.

Only models of two parameters have them, those without covariates: with more a polynomial costs what it saves.
"""

from functools import cache
from math import perm

import numpy as np

from .maximum import solve
from .single import Likelihood

_REACH = 3.5  # standard errors around the estimate on which the polynomials are fitted
_DEGREES = 2, 5, 7  # of the polynomial that each step of Newton's method climbs, the quadratic from the centre
_CURVATURE_DEGREE = 4  # of the polynomial that lends its curvature to the last step


def _size(degree: int) -> int:
    """How many monomials in two variables there are up to a degree."""
    return (degree + 1) * (degree + 2) // 2


def _place(a: int, b: int) -> int:
    """Where u^a v^b stands among the monomials, which rise in degree."""
    return _size(a + b - 1) + a


_POWERS = [(a, degree - a) for degree in range(max(_DEGREES) + 1) for a in range(degree + 1)]
# Each monomial after the first is an earlier one times a variable.
_RECIPE = [(_place(a - 1, b), 0) if a else (_place(0, b - 1), 1) for a, b in _POWERS[1:]]
_N_SLOPE, _N_CURVATURE = _size(max(_DEGREES) - 1), _size(_CURVATURE_DEGREE - 2)


class Surrogate:
    """A polynomial for each term of a likelihood around its maximum.

    Parameters
    ----------
    likelihood : Likelihood
    weights : ndarray, shape (n,)
        Frequency weights of the answers themselves.
    centre : ndarray, shape (q,)
        Their maximum.
    """

    def __init__(self, likelihood: Likelihood, weights: np.ndarray, centre: np.ndarray) -> None:
        """Fit the polynomials, in standard errors from the centre, if it is a maximum in two parameters."""
        self.centre, self._arrange, self._coefficients = centre, likelihood.arrange, None
        if len(centre) != 2:
            return
        hessian = likelihood.evaluate(centre[:, None], self._arrange(weights[:, None]))[2][:, :, 0]
        try:
            self._axes = np.linalg.cholesky(np.linalg.inv(-hessian))
        except np.linalg.LinAlgError:
            return
        nodes, fitting = _fitting()
        terms = likelihood.terms(centre[:, None] + self._axes @ nodes)
        if np.isfinite(terms).all():
            self._coefficients = fitting @ terms.T

    @np.errstate(all="ignore")  # where a polynomial is not concave it has no maximum to start from
    def maxima(self, weights: np.ndarray) -> np.ndarray:
        """Where to start for each column of weights: (q, R), or the centre alone, (q, 1), without polynomials."""
        if self._coefficients is None:
            return self.centre[:, None]
        n_replicates = weights.shape[1]
        slopes, curvatures = np.split(self._coefficients @ self._arrange(weights), [2 * _N_SLOPE])
        slopes, curvatures = slopes.reshape(2, -1, n_replicates), curvatures.reshape(3, -1, n_replicates)
        monomials, at = np.ones((_N_SLOPE, n_replicates)), np.zeros((2, n_replicates))
        for degree in _DEGREES:
            n, m = _size(degree - 1), _size(min(degree, _CURVATURE_DEGREE) - 2)
            for k, (parent, variable) in enumerate(_RECIPE[: n - 1], start=1):
                np.multiply(monomials[parent], at[variable], out=monomials[k])
            gradient = np.einsum("skr,kr->sr", slopes[:, :n], monomials[:n])
            uu, uv, vv = np.einsum("skr,kr->sr", curvatures[:, :m], monomials[:m])
            step, _ = solve(-np.array([[uu, uv], [uv, vv]]), gradient)
            at = np.clip(at + step, -_REACH, _REACH)
        return self.centre[:, None] + self._axes @ np.where(np.isfinite(at).all(axis=0), at, 0.0)


@cache
def _fitting() -> tuple[np.ndarray, np.ndarray]:
    """Nodes, shape (2, m), and what turns values at them into coefficients, shape (k, m), by least squares.

    The coefficients are those of the slopes in u and v, ``_N_SLOPE`` each, then of the curvatures uu, uv and vv,
    ``_N_CURVATURE`` each.
    """
    line = np.cos((np.arange(max(_DEGREES) + 3) + 0.5) * np.pi / (max(_DEGREES) + 3))
    u, v = np.array(np.meshgrid(line, line)).reshape(2, -1) * _REACH / line[0]
    values = np.array([u**a * v**b for a, b in _POWERS])
    # Most resamples are near: a miss there counts most.
    nearness = np.exp(-(u**2 + v**2) / 8)
    whole = np.linalg.pinv(values.T * nearness[:, None]) * nearness
    orders = [(1, 0, _N_SLOPE), (0, 1, _N_SLOPE)] + [(i, 2 - i, _N_CURVATURE) for i in (2, 1, 0)]
    derivatives = [
        perm(a + i, i) * perm(b + j, j) * whole[_place(a + i, b + j)] for i, j, n in orders for a, b in _POWERS[:n]
    ]
    return np.array([u, v]), np.array(derivatives)
