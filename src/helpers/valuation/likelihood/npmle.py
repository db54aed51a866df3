"""Non-parametric maximum likelihood of intervals: the cells that can hold mass, and the most likely share of each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy

_STEPS, _HALVINGS = 200, 50
_PRECISION = 1e-13  # of shares and, relatively, of the log-likelihood: what is smaller is rounding
_TIE = 1e-9  # of the gradient in the share of an empty cell, relatively, below which it is level


class Npmle(NamedTuple):
    """The most likely distribution of some intervals.

    Attributes
    ----------
    prices : ndarray, shape (k,)
        0 and every finite bound, ascending.
    starts, ends : ndarray of int, shape (c,)
        First and last place of each cell on the line gap, price, gap, price, …, gap (places 0, 1, 2, …).
    shares : ndarray, shape (c,)
    tied : ndarray of bool, shape (c,)
        Empty cells that the likelihood would as soon fill: the shares willing on both sides are equal, not pooled.
    llf : float
    pooled, kept : Spread
        Spread of the shares with ties taken for pooled, and with ties kept apart.
    """

    prices: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    shares: np.ndarray
    tied: np.ndarray
    llf: float
    pooled: Spread
    kept: Spread


def npmle(lower: np.ndarray, upper: np.ndarray, weights: np.ndarray) -> Npmle:
    """The most likely distribution of intervals [lower, upper), by Turnbull (1976) and Wang (2007).

    Parameters
    ----------
    lower, upper, weights : ndarray, shape (n,)

    Returns
    -------
    Npmle
    """
    prices = np.unique(np.concatenate([[0.0], lower[np.isfinite(lower)], upper[np.isfinite(upper)]]))
    first, last = _places(lower, upper, prices)
    starts, ends = _innermost(first, last)
    # Every answer as the run of cells that it allows.
    runs = np.column_stack([np.searchsorted(starts, first), np.searchsorted(ends, last, side="right")])
    runs, codes = np.unique(runs, axis=0, return_inverse=True)
    shares, llf, tied, pooled, kept = _Blocks(runs, np.bincount(codes, weights), len(starts)).most_likely()
    return Npmle(prices, starts, ends, shares, tied, llf, pooled, kept)


def _places(lower: np.ndarray, upper: np.ndarray, prices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last place of every answer on the line gap, price, gap, price, ..., gap (places 0, 1, 2, ...)."""
    at_lower, at_upper = 2 * np.searchsorted(prices, lower) + 1, 2 * np.searchsorted(prices, upper) + 1
    exact = lower == upper
    first = np.where(lower == -np.inf, 0, at_lower + ((lower == 0) & ~exact))
    last = np.where(upper == np.inf, 2 * len(prices), at_upper - ~exact)
    return first, last


def _innermost(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cells where mass can lie: from a place where an answer starts to the next end, with no start in between."""
    starts = np.unique(first)
    ends = np.unique(last)
    next_end = ends[np.searchsorted(ends, starts)]
    innermost = np.append(next_end[:-1] < starts[1:], True)
    return starts[innermost], next_end[innermost]


class _Blocks:
    """Cells gathered into blocks that no answer but one about a single cell can tell apart.

    Within a block the likelihood is multinomial, so its shares are those of the answers about single cells; between
    blocks there are only as many shares as the wider answers make, however many distinct amounts were named.

    Parameters
    ----------
    runs : ndarray of int, shape (k, 2)
        First cell of each answer, and the one after its last.
    counts : ndarray, shape (k,)
    n_cells : int
    """

    def __init__(self, runs: np.ndarray, counts: np.ndarray, n_cells: int) -> None:
        """Cut the cells where a wider answer starts or ends."""
        single = runs[:, 1] - runs[:, 0] == 1
        self.wide, self.wide_counts = runs[~single], counts[~single]
        self.amounts = np.bincount(runs[single, 0], counts[single], minlength=n_cells)
        self.first = np.unique(np.concatenate([[0], self.wide.ravel(), [n_cells]]))[:-1]
        # A block of one cell that nobody named alone stands for itself.
        self.block = np.repeat(np.arange(len(self.first)), np.diff(np.append(self.first, n_cells)))
        self.named = np.bincount(self.block, self.amounts, minlength=len(self.first))
        within_block = np.where(self.named > 0, self.named, 1)[self.block]
        self.within_block = np.where(self.named[self.block] > 0, self.amounts, 1) / within_block

    def most_likely(self) -> tuple[np.ndarray, float, np.ndarray, Spread, Spread]:
        """Shares of the cells, their log-likelihood, which are ties, and the spread with these pooled and kept."""
        places = np.arange(len(self.first))
        edges = np.searchsorted(self.first, self.wide)
        edges[:, 1][self.wide[:, 1] > self.first[-1]] = len(self.first)
        allowed = (edges[:, :1] <= places) & (places < edges[:, 1:])
        allowed = np.vstack([allowed, np.eye(len(places), dtype=bool)[self.named > 0]]).astype(float)
        counts = np.concatenate([self.wide_counts, self.named[self.named > 0]])
        shares, llf = _most_likely_shares(allowed, counts)
        named = self.amounts > 0
        llf += float(self.amounts[named] @ np.log(self.within_block[named]))
        # Where a larger share would not lower the likelihood, an empty cell is a tie and not a pooled one.
        gain = allowed.T @ (counts / (allowed @ shares))
        tied = (shares == 0) & (gain >= (1 - _TIE) * counts.sum())
        pooled = Spread(self, shares, _covariance(allowed, counts, shares, shares > 0))
        kept = Spread(self, shares, _covariance(allowed, counts, shares, (shares > 0) | tied)) if tied.any() else pooled
        return shares[self.block] * self.within_block, llf, tied[self.block], pooled, kept


class Spread:
    """Covariance of the shares of the cells, in its two parts: between blocks, and multinomial within them."""

    def __init__(self, blocks: _Blocks, shares: np.ndarray, covariance: np.ndarray) -> None:
        """Keep the parts apart: together they would be a matrix as large as the cells are many, squared."""
        self.blocks, self.shares, self.covariance = blocks, shares, covariance

    def standard_error(self, values: np.ndarray) -> float:
        """Of the sum of ``values`` times shares, one value a cell."""
        blocks, n = self.blocks, len(self.shares)
        values = 1.0 * values - values[0]  # the shares add up to 1, so that a constant has no error
        mean = np.bincount(blocks.block, blocks.within_block * values, minlength=n)
        variance = np.bincount(blocks.block, blocks.within_block * (values - mean[blocks.block]) ** 2, minlength=n)
        within = (self.shares**2 * variance / np.where(blocks.named > 0, blocks.named, np.inf)).sum()
        return float(np.sqrt(max(mean @ self.covariance @ mean + within, 0)))


def _covariance(within: np.ndarray, counts: np.ndarray, shares: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Covariance of the shares from the information in the answers, the cells that are not free taken as empty."""
    full = np.flatnonzero(free)
    covariance = np.zeros((len(shares), len(shares)))
    if len(full) > 1:
        # Shares that add up to 1: the last one is what the others leave.
        last = np.vstack([np.eye(len(full) - 1), -np.ones(len(full) - 1)])
        ratio = within[:, full] @ last / (within @ shares)[:, None]
        covariance[np.ix_(full, full)] = last @ np.linalg.inv((ratio.T * counts) @ ratio) @ last.T
    return covariance


def _most_likely_shares(within: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Shares of the cells that maximise the likelihood, by Wang's (2007) constrained Newton method.

    Each step fits a least-squares problem with non-negative shares, then halves until the likelihood does not fall.
    """
    shares = np.full(within.shape[1], 1 / within.shape[1])
    probability = within @ shares
    llf = counts @ np.log(probability)
    root = np.sqrt(counts / counts.sum())[:, None]
    for _ in range(_STEPS):
        # The constraint of shares that add up to 1 in the form of Haskell and Hanson (1981).
        system = np.vstack([root * (within / probability[:, None] - 2), np.ones(len(shares))])
        target, _ = scipy.optimize.nnls(system, np.append(np.zeros(len(counts)), 1.0))
        step = target / target.sum() - shares
        for halving in 0.5 ** np.arange(_HALVINGS):
            new = within @ (shares + halving * step)
            with np.errstate(all="ignore"):
                new_llf = counts @ np.log(new)
            if new_llf >= llf - _PRECISION * abs(llf):
                break
        shares, probability, llf = shares + halving * step, new, new_llf
        if np.abs(step).max() <= _PRECISION:
            break
    return np.where(shares > _PRECISION, shares, 0.0), float(llf)
