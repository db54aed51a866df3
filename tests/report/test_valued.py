"""Willingness to pay by format, and what other choices give."""

import pytest
from reported import as_real, bids, bundled

from helpers import disclosure, wtp
from helpers import valuation as cv
from helpers.money import formatted
from helpers.report import valued


def lines(table, place=1):
    return {row[0]: row[place] for row in table.rows if len(row) > 1}


@pytest.mark.slow
def test_the_open_column_adds_up_to_all_who_were_asked():
    page, given = bundled()
    found = lines(valued.willingness(page, given))
    parts = [int(found[name]) for name in valued.COUNTS]
    assert sum(parts) == int(found["asked"]) == len(page.survey.respondents)
    left_out = sum(int(found[name]) for name in valued.COUNTS if name.endswith("left out"))
    assert int(found["used"]) == int(found["asked"]) - left_out


@pytest.mark.slow
def test_numbers_are_those_of_the_pages():
    page, given = bundled()
    table = valued.willingness(page, given)
    found, card = lines(table), lines(table, 2)
    assert found["mean (SD)"] == f"{page.ledger['mean'].text} ({page.ledger['sd'].text})"
    steps = cv.turnbull(given[1].answers).lower_bound_mean(convention="haab-mcconnell")
    assert card[valued.BOUND] == formatted(steps, "GBP", whole=True)
    fit = wtp.log_normal(wtp.card_answers(page.survey.respondents, page.study.card))
    limits = wtp.intervals(fit, page.study.seeds["bootstrap"], max(page.study.card))
    on_page = page.table(limits, "As on page 04", disclosure.Kind.STATISTICS).shown()
    median = on_page[(on_page["measure"] == "median") & (on_page["method"] == "delta")].iloc[0]
    assert card["median"] == f"{median['estimate']} ({median['95 % from']} to {median['95 % to']})"


@pytest.mark.slow
def test_bids_have_a_bound_and_a_model_and_no_plain_mean():
    page, given = bids()
    found = lines(valued.willingness(page, given))
    assert "mean (SD)" not in found and found["used"] == found["asked"] == "156"
    assert found["median"].startswith(f"${given[0].fit().median():.0f} (")


@pytest.mark.slow
def test_what_other_choices_give_names_every_treatment_convention_and_model():
    page, given = bundled()
    found = lines(valued.sensitivity(page, given), 2)
    treated = wtp.treatments(page.survey.respondents, page.study.questions["zero_reason"].both).frame["mean"]
    assert {name: found[name] for name in treated.index} == {
        name: formatted(mean, "GBP", whole=True) for name, mean in treated.items()
    }
    assert "log-logistic, zeros as a spike" in found and "midpoint to the next amount" in found


@pytest.mark.long
@pytest.mark.parametrize("name", ["true zero", "protest zero, left out", "missing, left out"])
def test_of_real_respondents_counts_of_few_are_hidden(name):
    page, given = as_real()
    assert lines(valued.willingness(page, given))[name] == disclosure.SUPPRESSED


@pytest.mark.slow
def test_of_real_respondents_a_second_denominator_is_hidden():
    page, given = as_real()
    # Beside the usable amounts it would tell how few left the open question out.
    assert lines(valued.willingness(page, given), 2)["used"] == disclosure.SUPPRESSED


@pytest.mark.slow
def test_the_abstract_quotes_what_the_table_prints():
    page, given = bids()
    found = lines(valued.willingness(page, given))
    quote = valued.quoted(page, given)
    assert (quote["model_median"], quote["lower_bound"]) == (found["median"], found[valued.BOUND])


def test_the_flow_is_that_of_the_survey():
    page, _ = bundled()
    assert valued.flow(page).frame["rows"].tolist() == page.survey.flow["rows"].tolist()
