"""Sentences take their numbers from the ledger, tables carry marks, and nothing is typed."""

import pytest

from helpers import cleaning, pages
from helpers.study import InputError, Mark


@pytest.fixture(scope="module")
def page():
    return pages.Page(cleaning.survey())


def test_a_run_of_one_mark_is_said_once(page):
    said = page.say("An average of {wtp_avg} over {n_survey}.").markdown
    assert said == "An average of £58 over 54\u00a0<sup>PUBLISHED</sup>."


def test_mixed_marks_are_said_number_by_number(page):
    said = page.say("Published {wtp_avg}, here {mean}.")
    assert said.markdown == "Published £58\u00a0<sup>PUBLISHED</sup>, here £58.00\u00a0<sup>SYNTHETIC</sup>."
    assert said._repr_mimebundle_()[1]["mark"] == "PUBLISHED, SYNTHETIC"


def test_a_typed_digit_is_refused(page):
    with pytest.raises(InputError, match="types 58"):
        page.say("An average of 58.")


def test_a_sentence_without_mark_is_refused_and_a_citation_may_hold_a_year(page):
    with pytest.raises(InputError, match="has no mark"):
        page.say("People overstate.")
    said = page.say("People overstate (Murphy and others, 2005).", mark=Mark.OTHER_STUDY)
    assert said.markdown.endswith("<sup>OTHER STUDY</sup>")
