"""Delta limits where the price coefficient is barely determined, beside 40 digits."""

import numpy as np
import pandas as pd
import pytest
from reference import exact

from helpers import valuation as cv
from helpers.valuation.intervals import DIFFERENCE, OFFSETS, Contrast

# estimators/degenerate.json: Newton's method and Hessian with 120 digits, confirmed with R's glm.
CASES = [(table, name) for table, fits in exact.fits("degenerate").items() for name in fits]
MEASURES = {"mean_real": ("mean", {"support": "real"}), "share_willing_at_top_bid": ("share_willing", {"price": 90})}


def fitted(table, distribution):
    """The fit to one table of counts."""
    counts = exact.data("degenerate").query("table == @table")
    bid, said = np.tile(counts["bid"], 2), np.repeat(["yes", "no"], len(counts))
    return cv.fit(cv.single_bounded(bid, said), distribution, weights=[*counts["yes"], *counts["no"]])


@pytest.mark.slow
@pytest.mark.parametrize(("table", "distribution"), CASES)
def test_delta_limits_of_degenerate_tables(table, distribution):
    expected = exact.fits("degenerate")[table][distribution]
    if expected["wrong_sign"]:
        with pytest.raises(cv.FitError, match="does not fall as the amount rises"):
            fitted(table, distribution)
        return
    fit = fitted(table, distribution)
    for name, value in expected["delta"].items():
        measure, arguments = MEASURES.get(name, (name, {}))
        if measure == "truncated_mean":
            arguments = {"limit": expected["limit"]}
        interval = fit.interval(measure, **arguments)
        if isinstance(value, str):
            assert value.startswith("Infinity") and tuple(interval) == (0, np.inf)
        elif "log_interval" in value:
            np.testing.assert_allclose(interval.log_limits, exact.numbers(value["log_interval"]), rtol=1e-9)
            with np.errstate(over="ignore"):
                assert tuple(interval) == pytest.approx(tuple(np.exp(exact.numbers(value["log_interval"]))), rel=1e-6)
        else:
            found = interval.estimate, interval.standard_error
            assert found == pytest.approx((float(value["value"]), float(value["se"])), rel=1e-9)


def test_limits_of_a_log_normal_mean_by_hand():
    # log mean = a / k + 1 / (2 k^2) with a, k of the utility difference: slopes 1 / k and -(a + 1 / k) / k^2.
    fit = fitted("k_over_se_0p1", "log-normal")
    a, k = fit.utility_difference() * [1, -1]
    slope = np.array([1 / k, (a + 1 / k) / k**2])
    error = np.sqrt(slope @ fit.cov_params("utility-difference") @ slope)
    limits = a / k + 1 / (2 * k**2) + 1.959963984540054 * error * np.array([-1, 1])
    np.testing.assert_allclose(fit.interval("mean").log_limits, limits, rtol=1e-9)


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(6)
    table = pd.DataFrame({"x": rng.integers(0, 3, 90)})
    amounts = np.exp(3 + 0.3 * table["x"] + 0.7 * rng.normal(size=90))
    card = np.array([0.0, 10, 20, 40, 80])
    return table.join(cv.payment_card(card[np.searchsorted(card, amounts) - 1], card))


@pytest.mark.slow
def test_which_of_two_a_measure_is_of_is_said(people):
    fit = cv.fit(people, covariates="x", data=people)
    assert fit.interval("median").of == "of the average demand curve" == fit.interval("quantile", share=0.3).of
    assert (
        fit.interval("mean").of == "" == fit.interval("median", at="means").of == cv.fit(people).interval("median").of
    )
    assert fit.effect("x", "median").of == "average of the respondents' own"
    assert fit.difference("median", {"x": 1}, {"x": 0}).of == "" and fit.effect("x").of.startswith("average of")
    bid = np.tile([10.0, 20, 40], 40)
    first, second = np.tile([1, 1, 0, 1, 0, 0, 1, 1], 15), np.tile([1, 0, 0, 1, 1, 0], 20)
    pair = cv.bivariate(bid, first, np.where(first, 2 * bid, bid / 2), second)
    assert pair.interval("median").of == "first answer" and pair.of("followup").interval("mean").of == "followup answer"
    panel = cv.fit(people, respondents=np.arange(90) // 3)
    assert panel.interval("mean").of == "total variance"
    assert panel.of("respondent").interval("mean").of == "variance between respondents"


@pytest.mark.parametrize(
    ("measure", "arguments"),
    [
        ("mean", {}),
        ("median", {}),
        ("share_willing", {"price": 25}),
        ("truncated_mean", {"limit": 80}),
        ("quantile", {"share": 0.8}),
    ],
)
def test_delta_errors_by_differences_of_the_measure(people, measure, arguments):
    # Oehlert (1992): slopes of the measure in the parameters, here by central differences of another step.
    fit = cv.fit(people, "log-logistic", covariates="x", data=people)
    target = fit.target(measure, arguments)
    step = 1e-4
    slopes = [(target(fit.theta[:, None] + move) - target(fit.theta[:, None] - move))[0] / (2 * step)
              for move in step * np.eye(3)[:, :, None]]  # fmt: skip
    error = np.sqrt(slopes @ target.covariance @ slopes)
    assert target.standard_error == pytest.approx(error, rel=1e-5)
    assert fit.interval(measure, **arguments).standard_error == pytest.approx(error, rel=1e-5)
    # On the unlimited scale, a share's by its logit and an amount's by its logarithm.
    value = target.estimate
    assert target.error == pytest.approx(
        error / (value * (1 - value) if measure == "share_willing" else value), rel=1e-5
    )
    real = cv.fit(people, "normal", covariates="x", data=people).target("median", {})
    assert real.error == real.standard_error and real.centre == real.estimate


def test_a_contrast_is_made_of_its_parts_and_of_the_wider_sample(people):
    fit = cv.fit(people, covariates="x", data=people)
    women = pd.Series(people["x"] == 2, people.index)
    parts = [fit.target("mean", {"at": at}) for at in (women, "means")]
    contrast = Contrast("difference of mean", parts, np.subtract)
    assert contrast.estimate == pytest.approx(fit.mean(at=women) - fit.mean(at="means"))
    assert contrast.size == max(each.size for each in parts)
    # Respondents of a group keep their rows apart when they are drawn.
    assert contrast.resampled is fit.model and parts[1].resampled is fit.model.merged
    assert Contrast("twice", parts[1:] * 2, np.add).resampled is fit.model.merged
    heavy = cv.fit(cv.single_bounded([20, 80] * 2, [1, 1, 0, 0]), "log-logistic", weights=[5, 4.0, 5, 6])
    with pytest.raises(cv.FitError, match="difference of mean is not defined: the measure is inf and inf"):
        Contrast("difference of mean", [heavy.target("mean", {})] * 2, np.subtract)


def test_differences_are_exact_for_polynomials():
    # Fornberg (1988): six points give the slope of every polynomial of degree 6 exactly.
    for degree in range(7):
        assert (1.0 * OFFSETS) ** degree @ DIFFERENCE == pytest.approx(float(degree == 1), abs=1e-12)
