"""Counts, rankings and effect sizes against published and hand-computed answers."""

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, describe
from helpers.result import Result


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


def test_a_cross_tabulation_counts_who_answered_both():
    # By hand: of three at a two were trained, of two at b none; one did not say where, one not whether.
    question = cleaning.survey().study.questions["area"]
    people = pd.DataFrame(
        {
            "area": ["Urban", "Urban", "Urban", "Rural", "Rural", None, "Urban"],
            "trained": ["Yes", "Yes", "No", "No", "No", "Yes", None],
        }
    )
    table = describe.crossed(people, question, ("trained", "Yes")).frame
    assert table[["count", "n"]].to_numpy().tolist() == [[2, 3], [0, 2], [0, 0]]
    assert table.loc["Urban", "share"] == pytest.approx(2 / 3) and np.isnan(table.loc["Both", "share"])


def test_questions_and_subgroups_are_those_of_the_respondents():
    survey = cleaning.survey()
    table = describe.completeness(survey.respondents, survey.study).frame
    assert (table.sum(axis=1) == len(survey.respondents)).all() and table.loc["trained", "missing"] == 0
    sample = describe.sample(survey.respondents, survey.study).frame["count"]
    assert (sample.groupby(level="question").sum() == len(survey.respondents)).all()
    for name in survey.study.subgroups:
        column, groups = describe.grouping(survey.study.questions[name])
        assert set(survey.respondents[column].dropna()) <= set(groups)


def test_the_first_choice_is_what_was_ranked_one():
    asked = cleaning.survey().study.questions["skill"]
    ranks = pd.DataFrame([[1, 2, 3, 4, 5, 6], [2, 1, 3, 4, 5, 6], [3, None, 2, 4, 5, 6], [None] * 6], dtype="Int64")
    first = describe.first_choice(ranks.set_axis(asked.columns, axis=1), asked)
    assert first.iloc[:2].tolist() == list(asked.options[:2]) and first.iloc[2:].isna().all()
