"""The ledger's verdicts on fixtures that make each of them come about."""

from dataclasses import replace

import pytest
from as_real import SURVEY, real
from checks import ROOT

from helpers import claims, cleaning
from helpers.claims.numbers import Entry
from helpers.interviews import read_interviews
from helpers.study import InputError, Mark, load


@pytest.fixture(scope="module")
def survey():
    return cleaning.survey()


@pytest.fixture(scope="module")
def ledger(survey):
    return claims.ledger(survey)


@pytest.mark.slow
def test_every_claim_has_a_verdict(ledger):
    assert set(ledger.claims["verdict"]) <= set(claims.VERDICTS)
    assert ledger.claims.index.is_unique


@pytest.mark.slow
def test_synthetic_data_never_agree_or_differ(ledger):
    assert not {claims.AGREES, claims.DIFFERS} & set(ledger.claims["verdict"])


@pytest.mark.slow
def test_what_was_matched_is_built_in_and_arithmetic_is_consistent(ledger):
    # CLAIMS: counts of the abstract are matched by construction; percentages follow from the counts.
    verdict = ledger.claims["verdict"]
    matched = ["n_survey", "ug_n", "ma_n", "trained_n", "benefit_pct", "wtp_avg", "skills_survey", "n_interviews"]
    matched += ["skills_interviews", "thematic_to_survey"]
    assert (verdict[matched] == claims.BUILT_IN).all()
    # Only a percentage printed beside its count can contradict anything; the rest adds up or repeats what is printed.
    assert set(verdict.index[verdict == claims.CONSISTENT]) == {"ug_pct", "ma_pct", "nongrad_pct", "trained_pct"}
    follows = {"nongrad_n", "qual_sum", "qual_pct_sum", "graduates", "graduates_pct", "biblio"}
    assert set(verdict.index[verdict == claims.DERIVED]) == follows
    assert ledger["n_consistent"].text == "4" and ledger["n_inconsistent"].text == "0"
    assert verdict["interp_local"] == claims.NOT_SUPPORTED and verdict["interviewee_role"] == claims.NO_DATA


@pytest.mark.slow
def test_what_nothing_here_can_tell_is_open_and_what_is_open_says_what_would_settle_it(ledger):
    closed = ledger.claims["settled_by"] == "Nothing is open."
    settled = ledger.claims["verdict"].isin([claims.CONSISTENT, claims.INCONSISTENT, claims.DERIVED])
    assert ledger.claims["settled_by"].ne("").all() and set(closed[closed].index) <= set(settled[settled].index)


@pytest.mark.slow
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


@pytest.mark.slow
def test_row_order_of_respondents_does_not_matter(survey, ledger):
    shuffled = replace(survey, respondents=survey.respondents.sample(frac=1, random_state=1))
    changed = {id for id, entry in claims.ledger(shuffled).entries.items() if entry != ledger.entries[id]}
    # Resampling draws respondents by position, so only the bootstrap's own noise may move.
    assert changed <= {"mean_interval"}


def test_what_is_found_and_what_others_give_stand_beside_each_claim(ledger):
    # By hand: 23 of 54 is 42.59 %; 54 - 23 - 13 is 18. A count is found and not computed, a percentage the other way.
    table = ledger.table().set_index("id")
    assert table.loc["ug_pct", ["found", "computed"]].tolist() == ["", "42.6 %"]
    assert table.loc["nongrad_n", ["found", "computed"]].tolist() == ["", "18"]
    assert table.loc["trained_n", ["found", "computed"]].tolist() == ["38", ""]
    assert table.loc["wtp_avg", ["found", "computed"]].tolist() == ["£58.00", ""]


@pytest.mark.slow
def test_what_may_not_be_shown_has_no_verdict():
    ids = ["trained_n", "benefit_pct", "skills_survey", "wtp_avg"]
    # Of eight nothing may be shown, and a verdict would tell it.
    few = claims.ledger(real(SURVEY.respondents.head(8), tables=(), public=())).claims.loc[ids]
    assert set(few["found"]) == {"[c]"} and set(few["verdict"]) == {claims.NO_DATA}
    # 38 of 54 may be shown, but not where counts are rounded: a verdict is on the exact one.
    declared = {"tables": (("trained",),), "public": ()}
    exact, rounded = (claims.ledger(real(**declared, rounding=each)).claims.loc["trained_n"] for each in (1, 5))
    assert exact[["found", "verdict"]].tolist() == ["38", claims.AGREES]
    assert rounded[["found", "verdict"]].tolist() == ["[c]", claims.NO_DATA]


def test_a_study_without_claims_has_the_numbers_of_its_own_data():
    survey = cleaning.survey(load(ROOT / "examples" / "bids" / "study.toml"))
    own = claims.ledger(survey)
    assert own.claims.empty and own["rows_analysed"].text == str(len(survey.respondents)) and own.shown("wtp_avg") == ""
    for what in ("published", "quoted"):
        with pytest.raises(InputError, match="no published claims or declares no"):
            getattr(own, what)


def test_what_is_published_and_what_pages_quote_of_it(ledger, survey):
    # The abstract: 54 answered, and their average was £58.
    assert (ledger.published.n, ledger.published.mean, ledger.shown("wtp_avg")) == (54, 58, "£58")
    assert ledger.quoted == survey.study.average


def test_arithmetic_rests_on_its_mark_and_on_what_a_reader_changed(ledger):
    assert ledger.rests_on(Mark.DERIVED) is Mark.DERIVED
    changed = replace(ledger, explored="price 50").rests_on(Mark.DERIVED)
    assert (changed.marks, changed.changed) == ((Mark.DERIVED,), "price 50")


def test_a_notebook_s_own_results_join_the_entries(ledger):
    more = ledger.with_entries({"half": "27"}, Mark.DERIVED)
    assert more["half"] == Entry("half", "27", Mark.DERIVED) and more["wtp_avg"] == ledger["wtp_avg"]
    # Six were interviewed.
    assert more["interviews_read"].text == "6" and "half" not in ledger.entries


def test_an_unknown_entry_is_named(ledger):
    with pytest.raises(InputError, match="no entry 'medain'"):
        ledger["medain"]
