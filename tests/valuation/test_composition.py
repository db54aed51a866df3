"""Formulas for scale and share of zeros, gamma and generalised gamma, income bounds: against 25-digit results."""

import numpy as np
import pandas as pd
import pytest
from reference import exact
from scipy import special, stats

from helpers import valuation as cv
from helpers.valuation.composition import ComposedFit, ComposedModel
from helpers.valuation.likelihood import DISTRIBUTIONS, Model, observe

# estimators/*.json: 120-digit arithmetic, confirmed with R and scipy; tolerances of the parameters beside the file.
FILES = {"spike_share": 1e-9, "spike_latent": 1e-9, "scale": 1e-9, "income_bounded": 1e-9, "gamma": 1e-8}
CASES = [(name, fit) for name in FILES for fit in exact.fits(name)]


def answers(name, expected):
    """The table and the answers of a fit of the reference."""
    if name == "spike_share":
        table = exact.data("spike_single")
        return table, cv.single_bounded(table["bid"], table["answer"], zero=table["pays"] == 0)
    table = exact.data(name)
    if name == "gamma":
        bounds = table[expected["bounds"]].set_axis(["lower", "upper"], axis=1)
        return table, bounds
    if expected.get("format") == "single":
        return table, cv.single_bounded(table["bid"], table["first"])
    return table, cv.double_bounded(*(table[column] for column in ("bid", "first", "followup_bid", "second")))


def fitted(name, expected, **options):
    """The fit that the reference describes."""
    table, said = answers(name, expected)
    covariates = " + ".join(expected["covariates"]) or None
    distribution = expected["distribution"]
    if "zero_covariates" in expected:
        options["spike"] = " + ".join(expected["zero_covariates"]) or "1"
    if "scale_covariates" in expected:
        options["scale"] = " + ".join(expected["scale_covariates"]) or None
    if name == "income_bounded":
        distribution = {"normal": "log-normal", "logistic": "log-logistic"}[distribution]
        options["income"] = table["income"]
    return cv.fit(said, distribution, covariates, table, **options)


def parameters(name, expected):
    """Estimates, errors and covariance of the reference."""
    return expected["parameters"], *(exact.numbers(expected[key]) for key in ("estimates", "se", "covariance"))


def asked(label, expected):
    """Measure and arguments of ``Fit.interval`` for a label of the reference; None for what is no measure."""
    *where, name = label.split(":")
    measure, arguments = exact.measure("median" if name == "median" else name, expected)
    if where and where[0] in ("prentice", "stacy", "flexsurv", "mean_form"):
        return None
    if where == ["at_means"]:
        arguments["at"] = "means"
    elif where:
        arguments["at"] = {key: float(value) for key, value in (pair.split("=") for pair in where[0].split(","))}
    return measure, arguments


@pytest.mark.long
@pytest.mark.parametrize(("name", "key"), CASES)
def test_reference_fits(name, key):
    expected = exact.fits(name)[key]
    fit = fitted(name, expected)
    names, estimates, errors, covariance = parameters(name, expected)
    assert list(fit.params.index) == names
    np.testing.assert_allclose(fit.params, estimates, rtol=FILES[name])
    np.testing.assert_allclose(fit.bse, errors, rtol=1e-7)
    np.testing.assert_allclose(fit.cov_params(), covariance, rtol=1e-6, atol=1e-9)
    found, stated = (fit.llf, fit.aic, fit.bic), [float(expected[key]) for key in ("loglik", "aic", "bic")]
    assert found == pytest.approx(stated, rel=1e-11)
    for label, value in expected["measures"].items():
        question = asked(label, expected)
        if question is None:
            continue
        measure, arguments = question
        interval = fit.interval(measure, **arguments)
        if isinstance(value, str):
            assert value.startswith("Infinity") and np.isposinf(interval.estimate), label
            continue
        assert interval.estimate == pytest.approx(float(value["value"]), rel=1e-9), label
        if "se" in value:
            assert interval.standard_error == pytest.approx(float(value["se"]), rel=1e-7), label


@pytest.mark.long
def test_forms_of_the_generalised_gamma():
    # estimators/gamma.json, "stacy:", and Prentice's parameters where the covariates are 0.
    for key in ("pos__generalised-gamma__none", "pos__generalised-gamma__income"):
        expected = exact.fits("gamma")[key]
        fit = fitted("gamma", expected)
        stated = {label.split(":")[1]: value for label, value in expected["measures"].items() if label[:6] == "stacy:"}
        for name, row in zip(("shape_b", "k", "scale_a"), fit.stacy().to_numpy(), strict=True):
            assert tuple(row) == pytest.approx((float(stated[name]["value"]), float(stated[name]["se"])), rel=1e-7)
    with pytest.raises(cv.FitError, match="Q above 0"):
        fitted("gamma", exact.fits("gamma")["neg__generalised-gamma__none"]).stacy()


MODELS = {
    "scale": {"scale": "female"},
    "spike": {"spike": "female"},
    "latent": {"spike": "1"},
    "gamma": {"distribution": "gamma"},
    "generalised-gamma": {"distribution": "generalised-gamma", "scale": "female"},
    "income": {"scale": "female", "distribution": "log-logistic"},
}


SURVEYS = {"income": "income_bounded", "gamma": "gamma", "generalised-gamma": "gamma"}


def composed(name, rows=None, **options):
    """A model of each kind, of these rows of the survey with a latent spike."""
    table = exact.data(SURVEYS.get(name, "spike_latent"))
    table = table if rows is None else table.iloc[rows].reset_index(drop=True)
    if "gamma" in name:
        table = table.assign(female=table["id"] % 2)
        said = table[["lower_pos", "upper_pos"]].set_axis(["lower", "upper"], axis=1)
    else:
        said = cv.double_bounded(*(table[column] for column in ("bid", "first", "followup_bid", "second")))
    if name == "spike":
        said = said.mask(table["id"] % 9 == 0, 0.0)
    if name == "income":
        options["income"] = table["income"]
    return cv.fit(said, covariates="female", data=table, **(MODELS[name] | options))


@pytest.mark.long
@pytest.mark.parametrize("name", MODELS)
def test_weights_are_copies_and_groups_of_one_are_nobody(name):
    # Properties: a weight of two is a respondent twice, and a sandwich over groups of one is that of respondents.
    n = len(exact.data(SURVEYS.get(name, "spike_latent")))
    counts = 1 + np.arange(n) % 2
    weighted, copied = composed(name, weights=counts), composed(name, np.repeat(np.arange(n), counts))
    np.testing.assert_allclose(weighted.params, copied.params, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(weighted.bse, copied.bse, rtol=1e-5)
    assert weighted.llf == pytest.approx(copied.llf, rel=1e-11)
    assert weighted.mean() == pytest.approx(copied.mean(), rel=1e-7)
    alone, singles = (composed(name, cov_type="robust", **options) for options in ({}, {"groups": np.arange(n)}))
    np.testing.assert_allclose(singles.bse, alone.bse, rtol=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("name", MODELS)
def test_intervals_tell_one_story(name):
    fit = composed(name)
    delta = fit.interval("median")
    for method, options, most in (
        ("profile", {}, 0.15),
        ("krinsky-robb", {"draws": 2000, "seed": 1}, 0.15),
        ("bootstrap", {"draws": 200, "seed": 1}, 0.35),
    ):
        low, high = fit.interval("median", method, **options)
        assert high - low == pytest.approx(delta.high - delta.low, rel=most), method
    # Draws of one's own are of params, the share of zeros last where it is not among them.
    draws = np.tile(fit.theta, (3, 1))
    assert tuple(fit.interval("median", "krinsky-robb", draws=draws)) == pytest.approx((delta.estimate,) * 2, rel=1e-10)


@pytest.mark.long
@pytest.mark.parametrize("name", MODELS)
def test_average_of_predictions_is_the_mean(name):
    fit = composed(name)
    assert fit.predict("mean").mean() == pytest.approx(fit.mean(), rel=1e-10)
    assert fit.predict("median").mean() == pytest.approx(fit.median_average(), rel=1e-10)
    assert fit.share_willing(fit.median()) == pytest.approx(0.5, rel=1e-9)
    assert fit.effect("female", "mean").estimate == pytest.approx(
        fit.difference("mean", {"female": 1}, {"female": 0}).estimate, rel=1e-9
    )


@pytest.mark.slow
def test_likelihood_ratio_of_nested_formulas():
    # Twice the difference of the reference's log-likelihoods; the degrees of freedom are the terms left out.
    both, alone = (
        fitted("scale", exact.fits("scale")[f"weibull__income_female__{key}"]) for key in ("income_female", "female")
    )
    test = cv.likelihood_ratio(both, alone)
    stated = [
        float(exact.fits("scale")[f"weibull__income_female__{key}"]["loglik"]) for key in ("income_female", "female")
    ]
    assert (test.statistic, test.df) == (pytest.approx(2 * (stated[0] - stated[1]), rel=1e-8), 1)
    assert cv.likelihood_ratio(both).df == 4
    with pytest.raises(cv.FitError, match="fewer covariates"):
        cv.likelihood_ratio(alone, both)


@pytest.mark.long
def test_likelihood_ratio_of_distributions_within_the_generalised_gamma():
    # estimators/gamma.json: twice the difference of its log-likelihoods; the log-normal (Q = 0) has its own fit.
    larger, smaller = (exact.fits("gamma")[f"pos__{name}__income"] for name in ("generalised-gamma", "gamma"))
    fit = fitted("gamma", larger)
    test = cv.likelihood_ratio(fit, fitted("gamma", smaller))
    expected = 2 * (float(larger["loglik"]) - float(smaller["loglik"]))
    assert (test.statistic, test.df) == (pytest.approx(expected, abs=1e-9), 1)
    log_normal = fitted("gamma", smaller | {"distribution": "log-normal"})
    test = cv.likelihood_ratio(fit, log_normal)
    assert (test.statistic, test.df) == (pytest.approx(2 * (fit.llf - log_normal.llf)), 1) and test.pvalue < 1e-4
    with pytest.raises(cv.FitError, match="with its shape held"):
        cv.likelihood_ratio(log_normal, fitted("gamma", smaller))


@pytest.mark.slow
def test_summary_tells_whose_share_the_spike_is():
    table, said = answers("spike_share", {})
    common = cv.fit(said, covariates="income", data=table, zeros="spike")
    assert "one share common to all" in common.summary() and "zero:Intercept" not in common.params
    own = cv.fit(said, covariates="income", data=table, spike="female")
    assert "a share with covariates of its own" in own.summary()
    assert own.share_zero == pytest.approx((table["pays"] == 0).mean(), rel=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"distribution": "normal", "spike": "female"}, "spike= and distribution='normal'"),
        ({"spike": "female", "zeros": 1.0}, "spike= and zeros=1.0"),
        ({"distribution": "gamma", "scale": "female"}, "scale= and distribution='gamma'"),
        ({"spike": "separated"}, "does not|did not converge"),
        ({"scale": "female", "covariates": "separated"}, "did not converge"),
    ],
)
def test_what_cannot_be_composed_is_named(options, words):
    table, said = answers("spike_share", {})
    table = table.assign(separated=(table["pays"] == 0) * 1)
    if "spike" not in options:
        said = said[table["pays"] == 1]
        table = table[table["pays"] == 1].assign(separated=lambda t: (t["answer"] == 1) * 1)
    with pytest.raises(cv.FitError, match=words):
        cv.fit(said, data=table, **options)


def test_what_needs_a_utility_difference_is_refused():
    fit = composed("scale")
    for ask in (fit.utility_difference, lambda: fit.scale):
        with pytest.raises(cv.FitError, match=r"utility difference|one scale|do not go together"):
            ask()


def small(n=80):
    """Card answers with known zeros and a covariate."""
    rng = np.random.default_rng(9)
    table = pd.DataFrame({"x": rng.integers(0, 2, n)})
    amount = np.exp(3 + 0.4 * table["x"] + 0.7 * rng.normal(size=n))
    card = [0, 5, 10, 20, 40, 80]
    zero = np.arange(n) % 8 == 0
    chosen = np.where(zero, 0, np.array(card)[np.searchsorted(card, amount, side="right") - 1])
    return table.join(cv.payment_card(chosen, card, zero=zero))


def begun(fit):
    """Coefficients from which its searches begin, a row each, by predictor."""
    return {name: np.array(fit.model._starts())[:, place] for name, place in fit.model.places.items()}


def test_searches_begin_around_the_plain_model():
    # Its location; its scale and one narrower; its share of zeros and others, in logits; no slope of these.
    table = small()
    plain = cv.fit(table, covariates="x", data=table, zeros="spike")
    starts = begun(cv.fit(table, covariates="x", data=table, scale="x", spike="x"))
    np.testing.assert_allclose(starts["location"], np.tile(plain.params[:2], (6, 1)), rtol=1e-9)
    log_scale, logit = plain.params["log_scale"], special.logit(plain.share_zero)
    expected = [(log_scale + narrower, logit + share) for share in (-2, 0, 2) for narrower in (0, -1.5)]
    np.testing.assert_allclose(np.column_stack([starts["scale"][:, 0], starts["zero"][:, 0]]), expected, rtol=1e-9)
    assert not starts["scale"][:, 1].any() and not starts["zero"][:, 1].any()


@pytest.mark.slow
def test_a_gamma_begins_at_the_mean_logarithm_of_the_log_normal():
    # The logarithm of a gamma of shape k and scale theta has the mean log(theta) + digamma(k).
    table = small().query("upper > 0")
    plain, fit = cv.fit(table), cv.fit(table, "gamma")
    starts = begun(fit)
    shape = starts["shape"][:, 0]
    np.testing.assert_allclose(
        starts["location"][:, 0] + special.digamma(np.exp(shape)), plain.params.iloc[0], rtol=1e-9
    )
    # A shape of one over the variance of the logarithm, and others beside it.
    beside = [each + 2 * narrower for each in (-0.7, 0, 0.7) for narrower in (0, 1.5)]
    np.testing.assert_allclose(shape, -2 * plain.params["log_scale"] + np.array(beside), rtol=1e-9)
    starts = begun(cv.fit(table, "generalised-gamma"))
    np.testing.assert_allclose(np.unique(starts["shape"]), [-1.5, -0.5, 0.5, 1.5])
    np.testing.assert_allclose(starts["location"][:, 0], plain.params.iloc[0], rtol=1e-9)


def infinite(distribution, scale=None, **values):
    """Why a mean is infinite at these parameters, of exact amounts far apart."""
    amounts = pd.DataFrame({"x": [0, 1] * 4}).join(cv.open_ended([1.0, 3, 9, 30, 80, 200, 700, 9000]))
    fit = cv.fit(amounts, distribution, data=amounts, scale=scale)
    theta = np.array([values.get(name, value) for name, value in fit.params.items()])
    with np.errstate(invalid="ignore"):  # away from the maximum there are no errors
        return ComposedFit(fit.model, theta, True, "converged").infinite_mean_reason()


@pytest.mark.slow
def test_an_infinite_mean_has_its_reason():
    assert infinite("generalised-gamma", Q=-0.9, log_scale=0.5) == (
        "A generalised-gamma mean is infinite once scale times Q falls to -1, and Q is -0.9."
    )
    assert infinite("generalised-gamma", Q=-0.5, log_scale=0.5) is None
    # exp(s^2 / 2) is too large for a double at a scale of 40.
    assert infinite("log-normal", "x", log_scale=np.log(40)) == (
        "The mean is too large to be represented: the scale of log WTP is too wide."
    )
    assert infinite("log-logistic", "x", log_scale=0.2) == (
        "A log-logistic mean is infinite once the scale reaches 1, and that of some respondents does."
    )


@pytest.mark.slow
def test_one_scale_is_told_and_several_are_not():
    table = small()
    with pytest.raises(cv.FitError, match="no one scale"):
        _ = cv.fit(table, covariates="x", data=table, scale="x", zeros="spike").scale
    with pytest.raises(cv.FitError, match="no one scale"):
        _ = cv.fit(table.query("upper > 0"), "gamma").scale
    fit = cv.fit(table, covariates="x", data=table, spike="x")
    assert fit.scale == pytest.approx(np.exp(fit.params["log_scale"]))
    # The share of zeros is that of the sample, its error the delta method's.
    share = special.expit(fit.theta[-2] + fit.theta[-1] * table["x"])
    slope = np.array([(share * (1 - share)).mean(), (share * (1 - share) * table["x"]).mean()])
    assert fit.share_zero == pytest.approx(share.mean(), rel=1e-9)
    error = np.sqrt(slope @ fit.cov_params().iloc[-2:, -2:] @ slope)
    assert fit.share_zero_se == pytest.approx(error, rel=1e-6)


def test_exact_amounts_have_the_density_of_their_currency():
    amounts = np.array([3.0, 8, 20, 45, 70, 11])
    fit = cv.fit(cv.open_ended(amounts), "gamma")
    law = stats.gamma(np.exp(fit.params["log_shape"]), scale=np.exp(fit.params["Intercept"]))
    assert fit.llf == pytest.approx(law.logpdf(amounts).sum(), rel=1e-12)


def test_why_there_is_no_maximum_names_what_runs_off():
    table = small()
    model = cv.fit(table, covariates="x", data=table, scale="x", zeros="spike").model
    theta = np.array(model._starts()[0])
    assert model.why_not(theta).endswith("Fit fewer covariates, or a distribution with fewer parameters.")
    assert model.why_not(np.full_like(theta, np.nan)).endswith("with fewer parameters.")
    theta[2:4] = -30.0, 60.0  # about nothing in the middle of x
    assert "'log_scale:x' runs off without end" in model.why_not(theta)


def test_a_search_begins_in_least_squares_where_the_plain_model_rises_or_has_no_maximum():
    # Yes to more the higher the amount: the plain curve rises, and no start can be taken from it.
    answers = cv.single_bounded([10, 20, 40] * 6, [0, 1, 1, 0, 0, 1, 1, 0, 1] * 2)
    table = answers.assign(x=np.arange(18) % 2)
    observed = observe(table, DISTRIBUTIONS["normal"], "x", table, scale="x")
    model = ComposedModel(DISTRIBUTIONS["normal"], observed)
    plain = Model(DISTRIBUTIONS["normal"], observed)
    assert plain.wrong_signed(plain.solve(observed.weights[:, None])[0])[0]
    starts, guess = np.array(model._starts()), plain.first_guess()
    np.testing.assert_allclose(starts[0], [*(guess[:2] / guess[2]), -np.log(guess[2]), 0], rtol=1e-9)
    assert len(starts) == 2 and starts[1] == pytest.approx(starts[0] + [0, 0, -1.5, 0])
