"""Protests under every treatment, by hand."""

import numpy as np
import pytest

from helpers import valuation as cv

INF = np.inf


@pytest.mark.slow
def test_protest_treatments_by_hand():
    answers = cv.open_ended([0.0] * 8 + [10.0, 20, 20, 45, 80, 12, 33])
    protests = np.arange(15) < 3
    table = cv.protest_treatments(answers, protests, "truncated_mean", zeros="spike", limit=50)
    payers = cv.fit(answers[answers["upper"] > 0]).truncated_mean(50)
    # 7 payers of 15, of 12 without protests; bounds with 3 of 15 at 0 or at 50.
    expected = {"as zero": payers * 7 / 15, "dropped": payers * 7 / 12, "unknown": payers * 7 / 12}
    expected |= {"lowest": payers * 7 / 15, "highest": payers * 7 / 15 + 10}
    assert table["value"].to_dict() == pytest.approx(expected)
    assert table["nobs"].tolist() == [15, 12, 15, 15, 15]
    share = cv.protest_treatments(answers, protests, "share_willing", zeros="spike", price=20)["value"]
    assert share["highest"] - share["lowest"] == pytest.approx(0.2)
    median = cv.protest_treatments(answers[5:], protests[2:12], "median", zeros="spike")["value"]
    assert median["lowest"] <= median["dropped"] <= median["highest"]
    # With 2 of 20 at nothing, half of everybody is 4/9 of the other 18; with 2 of 20 at the top it is 5/9 of them.
    paying, few = cv.open_ended(np.arange(20.0) * 3 + 2), np.arange(20) < 2
    bounds = cv.protest_treatments(paying, few, "median")["value"]
    others = cv.fit(paying[~few])
    assert bounds["lowest"] == pytest.approx(others.quantile(4 / 9))
    assert bounds["highest"] == pytest.approx(others.quantile(5 / 9))
    assert cv.protest_treatments(answers, protests, "mean", zeros="spike").loc["highest", "value"] == INF
    with pytest.raises(cv.FitError, match="not 'conditional_mean'"):
        cv.protest_treatments(answers, protests, "conditional_mean", zeros="spike", limit=50)


def test_a_treatment_that_cannot_be_fitted_is_a_row_with_its_reason():
    # All zeros are protests and nobody chose what a zero means: only the treatment that fits them cannot stand.
    answers = cv.open_ended([0.0, 0, 10, 20, 45, None])
    table = cv.protest_treatments(answers, [True, True, False, False, False, False], "median")
    assert np.isnan(table.loc["as zero", "value"]) and "choose zeros=c" in table.loc["as zero", "reason"]
    assert table["reason"].tolist().count("") == 4
    assert table.loc["dropped", ["nobs", "missing_answers"]].tolist() == [3, 1]
    everybody = cv.protest_treatments(answers, [True] * 6, "median", zeros=1.0)
    assert everybody.loc[["dropped", "lowest"], "value"].isna().all()


def test_bounds_in_whole_numbers_are_amounts_too():
    # A frame of integers, as a spreadsheet gives it, is the same answers.
    answers = cv.open_ended([0.0, 0, 10, 20, 45, 12])
    protests = [True, False, False, False, False, False]
    both = [cv.protest_treatments(each, protests, "median", zeros="spike") for each in (answers, answers.astype(int))]
    assert both[0]["value"].tolist() == both[1]["value"].tolist()
