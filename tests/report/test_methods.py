"""The methods paragraph says what is declared, and nothing else."""

import dataclasses

import pytest
from reported import as_real, bids, bundled

from helpers.report.methods import methods


@pytest.mark.slow
def test_it_names_the_good_the_payer_the_card_and_what_is_not_known():
    page, given = bundled()
    text, good = methods(page.survey, given), page.study.good
    assert good.good in text and good.payer in text and "£5, £10, £15" in text and "£300" in text
    assert good.wtp_unit == "unknown" and "Not known: what an amount is per" in text
    for option in page.study.questions["zero_reason"].options:
        assert option in text
    for criterion in page.study.eligibility:
        assert criterion.reason in text
    assert str(page.study.seeds["bootstrap"]) in text


def test_a_change_of_the_declaration_changes_it():
    page, given = bids()
    before = methods(page.survey, given)
    good = dataclasses.replace(page.study.good, wtp_unit="unknown", payer="the visitor")
    survey = dataclasses.replace(page.survey, study=dataclasses.replace(page.study, good=good, subgroups=()))
    after = methods(survey, given)
    assert "per year" in before and "per year" not in after
    assert "the household" in before and "the visitor" in after and "Subgroups" not in after


def test_only_what_was_asked_is_described():
    page, given = bids()
    text = methods(page.survey, given)
    assert "single-bounded" in text and "payment card" not in text and "protests" not in text
    assert "@hanemann1984" in text and "@cameron1989" not in text


@pytest.mark.slow
def test_rules_of_disclosure_are_told_where_respondents_are_real():
    page, given = as_real()
    assert "Counts below 10 are suppressed" in methods(page.survey, given)
    assert "suppressed" not in methods(bundled()[0].survey, given)
