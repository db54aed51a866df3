"""Turnbull's estimator against exact arithmetic, other algorithms and answers small enough to do by hand."""

import numpy as np
import pandas as pd
import pytest
from reference import exact, surveys
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


def test_currency_row_order_and_weights():
    answers = surveys.natural_park_answers()
    estimate = cv.turnbull(answers)
    pence = cv.turnbull((answers * 100).sample(frac=1, random_state=1), weights=np.full(312, 2.0))
    np.testing.assert_allclose(pence.survival, estimate.survival * [100, 1, 0.5**0.5], atol=1e-10)
    assert (pence.llf, pence.nobs) == pytest.approx((2 * estimate.llf, 624))


def test_the_lower_end_of_an_interval_belongs_to_it():
    # Exact 2 once, exact 3 five times, [1, 3) five times: by hand 6/11 at 2 and 5/11 at 3.
    answers = pd.DataFrame({"lower": [2.0] + [3.0] * 5 + [1.0] * 5, "upper": [2.0] + [3.0] * 10})
    cells = cv.turnbull(answers).cells
    assert cells[["lower", "upper"]].to_numpy().tolist() == [[2, 2], [3, 3]]
    assert cells["share"].tolist() == pytest.approx([6 / 11, 5 / 11])


# ------------------------------------------------------------------------------------- lower, middle and upper means


@pytest.mark.parametrize("table", exact.bounds()["tables"])
@pytest.mark.parametrize("ties", ["keep", "pool"])
@pytest.mark.parametrize("pooled", ["all", "first"])
def test_means_and_their_errors_in_exact_fractions(table, ties, pooled):
    # nonparametric_bounds.json: exact rational arithmetic (Haab and McConnell 1997; Vaughan and Rodriguez 2000).
    expected = exact.bounds()["tables"][table]
    bids, yes, asked = (np.array(expected[name]) for name in ("bids", "yes", "asked"))
    answers = cv.single_bounded(np.tile(bids, 2), [1] * len(bids) + [0] * len(bids))
    estimate = cv.turnbull(answers, np.concatenate([yes, asked - yes]))
    for to, limit in (("top_bid", None), ("limit_beyond", expected["limit_beyond"])):
        found = estimate.means(ties=ties, pooled=pooled, limit=limit)
        for name, row in expected["estimates"][f"ties={ties};pooled={pooled};to={to}"].items():
            if name != "steps":
                assert found.loc[name, "mean"] == pytest.approx(float(row["mean"]), rel=1e-12)
                assert found.loc[name, "standard_error"] == pytest.approx(float(row["se"]), rel=1e-9)
    top = expected["limit_beyond"] - bids[-1]
    beyond = yes[-1] / asked[-1] * top / found.loc["upper", "mean"]
    assert found["beyond"].tolist() == pytest.approx(
        [0, beyond / 2 * found["mean"]["upper"] / found["mean"]["middle"], beyond]
    )


def test_means_of_a_published_table():
    # Vaughan and Rodriguez (2000): 80, 65, 52, 30, 18 of 100 each at 5, 10, 20, 50, 100.
    yes = np.array([80, 65, 52, 30, 18])
    answers = cv.single_bounded([5, 10, 20, 50, 100] * 2, [1] * 5 + [0] * 5)
    found = cv.turnbull(answers, np.concatenate([yes, 100 - yes])).means()
    assert found["mean"].tolist() == pytest.approx([30.45, 38.275, 46.10], rel=1e-12)
    assert found["standard_error"].tolist() == pytest.approx([2.434435, 2.334281, 2.786378], rel=1e-6)


def test_means_of_a_card():
    # nonparametric_bounds.json: classes with a closed end; multinomial mean and error.
    expected = exact.bounds()["card"]
    edges = [*expected["bounds"], expected["top_class_ends_at"]]
    answers = pd.DataFrame({"lower": edges[:-1], "upper": edges[1:]}, dtype=float)
    found = cv.turnbull(answers, expected["counts"]).means()
    for name in ("lower", "middle", "upper"):
        values = float(expected[name]["mean"]), float(expected[name]["se"])
        assert tuple(found.loc[name, ["mean", "standard_error"]]) == pytest.approx(values)


def test_equal_shares_move_the_convention_and_not_the_sharp_bound():
    # Yes of 50 at 5, 15, 30, 60: 40, 30, 30 or a hair less, 12. Equal shares drop the bid of 30 by Haab and McConnell.
    bids, asked = [5, 15, 30, 60], 50_000

    def bound(third, convention):
        yes = np.array([40_000, 30_000, third, 12_000])
        answers = cv.single_bounded(bids * 2, [1] * 4 + [0] * 4)
        return cv.turnbull(answers, np.concatenate([yes, asked - yes])).lower_bound_mean(convention)

    sharp = 5 * 0.8 + 10 * 0.6 + 15 * 0.6 + 30 * 0.24
    assert bound(30_000, "sharp") == pytest.approx(sharp, rel=1e-12)
    assert bound(29_999, "sharp") == pytest.approx(sharp, abs=1e-3)
    assert bound(30_001, "sharp") == pytest.approx(sharp, abs=1e-3)
    assert bound(30_000, "haab-mcconnell") == pytest.approx(5 * 0.8 + 10 * 0.6 + 45 * 0.24)
    assert bound(29_999, "haab-mcconnell") == pytest.approx(sharp, abs=1e-3)


# ----------------------------------------------------------------------------------------- standard errors, uniqueness


@pytest.mark.parametrize("survey", TABLES)
def test_errors_of_bid_data_are_binomial_in_each_pool(survey):
    # A pool of bids is one binomial sample: sqrt(S (1 - S) / n), n those asked any of its bids.
    answers, counts = single_bounded(survey)
    survival = cv.turnbull(answers, counts).survival.iloc[1:]
    asked = pd.Series(counts).groupby(answers["lower"].where(answers["lower"] > 0, answers["upper"])).sum()
    n = asked.groupby(survival["share_willing"].round(12).to_numpy()).transform("sum").to_numpy()
    expected = np.sqrt(survival["share_willing"] * (1 - survival["share_willing"]) / n)
    np.testing.assert_allclose(survival["standard_error"], expected, rtol=1e-7)
    # Differences of independent binomials: the lower bound is sum (b_j - b_j-1) S_j over pools.
    pools = survival.assign(n=n).drop_duplicates("share_willing")
    steps = np.diff(pools["price"], prepend=0.0)
    error = cv.turnbull(answers, counts).lower_bound_standard_error()
    assert error == pytest.approx(np.sqrt((steps**2 * pools["standard_error"] ** 2).sum()), rel=1e-7)


def test_errors_of_exact_amounts_are_those_of_a_sample():
    # Multinomial shares of distinct amounts: the mean has the standard deviation (divisor n) over root n.
    amounts = np.array([3.0, 7, 7, 12, 40, 41])
    estimate = cv.turnbull(cv.open_ended(amounts))
    assert estimate.lower_bound_mean() == pytest.approx(amounts.mean())
    assert estimate.lower_bound_standard_error() == pytest.approx(amounts.std() / np.sqrt(6))
    share = estimate.survival["share_willing"]
    np.testing.assert_allclose(estimate.survival["standard_error"], np.sqrt(share * (1 - share) / 6), atol=1e-8)


@pytest.mark.slow
def test_errors_of_overlapping_intervals_agree_with_resampling():
    # 120 resamples of the double-bounded park answers, whose spread is known to about 7 %.
    answers = surveys.natural_park_answers()
    estimate = cv.turnbull(answers)
    rng = np.random.default_rng(1)
    means = [cv.turnbull(answers, np.bincount(rng.integers(0, 312, 312), minlength=312)) for _ in range(120)]
    spread = np.std([each.lower_bound_mean(convention="dcchoice") for each in means])
    assert estimate.lower_bound_standard_error(convention="dcchoice") == pytest.approx(spread, rel=0.2)


def test_what_lies_inside_an_interval_is_said_to_be_open():
    # Two exact amounts and two card answers: half of the mass lies somewhere in 10 to 20.
    answers = pd.concat([cv.open_ended([5, 40]), cv.payment_card([10, 10], [0, 10, 20])], ignore_index=True)
    estimate = cv.turnbull(answers)
    assert estimate.undetermined == pytest.approx(0.5)
    assert "50.0 % of the mass" in repr(estimate)


@pytest.mark.parametrize("seed", range(20))
def test_shares_are_unique(seed):
    # Gentleman and Geyer (1994): the shares are unique where the answers' matrix of allowed cells has full column rank.
    rng = np.random.default_rng(seed)
    lower = 10.0 * rng.integers(0, 6, 8)
    upper = lower + 10 * rng.integers(1, 4, 8)
    cells = cv.turnbull(pd.DataFrame({"lower": lower, "upper": upper})).cells
    allowed = (cells["lower"].to_numpy() >= lower[:, None]) & (cells["upper"].to_numpy() <= upper[:, None])
    assert np.linalg.matrix_rank(allowed) == len(cells)


@pytest.mark.long
def test_many_distinct_amounts_beside_bids():
    # Blocks against the same likelihood written out cell by cell and climbed by expectation-maximisation.
    rng = np.random.default_rng(3)
    amounts = cv.open_ended(np.round(rng.lognormal(3, 1, 60), 2))
    bids = cv.single_bounded(rng.choice([10, 20, 40], 30), rng.integers(0, 2, 30))
    answers = pd.concat([amounts, bids, cv.payment_card([10, 20, 20], [0, 10, 20, 40])], ignore_index=True)
    estimate = cv.turnbull(answers)
    low, high = (estimate.cells[name].to_numpy() for name in ("lower", "upper"))
    lower, upper = (answers[[name]].to_numpy() for name in ("lower", "upper"))
    # An amount of b lies in [a, b) only below b: bounds are read as [lower, upper).
    inside = (low >= lower) & np.where(low == high, low < upper, high <= upper)
    allowed = np.where(lower == upper, (low == lower) & (high == upper), inside)
    cells = estimate.cells
    shares = np.full(len(cells), 1 / len(cells))
    for _ in range(20_000):
        shares = (allowed * shares / (allowed @ shares)[:, None]).mean(axis=0)
    assert estimate.llf == pytest.approx(np.log(allowed @ shares).sum(), rel=1e-9)
    np.testing.assert_allclose(cells["share"], shares, atol=1e-5)
    big = cv.turnbull(pd.concat([cv.open_ended(rng.lognormal(3, 1, 4000)), bids], ignore_index=True))
    assert len(big.survival) > 4000 and big.survival["standard_error"].between(0, 0.02).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cv.turnbull(pd.DataFrame({"lower": [5], "upper": [1]})), "Row 0, .5, 1.: the lower bound is above"),
        (lambda: cv.turnbull(pd.DataFrame({"lower": [np.nan], "upper": [np.nan]})), "No usable answers"),
        (
            lambda: cv.turnbull(cv.open_ended([1])).lower_bound_mean(convention="haab"),
            "haab-mcconnell, dcchoice, sharp",
        ),
        (lambda: cv.turnbull(cv.open_ended([1])).means(ties="both"), "ties='keep' or 'pool'"),
        (lambda: cv.turnbull(cv.open_ended([7])).means(limit=5), "not below the highest one asked, 7"),
        (lambda: cv.turnbull(cv.open_ended([7])).means(limit=np.inf), "limit=inf must be an amount"),
        (lambda: cv.kristrom(cv.open_ended([1])).mean(tail="none"), "'truncate' or 'extrapolate'"),
    ],
)
def test_what_is_not_offered_is_named(call, words):
    with pytest.raises(cv.FitError, match=words):
        call()
