"""Sample sizes beside values computed apart, closed forms and quadrature."""

import numpy as np
import pytest
from planning_rows import design, numbers, rows
from scipy import integrate, stats

from helpers import planning
from helpers.study import InputError


def found(topic, what):
    """What we make of one row."""
    given = numbers(what)
    if topic == "n for the mean":
        return planning.mean(*given)
    if topic == "n for the mean, t quantile":
        return planning.mean_by_t(*given)
    if topic == "n for the mean, finite population":
        return planning.mean(*given[:2], population=given[2])
    if topic == "n for the mean, relative":
        return planning.mean(given[0], given[1] / 100)
    if topic.startswith("half-width at"):
        return planning.half_width(given[0], numbers(topic)[0])
    if topic == "n for the median":
        return planning.median(given[0], given[1] / 100, design(what.split("%, ")[1]))
    return planning.detectable(*map(int, given))


@pytest.mark.parametrize("row", **rows(("n for", "half-width", "power")))
def test_every_row_of_the_reference(row):
    assert found(row.topic, row.what) == pytest.approx(row.value, rel=1e-8)


# Cohen (1988), table 2.4.1: 64 in each group find half a standard deviation with power .80, two-sided .05.
def test_power_of_two_groups():
    assert planning.power(0.5, 64, 64) == pytest.approx(0.80, abs=0.005)
    assert planning.detectable(64, 64) == pytest.approx(0.5, abs=0.005)


def test_the_median_is_as_precise_as_planned():
    bid = planning.single_bounded(0.0)
    n = planning.median(0.5, 0.2, bid)
    assert planning.median_precision(0.5, n, bid) <= 0.2 < planning.median_precision(0.5, n - 1, bid)


def test_more_respondents_tell_more():
    sizes = np.arange(10, 400, 7)
    assert (np.diff([planning.half_width(58, n) for n in sizes]) < 0).all()
    assert (np.diff([planning.value_of_information(n, 58, 60, 10, 50, 500) for n in sizes]) > 0).all()
    assert planning.value_of_information(0, 58, 60, 10, 50, 500) == 0


# Perfect information is worth E|max(W - fee, 0)| - max(E W - fee, 0): here by quadrature of the prior.
def test_value_of_information_tends_to_that_of_knowing():
    gain = integrate.quad(lambda w: (w - 50) * stats.norm.pdf(w, 60, 10), 50, 160)[0] - 10
    assert planning.value_of_information(1e12, 58, 60, 10, 50, 1) == pytest.approx(gain, rel=1e-7)


def test_the_best_n_is_better_than_its_neighbours():
    arguments = {"sd": 58, "expected": 58, "doubt": 20, "fee": 50, "payers": 500}
    n, gain = planning.worth_asking(**arguments, fixed=1000, per_answer=20)
    for other in (n - 1, n + 1):
        assert planning.value_of_information(other, **arguments) - 1000 - 20 * other <= gain
    assert planning.worth_asking(**arguments, fixed=10**7, per_answer=20) == (0, 0.0)


# By hand: of normal amounts the planned n reaches the planned half-width about half the time.
def test_a_declared_chance_asks_for_more():
    half, most = (planning.mean_with_chance(58, 10, chance) for chance in (0.5, 0.9))
    assert planning.mean(58, 10) <= half < most
    # By hand: two answers are as close together as one likes with some small chance.
    assert planning.mean_with_chance(58, 40, 0.01) == 2


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: planning.mean(-1, 10), "spread is -1"),
        (lambda: planning.mean(58, 0), "half width is 0"),
        (lambda: planning.mean(58, 10, population=0), "population is 0"),
        (lambda: planning.mean_with_chance(58, 10, 1), "chance is 1"),
        (lambda: planning.mean_with_chance(58, 0, 0.5), "half width is 0"),
        (lambda: planning.mean_by_t(58, -2), "half width is -2"),
        (lambda: planning.detectable(1, 9), "at least two respondents"),
        (lambda: planning.quantile(1), "level is 1"),
        (lambda: planning.detectable(9, 9, power_wanted=0.01), "power is 0.01"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(call, says):
    with pytest.raises(InputError, match=says):
        call()
