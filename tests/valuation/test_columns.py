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


def test_numbers_are_read_from_whatever_holds_them():
    # A scalar stretches; words that are numbers, counts and missing values of pandas are numbers; one end may be open.
    reader = Reader(pd.Series([1, 2, 3]))
    for values, expected in {
        "a scalar": (7, [7, 7, 7]), "words": (["1", "2.5", None], [1, 2.5, np.nan]),
        "counts": (pd.Series([1, None, 3], dtype="Int64"), [1, np.nan, 3]), "missing": ([pd.NA, 2, 3], [np.nan, 2, 3]),
    }.values():  # fmt: skip
        found = reader.numbers("amount", values)
        assert found.dtype == float
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(reader.numbers("amount", [1, np.inf, 2], open_end=np.inf), [1, np.inf, 2])
    reader.check()
    for wrong in ([True, 1, 2], [1, -np.inf, 2], pd.Series([True, False, True]), [np.True_, 1, 2]):
        other = Reader([1, 2, 3])
        assert np.isnan(other.numbers("amount", wrong, open_end=np.inf)).any()
        with pytest.raises(AnswerError, match="amount must be a finite number"):
            other.check()


def test_a_bid_is_missing_only_where_somebody_was_asked():
    reader = Reader([10, None, None])
    np.testing.assert_array_equal(
        reader.bids("bid", [10, None, None], np.array([True, False, False])), [10, np.nan, np.nan]
    )
    reader.check()
    reader.bids("bid", [10, None, None], np.array([True, False, True]))
    with pytest.raises(AnswerError, match=r"^Row 2: bid is missing"):
        reader.check()


def test_one_value_is_no_column_and_a_frame_gives_the_labels():
    with pytest.raises(AnswerError, match="One value is no column"):
        Reader(5, None, "yes")
    assert Reader([1, 2], pd.Series([1, 2], index=["a", "b"]), 3).index.tolist() == ["a", "b"]
    assert Reader(pd.DataFrame({"x": [1, 2]}, index=[7, 8])).index.tolist() == [7, 8]
    assert Reader([1, 2]).index.tolist() == [0, 1]


def test_who_would_pay_nothing_is_true_or_false():
    reader = Reader([1, 2, 3])
    nothing, something = reader.known_zeros([True, False, None])
    assert nothing.tolist() == [True, False, False] and something.tolist() == [False, True, False]
    for mask in reader.known_zeros(None):
        assert mask.dtype == bool and mask.tolist() == [False] * 3
    with pytest.raises(AnswerError, match="zero must be True"):
        reader.known_zeros([True, "no", None])


@pytest.mark.parametrize(
    ("uncertain", "as_", "words"),
    [
        (None, "no", "go together"),
        ([True, False], None, "go together"),
        ([True, False], "maybe", "go together"),
        ([True, "x"], "no", "must say True or False of every answer"),
        ([True, None], "no", "must say True or False of every answer"),
        ([True], "no", "must say True or False of every answer"),
        (np.ones((2, 3), dtype=bool), "no", "must say True or False of every answer"),
        (pd.Series([True, False], index=[5, 6]), "no", "different row labels"),
    ],
)
def test_what_is_unsure_is_said_of_every_answer(uncertain, as_, words):
    with pytest.raises(AnswerError, match=words):
        Unsure(Reader(["yes", "no"]), uncertain, as_, 2)


def test_unsure_answers_by_word_and_by_question():
    # A word for unsure is none where nothing was said; a mask of one column is for every question.
    said = pd.Series([" Maybe", "yes", None, 1], dtype=object)
    for words in ("maybe ", ["MAYBE"]):
        unsure = Unsure(Reader(said), words, "interval", 1)
        found, taken, answered = unsure.read("answer", said)
        np.testing.assert_array_equal(found, [np.nan, 1, np.nan, 1])
        np.testing.assert_array_equal(taken, [np.nan, 1, np.nan, 1])
        assert answered.tolist() == [True, True, False, True] and unsure.rows.tolist() == [True, False, False, False]
    by_question = Unsure(Reader([1, 1]), [[True, False], [False, False]], "no", 2)
    assert by_question.read("first", [1, 1], 0)[1].tolist() == [0, 1]
    assert by_question.read("second", [1, 1], 1)[1].tolist() == [1, 1]
    assert by_question.rows.tolist() == [True, False] and not by_question.left_out.any()
    every = Unsure(Reader([1, None]), [True, True], "missing", 2)
    for place in (0, 1):
        assert every.read("either", [1, None], place)[2].tolist() == [True, False]
    assert every.left_out.tolist() == [True, False]


def test_kinds_of_rows_with_missing_values_are_kinds_too():
    rows = np.array([[1.0, np.nan], [np.nan, 2], [1, np.nan], [0, 5]])
    first, codes = distinct(rows)
    assert codes[0] == codes[2] and len(set(codes)) == 3 and sorted(first) == [0, 1, 3]
    assert codes[first].tolist() == [0, 1, 2] and rows[first[0], 0] == 0
