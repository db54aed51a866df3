"""Counts, rankings and effect sizes against published and hand-computed answers."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, multinomial
from statsmodels.stats.proportion import proportion_confint

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


def test_nobody_gets_the_exact_interval_and_one_does_not():
    # Clopper-Pearson by hand: the upper limit of none of n is 1 - (alpha / 2) ** (1 / n). Wilson's limits are those of
    # statsmodels.
    nobody, one = describe.proportion(0, 54), describe.proportion(1, 54)
    assert nobody.low == 0 and nobody.high == pytest.approx(1 - 0.025 ** (1 / 54))
    assert (one.low, one.high) == pytest.approx(proportion_confint(1, 54, method="wilson"))


def test_an_option_nobody_chose_is_a_row_of_zero():
    table = describe.distribution(pd.Series(["a", "a", "b", None]), ["a", "b", "c"]).frame
    assert table.index.name == "answer" and table["count"].to_dict() == {"a": 2, "b": 1, "c": 0}
    assert table["n"].tolist() == [3, 3, 3]


RANKS = pd.DataFrame({"x": [1, 1, 1, 2, None], "y": [2, 3, 2, 1, None], "z": [3, 2, None, 3, None]}, dtype="Int64")


def test_first_choices_leave_out_who_ranked_nothing():
    table = describe.first_choices(RANKS, ["X", "Y", "Z"]).frame
    assert table["count"].to_dict() == {"X": 3, "Y": 1, "Z": 0} and (table["n"] == 4).all()
    assert table.loc["X", "mean_rank"] == pytest.approx((1 + 1 + 1 + 2) / 4)


def test_first_choices_are_ordered_by_share_then_by_mean_rank():
    # By hand: a and b are first for two each; mean ranks are (1 + 1 + 3 + 3) / 4 = 2 and (2 + 2 + 1 + 1) / 4 = 1.5.
    # c and d are nobody's first; their mean ranks are 3.5 and 3.
    ranks = pd.DataFrame({"c": [4, 4, 4, 2], "a": [1, 1, 3, 3], "b": [2, 2, 1, 1], "d": [3, 3, 2, 4]})
    table = describe.first_choices(ranks, ["C", "A", "B", "D"]).frame
    assert table.index.name == "item" and table.index.tolist() == ["B", "A", "D", "C"]


@pytest.mark.slow
def test_skills_are_counted_from_the_ranks_of_the_survey():
    # Counted by hand from the columns, each headed by the place of its option in the question.
    survey = cleaning.survey()
    options, columns = (getattr(survey.study.questions["skill"], name) for name in ("options", "columns"))
    table = describe.skills(survey).frame["count"]
    assert table.to_dict() == {
        o: int((survey.respondents[c] == 1).sum()) for o, c in zip(options, columns, strict=True)
    }


def test_row_order_does_not_matter():
    shuffled = RANKS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        describe.first_choices(RANKS, ["X", "Y", "Z"]).frame, describe.first_choices(shuffled, ["X", "Y", "Z"]).frame
    )


@pytest.mark.slow
def test_lead_against_the_exact_probability():
    # Two items, 30 against 24 of 54: resampled firsts are Binomial(54, 30/54); first stays first when above 27.
    table = pd.DataFrame({"count": [30, 24], "n": [54, 54]}, index=["x", "y"])
    lead = describe.lead(Result(table), np.random.default_rng(1), replicates=200_000)
    assert lead.difference == pytest.approx(6 / 54)
    assert lead.stays_first == pytest.approx(binom.sf(27, 54, 30 / 54), abs=0.005)


def test_the_interval_of_a_lead_is_that_of_the_exact_distribution():
    # As above: the difference is (2 X - 54) / 54 with X from Binomial(54, 30/54), whose quantiles scipy.stats has.
    table = pd.DataFrame({"count": [30, 24], "n": [54, 54]}, index=["x", "y"])
    lead = describe.lead(Result(table), np.random.default_rng(1), replicates=100_000, level=0.9)
    low, high = binom.ppf([0.05, 0.95], 54, 30 / 54)
    assert (lead.low, lead.high) == pytest.approx(((2 * low - 54) / 54, (2 * high - 54) / 54))


@pytest.mark.slow
def test_a_lead_over_several_some_of_whom_named_none():
    # scipy.stats.multinomial, summed over all counts of 12 in which the first item has more than each of the others.
    counts, n = [5, 3, 2], 12
    each = multinomial(n, [5 / 12, 3 / 12, 2 / 12, 2 / 12])
    exact = sum(
        each.pmf((*three, n - sum(three)))
        for three in itertools.product(range(n + 1), repeat=3)
        if sum(three) <= n and three[0] > max(three[1:])
    )
    table = pd.DataFrame({"count": counts, "n": [n] * 3}, index=["x", "y", "z"])
    lead = describe.lead(Result(table), np.random.default_rng(1), replicates=200_000)
    assert lead.stays_first == pytest.approx(exact, abs=0.005)
    assert (lead.first, lead.runner_up, lead.difference) == ("x", "y", pytest.approx(2 / 12))


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


def test_up_to_three_choices_are_the_first_three_ranks():
    # By hand: w is among the first three of both, y and z of one; whoever ranked some items is counted, who none not.
    ranks = pd.DataFrame({"w": [3, 1, None], "x": [1, 5, None], "y": [2, 4, None], "z": [4, None, None]}, dtype="Int64")
    told = describe.most_essential(ranks, list("WXYZ"))
    assert told.n == 2 and told.frame.loc["up to three choices"].tolist() == ["W", "X", "50 % of respondents"]
    # Mean ranks: (3 + 1) / 2 = 2 for w, (1 + 5) / 2 = 3 for x, (2 + 4) / 2 = 3 for y, 4 for z.
    assert told.frame.loc["rating of each"].tolist() == ["W", "X", "1.00 of a point"]


def test_of_items_that_are_level_the_first_declared_leads():
    many = [f"item {place}" for place in range(100)]
    ranks = pd.DataFrame([[1 + place % 2 for place in range(100)]] * 3, columns=many)
    table = describe.most_essential(ranks, many).frame.loc[["one choice, or first mention", "rating of each"]]
    assert set(table["leads"]) == {"item 0"} and set(table["ahead_of"]) == {"item 2"}


@pytest.mark.slow
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
    nowhere = describe.crossed(people.iloc[5:], question, ("trained", "Yes")).frame
    assert nowhere.columns.tolist() == table.columns.tolist() and not nowhere["n"].any()


@pytest.mark.slow
def test_questions_and_subgroups_are_those_of_the_respondents():
    survey = cleaning.survey()
    table = describe.completeness(survey.respondents, survey.study).frame
    assert (table.sum(axis=1) == len(survey.respondents)).all() and table.loc["trained", "missing"] == 0
    sample = describe.sample(survey.respondents, survey.study).frame["count"]
    assert (sample.groupby(level="question").sum() == len(survey.respondents)).all()
    named = set(sample.index.get_level_values("question"))
    assert "zero reason" not in named and {name.replace("_", " ") for name in survey.study.subgroups} <= named
    for name in survey.study.subgroups:
        column, groups = describe.grouping(survey.study.questions[name])
        assert set(survey.respondents[column].dropna()) <= set(groups)


@pytest.mark.slow
def test_a_ranking_is_answered_where_any_item_is():
    survey = cleaning.survey()
    people, columns = survey.respondents.copy(), list(survey.study.questions["skill"].columns)
    people.loc[people.index[0], columns[1:]] = pd.NA
    people.loc[people.index[1], columns] = pd.NA
    before, after = (
        describe.completeness(each, survey.study).frame.loc["skill"] for each in (survey.respondents, people)
    )
    assert (after - before).to_dict() == {"answered": -1, "missing": 1}


@pytest.mark.slow
def test_the_first_choice_is_what_was_ranked_one():
    asked = cleaning.survey().study.questions["skill"]
    ranks = pd.DataFrame([[1, 2, 3, 4, 5, 6], [2, 1, 3, 4, 5, 6], [3, None, 2, 4, 5, 6], [None] * 6], dtype="Int64")
    first = describe.first_choice(ranks.set_axis(asked.columns, axis=1), asked)
    assert first.iloc[:2].tolist() == list(asked.options[:2]) and first.iloc[2:].isna().all()
