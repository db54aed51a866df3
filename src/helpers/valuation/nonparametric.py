"""Willingness to pay without a distribution: Turnbull's estimator, and the means that it allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .columns import Column
from .errors import FitError
from .likelihood import Npmle, Spread, npmle, usable_bounds

_CONVENTIONS = ("haab-mcconnell", "dcchoice", "sharp")


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
    missing_answers : int
        Rows left out, having no bounds.
    """

    cells: pd.DataFrame
    survival: pd.DataFrame
    llf: float
    nobs: float
    missing_answers: int
    _estimate: Npmle

    def __repr__(self) -> str:
        """The lower bound with its error, and what the answers leave open."""
        bound, error = self.lower_bound_mean(), self.lower_bound_standard_error()
        missing = f" ({self.missing_answers} without bounds left out)" if self.missing_answers else ""
        return (
            f"Turnbull lower bound {bound:.4g} (se {error:.3g}, conditional on the pooling), {self.nobs:g} answers"
            f"{missing}; {100 * self.undetermined:.1f} % of the mass lies inside intervals, "
            "the answers do not say where"
        )

    @property
    def undetermined(self) -> float:
        """Share of the mass whose place inside a cell the answers do not settle."""
        return float(self.cells.loc[self.cells["lower"] < self.cells["upper"], "share"].sum())

    def lower_bound_mean(self, convention: str = "haab-mcconnell") -> float:
        """Mean WTP with everyone counted at the lowest amount that the estimate allows, and at 0 if that is below.

        Parameters
        ----------
        convention : {"haab-mcconnell", "dcchoice", "sharp"}
            "sharp" is the area under the lower step of the estimate: mass between two amounts counts at the cheaper
            one. R's DCchoice has the same value; its standard error takes amounts with equal shares for one. Haab and
            McConnell (1997) pool neighbouring amounts where the share willing rises or stays equal, and drop the dearer
            ones, so that those beyond them count at the cheapest of the pool: two equal shares lower this bound by a
            jump, and move the sharp one not at all.

        Returns
        -------
        float
            Currency units.

        Raises
        ------
        FitError
            For a convention that is not known.

        Notes
        -----
        ``lower bound = sum of f_j t_j``, f_j the share between the amounts t_j and t_(j+1) (Haab and McConnell 1997).

        Examples
        --------
        >>> from helpers.valuation import single_bounded, turnbull
        >>> estimate = turnbull(
        ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
        ... )
        >>> round(estimate.lower_bound_mean(), 3)
        8.333
        """
        return float(self._lowest(*self._rule(convention)[:1]) @ self.cells["share"])

    def lower_bound_standard_error(self, convention: str = "haab-mcconnell") -> float:
        """Standard error of ``lower_bound_mean``, conditional on the pooling as those of ``survival`` are.

        Parameters
        ----------
        convention : str
            As in ``lower_bound_mean``.

        Returns
        -------
        float
            Currency units.

        Raises
        ------
        FitError
            For a convention that is not known.

        Notes
        -----
        ``se = sqrt(c' V c)``, V the covariance of the shares, c the amounts at which they count (Haab and McConnell
        1997).

        Examples
        --------
        >>> from helpers.valuation import single_bounded, turnbull
        >>> estimate = turnbull(
        ...     single_bounded([10, 10, 20, 20, 20], ["yes", "no", "no", "yes", "no"])
        ... )
        >>> round(estimate.lower_bound_standard_error(), 3)
        4.462
        """
        dropped, spread = self._rule(convention)
        return spread.standard_error(self._lowest(dropped))

    def means(self, *, ties: str = "keep", pooled: str = "all", limit: float | None = None) -> pd.DataFrame:
        """Lower, middle and upper mean with standard errors (Haab and McConnell 1997; Vaughan and Rodriguez 2000).

        The mass between two amounts counts at the cheaper, at the middle or at the dearer one, negative amounts as 0.
        The middle mean is the area under straight lines between the steps, Kriström's (1990).

        Parameters
        ----------
        ties : {"keep", "pool"}
            Equal shares at neighbouring amounts are two estimates, or one as where the share rises.
        pooled : {"all", "first"}
            Every amount of a pool keeps its share, or only the cheapest stays and the others are dropped.
        limit : float, optional
            Where WTP beyond the highest amount ends; at that amount where not given.

        Returns
        -------
        DataFrame
            Indexed by lower, middle, upper: mean; standard_error, conditional on the pooling; beyond, the share of the
            mean that lies above the highest amount, where nobody was asked; nobs; missing_answers.

        Raises
        ------
        FitError
            For a convention that is not known.

        Notes
        -----
        ``lower = sum of S_j (t_j - t_(j-1))``, upper the same with the amount above, middle half way (Haab and
        McConnell 1997; Vaughan and Rodriguez 2000).

        Examples
        --------
        With 80, 65, 52, 30 and 18 of 100 each saying yes at 5, 10, 20, 50 and 100:

        >>> from helpers.valuation import single_bounded
        >>> yes = [80, 65, 52, 30, 18]
        >>> answers = single_bounded([5, 10, 20, 50, 100] * 2, [1] * 5 + [0] * 5)
        >>> estimate = turnbull(answers, weights=[*yes, *(100 - n for n in yes)])
        >>> estimate.means()[["mean", "standard_error"]].round(3)
                  mean  standard_error
        lower   30.450           2.434
        middle  38.275           2.334
        upper   46.100           2.786
        """
        if ties not in ("keep", "pool") or pooled not in ("all", "first"):
            raise FitError("means() needs ties='keep' or 'pool', and pooled='all' or 'first'.")
        top = self._estimate.prices[-1]
        if limit is not None and not top <= limit < np.inf:
            raise FitError(f"limit={limit!r} must be an amount, not below the highest one asked, {top:g}.")
        share = self.cells["share"].to_numpy()
        empty = share == 0 if ties == "pool" else (share == 0) & ~self._estimate.tied
        spread = self._estimate.pooled if ties == "pool" else self._estimate.kept
        low = self._lowest(empty if pooled == "first" else np.zeros_like(empty))
        high = np.maximum(self.cells["upper"].to_numpy(), 0.0)
        beyond, high = np.isinf(high), np.where(np.isinf(high), top if limit is None else limit, high)
        rows = {}
        for name, values in {"lower": low, "middle": (low + high) / 2, "upper": high}.items():
            mean = float(values @ share)
            above = float(np.maximum(values - top, 0)[beyond] @ share[beyond])
            rows[name] = mean, spread.standard_error(values), above / mean if mean else 0.0
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "standard_error", "beyond"])
        return table.assign(nobs=self.nobs, missing_answers=self.missing_answers)

    def _rule(self, convention: str) -> tuple[np.ndarray, Spread]:
        """The cells whose dearer amount a convention drops, and the spread that goes with it."""
        if convention not in _CONVENTIONS:
            raise FitError(f"convention={convention!r} is not known: choose one of {', '.join(_CONVENTIONS)}.")
        empty = self.cells["share"].to_numpy() == 0
        spread = self._estimate.kept if convention == "sharp" else self._estimate.pooled
        return (empty if convention == "haab-mcconnell" else np.zeros_like(empty)), spread

    def _lowest(self, dropped: np.ndarray) -> np.ndarray:
        """The amount at which each cell counts, when that above some empty cells is dropped."""
        lower, upper = (self.cells[name].to_numpy() for name in ("lower", "upper"))
        after = np.append(False, dropped[:-1]) & (lower < upper)
        return pd.Series(np.where(after, np.nan, np.maximum(lower, 0.0))).ffill().to_numpy()


def turnbull(answers: pd.DataFrame, weights: Column | None = None) -> Turnbull:
    """Turnbull's (1976) estimate from intervals of any format, overlapping or not, with exact amounts among them.

    A yes to £50 and an exact £50 agree: intervals are [lower, upper), as the answer constructors say, and the share
    willing at b is P(WTP >= b). Only at 0 is the lower bound itself left out: a payer is not a zero.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper``; rows without bounds are left out and counted.
    weights : sequence of float, shape (n,), optional
        Frequency weights.

    Returns
    -------
    Turnbull

    Raises
    ------
    FitError
        When no usable answers are left, or one bound of an answer is missing and the other is not.

    Notes
    -----
    Maximises ``sum of w log P(lower <= WTP < upper)`` over all distributions (Turnbull 1976), by the constrained Newton
    method of Wang (2007).

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
    _, lower, upper, weights, missing = usable_bounds(answers, weights)
    estimate = npmle(lower, upper, weights)
    prices, starts, ends, shares = estimate[:4]
    edges = np.concatenate([[-np.inf], np.repeat(prices, 2), [np.inf]])
    cells = pd.DataFrame({"lower": edges[starts], "upper": edges[ends + 1], "share": shares})
    # Everyone is willing at 0, save those known to be below it.
    place = 2 * np.arange(len(prices))
    first_willing = np.where(
        prices == 0, np.searchsorted(ends, place, side="right"), np.searchsorted(starts, place, side="right")
    )
    willing = np.append(np.cumsum(shares[::-1])[::-1], 0.0)[first_willing]
    errors = [estimate.pooled.standard_error(np.arange(len(shares)) >= cell) for cell in first_willing]
    columns = {"price": prices, "share_willing": willing, "standard_error": errors}
    survival = pd.DataFrame(columns)[prices >= 0].reset_index(drop=True)
    return Turnbull(cells, survival, estimate.llf, float(weights.sum()), missing, estimate)
