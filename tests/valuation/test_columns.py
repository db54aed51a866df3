"""Columns are read strictly, and every fault of every column is told at once with its rows."""

import numpy as np
import pandas as pd
import pytest

from helpers.valuation.columns import Reader, Unsure, distinct, listed
from helpers.valuation.errors import AnswerError


def faults(*arguments):
    """Every sentence that a reading of numbers and of yes and no ends in."""
    numbers, said = arguments
    reader = Reader(numbers, said)
    reader.numbers("amount", numbers)
    reader.yes_no("answer", said)
    with pytest.raises(AnswerError) as raised:
        reader.check()
    return str(raised.value).splitlines()


def test_all_faults_of_all_columns_are_told_at_once_by_row_and_value():
    index = pd.Index(["a", "b", "c", "d"])
    amount = pd.Series([1, "two", np.inf, True], index, dtype=object)
    first, second = faults(amount, pd.Series(["yes", "Perhaps", None, "NO"], index))
    assert first.startswith("3 rows (b: 'two', c: 'inf', d: 'True'): amount must be a finite number")
    assert second.startswith("Row b, 'Perhaps': answer is neither yes nor no")


def test_yes_and_no_are_known_by_word_truth_and_number():
    said = pd.Series(["Yes", " no ", True, False, 1, 0, None, "definitely yes", "probably no"], dtype=object)
    meant = [1, 0, 1, 0, 1, 0, np.nan, 1, 0]
    np.testing.assert_array_equal(Reader(said).yes_no("answer", said), meant)


def test_at_most_ten_rows_are_named():
    index, wrong = pd.RangeIndex(30), np.ones(30, dtype=bool)
    assert listed(index, wrong) == "30 rows (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …)"
    assert listed(index, index == 4) == "Row 4"


def test_columns_of_different_people_are_refused():
    with pytest.raises(AnswerError, match="differ in length"):
        Reader([1, 2], [1, 2, 3])
    with pytest.raises(AnswerError, match="different row labels"):
        Reader(pd.Series([1, 2]), pd.Series([1, 2], index=[5, 6]))


# What each treatment takes "yes, but unsure" for: a no, nothing, or nothing with the respondent left out.
@pytest.mark.parametrize(
    ("as_", "taken", "left_out"), [("no", 0, False), ("interval", None, False), ("missing", None, True)]
)
def test_an_unsure_answer_counts_as_declared(as_, taken, left_out):
    reader = Reader(["yes", "no"])
    unsure = Unsure(reader, [True, False], as_, 1)
    _, found, answered = unsure.read("answer", ["yes", "no"])
    assert answered.all() and unsure.left_out.tolist() == [left_out, False]
    assert np.isnan(found[0]) if taken is None else found[0] == taken


def test_kinds_of_row_are_those_that_numpy_sorts_out():
    rows = np.random.default_rng(2).integers(0, 3, size=(200, 2)).astype(float)
    kinds, codes = np.unique(rows, axis=0, return_inverse=True)
    first, found = distinct(rows)
    assert (rows[first] == kinds).all() and (found == codes.ravel()).all()
