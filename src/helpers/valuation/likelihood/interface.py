"""What every model offers to fits, intervals and refits, whichever likelihood it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from .distributions import Distribution
from .observations import Observations

if TYPE_CHECKING:
    from ..welfare import Demand


class AnyModel(Protocol):
    """A likelihood ready to maximise, its parameters in and out as ``theta``, q of them.

    Attributes
    ----------
    distribution : Distribution
    observations : Observations
    n_terms : int
        Coefficients of the location, which come first in ``theta``.
    """

    distribution: Distribution
    observations: Observations
    n_terms: int

    @property
    def spike(self) -> bool:
        """Whether a share of respondents is taken to have a WTP of 0."""
        ...

    @property
    def parts(self) -> tuple[str, ...]:
        """What a measure can be of, where there are several demand curves."""
        ...

    @property
    def part(self) -> str | None:
        """The one that measures are of."""
        ...

    @property
    def beyond(self) -> tuple[str, ...]:
        """What one utility difference, linear in ``theta``, cannot hold, in the words of ``fit``."""
        ...

    @property
    def merged(self) -> AnyModel:
        """The same model with equal rows merged, to draw respondents from; of those with several rows, itself."""
        ...

    @property
    def utility_names(self) -> list[str]:
        """Names of the coefficients of the utility difference."""
        ...

    def named(self, theta: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Names and values of ``params`` at ``theta``, and their Jacobian in it."""
        ...

    def wrong_signed(self, theta: np.ndarray) -> np.ndarray:
        """Where the share willing does not fall with the price, from parameters of shape (q, R): shape (R,)."""
        ...

    def units(self, theta: np.ndarray) -> np.ndarray:
        """Of each parameter of ``theta``, how much of it changes a demand curve as a whole."""
        ...

    def demand(self, theta: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Demand:
        """Demand curves of some respondents at parameters of shape (q, R)."""
        ...

    def solve(
        self, weights: np.ndarray, start: np.ndarray | None = None, tolerance: float = 1e-14
    ) -> tuple[np.ndarray, np.ndarray]:
        """Maximum-likelihood ``theta`` for every column of weights, (q, R), and whether each is a maximum, (R,)."""
        ...

    def resolve(self, weights: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same for resampled respondents, whose maxima lie around ``theta``."""
        ...

    def derivatives(self, theta: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood in currency units with its gradient and Hessian, for one ``theta`` a replicate."""
        ...

    def covariance(
        self, theta: np.ndarray, weights: np.ndarray, robust: bool = False, hessian: np.ndarray | None = None
    ) -> np.ndarray:
        """Covariance of ``theta``: inverse of the observed information, or the sandwich; ``hessian`` if it is known."""
        ...

    def variance(self, theta: np.ndarray, weights: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Delta-method variance of a function of ``theta`` with this gradient in every replicate, shape (R,)."""
        ...
