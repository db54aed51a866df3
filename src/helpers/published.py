"""Claims as printed, and what a published mean and sample size alone imply: no data, no model, no amount below zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import cleaning

CLAIM_COLUMNS = (
    *("id", "source", "claim", "statistic", "value", "unit", "rounding", "mark"),
    *("check", "of", "note", "settled_by", "status"),
)


@dataclass(frozen=True)
class PublishedMean:
    """A mean as a paper prints it.

    Attributes
    ----------
    n : int
        Amounts averaged.
    mean : float
        The mean as printed, in money.
    rounding : float
        The step it was rounded to: 1 for whole pounds.

    Examples
    --------
    >>> fifty_eight = PublishedMean(n=54, mean=58, rounding=1)
    >>> fifty_eight.total
    (3105.0, 3159.0)
    >>> fifty_eight.most_willing(100)
    31
    """

    n: int
    mean: float
    rounding: float

    @property
    def total(self) -> tuple[float, float]:
        """Range of the sum of the amounts: the mean may be half a rounding step either side."""
        return self.n * (self.mean - self.rounding / 2), self.n * (self.mean + self.rounding / 2)

    def most_willing(self, price: float) -> int:
        """Most respondents who can be willing to pay `price`; more would make the mean too high (Markov's bound).

        The upper end of the total is not reached: a mean of that size would have been rounded up.
        """
        return self.n if price <= 0 else min(self.n, math.ceil(self.total[1] / price) - 1)

    def most_share(self, price: float) -> float:
        """The share of those averaged that cannot be reached at `price`, however many were averaged.

        One division: if that share paid `price`, they alone would lift the mean to where it is rounded up.

        >>> PublishedMean(n=54, mean=58, rounding=1).most_share(100)
        0.585
        """
        return 1.0 if price <= 0 else min(1.0, (self.mean + self.rounding / 2) / price)

    def most_share_of_zeros(self, cap: float) -> float:
        """The share of those averaged that can be zeros at most, if nobody is above `cap`, however many were averaged.

        >>> PublishedMean(n=54, mean=58, rounding=1).most_share_of_zeros(200)
        0.7125
        """
        return 1 - (self.mean - self.rounding / 2) / cap

    def admissible(self) -> dict[str, np.ndarray]:
        """Three sets of amounts that have this mean, each with a demand curve of its own inside the bounds.

        Returns
        -------
        dict of ndarray, shape (n,)
            ``same``: all pay the mean. ``spread``: amounts in even steps from nothing to twice the mean. ``few``: just
            under half pay a lot, and the rest a hundredth of the mean.
        """
        many = self.n // 2 + 2 if self.n > 3 else 1
        low = self.mean / 100
        high = (self.n * self.mean - many * low) / (self.n - many)
        return {
            "same": np.full(self.n, self.mean),
            "spread": 2 * self.mean * (np.arange(self.n) + 0.5) / self.n,
            "few": np.repeat([low, high], [many, self.n - many]),
        }

    def fewest_willing(self, price: float, cap: float = math.inf, step: float = 0) -> int:
        """Fewest respondents who must be willing to pay `price`, if nobody's amount exceeds `cap`.

        All others pay less than the price, by one `step` if amounts are in steps, so those at the cap must lift the sum
        to its lower limit. Without a cap one respondent could hold it all, and above the mean nobody need be willing.

        >>> fifty_eight = PublishedMean(n=54, mean=58, rounding=1)
        >>> (
        ...     fifty_eight.fewest_willing(50, cap=200),
        ...     fifty_eight.fewest_willing(50),
        ...     fifty_eight.fewest_willing(60),
        ... )
        (3, 1, 0)
        """
        if price <= 0:
            return self.n
        short = self.total[0] - self.n * (price - step)
        if short < 0 or (step and short == 0):
            return 0
        if math.isinf(cap):
            return 1
        if cap <= price:
            return self.n
        lifted = short / (cap - price + step)
        # Below the price means below it by a whole step, or by as little as one likes: then the limit must be passed.
        return min(self.n, math.ceil(lifted - 1e-9) if step else math.floor(lifted) + 1)

    def largest_median(self) -> float:
        """Largest median possible: just under half of the amounts are nothing and the rest are equal."""
        return self.total[1] / (self.n - (self.n - 1) // 2)

    def most_zeros(self, cap: float) -> int:
        """Most zeros possible among amounts of at most `cap`."""
        return self.n - math.ceil(self.total[0] / cap)

    def of_everybody(self, everybody: int) -> dict[str, float]:
        """What may be said of `everybody`, of whom only `n` were averaged and the rest are unknown.

        Returns
        -------
        dict
            ``mean``: with the others at nothing. ``largest_median``: the others pay as much as one likes, and some of
            those averaged share the total; infinite where the others alone are half.

        Examples
        --------
        >>> forty = PublishedMean(n=40, mean=58, rounding=1).of_everybody(54)
        >>> f"{forty['mean']:.2f}, {forty['largest_median']:.2f}"
        '42.96, 167.14'
        """
        others = everybody - self.n
        sharing = everybody // 2 + 1 - others
        median = self.total[1] / sharing if sharing > 0 else math.inf
        return {"mean": self.mean * self.n / everybody, "largest_median": median}

    def with_zeros_added(self, zeros: int) -> float:
        """The mean over n, had `zeros` of the n been dropped before averaging and were now counted as nothing."""
        return self.mean * (self.n - zeros) / self.n

    def with_zeros_dropped(self, zeros: int) -> float:
        """The mean of the others, had `zeros` of the n been averaged in as nothing and were now dropped."""
        return self.mean * self.n / (self.n - zeros)

    def demand(self, prices: np.ndarray, cap: float = math.inf) -> pd.DataFrame:
        """Lowest and highest share willing at each price, price by price: no one demand curve runs along either edge.

        The area under any one demand curve is its mean; under the upper edge there is far more.

        Returns
        -------
        DataFrame
            Indexed by price: lowest, highest, both between 0 and 1.
        """
        rows = [(self.fewest_willing(price, cap) / self.n, self.most_willing(price) / self.n) for price in prices]
        return pd.DataFrame(rows, index=pd.Index(prices, name="price"), columns=["lowest", "highest"])


def willing_by_averaged(published: PublishedMean, everybody: int, price: float, fewest: int) -> pd.DataFrame:
    """Work out how many could pay a price for every number that may have been averaged, from `fewest` to everybody.

    Returns
    -------
    DataFrame
        Indexed by averaged: most_of_them (could pay, of those averaged), share_of_them, most_of_all (of everybody, if
        all who were not averaged pay it too), share_of_all.

    Examples
    --------
    >>> table = willing_by_averaged(
    ...     PublishedMean(n=54, mean=58, rounding=1), 54, 100, 40
    ... )
    >>> table.loc[[40, 46, 54], ["most_of_them", "most_of_all"]].to_numpy().tolist()
    [[23, 37], [26, 34], [31, 31]]
    """
    averaged = np.arange(fewest, everybody + 1)
    most = np.array([PublishedMean(int(n), published.mean, published.rounding).most_willing(price) for n in averaged])
    of_all = most + everybody - averaged
    columns = {
        "most_of_them": most,
        "share_of_them": most / averaged,
        "most_of_all": of_all,
        "share_of_all": of_all / everybody,
    }
    return pd.DataFrame(columns, index=pd.Index(averaged, name="averaged"))


def by_averaged(
    published: PublishedMean, everybody: int, price: float, lower_price: float, cap: float, fewest: int
) -> pd.DataFrame:
    """Take the bounds over every number that may have been averaged, from `fewest` to everybody.

    Parameters
    ----------
    published : PublishedMean
        Its mean and rounding.
    everybody, fewest : int
        Who answered the survey, and the fewest of them that the mean may be over.
    price, lower_price, cap : float
        Where bounds are quoted, and the most that anybody would pay.

    Returns
    -------
    DataFrame
        Indexed by averaged: most_willing and fewest_willing of everybody, at the price and the lower price; most_zeros
        of everybody; largest_median of everybody; mean of everybody with those not averaged at nothing.
    """
    rows = {}
    for n in range(fewest, everybody + 1):
        mean, others = PublishedMean(n, published.mean, published.rounding), everybody - n
        rows[n] = {
            "most_willing": mean.most_willing(price) + others,
            "fewest_willing": mean.fewest_willing(lower_price, cap),
            "most_zeros": mean.most_zeros(cap) + others,
            **mean.of_everybody(everybody),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("averaged")


def every_few(bounds: pd.DataFrame, step: int = 2) -> pd.DataFrame:
    """Rows of bounds by how many were averaged, for a table: every few of them, counted back from everybody."""
    return bounds.iloc[::-1].iloc[::step]


def read_claims(survey: cleaning.Survey) -> pd.DataFrame:
    """Read published/claims.csv beside the declaration as text, indexed by claim id; empty where there is none.

    Raises
    ------
    InputError
        The file is damaged or lacks a column.
    """
    path = survey.study.folder / "published" / "claims.csv"
    if not path.exists():
        return pd.DataFrame(columns=CLAIM_COLUMNS).set_index("id")
    return cleaning.read_table(path, CLAIM_COLUMNS, survey.study).set_index("id")
