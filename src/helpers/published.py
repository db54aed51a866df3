"""Claims as printed, and what a published mean and sample size alone imply: no data, no model, no amount below zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import cleaning


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
        """Most respondents who can be willing to pay `price`; more would make the mean too high (Markov's bound)."""
        return self.n if price <= 0 else min(self.n, math.floor(self.total[1] / price))

    def fewest_willing(self, price: float, cap: float = math.inf) -> int:
        """Fewest respondents who must be willing to pay `price`, if nobody's amount exceeds `cap`.

        All others pay less than the price, so those at the cap must lift the sum above its lower limit. Without a
        cap one respondent could hold it all, and above the mean nobody need be willing.

        >>> fifty_eight = PublishedMean(n=54, mean=58, rounding=1)
        >>> fifty_eight.fewest_willing(50, cap=200), fifty_eight.fewest_willing(50), fifty_eight.fewest_willing(60)
        (3, 1, 0)
        """
        if price <= 0:
            return self.n
        short = self.total[0] - self.n * price
        if short < 0:
            return 0
        if math.isinf(cap):
            return 1
        return self.n if cap <= price else min(self.n, math.floor(short / (cap - price)) + 1)

    def largest_median(self) -> float:
        """Largest median possible: just under half of the amounts are nothing and the rest are equal."""
        return self.total[1] / (self.n - (self.n - 1) // 2)

    def most_zeros(self, cap: float) -> int:
        """Most zeros possible among amounts of at most `cap`."""
        return self.n - math.ceil(self.total[0] / cap)

    def with_zeros_added(self, zeros: int) -> float:
        """The mean over n, had `zeros` of the n been dropped before averaging and were now counted as nothing."""
        return self.mean * (self.n - zeros) / self.n

    def with_zeros_dropped(self, zeros: int) -> float:
        """The mean of the others, had `zeros` of the n been averaged in as nothing and were now dropped."""
        return self.mean * self.n / (self.n - zeros)

    def demand(self, prices: np.ndarray, cap: float = math.inf) -> pd.DataFrame:
        """Lowest and highest share willing at each price: everything the demand curve can be.

        Returns
        -------
        DataFrame
            Indexed by price: lowest, highest, both between 0 and 1.
        """
        rows = [(self.fewest_willing(price, cap) / self.n, self.most_willing(price) / self.n) for price in prices]
        return pd.DataFrame(rows, index=pd.Index(prices, name="price"), columns=["lowest", "highest"])


def read_claims(survey: cleaning.Survey) -> pd.DataFrame:
    """Read published/claims.csv beside the declaration as text, indexed by claim id; empty where there is none."""
    path = survey.study.folder / "published" / "claims.csv"
    if not path.exists():
        return pd.DataFrame()
    return pd.read_csv(path, dtype=str, keep_default_na=False, index_col="id")
