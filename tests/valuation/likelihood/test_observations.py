"""Answers as the likelihood takes them: kinds, zeros, covariates, groups, and what cannot be laid out."""

import numpy as np
import pandas as pd
import pytest

from helpers import valuation as cv
from helpers.valuation.errors import FitError


def laid_out(answers, distribution="log-normal", **options):
    """The observations of a fit; only their layout is looked at."""
    return cv.fit(pd.DataFrame(answers, columns=["lower", "upper"]), distribution, **options).model.observations


ANSWERS = [(10, 20), (20, 40), (20, 40), (40, np.inf), (-np.inf, 10), (15, 15)]


def test_patterns_are_the_distinct_answers_with_the_respondents_who_gave_them():
    patterns = laid_out(ANSWERS).patterns()
    assert patterns.weights.sum() == len(ANSWERS) and len(patterns.weights) == len(set(ANSWERS))
    assert sorted(patterns.weights) == [1, 1, 1, 1, 2]
    fit = cv.fit(pd.DataFrame(ANSWERS, columns=["lower", "upper"]))
    # So a fit to them is the fit to the answers.
    rows = pd.DataFrame({"lower": patterns.lower, "upper": patterns.upper})
    again = cv.fit(rows, weights=patterns.weights)
    assert again.params.to_numpy() == pytest.approx(fit.params.to_numpy(), rel=1e-9)


def test_rows_that_lack_an_answer_or_a_covariate_are_counted_apart():
    answers = pd.DataFrame([*ANSWERS, (np.nan, np.nan), (10, 20)], columns=["lower", "upper"])
    people = pd.DataFrame({"age": [20, 30, 40, 50, 60, 35, 44, np.nan]})
    observed = cv.fit(answers, covariates="age", data=people).model.observations
    assert (observed.missing_answers, observed.missing_covariates) == (1, 1)
    assert observed.rows.tolist() == [0, 1, 2, 3, 4, 5] and observed.terms == ["Intercept", "age"]


@pytest.mark.parametrize(
    ("answers", "options", "words"),
    [
        (ANSWERS, {"distribution": "normal", "zeros": 5}, "for positive distributions"),
        ([*ANSWERS, (0, 0)], {}, "cannot produce"),
        (ANSWERS, {"zeros": "spikes"}, "is not known"),
        ([*ANSWERS, (0, 0)], {"zeros": -1}, "must be an amount above 0"),
        (ANSWERS, {"weights": [1] * 6, "survey_weights": [1] * 6, "cov_type": "robust"}, "not both"),
        (ANSWERS, {"groups": [1] * 6}, "tells nothing"),
        (ANSWERS, {"groups": [1, 2]}, "Give one group an answer"),
        (ANSWERS, {"covariates": "y ~ age", "data": pd.DataFrame({"age": range(6)})}, "right-hand side alone"),
        (ANSWERS, {"covariates": "age", "data": pd.DataFrame({"age": range(5)})}, "one row for every row label"),
        (ANSWERS, {"covariates": "0 + age", "data": pd.DataFrame({"age": range(6)})}, "takes? the intercept out"),
    ],
)
def test_what_cannot_be_laid_out_is_named(answers, options, words):
    with pytest.raises(FitError, match=words):
        laid_out(answers, **options)
