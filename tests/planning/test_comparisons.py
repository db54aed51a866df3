"""Tables of planning, beside numbers worked out apart (tests/reference/planning/planning.csv) and by hand."""

import dataclasses

import pytest

from helpers import planning
from helpers.study import InputError, Plan, load


def test_answers_for_a_mean_by_spread():
    # (z V / d)^2 for a mean of 58, a half-width of 10 and a spread of a half, once, one and a half and twice the mean.
    assert planning.for_mean(58, 10).frame["by the formula"].tolist() == [33, 130, 291, 517]
    of_few = planning.for_mean(58, 10, population=500).frame
    assert (of_few["of the population"] < of_few["by the formula"]).all()
    assert (of_few["with a declared chance"] > of_few["by the formula"]).all()


def test_formats_side_by_side():
    frame = planning.for_median(0.5, 0.2, 54, 2).frame
    # Information of one answer, logistic: 1/4, 8/27, 5/16, (1 - 1/144)/3, 1/3.
    assert frame["information"].tolist() == pytest.approx([1 / 4, 8 / 27, 5 / 16, (1 - 1 / 144) / 3, 1 / 3])
    assert frame["answers needed"].is_monotonic_decreasing
    curves = planning.curves(0.5, 54)
    assert 54 in curves.index and curves.loc[54].tolist() == pytest.approx(frame["precision"].tolist())


def test_a_card_of_eleven_amounts_loses_little():
    # 1/k^2 with k = 12 cells: 0.7 %.
    assert planning.cards().frame.loc[11, "information lost"] == pytest.approx(1 / 144)


def test_best_bids_are_round_amounts_about_the_median():
    frame = planning.best_bids(40, 0.5).frame
    # 40 exp(-+0.5 x 1.9797) = 14.9 and 107.6, at the nearest amounts that people say.
    assert frame.loc["double-bounded", "bids"] == "15, 40, 100"
    assert frame.loc["single-bounded", "distance from the median, in scales"] == pytest.approx(1.543405, abs=1e-6)


def test_anchoring_costs_more_the_more_are_asked():
    frame = planning.with_anchoring([54, 1000]).frame
    # Without a shift a follow-up saves a fifth of the variance at any n; the bias at 0.2 is -0.120338 scales.
    assert frame.loc[0.0].tolist() == pytest.approx([0.0, 0.8, 0.8], abs=1e-12)
    assert frame.loc[0.2, "bias"] == pytest.approx(-0.120338, abs=1e-6)
    assert frame.loc[0.2, "n = 1000"] > 4 > 1.1 > frame.loc[0.2, "n = 54"] > 1


def test_groups_and_quoted_numbers():
    # Non-central t: 0.78 for 27 and 27, 0.85 for 38 and 16, 0.89 for 40 and 14.
    assert planning.groups().frame.iloc[:, 0].round(2).tolist() == [0.78, 0.85, 0.89]
    quoted = planning.quoted(58, 54, Plan(10, 0.5, 0.2, 2, 0.5), "GBP")
    assert quoted["plan_n"] == "130" and quoted["plan_now"] == "£15.47" and quoted["plan_double_saves"] == "20 %"
    assert quoted["plan_break_even"] == "0.20" and quoted["plan_card_loses"] == "0.7 %"


def test_a_study_without_a_plan_is_told_what_to_add():
    study = load()
    assert planning.declared(study).half_width == 10
    with pytest.raises(InputError, match=r"study.toml: declares no plan; add \[planning\]"):
        planning.declared(dataclasses.replace(study, planning=None))
