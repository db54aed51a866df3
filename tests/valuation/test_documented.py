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
RAISES_NOTHING = {"fit_each"}  # errors have their place in what it gives


def found(name):
    """The object of this name."""
    owner, _, member = name.partition(".")
    return getattr(getattr(cv, owner), member) if member else getattr(cv, owner)


def test_every_public_name_is_on_a_page_once():
    kinds = {name: kind for name in cv.__all__ if inspect.isclass(kind := getattr(cv, name))}
    members = {
        f"{owner}.{name}"
        for owner, kind in kinds.items()
        for name, each in inspect.getmembers(kind, inspect.isfunction)
        if each.__module__.startswith("helpers.") and not name.startswith("_")
        if kind is cv.Fit or not (issubclass(kind, cv.Fit) and hasattr(cv.Fit, name))
    }
    assert {*cv.__all__, *members} - {*LISTED, *ELSEWHERE} == set()
    assert len(LISTED) == len(set(LISTED)) and all(inspect.getdoc(found(name)) for name in LISTED)


@pytest.mark.parametrize("name", [name for name in LISTED if inspect.isfunction(found(name))])
def test_a_page_says_what_a_user_needs(name):
    text, takes = inspect.getdoc(found(name)), set(inspect.signature(found(name)).parameters) - {"self"}
    sections = ["Returns", "Notes", "Examples", *(["Parameters", "Raises"] if takes else [])]
    missing = {each for each in sections if f"\n{each}\n{'-' * len(each)}\n" not in text}
    assert missing <= ({"Raises"} if name in RAISES_NOTHING else set())
    notes = text.split("\nNotes\n-----\n")[1].split("\nExamples\n")[0]
    assert re.search(r"``[^`]*[=<>\[][^`]*``", notes), "Notes hold no formula."
    assert re.search(r"\b(1[89]|20)\d\d\b", notes), "Notes name no source with its year."
    assert ">>> " in text


@pytest.mark.parametrize("name", [name for name in LISTED if inspect.isclass(found(name))])
def test_a_class_says_what_it_holds(name):
    kind, text = found(name), inspect.getdoc(found(name))
    assert issubclass(kind, Exception) or "\nAttributes\n----------\n" in text
    public = [each for each, value in inspect.getmembers(kind) if isinstance(value, property) and each[0] != "_"]
    assert [each for each in public if not inspect.getdoc(getattr(kind, each))] == []
