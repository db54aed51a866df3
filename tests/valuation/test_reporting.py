"""Results leave as frames: each row what the fit itself says, and the same after LaTeX and Excel."""

import io

import numpy as np
import pandas as pd
import pytest
from reference import surveys

from helpers import valuation as cv


def fits():
    """Two models of one survey."""
    return {name: cv.fit(surveys.paycard54(), name) for name in ("log-normal", "log-logistic")}


@pytest.mark.slow
def test_rows_hold_what_the_fits_say():
    table = cv.results_table(fits(), {"median": {}, "truncated_mean": {"limit": 100}}, "profile")
    for name, fit in fits().items():
        row = table.loc[name]
        assert (row["nobs"], row["llf"], row["aic"]) == (fit.nobs, fit.llf, fit.aic)
        assert tuple(row[["median low", "median high"]]) == tuple(fit.interval("median", "profile"))
        assert row["truncated_mean"] == fit.truncated_mean(100) and not row["reason"]


@pytest.mark.slow
def test_excel_and_latex_hold_the_same_numbers(tmp_path):
    table = cv.results_table(fits())
    table.to_excel(tmp_path / "results.xlsx")
    again = pd.read_excel(tmp_path / "results.xlsx", index_col=0)
    numbers = table.select_dtypes("number").columns
    np.testing.assert_allclose(again[numbers].astype(float), table[numbers].astype(float), rtol=1e-14)
    latex = table[["median", "median low", "median high"]].to_latex(float_format="%.2f")
    assert f"log-normal & {table.loc['log-normal', 'median']:.2f} &" in latex and "\\toprule" in latex
    buffer = io.StringIO(table.to_csv())
    assert pd.read_csv(buffer, index_col=0)["llf"].tolist() == table["llf"].tolist()


def test_a_measure_that_one_fit_lacks_is_missing_with_its_reason():
    table = cv.results_table(fits(), {"mean": {"support": "real"}, "median": {}})
    assert table["mean"].isna().all() and table["median"].notna().all()
    assert table["reason"].str.startswith("mean: support='real' is for normal and logistic").all()
    with pytest.raises(cv.FitError, match="one fit or more"):
        cv.results_table({})


@pytest.mark.slow
def test_what_cannot_be_fitted_or_lies_beyond_the_data_says_so_in_its_row():
    # Three in four say yes to the highest bid, 80: the median is above it, on any distribution.
    answers = cv.single_bounded([20, 40, 80] * 4, [1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1])
    table = cv.results_table(cv.fit_each(answers, ["weibull", "log-normal"], zeros="spike"), {"median": {}})
    assert table["median"].isna().all() and table["reason"].str.startswith("The").all()
    table = cv.results_table(cv.fit_each(answers, ["weibull"]), {"median": {}})
    assert table.loc["weibull", "remark"] == "the median 134 lies above the highest amount asked, 80"


def test_an_interval_is_a_row():
    fit = fits()["log-normal"]
    kinds = {method: fit.interval("median", method) for method in ("delta", "profile")}
    table = pd.DataFrame({name: each.row() for name, each in kinds.items()}).T
    assert table["low"].tolist() == [each.low for each in kinds.values()]
    assert table["method"].tolist() == ["delta", "profile"]
