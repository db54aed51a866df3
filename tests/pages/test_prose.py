"""Sentences carry marks behind their numbers; a citation is told from a result."""

import re
from dataclasses import replace

import pytest

from helpers.pages import CITATION
from helpers.pages.prose import MARKS_EXPLAINED, PASSAGES, Prose, badge, comparisons
from helpers.study import Mark, load


@pytest.mark.parametrize(
    "text",
    [
        "(Kriström, 1997)",
        "(Haab and McConnell, 1997)",
        "(Murphy and others, 2005)",
        "(Braun and Clarke, 2021; Farmer and others, 2006)",
    ],
)
def test_names_with_a_year_are_a_citation(text):
    assert CITATION.fullmatch(text)


@pytest.mark.parametrize("text", ["(58, 1997)", "(mean, 1997)", "(Kriström, 97)", "(Kriström 1997)", "Kriström, 1997"])
def test_anything_else_with_a_digit_is_a_result(text):
    assert not CITATION.search(text)


def test_a_badge_says_every_mark_once_in_their_order_and_what_was_changed():
    said = badge({Mark.DERIVED, Mark.PUBLISHED}, "price")
    assert re.findall(r">([^<]+)</small>", said) == ["PUBLISHED", "DERIVED, changed: price"]
    assert 'class="mark derived" title="arithmetic on published figures alone or,' in said
    # The paragraph and its mark never part at the end of a line.
    assert said.startswith("\u00a0")


def test_the_output_names_every_mark_once_and_the_input_where_there_is_one():
    said = Prose("**5** of <b>six</b>", {Mark.SURVEY, Mark.DERIVED}, "abc")
    data, metadata = said._repr_mimebundle_()
    assert metadata == {"mark": "DERIVED, SURVEY", "input": "abc"} and data["text/plain"] == "5 of six"
    assert Prose("None.")._repr_mimebundle_()[1] == {"mark": ""}


def test_every_mark_is_explained_and_no_passage_on_real_respondents_calls_them_invented():
    assert set(MARKS_EXPLAINED) == set(Mark)
    assert not any("invented" in real or "by construction" in real for _, real in PASSAGES.values())


@pytest.mark.parametrize(
    ("unit", "date", "said"),
    [
        (
            "unknown",
            "2020",
            "The amounts are at prices of 2020. They allow amounts at another year's prices. It is not known what they "
            "are per, so amounts per hour, totals and comparisons with rates of pay are not printed.",
        ),
        (
            "per course",
            "unknown",
            "The amounts are per course. They allow amounts per hour and totals. It is not known at what date's prices "
            "they are, so amounts at another year's prices and comparisons with rates of pay are not printed.",
        ),
        (
            "per course",
            "2020-05",
            "The amounts are per course and are at prices of 2020-05. They allow amounts at another year's prices, "
            "amounts per hour, totals and comparisons with rates of pay.",
        ),
        (
            "per year",
            "2026",
            "The amounts are per year and are at prices of 2026. They allow amounts at another year's prices, totals "
            "and comparisons with rates of pay.",
        ),
        (
            "one-off",
            "unknown",
            "The amounts are one-off. They allow totals. It is not known at what date's prices they are, so amounts at "
            "another year's prices and comparisons with rates of pay are not printed.",
        ),
    ],
)
def test_what_the_amounts_may_be_compared_with_follows_from_what_is_declared(unit, date, said):
    study = load()
    assert comparisons(replace(study, good=replace(study.good, wtp_unit=unit, price_date=date))) == said
