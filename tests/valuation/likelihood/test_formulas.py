"""Formulas of several predictors as one matrix: rows that lack a covariate of any, names, and other people."""

import numpy as np
import pandas as pd
import pytest

from helpers import valuation as cv

CARD = [0, 10, 20, 30, 50, 100]


def people(n=60):
    """Respondents with a category and numbers."""
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"x": rng.normal(size=n), "region": np.tile(list("abc"), n // 3), "y": rng.normal(size=n)})
    amount = np.exp(3 + 0.3 * table["x"] + 0.6 * rng.normal(size=n))
    chosen = np.array(CARD)[np.searchsorted(CARD, amount, side="right") - 1]
    return pd.concat([table, cv.payment_card(chosen, CARD)], axis=1)


def test_rows_lack_a_covariate_of_any_formula():
    table = people()
    table.loc[3, "x"], table.loc[[5, 6], "y"] = np.nan, np.nan
    fit = cv.fit(table, covariates="x", data=table, scale="y")
    assert (fit.nobs, fit.missing_covariates) == (57, 3)
    same = cv.fit(table.drop([3, 5, 6]), covariates="x", scale="y")
    np.testing.assert_allclose(fit.params, same.params, rtol=1e-10)


@pytest.mark.slow
def test_names_categories_and_other_people():
    table = people()
    fit = cv.fit(table, covariates="x", data=table, scale="C(region)")
    assert list(fit.params.index) == [
        "Intercept",
        "x",
        "log_scale",
        "log_scale:C(region)[T.b]",
        "log_scale:C(region)[T.c]",
    ]
    frame = table[["region", "x"]]
    assert fit.mean(at=frame) == pytest.approx(fit.mean(), rel=1e-12)
    with pytest.raises(cv.FitError, match="every covariate a value: region, x"):
        fit.mean(at={"x": 1.0})
    with pytest.raises(cv.FitError, match="category"):
        fit.mean(at={"x": 1.0, "region": "z"})
    assert fit.difference("mean", {"region": "a"}, {"region": "b"}).standard_error > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scale": "x - 1"}, "The scale 'x - 1' take the intercept out"),
        ({"scale": "y ~ x"}, "right-hand side"),
        ({"spike": "nowhere"}, "The spike 'nowhere' cannot be built"),
        ({"scale": "x + I(2 * x)"}, r"'log_scale:I\(2 \* x\)' is a combination"),
    ],
)
def test_formulas_that_cannot_be_built_are_named(options, words):
    table = people()
    with pytest.raises(cv.FitError, match=words):
        cv.fit(table, data=table, **options)


def test_a_covariate_that_is_infinite_is_named():
    table = people().assign(size=1.0)
    table.loc[table.index[0], "size"] = np.inf
    with pytest.raises(cv.FitError, match="Covariate 'size' is infinite for some respondents"):
        cv.fit(table, covariates="x + size", data=table)
