"""Resampled respondents and the refits to them, thousands in a batch."""

import numpy as np
import pandas as pd

from .errors import FitError
from .welfare import Demand, respondents

_BLOCK = 2**15  # rows times replicates refitted at once: the arrays of a block stay in a core's cache
_TOLERANCE = 1e-10  # squared Newton decrement of a refit; the last step squares the error once more


def resamples(counts, replicates, seed):
    """Frequency weights of resampled respondents, in blocks of replicates.

    Parameters
    ----------
    counts : ndarray, shape (n,)
        Respondents in each row, whole numbers.
    replicates : int
    seed : int

    Yields
    ------
    ndarray, shape (n, r)
        How often each row's respondents were drawn; the blocks' r add up to ``replicates``.

    Raises
    ------
    FitError
        For weights that are not whole numbers of respondents.
    """
    whole = np.rint(counts).astype(int)
    if np.any(np.abs(whole - counts) > 1e-9):
        raise FitError("Resampling draws respondents, so the frequency weights must be whole numbers.")
    rng, rows = np.random.default_rng(seed), np.repeat(np.arange(len(counts)), whole)
    block = max(1, _BLOCK // len(rows))
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        drawn = rows[rng.integers(0, len(rows), (size, len(rows)))] * size + np.arange(size)[:, None]
        yield np.bincount(drawn.ravel(), minlength=len(counts) * size).reshape(len(counts), size).astype(float)


class Refits:
    """One model fitted to many columns of frequency weights.

    Attributes
    ----------
    converged : ndarray of bool, shape (R,)
        Replicates without a maximum hold no numbers.
    wrong_signed : ndarray of bool, shape (R,)
        Converged replicates in which the share willing does not fall with the price.
    """

    def __init__(self, model, weights, start):
        """Refit from the parameters ``start``, in the utility-difference form."""
        n = len(model.observations.kind)
        if weights.ndim != 2 or len(weights) != n:
            raise FitError(
                f"The weights of refits need one row for each of the {n} answers fitted, a column a replicate."
            )
        self._model, self._weights = model, weights
        self._theta, self.converged = model.solve(weights, start, _TOLERANCE)
        self._theta[:, ~self.converged] = np.nan
        self.wrong_signed = self._theta[model.n_terms] <= 0

    def utility_difference(self):
        """Coefficients of every replicate, a frame of shape (R, q); columns as in ``Fit.utility_difference``."""
        p = self._model.n_terms
        return pd.DataFrame(np.vstack([self._theta[:p], -self._theta[p]]).T, columns=self._model.utility_names)

    def measure(self, name, *, at="sample", **arguments):
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

    def demand(self, averaging):
        """Demand curve of every replicate, over the people that ``averaging`` makes of its weights."""
        return Demand(self._model.distribution, self._theta, *averaging(self._weights))
