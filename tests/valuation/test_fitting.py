"""What must hold of any fit: invariances, equivalences, closed forms, honest refusals."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import surveys
from scipy import integrate, optimize, special, stats

from helpers import valuation as cv

INF = np.inf
POSITIVE = ("log-normal", "log-logistic", "weibull")
EVERY = ("normal", "logistic", *POSITIVE)


def frame(*rows):
    return pd.DataFrame(rows, columns=["lower", "upper"], dtype=float)


def simulated(seed, n=60):
    """Answers of every kind, with two covariates."""
    rng = np.random.default_rng(seed)
    income, urban = rng.gamma(4, 6, n), rng.integers(0, 2, n)
    amount = np.exp(2.2 + 0.03 * income + 0.3 * urban + 0.8 * rng.normal(size=n))
    kind = rng.integers(0, 4, n)
    lower = np.select([kind == 0, kind == 1, kind == 2], [amount, -INF, amount * 0.8], amount * 0.9)
    upper = np.select([kind == 0, kind == 1, kind == 2], [amount, amount * 1.3, INF], amount * 1.4)
    return pd.DataFrame({"lower": lower, "upper": upper, "income": income, "urban": urban})


def close(ours, theirs, rel=1e-8):
    np.testing.assert_allclose(ours, theirs, rtol=rel, atol=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("distribution", EVERY)
def test_currency_and_covariate_units_do_not_matter(distribution):
    people = simulated(1)
    pounds = cv.fit(people, distribution, "income + urban")
    for scale in (100, 1e-6, 3.7e5):
        units = people.assign(
            lower=people["lower"] * scale, upper=people["upper"] * scale, income=people["income"] * 1e4
        )
        fit = cv.fit(units, distribution, "income + urban")
        exact = np.isclose(people["lower"], people["upper"]).sum()
        assert fit.llf + exact * np.log(scale) == pytest.approx(pounds.llf, rel=1e-10)
        for at in ("sample", "means"):
            close(
                [fit.median(at=at), fit.truncated_mean(60 * scale, at=at), fit.mean(at=at)],
                scale * np.array([pounds.median(at=at), pounds.truncated_mean(60, at=at), pounds.mean(at=at)]),
            )
        close(fit.tvalues.drop(["Intercept", "log_scale"]), pounds.tvalues.drop(["Intercept", "log_scale"]))


@pytest.mark.slow
@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), distribution=st.sampled_from(EVERY))
def test_row_order_and_unrelated_columns_do_not_matter(seed, distribution):
    people = simulated(seed)
    fit = cv.fit(people, distribution, "income + urban")
    shuffled = people.assign(noise=seed).sample(frac=1, random_state=seed)
    again = cv.fit(shuffled[["upper", "lower"]], distribution, "income + urban", data=shuffled.sort_index())
    close(again.params, fit.params)
    close(again.cov_params(), fit.cov_params())
    assert again.llf == pytest.approx(fit.llf, rel=1e-12)


@pytest.mark.parametrize("distribution", EVERY)
def test_weights_count_rows(distribution):
    people = simulated(2)
    fit = cv.fit(people, distribution, "income")
    # A weight of k counts every row k times: the same estimates, k times the log-likelihood, covariance over k.
    tripled = cv.fit(people, distribution, "income", weights=np.full(len(people), 3.0))
    close(tripled.params, fit.params)
    close(tripled.cov_params() * 3, fit.cov_params())
    assert (tripled.llf, tripled.nobs) == pytest.approx((3 * fit.llf, 3 * fit.nobs))
    counts = np.arange(len(people)) % 3
    repeated = cv.fit(people.loc[people.index.repeat(counts)].reset_index(drop=True), distribution, "income")
    weighted = cv.fit(people, distribution, "income", weights=counts)
    close(weighted.params, repeated.params)
    close(weighted.bse, repeated.bse)
    close([weighted.mean(), weighted.median()], [repeated.mean(), repeated.median()])
    close([weighted.mean(at="means"), weighted.bic], [repeated.mean(at="means"), repeated.bic])


@pytest.mark.parametrize("distribution", EVERY)
def test_equal_answers_by_different_formats_give_equal_fits(distribution):
    amounts = np.array([3, 12, 7, 31, 18, 5, 26, 11, 44, 9])
    card = [0, 5, 10, 20, 40]
    ticked = [max(step for step in card if step <= amount) for amount in amounts]
    as_card = cv.payment_card(ticked, card)
    as_bids = cv.multiple_bounded(card[1:], pd.DataFrame([[amount >= bid for bid in card[1:]] for amount in amounts]))
    pd.testing.assert_frame_equal(as_card, as_bids)
    first = amounts >= 10
    second = cv.double_bounded(10, first, np.where(first, 20, 5), np.where(first, amounts >= 20, amounts >= 5))
    halves = cv.one_and_one_half_bounded(10, 20, first >= 0, first, np.where(first, amounts >= 20, np.nan))
    close(cv.fit(as_card, distribution).params, cv.fit(as_bids, distribution).params)
    merged = second.assign(lower=second["lower"].where(second["lower"] >= 10, -INF))
    merged["upper"] = merged["upper"].where(first, 10)
    close(cv.fit(halves, distribution).params, cv.fit(merged, distribution).params)


def test_open_ended_log_normal_has_its_closed_form():
    # The mean and standard deviation (divisor n) of the logs; covariance sigma^2/n and 1/(2n) (any textbook).
    amounts = np.array([12.0, 30, 7.5, 55, 20, 20, 90, 41])
    logs = np.log(amounts)
    n, mu, sigma = len(logs), logs.mean(), logs.std()
    fit = cv.fit(cv.open_ended(amounts), "log-normal")
    close(fit.params, [mu, np.log(sigma)], rel=1e-12)
    close(fit.cov_params(), np.diag([sigma**2 / n, 1 / (2 * n)]), rel=1e-10)
    assert fit.llf == pytest.approx(stats.lognorm.logpdf(amounts, sigma, scale=np.exp(mu)).sum(), rel=1e-13)
    assert fit.mean() == pytest.approx(np.exp(mu + sigma**2 / 2), rel=1e-12)


def test_open_ended_regression_is_least_squares():
    people = simulated(3)
    amounts = people["upper"].replace(INF, 50)
    fit = cv.fit(cv.open_ended(amounts), "normal", "income + urban", data=people)
    X = np.column_stack([np.ones(len(people)), people["income"], people["urban"]])
    coefficients, squares, *_ = np.linalg.lstsq(X, amounts)
    close(fit.params, [*coefficients, np.log(squares[0] / len(people)) / 2])


def test_narrow_intervals_approach_the_density():
    amounts = np.array([12.0, 30, 7.5, 55, 20, 21, 90, 41])
    for distribution in EVERY:
        exact = cv.fit(cv.open_ended(amounts), distribution)
        width = 1e-5
        narrow = cv.fit(frame(*zip(amounts - width / 2, amounts + width / 2, strict=True)), distribution)
        close(narrow.params, exact.params)
        close(narrow.bse, exact.bse, rel=1e-6)
        assert narrow.llf - len(amounts) * np.log(width) == pytest.approx(exact.llf, rel=1e-9)


# ------------------------------------------------------------------------------------------------------------- zeros


@pytest.mark.parametrize("distribution", POSITIVE)
def test_zeros_at_most_an_amount(distribution):
    answers = cv.open_ended([0, 0, 10, 25, 40, 12, 60])
    fit = cv.fit(answers, distribution, zeros=0.5)
    same = cv.fit(
        answers.assign(lower=answers["lower"].replace(0, -INF), upper=answers["upper"].replace(0, 0.5)), distribution
    )
    close(fit.params, same.params, rel=1e-12)
    assert fit.share_zero == 0


@pytest.mark.long
@pytest.mark.parametrize("distribution", ["normal", "logistic"])
def test_zeros_on_the_real_line_are_censored_at_zero(distribution):
    answers = cv.open_ended([0, 0, 10, 25, 40, 12, 60])
    fit = cv.fit(answers, distribution)
    close(fit.params, cv.fit(answers.assign(lower=answers["lower"].replace(0, -INF)), distribution).params, rel=1e-12)
    # Kristrom's (1997) spike is the fitted share at or below 0, and the mean integrates S over (0, inf).
    assert fit.share_zero == pytest.approx(1 - fit.share_willing(0))
    area, _ = integrate.quad(fit.share_willing, 0, np.inf, epsabs=1e-11)
    assert fit.mean() == pytest.approx(area, rel=1e-9)
    assert fit.share_zero_se > 0


@pytest.mark.parametrize("distribution", POSITIVE)
def test_spike_with_zeros_that_are_only_possible(distribution):
    # Known zeros p, payers (1 - p) F, "at most b, perhaps zero" p + (1 - p) F(b): a general optimiser must agree.
    rows = (
        [(0, 0)] * 6
        + [(-INF, 5)] * 5
        + [(0, 5)] * 3
        + [(5, 10)] * 8
        + [(10, 20)] * 9
        + [(20, INF)] * 6
        + [(0, INF)] * 2
    )
    fit = cv.fit(frame(*rows), distribution, zeros="spike")
    F = {"log-normal": special.ndtr, "log-logistic": special.expit, "weibull": lambda z: -np.expm1(-np.exp(z))}[
        distribution
    ]

    def minus_log_likelihood(params):
        location, scale, p = params[0], np.exp(params[1]), special.expit(params[2])
        at = {bound: F((np.log(bound) - location) / scale) for bound in (5, 10, 20)}
        shares = [p, p + (1 - p) * at[5], (1 - p) * at[5], (1 - p) * (at[10] - at[5]), (1 - p) * (at[20] - at[10])]
        shares += [(1 - p) * (1 - at[20]), 1 - p]
        return -np.log(shares) @ [6, 5, 3, 8, 9, 6, 2]

    found = optimize.minimize(minus_log_likelihood, [2.3, 0.0, -1.0], method="BFGS", options={"gtol": 1e-7})
    assert fit.llf == pytest.approx(-found.fun, rel=1e-11)
    close([*fit.params, special.logit(fit.share_zero)], found.x, rel=1e-4)
    steps = 1e-3 * np.eye(3)
    information = [
        [
            sum(s * t * minus_log_likelihood(found.x + s * a + t * b) for s in (1, -1) for t in (1, -1)) / 4e-6
            for b in steps
        ]
        for a in steps
    ]
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    close([*fit.bse, fit.share_zero_se / fit.share_zero / (1 - fit.share_zero)], errors, rel=1e-4)
    assert fit.share_willing(1e-9) == pytest.approx(1 - fit.share_zero, rel=1e-3)
    assert fit.share_willing(0) == 1
    assert fit.aic == pytest.approx(2 * 3 - 2 * fit.llf)


def test_share_of_zeros_without_a_zero_question():
    # A share of 0.3 in four bids, recovered by a general optimiser over p + (1 - p) F and (1 - p) S.
    bids, yes, asked = np.array([10.0, 20, 40, 80]), np.array([14, 12, 6, 2]), 20
    said = np.concatenate([np.repeat([1, 0], [n, asked - n]) for n in yes])
    fit = cv.fit(cv.single_bounded(np.repeat(bids, asked), said), "log-logistic", zeros="spike")

    def minus_log_likelihood(params):
        share = special.expit(-params[2]) * special.expit(-(np.log(bids) - params[0]) / np.exp(params[1]))
        return -np.sum(yes * np.log(share) + (asked - yes) * np.log1p(-share))

    found = optimize.minimize(minus_log_likelihood, [3.5, -0.8, -1.0], method="BFGS", options={"gtol": 1e-8})
    assert fit.llf == pytest.approx(-found.fun, rel=1e-11)
    close([*fit.params, special.logit(fit.share_zero)], found.x, rel=1e-4)


# ------------------------------------------------------------------------------------------ covariates and missing rows


def test_categorical_and_missing_covariates():
    people = simulated(6).assign(region=list("abc") * 20)
    people.loc[[3, 4], "income"] = np.nan
    people.loc[7, ["lower", "upper"]] = np.nan
    fit = cv.fit(people, "log-normal", "income + C(region)")
    assert fit.params.index.tolist() == ["Intercept", "income", "C(region)[T.b]", "C(region)[T.c]", "log_scale"]
    assert (fit.nobs, fit.missing_answers, fit.missing_covariates) == (57, 1, 2)
    usable = people.drop([3, 4, 7])
    close(fit.params, cv.fit(usable, "log-normal", "income + C(region)").params, rel=1e-12)
    assert fit.median(at={"income": 20, "region": "b"}) > 0
    for at, words in (
        ({"income": 20}, "every covariate"),
        ({"income": 2, "region": "z"}, "category"),
        ("mean", "at='mean'"),
    ):
        with pytest.raises(cv.FitError, match=words):
            fit.median(at=at)


def test_summary_holds_the_numbers():
    fit = cv.fit(surveys.paycard54(), "log-normal", "income")
    table = fit.summary_frame()
    assert list(table.columns) == ["coef", "std err", "z", "P>|z|", "[0.025", "0.975]"]
    close(table[["[0.025", "0.975]"]], fit.conf_int())
    assert f"{fit.params['income']:.4f}" in fit.summary() and "Respondents 54" in fit.summary()


# ---------------------------------------------------------------------------------------------------- honest refusals

LADDER = frame((-INF, 10), (10, 20), (20, 40), (5, 10), (40, INF), (10, 20))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "arguments", "words"),
    [
        (cv.single_bounded([10, 20, 30], ["yes"] * 3), {}, "Every answer is a yes"),
        (cv.single_bounded([10, 20, 30], ["no"] * 3), {}, "Every answer is a no"),
        (cv.single_bounded([10] * 4, ["yes", "no", "yes", "no"]), {}, "one amount, 10"),
        (cv.single_bounded([10, 20, 30, 40], ["yes", "yes", "no", "no"]), {}, "one WTP between 20 and 30"),
        (cv.single_bounded([10, 10, 10, 30, 30, 30], [1, 0, 0, 1, 1, 0]), {}, "does not fall"),
        (cv.single_bounded([10, 10, 10, 10, 30, 30], [1, 0, 1, 0, 1, 0]), {}, "does not fall"),
        (frame((10, 20), (10, 20), (10, 20)), {}, "one WTP between 10 and 20"),
        (frame((10, 10)), {}, "1 informative answer"),
        (frame((10, 10), (20, 5)), {}, "Row 1, .20, 5.: the lower bound is above"),
        (frame((10, 10), (INF, INF)), {}, "infinite on the wrong side"),
        (frame((-3, -1), (20, 50)), {}, "at most 0"),
        (frame((-INF, 0), (20, 50)), {}, "at most 0"),
        (frame((0, 0), (10, 20), (30, 40)), {}, "zeros=c.*zeros='spike'"),
        (LADDER, {"zeros": "spike"}, "highest where nobody"),
        (LADDER.replace(-INF, 0), {"zeros": "spike"}, "every answer here is a payer's"),
        (cv.single_bounded(np.repeat([10, 20], 4), [1, 1, 1, 0, 1, 1, 0, 0]), {"zeros": "spike"}, "singular"),
        (LADDER, {"zeros": "drop"}, "zeros='drop'"),
        (LADDER, {"zeros": -1.0}, "above 0"),
        (LADDER, {"zeros": 1.0, "distribution": "normal"}, "positive distributions"),
        (LADDER, {"distribution": "gompertz"}, "choose one of normal, logistic"),
        (LADDER, {"weights": [1, 2]}, "one weight an answer"),
        (LADDER, {"weights": [0] * 6}, "No usable answers"),
        (LADDER, {"covariates": "age"}, "age"),
        (LADDER, {"covariates": "lower ~ upper"}, "right-hand side"),
        (LADDER.assign(x=range(6)), {"covariates": "x - 1"}, "intercept"),
        (LADDER.assign(x=range(6), y=range(0, 12, 2)), {"covariates": "x + y"}, "'y' is a combination"),
        (LADDER.assign(x=pd.Categorical(list("aabbab"), list("abc"))), {"covariates": "x"}, "c.' is 0 for everyone"),
        (LADDER.to_numpy(), {}, "columns lower and upper"),
        (LADDER, {"covariates": "x", "data": pd.DataFrame({"x": [1, 2]})}, "one row for every row label"),
        (LADDER.rename(columns={"lower": "low"}), {}, "columns lower and upper"),
    ],
)
def test_answers_that_cannot_be_fitted_are_named(answers, arguments, words):
    with pytest.raises(cv.FitError, match=words):
        cv.fit(answers, **arguments)


@pytest.mark.parametrize("distribution", EVERY)
def test_separated_covariates_give_no_numbers(distribution):
    # All with group = 1 said yes to everything: their coefficient has no finite maximum.
    bids = np.tile([10, 20, 40, 80], 6)
    group = np.repeat([0, 0, 0, 1, 1, 1], 4)
    says = np.where(group == 1, 1, np.tile([1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0], 2))
    with pytest.warns(UserWarning, match="'group' may separate"):
        fit = cv.fit(cv.single_bounded(bids, says), distribution, "group", data=pd.DataFrame({"group": group}))
    assert not fit.converged and fit.bse.isna().all() and fit.params.isna().all()
    assert np.isnan([fit.llf, fit.mean(), fit.median(), fit.share_willing(20)]).all()
    with pytest.raises(cv.FitError, match="did not converge"):
        fit.interval("median")
    assert "NO" in fit.summary()


@pytest.mark.slow
def test_a_hard_start_still_converges():
    # Raw incomes, bids in cents and a skewed design: where peers lose convergence, the answer is the scaled one.
    people = simulated(9)
    hard = people.assign(lower=people["lower"] * 100, upper=people["upper"] * 100, income=1e6 + people["income"] * 1e3)
    for distribution in EVERY:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fit = cv.fit(hard, distribution, "income + urban")
        close(fit.tvalues["income"], cv.fit(people, distribution, "income + urban").tvalues["income"], rel=1e-6)


def test_amounts_that_repeat_each_have_their_density():
    # The log-normal of exact amounts has the mean and the deviation of their logs, whatever repeats.
    amounts = np.array([5, 5, 5, 20, 20, 80])
    fit = cv.fit(cv.open_ended(amounts), "log-normal")
    assert fit.params["Intercept"] == pytest.approx(np.log(amounts).mean(), rel=1e-6)
    assert fit.scale == pytest.approx(np.log(amounts).std(), rel=1e-6)


def test_a_warning_points_at_the_line_that_asked():
    # So that a notebook shows the cell, and a filter by module meets the caller.
    separated = pd.DataFrame({"x": [0, 0, 1, 1, 0, 1] * 4})
    answers = cv.single_bounded([10, 20, 10, 20, 10, 20] * 4, [0, 0, 1, 1, 0, 1] * 4)
    card = cv.payment_card([10, 20, 40, 10, 20], [0, 10, 20, 40])
    exact = cv.open_ended([12, 25, 44, 15, 22])
    heavy = cv.fit(cv.single_bounded([20, 80] * 2, [1, 1, 0, 0]), "log-logistic", weights=[5, 4.0, 5, 6])
    for ask in (
        lambda: cv.open_ended([5, 10], zero=[True, False]),
        lambda: cv.fit(answers, covariates="x", data=separated),
        lambda: cv.fit(cv.pool(card=card, exact=exact)),
        lambda: heavy.adjusted_truncated_mean(20),
    ):
        with pytest.warns(UserWarning) as said:
            ask()
        assert [each.filename for each in said] == [__file__]


def test_the_covariate_that_separates_is_named_among_several():
    # Those with z of 1 all say yes, those with 0 all no; x says little, in a unit that makes it large.
    people = pd.DataFrame({"x": np.arange(24) * 100.0 % 700, "z": [0, 0, 1, 1, 0, 1] * 4})
    answers = cv.single_bounded([10, 20, 10, 20, 10, 20] * 4, people["z"])
    with pytest.warns(UserWarning, match="'z' may separate the answers"):
        fit = cv.fit(answers, covariates="x + z", data=people)
    assert not fit.converged and fit.cov_type == "nonrobust" and np.isnan(fit.median())
