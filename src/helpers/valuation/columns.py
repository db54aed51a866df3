"""Columns of a survey read strictly: numbers, amounts asked, yes and no. Whatever else is there is an error.

All faults of all columns are gathered and reported at once, each with the rows that have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from .errors import AnswerError

Column = Any  # what a survey holds of a question: a Series, an array, a list, or a scalar where one stretches
# 1 and 0 are equal to True and False. The longer ones are the polychotomous answers of Welsh and Poe (1998).
_MEANINGS: dict[object, float] = {"yes": 1.0, "no": 0.0, True: 1.0, False: 0.0}
_MEANINGS |= {f"{how} {said}": _MEANINGS[said] for how in ("definitely", "probably") for said in ("yes", "no")}
_LISTED = 10  # rows named in an error
TREATMENTS = ("no", "missing", "interval")


class Reader:
    """What the columns of one question hold, row by row, and every fault found on the way.

    Parameters
    ----------
    *columns : sequence, scalar or None
        Columns that share their row labels; scalars stretch to any length.

    Attributes
    ----------
    index : Index
        The row labels.
    """

    def __init__(self, *columns: Column) -> None:
        """Find the row labels that the columns share."""
        given = [column for column in columns if column is not None and np.ndim(column) > 0]
        if not given:
            raise AnswerError("One value is no column of answers; give a list, one value a respondent.")
        if len({len(column) for column in given}) != 1:
            raise AnswerError("The columns differ in length; give one value a respondent in each.")
        labelled = [column.index for column in given if isinstance(column, pd.Series | pd.DataFrame)]
        if any(not labels.equals(labelled[0]) for labels in labelled):
            raise AnswerError("The columns have different row labels; take them from one frame.")
        self.index = labelled[0] if labelled else pd.RangeIndex(len(given[0]))
        self._faults: list[str] = []

    def refuse(self, wrong: np.ndarray, why: str, shown: Callable[[int], str] | None = None) -> None:
        """Remember the rows that are wrong, with what ``shown`` makes of the place of each."""
        if np.any(wrong):
            self._faults.append(f"{listed(self.index, wrong, shown)}: {why}.")

    def check(self) -> None:
        """Raise if anything was wrong."""
        if self._faults:
            raise AnswerError("\n".join(self._faults))

    def _series(self, values: Column) -> pd.Series:
        return pd.Series([values] * len(self.index) if np.ndim(values) == 0 else list(values), index=self.index)

    def numbers(self, name: str, values: Column, open_end: float | None = None) -> np.ndarray:
        """Finite floats, missing kept as nan; of infinite ones only ``open_end`` is allowed."""
        values = self._series(values)
        floats = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
        boolean = np.full(len(self.index), values.dtype == bool)
        if values.dtype == object:
            boolean = values.map(lambda value: isinstance(value, bool | np.bool_)).to_numpy()
        wrong = (np.isnan(floats) & values.notna().to_numpy()) | (np.isinf(floats) & (floats != open_end)) | boolean
        self.refuse(wrong, f"{name} must be a finite number, or missing", lambda place: f"'{values.iloc[place]}'")
        return np.where(wrong, np.nan, floats)

    def bids(self, name: str, values: Column, asked: np.ndarray) -> np.ndarray:
        """Amounts, of either sign, wherever an answer is given."""
        missing = asked & self._series(values).isna().to_numpy()
        self.refuse(missing, f"{name} is missing; give the amount wherever there is an answer")
        return self.numbers(name, values)

    def yes_no(self, name: str, values: Column, uncertain: np.ndarray | None = None) -> np.ndarray:
        """1.0 for yes, 0.0 for no, nan for missing; where ``uncertain``, nan also for any other word."""
        values = self._series(values).astype(object)
        codes, words = pd.factorize(values)
        meanings = np.full(len(words) + 1, np.nan)  # the last one is for missing values, whose code is -1
        unread = np.zeros(len(words) + 1, dtype=bool)
        for code, word in enumerate(words):
            said = word.strip().lower() if isinstance(word, str) else word
            unread[code] = said not in _MEANINGS
            meanings[code] = _MEANINGS.get(said, np.nan)
        wrong = unread[codes] if uncertain is None else unread[codes] & ~uncertain
        remedy = "use yes or no in any case, True or False, 1 or 0, or leave it missing; declare others with uncertain="
        self.refuse(wrong, f"{name} is neither yes nor no; {remedy}", lambda place: f"'{values.iloc[place]}'")
        return meanings[codes]

    def known_zeros(self, zero: Column | None) -> tuple[np.ndarray, np.ndarray]:
        """Masks of those who would pay nothing and of those who would pay something."""
        if zero is None:
            return np.zeros(len(self.index), dtype=bool), np.zeros(len(self.index), dtype=bool)
        if any(isinstance(value, str) for value in zero):
            raise AnswerError("zero must be True where nothing would be paid; a yes or no could be read either way.")
        said = self.yes_no("zero", zero)
        return said == 1, said == 0


class Unsure:
    """Which answers are uncertain, and what they are taken for.

    Parameters
    ----------
    reader : Reader
    uncertain : sequence of bool, shape (n,) or (n, k), word or list of words, or None
        As in the constructors.
    as_ : str or None
        One of ``TREATMENTS``.
    questions : int
        How many answers each respondent gave at most.
    """

    def __init__(self, reader: Reader, uncertain: Column | None, as_: str | None, questions: int) -> None:
        """Check the treatment and tell words from masks."""
        if (uncertain is None) != (as_ is None) or as_ not in (None, *TREATMENTS):
            raise AnswerError("uncertain= and as_= go together; as_ is 'no', 'missing' or 'interval'.")
        self._reader, self.as_, self._words, self._mask = reader, as_, None, None
        self.rows = np.zeros(len(reader.index), dtype=bool)
        if isinstance(uncertain, str):
            uncertain = [uncertain]
        if uncertain is not None and np.ndim(uncertain) == 1 and all(isinstance(word, str) for word in uncertain):
            self._words = {word.strip().lower() for word in uncertain}
        elif uncertain is not None:
            if isinstance(uncertain, pd.Series | pd.DataFrame) and not uncertain.index.equals(reader.index):
                raise AnswerError("uncertain= and the answers have different row labels; take them from one frame.")
            mask, n = np.asarray(uncertain, dtype=object), len(reader.index)
            if mask.shape not in ((n,), (n, questions)) or not np.isin(mask, (True, False)).all():
                raise AnswerError("uncertain= must say True or False of every answer, or name the words for unsure.")
            self._mask = np.broadcast_to(mask.astype(bool).reshape(n, -1), (n, questions))

    def read(self, name: str, values: Column, place: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """An answer as said, what it is taken for (nan where it says nothing), and where there is one.

        Returns
        -------
        said, taken : ndarray, shape (n,)
        answered : ndarray of bool, shape (n,)
        """
        values = self._reader._series(values).astype(object)
        unsure = np.zeros(len(values), dtype=bool)
        if self._words is not None:
            said = values.map(lambda word: isinstance(word, str) and word.strip().lower())
            unsure = said.isin(self._words).to_numpy()
        elif self._mask is not None:
            unsure = self._mask[:, place]
        unsure = unsure & values.notna().to_numpy()
        said = self._reader.yes_no(name, values, unsure)
        self.rows |= unsure
        return said, np.where(unsure, 0.0 if self.as_ == "no" else np.nan, said), ~np.isnan(said) | unsure

    @property
    def left_out(self) -> np.ndarray:
        """Rows that are missing because an answer in them is uncertain."""
        return self.rows if self.as_ == "missing" else np.zeros(len(self.rows), dtype=bool)


def listed(index: pd.Index, rows: np.ndarray, shown: Callable[[int], str] | None = None) -> str:
    """Rows by their labels, ten of them at most, with what stands there: "Row 3", or "12 rows (0, 1, 5, …)".

    >>> listed(
    ...     pd.Index(["a", "b", "c"]),
    ...     np.array([True, False, True]),
    ...     lambda place: "789"[place],
    ... )
    '2 rows (a: 7, c: 9)'
    """
    places = np.flatnonzero(rows)
    between = ", " if len(places) == 1 else ": "
    names = [f"{index[place]}{between + shown(place) if shown else ''}" for place in places[:_LISTED]]
    if len(places) == 1:
        return f"Row {names[0]}"
    return f"{len(places)} rows ({', '.join(names)}{', …' if len(places) > _LISTED else ''})"


def distinct(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first of each kind of row, in sorted order, and the kind of every row: a hash costs less than a sort."""
    frame = pd.DataFrame(rows)
    codes = frame.groupby(list(frame), sort=True, dropna=False).ngroup().to_numpy()
    return np.unique(codes, return_index=True)[1], codes
