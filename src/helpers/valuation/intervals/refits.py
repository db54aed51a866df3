"""Resampled respondents and the refits to them, thousands in a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from ..errors import FitError
from ..likelihood import AnyModel, Observations
from ..welfare import Demand, respondents

_FEW_KINDS = 24  # of answers, which are counted faster by comparing than by np.bincount
_BLOCK = 2**17  # rows times replicates refitted at once: longer arrays leave the cache; a second thread gains nothing
_MANY = 1000  # respondents of a kind, from which on their numbers are drawn and not each of them
_DRAWN = 2**20  # respondents times replicates drawn at once


def resamples(observations: Observations, replicates: int, seed: int) -> Iterator[np.ndarray]:
    """Frequency weights of resampled respondents, in blocks of replicates.

    Parameters
    ----------
    observations : Observations
        Drawn by respondent: one of those that a row counts, or a group of rows with all its rows.
    replicates : int
    seed : int

    Yields
    ------
    ndarray, shape (n, r)
        Weights of the rows; the blocks' r add up to ``replicates``.

    Raises
    ------
    FitError
        For weights that are not whole numbers of respondents.
    """
    groups, counts = observations.groups, observations.weights
    if groups is None:
        yield from draws(counts, replicates, seed)
        return
    _check_whole(counts)
    block = max(1, _BLOCK // len(groups))
    for drawn in draws(np.ones(groups.max() + 1), replicates, seed):
        for start in range(0, drawn.shape[1], block):
            yield drawn[groups, start : start + block] * counts[:, None]


def draws(counts: np.ndarray, replicates: int, seed: int) -> Iterator[np.ndarray]:
    """How often each unit is drawn when ``counts`` units of each kind are drawn with replacement: blocks (n, r)."""
    ends = np.cumsum(_check_whole(counts))
    rng, n = np.random.default_rng(seed), int(ends[-1])
    if n > _MANY * len(counts):
        for start in range(0, replicates, block := max(1, _BLOCK // len(counts))):
            drawn = rng.multinomial(n, np.diff(ends, prepend=0) / n, min(block, replicates - start))
            yield drawn.T.astype(float, order="C")
        return
    block = max(1, min(_BLOCK // len(counts), _DRAWN // n))
    word = np.uint16 if n < 2**16 else np.int64  # short words are drawn and compared faster
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        drawn = rng.integers(0, n, (n, size), dtype=word)
        if len(counts) <= _FEW_KINDS:
            up_to = np.array([(drawn < end).sum(axis=0, dtype=word) for end in ends.astype(word)])
            yield np.diff(up_to, axis=0, prepend=word(0)).astype(float)
        else:
            kinds = np.searchsorted(ends, np.arange(n), side="right")[drawn]
            kinds += len(counts) * np.arange(size)
            yield np.bincount(kinds.ravel(), minlength=len(counts) * size).reshape(size, -1).T.astype(float, order="C")


def _check_whole(counts: np.ndarray) -> np.ndarray:
    """The counts as integers, once they are whole numbers of respondents."""
    whole = np.rint(counts).astype(int)
    if np.any(np.abs(whole - counts) > 1e-9):
        raise FitError("Resampling draws respondents, so the frequency weights must be whole numbers.")
    return whole


class Refits:
    """One model fitted to many columns of frequency weights.

    Attributes
    ----------
    theta : ndarray, shape (q, R)
        Parameters of the utility difference.
    weights : ndarray, shape (n, R)
    converged : ndarray of bool, shape (R,)
        Replicates without a maximum hold no numbers.
    wrong_signed : ndarray of bool, shape (R,)
        Converged replicates in which the share willing does not fall with the price.
    """

    def __init__(self, model: AnyModel, weights: np.ndarray, start: np.ndarray) -> None:
        """Refit from the parameters ``start``, in the utility-difference form."""
        n = len(model.observations.kind)
        if weights.ndim != 2 or len(weights) != n:
            raise FitError(
                f"The weights of refits need one row for each of the {n} answers fitted, a column a replicate."
            )
        self._model, self.weights = model, weights
        self.theta, self.converged = model.resolve(weights, start)
        self.theta[:, ~self.converged] = np.nan
        self.wrong_signed = model.wrong_signed(self.theta)

    def utility_difference(self) -> pd.DataFrame:
        """Coefficients of every replicate, a frame of shape (R, q); columns as in ``Fit.utility_difference``."""
        p = self._model.n_terms
        return pd.DataFrame(np.vstack([self.theta[:p], -self.theta[p]]).T, columns=self._model.utility_names)

    def measure(self, name: str, *, at: object = "sample", **arguments: object) -> np.ndarray:
        """A welfare measure of every replicate, the covariates averaged with its own weights: shape (R,).

        Parameters
        ----------
        name : str
            A welfare method of ``Fit``.
        at : {"sample", "means"}, dict or DataFrame
        **arguments
            What else the measure needs.
        """
        return self.demand(respondents(self._model.observations, at)).measure(name, **arguments)

    def demand(self, averaging: Callable[[np.ndarray], tuple[np.ndarray, ...]]) -> Demand:
        """Demand curve of every replicate, over the people that ``averaging`` makes of its weights."""
        return self._model.demand(self.theta, *averaging(self.weights))

    def variance(self, gradient: np.ndarray) -> np.ndarray:
        """Delta-method variance of a measure with this gradient in every replicate, from its observed information."""
        return self._model.variance(self.theta, self.weights, gradient)
