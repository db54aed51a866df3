"""What a real export and real interviews earn: weighing small counts for each verdict takes seconds."""

from dataclasses import replace

import pytest

from helpers import claims, cleaning
from helpers.interviews import read_interviews
from helpers.study import Mark


@pytest.fixture(scope="module")
def survey():
    return cleaning.survey()


@pytest.mark.long
def test_a_real_export_agrees_or_differs(survey):
    real = replace(survey, study=replace(survey.study, mode="real"))
    assert claims.ledger(real).claims.loc["trained_n", "verdict"] == claims.AGREES
    fewer = replace(real, respondents=real.respondents[real.respondents["trained"] != "Yes"])
    assert claims.ledger(fewer).claims.loc["trained_n", "verdict"] == claims.DIFFERS
    assert claims.ledger(fewer)["mean"].mark == Mark.SURVEY


@pytest.mark.long
def test_claims_on_interviews_are_built_in_until_interviews_are_real(survey, monkeypatch):
    on_interviews = ["n_interviews", "skills_interviews", "thematic_to_survey"]
    assert (claims.ledger(survey).claims.loc[on_interviews, "verdict"] == claims.BUILT_IN).all()
    interviews = read_interviews(survey)
    real = replace(survey, study=replace(survey.study, mode="real"))
    # Placeholders say nothing beside a real survey.
    assert (claims.ledger(real).claims.loc[on_interviews, "verdict"] == claims.NO_DATA).all()

    def verdicts(**changes):
        monkeypatch.setitem(claims.ledger.__globals__, "read_interviews", lambda survey: replace(interviews, **changes))
        return claims.ledger(real).claims.loc[on_interviews, "verdict"].tolist()

    assert verdicts() == [claims.AGREES] * 3
    fewer = {"pseudonyms": interviews.pseudonyms[:5], "links": interviews.links.head(0)}
    assert verdicts(**fewer) == [claims.DIFFERS, claims.AGREES, claims.DIFFERS]
    reflexive = replace(interviews.declared, school="reflexive")
    assert verdicts(declared=reflexive) == [claims.AGREES, claims.NO_DATA, claims.AGREES]
