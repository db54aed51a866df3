"""Assumptions about invented respondents, and the published average, as declared."""

from dataclasses import replace

import pytest

from helpers.study import InputError, load
from helpers.study.invented import average, facts, invented

STUDY = load()
AVERAGE = {"mean": 58, "averaged": 54, "price": 100, "lower_price": 50, "cap": 200, "protests": 5}
INVENTED = {
    "respondents": 10,
    "spread": 70,
    "heaping": 0.8,
    "cap": 400,
    "unanswered": 1,
    "without_reason": 1,
    "answers": {"zero_reason": [0] * len(STUDY.questions["zero_reason"].options), "trained": [7, 3]},
}


def test_the_published_average_is_declared_as_printed():
    # Lancet 2022; 400: S79: an average of 58 pounds, n = 54.
    assert (STUDY.average.mean, STUDY.average.averaged) == (58, 54)
    assert average(AVERAGE).price == 100


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mean": -1}, "average.mean is -1; give a number of at least 0."),
        ({"protests": 54}, "average.averaged is 54; give more than the protests among them."),
        ({"averaged": 54.5}, "key 'averaged' in average is 54.5"),
    ],
)
def test_a_slip_in_the_average_is_named(changed, sentence):
    with pytest.raises(InputError) as error:
        average(AVERAGE | changed)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"spread": -70}, "invented.spread is -70; give a number of at least 0."),
        ({"zeros": -0.1}, "invented.zeros is -0.1"),
        ({"answers": {"trained": [7, 3]}}, "invented.answers leaves out 'zero_reason'"),
        ({"answers": {"trained": [7]}}, "has 1 counts that add up to 7; give one for each of 2 options"),
        ({"answers": {"trained": [7, 4]}}, "add up to 11; give one for each of 2 options, adding up to at most 10."),
        ({"answers": {"trained": [7, -1]}}, "is [7, -1]; give a list of whole numbers of at least 0."),
        ({"answers": {"colour": [1]}}, "a question of invented.answers is 'colour'; use one of"),
    ],
)
def test_a_slip_in_the_assumptions_is_named(changed, sentence):
    with pytest.raises(InputError) as error:
        invented(INVENTED | changed, STUDY.questions)
    assert sentence in str(error.value)


def test_zeros_are_counted_by_how_their_reason_is_read():
    codes = {"a": "true zero", "b": "protest", "c": "unclear", "d": "protest"}
    declared = invented(INVENTED, STUDY.questions)
    counted = replace(declared, answers={"zero_reason": (2, 1, 0, 3)}, without_reason=1)
    # By hand: two true zeros; 1 + 3 protests; one without a reason is unclear.
    assert counted.zeros_by_class(codes) == {"true zero": 2, "protest": 4, "unclear": 1}
    # A tenth of 10 protest, so that 8 amounts are averaged, half of them zero: 4, a third of them unclear as above.
    shares = replace(counted, zeros=0.5, protests=0.1)
    assert shares.zeros_by_class(codes) == {"true zero": 3, "protest": 1, "unclear": 1}


def test_statements_of_assumptions_name_what_is_declared():
    named = facts({"average": STUDY.average, "invented": STUDY.invented}, STUDY.card, STUDY.questions)
    assert (named["mean"], named["averaged"], named["respondents"]) == ("58", "54", "54")
    assert (named["steps"], named["lowest"], named["highest"]) == ("12", "5", "300")
    zeros = [int(named[f"{kind}_zeros"]) for kind in ("true", "protest", "unclear")]
    assert sum(zeros) == int(named["nothing"])
    assert facts({"average": None, "invented": None}, (), STUDY.questions) == {}
