"""Turnbull and Kriström against exact arithmetic, other algorithms and answers small enough to do by hand."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import optimize

from helpers import valuation as cv

INF = np.inf
TABLES = {"KR": "kristrom1990", "CarsonSB": "carson1992_single"}


def single_bounded(survey):
    if survey == "NaturalPark":
        return surveys.natural_park_answers(followups=False), None
    return surveys.published_single(TABLES[survey])


def interval_answers(survey):
    if survey == "CarsonDB_db":
        return surveys.published_double()
    return (surveys.paycard54() if survey == "paycard54" else surveys.natural_park_answers()), None


@pytest.mark.parametrize("survey", surveys.results("nonparametric")["single_bounded"])
def test_single_bounded_surveys(survey):
    # nonparametric.json: pool-adjacent-violators in exact rational arithmetic.
    expected = surveys.results("nonparametric")["single_bounded"][survey]
    answers, counts = single_bounded(survey)
    estimate = cv.turnbull(answers, counts)
    np.testing.assert_allclose(estimate.survival["share_willing"][1:], expected["survival_pava"], rtol=1e-10)
    assert estimate.llf == pytest.approx(expected["loglik"], rel=1e-12)
    haab_mcconnell, dcchoice = (estimate.lower_bound_mean(convention=each) for each in ("haab-mcconnell", "dcchoice"))
    assert haab_mcconnell == pytest.approx(expected["turnbull_LB_mean_HaabMcConnell_dropped_bids"], rel=1e-10)
    assert dcchoice == pytest.approx(expected["turnbull_LB_mean_DCchoice_KM"], rel=1e-10)
    kristrom = cv.kristrom(answers, counts)
    assert kristrom.mean(tail="truncate") == pytest.approx(expected["SK_mean_truncated_at_max_bid"], rel=1e-10)
    assert kristrom.mean(tail="extrapolate") == pytest.approx(expected["kristrom_mean_SK_to_x_intercept"], rel=1e-9)
    assert kristrom.median() == pytest.approx(expected["kristrom_median"], rel=1e-10)


@pytest.mark.parametrize("survey", surveys.results("nonparametric")["interval"])
def test_interval_surveys(survey):
    # nonparametric.json: expectation-maximisation and active-set Newton, to first-order conditions below 1e-9.
    expected = surveys.results("nonparametric")["interval"][survey]
    answers, counts = interval_answers(survey)
    estimate = cv.turnbull(answers, counts)
    assert estimate.survival["price"].tolist() == expected["points"][:-1]
    np.testing.assert_allclose(estimate.survival["share_willing"], expected["survival_at_points"][:-1], atol=1e-9)
    assert estimate.llf == pytest.approx(expected["loglik"], rel=1e-10)
    assert estimate.lower_bound_mean(convention="dcchoice") == pytest.approx(expected["LB_mean"], rel=1e-9)
    kristrom = cv.kristrom(answers, counts).mean(tail="truncate")
    assert kristrom == pytest.approx(expected["SK_mean_truncated_at_max_bid"], rel=1e-9)


def test_three_pooled_bids():
    # Bids 10 to 40, yes 10/40, 11/30, 30/50, 2/20: the first three pool to 51/120 = 0.425 (DCchoice 0.2.0: 0.3918766).
    bids, yes, n = [10, 20, 30, 40], np.array([10, 11, 30, 2]), np.array([40, 30, 50, 20])
    estimate = cv.turnbull(cv.single_bounded(bids * 2, [1] * 4 + [0] * 4), np.concatenate([yes, n - yes]))
    np.testing.assert_allclose(estimate.survival["share_willing"], [1, 0.425, 0.425, 0.425, 0.1], rtol=1e-12)
    # Haab and McConnell keep bid 10 alone of the pool: 10 * (0.425 - 0.1) + 40 * 0.1; DCchoice keeps 30.
    assert estimate.lower_bound_mean() == pytest.approx(7.25)
    assert estimate.lower_bound_mean(convention="dcchoice") == pytest.approx(13.75)


@pytest.mark.parametrize("seed", range(8))
def test_bid_data_give_isotonic_regression(seed):
    # For single-bounded answers the estimate is the isotonic regression of the shares (Ayer et al. 1955), by scipy.
    rng = np.random.default_rng(seed)
    n = rng.integers(5, 30, 7)
    yes = rng.binomial(n, np.linspace(0.8, 0.3, 7))
    bids = np.arange(10, 80, 10)
    estimate = cv.turnbull(cv.single_bounded(np.tile(bids, 2), [1] * 7 + [0] * 7), np.concatenate([yes, n - yes]))
    expected = optimize.isotonic_regression(yes / n, weights=n, increasing=False).x
    np.testing.assert_allclose(estimate.survival["share_willing"][1:], expected, atol=1e-10)


def test_exact_amounts_give_their_own_shares():
    estimate = cv.turnbull(cv.open_ended([0, 10, 10, 50]))
    assert estimate.survival["price"].tolist() == [0, 10, 50]
    # An exact amount is a yes to itself: P(WTP >= b).
    np.testing.assert_allclose(estimate.survival["share_willing"], [1, 0.75, 0.25], rtol=1e-12)
    assert estimate.lower_bound_mean() == pytest.approx(17.5)
    assert estimate.llf == pytest.approx(2 * np.log(0.25) + 2 * np.log(0.5))


def test_an_exact_fifty_is_a_yes_to_fifty():
    # Amounts of 50 lie in the answers "yes to 50" and outside "no to 50", [-inf, 50).
    answers = pd.concat([cv.open_ended([50, 50]), cv.single_bounded(50, [1, 1, 0, 0])], ignore_index=True)
    estimate = cv.turnbull(answers)
    assert estimate.survival.set_index("price").loc[50, "share_willing"] == pytest.approx(4 / 6)
    assert estimate.cells[["lower", "upper"]].to_numpy().tolist() == [[-INF, 50], [50, 50]]


def test_an_empty_card_cell_is_not_a_pooled_one():
    # Two at 10 to 20, one above 40: nobody between, and the one above 40 counts at 40 under either convention.
    answers = cv.payment_card([10, 10, 40], [0, 10, 20, 40])
    estimate = cv.turnbull(answers)
    assert estimate.lower_bound_mean() == estimate.lower_bound_mean(convention="dcchoice") == pytest.approx(20)


def test_known_zeros_and_payers():
    # Two zeros, two payers below 10, four above: S(0+) = 6/8.
    answers = cv.single_bounded(10, ["no"] * 4 + ["yes"] * 4, zero=[True, True, False, False] + [False] * 4)
    estimate = cv.turnbull(answers)
    assert estimate.cells["share"].tolist() == pytest.approx([0.25, 0.25, 0.5])
    kristrom = cv.kristrom(answers)
    assert kristrom.survival["share_willing"].tolist() == pytest.approx([0.75, 0.5])
    assert kristrom.mean() == pytest.approx(10 * (0.75 + 0.5) / 2)


def test_kristrom_tails():
    flat = cv.single_bounded([10, 10, 20, 20], [1, 0, 1, 0])
    assert cv.kristrom(flat).mean(tail="extrapolate") == INF
    assert cv.kristrom(cv.single_bounded([10, 10, 10], [1, 1, 0])).median() == INF


def test_currency_row_order_and_weights():
    answers = surveys.natural_park_answers()
    estimate = cv.turnbull(answers)
    pence = cv.turnbull((answers * 100).sample(frac=1, random_state=1), weights=np.full(312, 2.0))
    np.testing.assert_allclose(pence.survival, estimate.survival * [100, 1], atol=1e-10)
    assert (pence.llf, pence.nobs) == pytest.approx((2 * estimate.llf, 624))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cv.turnbull(pd.DataFrame({"lower": [5], "upper": [1]})), "Row 0, .5, 1.: the lower bound is above"),
        (lambda: cv.turnbull(pd.DataFrame({"lower": [np.nan], "upper": [1]})), "No usable answers"),
        (lambda: cv.turnbull(cv.open_ended([1])).lower_bound_mean(convention="haab"), "'haab-mcconnell' or 'dcchoice'"),
        (lambda: cv.kristrom(cv.open_ended([1])).mean(tail="none"), "'truncate' or 'extrapolate'"),
    ],
)
def test_what_is_not_offered_is_named(call, words):
    with pytest.raises(cv.FitError, match=words):
        call()
