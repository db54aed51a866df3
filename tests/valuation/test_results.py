"""What a fit says of itself: estimates, errors, tests and intervals as their definitions have them."""

import numpy as np
import pytest
from scipy import stats

from helpers import valuation as cv

AMOUNTS = np.array([12.0, 20, 20, 30, 45, 50, 80, 100, 15, 60])


@pytest.fixture(scope="module")
def fit():
    return cv.fit(cv.open_ended(AMOUNTS), "log-normal")


def test_estimates_and_errors_are_the_closed_form(fit):
    # Logs of exact amounts: mean and root mean square, errors s / sqrt(n) and 1 / sqrt(2 n) of the log scale.
    logs, n = np.log(AMOUNTS), len(AMOUNTS)
    assert fit.params.to_numpy() == pytest.approx([logs.mean(), np.log(logs.std())])
    assert fit.bse.to_numpy() == pytest.approx([logs.std() / np.sqrt(n), 1 / np.sqrt(2 * n)])
    density = stats.lognorm(logs.std(), scale=np.exp(logs.mean())).logpdf(AMOUNTS).sum()
    assert fit.llf == pytest.approx(density)
    assert (fit.aic, fit.bic) == pytest.approx((4 - 2 * density, 2 * np.log(n) - 2 * density))


def test_tests_and_limits_are_normal_ones(fit):
    z = fit.params / fit.bse
    assert fit.tvalues.to_numpy() == pytest.approx(z.to_numpy())
    assert fit.pvalues.to_numpy() == pytest.approx(2 * stats.norm.sf(np.abs(z)))
    limits = fit.conf_int(level=0.9)
    assert limits["upper"].to_numpy() == pytest.approx((fit.params + stats.norm.ppf(0.95) * fit.bse).to_numpy())
    assert np.sqrt(np.diag(fit.cov_params())) == pytest.approx(fit.bse.to_numpy())


def test_utility_coefficients_are_those_of_location_and_scale(fit):
    # Hanemann (1984): location = -a / k and scale = -1 / k.
    a, k = fit.utility_difference()
    assert (-a / k, -1 / k) == pytest.approx((fit.params["Intercept"], fit.scale))


def test_a_cell_of_a_notebook_shows_the_summary(fit):
    assert repr(fit) == fit.summary() and str(fit) == fit.summary()


def test_an_infinite_mean_has_its_reason(fit):
    def at(scale, distribution):
        other = cv.fit(cv.open_ended(AMOUNTS), distribution)
        return cv.Fit(other.model, np.array([0.0, 1 / scale]), True, "converged").infinite_mean_reason()

    assert fit.infinite_mean_reason() is None and at(0.9, "log-logistic") is None
    assert at(2.0, "log-logistic") == "A log-logistic mean is infinite once the scale reaches 1, and it is 2."
    # exp(40^2 / 2) is beyond a double, but a number.
    assert at(40.0, "log-normal") == "The mean is too large to be represented: the scale of log WTP is 40."


def test_on_the_real_line_the_share_of_zeros_lies_below_nothing_and_elsewhere_there_is_none():
    # Kriström (1997): P(WTP < 0) = Phi(-m / s); its error by the delta method, slopes in m and log s by hand.
    amounts = AMOUNTS - 31
    real, z = cv.fit(cv.open_ended(amounts), "normal"), -amounts.mean() / amounts.std()
    assert real.share_zero == pytest.approx(stats.norm.cdf(z))
    slope = stats.norm.pdf(z) * np.array([-1 / amounts.std(), -z])
    error = np.sqrt(slope @ real.cov_params() @ slope)
    assert real.share_zero_se == pytest.approx(error, rel=1e-6)
    for distribution in ("log-normal", "gamma"):
        found = cv.fit(cv.open_ended(AMOUNTS), distribution)
        assert (found.share_zero, found.share_zero_se) == (0, 0)


def test_forms_of_the_covariance_and_what_is_not_on_offer(fit):
    # The delta method from a = m / s, k = -1 / s: the utility difference's covariance by differences of these.
    m, log_scale = fit.params
    jacobian = np.array([[1 / np.exp(log_scale), -m / np.exp(log_scale)], [0, 1 / np.exp(log_scale)]])
    expected = jacobian @ fit.cov_params().to_numpy() @ jacobian.T
    found = fit.cov_params("utility-difference")
    assert found.index.tolist() == found.columns.tolist() == ["Intercept", "log(bid)"]
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    with pytest.raises(cv.FitError, match="form='stacy' is not known"):
        fit.cov_params("stacy")
    for level in (0, 1, 95):
        with pytest.raises(cv.FitError, match="must lie between 0 and 1"):
            fit.conf_int(level=level)
    assert fit.nobs == 10 and (fit.missing_answers, fit.missing_covariates) == (0, 0)
