"""Delta limits where the price coefficient is barely determined, beside 40 digits."""

import numpy as np
import pytest
from reference import exact

from helpers import valuation as cv

# estimators/degenerate.json: Newton's method and Hessian with 120 digits, confirmed with R's glm.
CASES = [(table, name) for table, fits in exact.fits("degenerate").items() for name in fits]
MEASURES = {"mean_real": ("mean", {"support": "real"}), "share_willing_at_top_bid": ("share_willing", {"price": 90})}


def fitted(table, distribution):
    """The fit to one table of counts."""
    counts = exact.data("degenerate").query("table == @table")
    bid, said = np.tile(counts["bid"], 2), np.repeat(["yes", "no"], len(counts))
    return cv.fit(cv.single_bounded(bid, said), distribution, weights=[*counts["yes"], *counts["no"]])


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
