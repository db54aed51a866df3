"""A double-bounded question whose follow-up answers lean towards the first bid: its bias set against its variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from helpers.study import InputError

from .designs import STEP

# First bid at the median, follow-ups at the quartiles, in units of the scale.
BIDS = np.array([-np.log(3), 0.0, np.log(3)])
SINGLE = 4.0  # variance times n of the median by a single bid at it, in units of the scale


@dataclass(frozen=True)
class Anchored:
    """Bias of the log median and n times its variance, in units of the scale; `pseudo_scale` is fitted for 1."""

    bias: float
    n_variance: float
    pseudo_scale: float = 1.0

    def mse(self, n: float) -> float:
        """Mean squared error of the log median from n respondents."""
        return self.bias**2 + self.n_variance / n


def anchored(shift: float, scale_known: bool = True) -> Anchored:
    """What the analyst finds who ignores that follow-ups are answered to log WTP - shift (in scales).

    The first answer is to the true WTP. Bias is the pseudo-true value's, variance the sandwich's (White, 1982).

    Examples
    --------
    >>> round(anchored(0.2).bias, 6), round(anchored(0.2).n_variance, 6)
    (-0.120338, 3.255289)
    """
    if not np.isfinite(shift):
        raise InputError(f"The shift of follow-up answers is {shift}: give a number, in scales of log WTP.")
    lower, upper = min(BIDS[0] + shift, BIDS[1]), max(BIDS[2] + shift, BIDS[1])
    chances = np.diff(special.expit([-np.inf, lower, BIDS[1], upper, np.inf]))
    size = 1 if scale_known else 2
    theta = np.zeros(size)
    for _ in range(60):
        slope = _slope(theta, chances)
        change = np.linalg.solve(slope, _scores(theta) @ chances)
        theta = theta - change
        if np.abs(change).max() < 1e-15:
            break
    scores = _scores(theta)
    inverse = np.linalg.inv(_slope(theta, chances))
    variance = inverse @ ((scores * chances) @ scores.T) @ inverse.T
    return Anchored(float(theta[0]), float(variance[0, 0]), 1.0 if scale_known else float(np.exp(theta[1])))


def break_even(n: float, scale_known: bool = True) -> float:
    """The shift beyond which a single bid at the median has the smaller mean squared error.

    Examples
    --------
    >>> round(break_even(54), 6)
    0.19552
    """
    if not n > 0:
        raise InputError(f"The number of respondents is {n:g}: give one above zero.")
    return optimize.brentq(lambda a: anchored(a, scale_known).mse(n) - SINGLE / n, 0.0, 3.0, xtol=1e-13)


def _scores(theta: np.ndarray) -> np.ndarray:
    """Derivatives of each cell's log chance by location and, where estimated, log scale: shape (parameters, 4)."""
    scale = np.exp(theta[1]) if len(theta) > 1 else 1.0
    z = (BIDS - theta[0]) / scale
    below = 1 / (1 + np.exp(-z))
    density = below * (1 - below)
    cells = np.diff(np.concatenate([[0], below, [1]]))
    rows = np.stack([density / scale, z * density])[: len(theta)]
    return -np.diff(rows, axis=1, prepend=0, append=0) / cells


def _slope(theta: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Derivative of the expected score, exact from imaginary parts."""
    steps = np.eye(len(theta)) * STEP * 1j
    return np.stack([np.imag(_scores(theta + step) @ chances) / STEP for step in steps], axis=1)
