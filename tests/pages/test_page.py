"""Sentences take their numbers from the ledger, tables carry marks, and nothing is typed."""

import re

import pandas as pd
import pytest

from helpers import cleaning, figures, pages
from helpers.study import InputError, Mark


@pytest.fixture(scope="module")
def page():
    return pages.Page(cleaning.survey())


def marks(markdown):
    """The marks of each paragraph, as they stand behind its last full stop."""
    assert all(re.search(r"[.:]\u00a0<small", paragraph) for paragraph in markdown.split("\n\n"))
    return [re.findall(r">([^<]+)</small>", paragraph) for paragraph in markdown.split("\n\n")]


@pytest.mark.slow
def test_marks_stand_behind_a_paragraph_and_never_between_a_number_and_its_noun(page):
    said = page.say("An average of {wtp_avg} over {n_survey} people.", "At most {most_n} of {n_survey}.")
    assert said.markdown.startswith("An average of £58 over 54 people.\u00a0<small")
    assert marks(said.markdown) == [["PUBLISHED"], ["PUBLISHED", "DERIVED"]]
    assert said._repr_mimebundle_()[1]["mark"] == "DERIVED, PUBLISHED"


@pytest.mark.slow
def test_invented_numbers_have_a_paragraph_to_themselves(page):
    with pytest.raises(InputError, match="mixes invented numbers with others"):
        page.say("Published {wtp_avg}, here {mean}.")
    said = page.say("Published {wtp_avg}.", "Here {mean}.")
    assert marks(said.markdown) == [["PUBLISHED"], ["SYNTHETIC"]] and said.input == page.source.input


@pytest.mark.slow
def test_figures_and_tables_are_numbered_and_keep_their_number_when_a_cell_is_run_again(page):
    picture = figures.demand_bounds(page.ledger)
    first, second = page.figure(picture, "One of {n_survey}."), page.figure(picture, "Two.")
    assert first.below.markdown == '<b id="figure-1">Figure 1.</b> One of 54.'
    assert second.below.markdown.startswith('<b id="figure-2">')
    assert page.figure(picture, "One of {n_survey}.").below == first.below
    assert page.open_claims().shown.number == '<b id="table-1">Table 1.</b>'


@pytest.mark.slow
def test_the_data_of_a_page_are_its_first_respondents(page):
    data = page.first_rows("wtp_amount", "wtp_status")
    table = data.shown
    assert data.below.markdown.startswith("These are 4 of 54 respondents.")
    assert len(table.shown()) == 4 and table.frame["wtp_status"].tolist() == (
        page.survey.respondents["wtp_status"].head(4).tolist()
    )


@pytest.mark.slow
def test_the_foot_explains_the_marks_that_the_page_shows_and_names_the_input_once():
    page = pages.Page(cleaning.survey())
    page.say("They are {n_survey}.")
    page.table(pd.DataFrame({"bid": [5]}), "Bids", Mark.OTHER_STUDY)
    made = page.made()
    assert ">PUBLISHED<" in made.markdown and ">OTHER STUDY<" in made.markdown and made.role == "made"
    # Nothing of this page was computed from respondents.
    assert "SYNTHETIC" not in made.markdown and page.source.input not in made.markdown and not made.input
    page.banner()
    assert "What is SYNTHETIC was computed from" in page.made().markdown
    assert page.source.input in page.made().markdown and f"n {page.source.n}" in page.made().markdown


@pytest.mark.slow
def test_a_page_without_respondents_says_so_and_says_what_was_changed():
    said = pages.Page(cleaning.survey()).banner(respondents=False)
    assert said.markdown == "> **NO RESPONDENTS.** Nobody's answers are on this page."
    assert said.marks == {Mark.DERIVED} and not said.input and said.role == "notice"
    changed = pages.Page(cleaning.survey(half_width=5)).banner(respondents=False)
    assert "**A changed run** (changed: " in changed.markdown and "NO RESPONDENTS" in changed.markdown


@pytest.mark.slow
def test_a_typed_digit_is_refused(page):
    with pytest.raises(InputError, match="types 58"):
        page.say("An average of 58.")


def test_a_sentence_without_mark_is_refused_and_a_citation_may_hold_a_year(page):
    with pytest.raises(InputError, match="has no mark"):
        page.say("People overstate.")
    said = page.say("People overstate (Murphy and others, 2005).", mark=Mark.OTHER_STUDY)
    assert said.markdown.endswith(">OTHER STUDY</small>")
