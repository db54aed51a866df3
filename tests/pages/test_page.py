"""Sentences take their numbers from the ledger, tables carry marks, and nothing is typed."""

import re

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


def test_marks_stand_behind_a_paragraph_and_never_between_a_number_and_its_noun(page):
    said = page.say("An average of {wtp_avg} over {n_survey} people.", "At most {most_n} of {n_survey}.")
    assert said.markdown.startswith("An average of £58 over 54 people.\u00a0<small")
    assert marks(said.markdown) == [["PUBLISHED"], ["PUBLISHED", "DERIVED"]]
    assert said._repr_mimebundle_()[1]["mark"] == "DERIVED, PUBLISHED"


def test_invented_numbers_have_a_paragraph_to_themselves(page):
    with pytest.raises(InputError, match="mixes invented numbers with others"):
        page.say("Published {wtp_avg}, here {mean}.")
    said = page.say("Published {wtp_avg}.", "Here {mean}.")
    assert marks(said.markdown) == [["PUBLISHED"], ["SYNTHETIC"]] and said.input == page.source.input


def test_figures_and_tables_are_numbered_and_keep_their_number_when_a_cell_is_run_again(page):
    picture = figures.demand_bounds(page.ledger)
    first, second = page.figure(picture, "One of {n_survey}."), page.figure(picture, "Two.")
    assert first.below.markdown == '<b id="figure-1">Figure 1.</b> One of 54.'
    assert second.below.markdown.startswith('<b id="figure-2">')
    assert page.figure(picture, "One of {n_survey}.").below == first.below
    assert page.open_claims().number == '<b id="table-1">Table 1.</b>'


def test_the_data_of_a_page_are_its_first_respondents(page):
    table = page.first_rows("wtp_amount", "wtp_status")
    assert len(table.shown()) == 4 and table.frame["wtp_status"].tolist() == (
        page.survey.respondents["wtp_status"].head(4).tolist()
    )


def test_the_foot_explains_every_mark_in_use_and_names_the_input_once(page):
    made = page.made()
    assert page.source.input in made.markdown and f"n {page.source.n}" in made.markdown and made.role == "made"
    assert "SURVEY" not in made.markdown and "SYNTHETIC" in made.markdown


def test_a_typed_digit_is_refused(page):
    with pytest.raises(InputError, match="types 58"):
        page.say("An average of 58.")


def test_a_sentence_without_mark_is_refused_and_a_citation_may_hold_a_year(page):
    with pytest.raises(InputError, match="has no mark"):
        page.say("People overstate.")
    said = page.say("People overstate (Murphy and others, 2005).", mark=Mark.OTHER_STUDY)
    assert said.markdown.endswith(">OTHER STUDY</small>")
