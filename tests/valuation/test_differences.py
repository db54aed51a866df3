"""Differences, ratios and effects against 25-digit results, and their intervals against each other."""

import numpy as np
import pandas as pd
import pytest
from reference import exact, surveys
from scipy import special

from helpers import valuation as cv

FITS = list(exact.fits("groups"))  # in the last the scale depends on female
DIFFERENCES = {name: exact.fits("groups")[name]["group_difference"] for name in FITS}
PEOPLE = exact.data("groups")
FEMALE = PEOPLE["female"] == 1


def fitted(name):
    """The fit that the reference describes."""
    expected = exact.fits("groups")[name]
    scale = " + ".join(expected["scale_covariates"]) or None
    return cv.fit(PEOPLE, expected["distribution"], " + ".join(expected["covariates"]), PEOPLE, scale=scale)


def close(interval, expected):
    """Estimate and standard error as the reference has them."""
    assert interval.estimate == pytest.approx(float(expected["value"]), rel=1e-9)
    assert interval.standard_error == pytest.approx(float(expected["se"]), rel=1e-8)


@pytest.mark.parametrize("name", FITS)
def test_fits_and_measures_of_the_reference(name):
    # estimators/groups.json: ball arithmetic with 120 digits, confirmed with R's survreg.
    fit, expected = fitted(name), exact.fits("groups")[name]
    np.testing.assert_allclose(fit.params, exact.numbers(expected["estimates"]), rtol=1e-9)
    np.testing.assert_allclose(fit.bse, exact.numbers(expected["se"]), rtol=1e-8)
    assert fit.llf == pytest.approx(float(expected["loglik"]), rel=1e-12)
    for measure, arguments in (("mean", {}), ("median_average", {}), ("truncated_mean", {"limit": expected["limit"]})):
        close(fit.interval(measure, **arguments), expected["measures"][measure])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "compared"), [(name, key) for name in FITS for key in DIFFERENCES[name]])
def test_group_differences_of_the_reference(name, compared):
    # estimators/groups.json, confirmed with R's numDeriv; medians there are averages of the respondents' medians.
    fit, expected = fitted(name), DIFFERENCES[name][compared]
    setting, measure = compared.split(":")
    incomes = {"income": PEOPLE["income"].mean()} if setting == "at_means" else {}
    settings = (FEMALE, ~FEMALE) if setting == "own" else [{"female": value, **incomes} for value in (1, 0)]
    measure = "median_average" if measure == "median" else measure
    found = fit.difference(measure, *settings)
    close(found, expected["difference"])
    assert tuple(found) == pytest.approx(exact.numbers(expected["difference_interval"]), rel=1e-8)
    found = fit.ratio(measure, *settings)
    close(found, expected["ratio"])
    assert tuple(found) == pytest.approx(exact.numbers(expected["ratio_interval_from_log_ratio"]), rel=1e-8)


@pytest.mark.slow
def test_a_group_can_be_a_frame_of_its_people():
    # Their own covariates either way; a frame of the sample with one covariate set is the counterfactual.
    fit = fitted("log-normal__income_female")
    frames = fit.difference("mean", PEOPLE[FEMALE], PEOPLE[~FEMALE])
    groups = fit.difference("mean", FEMALE, ~FEMALE)
    assert (frames.estimate, frames.standard_error) == pytest.approx((groups.estimate, groups.standard_error), rel=1e-9)
    frames = fit.difference("mean", PEOPLE.assign(female=1), PEOPLE.assign(female=0))
    set_for_all = fit.difference("mean", {"female": 1}, {"female": 0})
    assert tuple(frames) == pytest.approx(tuple(set_for_all), rel=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in FITS if "income" in name])
@pytest.mark.parametrize("measure", ["mean", "median"])
def test_effects_of_the_reference(name, measure):
    # estimators/groups.json, confirmed with R's numDeriv.
    fit, expected = fitted(name), exact.fits("groups")[name]["marginal_effects"][f"income:{measure}"]
    found = fit.effect("income", measure)
    close(found, expected["average_marginal_effect"])
    assert tuple(found) == pytest.approx(exact.numbers(expected["average_marginal_effect_interval"]), rel=1e-7)
    means = PEOPLE[["income", "female"]].mean().to_dict()
    close(fit.effect("income", measure, at=means), expected["at_means_marginal_effect"])
    close(fit.effect("income", measure, elasticity=True), expected["average_elasticity"])
    close(fit.effect("income", measure, change=10), expected["average_effect_of_ten_more"])


def test_effect_on_a_share_by_hand():
    # d P(WTP >= b) / d income = phi(z) b_income / scale, z = (x.b - log b) / scale, averaged over respondents.
    fit = fitted("log-normal__income_female")
    location = fit.params["Intercept"] + PEOPLE[["income", "female"]] @ fit.params[["income", "female"]]
    z = (location - np.log(30)) / fit.scale
    slopes = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * fit.params["income"] / fit.scale
    assert fit.effect("income", "share_willing", price=30).estimate == pytest.approx(slopes.mean(), rel=1e-10)


@pytest.mark.slow
def test_effect_of_two_values_is_the_change_between_them():
    # The counterfactual difference, and for a fit in currency units the coefficient itself.
    fit = fitted("log-normal__income_female")
    change, counterfactual = fit.effect("female"), fit.difference("mean", {"female": 1}, {"female": 0})
    assert tuple(change) == pytest.approx(tuple(counterfactual), rel=1e-9)
    normal = cv.fit(PEOPLE.assign(lower=PEOPLE["lower"].replace(0, -np.inf)), "normal", "income + female", PEOPLE)
    for name in ("income", "female"):
        found = normal.effect(name, "mean", support="real")
        assert found.estimate == pytest.approx(normal.params[name], rel=1e-9)
        assert found.standard_error == pytest.approx(normal.bse[name], rel=1e-7)


@pytest.mark.slow
def test_effects_follow_the_formula():
    # d exp(a + b log x) / d x = b median / x, and an interaction moves with its parts.
    fit = cv.fit(PEOPLE, "log-normal", "log(income) * female", PEOPLE)
    slope = fit.params["log(income)"] + fit.params["log(income):female"] * PEOPLE["female"]
    medians = fit.predict("median")
    assert fit.effect("income", "median").estimate == pytest.approx(
        (slope * medians / PEOPLE["income"]).mean(), rel=1e-9
    )
    bent = cv.fit(PEOPLE, "log-normal", "income + I((income - 50) ** 2)", PEOPLE)
    slope = bent.params["income"] + 2 * bent.params.iloc[2] * (PEOPLE["income"] - 50)
    expected = (slope * bent.predict("median")).mean()
    assert bent.effect("income", "median").estimate == pytest.approx(expected, rel=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("method", ["bootstrap", "krinsky-robb", "bootstrap-t", "profile", "recommended"])
def test_every_method_agrees_with_delta(method):
    # In 220 answers the limits of all of them are within half a standard error of each other.
    fit, options = fitted("log-normal__income_female"), {} if "profile" in method else {"draws": 2000, "seed": 1}
    options = {} if method == "recommended" else options
    for ask in (
        lambda *how, **options: fit.difference("mean", {"female": 1}, {"female": 0}, *how, **options),
        lambda *how, **options: fit.difference("median", FEMALE, ~FEMALE, *how, **options),
        lambda *how, **options: fit.effect("income", "median", *how, **options),
    ):
        plain, found = ask(), ask(method, **options)
        assert found.estimate == plain.estimate and found.failed == 0
        assert np.abs(np.array([*found]) - [*plain]).max() < plain.standard_error / 2


@pytest.mark.slow
def test_bootstrap_of_a_difference_is_that_of_its_refits():
    # The same resamples refitted by hand: difference of the two counterfactual means in each.
    fit = fitted("log-normal__female")
    rng = np.random.default_rng(3)
    weights = np.array(
        [np.bincount(rng.integers(0, len(PEOPLE), len(PEOPLE)), minlength=len(PEOPLE)) for _ in range(40)]
    )
    refits = fit.refit(weights.T)
    women, men = (refits.measure("mean", at={"female": value}) for value in (1, 0))
    again = [cv.fit(PEOPLE, "log-normal", "female", PEOPLE, weights=w) for w in weights[:3]]
    by_hand = [each.difference("mean", {"female": 1}, {"female": 0}).estimate for each in again]
    assert (women - men)[:3] == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.slow
def test_weights_count_respondents_in_a_group():
    # A weight of two is the same as the row twice.
    weights = np.where(PEOPLE.index % 3 == 0, 2, 1)
    weighted = cv.fit(PEOPLE, "weibull", "income + female", PEOPLE, weights=weights)
    twice = PEOPLE.loc[PEOPLE.index.repeat(weights)].reset_index(drop=True)
    repeated = cv.fit(twice, "weibull", "income + female", twice)
    group = twice["female"] == 1
    one = weighted.difference("mean", FEMALE, ~FEMALE)
    other = repeated.difference("mean", group, ~group)
    assert tuple(one) == pytest.approx(tuple(other), rel=1e-9)
    assert weighted.effect("income").estimate == pytest.approx(repeated.effect("income").estimate, rel=1e-9)


@pytest.mark.slow
def test_predictions_are_those_of_each_alone():
    # One respondent at a time, by the same measure of a curve of one.
    fit = fitted("log-normal__income_female")
    some = PEOPLE.loc[[7, 100, 219], ["income", "female"]]
    for measure, arguments in (
        ("mean", {}),
        ("median", {}),
        ("share_willing", {"price": 30}),
        ("quantile", {"share": 0.2}),
    ):
        alone = [getattr(fit, measure)(at=row.to_dict(), **arguments) for _, row in some.iterrows()]
        found = fit.predict(measure, at=some, **arguments)
        assert found.index.equals(some.index)
        np.testing.assert_allclose(found, alone, rtol=1e-12)
        np.testing.assert_allclose(fit.predict(measure, **arguments).loc[some.index], alone, rtol=1e-12)
    assert fit.predict("mean").mean() == pytest.approx(fit.mean(), rel=1e-12)
    assert fit.predict("median").mean() == pytest.approx(fit.median_average(), rel=1e-12)
    constant = cv.fit(surveys.paycard54(), "log-normal").predict("median")
    assert len(constant) == 54 and constant.max() == constant.min()


def test_a_spike_enters_every_difference():
    # With 40 of 100 at zero the share is common: the difference of means is that of payers times 0.6.
    payers = PEOPLE.iloc[:60]
    zeros = pd.DataFrame({"lower": 0.0, "upper": 0.0, "female": [0, 1] * 20}, range(60, 100))
    both = pd.concat([payers[["lower", "upper", "female"]], zeros])
    spiked, alone = cv.fit(both, covariates="female", zeros="spike"), cv.fit(payers, covariates="female")
    ask = "mean", {"female": 1}, {"female": 0}
    assert spiked.difference(*ask).estimate == pytest.approx(0.6 * alone.difference(*ask).estimate, rel=1e-8)


@pytest.mark.slow
def test_two_answers_and_panels_have_differences_too():
    # At one location scale of both amounts the ratio of medians is exp(coefficient).
    pairs = exact.data("bivariate")
    columns = [pairs[name] for name in ("bid", "first", "followup_bid", "second")]
    both = cv.bivariate(*columns, covariates="female", data=pairs)
    ratio = both.ratio("median", {"female": 1}, {"female": 0})
    assert ratio.estimate == pytest.approx(np.exp(both.params["female"]), rel=1e-9)
    panel = exact.data("panel_lognormal")
    fit = cv.fit(panel, covariates="female + hours", data=panel, respondents=panel["id"])
    ratio = fit.of("respondent").ratio("mean", {"female": 1}, {"female": 0})
    assert ratio.estimate == pytest.approx(np.exp(fit.params["female"]), rel=1e-9)
    assert ratio.of == "variance between respondents"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda fit: fit.difference("mean", {"femal": 1}, {"female": 0}), "'femal', which is not a covariate"),
        (lambda fit: fit.difference("mean", "women", {"female": 0}), "at='women' is not known"),
        (lambda fit: fit.difference("median", FEMALE & ~FEMALE, FEMALE), "holds nobody"),
        (lambda fit: fit.difference("median", FEMALE.astype(int), FEMALE), "Series of True and False"),
        (lambda fit: fit.difference("median", {"female": 1}, {"female": 0}, "fieller"), "Fieller's method needs"),
        (lambda fit: fit.difference("wtp", {"female": 1}, {"female": 0}), "'wtp' is not on offer"),
        (lambda fit: fit.effect("age"), "'age' is not a covariate of the fit: female, income"),
        (lambda fit: fit.effect("income", at=FEMALE), "averaged at='sample'"),
        (lambda fit: fit.predict("mean", at={"female": 1, "income": 3}), "those of a frame"),
    ],
)
def test_what_cannot_be_answered_is_named(ask, words):
    with pytest.raises(cv.FitError, match=words):
        ask(fitted("log-normal__income_female"))


def test_infinite_means_have_no_difference():
    # Amounts at the quantiles of a log-logistic with a scale of 1.5.
    amounts = np.exp(3 + 1.5 * special.logit((np.arange(40) + 0.5) / 40))
    people = pd.DataFrame({"female": [0, 1] * 20})
    fit = cv.fit(cv.open_ended(amounts), "log-logistic", "female", people)
    assert fit.scale > 1
    with pytest.raises(cv.FitError, match="difference of mean is not defined"):
        fit.difference("mean", {"female": 1}, {"female": 0})


@pytest.mark.slow
def test_categories_have_differences_and_no_slope():
    people = PEOPLE.assign(region=list("ab") * 110, band=PEOPLE.index % 3)
    fit = cv.fit(people, covariates="region + C(band)", data=people)
    assert fit.difference("mean", {"region": "b"}, {"region": "a"}).estimate == pytest.approx(
        fit.mean(at=people.assign(region="b")) - fit.mean(at=people.assign(region="a"))
    )
    with pytest.raises(cv.FitError, match="'region' is not a number"):
        fit.effect("region")
    with pytest.raises(cv.FitError, match=r"no effect of 'band' here: .* category"):
        fit.effect("band")


def test_a_difference_on_the_real_line_has_no_remark_and_one_beyond_the_data_has():
    people = pd.DataFrame({"f": [0, 1] * 60})
    amounts = 20 + 8 * people["f"] + 12 * np.random.default_rng(1).normal(size=120)
    answers = cv.single_bounded([10, 20, 40] * 40, amounts >= np.tile([10, 20, 40], 40))
    fit = cv.fit(answers, "normal", covariates="f", data=people)
    top, at = fit.highest_amount, ({"f": 6}, {"f": 0})
    assert fit.mean(at={"f": 6}) > top > fit.mean(at={"f": 0})
    found = fit.difference("mean", *at)
    assert found.remark.startswith("the mean") and found.remark.endswith("lies above the highest amount asked, 40")
    assert fit.difference("mean", *at, support="real").remark == ""
    assert found.estimate == pytest.approx(fit.mean(at=at[0]) - fit.mean(at=at[1]))
