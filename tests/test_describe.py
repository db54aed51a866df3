"""Counts, rankings and effect sizes against published and hand-computed answers."""

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, describe
from helpers.result import Result, Unit


@pytest.mark.parametrize(
    ("count", "low", "high"), [(23, 30.3, 55.8), (13, 14.6, 36.9), (18, 22.2, 46.6), (38, 57.2, 80.9)]
)
def test_wilson_intervals(count, low, high):
    # statsmodels.stats.proportion.proportion_confint(count, 54, method="wilson"), rounded to 0.1 %.
    share = describe.proportion(count, 54)
    assert (round(100 * share.low, 1), round(100 * share.high, 1)) == (low, high)


def test_everybody_gets_the_exact_interval():
    # Clopper-Pearson by hand: the lower limit of n of n is (alpha / 2) ** (1 / n).
    share = describe.proportion(54, 54)
    assert share.low == pytest.approx(0.025 ** (1 / 54)) and share.high == 1


def test_an_option_nobody_chose_is_a_row_of_zero():
    table = describe.distribution(pd.Series(["a", "a", "b", None]), ["a", "b", "c"]).frame
    assert table["count"].tolist() == [2, 1, 0] and table["n"].tolist() == [3, 3, 3]


RANKS = pd.DataFrame({"x": [1, 1, 1, 2, None], "y": [2, 3, 2, 1, None], "z": [3, 2, None, 3, None]}, dtype="Int64")


def test_first_choices_leave_out_who_ranked_nothing():
    table = describe.first_choices(RANKS, ["X", "Y", "Z"]).frame
    assert table["count"].to_dict() == {"X": 3, "Y": 1, "Z": 0} and (table["n"] == 4).all()
    assert table.loc["X", "mean_rank"] == pytest.approx((1 + 1 + 1 + 2) / 4)


def test_row_order_does_not_matter():
    shuffled = RANKS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        describe.first_choices(RANKS, ["X", "Y", "Z"]).frame, describe.first_choices(shuffled, ["X", "Y", "Z"]).frame
    )


def test_lead_against_the_exact_probability():
    # Two items, 30 against 24 of 54: resampled firsts are Binomial(54, 30/54); first stays first when above 27.
    from scipy.stats import binom

    table = pd.DataFrame({"count": [30, 24], "n": [54, 54]}, index=["x", "y"])
    lead = describe.lead(Result(table), np.random.default_rng(1), replicates=200_000)
    assert lead.difference == pytest.approx(6 / 54)
    assert lead.stays_first == pytest.approx(binom.sf(27, 54, 30 / 54), abs=0.005)


def test_hedges_g_against_its_formula():
    # Hedges (1981): Cohen's d over the pooled SD, times 1 - 3 / (4 (n1 + n2) - 9).
    inside, outside = np.array([1.0, 2, 4, 8]), np.array([2.0, 3, 3, 5, 9])
    outcome = pd.Series([*inside, *outside])
    table = describe.subgroups(outcome, pd.Series(["a"] * 4 + ["b"] * 5), ["a", "b"], Unit.MONEY).frame
    pooled = np.sqrt((3 * inside.var(ddof=1) + 4 * outside.var(ddof=1)) / 7)
    expected = (inside.mean() - outside.mean()) / pooled * (1 - 3 / (4 * 9 - 9))
    assert table.loc["a", "hedges_g"] == pytest.approx(expected)
    assert table.loc["b", "hedges_g"] == pytest.approx(-expected)


def test_a_group_of_one_has_no_effect_size():
    table = describe.subgroups(pd.Series([1.0, 2, 3]), pd.Series(["a", "b", "b"]), ["a", "b"], Unit.MONEY).frame
    assert table["hedges_g"].isna().all()


def test_rank_correlation_by_its_formula():
    # Spearman (1904): 1 - 6 sum(d^2) / (n (n^2 - 1)), here 1 - 6 x 4 / 120; the sixth pair is incomplete.
    result = describe.agreement(pd.Series([1.0, 5, 9, 20, 30, None]), pd.Series([2.0, 4, 3, 100, 7, 1])).frame
    assert result["pairs"].item() == 5 and result["rho"].item() == pytest.approx(0.8)
    # Bonett and Wright (2000): tanh(atanh(0.8) - 1.959964 sqrt(1.32 / 2)), by hand.
    assert result["low"].item() == pytest.approx(np.tanh(1.0986123 - 1.959964 * np.sqrt(0.66)), abs=1e-6)


def test_questions_and_subgroups_are_those_of_the_respondents():
    survey = cleaning.survey()
    table = describe.completeness(survey.respondents, survey.study).frame
    assert (table.sum(axis=1) == len(survey.respondents)).all() and table.loc["trained", "missing"] == 0
    sample = describe.sample(survey.respondents, survey.study).frame["count"]
    assert (sample.groupby(level="question").sum() == len(survey.respondents)).all()
    for name in survey.study.subgroups:
        column, groups = describe.grouping(survey.study.questions[name])
        assert set(survey.respondents[column].dropna()) <= set(groups)
