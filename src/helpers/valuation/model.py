"""A model made ready to maximise: bounds and covariates standardised, so that units of account cannot matter."""

import numpy as np
from scipy import special

from .errors import FitError
from .likelihood import (
    ABOVE,
    BELOW,
    BETWEEN,
    EXACT,
    NOTHING,
    ZERO,
    ZERO_OR_BELOW,
    Likelihood,
    SpikeLikelihood,
    maximise,
)

_COLLINEAR = 1e-10  # share of a covariate's length not explained by the earlier ones, below which it adds nothing
_SMALLEST_START = 0.1  # standardised scale from which the first fit starts, at least


class Model:
    """The likelihood of some observations in standardised units, and the way back to currency.

    Parameters go in and out as ``theta``, those of the utility difference: gamma, one a term, then kappa, with
    z = kappa y - x.gamma and y in currency or log currency; with a spike, last, the logit of the share of zeros.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations

    Raises
    ------
    FitError
        When the covariates are collinear.
    """

    def __init__(self, distribution, observations):
        """Standardise the bounds and orthogonalise the covariates."""
        self.distribution, self.observations = distribution, observations
        self.n_terms = len(observations.terms)
        self.utility_names = [*observations.terms, "log(bid)" if distribution.positive else "bid"]
        kind = observations.kind
        self.spike = observations.zeros == "spike"
        self._joint = bool(np.any(kind == ZERO_OR_BELOW))
        lower, upper = observations.on_error_scale(distribution.positive)
        has_lower, has_upper = np.isin(kind, (ABOVE, BETWEEN)), np.isin(kind, (EXACT, BELOW, BETWEEN, ZERO_OR_BELOW))
        bounds = np.concatenate([lower[has_lower], upper[has_upper]])
        centre, spread = bounds.mean(), bounds.std() or 1.0
        design, triangle = _orthogonal(observations)
        self._lower, self._upper, self._design = (lower - centre) / spread, (upper - centre) / spread, design
        likelihood = SpikeLikelihood if self._joint else Likelihood
        self._likelihood = likelihood(distribution, kind, self._lower, self._upper, design)
        # theta = back @ (standardised parameters).
        p = self.n_terms
        self._back = np.eye(self._likelihood.n_params)
        self._back[:p, :p] = np.linalg.inv(triangle)
        self._back[0, p] = centre / spread
        self._back[p, p] = 1 / spread
        # Densities of exact amounts are per unit of currency, not per unit of the standardised error.
        jacobian = np.log(spread) + (upper if distribution.positive else 0.0)
        self._log_units = np.where(kind == EXACT, -jacobian, 0.0)

    def solve(self, weights, start=None, tolerance=1e-14):
        """Maximum-likelihood ``theta`` for every column of frequency weights.

        Parameters
        ----------
        weights : ndarray, shape (n, R)
        start : ndarray, shape (q,), optional
            ``theta`` to start from.
        tolerance : float
            As in ``maximise``.

        Returns
        -------
        theta : ndarray, shape (q, R)
        converged : ndarray of bool, shape (R,)
        """
        start = self._first_guess() if start is None else np.linalg.solve(self._back, start[: len(self._back)])
        params, converged = maximise(self._likelihood, weights, start, tolerance)
        theta = self._back @ params
        if self.spike and not self._joint:
            theta = np.concatenate([theta, [special.logit(self._share_zero(weights))]])
        return theta, converged

    def log_likelihood(self, theta, weights):
        """Log-likelihood in currency units and inverse of the observed information at one ``theta``.

        Parameters
        ----------
        theta : ndarray, shape (q,)
        weights : ndarray, shape (n,)

        Returns
        -------
        value : float
        covariance : ndarray, shape (q, q)
        """
        params = np.linalg.solve(self._back, theta[: len(self._back)])
        weights = weights[:, None]
        value, _, hessian = self._likelihood.evaluate(params[:, None], self._likelihood.arrange(weights))
        value = value[0] + self._log_units @ weights[:, 0]
        covariance = np.zeros((len(theta), len(theta)))
        q = len(params)
        covariance[:q, :q] = self._back @ np.linalg.inv(-hessian[:, :, 0]) @ self._back.T
        if q < len(theta):
            zeros, share = weights[self.observations.kind == ZERO].sum(), self._share_zero(weights)[0]
            payers = zeros / share - zeros
            value += zeros * np.log(share) + payers * np.log1p(-share)
            covariance[-1, -1] = 1 / (zeros * (1 - share))
        return value, covariance

    def _share_zero(self, weights):
        """Weighted share of known zeros among known zeros and payers."""
        kind = self.observations.kind
        return weights[kind == ZERO].sum(axis=0) / weights[kind != NOTHING].sum(axis=0)

    def _first_guess(self):
        """Standardised parameters from least squares, with every interval taken for an amount in or near it."""
        kind, weights = self.observations.kind, self.observations.weights
        with np.errstate(invalid="ignore"):
            middle = (self._lower + self._upper) / 2
            y = np.select([kind == ABOVE, kind == BETWEEN], [self._lower + 0.5, middle], self._upper - 0.5)
        rows = np.isfinite(y)
        root = np.sqrt(weights[rows])
        location, *_ = np.linalg.lstsq(self._design[rows] * root[:, None], y[rows] * root)
        residuals = y[rows] - self._design[rows] @ location
        kappa = 1 / max(np.sqrt(np.average(residuals**2, weights=weights[rows])), _SMALLEST_START)
        start = np.append(location * kappa, kappa)
        return np.append(start, special.logit(self._share_zero(weights))) if self._joint else start


def _orthogonal(observations):
    """The model matrix as orthogonal columns of length sqrt(n), and the triangle that turns them back into it."""
    orthogonal, triangle = np.linalg.qr(observations.design)
    new = np.zeros(triangle.shape[1])  # columns beyond the number of rows bring nothing new
    new[: len(triangle)] = np.abs(np.diag(triangle))
    collinear = new <= _COLLINEAR * np.linalg.norm(triangle, axis=0)
    if collinear.any():
        name = observations.terms[np.argmax(collinear)]
        raise FitError(f"Covariate {name!r} is a combination of the others; leave one of them out.")
    size = np.sqrt(len(orthogonal))
    return orthogonal * size, triangle / size
