"""Measures of demand curves beside closed forms and areas under the curve; who is averaged over."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, optimize, stats

from helpers import valuation as cv
from helpers.valuation.errors import FitError
from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.welfare import MEASURES, Demand

# Two respondents, log-normal: log WTP has location gamma.x / kappa and scale 1 / kappa.
KAPPA, ETA = 1.25, np.array([4.0, 5.0])
THETA = np.array([ETA[0], ETA[1] - ETA[0], KAPPA])[:, None]
DESIGN = np.array([[1.0, 0.0], [1.0, 1.0]])
WEIGHTS = np.array([3.0, 1.0])
NOBODY = np.zeros(1)
PEOPLE = [stats.lognorm(1 / KAPPA, scale=np.exp(eta / KAPPA)) for eta in ETA]


def demand(theta=THETA, zero=NOBODY):
    """The demand of both at one point: rows of theta are two coefficients and 1 / scale."""
    return Demand(DISTRIBUTIONS["log-normal"], DESIGN @ theta[:2], theta[2], WEIGHTS, zero)


def average(values):
    return np.average(values, weights=WEIGHTS)


def test_measures_are_those_of_the_averaged_curve():
    ours = demand()
    willing = average([person.sf(40) for person in PEOPLE])
    assert ours.share_willing(40)[0] == pytest.approx(willing, rel=1e-12)
    assert ours.mean()[0] == pytest.approx(average([person.mean() for person in PEOPLE]), rel=1e-12)
    area = average([integrate.quad(person.sf, 0, 100)[0] for person in PEOPLE])
    assert ours.truncated_mean(100)[0] == pytest.approx(area, rel=1e-9)
    # The median of the average curve is where the curve is a half; the average of the medians is something else.
    assert average([person.sf(ours.median()[0]) for person in PEOPLE]) == pytest.approx(0.5, abs=1e-12)
    assert ours.median_average()[0] == pytest.approx(average([person.median() for person in PEOPLE]), rel=1e-12)
    assert ours.each("median")[:, 0] == pytest.approx([person.median() for person in PEOPLE], rel=1e-12)


def test_a_share_of_zeros_takes_its_part():
    share = 0.3
    with_zeros = demand(zero=np.array([share]))
    for name, arguments in (("mean", {}), ("truncated_mean", {"limit": 90}), ("share_willing", {"price": 40})):
        plain, spiked = (each.measure(name, **arguments)[0] for each in (demand(), with_zeros))
        assert spiked == pytest.approx((1 - share) * plain, rel=1e-12), name
    # A quarter of everybody pays less than what so many fewer of the payers would not pay: nothing at all.
    assert with_zeros.quantile(0.25)[0] == 0


def test_a_curve_that_does_not_fall_has_no_mean_and_the_limit_for_a_truncated_one():
    upside_down = demand(THETA * np.array([[1], [1], [-1]]))
    assert np.isinf(upside_down.mean()[0]) and np.isinf(upside_down.median()[0])
    assert upside_down.truncated_mean(90)[0] == 90


def test_the_logarithm_of_a_mean_reaches_beyond_a_double():
    huge = demand(np.array([[900.0], [0.0], [1.0]]))
    # log E = location + scale^2 / 2.
    assert huge.log_mean()[0] == pytest.approx(900.5, rel=1e-12)


def test_who_is_averaged_over():
    answers = cv.payment_card([10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100])
    people = pd.DataFrame({"female": [0, 0, 1, 0, 1, 0, 1, 1]})
    fit = cv.fit(answers, covariates="female", data=people)
    by_sex = {value: fit.median(at={"female": value}) for value in (0, 1)}
    # At the mean covariate of one half, the median of a log-normal is the geometric middle of the two.
    assert fit.median(at="means") == pytest.approx(np.sqrt(by_sex[0] * by_sex[1]), rel=1e-10)
    assert fit.median(at=people["female"] == 1) == pytest.approx(by_sex[1], rel=1e-10)
    assert fit.mean(at="sample") == pytest.approx(np.mean([fit.mean(at={"female": v}) for v in (0, 1)]), rel=1e-10)


def test_a_dict_that_names_no_covariate_is_refused():
    # A slip of the pen in a name would leave the covariate as it is, or be overlooked where there is none.
    answers = cv.single_bounded([10, 20, 40] * 8, [1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0] * 2)
    people = pd.DataFrame({"female": [0, 1] * 12})
    fit = cv.fit(answers, covariates="female", data=people)
    for ask in (
        fit.median,
        lambda at: fit.interval("mean", at=at),
        lambda at: fit.difference("mean", at, {"female": 0}),
    ):
        with pytest.raises(cv.FitError, match="'femal', which is not a covariate of the fit: it has female"):
            ask(at={"femal": 1, "female": 1})
    with pytest.raises(cv.FitError, match="it has none"):
        cv.fit(answers).median(at={"female": 1})


class Counted(type(DISTRIBUTIONS["log-normal"])):
    """A log-normal that counts how often its curve is looked at."""

    looks = 0

    def log_sf(self, z):
        self.looks += 1
        return super().log_sf(z)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.93])
def test_a_quantile_of_many_is_found_in_a_few_steps(share):
    # By scipy's brentq on the average of scipy's curves; Newton's method, kept in its bracket, doubles its digits.
    eta, weights = np.linspace(1.5, 7, 12), np.arange(12.0)
    theta = np.vstack([eta, np.zeros(12), np.full(12, KAPPA)])
    people = [stats.lognorm(1 / KAPPA, scale=np.exp(each / KAPPA)) for each in eta]

    def excess(price):
        return np.average([person.cdf(price) for person in people], weights=weights) - share

    counted = Counted()
    ours = Demand(counted, eta[:, None], theta[2][:1], weights, NOBODY)
    expected = optimize.brentq(excess, 1e-3, 1e6, xtol=1e-12, rtol=1e-14)
    assert ours.quantile(share)[0] == pytest.approx(expected, rel=1e-12)
    assert counted.looks <= 9


def test_who_has_no_weight_does_not_count_even_with_an_infinite_mean():
    scales = np.array([[0.5], [2.0]])
    ours = Demand(DISTRIBUTIONS["log-logistic"], np.zeros((2, 1)), 1 / scales, np.array([1.0, 0.0]), NOBODY)
    assert ours.mean()[0] == pytest.approx(np.pi / 2, rel=1e-12)  # pi s / sin(pi s) at s = 1/2
    assert ours.quantile(0.2)[0] == pytest.approx(0.5, rel=1e-12)  # odds of 1/4, to the power of s


def test_a_fit_without_covariates_is_the_same_for_everybody():
    fit = cv.fit(cv.single_bounded([10, 20, 40] * 8, [1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0] * 2))
    anybody = pd.DataFrame({"age": [20, 30, 40]}, index=["a", "b", "c"])
    assert fit.median(at=anybody) == fit.median() and fit.mean(at={}) == fit.mean()
    assert fit.predict("median", at=anybody).to_dict() == dict.fromkeys("abc", fit.median())


def test_a_setting_that_the_formula_cannot_take_is_refused():
    people = pd.DataFrame({"age": [20.0, 30, 40] * 8})
    answers = cv.single_bounded([10, 20, 40] * 8, [1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0] * 2)
    fit = cv.fit(answers, covariates="log(age)", data=people)
    with np.errstate(divide="ignore"), pytest.raises(FitError, match="cannot take, as the logarithm of 0"):
        fit.median(at=pd.DataFrame({"age": [30.0, 0.0]}))


def test_a_setting_that_is_none_is_refused():
    fit = cv.fit(cv.single_bounded([10, 20, 40] * 8, [1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0] * 2))
    for at in (5, "everybody", None, [1, 2]):
        with pytest.raises(FitError, match="choose 'sample', 'means', or give covariates"):
            fit.mean(at=at)
    with pytest.raises(FitError, match="holds nobody: give a frame"):
        fit.mean(at=pd.DataFrame({"age": []}))


def test_what_is_not_offered_is_named():
    with pytest.raises(FitError, match="'positive' or 'real'"):
        demand().mean("whole")
    for limit in (-1, np.inf, np.nan):
        with pytest.raises(FitError, match="amount above 0"):
            demand().truncated_mean(limit)
    for share in (0, -0.1, 1.1):
        with pytest.raises(FitError, match="share between 0 and 1"):
            demand().quantile(share)
    with pytest.raises(FitError, match=f"choose one of {MEASURES[0]}"):
        demand().measure("mode")
    with pytest.raises(FitError, match="share between 0 and 1"):
        demand().quantile(1)
    with pytest.raises(FitError, match="amount above 0"):
        demand().truncated_mean(0)
    with pytest.raises(FitError, match="support='real' is for normal and logistic"):
        demand().mean("real")
