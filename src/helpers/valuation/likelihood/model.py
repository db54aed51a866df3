"""A model made ready to maximise: bounds and covariates standardised, so that units of account cannot matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import scipy
from scipy import special

from ..bounded import demand_of
from ..errors import FitError
from ..welfare import Demand, predicted
from .distributions import Distribution
from .maximum import maximise, solve
from .observations import Observations
from .single import (
    ABOVE,
    BELOW,
    BETWEEN,
    EXACT,
    NOTHING,
    ZERO,
    ZERO_OR_BELOW,
    Likelihood,
    SpikeLikelihood,
)
from .starts import Surrogate

_COLLINEAR = 1e-10  # share of a covariate's length not explained by the earlier ones, below which it adds nothing
_FLAT = 1e-10  # standardised kappa that is rounding: the share willing does not fall
_REFIT_TOLERANCE = 1e-8  # squared Newton decrement of a refit; the last step squares the error once more
_SMALLEST_START = 0.1  # standardised scale from which the first fit starts, at least
_LATENT_STARTS = (0.1, 0.4, 0.8)  # of those who may pay nothing, the share taken for zeros at first


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
        When the covariates are collinear, or one is 0 for everyone.
    """

    part: str | None = None
    parts: tuple[str, ...] = ()  # of one demand curve alone
    beyond: tuple[str, ...] = ()  # nothing that a utility difference, linear in theta, cannot hold

    def __init__(self, distribution: Distribution, observations: Observations) -> None:
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
        design, (self._lower, self._upper), back = standardised(observations, bounds, (lower, upper))
        self._design = design
        likelihood = SpikeLikelihood if self._joint else Likelihood
        self._likelihood = likelihood(distribution, kind, self._lower, self._upper, design)
        self._surrogate: Surrogate | None = None
        # theta = back @ (standardised parameters).
        self._back = np.eye(self._likelihood.n_params)
        self._back[: len(back), : len(back)] = back
        # Densities of exact amounts are per unit of currency, not per unit of the standardised error.
        self._log_units = np.where(
            kind == EXACT, np.log(back[-1, -1]) + observations.log_stretch(distribution.positive), 0
        )

    @cached_property
    def merged(self) -> Model:
        """The same model with equal rows merged, to draw respondents from; of those with several rows, itself."""
        observations = self.observations
        return self if observations.groups is not None else Model(self.distribution, observations.patterns())

    def named(self, theta: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Names and values of the location-scale parameters at ``theta``, and their Jacobian in it."""
        p, kappa = self.n_terms, theta[self.n_terms]
        values = np.append(theta[:p] / kappa, -np.log(kappa))
        jacobian = np.eye(p + 1, len(theta)) / kappa
        jacobian[:, p] = np.append(-values[:p], -1) / kappa
        return [*self.observations.terms, "log_scale"], values, jacobian

    def wrong_signed(self, theta: np.ndarray) -> np.ndarray:
        """Where the share willing does not fall with the price, from parameters of shape (q, R): shape (R,)."""
        return theta[self.n_terms] <= 0

    def units(self, theta: np.ndarray) -> np.ndarray:
        """Of each parameter of ``theta``, how much of it changes a demand curve as a whole."""
        units = np.ones(len(theta))
        units[: self.n_terms] = 1 / np.abs(self.observations.location).max(axis=0)
        units[self.n_terms] = abs(theta[self.n_terms])
        return units

    def demand(self, theta: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Demand:
        """Demand curves of some respondents at parameters of shape (q, R)."""
        p = self.n_terms
        eta = predicted(design[:, :p], theta[:p])
        zero = special.expit(theta[p + 1]) if len(theta) > p + 1 else np.zeros(1)
        return demand_of(self.observations, self.distribution, eta, theta[p], design, weights, zero)

    def solve(
        self, weights: np.ndarray, start: np.ndarray | None = None, tolerance: float = 1e-14
    ) -> tuple[np.ndarray, np.ndarray]:
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
        if start is not None:
            return self._climb(weights, self._standardised(start)[:, None], tolerance)
        found = [self._climb(weights, each[:, None], tolerance) for each in self._first_guesses()]
        return found[0] if len(found) == 1 else self._best(weights, found)

    def _best(self, weights: np.ndarray, found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
        """The highest of several maxima in every column of weights."""
        thetas, converged = (np.stack(each) for each in zip(*found, strict=True))
        values = np.stack([self.derivatives(theta, weights)[0] for theta in thetas])
        best, columns = np.where(converged, values, -np.inf).argmax(axis=0), np.arange(weights.shape[1])
        return thetas[best, :, columns].T, converged[best, columns]

    def resolve(self, weights: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same for resampled respondents, whose maxima lie around ``theta``, that of the respondents themselves."""
        centre = self._standardised(theta)
        if self._surrogate is None or not np.array_equal(self._surrogate.centre, centre):
            self._surrogate = Surrogate(self._likelihood, self.observations.weights, centre)
        return self._climb(weights, self._surrogate.maxima(weights), _REFIT_TOLERANCE)

    def _standardised(self, theta: np.ndarray) -> np.ndarray:
        """Standardised parameters of a ``theta``."""
        return np.linalg.solve(self._back, theta[: len(self._back)])

    def _climb(self, weights: np.ndarray, start: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
        """``theta`` of every maximum, and whether it is one."""
        params, converged = maximise(self._likelihood, weights, start, tolerance)
        slope = params[self.n_terms]
        slope[np.abs(slope) < _FLAT] = 0.0
        theta = self._back @ params
        if self.spike and not self._joint:
            theta = np.concatenate([theta, [special.logit(self._share_zero(weights))]])
        return theta, converged

    def derivatives(self, theta: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood in currency units with its gradient and Hessian, for one ``theta`` a replicate.

        Parameters
        ----------
        theta : ndarray, shape (q, R)
        weights : ndarray, shape (n, R) or (n, 1)

        Returns
        -------
        value : ndarray, shape (R,)
        gradient : ndarray, shape (q, R)
        hessian : ndarray, shape (q, q, R)
        """
        weights = np.broadcast_to(weights, (len(weights), theta.shape[1]))
        q, there = len(self._back), np.linalg.inv(self._back)
        value, core_gradient, core = self._likelihood.evaluate(there @ theta[:q], self._likelihood.arrange(weights))
        value = value + self._log_units @ weights
        gradient, hessian = np.zeros(theta.shape), np.zeros((len(theta), *theta.shape))
        gradient[:q], hessian[:q, :q] = there.T @ core_gradient, np.einsum("ia,ijr,jb->abr", there, core, there)
        if q < len(theta):
            kind, p = self.observations.kind, special.expit(theta[-1])
            zeros, counted = weights[kind == ZERO].sum(axis=0), weights[kind != NOTHING].sum(axis=0)
            value = value + special.xlogy(zeros, p) + special.xlog1py(counted - zeros, -p)
            gradient[-1], hessian[-1, -1] = zeros - counted * p, -counted * p * (1 - p)
        return value, gradient, hessian

    def covariance(
        self, theta: np.ndarray, weights: np.ndarray, robust: bool = False, hessian: np.ndarray | None = None
    ) -> np.ndarray:
        """Covariance of ``theta``: inverse of the observed information, or the sandwich of Huber (1967).

        ``hessian`` is that of ``derivatives``, where it is known. Frequency weights count a row several times in the
        middle of the sandwich; survey weights and the rows of one group act as one.
        """
        back = self._whole_back(len(theta))
        if hessian is None:
            hessian = self.derivatives(theta[:, None], weights[:, None])[2]
        bread = back @ np.linalg.inv(-back.T @ hessian[:, :, 0] @ back) @ back.T
        if not robust:
            return bread
        scores, groups = self._scores(theta), self.observations.groups
        if groups is not None:
            members = scipy.sparse.csr_array((weights, (groups, np.arange(len(groups)))))
            scores = members @ scores
        else:
            scores *= (weights if self.observations.survey else np.sqrt(weights))[:, None]
        return bread @ scores.T @ scores @ bread

    def variance(self, theta: np.ndarray, weights: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Variance of a function of ``theta`` with this gradient, by the observed information of every replicate.

        Parameters
        ----------
        theta, gradient : ndarray, shape (q, R)
        weights : ndarray, shape (n, R)

        Returns
        -------
        ndarray, shape (R,)
        """
        back = self._whole_back(len(theta))
        hessian = np.einsum("ia,ijr,jb->abr", back, self.derivatives(theta, weights)[2], back)
        gradient = back.T @ gradient
        # A resample without zeros: nothing is known of the logit of their share, and nothing depends on it.
        hessian[-1, -1] -= (hessian[-1, -1] == 0) & (gradient[-1] == 0)
        step, sound = solve(-hessian, gradient)
        return np.where(sound, (gradient * step).sum(axis=0), np.nan)

    def _whole_back(self, q: int) -> np.ndarray:
        """What turns ``theta`` into standardised parameters, in which information has elements of one size."""
        back = np.eye(q)
        back[: len(self._back), : len(self._back)] = self._back
        return back

    def _scores(self, theta: np.ndarray) -> np.ndarray:
        """Gradient of each row's own log-likelihood, shape (n, q)."""
        there = np.linalg.inv(self._back)
        scores = self._likelihood.scores(there @ theta[: len(there)]) @ there
        if len(there) == len(theta):
            return scores
        kind = self.observations.kind
        spike = np.where(kind == NOTHING, 0.0, (kind == ZERO) - special.expit(theta[-1]))
        return np.column_stack([scores, spike])

    def _share_zero(self, weights: np.ndarray) -> np.ndarray:
        """Weighted share of known zeros among known zeros and payers."""
        kind = self.observations.kind
        return weights[kind == ZERO].sum(axis=0) / weights[kind != NOTHING].sum(axis=0)

    def first_guess(self) -> np.ndarray:
        """gamma and kappa from least squares, in currency, shape (p + 1,)."""
        start = self._first_guess()
        return self._back[: len(start), : len(start)] @ start

    def _first_guesses(self) -> list[np.ndarray]:
        """Standardised parameters to start from: several where the share of zeros leaves several maxima possible."""
        start = self._first_guess()
        if not self._joint:
            return [start]
        unclear = np.average(self.observations.kind == ZERO_OR_BELOW, weights=self.observations.weights)
        shares = self._share_zero(self.observations.weights) + unclear * np.array(_LATENT_STARTS)
        return [np.append(start, special.logit(share)) for share in shares]

    def _first_guess(self) -> np.ndarray:
        """Location and scale from least squares, with every interval taken for an amount in or near it."""
        kind, weights = self.observations.kind, self.observations.weights
        with np.errstate(invalid="ignore"):
            middle = (self._lower + self._upper) / 2
            y = np.select([kind == ABOVE, kind == BETWEEN], [self._lower + 0.5, middle], self._upper - 0.5)
        rows = np.isfinite(y)
        root = np.sqrt(weights[rows])
        location, *_ = np.linalg.lstsq(self._design[rows] * root[:, None], y[rows] * root)
        residuals = y[rows] - self._design[rows] @ location
        kappa = 1 / max(np.sqrt(np.average(residuals**2, weights=weights[rows])), _SMALLEST_START)
        return np.append(location * kappa, kappa)


def standardised(
    observations: Observations, bounds: np.ndarray, amounts: Sequence[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    """Covariates and amounts in units of their own spread, so that units of account cannot matter.

    Parameters
    ----------
    observations : Observations
    bounds : ndarray
        Finite amounts on the scale of the error, which set centre and spread.
    amounts : sequence of ndarray
        What to standardise.

    Returns
    -------
    design : ndarray, shape (n, p)
    amounts : list of ndarray
    back : ndarray, shape (p + 1, p + 1)
        gamma and kappa are ``back`` times those in standardised units.
    """
    centre, spread = bounds.mean(), bounds.std() or 1.0
    design, triangle = orthogonal(observations.location, observations.terms)
    p = design.shape[1]
    back = np.zeros((p + 1, p + 1))
    back[:p, :p] = np.linalg.inv(triangle)
    back[0, p], back[p, p] = centre / spread, 1 / spread
    return design, [(each - centre) / spread for each in amounts], back


def orthogonal(design: np.ndarray, terms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """A model matrix as orthogonal columns of length sqrt(n), and the triangle that turns them back into it."""
    columns, triangle = np.linalg.qr(design)
    new = np.zeros(triangle.shape[1])  # columns beyond the number of rows bring nothing new
    new[: len(triangle)] = np.abs(np.diag(triangle))
    collinear = new <= _COLLINEAR * np.linalg.norm(triangle, axis=0)
    if collinear.any():
        name = terms[np.argmax(collinear)]
        if not design[:, np.argmax(collinear)].any():
            raise FitError(f"Covariate {name!r} is 0 for everyone, as of a category that nobody is in: remove it.")
        raise FitError(f"Covariate {name!r} is a combination of the others; leave one of them out.")
    size = np.sqrt(len(columns))
    return columns * size, triangle / size
