"""Willingness to pay without a distribution: Turnbull's estimator, its lower bounds, and Kriström's mean and median."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

from .errors import FitError
from .likelihood import usable_bounds

_STEPS, _HALVINGS = 200, 50
_PRECISION = 1e-13  # of shares and, relatively, of the log-likelihood: what is smaller is rounding


@dataclass(frozen=True)
class Turnbull:
    """Non-parametric maximum-likelihood estimate of the distribution of willingness to pay.

    Attributes
    ----------
    cells : DataFrame
        Columns ``lower``, ``upper``, ``share``: where the estimate puts its mass, WTP being at least ``lower`` and
        below ``upper`` (or the amount itself where they are equal). Inside a cell the data say nothing.
    survival : DataFrame
        Columns ``price``, ``share_willing`` and ``standard_error``: the share with WTP of at least the price, at 0 and
        at every bound. The errors are multinomial on this grid and conditional on the pooling: they take the amounts
        asked, and which of them were pooled, as given, and miss what a new sample would pool otherwise.
    undetermined : float
        Share of the mass in cells that are intervals: the shares of the cells are unique, since every cell is the last
        one of some answer, but where inside a cell its mass lies is not (Gentleman and Geyer 1994).
    llf : float
    nobs : float
    """

    cells: pd.DataFrame
    survival: pd.DataFrame
    llf: float
    nobs: float
    _spread: "_Spread"

    def __repr__(self):
        """The lower bound with its error, and what the answers leave open."""
        bound, error = self.lower_bound_mean(), self.lower_bound_standard_error()
        return (
            f"Turnbull lower bound {bound:.4g} (se {error:.3g}, conditional on the pooling), {self.nobs:g} answers; "
            f"{100 * self.undetermined:.1f} % of the mass lies inside intervals, the answers do not say where"
        )

    @property
    def undetermined(self):
        """Share of the mass whose place inside a cell the answers do not settle."""
        return float(self.cells.loc[self.cells["lower"] < self.cells["upper"], "share"].sum())

    def lower_bound_mean(self, convention="haab-mcconnell"):
        """Mean WTP with everyone counted at the lowest amount that the estimate allows.

        Parameters
        ----------
        convention : {"haab-mcconnell", "dcchoice"}
            Where neighbouring amounts are pooled because the share willing would rise between them, Haab and McConnell
            (1997) drop the dearer, so that those beyond it count at the cheaper one; R's DCchoice keeps it.

        Returns
        -------
        float
        """
        return float(self._lowest(convention) @ self.cells["share"])

    def lower_bound_standard_error(self, convention="haab-mcconnell"):
        """Standard error of ``lower_bound_mean``, conditional on the pooling as those of ``survival`` are."""
        return self._spread.standard_error(self._lowest(convention))

    def _lowest(self, convention):
        """The amount at which each cell counts."""
        if convention not in ("haab-mcconnell", "dcchoice"):
            raise FitError(f"convention={convention!r} is not known: choose 'haab-mcconnell' or 'dcchoice'.")
        lower, upper, share = (self.cells[name].to_numpy() for name in ("lower", "upper", "share"))
        lower = np.maximum(lower, 0.0)
        if convention == "haab-mcconnell":
            # An empty cell is a pooled one: an interval above it starts where the run of empty cells starts.
            pooled = np.append(False, share[:-1] == 0) & (lower < upper)
            lower = pd.Series(np.where(pooled, np.nan, lower)).ffill().to_numpy()
        return lower


def turnbull(answers, weights=None):
    """Turnbull's (1976) estimate from intervals of any format, overlapping or not, with exact amounts among them.

    A yes to £50 and an exact £50 agree: the share willing at b is P(WTP >= b), and bounds are read as [lower, upper).
    Only at 0 is the lower bound itself left out: a payer is not a zero.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``; rows with a missing bound are left out.
    weights : sequence of float, shape (n,), optional
        Frequency weights.

    Returns
    -------
    Turnbull

    Raises
    ------
    FitError
        When no usable answers are left.

    Examples
    --------
    >>> from helpers.valuation import single_bounded
    >>> answers = single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
    >>> estimate = turnbull(answers)
    >>> estimate.survival.round(3).to_dict("list")
    {'price': [0.0, 10.0, 20.0], 'share_willing': [1.0, 0.5, 0.333], 'standard_error': [0.0, 0.354, 0.272]}
    >>> round(estimate.lower_bound_mean(), 3)
    8.333
    """
    lower, upper, weights = (column.to_numpy() for column in usable_bounds(answers, weights)[:3])
    prices = np.unique(np.concatenate([[0.0], lower[np.isfinite(lower)], upper[np.isfinite(upper)]]))
    first, last = _places(lower, upper, prices)
    starts, ends = _innermost(first, last)
    # Every answer as the run of cells that it allows.
    runs = np.column_stack([np.searchsorted(starts, first), np.searchsorted(ends, last, side="right")])
    runs, codes = np.unique(runs, axis=0, return_inverse=True)
    blocks = _Blocks(runs, np.bincount(codes, weights), len(starts))
    shares, llf, spread = blocks.most_likely()
    edges = np.concatenate([[-np.inf], np.repeat(prices, 2), [np.inf]])
    cells = pd.DataFrame({"lower": edges[starts], "upper": edges[ends + 1], "share": shares})
    # Everyone is willing at 0, save those known to be below it.
    place = 2 * np.arange(len(prices))
    first_willing = np.where(
        prices == 0, np.searchsorted(ends, place, side="left"), np.searchsorted(starts, place, side="right")
    )
    willing = np.append(np.cumsum(shares[::-1])[::-1], 0.0)[first_willing]
    errors = [spread.standard_error(np.arange(len(shares)) >= cell) for cell in first_willing]
    columns = {"price": prices, "share_willing": willing, "standard_error": errors}
    survival = pd.DataFrame(columns)[prices >= 0].reset_index(drop=True)
    return Turnbull(cells, survival, llf, float(weights.sum()), spread)


def _places(lower, upper, prices):
    """First and last place of every answer on the line gap, price, gap, price, ..., gap (places 0, 1, 2, ...)."""
    at_lower, at_upper = 2 * np.searchsorted(prices, lower) + 1, 2 * np.searchsorted(prices, upper) + 1
    exact = lower == upper
    first = np.where(lower == -np.inf, 0, at_lower + ((lower == 0) & ~exact))
    last = np.where(upper == np.inf, 2 * len(prices), at_upper - ~exact)
    return first, last


def _innermost(first, last):
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

    def __init__(self, runs, counts, n_cells):
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

    def most_likely(self):
        """Shares of the cells, their log-likelihood, and their spread."""
        places = np.arange(len(self.first))
        edges = np.searchsorted(self.first, self.wide)
        edges[:, 1][self.wide[:, 1] > self.first[-1]] = len(self.first)
        allowed = (edges[:, :1] <= places) & (places < edges[:, 1:])
        allowed = np.vstack([allowed, np.eye(len(places), dtype=bool)[self.named > 0]]).astype(float)
        counts = np.concatenate([self.wide_counts, self.named[self.named > 0]])
        shares, llf = _most_likely_shares(allowed, counts)
        named = self.amounts > 0
        llf += float(self.amounts[named] @ np.log(self.within_block[named]))
        spread = _Spread(self, shares, _covariance(allowed, counts, shares))
        return shares[self.block] * self.within_block, llf, spread


class _Spread:
    """Covariance of the shares of the cells, in its two parts: between blocks, and multinomial within them."""

    def __init__(self, blocks, shares, covariance):
        """Keep the parts apart: together they would be a matrix as large as the cells are many, squared."""
        self.blocks, self.shares, self.covariance = blocks, shares, covariance

    def standard_error(self, values):
        """Of the sum of ``values`` times shares, one value a cell."""
        blocks, n = self.blocks, len(self.shares)
        values = 1.0 * values - values[0]  # the shares add up to 1, so that a constant has no error
        mean = np.bincount(blocks.block, blocks.within_block * values, minlength=n)
        variance = np.bincount(blocks.block, blocks.within_block * (values - mean[blocks.block]) ** 2, minlength=n)
        within = np.where(blocks.named > 0, self.shares**2 * variance / np.maximum(blocks.named, 1), 0).sum()
        return float(np.sqrt(max(mean @ self.covariance @ mean + within, 0)))


def _covariance(within, counts, shares):
    """Covariance of the shares from the information in the answers, empty cells taken as given."""
    full = np.flatnonzero(shares > 0)
    covariance = np.zeros((len(shares), len(shares)))
    if len(full) > 1:
        # Shares that add up to 1: the last full one is what the others leave.
        free = np.vstack([np.eye(len(full) - 1), -np.ones(len(full) - 1)])
        ratio = within[:, full] @ free / (within @ shares)[:, None]
        covariance[np.ix_(full, full)] = free @ np.linalg.inv((ratio.T * counts) @ ratio) @ free.T
    return covariance


def _most_likely_shares(within, counts):
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
        target, _ = optimize.nnls(system, np.append(np.zeros(len(counts)), 1.0))
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


@dataclass(frozen=True)
class Kristrom:
    """A demand curve of straight lines between the amounts asked.

    Attributes
    ----------
    survival : DataFrame
        Columns ``price`` and ``share_willing``, from a price of 0 upwards.
    """

    survival: pd.DataFrame

    def __repr__(self):
        """The mean by both tails, and how much of it the tail is."""
        top = self.survival["price"].iloc[-1]
        truncated, extrapolated, share = self.mean("truncate"), self.mean("extrapolate"), self.tail_share()
        return (
            f"Kriström mean {truncated:.4g} up to {top:g}; {extrapolated:.4g} extrapolated, {100 * share:.1f} % of it "
            f"beyond {top:g}; median {self.median():.4g}"
        )

    def tail_share(self):
        """Share of the extrapolated mean that lies beyond the dearest amount: assumed, not answered."""
        extrapolated = self.mean("extrapolate")
        return 1.0 if np.isinf(extrapolated) else 1 - self.mean("truncate") / extrapolated

    def mean(self, tail="truncate"):
        """Area under the curve.

        Parameters
        ----------
        tail : {"truncate", "extrapolate"}
            Stop at the dearest amount, or carry the last line on until nobody is willing.

        Returns
        -------
        float
            ``inf`` where the last line is flat and would never get there.
        """
        if tail not in ("truncate", "extrapolate"):
            raise FitError(f"tail={tail!r} is not known: choose 'truncate' or 'extrapolate'.")
        price, share = self.survival["price"].to_numpy(), self.survival["share_willing"].to_numpy()
        area = float(np.trapezoid(share, price))
        if tail == "truncate" or share[-1] == 0:
            return area
        fall = share[-2] - share[-1]
        return area + share[-1] ** 2 / 2 * (price[-1] - price[-2]) / fall if fall > 0 else np.inf

    def median(self):
        """Price at which half are willing; ``inf`` where more than half are willing at the dearest amount."""
        price, share = self.survival["price"].to_numpy(), self.survival["share_willing"].to_numpy()
        if share[-1] > 0.5:
            return np.inf
        return float(np.interp(-0.5, -share, price))


def kristrom(answers, weights=None):
    """Kriström's (1990) estimate: Turnbull's shares joined by straight lines, everyone being willing at 0.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``; rows with a missing bound are left out.
    weights : sequence of float, shape (n,), optional
        Frequency weights.

    Returns
    -------
    Kristrom
        Known zeros lower the share from which the curve starts.

    Examples
    --------
    >>> from helpers.valuation import single_bounded
    >>> estimate = kristrom(single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"]))
    >>> round(estimate.mean(tail="truncate"), 2), round(estimate.median(), 2)
    (11.67, 10.0)
    >>> estimate
    Kriström mean 11.67 up to 20; 15 extrapolated, 22.2 % of it beyond 20; median 10
    """
    estimate = turnbull(answers, weights)
    survival = estimate.survival[["price", "share_willing"]].copy()
    zeros = estimate.cells["share"][(estimate.cells["lower"] == 0) & (estimate.cells["upper"] == 0)].sum()
    survival.loc[survival["price"] == 0, "share_willing"] = 1 - zeros
    return Kristrom(survival)
