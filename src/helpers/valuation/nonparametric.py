"""Willingness to pay without a distribution: Turnbull's estimator, its lower bounds, and Kriström's mean and median."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

from .errors import FitError
from .observations import usable_bounds

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
        Columns ``price`` and ``share_willing``: the share with WTP of at least the price, at 0 and at every bound.
    llf : float
    nobs : float
    """

    cells: pd.DataFrame
    survival: pd.DataFrame
    llf: float
    nobs: float

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
        if convention not in ("haab-mcconnell", "dcchoice"):
            raise FitError(f"convention={convention!r} is not known: choose 'haab-mcconnell' or 'dcchoice'.")
        lower, upper, share = (self.cells[name].to_numpy() for name in ("lower", "upper", "share"))
        lower = np.maximum(lower, 0.0)
        if convention == "haab-mcconnell":
            # An empty cell is a pooled one: an interval above it starts where the run of empty cells starts.
            pooled = np.append(False, share[:-1] == 0) & (lower < upper)
            lower = pd.Series(np.where(pooled, np.nan, lower)).ffill().to_numpy()
        return float(lower @ share)


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
    {'price': [0.0, 10.0, 20.0], 'share_willing': [1.0, 0.5, 0.333]}
    >>> round(estimate.lower_bound_mean(), 3)
    8.333
    """
    lower, upper, weights = (column.to_numpy() for column in usable_bounds(answers, weights)[:3])
    prices = np.unique(np.concatenate([[0.0], lower[np.isfinite(lower)], upper[np.isfinite(upper)]]))
    first, last = _places(lower, upper, prices)
    starts, ends = _innermost(first, last)
    patterns, codes = np.unique(np.column_stack([first, last]), axis=0, return_inverse=True)
    counts = np.bincount(codes, weights)
    within = (patterns[:, :1] <= starts) & (ends <= patterns[:, 1:])
    shares, llf = _most_likely_shares(within.astype(float), counts)
    edges = np.concatenate([[-np.inf], np.repeat(prices, 2), [np.inf]])
    cells = pd.DataFrame({"lower": edges[starts], "upper": edges[ends + 1], "share": shares})
    willing = np.array([shares[starts > 2 * place].sum() for place in range(len(prices))])
    # Everyone is willing at 0, save those known to be below it.
    willing[prices == 0] = 1 - shares[ends < 2 * np.searchsorted(prices, 0.0)].sum()
    survival = pd.DataFrame({"price": prices, "share_willing": willing})[prices >= 0]
    return Turnbull(cells, survival.reset_index(drop=True), llf, float(weights.sum()))


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
    """
    estimate = turnbull(answers, weights)
    survival = estimate.survival.copy()
    zeros = estimate.cells["share"][(estimate.cells["lower"] == 0) & (estimate.cells["upper"] == 0)].sum()
    survival.loc[survival["price"] == 0, "share_willing"] = 1 - zeros
    return Kristrom(survival)
