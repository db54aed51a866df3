"""Follow-ups that the first bid moved: recovered, against a general optimiser, and what one respondent can do."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from helpers import valuation as cv
from helpers.valuation.anchoring import _FollowUp
from helpers.valuation.likelihood import Model


def follow_ups(shift, anchor, n):
    """Log-logistic answers whose second one is moved as the model says."""
    rng = np.random.default_rng(5)
    bid = rng.choice([10.0, 20, 40, 80], n)
    w = 3.2 + 0.8 * rng.logistic(size=n)
    first = w >= np.log(bid)
    followup = np.where(first, 2 * bid, bid / 2)
    second = (1 - anchor) * w + anchor * np.log(bid) + shift >= np.log(followup)
    return bid, first, followup, second


@pytest.mark.long
def test_anchoring_and_shift_are_recovered():
    bid, first, followup, second = follow_ups(-0.3, 0.0, n=1500)
    table = cv.anchoring(bid, first, followup, second)
    assert table.loc["with shift", "shift"] == pytest.approx(-0.3, abs=3 * table.loc["with shift", "shift_se"])
    assert table.loc["with shift", "pvalue"] < 1e-6 and table.loc["with both", "llf"] >= table.loc["with shift", "llf"]
    assert table.loc["first answer alone", "nobs"] == 1500
    table = cv.anchoring(*follow_ups(0.0, 0.4, n=1500))
    row = table.loc["with anchoring"]
    assert table.loc["with anchoring", "anchoring"] == pytest.approx(
        0.4, abs=3 * table.loc["with anchoring", "anchoring_se"]
    )
    assert row["median"] == pytest.approx(np.exp(3.2), rel=0.15)


@pytest.mark.long
def test_shift_against_a_general_optimiser():
    # The likelihood of the shift model written out: P(W > B), and P(W + s > follow-up) within it.
    bid, first, followup, second = follow_ups(-0.2, 0.0, n=300)
    y1, y2 = np.log(bid), np.log(followup)

    def minus(params):
        location, log_scale, shift = params
        below = [stats.logistic.cdf((y - location) / np.exp(log_scale)) for y in (y1, y2 - shift)]
        top, bottom = np.maximum(*below), np.minimum(*below)
        shares = np.select(
            [first & second, first & ~second, ~first & second],
            [1 - top, below[1] - below[0], below[0] - below[1]],
            bottom,
        )
        return -np.log(np.maximum(shares, 1e-300)).sum()

    found = optimize.minimize(minus, [3.2, -0.2, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10})
    row = cv.anchoring(bid, first, followup, second).loc["with shift"]
    assert row["llf"] == pytest.approx(-found.fun, rel=1e-9)
    assert (row["shift"], row["median"]) == pytest.approx((found.x[2], np.exp(found.x[0])), rel=1e-3)


def random_distances(n=400):
    """Normal WTP, follow-up bids at random distances, and a second answer out of another amount."""
    rng = np.random.default_rng(11)
    bid, amount = rng.choice([20.0, 30, 40, 50, 60], n), rng.normal(42, 35, n)
    first = amount >= bid
    followup = np.where(first, bid + rng.choice([12.0, 18, 25], n), bid - rng.choice([12.0, 15, 19], n))
    return bid, first, followup, amount - 8 + rng.normal(0, 6, n) >= followup


@pytest.mark.long
def test_a_shift_that_one_respondent_holds_has_no_error():
    # By scipy's Nelder-Mead on a 24-node bivariate likelihood: -9.70 and, with a no at 30 and a yes at 29, -12.25.
    survey = random_distances()
    table = cv.anchoring(*survey, "normal")
    assert table.index[:2].tolist() == ["bivariate, common", "bivariate, free means"]
    assert table.loc["bivariate, free means", "shift"] == pytest.approx(-9.70, abs=0.05)
    assert table.loc["with shift", "shift"] == pytest.approx(-9.68, abs=0.01)
    assert table.loc["with shift", "shift_se"] == pytest.approx(0.93, abs=0.01)
    assert table.loc["with shift", "reason"] == ""
    assert "from one amount" in table.loc["bivariate, common", "reason"]
    table = cv.anchoring(*(np.append(*each) for each in zip(survey, (30, False, 29, True), strict=True)), "normal")
    assert table.loc["bivariate, free means", "shift"] == pytest.approx(-12.25, abs=0.01)
    assert table.loc["bivariate, free means", "pvalue"] < 1e-10
    for name in ("with shift", "with both"):
        row = table.loc[name]
        assert -1 < row["shift"] < 0 and row[["shift_se", "anchoring_se", "lr", "pvalue"]].isna().all()
        assert "set by 1 respondent(s) who said no and then yes to bids as close as 30 and 29" in row["reason"]


@pytest.mark.long
def test_a_shift_upwards_that_one_respondent_holds_has_no_error():
    # The mirror image: amounts and bids change sign, yes is no; one respondent says yes at 50 and no at 51.
    bid, first, followup, second = random_distances()
    mirrored = 80 - bid, ~first, 80 - followup, ~second
    assert cv.anchoring(*mirrored, "normal").loc["with shift", "shift"] == pytest.approx(9.68, abs=0.01)
    row = cv.anchoring(*(np.append(*each) for each in zip(mirrored, (50, True, 51, False), strict=True)), "normal")
    row = row.loc["with shift"]
    assert (
        0 < row["shift"] < 1
        and np.isnan(row["shift_se"])
        and "yes and then no to bids as close as 50 and 51" in row["reason"]
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("truth", "gaps", "held"), [(-3.0, [5, 15], False), (-9.0, [1, 8, 15], True), (0.0, [10], False)]
)
def test_only_a_shift_beyond_a_gap_is_held_by_it(truth, gaps, held):
    # One amount moved by the truth: a gap wider than that sets nothing, a narrower one that some noise crossed does.
    rng = np.random.default_rng(4)
    n = 800
    bid, amount = rng.choice([20.0, 30, 40, 50, 60], n), rng.normal(42, 35, n)
    first = amount >= bid
    followup = bid + np.where(first, 1, -1) * rng.choice(gaps, n)
    second = amount + truth + (6 if held else 0) * rng.normal(size=n) >= followup
    row = cv.anchoring(bid, first, followup, second, "normal").loc["with shift"]
    assert np.isnan(row["shift_se"]) == held == (row["reason"] != "")
    if not held:
        assert row["shift"] == pytest.approx(truth, abs=3 * row["shift_se"])


@pytest.mark.long
def test_rows_stand_or_fall_alone():
    # One starting bid for all: the first answer alone tells nothing of the spread, and anchoring nothing beside it.
    rng = np.random.default_rng(1)
    amount = rng.normal(85, 45, 150)
    first = amount >= 70
    followup = np.where(first, rng.choice([85, 120, 140], 150), rng.choice([20, 35, 55], 150))
    second = amount >= followup
    table = cv.anchoring([70] * 150, first, followup, second, "normal")
    both = cv.fit(cv.double_bounded([70] * 150, first, followup, second), "normal")
    assert table.loc["both answers", ["llf", "median"]].tolist() == pytest.approx([both.llf, both.median()])
    assert table.loc["first answer alone"].drop("reason").isna().all()
    assert "All answers are about one amount, 70" in table.loc["first answer alone", "reason"]
    assert "cannot be told" in table.loc["with anchoring", "reason"] and table.loc["with shift", "reason"] == ""
    # A follow-up on the wrong side: the models of one amount refuse it by name, the bivariate probit does not.
    bid, first, followup, second = random_distances()
    followup[0] = bid[0] + (-3 if first[0] else 3)
    table = cv.anchoring(bid, first, followup, second, "normal")
    assert table.loc["bivariate, free means", "nobs"] == 400
    assert "Row 0: the follow-up" in table.loc["both answers", "reason"]
    assert "which this one extends" in table.loc["with shift", "reason"]


@pytest.mark.long
def test_shift_between_amounts_with_covariates():
    # The difference of the two locations at covariate means, by the delta method written out.
    bid, first, followup, second = random_distances()
    people = pd.DataFrame({"x": np.arange(400) % 7})
    row = cv.anchoring(bid, first, followup, second, "normal", "x", people).loc["bivariate, free means"]
    fit = cv.bivariate(bid, first, followup, second, "normal", "free-means", "x", people)
    names, x = ["first:Intercept", "first:x", "followup:Intercept", "followup:x"], people["x"].mean()
    slope = np.array([-1, -x, 1, x])
    assert row["shift"] == pytest.approx(slope @ fit.params[names])
    assert row["shift_se"] ** 2 == pytest.approx(slope @ fit.cov_params().loc[names, names] @ slope)


@pytest.mark.long
def test_bids_of_zero_are_for_the_real_line():
    # A follow-up at 0: the normal models take it, those of positive amounts say why they do not.
    bid, first, followup, second = random_distances()
    followup = np.where(followup == followup.min(), 0.0, followup)
    table = cv.anchoring(bid, first, followup, second, "normal")
    assert table.loc[["bivariate, free means", "both answers", "with shift"], "llf"].notna().all()
    table = cv.anchoring(
        bid, first, np.where(first, followup, followup - followup.min()), second | ~first, "log-normal"
    )
    assert table.loc["bivariate, common", "reason"].startswith("Bids of 0 and below tell a log-normal")
    assert table.loc["with shift", "reason"].startswith("Bids of 0 and below")


def test_what_is_not_offered_is_named():
    with pytest.raises(cv.FitError, match="choose one of"):
        cv.anchoring([10], [1], [20], [0], "cauchy")
    with pytest.raises(cv.AnswerError, match="'maybe'"):
        cv.anchoring([10], ["maybe"], [20], [0])


@pytest.mark.long
def test_a_weight_is_as_many_copies():
    # Every row of the table, medians at the means of a covariate included, from weights and from rows written out.
    bid, first, followup, second = follow_ups(-0.2, 0.0, n=200)
    times = 1 + np.arange(200) % 3
    people = pd.DataFrame({"age": np.random.default_rng(6).normal(40, 10, 200) + 5 * times})
    weighted = cv.anchoring(bid, first, followup, second, covariates="age", data=people, weights=times)
    copies = [np.repeat(each, times) for each in (bid, first, followup, second)]
    written = cv.anchoring(*copies, covariates="age", data=people.loc[people.index.repeat(times)].reset_index())
    columns = ["shift", "anchoring", "median", "llf"]
    np.testing.assert_allclose(weighted[columns].astype(float), written[columns].astype(float), rtol=1e-4)


@pytest.fixture(scope="module")
def moved():
    bid, first, followup, second = follow_ups(-0.2, 0.1, n=60)
    both = cv.fit(cv.double_bounded(bid, first, followup, second), "log-logistic")
    return _FollowUp.of(both, bid, followup), (bid, first, followup, second)


@pytest.mark.parametrize(("shift", "anchor"), [(0.0, 0.0), (-0.3, 0.0), (0.25, 0.2), (-0.1, -0.4)])
def test_the_moved_model_is_that_of_its_formula(moved, shift, anchor):
    # P((1 - a) W + a B + s >= follow-up), with what the first answer says, by scipy; away from its maximum.
    follow_up, (bid, first, followup, second) = moved
    location, scale = 3.0, 0.9
    threshold = (np.log(followup) - shift - anchor * np.log(bid)) / (1 - anchor)
    above_first, above_second = (stats.logistic.sf((y - location) / scale) for y in (np.log(bid), threshold))
    share = np.select(
        [first & second, first & ~second, ~first & second],
        [np.minimum(above_first, above_second), above_first - above_second, above_second - above_first],
        1 - np.maximum(above_first, above_second),
    )
    model = follow_up.model(shift, anchor)
    theta = np.array([[location], [1.0]]) / scale
    value = model.derivatives(theta, np.ones((60, 1)))[0][0]
    assert value == pytest.approx(np.log(share).sum(), rel=1e-10)


def test_a_move_that_leaves_an_interval_empty_has_no_likelihood(moved):
    # Bids double and halve: a move by more than log 2 leaves nothing between the bids of a yes and a no.
    follow_up, _ = moved
    for shift in (-0.7, 0.7):
        assert follow_up.model(shift, 0.0) is None and follow_up.log_likelihood(shift, 0.0)[0] == -np.inf
    value, theta = follow_up.log_likelihood(0.1, 0.0)
    assert follow_up.model(0.1, 0.0).derivatives(theta[:, None], np.ones((60, 1)))[0][0] == value
    assert follow_up.model(np.log(2), 0.0) is None


def test_errors_are_those_of_the_curvature():
    # Of a parabola in closed form, whatever the steps; where a step leads beyond an edge there are none.
    information, best = np.array([[4.0, 1.0], [1.0, 9.0]]), np.array([0.3, -0.2])

    def minus(values):
        return (values - best) @ information @ (values - best) / 2 + 7

    expected = np.sqrt(np.diag(np.linalg.inv(information)))
    assert _FollowUp._errors(minus, best, np.array([0.01, 0.02])) == pytest.approx(expected, rel=1e-8)
    edge = _FollowUp._errors(
        lambda values: minus(values) if values[0] < 0.301 else np.inf, best, np.array([0.01, 0.02])
    )
    assert np.isnan(edge).tolist() == [True, True]


@pytest.mark.long
def test_the_two_likelihood_ratios_and_the_shift_of_free_means():
    # Twice the gain in log-likelihood and its chi-square tail; the shift is a difference of two parameters.
    bid, first, followup, second = follow_ups(-0.2, 0.1, n=120)
    table = cv.anchoring(bid, first, followup, second)
    gain = table.loc["bivariate, free means", "llf"] - table.loc["bivariate, common", "llf"]
    row = table.loc["bivariate, free means"]
    assert (row["lr"], row["pvalue"]) == pytest.approx((2 * gain, stats.chi2.sf(2 * gain, 1)))
    gain = table.loc["with both", "llf"] - table.loc["both answers", "llf"]
    assert (table.loc["with both", "lr"], table.loc["with both", "pvalue"]) == pytest.approx(
        (2 * gain, stats.chi2.sf(2 * gain, 2))
    )
    free = cv.bivariate(bid, first, followup, second, form="free-means")
    covariance, names = free.cov_params(), ["first:Intercept", "followup:Intercept"]
    assert row["shift"] == pytest.approx(free.params[names[1]] - free.params[names[0]])
    spread = covariance.loc[names, names].to_numpy() @ [-1, 1] @ [-1, 1]
    assert row["shift_se"] == pytest.approx(np.sqrt(spread), rel=1e-9)
    assert (row["rho"], row["rho_se"]) == pytest.approx((free.rho, free.rho_se))


def test_a_model_without_a_maximum_has_no_likelihood(moved, monkeypatch):
    follow_up, _ = moved
    honest = Model.solve
    monkeypatch.setattr(Model, "solve", lambda *given: (honest(*given)[0], np.zeros(1, dtype=bool)))
    value, theta = follow_up.log_likelihood(0.1, 0.0)
    assert value == -np.inf and theta is follow_up.theta
