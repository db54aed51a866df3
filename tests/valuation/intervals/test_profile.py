"""Profile likelihood by its definition: the constrained maximum, found apart with SciPy's optimiser."""

import numpy as np
import pytest
from reference import surveys
from scipy import optimize, stats

from helpers import valuation as cv


@pytest.fixture(scope="module")
def fit():
    return cv.fit(surveys.paycard54(), "log-normal")


def lost(fit, location):
    """Twice the log-likelihood lost with the location of log WTP held, by a search over the scale alone."""
    answers = surveys.paycard54()
    with np.errstate(divide="ignore"):  # an open end at zero is minus infinity in logarithms
        low, high = (np.log(answers[end].to_numpy()) for end in ("lower", "upper"))

    def minus_loglik(log_scale):
        shares = np.diff(stats.norm.cdf(np.array([low, high]), location, np.exp(log_scale)), axis=0)
        return -np.log(shares).sum()

    found = optimize.minimize_scalar(minus_loglik, bounds=(-3, 3), method="bounded", options={"xatol": 1e-10})
    return 2 * (fit.llf + found.fun)


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.6])
def test_deviance_is_what_the_best_other_parameters_lose(fit, ratio):
    # The median of a log-normal is the exponential of its location.
    held = fit.median() * ratio
    assert fit.profile("median", [held]).iloc[0] == pytest.approx(lost(fit, np.log(held)), abs=1e-6)


def test_limits_are_where_the_deviance_is_the_quantile_of_chi_squared(fit):
    found = fit.interval("median", "profile", level=0.9)
    for limit in (found.low, found.high):
        assert lost(fit, np.log(limit)) == pytest.approx(stats.chi2.ppf(0.9, 1), rel=1e-5)
    assert found.low < fit.median() < found.high


def test_without_a_likelihood_there_is_no_profile():
    answers = surveys.paycard54()
    pooled = cv.fit(answers, "log-normal", groups=np.arange(len(answers)) // 2)
    with pytest.raises(cv.FitError, match="no profile likelihood here: answers of one group are not independent"):
        pooled.interval("median", "profile")
