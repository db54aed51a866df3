"""Populations with the published mean: what holds of every one of them, and what cells of the grid are empty."""

import pytest

from helpers import synthetic
from helpers.study import load
from helpers.wtp.scenarios import ESTIMATORS, scenarios

ASSUMED = synthetic.assumptions(load())


def test_each_estimator_is_what_its_name_says():
    # Question, distribution if there is one, treatment of its zeros, and the class of what is estimated.
    told = {name: (e.question, e.estimator, e.zeros, e.estimand) for name, e in ESTIMATORS.items()}
    assert told == {
        "median of amounts": ("open-ended", "amounts", "none", "median"),
        "trimmed mean": ("open-ended", "amounts", "none", "trimmed mean"),
        "card, lower bound": ("payment card", "tick", "none", "lower bound"),
        "card, midpoints": ("payment card", "midpoint", "none", "mean"),
        "log-normal, spike": ("open-ended", "log-normal", "spike", "mean"),
        "log-normal, zeros at most 5": ("open-ended", "log-normal", "at most 5", "mean"),
        "card, log-normal, spike": ("payment card", "log-normal", "spike", "mean"),
        "card, log-normal, truncated": ("payment card", "log-normal", "spike", "truncated mean"),
    }


@pytest.mark.slow
def test_a_cell_is_full_or_says_why_not():
    ratios, impossible = scenarios(ASSUMED, (30, 73), (0.0, 0.3), (0.0, 0.9), 2)
    assert len(ratios) + len(ESTIMATORS) * len(impossible) == 8 * len(ESTIMATORS)
    for why in impossible.loc[(30, 0.3), "why"]:
        assert "30 % zeros force a standard deviation of at least" in why
    assert (ratios["lowest"] <= ratios["median"]).all() and (ratios["median"] <= ratios["highest"]).all()


@pytest.mark.slow
def test_estimators_stray_as_a_longer_simulation_found():
    # reference/planning/population_grid.csv, SD of all 58 and 20 % zeros, each mean 58, 4,000 samples. Here the
    # card has slips, mostly upwards, and n is 46: a tenth either side.
    ratios, _ = scenarios(ASSUMED, (58,), (0.2,), (0.0,), 12)
    found = ratios["median"].droplevel([0, 1, 2])
    expected = {"card, lower bound": 0.845, "card, midpoints": 1.016, "log-normal, spike": 1.003}
    for name, ratio in {**expected, "median of amounts": 0.808}.items():
        assert found[name] == pytest.approx(ratio, abs=0.1)
