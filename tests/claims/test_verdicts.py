"""Verdicts on claims that are made up, each of them reached and none of them twice."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers import cleaning
from helpers.claims import (
    AGREES,
    BUILT_IN,
    CONSISTENT,
    DERIVED,
    DIFFERS,
    INCONSISTENT,
    NO_DATA,
    NOT_SUPPORTED,
    VERDICTS,
)
from helpers.claims.checks import Evidence
from helpers.claims.verdicts import contradictions, verdict_on
from helpers.study import InputError


@pytest.fixture(scope="module")
def invented():
    return Evidence(pd.DataFrame(), cleaning.survey(), None)


@pytest.fixture(scope="module")
def real(invented):
    study = replace(invented.survey.study, mode="real")
    return replace(invented, survey=replace(invented.survey, study=study))


def claim(check, value="38", of="", rounding="1", mark="PUBLISHED"):
    return pd.Series({"check": check, "value": value, "of": of, "rounding": rounding, "mark": mark}, name="made_up")


@pytest.mark.slow
def test_what_is_found_is_compared_by_rounding_or_by_words(real):
    assert verdict_on(claim("count"), 38, real) == AGREES
    assert verdict_on(claim("count"), 37, real) == DIFFERS
    assert verdict_on(claim("mean", "58"), 57.5, real) == AGREES
    assert verdict_on(claim("rank", "Personal skills"), "personal SKILLS", real) == AGREES
    assert verdict_on(claim("rank", "Personal skills"), "Knowledge", real) == DIFFERS


def test_invented_answers_are_evidence_for_nothing(invented):
    assert verdict_on(claim("count"), 38, invented) == BUILT_IN
    with pytest.raises(InputError, match=r"made_up comes out as 37, but was made to be 38; run `python -m helpers"):
        verdict_on(claim("count"), 37, invented)
    with pytest.raises(InputError, match=r"data/interviews: made_up comes out as 5, .*; restore the placeholder"):
        verdict_on(claim("interviews", "6"), 5, invented)


def test_what_was_changed_was_not_made_to_match(invented):
    study = replace(invented.survey.study, changed={"seeds.synthetic": "seed 1"})
    changed = replace(invented, survey=replace(invented.survey, study=study))
    assert verdict_on(claim("count"), 37, changed) == NO_DATA and verdict_on(claim("count"), 38, changed) == BUILT_IN


def test_what_nothing_here_can_tell(invented, real):
    for evidence in (invented, real):
        assert verdict_on(claim("none"), None, evidence) == NO_DATA
        assert verdict_on(claim("theme", "any"), None, evidence) == NO_DATA
        assert verdict_on(claim("unsupported"), None, evidence) == NOT_SUPPORTED


def test_arithmetic_of_other_claims(real):
    # By hand: 23 of 54 is 42.59 %, and 54 - 23 - 13 is 18.
    counts = pd.DataFrame({"value": ["54", "23", "13"]}, index=["all", "first", "second"])
    evidence = replace(real, claims=counts)
    assert verdict_on(claim("percent", "43", "first/all"), None, evidence) == CONSISTENT
    assert verdict_on(claim("percent", "42", "first/all"), None, evidence) == INCONSISTENT
    # A sum of claims, or a percentage that we worked out ourselves, follows; it still may be worked out wrongly.
    assert verdict_on(claim("percent", "43", "first/all", mark="DERIVED"), None, evidence) == DERIVED
    assert verdict_on(claim("sum", "18", "all - first - second"), None, evidence) == DERIVED
    assert verdict_on(claim("sum", "-31", "-all + first"), None, evidence) == DERIVED
    assert verdict_on(claim("sum", "36", "first - second"), None, evidence) == INCONSISTENT


def test_contradictions_are_counted_and_told():
    rows = [("First are 44 %.", "42.6 %", INCONSISTENT), ("Second.", "24.1 %", CONSISTENT), ("Sum.", "54", DERIVED)]
    judged = pd.DataFrame(rows, columns=["claim", "computed", "verdict"])
    told = {"n_consistent": "1", "n_inconsistent": "1", "contradictions": "First are 44 %. Other figures give 42.6 %."}
    assert contradictions(judged) == told


def test_a_citation_is_held_against_the_citation_file(real):
    assert verdict_on(claim("citation", of="volume: 400; S79"), None, real) == DERIVED
    with pytest.raises(InputError, match=r"CITATION\.cff: does not hold 'volume: 401'"):
        verdict_on(claim("citation", of="S79; volume: 401"), None, real)


def test_each_verdict_is_explained_once():
    assert set(VERDICTS) == {CONSISTENT, INCONSISTENT, DERIVED, BUILT_IN, AGREES, DIFFERS, NO_DATA, NOT_SUPPORTED}
    assert len(set(VERDICTS.values())) == len(VERDICTS)
