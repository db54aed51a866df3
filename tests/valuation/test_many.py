"""Many samples of the same answers at once, beside one fit each."""

import numpy as np
import pytest
from reference import surveys

from helpers import valuation as cv


@pytest.fixture(scope="module")
def weights():
    n = len(surveys.paycard54())
    return np.random.default_rng(2).multinomial(n, np.full(n, 1 / n), 5).T


def test_each_column_is_the_fit_of_its_own_answers(weights):
    answers = surveys.paycard54()[["lower", "upper"]]
    many = cv.fit_many(answers, weights)
    for column, (median, mean) in enumerate(zip(many.measure("median"), many.measure("mean"), strict=True)):
        # Each answer written down as often as it counts.
        alone = cv.fit(answers.loc[answers.index.repeat(weights[:, column])], "log-normal")
        assert (median, mean) == pytest.approx((alone.median(), alone.mean()), rel=1e-8)
    assert many.converged.all() and many.nobs.tolist() == [54.0] * 5


def test_a_column_without_a_maximum_is_missing_and_said(weights):
    answers = surveys.paycard54()[["lower", "upper"]]
    alone = np.zeros((len(answers), 1))
    alone[0] = 1
    many = cv.fit_many(answers, np.hstack([weights, alone]))
    assert many.converged.tolist() == [True] * 5 + [False] and np.isnan(many.measure("median")[-1])


@pytest.mark.parametrize(
    ("weights", "zeros", "sentence"),
    [
        ([[1.0]] * 3, None, "Weights need a row for each of 54 answers"),
        ([[-1.0]] * 54, None, "none below 0"),
        ([[1.0]] * 54, "spike", "zeros='spike' needs no refit"),
    ],
)
def test_what_cannot_be_fitted_is_said(weights, zeros, sentence):
    with pytest.raises(cv.FitError, match=sentence):
        cv.fit_many(surveys.paycard54()[["lower", "upper"]], weights, zeros=zeros)
