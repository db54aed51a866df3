"""Numbers of sentences against arithmetic by hand and published tables."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers import cleaning, disclosure
from helpers.claims.numbers import as_entries, derived_numbers, interview_numbers, survey_numbers, value_text
from helpers.interviews import read_interviews
from helpers.published import PublishedMean
from helpers.study import Average, Mark


@pytest.fixture(scope="module")
def survey():
    return cleaning.survey()


@pytest.mark.parametrize(
    ("statistic", "value", "whole", "text"),
    [
        ("percent", 42.59259, False, "42.6 %"),
        ("percent", 42.59259, True, "43 %"),
        ("mean", 58, True, "$58"),
        ("mean", 58, False, "$58.00"),
        ("count", 54.0, False, "54"),
        ("text", "Personal skills", False, "Personal skills"),
        ("count", None, False, ""),
        ("count", "", True, ""),
    ],
)
def test_a_value_is_printed_as_its_statistic_is(statistic, value, whole, text):
    assert value_text(pd.Series({"statistic": statistic}), value, "USD", whole=whole) == text


def test_entries_carry_their_id_and_one_mark():
    entries = as_entries({"a": "1", "b": "2"}, Mark.DERIVED)
    assert [(id, entry.id, entry.text, entry.mark) for id, entry in entries.items()] == [
        ("a", "a", "1", Mark.DERIVED),
        ("b", "b", "2", Mark.DERIVED),
    ]


def test_what_follows_from_fifty_four_and_fifty_eight():
    claims = pd.DataFrame(
        {"statistic": ["count", "count"], "value": ["38", "54"], "of": ["trained=Yes", ""]},
        index=["trained_n", "n_survey"],
    )
    quoted = Average(mean=58, averaged=54, price=100, lower_price=50, cap=200, protests=5)
    texts = derived_numbers(claims, PublishedMean(n=54, mean=58, rounding=1), quoted, "GBP")
    # By hand: 54 x 57.5, 54 x 58.5; 3159 / 100 rounded down is 31, of 54; 3159 / 28; 54 - 3105 / 200 rounded up;
    # 58 x 49 / 54 and 58 x 54 / 49; (3105 - 54 x 50) / 150, one more than rounded down.
    assert (texts["total_low"], texts["total_high"]) == ("£3,105", "£3,159")
    assert (texts["most_n"], texts["most_share"], texts["largest_median"]) == ("31", "57 %", "£113")
    # However many were averaged: 58.50 / 100 is not reached, 1 - 57.50 / 200.
    assert (texts["most_of_averaged"], texts["share_not_reached"], texts["rounded_up_at"]) == (
        "58 %",
        "58.5 %",
        "£58.50",
    )
    assert (texts["zeros_of_averaged"], texts["payers_of_averaged"]) == ("71 %", "29 %")
    assert (texts["most_zeros"], texts["fewest_n"]) == ("38", "3")
    assert (texts["mean_protests_as_zero"], texts["mean_protests_dropped"]) == ("£53", "£64")
    # Wilson (1927) by hand, z = 1.96: (38 / 54 + z^2 / 108 -+ z sqrt(38 x 16 / 54^3 + z^2 / 108^2)) / (1 + z^2 / 54).
    # Only counts of answers have an interval.
    assert texts["trained_n_interval"] == "57.2 to 80.9 %" and "n_survey_interval" not in texts
    # Clopper and Pearson (1934): where all of n say yes the lower limit is 0.025 ** (1 / n).
    assert texts["everybody_low"] == f"{100 * 0.025 ** (1 / 54):.1f} %"


def test_every_row_and_status_of_the_survey_is_counted(survey):
    texts = survey_numbers(survey, disclosure.release(survey))
    assert int(texts["rows_in"]) == int(texts["rows_excluded"]) + int(texts["rows_analysed"]) == len(survey.raw)
    statuses = [int(texts[f"n_{status.replace(' ', '_')}"]) for status in cleaning.STATUSES]
    assert sum(statuses) == int(texts["rows_analysed"]) == 54


@pytest.mark.slow
def test_counts_of_few_real_respondents_are_masked(survey):
    real = replace(survey, study=replace(survey.study, mode="real"))
    texts = survey_numbers(real, disclosure.release(real))
    counted = real.respondents["wtp_status"].value_counts()
    few = [status for status, count in counted.items() if count < real.study.privacy.threshold]
    assert few and all(texts[f"n_{status.replace(' ', '_')}"] == disclosure.SUPPRESSED for status in few)
    assert texts["rows_analysed"] == "54"


def test_a_school_that_does_not_count_gives_no_counts(survey):
    interviews = read_interviews(survey)
    reflexive = replace(interviews, declared=replace(interviews.declared, school="reflexive"))
    assert set(interview_numbers(reflexive)) == {"school", "n_themes"}
    counted = interview_numbers(interviews)
    # Six interviews can follow one another in 6! = 720 orders.
    assert counted["interviews_read"] == "6" and counted["n_orders"] == "720"


def test_a_segment_under_two_themes_is_counted_once_and_said_to_be(survey):
    # 14 and 6 and 1 segments of three themes are 20 segments, since one of them carries two themes.
    interviews = read_interviews(survey)
    texts = interview_numbers(interviews)
    assert texts["n_segments"] == "20"
    assert texts["segments_of_several"] == "1 of them carries codes of several themes, and is counted under each"
    apart = replace(interviews, segments=interviews.segments.drop_duplicates(["interview", "start", "end"]))
    assert interview_numbers(apart)["segments_of_several"] == "none of them carries codes of several themes"
