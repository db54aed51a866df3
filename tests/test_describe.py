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


def test_cliffs_delta_against_another_package():
    # R, effsize: cliff.delta(treatment, control) on the example of its documentation, where it gives
    # delta -0.25, 95 percent confidence interval -0.7265846 to 0.3890062.
    treatment, control = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    found = describe.dominance(treatment, control)
    assert found == pytest.approx((-0.25, -0.7265846, 0.3890062), abs=5e-8)
    mirrored = describe.dominance(control, treatment)
    assert mirrored == pytest.approx((0.25, -0.3890062, 0.7265846), abs=5e-8)
    # One enormous amount is one amount that is above the others, and no more.
    assert describe.dominance([*treatment[:-1], 5_000_000], control).delta == pytest.approx(-0.25, abs=1 / 60)
    assert describe.dominance([3, 4], [1, 2])[0] == 1 and np.isnan(describe.dominance([3, 4], [1, 2]).low)


def test_each_group_is_compared_with_all_others():
    outcome = pd.Series([1.0, 2, 4, 8, 2.0, 3, 3, 5, 9])
    table = describe.subgroups(outcome, pd.Series(["a"] * 4 + ["b"] * 5), ["a", "b"], Unit.MONEY).frame
    # By hand, of 20 pairs: 1 is below all five, 2 below four and level with one, 4 above three, 8 above four.
    assert table.loc["a", "cliffs_delta"] == pytest.approx((-5 - 4 + 3 - 2 + 4 - 1) / 20)
    assert table.loc["b", "cliffs_delta"] == pytest.approx(-table.loc["a", "cliffs_delta"])


def test_who_leads_hangs_on_how_it_was_asked():
    # By hand: x is first for two of four; in the first three all are; scores 3 for a first rank to 1 for a third are
    # (3 + 3 + 1 + 1) / 4 = 2 for x, (2 + 2 + 3 + 2) / 4 = 2.25 for y and 1.75 for z.
    ranks = pd.DataFrame({"x": [1, 1, 3, 3], "y": [2, 2, 1, 2], "z": [3, 3, 2, 1]})
    table = describe.most_essential(ranks, ["X", "Y", "Z"]).frame
    assert table["leads"].tolist()[::2] == ["X", "Y"] and table["by_how_much"].tolist() == [
        "25 % of respondents",
        "level",
        "0.25 of a point",
    ]


def test_a_group_of_one_has_no_effect_size():
    table = describe.subgroups(pd.Series([1.0, 2, 3]), pd.Series(["a", "b", "b"]), ["a", "b"], Unit.MONEY).frame
    assert table["cliffs_delta"].isna().all()


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
