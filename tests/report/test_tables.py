"""The sample, what was answered, reasons and subgroups: counted again, and hidden where they may not be shown."""

import pytest
from reported import as_real, bids, bundled

from helpers import disclosure
from helpers.report import tables


def cells(table):
    """From the heading and the first cell of each line to the others."""
    found, heading = {}, ""
    for row in table.rows:
        if len(row) == 1:
            heading = row[0]
        else:
            found[heading, row[0]] = row[1:]
    return found


@pytest.mark.slow
def test_the_sample_counts_each_option_and_the_missing():
    page, _ = bundled()
    respondents, found = page.survey.respondents, cells(tables.sample(page))
    asked = page.study.questions["gender"]
    for option in asked.options:
        count = (respondents["gender"] == option).sum()
        assert found[asked.text, option] == (str(count), f"{100 * count / 53:.0f}")
    assert found[asked.text, "missing"] == ("1", "")


@pytest.mark.slow
def test_who_is_not_eligible_is_no_row_and_a_finding_no_part_of_the_sample():
    page, _ = bundled()
    found = cells(tables.sample(page))
    assert "Practice manager" not in {answer for _, answer in found}
    assert page.study.questions["trained"].text not in {question for question, _ in found}


def test_what_was_answered_has_intervals():
    page, _ = bundled()
    found = cells(tables.outcomes(page))
    # Wilson's interval of 38 of 54 is 57.2 to 80.9 (statsmodels, proportion_confint(38, 54, method="wilson")).
    assert found[page.study.questions["trained"].text, "Yes"] == ("38", "54", "70", "57 to 81")


def test_without_a_declaration_what_was_answered_are_multiple_choices_and_rankings():
    page, _ = bids()
    found = cells(tables.outcomes(page))
    ticked, known = page.survey.respondents["visits_birds"].sum(), page.survey.respondents["visits_birds"].notna().sum()
    assert found["What brings you to the marsh?", "Birds"][:2] == (str(ticked), str(known))


def test_reasons_stand_beside_what_they_are_taken_for():
    page, _ = bundled()
    respondents = page.survey.respondents
    found = cells(tables.reasons(page))
    reason = "I cannot afford it"
    assert found["", reason] == ("true zero", "no", str((respondents["zero_reason"] == reason).sum()))
    assert tables.reasons(bids()[0]) is None


def test_subgroups_are_those_declared():
    page, _ = bundled()
    texts = [page.study.questions[name].text for name in page.study.subgroups]
    assert [row[0] for row in tables.subgroups(page).rows if len(row) == 1] == texts
    assert "median" in tables.subgroups(bids()[0]).head


@pytest.mark.slow
def test_of_real_respondents_what_is_suppressed_is_in_no_table():
    page, _ = as_real()
    hidden = disclosure.SUPPRESSED
    release = page.ledger.release
    sample = cells(tables.sample(page))
    small = [cell for cell, why in release.suppressed.items() if len(cell) == 1 and why != "not printed"]
    checked = 0
    for ((column, option),) in small:
        text = page.study.questions[column].text if column in page.study.questions else ""
        if (text, option) in sample:
            assert sample[text, option] == (hidden, hidden)
            checked += 1
    assert checked > 5
    assert {row[-1] for row in tables.reasons(page).rows} == {hidden}
    assert "21" not in {row[1] for row in tables.subgroups(page).rows if len(row) > 1}
