"""The page on the interviews leaves out what a school does not want, and what is not for the public."""

from dataclasses import replace

import pytest

from helpers import cleaning, figures, pages
from helpers.interviews import read_interviews
from helpers.pages.shown import Shown

SURVEY = cleaning.survey()
INTERVIEWS = read_interviews(SURVEY)


@pytest.fixture(scope="module")
def page():
    return pages.InterviewPage(SURVEY)


VIEWS = ("first_segments", "basis", "matrix", "load", "new_codes", "agreement", "joint_display")


def at_first(view):
    """A table without the sentence below it."""
    return view.shown if isinstance(view, Shown) else view


@pytest.mark.long
def test_every_view_of_the_placeholders_is_shown_as_synthetic(page):
    for view in VIEWS:
        shown = at_first(getattr(page, view)())
        assert isinstance(shown, pages.Table | figures.Picture)
        assert shown._repr_mimebundle_()[1]["mark"] == "SYNTHETIC"


@pytest.mark.long
def test_no_page_of_a_real_study_holds_the_matrix_or_a_pseudonym(page, monkeypatch):
    monkeypatch.setattr(page, "study", replace(SURVEY.study, mode="real"))
    for view in VIEWS:
        data, _ = at_first(getattr(page, view)())._repr_mimebundle_()
        assert not any(pseudonym in str(data) for pseudonym in INTERVIEWS.pseudonyms)
    assert "left out" in page.matrix().markdown and "left out" in page.first_segments().markdown


@pytest.mark.slow
def test_reflexive_analysis_shows_segments_themes_and_the_joint_display_alone(page, monkeypatch):
    declared = replace(INTERVIEWS.declared, school="reflexive")
    monkeypatch.setattr(page, "interviews", replace(INTERVIEWS, declared=declared))
    shown = {view: isinstance(at_first(getattr(page, view)()), pages.Table) for view in VIEWS}
    assert [view for view, table in shown.items() if table] == ["first_segments", "basis", "joint_display"]
    assert "reflexive" in page.say_counts("{n_segments}").markdown


@pytest.mark.slow
def test_agreement_is_said_to_run_from_its_least_to_its_most(page):
    # As the table prints it: four codes have an alpha, and the fifth has none.
    told = page.agreement().below.markdown
    assert told.startswith("Alpha runs from 0.38 (personal skills: second code) to 1.00 (second theme: second code).")


@pytest.mark.slow
def test_a_page_without_interviews_says_so(page, monkeypatch):
    monkeypatch.setattr(page, "interviews", None)
    for view in VIEWS:
        assert "no interviews at hand" in getattr(page, view)().markdown
