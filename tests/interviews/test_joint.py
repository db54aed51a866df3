"""The joint display on fixtures, and the page that leaves out what is not wanted or not for the public."""

from dataclasses import replace

import pytest

from helpers import cleaning, disclosure, figures, pages
from helpers.interviews import JOINT_VERDICTS, joint_display, read_interviews, statistic
from helpers.interviews.joint import UNASKED
from helpers.study import InputError

SURVEY = cleaning.survey()
INTERVIEWS = read_interviews(SURVEY)
DECIDED = disclosure.release(SURVEY)


def linked(**changes):
    """The bundled interviews with the first link changed."""
    links = INTERVIEWS.links.copy()
    for column, value in changes.items():
        links.loc[0, column] = value
    return replace(INTERVIEWS, links=links)


def test_what_is_said_together_comes_first_and_silence_is_listed():
    table = joint_display(SURVEY, INTERVIEWS, DECIDED)
    assert table["verdict"].tolist() == ["agree"] + ["silent"] * (len(table) - 1)
    assert table.loc[table["survey item"] == UNASKED, "theme"].tolist() == ["Third theme (placeholder)"]
    # Every closed question kept but the follow-up, the ranking and the amount; the card asks for the amount again.
    asked = [id for id in SURVEY.study.keep if id not in ("zero_reason", "card")]
    assert (table["survey item"] != UNASKED).sum() == len(asked)


def test_statistics_carry_interval_and_denominator():
    questions = SURVEY.study.questions
    # Wilson, 38 of 54: 57.2 to 80.9 %; Clopper-Pearson, 54 of 54: from 93.4 %.
    assert statistic(SURVEY, questions["trained"], DECIDED) == "Yes: 70.4 % (57.2 to 80.9 %), n = 54"
    assert statistic(SURVEY, questions["would_benefit"], DECIDED) == "Yes: 100.0 % (93.4 to 100.0 %), n = 54"
    assert statistic(SURVEY, questions["wtp"], DECIDED).startswith("mean £58.00 (£")
    assert statistic(SURVEY, questions["skill"], DECIDED).startswith("Personal skills, ranked first: ")
    assert statistic(SURVEY, questions["comments"], DECIDED) == statistic(SURVEY, questions["consent"], DECIDED) == ""


@pytest.mark.parametrize("verdict", JOINT_VERDICTS)
def test_a_real_study_may_give_any_verdict(verdict):
    table = joint_display(SURVEY, linked(verdict=verdict, claims=""), DECIDED)
    assert verdict in table["verdict"].tolist()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verdict": "differ"}, "the verdict is 'differ', but the claims say Personal skills"),
        ({"claims": "skills_survey wtp_vehicle"}, "the verdict is 'agree', but the claims say"),
        ({"claims": "skills"}, "'skills' is no id in published/claims.csv"),
    ],
)
def test_a_verdict_must_fit_the_published_claims_it_leans_on(changes, sentence):
    with pytest.raises(InputError, match=sentence):
        joint_display(SURVEY, linked(**changes), DECIDED)


@pytest.fixture(scope="module")
def page():
    return pages.InterviewPage(SURVEY)


VIEWS = ("basis", "matrix", "load", "new_codes", "agreement", "joint_display")


def test_every_view_of_the_placeholders_is_shown_as_synthetic(page):
    for view in VIEWS:
        shown = getattr(page, view)()
        assert isinstance(shown, pages.Table | figures.Picture)
        assert shown._repr_mimebundle_()[1]["mark"] == "SYNTHETIC"


def test_no_page_of_a_real_study_holds_the_matrix_or_a_pseudonym(page, monkeypatch):
    monkeypatch.setattr(page, "study", replace(SURVEY.study, mode="real"))
    for view in VIEWS:
        data, _ = getattr(page, view)()._repr_mimebundle_()
        assert not any(pseudonym in str(data) for pseudonym in INTERVIEWS.pseudonyms)
    assert "left out" in page.matrix().markdown


def test_reflexive_analysis_shows_themes_and_the_joint_display_alone(page, monkeypatch):
    declared = replace(INTERVIEWS.declared, school="reflexive")
    monkeypatch.setattr(page, "interviews", replace(INTERVIEWS, declared=declared))
    shown = {view: isinstance(getattr(page, view)(), pages.Table) for view in VIEWS}
    assert [view for view, table in shown.items() if table] == ["basis", "joint_display"]
    assert "reflexive" in page.say_counts("{n_segments}").markdown


def test_a_page_without_interviews_says_so(page, monkeypatch):
    monkeypatch.setattr(page, "interviews", None)
    for view in VIEWS:
        assert "no interviews at hand" in getattr(page, view)().markdown
