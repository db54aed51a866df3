"""What the models beside the plain one share: bivariate probit, random effects, and formulas for every predictor."""

from __future__ import annotations

import copy
from typing import Self

import numpy as np
import pandas as pd
import scipy

from .bounded import demand_of
from .errors import FitError
from .likelihood import Distribution, Observations, ScoredLikelihood, maximise
from .results import Fit
from .welfare import Demand, predicted

_LIMIT = 40  # evaluations
NO_UTILITY_DIFFERENCE = (
    "The utility difference is on offer for models of one answer with one scale and one share of zeros; use params and "
    "cov_params()."
)
REFIT_TOLERANCE = 1e-8  # squared Newton decrement of a refit; the last step squares the error once more


class JointModel:
    """The likelihood of some observations in standardised units, and the way back to currency.

    Parameters go in and out as ``theta``, of the utility difference. A measure of welfare is of one ``part`` of the
    model, a demand curve of its own.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations
    likelihood : ScoredLikelihood
        In standardised parameters.
    back : ndarray, shape (q, q)
    offset : ndarray, shape (q,), optional
        ``theta`` is ``back`` times the standardised parameters, and this.
    """

    spike = False
    parts: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()  # what one utility difference cannot hold, in words

    def __init__(
        self,
        distribution: Distribution,
        observations: Observations,
        likelihood: ScoredLikelihood,
        back: np.ndarray,
        offset: np.ndarray | float = 0.0,
    ) -> None:
        """Keep what is needed; the first part is the one that measures are of."""
        self.distribution, self.observations = distribution, observations
        self.n_terms = len(observations.terms)
        self.part: str | None = self.parts[0] if self.parts else None
        self._likelihood, self._back, self._there = likelihood, back, np.linalg.inv(back)
        self._offset = np.broadcast_to(offset, len(back))

    def of(self, part: str | None) -> Self:
        """The same model, with welfare measures of another part."""
        if part not in self.parts:
            raise FitError(f"Part {part!r} is not known: choose one of {', '.join(self.parts)}.")
        other = copy.copy(self)
        other.part = part
        return other

    @property
    def utility_names(self) -> list[str]:
        """As of ``Model``: there is no one utility difference."""
        raise FitError(NO_UTILITY_DIFFERENCE)

    def wrong_signed(self, theta: np.ndarray) -> np.ndarray:
        """As of ``Model``."""
        return self.marginal(theta)[self.n_terms] <= 0

    def units(self, theta: np.ndarray) -> np.ndarray:
        """As of ``Model``; none where standard errors are a measure of every parameter."""
        return np.full(len(theta), np.inf)

    def demand(self, theta: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Demand:
        """Demand curves of this part at parameters of shape (q, R)."""
        p, marginal = self.n_terms, self.marginal(theta)
        eta = predicted(design[:, :p], marginal[:p])
        return demand_of(self.observations, self.distribution, eta, marginal[p], design, weights)

    def solve(
        self, weights: np.ndarray, start: np.ndarray | None = None, tolerance: float = 1e-14
    ) -> tuple[np.ndarray, np.ndarray]:
        """Maximum-likelihood ``theta`` for every column of frequency weights, and whether it is one.

        A start is one for all columns, shape (q,), or one each, shape (q, R).
        """
        if start is None:
            begun = self._first_guess()[:, None]
        else:
            begun = self._there @ (start.reshape(len(start), -1) - self._offset[:, None])
        params, converged = maximise(self._likelihood, weights, begun, tolerance, limit=_LIMIT)
        return self._back @ params + self._offset[:, None], converged

    def resolve(self, weights: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same for resampled respondents, whose maxima lie around ``theta``."""
        return self.solve(weights, theta, REFIT_TOLERANCE)

    def derivatives(self, theta: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood in currency units with its gradient and Hessian; shapes as in ``Model.derivatives``."""
        weights = np.broadcast_to(weights, (len(weights), theta.shape[1]))
        params = self._there @ (theta - self._offset[:, None])
        value, gradient, hessian = self._likelihood.evaluate(params, self._likelihood.arrange(weights))
        value = value + self._log_units() @ weights
        return value, self._there.T @ gradient, np.einsum("ia,ijr,jb->abr", self._there, hessian, self._there)

    @property
    def merged(self) -> JointModel:
        """The same model with equal rows merged, to draw respondents from; of those with several rows, itself."""
        raise NotImplementedError

    def named(self, theta: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Names and values of ``params`` at ``theta``, and their Jacobian in it."""
        raise NotImplementedError

    def marginal(self, theta: np.ndarray) -> np.ndarray:
        """gamma and kappa of the demand curve of this part, shape (p + 1, R)."""
        raise NotImplementedError

    def _first_guess(self) -> np.ndarray:
        """Standardised parameters to start from."""
        raise NotImplementedError

    def _log_units(self) -> np.ndarray:
        """What densities per unit of currency add, a row each."""
        return np.zeros(len(self.observations.weights))

    def covariance(
        self, theta: np.ndarray, weights: np.ndarray, robust: bool = False, hessian: np.ndarray | None = None
    ) -> np.ndarray:
        """Covariance of ``theta``: inverse of the observed information, or the sandwich of Huber (1967)."""
        if hessian is None:
            hessian = self.derivatives(theta[:, None], weights[:, None])[2]
        bread = self._back @ np.linalg.inv(-self._back.T @ hessian[:, :, 0] @ self._back) @ self._back.T
        if not robust:
            return bread
        counts = self._likelihood.arrange(weights[:, None])[:, 0]
        scores, groups = self._likelihood.scores(self._there @ (theta - self._offset)) @ self._there, self.clusters()
        if groups is None:
            scores *= (counts if self.observations.survey else np.sqrt(counts))[:, None]
        else:
            scores = scipy.sparse.csr_array((counts, (groups, np.arange(len(groups))))) @ scores
        return bread @ scores.T @ scores @ bread

    def clusters(self) -> np.ndarray | None:
        """Codes of what counts as one in a robust covariance, one for each score; None where each does."""
        return self.observations.groups

    def variance(self, theta: np.ndarray, weights: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Delta-method variance in every replicate: for the studentised bootstrap."""
        hessian = self.derivatives(theta, weights)[2]
        steps = np.stack([np.linalg.solve(-hessian[:, :, r], gradient[:, r]) for r in range(theta.shape[1])], axis=1)
        return (gradient * steps).sum(axis=0)


class JointFit(Fit):
    """A fit of several answers at once; attributes as of ``Fit``.

    Measures and intervals are of one part, the first of ``parts`` unless ``of`` chooses another.
    """

    model: JointModel

    @property
    def parts(self) -> tuple[str, ...]:
        """What welfare measures can be of."""
        return self.model.parts

    def given_answers(self) -> pd.DataFrame:
        """Not on offer: each respondent's WTP given two answers or more would need their joint distribution."""
        raise FitError("WTP given the answers is on offer for models of one answer, not of two or more.")

    def utility_difference(self) -> pd.Series:
        """Not on offer: there is more than one difference in utility."""
        raise FitError(NO_UTILITY_DIFFERENCE)

    def of(self, part: str) -> Self:
        """The same fit, with welfare measures and intervals of another part.

        Parameters
        ----------
        part : {"first", "followup"} or {"total", "respondent"}
            The amount behind the first answer or the follow-up of a bivariate probit; the total variance or that
            between respondents of a random-effects model.

        Returns
        -------
        Fit
            Of the same class.

        Raises
        ------
        FitError
            For a part that the model does not have.

        Notes
        -----
        A bivariate probit has two demand curves, ``S_1(b) = P(W1 >= b)`` and ``S_2(b) = P(W2 >= b)`` (Cameron and
        Quiggin 1994); random effects have one with variance ``su^2 + s^2`` and one with ``su^2`` alone.

        Examples
        --------
        >>> from helpers.valuation import bivariate
        >>> bid, first = (
        ...     [40, 20, 20, 10, 10, 10, 10, 10, 10, 40, 20, 40],
        ...     [1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0],
        ... )
        >>> followup_bid, second = (
        ...     [80, 40, 10, 5, 20, 20, 5, 20, 5, 20, 10, 20],
        ...     [0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0],
        ... )
        >>> result = bivariate(bid, first, followup_bid, second, form="free-means")
        >>> round(result.median(), 1), round(result.of("followup").median(), 1)
        (11.4, 10.3)
        """
        other = copy.copy(self)
        other.__dict__.pop("_share_zero", None)
        other.model = self.model.of(part)
        return other
