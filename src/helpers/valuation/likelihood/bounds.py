"""Bounds of answers checked before anything is estimated, and their weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..columns import Column, listed
from ..errors import FitError


def usable_bounds(
    answers: pd.DataFrame, weights: Column | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Bounds and frequency weights of the answers that count.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``.
    weights : sequence of float, shape (n,), optional

    Returns
    -------
    rows : ndarray of int, shape (m,)
        Their positions in ``answers``.
    lower, upper, weights : ndarray, shape (m,)
    missing : int
        Rows with a weight and without bounds.

    Raises
    ------
    FitError
        For half-missing bounds, bounds out of order, weights that are not counts, or when nothing is left.
    """
    if not {"lower", "upper"} <= set(getattr(answers, "columns", ())):
        raise FitError("The answers need columns lower and upper; build them with one of the answer constructors.")
    lower, upper = (answers[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lower", "upper"))
    weights = _weights(weights, answers)
    counted, no_lower, no_upper = weights > 0, np.isnan(lower), np.isnan(upper)
    answered = counted & ~no_lower & ~no_upper
    remedy = (
        "one bound is missing and the other is not; if that is an open end build the answers with "
        "from_interval2(lower, upper), and if it is no answer leave both missing"
    )
    faults = {
        remedy: counted & (no_lower != no_upper),
        "the lower bound is above the upper bound": answered & (lower > upper),
        "a bound is infinite on the wrong side": answered & ((lower == np.inf) | (upper == -np.inf)),
    }
    found = [
        f"{listed(answers.index, wrong, lambda place: f'[{lower[place]:g}, {upper[place]:g})')}: {why}."
        for why, wrong in faults.items()
        if wrong.any()
    ]
    if found:
        raise FitError("\n".join(found))
    if not answered.any():
        raise FitError("No usable answers are left: every row lacks its bounds or a weight.")
    rows = np.flatnonzero(answered)
    return rows, lower[rows], upper[rows], weights[rows], int(counted.sum()) - len(rows)


def _weights(weights: Column | None, answers: pd.DataFrame) -> np.ndarray:
    """Frequency weights as floats, 1 where none are given."""
    if weights is None:
        return np.ones(len(answers))
    if isinstance(weights, pd.Series) and not weights.index.equals(answers.index):
        raise FitError("The weights and the answers have different row labels; take them from one frame.")
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (len(answers),) or not np.all(np.isfinite(weights) & (weights >= 0)):
        raise FitError("Give one weight an answer, each finite and not below 0.")
    return weights
