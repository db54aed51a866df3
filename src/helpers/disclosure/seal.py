"""The seal: a result of a survey as it may be shown, into which nothing can be put afterwards."""

from __future__ import annotations

import pickle
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers.result import Result, Unit
from helpers.study import InputError, Mark, Source

from .rules import COUNTS, Rule, judged
from .suppression import Release

# What a page may say of a table or a sentence by itself; a survey's mark comes with what was released of it.
NAMEABLE = (Mark.PUBLISHED, Mark.DERIVED, Mark.OTHER_STUDY)
Cells = frozenset[tuple[Hashable, str]]


@dataclass(frozen=True, init=False)
class Released:
    """A result as it may be shown: all that tables and figures accept of a survey.

    Only this room makes one. It is held as bytes, which no assignment reaches: `frame` gives a copy, and what is made
    of a copy is not released.

    Attributes
    ----------
    rests_on : Source
        What it was computed from, with its mark.
    currency : str
        Of the columns that are money.
    hidden : frozenset
        The cells, by row label and column, whose numbers may not be shown.
    """

    rests_on: Source
    currency: str
    hidden: Cells
    _held: bytes = field(repr=False)

    def __init__(self, *_: object, **__: object) -> None:
        """Refuse: a released result comes out of a rule."""
        raise InputError("Only disclosure releases results of a survey; pass the result and its rule to page.released.")

    @property
    def frame(self) -> pd.DataFrame:
        """A copy of the table, hidden numbers missing."""
        return pickle.loads(self._held)[0]

    @property
    def units(self) -> dict[str, Unit]:
        """The unit of each column that has one."""
        return pickle.loads(self._held)[1]

    @property
    def withheld(self) -> bool:
        """Whether nothing of it may be shown."""
        return bool(self.hidden) and self.frame.empty


def released(result: object, rule: Rule, decided: Release) -> Released:
    """A `Result` as it may be shown; in synthetic mode, where there is nobody to protect, as it is.

    Raises
    ------
    InputError
        It is no `Result`, the rule is none, the table was not declared, its counts are not those that were judged, or
        it does not say how many it rests on.
    """
    if not isinstance(result, Result):
        raise InputError(f"A {type(result).__name__} says nothing of its units or its n; release a Result.")
    before, currency = result.frame, decided.study.good.currency
    if decided.study.synthetic:
        return _sealed(before, result.units, decided.source, currency)
    frame, keep = judged(result, rule, decided)
    kept, shown = pd.Series(list(keep), index=frame.index, dtype=bool), frame.copy()
    hidden = {(row, column) for row in before.index.difference(frame.index, sort=False) for column in before}
    for column in frame.select_dtypes("number"):
        whole = column in COUNTS or pd.api.types.is_integer_dtype(frame[column])
        shown[column] = frame[column].astype("Int64" if whole else "Float64").where(kept)
        # A number that a hidden row never had is hidden too: that it is not there would tell how few they are.
        hidden |= {(row, column) for row in frame.index[~kept]}
        hidden |= {(row, column) for row in frame.index[frame[column].isna()] if pd.notna(before.loc[row, column])}
    return _sealed(shown, result.units, decided.source, currency, hidden)


def counting_nobody(result: Result, rests_on: Source, currency: str = "") -> Released:
    """A table of a study that neither shows nor counts respondents: of its assumptions, claims or interviews.

    Raises
    ------
    InputError
        It has a column that counts respondents wherever it stands.
    """
    if counted := [column for column in COUNTS if column in result.frame and column != "pairs"]:
        raise InputError(f"A column {counted[0]!r} counts respondents; name the rule by which it may be shown.")
    return _sealed(result.frame, result.units, rests_on, currency)


def rests_on(content: object, mark: Mark | None) -> Source | Mark:
    """What a table or a figure rests on: of a survey what its release says, of anything else the mark that is named."""
    if not isinstance(content, Released):
        return nameable(mark)
    if mark is not None:
        raise InputError(f"What was released has its mark; leave out {mark!r}.")
    return content.rests_on


def nameable(mark: Mark | None) -> Mark:
    """The mark, if a page may name it by itself."""
    if not isinstance(mark, Mark) or mark not in NAMEABLE:
        named = ", ".join(f"Mark.{each.name}" for each in NAMEABLE)
        raise InputError(f"A page names one of {named} and not {mark!r}; what rests on a survey is released by a rule.")
    return mark


def _sealed(
    frame: pd.DataFrame, units: Mapping[str, Unit], rests_on: Source, currency: str, hidden: Iterable = ()
) -> Released:
    sealed = object.__new__(Released)
    content = {"rests_on": rests_on, "currency": currency, "hidden": frozenset(hidden)}
    for name, value in (content | {"_held": pickle.dumps((frame, dict(units)))}).items():
        object.__setattr__(sealed, name, value)
    return sealed
