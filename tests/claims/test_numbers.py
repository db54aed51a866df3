"""Numbers of sentences against arithmetic by hand and published tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from as_real import SURVEY, real
from statsmodels.stats.proportion import proportion_confint

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
    assert whole or value_text(pd.Series({"statistic": statistic}), value, "USD") == text


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
    assert texts["averaged_over"] == "all of them"
    fewer = Average(mean=58, averaged=50, price=100, lower_price=50, cap=200, protests=5)
    told = derived_numbers(claims, PublishedMean(n=50, mean=58, rounding=1), fewer, "GBP")
    assert told["averaged_over"] == "50 of them"
    # Wilson (1927) by hand, z = 1.96: (38 / 54 + z^2 / 108 -+ z sqrt(38 x 16 / 54^3 + z^2 / 108^2)) / (1 + z^2 / 54).
    # Only counts of answers have an interval.
    assert texts["trained_n_interval"] == "57.2 to 80.9 %" and "n_survey_interval" not in texts
    # Clopper and Pearson (1934): where all of n say yes the lower limit is 0.025 ** (1 / n).
    assert texts["everybody_low"] == f"{100 * 0.025 ** (1 / 54):.1f} %"


@pytest.mark.slow
def test_every_row_and_status_of_the_survey_is_counted(survey):
    texts = survey_numbers(survey, disclosure.release(survey))
    assert int(texts["rows_in"]) == int(texts["rows_excluded"]) + int(texts["rows_analysed"]) == len(survey.raw)
    statuses = [int(texts[f"n_{status.replace(' ', '_')}"]) for status in cleaning.STATUSES]
    assert sum(statuses) == int(texts["rows_analysed"]) == 54


@pytest.mark.slow
def test_which_skill_leads_is_counted_by_hand(survey):
    # Who ranked each skill first, counted from the columns; Wilson's limits from statsmodels.
    asked = survey.study.questions["skill"]
    firsts = {o: int((survey.respondents[c] == 1).sum()) for o, c in zip(asked.options, asked.columns, strict=True)}
    (first, most), (second, next_most) = sorted(firsts.items(), key=lambda each: -each[1])[:2]
    texts, n = survey_numbers(survey, disclosure.release(survey)), sum(firsts.values())
    assert (texts["first_skill"], texts["runner_up"]) == (first, second)
    assert texts["first_share"] == f"{100 * most / n:.0f} %"
    low, high = proportion_confint(most, n, method="wilson")
    assert texts["first_interval"] == f"{100 * low:.0f} to {100 * high:.0f} %"
    assert texts["lead"] == f"{100 * (most - next_most) / n:.0f} percentage points"
    # The difference of two shares of a multinomial has this standard error (Goodman, 1965).
    error = np.sqrt((most + next_most - (most - next_most) ** 2 / n) / n**2)
    low, high = (float(limit.replace("\u2212", "-")) / 100 for limit in texts["lead_interval"].split(" to "))
    assert (high - low) / 2 == pytest.approx(1.96 * error, abs=0.02)
    assert (high + low) / 2 == pytest.approx((most - next_most) / n, abs=0.02)


def ranked_first(*counts, **privacy):
    """What sentences say of real respondents of whom so many put each skill first."""
    columns = list(SURVEY.study.questions["skill"].columns)
    rows = [
        [1 if column == first else 2 for column in columns]
        for first, n in zip(columns, counts, strict=False)
        for _ in range(n)
    ]
    people = SURVEY.respondents.assign(**pd.DataFrame(rows, columns=columns, index=SURVEY.respondents.index))
    survey = real(people, tables=(("skill_first",),), public=(), **privacy)
    texts = survey_numbers(survey, disclosure.release(survey))
    return {id: texts[id] for id in ("first_skill", "runner_up", "first_share", "first_interval", *LEAD)}


LEAD = ("lead", "lead_interval", "stays_first")


@pytest.mark.slow
def test_a_lead_is_told_where_both_of_its_counts_are():
    # By hand, of 54: 37 % and 28 %; the third, of eight, is hidden and tells nothing of the first two.
    first, second, *_ = SURVEY.study.questions["skill"].options
    texts = ranked_first(20, 15, 8, 6, 3, 2)
    assert (texts["first_skill"], texts["runner_up"]) == (first, second) and "[c]" not in texts.values()
    assert (texts["first_share"], texts["lead"]) == ("37 %", "9 percentage points")
    hidden = ranked_first(25, 9, 8, 6, 4, 2)
    assert (hidden["first_skill"], hidden["first_share"]) == (first, "46 %")
    assert {hidden[id] for id in ("runner_up", *LEAD)} == {"[c]"}
    # Where counts are rounded no exact one is told, nor a difference of two.
    rounded = ranked_first(24, 20, 10, rounding=5)
    assert (rounded["first_skill"], rounded["runner_up"]) == (first, second)
    assert {rounded[id] for id in ("first_share", "first_interval", *LEAD)} == {"[c]"}


@pytest.mark.slow
def test_means_by_treatment_run_from_the_least_to_the_most(survey):
    # By hand: over everybody, no amount as zero, and over those who pay.
    people = survey.respondents
    paid = people.loc[people["wtp_status"] == "payer", "wtp_amount"]
    least, most = paid.sum() / len(people), paid.mean()
    for study in (survey.study, replace(survey.study, questions=_without(survey.study.questions, "zero_reason"))):
        texts = survey_numbers(replace(survey, study=study), disclosure.release(survey))
        assert texts["treatment_means"] == f"£{least:.2f} to £{most:.2f}"


def _without(questions, id):
    return {name: question for name, question in questions.items() if name != id}


@pytest.mark.long
def test_counts_of_few_real_respondents_are_masked(survey):
    real = replace(survey, study=replace(survey.study, mode="real"))
    texts = survey_numbers(real, disclosure.release(real))
    counted = real.respondents["wtp_status"].value_counts()
    few = [status for status, count in counted.items() if count < real.study.privacy.threshold]
    assert few and all(texts[f"n_{status.replace(' ', '_')}"] == disclosure.SUPPRESSED for status in few)
    assert texts["rows_analysed"] == "54"


@pytest.mark.slow
def test_a_school_that_does_not_count_gives_no_counts(survey):
    interviews = read_interviews(survey)
    reflexive = replace(interviews, declared=replace(interviews.declared, school="reflexive"))
    assert set(interview_numbers(reflexive)) == {"school", "n_themes"}
    counted = interview_numbers(interviews)
    # Six interviews can follow one another in 6! = 720 orders.
    assert counted["interviews_read"] == "6" and counted["n_orders"] == "720"
    # The themes of the codebook come up with six, four and one of the six participants.
    ends = [counted[f"{what}_of_{word}"] for word in ("most", "fewest") for what in ("theme", "participants")]
    assert ends == ["Personal skills", "6 of 6", "Third theme (placeholder)", "1 of 6"]


@pytest.mark.slow
def test_a_segment_under_two_themes_is_counted_once_and_said_to_be(survey):
    # 14 and 6 and 1 segments of three themes are 20 segments, since one of them carries two themes.
    interviews = read_interviews(survey)
    texts = interview_numbers(interviews)
    assert texts["n_segments"] == "20"
    assert texts["segments_of_several"] == "1 of them carries codes of several themes, and is counted under each"
    apart = replace(interviews, segments=interviews.segments.drop_duplicates(["interview", "start", "end"]))
    assert interview_numbers(apart)["segments_of_several"] == "none of them carries codes of several themes"
