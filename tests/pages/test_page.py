"""Sentences take their numbers from the ledger, tables carry marks, and nothing is typed."""

import base64
import io
import re

import pandas as pd
import pytest

from helpers import cleaning, figures, pages
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


def test_table_escapes_text_and_its_csv_holds_the_same_numbers():
    frame = pd.DataFrame({"answer": ["<b>", "a,b"], "share": [0.25, 0.5]})
    data, metadata = pages.Table(frame, "Answers", Mark.SYNTHETIC)._repr_mimebundle_()
    assert "&lt;b&gt;" in data["text/html"] and "<b>" not in data["text/html"]
    assert metadata["mark"] == "SYNTHETIC" and "SYNTHETIC" in data["text/html"]
    payload = re.search(r"base64,([^\"]+)", data["text/html"]).group(1)
    saved = pd.read_csv(io.StringIO(base64.b64decode(payload).decode()))
    pd.testing.assert_frame_equal(saved, frame)


def test_missing_is_blank_and_limits_of_effect_sizes_are_no_percentages():
    frame = pd.DataFrame({"hedges_g": [0.2, None], "low": [-0.3, None]})
    assert pages.Table(frame, "Sizes", Mark.SYNTHETIC).shown().iloc[:, 1].tolist() == ["-0.30", ""]


def test_figures_are_the_same_bytes_twice_and_say_what_they_show(page):
    first, second = figures.demand_bounds(page.ledger), figures.demand_bounds(page.ledger)
    assert first.png == second.png and first.mark == Mark.DERIVED
    # The bound quoted in CLAIMS: at most 31 of 54, 57 %, would pay 100 pounds.
    assert "at most 57% at £100" in first.alt and b"Software" not in first.png
