"""A table of results before anybody has judged whether it may be shown: numbers, their units, and what they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import pandas as pd

# The count of a category of one column of the respondents.
Counted = tuple[str, str]


class Unit(Enum):
    """What a number is in, where it is neither a plain count nor on a scale of its own."""

    SHARE = "share"
    MONEY = "money"
    # Where a simulated amount bears no hundredths.
    WHOLE_MONEY = "money, to the whole unit"


@dataclass(frozen=True)
class Result:
    """A table of results.

    Attributes
    ----------
    frame : DataFrame
        The table.
    units : mapping of str to Unit
        The unit of each column that has one; a share is of one, money is in the currency of its study.
    n : int, optional
        The respondents it is over, where no column says so row by row.
    tells : mapping
        By row label, the counts that a row gives away beside the others: ``("wtp_status", "payer")`` and the like.
    """

    frame: pd.DataFrame
    units: Mapping[str, Unit] = field(default_factory=dict)
    n: int | None = None
    tells: Mapping[Any, Sequence[Counted]] = field(default_factory=dict)

    def beside(self, name: str, column: pd.Series, unit: Unit) -> Result:
        """The same result with one more column."""
        return replace(self, frame=self.frame.assign(**{name: column}), units={**self.units, name: unit})


def shares(*columns: str) -> dict[str, Unit]:
    """These columns are shares of one.

    >>> shares("low", "high") | money("mean")
    {'low': <Unit.SHARE: 'share'>, 'high': <Unit.SHARE: 'share'>, 'mean': <Unit.MONEY: 'money'>}
    """
    return dict.fromkeys(columns, Unit.SHARE)


def money(*columns: str) -> dict[str, Unit]:
    """These columns are amounts of money."""
    return dict.fromkeys(columns, Unit.MONEY)
