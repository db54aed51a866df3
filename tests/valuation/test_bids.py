"""Answers to bids as intervals: every format by hand, yes and no in every dress, unsure answers, what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import valuation as cv

INF = np.inf


def bounds(answers):
    return [tuple(row) for row in answers[["lower", "upper"]].itertuples(index=False)]


def test_every_format_by_hand():
    assert bounds(cv.single_bounded([10, 10], [1, 0])) == [(10, INF), (-INF, 10)]
    double = cv.double_bounded(10, [1, 1, 0, 0], [20, 20, 5, 5], [1, 0, 1, 0])
    assert bounds(double) == [(20, INF), (10, 20), (5, 10), (-INF, 5)]
    one_and_one_half = cv.one_and_one_half_bounded(
        10, 20, [1, 1, 1, 0, 0, 0], [0, 1, 1, 1, 0, 0], [None, 0, 1, None, 1, 0]
    )
    assert bounds(one_and_one_half) == [(-INF, 10), (10, 20), (20, INF), (20, INF), (10, 20), (-INF, 10)]
    many = pd.DataFrame([[1, 1, 0], [0, None, None], [1, 1, 1]])
    assert bounds(cv.multiple_bounded([5, 10, 20], many)) == [(10, 20), (-INF, 5), (20, INF)]


def test_price_list_from_below_zero():
    # Price differences from -20 to 20, and a good that would be taken free or would not.
    prices = pd.DataFrame([[1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
    assert bounds(cv.multiple_bounded([-20, -10, 0, 10, 20], prices)) == [(0, 10), (-20, -10), (-INF, -20)]
    assert bounds(cv.single_bounded(0, [1, 0])) == [(0, INF), (-INF, 0)]
    assert bounds(cv.double_bounded(0, [1, 0], [10, -10], [0, 1])) == [(0, 10), (-10, 0)]


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


def test_follow_ups_on_the_wrong_side_say_what_they_say():
    # Yes at 45 and yes at 43 is at least 45; no at 20 and no at 25 below 20; yes at 45 and no at 43 contradict.
    asked = [45, 20, 45, 30], [1, 0, 1, 1], [43, 25, 43, 50], [1, 0, 0, 0]
    with pytest.raises(
        cv.AnswerError, match=r"2 rows \(0, 2\): the follow-up to a yes.*\n.*Row 1: the follow-up to a no"
    ):
        cv.double_bounded(*asked)
    with pytest.warns(UserWarning) as warned:
        answers = cv.double_bounded(*asked, wrong_side="use")
    assert bounds(answers)[:2] == [(45, INF), (-INF, 20)] and bounds(answers)[3] == (30, 50)
    assert answers.loc[2].isna().all()
    assert answers.attrs["wrong_side"] == [0, 1, 2] and answers.attrs["contradictory"] == [2]
    assert [str(each.message)[:2] for each in warned] == ["3 ", "1 "]
    with pytest.warns(UserWarning):
        assert cv.double_bounded(10, [1], 10, [0], wrong_side="use").isna().all(axis=None)


def test_all_faults_of_all_rows_at_once():
    with pytest.raises(cv.AnswerError) as refused:
        cv.double_bounded(["x", 10, None, 10], [1, 1, 1, "maybe"], [20, 5, 20, 20], [1, 1, 1, None])
    assert str(refused.value).split("\n") == [
        "Row 3, 'maybe': first is neither yes nor no; use yes or no in any case, True or False, 1 or 0, or leave it "
        "missing; declare others with uncertain=.",
        "Row 2: bid is missing; give the amount wherever there is an answer.",
        "Row 0, 'x': bid must be a finite number, or missing.",
        "Row 1: the follow-up to a yes must be above the first bid; correct it, or keep what it still says with "
        "wrong_side='use'.",
    ]


@pytest.mark.parametrize(
    ("as_", "expected"),
    [
        ("no", [(10, INF), (-INF, 10), (-INF, 10), (-INF, 10)]),
        ("interval", [(10, INF), (-INF, INF), (-INF, INF), (-INF, 10)]),
        ("missing", [(10, INF), None, None, (-INF, 10)]),
    ],
)
def test_unsure_answers_are_what_they_are_declared_to_be(as_, expected):
    # By words, or by a mask of the respondents, as from a certainty scale.
    words = cv.single_bounded(
        10, ["yes", "not sure", "Probably Yes", "no"], uncertain=["not sure", "probably yes"], as_=as_
    )
    mask = cv.single_bounded(10, ["yes", "no", "yes", "no"], uncertain=[False, True, True, False], as_=as_)
    for answers in (words, mask):
        found = [None if np.isnan(low) else (low, high) for low, high in bounds(answers)]
        assert found == expected and answers.attrs["uncertain"] == [1, 2]


def test_polychotomous_answers_of_several_questions():
    # Welsh and Poe (1998): definitely yes to 5, probably yes to 10, not sure at 20, definitely no to 40.
    words = pd.DataFrame([["definitely yes", "probably yes", "not sure", "definitely no"]])
    unsure, bids = ["probably yes", "not sure", "probably no"], [5, 10, 20, 40]
    assert bounds(cv.multiple_bounded(bids, words, uncertain=unsure, as_="interval")) == [(5, 40)]
    assert bounds(cv.multiple_bounded(bids, words, uncertain=unsure, as_="no")) == [(5, 10)]
    assert bounds(cv.multiple_bounded(bids, words, uncertain="not sure", as_="no")) == [(10, 20)]
    assert cv.multiple_bounded(bids, words, uncertain=unsure, as_="missing").isna().all(axis=None)
    second = cv.double_bounded(10, ["yes"], 20, ["not sure"], uncertain="not sure", as_="interval")
    assert bounds(second) == [(10, INF)]
    by_question = cv.double_bounded(10, [1, 1], 20, [1, 1], uncertain=[[False, True], [True, False]], as_="interval")
    assert bounds(by_question) == [(10, INF), (20, INF)]
    half = cv.one_and_one_half_bounded(10, 20, [1], [1], ["not sure"], uncertain="not sure", as_="no")
    assert bounds(half) == [(10, 20)]
    # A question that was not asked is not an unsure answer.
    assert bounds(cv.double_bounded(10, [0], None, [None], uncertain=[True], as_="interval")) == [(-INF, INF)]


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: cv.single_bounded([10], ["maybe"]), "Row 0.*'maybe'.*yes or no"),
        (lambda: cv.single_bounded([10], [2]), "Row 0"),
        (lambda: cv.single_bounded([None], ["yes"]), "Row 0: bid is missing"),
        (lambda: cv.single_bounded([10, 20], ["yes"]), "differ in length"),
        (lambda: cv.single_bounded(pd.Series([1], index=[5]), pd.Series(["yes"])), "different row labels"),
        (lambda: cv.single_bounded(10, ["not sure"], uncertain="unsure", as_="no"), "Row 0, 'not sure'"),
        (lambda: cv.single_bounded(10, ["yes"], uncertain=[True]), "go together"),
        (lambda: cv.single_bounded(10, ["yes"], uncertain=[True], as_="yes"), "'no', 'missing' or 'interval'"),
        (lambda: cv.single_bounded(10, ["yes"], uncertain=[None], as_="no"), "True or False of every answer"),
        (lambda: cv.double_bounded([10], ["yes"], [5], ["no"]), "Row 0.*above the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [20], ["no"]), "Row 0.*below the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [None], ["no"]), "Row 0: followup_bid is missing"),
        (lambda: cv.double_bounded([10], ["yes"], [10], ["no"]), "the follow-up to a yes must be above the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [10], ["no"]), "the follow-up to a no must be below the first bid"),
        (lambda: cv.double_bounded([10], ["no"], [5], ["no"], wrong_side="keep"), "'refuse' or 'use'"),
        (lambda: cv.one_and_one_half_bounded(10, 20, [1], ["no"], ["no"]), "Row 0.*settled"),
        (lambda: cv.one_and_one_half_bounded(20, 10, [1], ["no"], [None]), "low must be below high"),
        (lambda: cv.one_and_one_half_bounded(10, 20, [None], ["no"], [None]), "starts_low is missing"),
        (lambda: cv.multiple_bounded([5], pd.DataFrame([[1, 0]])), "one finite bid a column"),
    ],
)
def test_what_cannot_be_read_is_named(build, words):
    with pytest.raises(cv.AnswerError, match=words):
        build()


# ---------------------------------------------------------------------- properties of the constructors, for any answers

AMOUNTS = st.sampled_from([-20.0, -1.0, 0.0, 1.0, 5.0, 20.0])
SAID = st.sampled_from([True, False, None])


def holds(answers, row, amount):
    """Whether an amount lies in the interval of a row."""
    low, high = answers[["lower", "upper"]].iloc[row]
    return low <= amount < high or low == amount == high


@pytest.mark.long
@given(st.lists(st.tuples(AMOUNTS, st.floats(-50, 50)), min_size=1, max_size=6))
def test_an_amount_lies_in_the_interval_of_its_single_answer(asked):
    bid, amount = (np.array(column) for column in zip(*asked, strict=True))
    answers = cv.single_bounded(bid, amount >= bid)
    assert all(holds(answers, row, each) for row, each in enumerate(amount))


@pytest.mark.long
@given(AMOUNTS, st.sampled_from([0.5, 3.0, 30.0]), st.floats(-60, 60), st.booleans())
def test_an_amount_lies_in_the_interval_of_two_answers(bid, gap, amount, starts_low):
    followup = bid + gap if amount >= bid else bid - gap
    answers = cv.double_bounded([bid], [amount >= bid], [followup], [amount >= followup])
    assert holds(answers, 0, amount)
    first = amount >= (bid if starts_low else bid + gap)
    second = [None] if first != starts_low else [amount >= (bid + gap if starts_low else bid)]
    answers = cv.one_and_one_half_bounded([bid], [bid + gap], [starts_low], [first], second)
    assert holds(answers, 0, amount)


@pytest.mark.long
@given(st.lists(AMOUNTS, min_size=2, max_size=6, unique=True), st.floats(-60, 60), st.data())
def test_an_amount_lies_in_the_interval_of_a_list_or_card(amounts, amount, data):
    said = [amount >= bid for bid in amounts]
    asked = [data.draw(st.booleans()) for _ in amounts]
    row = pd.DataFrame([[each if ask else None for each, ask in zip(said, asked, strict=True)]])
    listed = cv.multiple_bounded(amounts, row)
    assert holds(listed, 0, amount) if any(asked) else listed.isna().all(axis=None)
    card = sorted(amounts)
    if amount >= card[0]:
        assert holds(cv.payment_card([max(each for each in card if each <= amount)], card), 0, amount)
    assert holds(cv.open_ended([amount]), 0, amount)


@pytest.mark.long
@given(st.lists(st.tuples(AMOUNTS, SAID, SAID, AMOUNTS), min_size=1, max_size=6))
@pytest.mark.filterwarnings("ignore:.*answer.s. contradict:UserWarning", "ignore:.*follow-up:UserWarning")
def test_every_pair_of_answers_is_an_interval_or_counted(asked):
    bid, first, second, followup = zip(*asked, strict=True)
    answers = cv.double_bounded(bid, first, followup, second, wrong_side="use")
    missing = answers.isna().all(axis=1)
    assert (answers["lower"] < answers["upper"])[~missing].all()
    unanswered = {row for row, said in enumerate(first) if said is None}
    assert set(np.flatnonzero(missing)) == unanswered | set(answers.attrs["contradictory"])
    swapped = cv.from_interval2(answers["lower"], answers["upper"])
    pd.testing.assert_frame_equal(swapped[~missing], answers[~missing])


@pytest.mark.long
@given(st.lists(st.tuples(AMOUNTS, st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_an_unsure_answer_never_says_more_than_a_sure_one(asked):
    bid, said, unsure = (list(column) for column in zip(*asked, strict=True))
    sure = cv.single_bounded(bid, said)
    wide = cv.single_bounded(bid, said, uncertain=unsure, as_="interval")
    assert ((wide["lower"] <= sure["lower"]) & (wide["upper"] >= sure["upper"])).all()
    left = cv.single_bounded(bid, said, uncertain=unsure, as_="missing")
    assert (
        left["lower"].isna().tolist()
        == unsure
        == cv.single_bounded(bid, said, uncertain=unsure, as_="no")["upper"].where(unsure).notna().tolist()
    )


@pytest.mark.slow
@given(st.lists(st.one_of(AMOUNTS, st.just("five"), st.just(float("inf")), st.just(True)), min_size=1, max_size=12))
def test_every_unreadable_row_is_counted(values):
    wrong = [place for place, value in enumerate(values) if not isinstance(value, float) or np.isinf(value)]
    if not wrong:
        assert len(cv.open_ended(values)) == len(values)
        return
    with pytest.raises(cv.AnswerError) as refused:
        cv.open_ended(values)
    named = f"Row {wrong[0]}" if len(wrong) == 1 else f"{len(wrong)} rows ({wrong[0]}"
    assert str(refused.value).startswith(named)


@pytest.mark.parametrize(
    "build",
    [
        lambda said, **options: cv.single_bounded(10, said, **options),
        lambda said, **options: cv.double_bounded(10, said, 20, [None] * 3, **options),
        lambda said, **options: cv.one_and_one_half_bounded(10, 20, [0, 0, 0], said, [None] * 3, **options),
        lambda said, **options: cv.multiple_bounded([10], pd.DataFrame({"ten": said}), **options),
    ],
)
def test_unsure_respondents_are_listed_by_their_labels(build):
    said = pd.Series(["yes", "maybe", "yes"], index=["a", "b", "c"])
    assert build(said, uncertain="maybe", as_="no").attrs["uncertain"] == ["b"]
    assert "uncertain" not in build(said.replace("maybe", "yes")).attrs
