"""Designs of questions beside values computed apart and closed forms."""

import re

import numpy as np
import pytest
from planning_rows import design, numbers, rows

from helpers import planning
from helpers.study import InputError


def declared_card(median, scale):
    amounts = [5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300]
    return planning.Design("card", ((1.0, tuple(np.log(np.divide(amounts, median)) / scale)),))


def found(topic, what):
    """What we make of one row."""
    given = numbers(what)
    if topic in ("information", "information, card"):
        return planning.information(design(what))[0, 0]
    if topic == "information, declared card":
        return planning.information(declared_card(*given))[0, 0]
    if topic == "D-optimal":
        name = next((n for n in planning.d_optimal() if what.startswith(n.removesuffix("-bounded"))), "single-bounded")
        return planning.d_optimal("normal" if "probit" in what else "logistic")[name].routes[-1][1][-1]
    if topic.startswith("variance ratio"):
        one, other = re.sub(r"^s [\d.]+, ", "", what).split(" over ")
        shift = np.log(2) / given[0] if "off by two" in topic else 0.0
        return planning.variance_ratio(design(one), design(other), shift)
    ratio, scale, name = 2.0, given[0], what.split(", ", 1)[1]
    if topic.endswith("efficiency"):
        return planning.efficiency(design(name), np.log(ratio) / scale)
    criterion = {"median": planning.SCALE_ESTIMATED, "known": planning.SCALE_KNOWN, "D": planning.D}[topic.split()[-1]]
    return planning.loss(design(name), criterion, ratio, scale)


# Losses of the D-optimal bids are of bids rounded to ten digits there.
@pytest.mark.parametrize("row", **rows(("information", "D-optimal", "variance ratio", "prior median")))
def test_every_row_of_the_reference(row):
    assert found(row.topic, row.what) == pytest.approx(row.value, rel=1e-8)


# (1 - 1/k^2)/3: the information of k equal cells under logistic errors; an open amount has 1/3.
@pytest.mark.parametrize("cells", [2, 3, 5, 7, 20, 60])
def test_information_of_a_card_of_equal_cells(cells):
    assert planning.information(planning.card(cells))[0, 0] == pytest.approx((1 - 1 / cells**2) / 3, rel=1e-12)


# Normal errors: a single bid at the median tells 2/pi of what an open amount tells (textbook: the probit at zero).
def test_normal_errors():
    ratio = planning.variance_ratio(planning.open_ended(), planning.single_bounded(0.0), errors="normal")
    assert ratio == pytest.approx(2 / np.pi)
    # Cells without end become the open amount, for location and log scale.
    fine = planning.Design("fine", ((1.0, tuple(np.linspace(-7, 7, 20001))),))
    assert planning.information(fine, errors="normal") == pytest.approx(np.diag([1.0, 2.0]), abs=1e-5)


# Published in the brief of the robust design: bids 0 and +-2.0445, weights .223 and .389, efficiency .941 and .799.
@pytest.mark.slow
def test_the_robust_design_at_scale_one_half():
    off = np.log(2) / 0.5
    best = planning.robust([-off, 0, off])
    assert [amounts[0] for _, amounts in best.routes] == pytest.approx([-2.0445, 0, 2.0445], abs=1e-4)
    assert [share for share, _ in best.routes] == pytest.approx([0.389, 0.223, 0.389], abs=6e-4)
    assert (planning.efficiency(best), planning.efficiency(best, off)) == pytest.approx((0.941, 0.799), abs=5e-4)


def test_a_prior_without_doubt_gives_the_d_optimal_bids():
    best = planning.robust([0.0])
    assert [amounts[0] for _, amounts in best.routes] == pytest.approx([-1.543405, 1.543405], abs=1e-5)


def test_two_stages_lie_between_asking_wrongly_and_rightly():
    bids = planning.d_optimal()["single-bounded"]
    off = np.log(2) / 0.5
    wrong, half, right = (planning.two_stage(pilot, bids, off) for pilot in (1, 0.5, 0))
    assert wrong == pytest.approx(planning.efficiency(bids, off)) and right == pytest.approx(1) and wrong < half < right


def test_more_cells_tell_more():
    assert (np.diff([planning.value(planning.card(k), planning.SCALE_KNOWN) for k in range(2, 30)]) > 0).all()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: planning.card(1), "card of 1 cells"),
        (lambda: planning.value(planning.open_ended(), "A"), "no criterion 'A'"),
        (lambda: planning.robust([0, 1]), "not symmetric"),
        (lambda: planning.loss(planning.open_ended(), planning.D, 0, 0.5), "must be above zero"),
        (lambda: planning.two_stage(1.5, planning.open_ended(), 0.0), "pilot's share of the sample is 1.5"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(call, says):
    with pytest.raises(InputError, match=says):
        call()
