"""Every public name of the estimator is on a page of the reference, and those pages have what a user needs."""

import inspect
import re

import pytest
from checks import ROOT

from helpers import valuation as cv

PAGE = (ROOT / "docs" / "estimator.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^   ([\w.]+)$", PAGE, re.MULTILINE)
# Public, and not for the reference: what extends the package, and what a page of its own shows.
ELSEWHERE = {"Fit.target", "Fit.notes", "WORKS", "combinations"}
# Answers, differences, tables and what assumes no distribution: formula and source stand in their notes.
WHOLE = [
    *("open_ended", "payment_card", "single_bounded", "double_bounded", "one_and_one_half_bounded", "multiple_bounded"),
    *(
        "from_interval2",
        "pool",
        "certainty_thresholds",
        "protest_treatments",
        "Fit.difference",
        "Fit.ratio",
        "Fit.effect",
    ),
    *("mean_interval", "median_interval", "turnbull", "Turnbull.means", "kristrom", "results_table"),
]


def found(name):
    """The object of this name."""
    owner, _, member = name.partition(".")
    return getattr(getattr(cv, owner), member) if member else getattr(cv, owner)


def test_every_public_name_is_on_a_page_once():
    members = {
        f"{owner}.{name}"
        for owner in ("Fit", "Interval", "Turnbull", "Kristrom")
        for name, each in inspect.getmembers(getattr(cv, owner), inspect.isfunction)
        if not name.startswith("_")
    }
    assert {*cv.__all__, *members} - {*LISTED, *ELSEWHERE} == set()
    assert len(LISTED) == len(set(LISTED)) and all(inspect.getdoc(found(name)) for name in LISTED)


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_says_what_a_user_needs(name):
    text = inspect.getdoc(found(name))
    sections = ["Parameters", "Returns", "Raises", "Notes", "Examples"]
    assert [each for each in sections if f"\n{each}\n{'-' * len(each)}\n" not in text] == []
    notes = text.split("\nNotes\n-----\n")[1].split("\nExamples\n")[0]
    assert re.search(r"``[^`]*[=<>\[][^`]*``", notes), "Notes hold no formula."
    assert re.search(r"\b(1[89]|20)\d\d\b", notes), "Notes name no source with its year."
    assert ">>> " in text
