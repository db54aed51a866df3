"""Answers as intervals: every format by hand, yes and no in every dress, zeros, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys

from helpers import valuation as cv

INF = np.inf
CARD = [0, 5, 10, 20]


def bounds(answers):
    return [tuple(row) for row in answers[["lower", "upper"]].itertuples(index=False)]


def test_every_format_by_hand():
    assert bounds(cv.open_ended([50, 0])) == [(50, 50), (0, 0)]
    assert bounds(cv.payment_card([5, 20, 0], CARD)) == [(5, 10), (20, INF), (-INF, 5)]
    assert bounds(cv.single_bounded([10, 10], [1, 0])) == [(10, INF), (-INF, 10)]
    double = cv.double_bounded(10, [1, 1, 0, 0], [20, 20, 5, 5], [1, 0, 1, 0])
    assert bounds(double) == [(20, INF), (10, 20), (5, 10), (-INF, 5)]
    one_and_one_half = cv.one_and_one_half_bounded(
        10, 20, [1, 1, 1, 0, 0, 0], [0, 1, 1, 1, 0, 0], [None, 0, 1, None, 1, 0]
    )
    assert bounds(one_and_one_half) == [(-INF, 10), (10, 20), (20, INF), (20, INF), (10, 20), (-INF, 10)]
    many = pd.DataFrame([[1, 1, 0], [0, None, None], [1, 1, 1]])
    assert bounds(cv.multiple_bounded([5, 10, 20], many)) == [(10, 20), (-INF, 5), (20, INF)]


def test_card_of_the_simulated_population():
    # formats300.csv holds the intervals of its card answers beside the ticks.
    people = surveys.formats300()
    answers = surveys.formats300_answers("card")
    expected = people["card_lower"].where(people["card_lower"] > 0, -INF)
    assert answers["lower"].tolist() == expected.tolist()
    assert answers["upper"].tolist() == people["card_upper"].fillna(INF).tolist()


@pytest.mark.parametrize(
    "answer",
    [
        [True, False, None],
        [1, 0, np.nan],
        [1.0, 0.0, None],
        ["yes", "no", None],
        ["Yes", " NO ", pd.NA],
        pd.Series(["YES", "No", None], dtype="category"),
        pd.Series([True, False, None], dtype="boolean"),
        pd.Series(["yes", "no", None], dtype="string"),
    ],
)
def test_yes_and_no_in_every_dress(answer):
    # DCchoice 0.2.0 documents "Yes"/"No" and compares with 'yes': capitals gave a fit of nothing.
    answers = cv.single_bounded([10, 20, 30], answer)
    assert bounds(answers)[:2] == [(10, INF), (-INF, 20)]
    assert answers.loc[2].isna().all()


def test_a_follow_up_that_was_not_asked_leaves_the_first_answer():
    answers = cv.double_bounded([10, 10, 10], ["yes", "no", None], [20, None, None], [None, None, None])
    assert bounds(answers)[:2] == [(10, INF), (-INF, 10)]
    assert answers.loc[2].isna().all()


def test_zero_settles_what_the_price_left_open():
    answers = cv.payment_card([0, 0, 0, 10, None], CARD, zero=[True, False, None, False, True])
    assert bounds(answers) == [(0, 0), (0, 5), (-INF, 5), (10, 20), (0, 0)]
    assert bounds(cv.single_bounded(10, ["no", "no", "yes"], zero=[True, False, False])) == [(0, 0), (0, 10), (10, INF)]


def test_contradictions_are_set_aside_and_counted():
    people = pd.DataFrame([["no", "yes"], ["yes", "no"]], index=["a", "b"])
    with pytest.warns(UserWarning, match="1 answer"):
        answers = cv.multiple_bounded([5, 10], people)
    assert answers.loc["a"].isna().all() and tuple(answers.loc["b"]) == (5, 10)
    assert answers.attrs["contradictory"] == ["a"]
    with pytest.warns(UserWarning, match="2 answer"):
        answers = cv.open_ended([30, 0, 5], zero=[True, False, False])
    assert answers.attrs["contradictory"] == [0, 1]


def test_row_labels_are_kept():
    people = pd.DataFrame({"bid": [10, 20], "answer": ["yes", "no"]}, index=["r7", "r3"])
    assert cv.single_bounded(people["bid"], people["answer"]).index.tolist() == ["r7", "r3"]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: cv.single_bounded([10], ["maybe"]), "Row 0.*'maybe'.*yes or no"),
        (lambda: cv.single_bounded([10], [2]), "Row 0"),
        (lambda: cv.single_bounded([0], ["yes"]), "Row 0: bid must be an amount above 0"),
        (lambda: cv.single_bounded([None], ["yes"]), "Row 0: bid must be"),
        (lambda: cv.single_bounded([10, 20], ["yes"]), "differ in length"),
        (lambda: cv.single_bounded(pd.Series([1], index=[5]), pd.Series(["yes"])), "different row labels"),
        (lambda: cv.double_bounded([10], ["yes"], [5], ["no"]), "Row 0.*above the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [20], ["no"]), "Row 0.*below the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [None], ["no"]), "Row 0: followup_bid"),
        (lambda: cv.one_and_one_half_bounded(10, 20, [1], ["no"], ["no"]), "Row 0.*settled"),
        (lambda: cv.one_and_one_half_bounded(20, 10, [1], ["no"], [None]), "low must be below high"),
        (lambda: cv.one_and_one_half_bounded(10, 20, [None], ["no"], [None]), "starts_low is missing"),
        (lambda: cv.payment_card([7], CARD), "Row 0: 7 is not on the card; give one of 0, 5, 10, 20"),
        (lambda: cv.payment_card([7], [0, 7, 5]), "The card"),
        (lambda: cv.multiple_bounded([5], pd.DataFrame([[1, 0]])), "one bid a column"),
        (lambda: cv.open_ended(["£50"]), "Row 0: amount is '£50'"),
        (lambda: cv.open_ended([np.inf]), "finite"),
        (lambda: cv.open_ended([True]), "Row 0: amount is 'True'"),
        (lambda: cv.open_ended([5], zero=["yes"]), "zero must be True where nothing would be paid"),
    ],
)
def test_what_cannot_be_read_is_named(build, words):
    with pytest.raises(cv.AnswerError, match=words):
        build()
