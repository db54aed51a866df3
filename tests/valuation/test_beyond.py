"""What lies beyond the data, against quadrature of a curve that two bids settle exactly."""

import numpy as np
import pytest
from scipy import integrate, stats

from helpers import valuation as cv


def two_bids(at_twenty, at_eighty):
    """A log-normal fit to these shares of a thousand saying yes: it goes through both."""
    yes = np.array([at_twenty, at_eighty])
    answers = cv.single_bounded([20, 80] * 2, [1, 1, 0, 0])
    fit = cv.fit(answers, "log-normal", weights=1000 * np.append(yes, 1 - yes))
    z = stats.norm.isf(yes)
    scale = np.log(4) / (z[1] - z[0])
    return fit, np.log(20) - z[0] * scale, scale


@pytest.mark.parametrize(
    ("shares", "median_beyond", "mean_beyond"), [((0.9, 0.7), 1, 1), ((0.6, 0.2), 0, 1), ((0.4, 0.01), 0, 0)]
)
def test_a_median_or_mean_above_the_highest_bid_says_so(shares, median_beyond, mean_beyond):
    fit, location, scale = two_bids(*shares)
    assert fit.median() == pytest.approx(np.exp(location)) and (np.exp(location) > 80) == median_beyond
    area = integrate.quad(lambda price: stats.norm.sf((np.log(price) - location) / scale), 0, 80)[0]
    beyond = 1 - area / np.exp(location + scale**2 / 2)
    assert fit.share_beyond() == pytest.approx(beyond, rel=1e-7) and (beyond > 0.25) == mean_beyond
    assert fit.summary().count("Beyond the data") == median_beyond + mean_beyond
    assert bool(fit.interval("median").remark) == median_beyond and bool(fit.interval("mean").remark) == mean_beyond
    assert ("above the highest amount asked, 80" in repr(fit.interval("mean"))) == mean_beyond
    assert fit.interval("truncated_mean", limit=80).remark == ""


def test_shares_infinite_means_and_the_real_line():
    fit, *_ = two_bids(0.6, 0.2)
    assert f"{100 * fit.share_beyond():.0f} % of the mean comes from above the highest amount" in fit.summary()
    heavy = cv.fit(cv.single_bounded([20, 80] * 2, [1, 1, 0, 0]), "log-logistic", weights=[5, 4.0, 5, 6])
    assert heavy.mean() == np.inf and heavy.share_beyond() == 1 and "the mean inf lies above" in heavy.summary()
    # Prices up to 0 alone: all of the mean over positive amounts lies above them.
    below = cv.fit(cv.single_bounded([-20, 0] * 2, [1, 1, 0, 0]), "normal", weights=[8, 3, 2, 7])
    assert below.share_beyond() == 1 and below.median() < 0 and "the mean" in below.summary()
    assert below.interval("mean", support="real").remark == ""


def test_a_value_at_the_highest_amount_or_a_quarter_from_above_it_is_not_beyond():
    fit, *_ = two_bids(0.6, 0.2)
    assert fit.highest_amount == 80 and fit._remark("median", 80.0) == "" != fit._remark("median", 80.5)
    # No remark on the mean for exactly a quarter; a little more has one.
    for share, said in ((0.25, ""), (0.26, "26 % of the mean comes from above the highest amount asked, 80")):
        fit.share_beyond = lambda share=share, **_: share
        assert fit._remark("mean", 79.0) == said and fit._remark("median", 79.0) == ""


def test_a_fit_that_did_not_converge_and_a_mean_of_nothing_have_nothing_beyond():
    fit, *_ = two_bids(0.6, 0.2)
    fit.converged = False
    assert fit.beyond_the_data() == []
    fit.mean = lambda **_: 0.0
    assert fit.share_beyond() == 0
