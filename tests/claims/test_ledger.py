"""The ledger's verdicts on fixtures that make each of them come about."""

from dataclasses import replace

import pytest

from helpers import claims, cleaning
from helpers.interviews import read_interviews
from helpers.study import InputError, Mark


@pytest.fixture(scope="module")
def survey():
    return cleaning.survey()


@pytest.fixture(scope="module")
def ledger(survey):
    return claims.ledger(survey)


def test_every_claim_has_a_verdict(ledger):
    assert set(ledger.claims["verdict"]) <= set(claims.VERDICTS)
    assert ledger.claims.index.is_unique


def test_synthetic_data_never_agree_or_differ(ledger):
    assert not {claims.AGREES, claims.DIFFERS} & set(ledger.claims["verdict"])


def test_what_was_matched_is_built_in_and_arithmetic_is_consistent(ledger):
    # CLAIMS: counts of the abstract are matched by construction; percentages follow from the counts.
    verdict = ledger.claims["verdict"]
    assert (verdict[["n_survey", "ug_n", "ma_n", "trained_n", "benefit_pct", "wtp_avg"]] == claims.BUILT_IN).all()
    # Only a percentage printed beside its count can contradict anything; the rest adds up or repeats what is printed.
    assert set(verdict.index[verdict == claims.CONSISTENT]) == {"ug_pct", "ma_pct", "nongrad_pct", "trained_pct"}
    follows = {"nongrad_n", "qual_sum", "qual_pct_sum", "graduates", "graduates_pct", "biblio"}
    assert set(verdict.index[verdict == claims.DERIVED]) == follows
    assert ledger["n_consistent"].text == "4" and ledger["n_inconsistent"].text == "0"
    assert verdict["interp_local"] == claims.NOT_SUPPORTED and verdict["interviewee_role"] == claims.NO_DATA


def test_what_nothing_here_can_tell_is_open_and_what_is_open_says_what_would_settle_it(ledger):
    closed = ledger.claims["settled_by"] == "Nothing is open."
    settled = ledger.claims["verdict"].isin([claims.CONSISTENT, claims.INCONSISTENT, claims.DERIVED])
    assert ledger.claims["settled_by"].ne("").all() and set(closed[closed].index) <= set(settled[settled].index)


def test_placeholders_that_miss_a_published_figure_stop_the_ledger(survey, monkeypatch):
    interviews = read_interviews(survey)
    monkeypatch.setitem(
        claims.ledger.__globals__,
        "read_interviews",
        lambda survey: replace(interviews, pseudonyms=interviews.pseudonyms[:5]),
    )
    with pytest.raises(InputError, match="data/interviews: n_interviews comes out as 5, but was made to be 6"):
        claims.ledger(survey)


def test_marks_of_entries(ledger):
    assert ledger["wtp_avg"].mark == Mark.PUBLISHED and ledger["wtp_avg"].text == "£58"
    assert ledger["most_n"].mark == Mark.DERIVED and ledger["most_n"].text == "31"
    assert ledger["mean"].mark == Mark.SYNTHETIC and ledger["mean"].text == "£58.00"


def test_row_order_of_respondents_does_not_matter(survey, ledger):
    shuffled = replace(survey, respondents=survey.respondents.sample(frac=1, random_state=1))
    changed = {id for id, entry in claims.ledger(shuffled).entries.items() if entry != ledger.entries[id]}
    # Resampling draws respondents by position, so only the bootstrap's own noise may move.
    assert changed <= {"mean_interval"}


def test_an_unknown_entry_is_named(ledger):
    with pytest.raises(InputError, match="no entry 'medain'"):
        ledger["medain"]
