"""Planning beside values computed apart, by other code (tests/reference/planning), and beside closed forms."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats
from scipy.special import logit

from helpers import planning
from helpers.study import InputError

REFERENCE = Path(__file__).parents[1] / "reference" / "planning"
PLANNING = pd.read_csv(REFERENCE / "planning.csv")
ANCHORING = pd.read_csv(REFERENCE / "anchoring.csv")


def numbers(text):
    return [float(n) for n in re.findall(r"\d+\.?\d*", text)]


def design(name):
    """The design that a row of the reference names."""
    at = logit
    if name.startswith("single-bounded"):
        return planning.single_bounded(0.0)
    if name.startswith("double-bounded"):
        return planning.double_bounded(0.0, at(1 / 4), at(3 / 4))
    if name.startswith("one-and-one-half"):
        share = 1 / 4 if "quartiles" in name else 1 / 3
        return planning.one_and_one_half_bounded(at(share), at(1 - share))
    if name.startswith("open"):
        return planning.open_ended()
    if "D-optimal" in name:
        return planning.d_optimal()["single-bounded"]
    if name.startswith("card") or "equal cells" in name:
        return planning.card(int(numbers(name)[0]))
    points, quantiles = int(numbers(name)[0]), name.split("quantiles ")[1]
    j = np.arange(1, points + 1)
    share = (2 * j - 1) / (2 * points) if quantiles.startswith("(") else j / (points + 1)
    return planning.single_bounded(*at(share))


def declared_card(median, scale):
    amounts = [5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300]
    return planning.Design("card", ((1.0, tuple(np.log(np.divide(amounts, median)) / scale)),))


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
    if topic in ("information", "information, card"):
        return planning.information(design(what))[0, 0]
    if topic == "information, declared card":
        return planning.information(declared_card(*given))[0, 0]
    if topic == "n for the median":
        return planning.median(given[0], given[1] / 100, design(what.split("%, ")[1]))
    if topic == "D-optimal":
        name = next((n for n in planning.d_optimal() if what.startswith(n.removesuffix("-bounded"))), "single-bounded")
        return planning.d_optimal("normal" if "probit" in what else "logistic")[name].routes[-1][1][-1]
    if topic == "power":
        return planning.detectable(*map(int, given))
    if topic.startswith("variance ratio"):
        one, other = re.sub(r"^s [\d.]+, ", "", what).split(" over ")
        shift = np.log(2) / given[0] if "off by two" in topic else 0.0
        return planning.variance_ratio(design(one), design(other), shift)
    ratio, scale, name = 2.0, given[0], what.split(", ", 1)[1]
    if topic.endswith("efficiency"):
        return planning.efficiency(design(name), np.log(ratio) / scale)
    criterion = {"median": planning.SCALE_ESTIMATED, "known": planning.SCALE_KNOWN, "D": planning.D}[topic.split()[-1]]
    return planning.loss(design(name), criterion, ratio, scale)


# Reference: planning.csv, every row; losses of the D-optimal bids are of bids rounded to ten digits there.
@pytest.mark.parametrize("row", [*PLANNING.itertuples()], ids=lambda row: f"{row.topic}: {row.what}")
def test_every_row_of_the_reference(row):
    assert found(row.topic, row.what) == pytest.approx(row.value, rel=1e-8)


# Reference: anchoring.csv, nine digits.
@pytest.mark.parametrize("row", [*ANCHORING.itertuples()], ids=lambda row: f"{row.design}, a {row.a}, n {row.n}")
def test_anchoring_beside_the_reference(row):
    if row.design.startswith("single"):
        assert row.n_variance == planning.SINGLE and planning.SINGLE / row.n == pytest.approx(row.mse, rel=1e-8)
    elif row.design.startswith("break-even"):
        assert planning.break_even(row.n, "scale known" in row.design.split(": ")[1]) == pytest.approx(row.a, rel=1e-8)
    else:
        ours = planning.anchored(row.a, "scale known" in row.design)
        assert ours.bias == pytest.approx(row.bias, rel=1e-8, abs=1e-12)
        assert (ours.n_variance, ours.mse(row.n)) == pytest.approx((row.n_variance, row.mse), rel=1e-8)
        if row.pseudo_scale == row.pseudo_scale:
            assert ours.pseudo_scale == pytest.approx(row.pseudo_scale, rel=1e-8)


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


def test_more_respondents_and_more_cells_tell_more():
    sizes = np.arange(10, 400, 7)
    assert (np.diff([planning.half_width(58, n) for n in sizes]) < 0).all()
    assert (np.diff([planning.value(planning.card(k), planning.SCALE_KNOWN) for k in range(2, 30)]) > 0).all()
    assert (np.diff([planning.value_of_information(n, 58, 60, 10, 50, 500) for n in sizes]) > 0).all()


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
        (lambda: planning.card(1), "card of 1 cells"),
        (lambda: planning.detectable(1, 9), "at least two respondents"),
        (lambda: planning.break_even(0), "respondents is 0"),
        (lambda: planning.value(planning.open_ended(), "A"), "no criterion 'A'"),
        (lambda: planning.robust([0, 1]), "not symmetric"),
        (lambda: planning.loss(planning.open_ended(), planning.D, 0, 0.5), "must be above zero"),
    ],
)
def test_what_cannot_be_planned_is_one_sentence(call, says):
    with pytest.raises(InputError, match=says):
        call()


def test_a_draft_declares_its_card_and_its_bids():
    card = tomllib.loads(planning.draft_study(planning.card(12), 40, 0.5, 'A "quoted" title', "training", "GBP"))
    assert card["card"] == sorted(set(card["card"])) and card["questions"]["card"]["kind"] == "card"
    bids = planning.draft_study(planning.d_optimal()["double-bounded"], 40, 0.5, "Title", "training", "GBP")
    assert "bids 15, 40, 100" in bids and set(tomllib.loads(bids)["questions"]) == {"bid", "vote"}
    assert tomllib.loads(planning.draft_study(planning.open_ended(), 40, 0.5, "T", "g", "GBP"))["questions"]["wtp"]
