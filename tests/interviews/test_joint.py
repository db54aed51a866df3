"""The joint display on fixtures: what the strands say together, what is silent, and what may be told of a survey."""

from dataclasses import replace

import pytest
from as_real import SURVEY, paying, real

from helpers import disclosure
from helpers.interviews import JOINT_VERDICTS, joint_display, read_interviews, statistic
from helpers.interviews.joint import UNASKED
from helpers.study import InputError

INTERVIEWS = read_interviews(SURVEY)
DECIDED = disclosure.release(SURVEY)


def linked(**changes):
    """The bundled interviews with the first link changed."""
    links = INTERVIEWS.links.copy()
    for column, value in changes.items():
        links.loc[0, column] = value
    return replace(INTERVIEWS, links=links)


@pytest.mark.slow
def test_what_is_said_together_comes_first_and_silence_is_listed():
    table = joint_display(SURVEY, INTERVIEWS, DECIDED)
    assert table["verdict"].tolist() == ["agree"] + ["silent"] * (len(table) - 1)
    assert table.loc[table["survey item"] == UNASKED, "theme"].tolist() == ["Third theme (placeholder)"]
    # Every closed question kept but the follow-up, the ranking and the amount; the card asks for the amount again.
    asked = [id for id in SURVEY.study.keep if id not in ("zero_reason", "card")]
    assert (table["survey item"] != UNASKED).sum() == len(asked)


@pytest.mark.slow
def test_beside_what_is_published_of_both_strands_stands_no_invented_number():
    [row] = joint_display(SURVEY, INTERVIEWS, DECIDED).query("verdict == 'agree'").to_dict("records")
    assert row["statistic"] == "Personal skills, as published"
    # Of real respondents the number is the survey's own.
    survey = real(tables=(("skill_first",),), public=())
    [row] = joint_display(survey, INTERVIEWS, disclosure.release(survey)).query("verdict == 'agree'").to_dict("records")
    assert row["statistic"].startswith("Personal skills, ranked first: ")


@pytest.mark.slow
def test_statistics_carry_interval_and_denominator():
    questions = SURVEY.study.questions
    # Wilson, 38 of 54: 57.2 to 80.9 %; Clopper-Pearson, 54 of 54: from 93.4 %.
    assert statistic(SURVEY, questions["trained"], DECIDED) == "Yes: 70.4 % (57.2 to 80.9 %), n = 54"
    assert statistic(SURVEY, questions["would_benefit"], DECIDED) == "Yes: 100.0 % (93.4 to 100.0 %), n = 54"
    assert statistic(SURVEY, questions["wtp"], DECIDED).startswith("mean £58.00 (£")
    assert statistic(SURVEY, questions["skill"], DECIDED).startswith("Personal skills, ranked first: ")
    assert statistic(SURVEY, questions["comments"], DECIDED) == statistic(SURVEY, questions["consent"], DECIDED) == ""


@pytest.mark.long
@pytest.mark.parametrize("verdict", JOINT_VERDICTS)
def test_a_real_study_may_give_any_verdict(verdict):
    table = joint_display(SURVEY, linked(verdict=verdict, claims=""), DECIDED)
    assert verdict in table["verdict"].tolist()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verdict": "differ"}, "the verdict is 'differ', but the claims say Personal skills"),
        ({"claims": "skills_survey wtp_vehicle"}, "the verdict is 'agree', but the claims say"),
        ({"claims": "skills"}, "'skills' is no id in published/claims.csv"),
    ],
)
def test_a_verdict_must_fit_the_published_claims_it_leans_on(changes, sentence):
    with pytest.raises(InputError, match=sentence):
        joint_display(SURVEY, linked(**changes), DECIDED)


def told(question, **changes):
    """What the joint display tells of a question of these respondents, were they real."""
    survey = real(**changes)
    return statistic(survey, SURVEY.study.questions[question], disclosure.release(survey))


@pytest.mark.slow
def test_of_real_respondents_only_what_may_be_shown_is_told():
    assert told("trained", tables=(("trained",),)) == "Yes: 70.4 % (57.2 to 80.9 %), n = 54"
    # Of a table that was not declared, not even which answer leads.
    assert told("trained", tables=()) == "[c]"
    # 38 of 54 printed to the nearest five is 40 of 54, 74.1 %; Wilson's limits of that, by statsmodels.
    assert told("trained", tables=(("trained",),), rounding=5, public=()) == "Yes: 74.1 % (61.1 to 83.9 %), n = 54"
    # Nine amounts are too few for a mean.
    assert told("wtp", respondents=paying(range(10, 19)), tables=()) == "[c]"
    assert told("wtp", respondents=paying([10] * 20 + [30] * 20), tables=()).startswith("mean £20.00 (£")
