"""Answers as intervals: amounts, cards and bounds by hand, zeros, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import optimize, stats

from helpers import valuation as cv

INF = np.inf
CARD = [0, 5, 10, 20]


def bounds(answers):
    return [tuple(row) for row in answers[["lower", "upper"]].itertuples(index=False)]


def test_amounts_and_cards_by_hand():
    assert bounds(cv.open_ended([50, 0])) == [(50, 50), (0, 0)]
    assert bounds(cv.payment_card([5, 20, 0], CARD)) == [(5, 10), (20, INF), (-INF, 5)]


def test_card_of_the_simulated_population():
    # formats300.csv holds the intervals of its card answers beside the ticks.
    people = surveys.formats300()
    answers = surveys.formats300_answers("card")
    expected = people["card_lower"].where(people["card_lower"] > 0, -INF)
    assert answers["lower"].tolist() == expected.tolist()
    assert answers["upper"].tolist() == people["card_upper"].fillna(INF).tolist()


def test_zero_settles_what_the_price_left_open():
    answers = cv.payment_card([0, 0, 0, 10, None], CARD, zero=[True, False, None, False, True])
    assert bounds(answers) == [(0, 0), (0, 5), (-INF, 5), (10, 20), (0, 0)]
    assert bounds(cv.single_bounded(10, ["no", "no", "yes"], zero=[True, False, False])) == [(0, 0), (0, 10), (10, INF)]


def test_a_yes_at_nothing_and_nothing_paid_agree():
    # Who takes it free and would pay nothing is a zero; who would pay nothing and said yes to 5 contradicts it.
    assert bounds(cv.single_bounded(0, [1, 0], zero=[True, True])) == [(0, 0), (0, 0)]
    assert bounds(cv.payment_card([0], [-10, 0, 10], zero=[True])) == [(0, 0)]
    with pytest.warns(UserWarning, match="1 answer"):
        assert cv.single_bounded(5, [1], zero=[True]).isna().all(axis=None)


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


@pytest.mark.slow
def test_a_missing_bound_is_an_open_end_where_it_is_said_to_be():
    # As Stata's intreg and R's survival with type "interval2" read it: 135 answers, 75 of them with one bound missing.
    rows = [(20, 40, 30), (10, 20, 15), (40, 80, 15), (80, None, 25), (40, None, 20), (None, 10, 12), (None, 20, 18)]
    half = pd.DataFrame([row[:2] for row in rows for _ in range(row[2])], columns=["lower", "upper"], dtype=float)
    answers = cv.from_interval2(half["lower"], half["upper"])
    assert bounds(answers)[60:] == [(80, INF)] * 25 + [(40, INF)] * 20 + [(-INF, 10)] * 12 + [(-INF, 20)] * 18
    # The likelihood written out with scipy's normal distribution.
    low, high = np.log(half["lower"].fillna(0.0).clip(1e-300)), np.log(half["upper"].fillna(1e300))

    def minus(params):
        shares = stats.norm.cdf(high, params[0], np.exp(params[1])) - stats.norm.cdf(low, params[0], np.exp(params[1]))
        return -np.log(shares).sum()

    fit = cv.fit(answers, "log-normal")
    found = optimize.minimize(minus, [3.5, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10})
    assert (fit.nobs, fit.missing_answers) == (135, 0)
    assert (fit.params["Intercept"], fit.llf) == pytest.approx((found.x[0], -found.fun), rel=1e-7)
    for estimate in (cv.fit, cv.turnbull, cv.kristrom):
        with pytest.raises(cv.FitError, match=r"75 rows \(60: \[80, nan\), .*…\): one bound .*from_interval2"):
            estimate(half)
    assert bounds(cv.from_interval2([5, None, 1.0], [5, None, INF]))[::2] == [(5, 5), (1, INF)]
    assert cv.from_interval2([None], [None]).isna().all(axis=None)


def test_rows_without_bounds_are_counted_wherever_they_are_left_out():
    answers = cv.payment_card([5, 10, 0, 20, None, None, 10], CARD)
    fit, steps, lines = cv.fit(answers), cv.turnbull(answers), cv.kristrom(answers)
    assert fit.missing_answers == steps.missing_answers == lines.missing_answers == 2
    assert "2 without an answer" in fit.summary()
    assert "2 without bounds" in repr(steps) and "2 answers without bounds" in repr(lines)
    assert steps.means()["missing_answers"].tolist() == [2, 2, 2]


def test_negative_amounts():
    # On the real line amounts like others, on a positive distribution no lower bound, or a known zero.
    card = [-20, -10, 0, 10, 20]
    answers = cv.payment_card([-20, -10, 0, 20, 10], card)
    assert bounds(answers) == [(-20, -10), (-10, 0), (0, 10), (20, INF), (10, 20)]
    assert bounds(cv.open_ended([-5])) == [(-5, -5)]
    assert cv.fit(answers, "normal").nobs == 5
    with pytest.raises(cv.FitError, match=r"2 answer\(s\) are of at most 0"):
        cv.fit(answers, "log-normal")
    clipped = pd.DataFrame({"lower": [0, 0, 0, 20.0, 10], "upper": [0, 0, 10, INF, 20]})
    for zeros in (1.0, "spike"):
        negative, positive = (cv.fit(each, "log-normal", zeros=zeros) for each in (answers, clipped))
        assert negative.llf == pytest.approx(positive.llf, rel=1e-12)
    straddling = pd.DataFrame({"lower": [-10.0, 5, 10, 20], "upper": [10.0, 10, 20, INF]})
    open_below = straddling.assign(lower=[-INF, 5, 10, 20])
    assert cv.fit(straddling).llf == pytest.approx(cv.fit(open_below).llf, rel=1e-12)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: cv.payment_card([7], CARD), "Row 0, 7: chosen is not on the card; give one of 0, 5, 10, 20"),
        (lambda: cv.payment_card([7, 5, 8], CARD), r"2 rows \(0: 7, 2: 8\): chosen is not on the card"),
        (lambda: cv.payment_card([7], [0, 7, 5]), "The card"),
        (lambda: cv.payment_card([10], [0, 10, 10, 20]), "each above the one before"),
        (lambda: cv.payment_card([10], [0, 10, np.inf]), "two or more finite amounts"),
        (lambda: cv.payment_card([10], [10]), "two or more finite amounts"),
        (lambda: cv.payment_card([10], [[10, 20], [30, 40]]), "two or more finite amounts"),
        (lambda: cv.open_ended(["£50"]), "Row 0, '£50': amount must be a finite number"),
        (lambda: cv.open_ended([np.inf]), "finite"),
        (lambda: cv.open_ended([True]), "Row 0, 'True': amount"),
        (lambda: cv.open_ended(["?"] * 12), r"12 rows \(0: '\?', .*9: '\?', …\): amount"),
        (lambda: cv.open_ended([5], zero=["yes"]), "zero must be True where nothing would be paid"),
        (lambda: cv.from_interval2([5, 9], [1, 2]), r"2 rows \(0: 5 to 1, 1: 9 to 2\): the lower bound is above"),
        (lambda: cv.from_interval2([np.inf], [None]), "Row 0, 'inf': lower must be a finite number"),
    ],
)
def test_what_cannot_be_read_is_named(build, words):
    with pytest.raises(cv.AnswerError, match=words):
        build()


def test_a_card_of_two_amounts():
    # Between the two, and from the upper one on: nothing else can be ticked.
    found = cv.payment_card([10, 25, 10, 10], [10, 25])
    assert found["lower"].tolist() == [10, 25, 10, 10] and found["upper"].tolist() == [25, np.inf, 25, 25]


@pytest.mark.parametrize(
    "build", [lambda: cv.open_ended(5), lambda: cv.single_bounded(10, True), lambda: cv.payment_card(10, [5, 10])]
)
def test_one_answer_is_no_column(build):
    with pytest.raises(cv.AnswerError, match="One value is no column of answers; give a list"):
        build()
