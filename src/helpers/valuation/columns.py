"""Columns of a survey read strictly: numbers, amounts asked, yes and no. Whatever else is there is an error."""

import numpy as np
import pandas as pd

from .errors import AnswerError

_MEANINGS = {"yes": 1.0, "no": 0.0, True: 1.0, False: 0.0}  # 1 and 0 are equal to True and False


def row_labels(*columns):
    """The row labels that the columns share; scalars stretch to any length."""
    columns = [column for column in columns if column is not None and np.ndim(column) > 0]
    if len({len(column) for column in columns}) != 1:
        raise AnswerError("The columns differ in length; give one value a respondent in each.")
    labelled = [column.index for column in columns if isinstance(column, pd.Series)]
    if any(not labels.equals(labelled[0]) for labels in labelled):
        raise AnswerError("The columns have different row labels; take them from one frame.")
    return labelled[0] if labelled else pd.RangeIndex(len(columns[0]))


def refuse(wrong, index, why):
    """Raise for the first row that is wrong."""
    if np.any(wrong):
        raise AnswerError(f"Row {index[np.argmax(wrong)]}: {why}.")


def numbers(name, values, index):
    """Finite floats, missing kept as nan."""
    values = pd.Series([values] * len(index) if np.ndim(values) == 0 else list(values), index=index)
    floats = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    boolean = np.full(len(index), values.dtype == bool)
    if values.dtype == object:
        boolean = values.map(lambda value: isinstance(value, bool | np.bool_)).to_numpy(dtype=bool)
    wrong = (np.isnan(floats) & values.notna().to_numpy()) | np.isinf(floats) | boolean
    if wrong.any():
        row = np.argmax(wrong)
        raise AnswerError(
            f"Row {index[row]}: {name} is '{values.iloc[row]}'; give a finite number, or leave it missing."
        )
    return floats


def bids(name, values, index, asked):
    """Amounts above 0 wherever an answer is given."""
    bids = numbers(name, values, index)
    refuse(asked & ~(bids > 0), index, f"{name} must be an amount above 0 wherever there is an answer")
    return bids


def yes_no(name, values, index):
    """1.0 for yes, 0.0 for no, nan for missing."""
    values = pd.Series([values] * len(index) if np.ndim(values) == 0 else list(values), dtype=object)
    codes, words = pd.factorize(values)
    meanings = np.full(len(words) + 1, np.nan)  # the last one is for missing values, whose code is -1
    for code, word in enumerate(words):
        said = word.strip().lower() if isinstance(word, str) else word
        if said not in _MEANINGS:
            row = index[np.argmax(codes == code)]
            raise AnswerError(
                f"Row {row}: {name} is '{word}'; use yes or no in any case, True or False, 1 or 0, or leave it missing."
            )
        meanings[code] = _MEANINGS[said]
    return meanings[codes]


def known_zeros(zero, index):
    """Masks of those who would pay nothing and of those who would pay something."""
    if zero is None:
        return np.zeros(len(index), dtype=bool), np.zeros(len(index), dtype=bool)
    if any(isinstance(value, str) for value in zero):
        raise AnswerError("zero must be True where nothing would be paid; a yes or no could be read either way.")
    said = yes_no("zero", zero, index)
    return said == 1, said == 0


def distinct(columns):
    """The first of each kind of row, in sorted order, and the kind of every row: a hash costs less than a sort."""
    frame = pd.DataFrame(columns)
    codes = frame.groupby(list(frame), sort=True, dropna=False).ngroup().to_numpy()
    return np.unique(codes, return_index=True)[1], codes
