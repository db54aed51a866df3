"""Every kind of check on the claims that ship, and each fault that a file of claims can have."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest
from checks import ROOT

from helpers import claims, cleaning
from helpers.claims.checks import CHECKS, check_claims, rounds_to
from helpers.published import CLAIM_COLUMNS, read_claims
from helpers.study import InputError, load


@pytest.fixture(scope="module")
def survey():
    return cleaning.survey()


@pytest.fixture
def published(survey):
    return read_claims(survey)


@pytest.mark.slow
def test_every_kind_is_used_by_a_claim_that_ships(published):
    assert set(published["check"]) == set(CHECKS)


def test_the_claims_that_ship_have_no_fault(published, survey):
    check_claims(published, survey)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("id", "column", "value", "sentence"),
    [
        ("ug_n", "check", "cuont", "claim ug_n: check is 'cuont'; use one of: flow, count, share"),
        ("ug_n", "statistic", "sum", "statistic is 'sum'; use one of: count, percent, mean, text"),
        ("ug_n", "mark", "OURS", "mark is 'OURS'; use one of: PUBLISHED"),
        ("ug_n", "value", "many", "value is 'many'; write a number of at least 0"),
        ("ug_n", "value", "23.5", "value is '23.5'; a count is a whole number"),
        ("ug_pct", "rounding", "", "rounding is ''; write a number of at least 0"),
        ("ug_pct", "value", "inf", "value is 'inf'; write a number of at least 0"),
        ("ug_pct", "value", "-1", "value is '-1'; write a number of at least 0"),
        ("wtp_avg", "value", "", "claim wtp_avg: value is ''"),
        ("wtp_avg", "unit", "EUR", "unit is 'EUR', but the study's currency is GBP"),
        ("ug_n", "of", "degree=yes", "'degree' is not a column of the respondents"),
        ("ug_n", "of", "trained", "of is 'trained', which the check cannot read"),
        ("benefit_pct", "of", "would_benefit", "of is 'would_benefit', which the check cannot read"),
        ("biblio", "of", "", "of is '', which the check cannot read"),
        ("ug_pct", "of", "ug_n of n_survey", "of is 'ug_n of n_survey', which the check cannot read"),
        ("ug_pct", "of", "ug_n/n_all", "of names 'n_all', which is no claim with a number"),
        ("qual_sum", "of", "ug_n + skills_survey", "of names 'skills_survey', which is no claim with a number"),
    ],
)
def test_a_fault_in_a_claim_is_a_sentence(published, survey, id, column, value, sentence):
    published.loc[id, column] = value
    with pytest.raises(InputError) as error:
        check_claims(published, survey)
    faults = str(error.value).splitlines()
    assert any(sentence in fault for fault in faults)
    assert all(fault.startswith("data/published/claims.csv, claim ") for fault in faults)


@pytest.mark.parametrize(("id", "value"), [("ug_pct", "0"), ("ug_pct", "0.5"), ("ug_n", "0")])
def test_nothing_and_less_than_one_are_numbers(published, survey, id, value):
    published.loc[id, "value"] = value
    check_claims(published, survey)


def test_all_faults_are_said_at_once(published, survey):
    published.loc["ug_n", "check"] = "guess"
    published.loc["ma_n", "mark"] = "OURS"
    doubled = pd.concat([published, published.loc[["trained_n"]]]).drop(index="n_survey")
    with pytest.raises(InputError) as error:
        check_claims(doubled, survey)
    text = str(error.value)
    for fault in ("'n_survey' is missing", "'trained_n' is there twice", "check is 'guess'", "mark is 'OURS'"):
        assert fault in text


@pytest.mark.parametrize(("id", "needed"), [("skills_survey", "skill"), ("wtp_avg", "wtp")])
def test_a_check_that_needs_a_question_names_it(published, survey, id, needed):
    questions = {id: question for id, question in survey.study.questions.items() if id != needed}
    without = replace(survey, study=replace(survey.study, questions=questions))
    with pytest.raises(InputError, match=f"claim {id}: the check needs the question '{needed}'"):
        check_claims(published, without)


@pytest.mark.long
@pytest.mark.parametrize("column", CLAIM_COLUMNS)
def test_a_lost_column_is_a_sentence(tmp_path, column):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    path = data / "published" / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{column}"', '"lost"', 1), encoding="utf-8")
    (data / "SHA256SUMS").unlink()
    with pytest.raises(InputError, match=f"claims.csv, row 1: column '{column}' is missing"):
        claims.ledger(cleaning.survey(load(data / "study.toml")))


@pytest.mark.parametrize(
    ("computed", "value", "rounding", "same"),
    # Rounded to the whole, 58 stands for 57.5 to 58.5, both ends included.
    [(57.5, "58", "1", True), (58.5, "58", "1", True), (57.49, "58", "1", False), (42.59, "42.6", "0.1", True)],
)
def test_rounding_of_a_claim(computed, value, rounding, same):
    assert rounds_to(computed, pd.Series({"value": value, "rounding": rounding})) is same
