"""What a declaration may say of the next survey."""

import pytest

from helpers.study import InputError, load
from helpers.study.planned import plan

DECLARED = {"half_width": 10, "scale": 0.5, "precision": 0.2, "misplaced": 2, "response": 0.5}


def test_a_population_is_optional():
    assert plan(DECLARED).population is None
    assert plan(DECLARED | {"population": 400}).population == 400


@pytest.mark.parametrize("change", [{"half_width": 0}, {"scale": -1}, {"response": 0}, {"misplaced": float("nan")}])
def test_what_is_planned_for_lies_above_nothing(change):
    [key] = change
    with pytest.raises(InputError, match=rf"planning.{key} is .* above 0"):
        plan(DECLARED | change)


def test_more_than_everybody_cannot_answer():
    with pytest.raises(InputError, match=r"planning.response is 1.5; give a share of at most 1"):
        plan(DECLARED | {"response": 1.5})


def test_another_plan_changes_the_page_and_no_respondent():
    study = load(half_width=5)
    assert study.changes == "half-width 10 to 5"
    assert not study.made_anew
