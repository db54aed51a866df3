"""What an interval of a fit is made of."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import valuation as cv
from helpers.valuation.errors import FitError

AMOUNTS = np.array([12.0, 20, 20, 30, 45, 50, 80, 100, 15, 60])


@pytest.fixture(scope="module")
def fit():
    return cv.fit(cv.open_ended(AMOUNTS), "log-normal")


def test_replicates_are_those_behind_the_interval(fit):
    values = fit.replicates("median", "bootstrap", draws=200, seed=1)
    interval = fit.interval("median", "bootstrap", draws=200, seed=1)
    assert values.shape == (200,) and (values.min() <= interval.low) and (interval.high <= values.max())
    with pytest.raises(FitError, match="choose 'krinsky-robb' or 'bootstrap'"):
        fit.replicates("median", "delta")


def test_the_deviance_is_nought_at_the_estimate_and_the_critical_value_at_the_profile_limit(fit):
    limits = fit.interval("median", "profile")
    found = fit.profile("median", [fit.median(), limits.low, limits.high])
    assert isinstance(found, pd.Series)
    assert found.to_numpy() == pytest.approx([0, *[stats.chi2.ppf(0.95, 1)] * 2], abs=1e-6)
