"""Kriström's estimate: Turnbull's shares joined by straight lines, with its mean and median."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .columns import Column
from .errors import FitError
from .nonparametric import turnbull


@dataclass(frozen=True)
class Kristrom:
    """A demand curve of straight lines between the amounts asked.

    Attributes
    ----------
    survival : DataFrame
        Columns ``price`` and ``share_willing``, from a price of 0 upwards.
    nobs : float
    missing_answers : int
        Rows left out, having no bounds.
    """

    survival: pd.DataFrame
    nobs: float
    missing_answers: int

    def __repr__(self) -> str:
        """The mean by both tails, and how much of it the tail is."""
        top = self.survival["price"].iloc[-1]
        missing = f"; {self.missing_answers} answers without bounds left out" if self.missing_answers else ""
        truncated, extrapolated, share = self.mean("truncate"), self.mean("extrapolate"), self.tail_share()
        return (
            f"Kriström mean {truncated:.4g} up to {top:g}; {extrapolated:.4g} extrapolated, {100 * share:.1f} % of it "
            f"beyond {top:g}; median {self.median():.4g}{missing}"
        )

    def tail_share(self) -> float:
        """Share of the extrapolated mean that lies beyond the dearest amount: assumed, not answered.

        Returns
        -------
        float
            Between 0 and 1.

        Notes
        -----
        ``share = 1 - truncated mean / extrapolated mean`` (both of Kriström 1990).

        Examples
        --------
        >>> from helpers.valuation import kristrom, single_bounded
        >>> estimate = kristrom(
        ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
        ... )
        >>> round(estimate.tail_share(), 3)
        0.222
        """
        extrapolated = self.mean("extrapolate")
        return 1.0 if np.isinf(extrapolated) else float(1 - self.mean("truncate") / extrapolated)

    def mean(self, tail: str = "truncate") -> float:
        """Area under the curve.

        Parameters
        ----------
        tail : {"truncate", "extrapolate"}
            Stop at the dearest amount, or carry the last line on until nobody is willing.

        Returns
        -------
        float
            ``inf`` where the last line is flat and would never get there.

        Raises
        ------
        FitError
            For a tail that is not known.

        Notes
        -----
        ``mean = area under the straight lines`` (Kriström 1990).

        Examples
        --------
        >>> from helpers.valuation import kristrom, single_bounded
        >>> estimate = kristrom(
        ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
        ... )
        >>> round(estimate.mean(), 2), round(estimate.mean(tail="extrapolate"), 2)
        (11.67, 15.0)
        """
        if tail not in ("truncate", "extrapolate"):
            raise FitError(f"tail={tail!r} is not known: choose 'truncate' or 'extrapolate'.")
        price, share = self.survival["price"].to_numpy(), self.survival["share_willing"].to_numpy()
        area = float(np.trapezoid(share, price))
        if tail == "truncate" or share[-1] == 0:
            return area
        fall = share[-2] - share[-1]
        return float(area + share[-1] ** 2 / 2 * (price[-1] - price[-2]) / fall) if fall > 0 else np.inf

    def median(self) -> float:
        """Price at which half are willing; ``inf`` where more than half are willing at the dearest amount.

        Returns
        -------
        float
            Currency units.

        Notes
        -----
        ``S(median) = 1/2`` on the line between two amounts (Kriström 1990).

        Examples
        --------
        >>> from helpers.valuation import kristrom, single_bounded
        >>> estimate = kristrom(
        ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
        ... )
        >>> round(estimate.median(), 2)
        10.0
        """
        price, share = self.survival["price"].to_numpy(), self.survival["share_willing"].to_numpy()
        if share[-1] > 0.5:
            return np.inf
        return float(np.interp(-0.5, -share, price))


def kristrom(answers: pd.DataFrame, weights: Column | None = None) -> Kristrom:
    """Kriström's (1990) estimate: Turnbull's shares joined by straight lines from 0 upwards.

    Everyone is willing at 0, save known zeros and those whose WTP is known to be negative.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``; rows without bounds are left out and counted.
    weights : sequence of float, shape (n,), optional
        Frequency weights.

    Returns
    -------
    Kristrom

    Raises
    ------
    FitError
        When no usable answers are left.

    Notes
    -----
    ``S(b)`` is Turnbull's at the amounts asked, ``S(0) = 1`` less known zeros, and linear in between (Kriström 1990).

    Examples
    --------
    >>> from helpers.valuation import single_bounded
    >>> estimate = kristrom(
    ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
    ... )
    >>> round(estimate.mean(tail="truncate"), 2), round(estimate.median(), 2)
    (11.67, 10.0)
    >>> estimate
    Kriström mean 11.67 up to 20; 15 extrapolated, 22.2 % of it beyond 20; median 10
    """
    estimate = turnbull(answers, weights)
    survival = estimate.survival[["price", "share_willing"]].copy()
    zeros = estimate.cells["share"][(estimate.cells["lower"] == 0) & (estimate.cells["upper"] == 0)].sum()
    survival.loc[survival["price"] == 0, "share_willing"] -= zeros
    return Kristrom(survival, estimate.nobs, estimate.missing_answers)
