"""The structured abstract: no invented number, none typed, every one from the ledger."""

import dataclasses
import re

import pytest
from reported import as_real, bids, bundled

from helpers import pages
from helpers.report.abstract import NOTHING, abstract
from helpers.study import PARTS, InputError, Mark


@pytest.mark.slow
def test_while_respondents_are_invented_only_published_and_derived_numbers_stand():
    page, given = bundled()
    text = abstract(page, given)
    assert re.findall(r"\*\*(\w+)\.\*\*", text) == [part.capitalize() for part in PARTS]
    assert page.ledger["wtp_avg"].text in text and page.ledger["most_share"].text in text
    marks = set(re.findall(r"\b(?:PUBLISHED|DERIVED|SYNTHETIC|SURVEY)\b", text))
    assert marks == {"PUBLISHED", "DERIVED"}
    invented = {entry.text for entry in page.ledger.entries.values() if entry.mark is Mark.SYNTHETIC}
    told = {entry.text for entry in page.ledger.entries.values() if entry.mark is not Mark.SYNTHETIC}
    # Only numbers with a decimal are nobody else's by chance.
    assert not [each for each in invented - told if "." in each and each in text]


@pytest.mark.long
def test_real_answers_join_it():
    page, given = as_real()
    text = abstract(page, given)
    assert page.ledger["mean_interval"].text in text and "SURVEY" in text


@pytest.mark.slow
def test_a_study_that_writes_none_has_one():
    page, given = bids()
    text = abstract(page, given)
    assert page.study.good.good in text and "single-bounded" in text
    assert f"**Findings.** {NOTHING}" in text


@pytest.mark.slow
def test_a_digit_that_is_typed_is_refused():
    page, given = bundled()
    report = dataclasses.replace(page.study.report, findings=("The mean is £58.",))
    study = dataclasses.replace(page.study, report=report)
    with pytest.raises(InputError, match=r"types 58 in 'The mean is £58\.': name a number of the ledger"):
        abstract(pages.Page(dataclasses.replace(page.survey, study=study)), given)


@pytest.mark.slow
def test_a_number_that_nobody_computed_is_refused():
    page, given = bundled()
    report = dataclasses.replace(page.study.report, findings=("The mean is {average}.",))
    study = dataclasses.replace(page.study, report=report)
    with pytest.raises(InputError, match="no entry 'average'"):
        abstract(pages.Page(dataclasses.replace(page.survey, study=study)), given)
