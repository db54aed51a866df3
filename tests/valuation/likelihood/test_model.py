"""Sandwich covariance, groups, survey weights and pooled formats, against closed forms and each other."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import special, stats

from helpers import valuation as cv

COVARIATES = "income + female"


def card(**options):
    return cv.fit(surveys.paycard54(), "log-normal", COVARIATES, **options)


def test_sandwich_of_a_linear_regression_is_that_of_white():
    # White (1980): (X'X)^-1 X' diag(e^2) X (X'X)^-1, without small-sample factor.
    people = surveys.formats300().query("pays == 1")
    fit = cv.fit(cv.open_ended(people["amount"]), "normal", COVARIATES, data=people, cov_type="robust")
    X = np.column_stack([np.ones(len(people)), people[["income", "female"]]])
    residuals = people["amount"] - X @ np.linalg.solve(X.T @ X, X.T @ people["amount"])
    bread = np.linalg.inv(X.T @ X)
    expected = bread @ (X.T * residuals.to_numpy() ** 2) @ X @ bread
    np.testing.assert_allclose(fit.cov_params().iloc[:3, :3], expected, rtol=1e-8)
    assert "sandwich" in fit.summary()


@pytest.mark.parametrize("distribution", ["normal", "logistic", "log-normal", "log-logistic", "weibull"])
def test_sandwich_from_scores_by_differences(distribution):
    # The scores of single answers by central differences of their log-likelihood, through the public covariance alone.
    answers = pd.concat([surveys.paycard54()[["lower", "upper"]], cv.open_ended([12.0, 40, 7])], ignore_index=True)
    answers.loc[:5, "lower"] = -np.inf if distribution in ("normal", "logistic") else 0.0
    fit = cv.fit(answers, distribution, cov_type="robust")
    F = {
        "normal": stats.norm,
        "logistic": stats.logistic,
        "log-normal": stats.norm,
        "log-logistic": stats.logistic,
        "weibull": stats.gumbel_l,
    }[distribution]

    def log_likelihoods(location, log_scale):
        bounds = answers.to_numpy()
        with np.errstate(divide="ignore"):
            y = bounds if distribution in ("normal", "logistic") else np.log(np.maximum(bounds, 0))
        z = (y - location) / np.exp(log_scale)
        exact = bounds[:, 0] == bounds[:, 1]
        with np.errstate(divide="ignore"):
            return np.where(exact, F.logpdf(z[:, 0]) - log_scale, np.log(F.cdf(z[:, 1]) - F.cdf(z[:, 0])))

    step = 1e-5
    location, log_scale = fit.params
    scores = np.column_stack(
        [
            log_likelihoods(location + step, log_scale) - log_likelihoods(location - step, log_scale),
            log_likelihoods(location, log_scale + step) - log_likelihoods(location, log_scale - step),
        ]
    ) / (2 * step)
    bread = cv.fit(answers, distribution).cov_params().to_numpy()
    np.testing.assert_allclose(fit.cov_params(), bread @ scores.T @ scores @ bread, rtol=1e-6)


@pytest.mark.slow
def test_clusters_of_copies_are_one_answer_each():
    # Everyone copied twice: clustered by person, the covariance is that of the single answers.
    people = surveys.paycard54()
    twice = pd.concat([people, people], ignore_index=True)
    fit = cv.fit(twice, "log-normal", COVARIATES, cov_type="robust", groups=np.tile(np.arange(54), 2))
    np.testing.assert_allclose(fit.cov_params(), card(cov_type="robust").cov_params(), rtol=1e-9)
    ignoring = cv.fit(twice, "log-normal", COVARIATES, cov_type="robust")
    np.testing.assert_allclose(2 * ignoring.cov_params(), fit.cov_params(), rtol=1e-9)
    # Resampled by person, too: the interval of the copies is that of the single answers.
    once = card().interval("median", "bootstrap", draws=2000, seed=1)
    by_person = fit.interval("median", "bootstrap", draws=2000, seed=1)
    by_copy = ignoring.interval("median", "bootstrap", draws=2000, seed=1)
    assert tuple(by_person) == pytest.approx(tuple(once), rel=0.05)
    assert by_copy.high - by_copy.low < 0.8 * (once.high - once.low)


def test_frequency_weights_are_copies_and_survey_weights_are_not():
    people, counts = surveys.paycard54(), np.arange(54) % 3 + 1
    copies = people.loc[people.index.repeat(counts)].reset_index(drop=True)
    expected = cv.fit(copies, "log-normal", COVARIATES, cov_type="robust").cov_params()
    np.testing.assert_allclose(card(weights=counts, cov_type="robust").cov_params(), expected, rtol=1e-8)
    # A survey weight keeps one person one person: as copies clustered by person, whatever the scale of the weights.
    clustered = cv.fit(copies, "log-normal", COVARIATES, cov_type="robust", groups=np.arange(54).repeat(counts))
    weighted = card(survey_weights=counts * 7.3, cov_type="robust")
    np.testing.assert_allclose(weighted.cov_params(), clustered.cov_params(), rtol=1e-8)
    np.testing.assert_allclose(weighted.params, clustered.params, rtol=1e-9)
    assert weighted.nobs == pytest.approx(54)
    with pytest.raises(cv.FitError, match="survey weights have no likelihood"):
        weighted.interval("median", "profile")
    # The method recommended follows: no profile where the likelihood is in doubt.
    fits = card(), card(cov_type="robust"), card(groups=np.arange(54) // 2), weighted
    assert [cv.recommended("median", fit).method for fit in fits] == ["profile", "bootstrap", "bootstrap", "delta"]
    assert weighted.interval("median", "recommended").method == "delta"


@pytest.mark.parametrize("unclear", [0, 4])
def test_sandwich_with_a_spike(unclear):
    # Zeros and payers only: the share of zeros keeps its binomial error, the payers their own sandwich. Answers that
    # leave zero open bring the joint likelihood, whose sandwich tends to the same as they leave.
    answers = surveys.formats300_answers("card_spike")
    fit = cv.fit(answers, "log-normal", zeros="spike", cov_type="robust")
    payers = cv.fit(answers[answers["upper"] > 0], "log-normal", cov_type="robust")
    if not unclear:
        np.testing.assert_allclose(fit.cov_params(), payers.cov_params(), rtol=1e-9)
        assert fit.share_zero_se == pytest.approx(0.020615528128088301, rel=1e-9)
        return
    open_below = pd.DataFrame({"lower": [-np.inf] * unclear, "upper": [1e6] * unclear})
    joint = cv.fit(pd.concat([answers, open_below], ignore_index=True), zeros="spike", cov_type="robust")
    # "At most a million, perhaps zero" says nothing.
    np.testing.assert_allclose(joint.cov_params(), payers.cov_params(), rtol=1e-6)
    assert joint.share_zero_se == pytest.approx(0.020615528128088301, rel=1e-6)


@pytest.mark.slow
def test_pooled_formats_carry_a_term_and_a_warning():
    people = surveys.formats300()
    pooled = cv.pool(card=surveys.formats300_answers("card"), double=surveys.formats300_answers("double"))
    with pytest.warns(UserWarning, match=r"2 elicitation formats.*several formats: use cov_type='robust'"):
        fit = cv.fit(pooled, "log-logistic", "income", data=people)
    assert fit.params.index.tolist() == ["Intercept", "income", "format[T.double]", "log_scale"]
    with pytest.warns(UserWarning, match=r"2 elicitation formats in one fit.*pooled figure.$"):
        robust = cv.fit(pooled, "log-logistic", "income", data=people, cov_type="robust")
    # The same people twice: the income term rests on 300 people, not 600.
    assert robust.bse["income"] > 1.2 * fit.bse["income"]
    assert fit.median(at={"income": 25, "format": "card"}) > 0
    interval = robust.interval("median", "bootstrap", draws=200, seed=1)
    assert interval.low < robust.median() < interval.high
    # A format fitted with a term of its own and a scale in common: alone, each format has its own fit.
    with pytest.warns(UserWarning, match="2 elicitation formats"):
        apart = cv.fit(pooled.reset_index(drop=True), "log-logistic")
    medians = [apart.median(at={"format": name}) for name in ("card", "double")]
    alone = [cv.fit(surveys.formats300_answers(name), "log-logistic").median() for name in ("card", "double")]
    assert medians == pytest.approx(alone, rel=0.1)
    one = pooled[pooled["format"] == "card"]
    assert cv.fit(one, "log-logistic").params.index.tolist() == ["Intercept", "log_scale"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cov_type": "HC3"}, "'nonrobust' or 'robust'"),
        ({"survey_weights": np.ones(54)}, "need cov_type='robust'"),
        ({"survey_weights": np.ones(54), "weights": np.ones(54), "cov_type": "robust"}, "not both"),
        ({"groups": np.arange(3)}, "one group an answer"),
        ({"groups": np.ones(54), "cov_type": "robust"}, "of one group"),
        ({"groups": pd.Series(np.arange(54), np.arange(1, 55))}, "different row labels"),
    ],
)
def test_what_is_not_offered_is_named(options, words):
    with pytest.raises(cv.FitError, match=words):
        card(**options)
    with pytest.raises(cv.AnswerError, match="two or more formats"):
        cv.pool(card=surveys.paycard54())


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_a_covariate_is_the_same_in_every_unit(unit):
    # Whether a covariate brings anything new does not hang on what it is measured in.
    answers = surveys.paycard54()
    people = pd.DataFrame({"income": answers["income"] * unit, "female": answers["female"]})
    fit, plain = (cv.fit(answers, "log-normal", COVARIATES, data=each) for each in (people, answers))
    assert fit.params["income"] * unit == pytest.approx(plain.params["income"], rel=1e-7)
    assert fit.llf == pytest.approx(plain.llf, rel=1e-12)
    again = people.assign(again=3 * people["income"] * unit - 2 * people["female"])
    with pytest.raises(cv.FitError, match="Covariate 'again' is a combination of the others"):
        cv.fit(answers, "log-normal", f"{COVARIATES} + again", data=again)


def test_a_first_guess_takes_every_interval_for_an_amount_in_or_near_it():
    # Least squares by hand: the middle of an interval, and half a spread of the bounds beyond an end that is open.
    answers = pd.DataFrame({"lower": [10.0, 30, -np.inf, 8, 20], "upper": [20.0, np.inf, 5, 40, np.inf]})
    counts = np.array([2.0, 1, 3, 1, 1])
    model = cv.fit(answers, "normal", weights=counts).model
    spread = np.std([10.0, 30, 8, 20, 20, 5, 40])
    y = np.array([15, 30 + spread / 2, 5 - spread / 2, 24, 20 + spread / 2])
    location = np.average(y, weights=counts)
    scale = np.sqrt(np.average((y - location) ** 2, weights=counts))
    assert model.first_guess() == pytest.approx([location / scale, 1 / scale], rel=1e-10)
    # Amounts all alike would have no scale: a tenth of the spread of the bounds is the least.
    narrow = pd.DataFrame({"lower": [10.0, 10.05, 0], "upper": [10.0, 10.05, 100]})
    guess = cv.fit(narrow, "normal", weights=[1e6, 1e6, 1]).model.first_guess()
    assert guess[1] == pytest.approx(1 / (0.1 * np.std([10.0, 10.05, 0, 100])))


def test_covariates_enter_a_first_guess_by_weighted_least_squares():
    # By numpy's own weighted least squares of log amounts; exact amounts stand half a spread below themselves.
    amounts, x = np.array([3.0, 8, 20, 55, 12, 40]), np.array([0.0, 1, 2, 3, 1, 2])
    counts = np.array([1.0, 2, 3, 1, 2, 1])
    fit = cv.fit(cv.open_ended(amounts), covariates="x", data=pd.DataFrame({"x": x}), weights=counts)
    y = np.log(amounts) - np.log(amounts).std() / 2
    slope, intercept = np.polyfit(x, y, 1, w=np.sqrt(counts))
    scale = np.sqrt(np.average((y - intercept - slope * x) ** 2, weights=counts))
    assert fit.model.first_guess() == pytest.approx(np.array([intercept, slope, 1]) / scale, rel=1e-9)


def test_searches_for_a_share_of_zeros_begin_at_several():
    # The known zeros among all, and a tenth, four tenths and eight tenths of those who may be zeros.
    rows = [(0, 0)] * 2 + [(-np.inf, 5)] * 3 + [(5, 10)] * 4 + [(10, 20)] * 2 + [(20, np.inf)]
    counts = np.array([1.0] * 2 + [2] * 3 + [1] * 6 + [3])
    answers = pd.DataFrame(rows, columns=["lower", "upper"], dtype=float)
    model = cv.fit(answers, zeros="spike", weights=counts).model
    total = counts.sum()
    expected = [special.logit((2 + 6 * share) / total) for share in (0.1, 0.4, 0.8)]
    assert [start[-1] for start in model._first_guesses()] == pytest.approx(expected)


def test_the_best_of_several_maxima_is_taken_in_every_replicate():
    model = cv.fit(surveys.paycard54(), "log-normal").model
    weights = np.random.default_rng(1).integers(0, 3, (54, 4)).astype(float)
    best, sound = model.solve(weights)
    worse = best * 1.05
    found, converged = model._best(
        weights,
        [
            (np.where([True, False, False, False], best, worse), np.array([True, True, True, False])),
            (np.where([False, True, False, True], best, worse), np.array([True, True, False, True])),
            (best, np.array([False, False, True, False])),
        ],
    )
    assert sound.all() and converged.all()
    np.testing.assert_array_equal(found, best)
