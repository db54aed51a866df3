"""Figures of the survey say in words what they draw, and draw of real respondents what was released."""

import dataclasses

import pandas as pd
import pytest
from as_real import KINDS, SURVEY, answering, paying, real

from helpers import cleaning, describe, disclosure, figures, pages, wtp
from helpers.disclosure import Kind
from helpers.result import Result, money, shares
from helpers.study import Mark

PAGE = pages.Page(SURVEY)
REAL = real(tables=(("area",),))
RULES = disclosure.release(REAL)


def released(frame, rule, n=None):
    """A result as it may be shown of real respondents."""
    return disclosure.released(Result(frame, shares("share", "low", "high") | money("mean"), n), rule, RULES)


def drawn(picture):
    """The heights of the points that a figure draws."""
    return [line.get_ydata().tolist() for line in picture.figure.axes[0].lines if line.get_marker() == "o"]


@pytest.mark.slow
def test_the_flow_of_rows_adds_up_and_rare_reasons_are_one():
    invented = figures.row_flow(PAGE.released(Result(SURVEY.flow), Kind.FLOW))
    assert "Flow of rows: 65 in the export, less " in invented.alt and "54 respondents" in invented.alt
    assert figures.row_flow(released(SURVEY.flow, Kind.FLOW)).alt.endswith(
        "Flow of rows: 65 in the export, less 11 reasons too rare to be told apart, leaves 54 respondents. SURVEY."
    )


@pytest.mark.slow
def test_the_bounds_lead_with_what_holds_however_many_were_averaged_and_name_their_cap():
    # 58.50 / 100 is not reached; shading ends at the cap, and says which.
    figure = figures.demand_bounds(PAGE.ledger)
    assert figure.alt.startswith("At most 58 % of those averaged would pay £100 or more") and "Pointwise" in figure.alt
    said = " ".join(" ".join(text.get_text() for text in figure.figure.axes[0].texts).split())
    assert "shaded: possible if nobody would pay more than £200" in said
    [area] = figure.figure.axes[0].collections
    assert area.get_paths()[0].vertices[:, 0].max() <= 200


@pytest.mark.slow
def test_shares_that_are_hidden_are_not_drawn():
    survey = real(answering(area=(20, 3, 30)), tables=(("area",),), public=())
    counts = describe.distribution(survey.respondents["area"], KINDS["area"])
    judged = disclosure.released(counts, disclosure.Category("area"), disclosure.release(survey))
    alt = figures.shares(judged, "area").alt
    # 3 = 53 - 20 - 30 would follow, so the 20 is hidden with it. Wilson, 30 of 53: 43.3 to 69.0 %.
    assert alt == (
        "Both: 57 % of respondents, and by chance alone 43 % to 69 %. "
        "Shares with 95 % intervals, area: Both 57 % (43 % to 69 %). SURVEY."
    )


@pytest.mark.slow
def test_amounts_are_points_of_the_invented_and_bands_of_the_real():
    published = 58
    invented = figures.amounts(PAGE.released(wtp.amounts(SURVEY.respondents), disclosure.Bands(SURVEY.study.card)), 58)
    values = SURVEY.respondents.loc[cleaning.usable(SURVEY.respondents), "wtp_amount"]
    assert f"{(values < published).sum()} lie below the published average of £58" in invented.alt
    assert f"{len(values)} usable amounts, from £0.00 to " in invented.alt and invented.mark is Mark.SYNTHETIC
    # Twelve at 10, eleven at 30 and twelve at 60: bands start at 0, 20 and 50.
    amounts = wtp.amounts(paying([10] * 12 + [30] * 11 + [60] * 12))
    banded = figures.amounts(disclosure.released(amounts, disclosure.Bands((20, 50, 100)), RULES), published)
    assert banded.alt.startswith("What 35 respondents would pay.")
    assert banded.alt.endswith("35 usable amounts in bands: 12 from £0.00; 11 from £20.00; 12 from £50.00. SURVEY.")
    assert drawn(banded) == [[12, 11, 12]] and banded.mark is Mark.SURVEY


@pytest.mark.slow
def test_demand_draws_no_step_of_few_and_no_curve_beyond_the_prices_shown():
    prices = pd.Index([10.0, 20, 50, 100], name="price")
    counts = pd.DataFrame({"count": [44, 30, 18, 4], "n": 54, "share": [44 / 54, 30 / 54, 18 / 54, 4 / 54]}, prices)
    willing = released(counts.assign(low=0.1, high=0.9), Kind.PRICES)
    steps = released(pd.DataFrame({"share_willing": [0.8, 0.5, 0.25, 0.01]}, prices), Kind.PRICES, n=50)
    curve = pd.DataFrame({"share_willing": [0.9, 0.8, 0.5, 0.2]}, pd.Index([1.0, 20, 40, 90], name="price"))
    fitted = released(curve, disclosure.Curve(willing.frame.index), n=50)
    picture = figures.demand(willing, steps, fitted, "a fit")
    # By hand: 10, 14 and 12 fewer at each of the first three prices; four at 100 are too few.
    assert willing.frame.index.to_list() == [10, 20, 50] and steps.frame.index.to_list() == [10, 20, 50]
    assert fitted.frame.index.to_list() == [20, 40] and picture.figure.axes[0].get_xlim()[1] == 50
    assert "81 % at £10" in picture.alt


@pytest.mark.slow
def test_two_amounts_in_dollars_are_no_formula():
    curve = pd.DataFrame({"share_willing": [0.95, 0.5, 0.06]}, pd.Index([5.07, 20, 80], name="price"))
    good = dataclasses.replace(REAL.study.good, currency="USD")
    dollars = dataclasses.replace(REAL, study=dataclasses.replace(REAL.study, good=good))
    rules = disclosure.release(dollars)
    fitted = disclosure.released(Result(curve, shares("share_willing"), 60), disclosure.Curve((5, 80)), rules)
    picture = figures.willing(fitted, "log-normal")
    # matplotlib reads what stands between two dollars as mathematics, and stopped at the per cent.
    assert picture.alt.startswith("The share of respondents willing to pay falls from 95 % at $5 to 6 % at $80.")


@pytest.mark.slow
def test_a_curve_is_spoken_of_between_the_prices_that_were_answered():
    prices = pd.Index([10.0, 20], name="price")
    points = released(pd.DataFrame({"share_willing": [0.6, 0.4]}, prices), Kind.PRICES, n=60)
    curve = pd.DataFrame({"share_willing": [0.8, 0.5, 0.3]}, pd.Index([5.0, 15, 25], name="price"))
    picture = figures.willing(released(curve, Kind.PRICES, n=60), "log-normal", points)
    # Half-way between 0.8 and 0.5, and between 0.5 and 0.3.
    assert "falls from 65 % at £10 to 40 % at £20" in picture.alt


@pytest.mark.slow
def test_means_stand_beside_their_n_where_that_may_be_shown():
    several = released(
        pd.DataFrame({"n": [46, 44, 30], "mean": [58.0, 60, 75]}, ["base", "nearly", "payers"]), Kind.STATISTICS
    )
    one = released(pd.DataFrame({"n": [40, 40], "mean": [50.0, 55]}, ["tick", "midpoint"]), Kind.STATISTICS)
    alt = figures.means([several, one], 58).alt
    # The second mean is over two fewer than the first, and is not shown; one n for all tells nothing apart.
    assert "4 means of one survey, from £50.00 (tick) to £75.00 (payers (30)), beside" in alt
    few = released(pd.DataFrame({"n": [9], "mean": [58.0]}, ["base"]), Kind.STATISTICS)
    assert (
        figures.means([few], 58).alt
        == "Too few respondents to show a mean. No mean rests on enough respondents to be shown. SURVEY."
    )


@pytest.mark.slow
def test_new_codes_are_spoken_interview_by_interview():
    table = pd.DataFrame({"lowest": [2, 0], "middle": [3.0, 1.0], "highest": [4, 2]}, index=[1, 2])
    picture = figures.new_codes(disclosure.counting_nobody(Result(table), SURVEY.source))
    assert "interview 1 2 to 4; interview 2 0 to 2. SYNTHETIC." in picture.alt


@pytest.mark.slow
@pytest.mark.parametrize("source", [SURVEY.source, REAL.source])
def test_invented_answers_are_ochre_and_real_ones_are_not(source):
    table = pd.DataFrame({"lowest": [1], "middle": [1.0], "highest": [1]}, index=[1])
    line = figures.new_codes(disclosure.counting_nobody(Result(table), source)).figure.axes[0].lines[0]
    assert (line.get_color() == "#9a5f00") == (source.marks == (Mark.SYNTHETIC,))
