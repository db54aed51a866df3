"""Whatever mixture of responses is exported, every row is analysed or excluded for one reason, and none is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from other_exports import RESPONSES, STUDY, clean

from helpers.study import InputError

# A response as it came, and what the survey tool, the respondent or a slip may have made of it.
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "Status": st.sampled_from(["IP Address", "Survey Preview", "Survey Test", "Spam", "Imported"]),
        "Finished": st.sampled_from(["True", "False"]),
        "Q1": st.sampled_from(["", *STUDY.questions["consent"].options]),
        "Q2": st.sampled_from(["", *STUDY.questions["role"].options]),
        "Q7": st.sampled_from(["", *STUDY.questions["pays_anything"].options]),
        "Q8": st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffdâÂÃÅï"), max_size=12),
        "Q17": st.sampled_from(["", "a\rb", 'say "no"', "-5", "=1+1", "None"]),
    },
)
EXPORTS = st.lists(st.tuples(st.integers(0, len(RESPONSES) - 2), CHANGES, st.booleans()), min_size=1, max_size=12)


@settings(max_examples=25)
@given(EXPORTS)
def test_rows_in_are_rows_analysed_and_rows_excluded(tmp_path_factory, drawn):
    rows = []
    for place, (source, changes, twice) in enumerate(drawn):
        row = RESPONSES[source] | {"ResponseId": f"R_SYN{place:06d}"} | changes
        rows += [row, dict(row)] if twice else [row]
    try:
        survey = clean(tmp_path_factory.mktemp("drawn"), rows)
    except InputError as error:
        assert "no row is left to analyse" in str(error)
        return
    flow = survey.flow.groupby("step")["rows"].sum()
    assert flow["in"] == len(rows) == flow["analysed"] + flow["excluded"]
    assert flow["analysed"] == len(survey.respondents) == len(survey.money)
    assert len(survey.excluded) == flow["excluded"] and (survey.excluded["reason"] != "").all()
    # No amount without an ASCII digit or a word for zero: nothing typed is taken for a number by default.
    amounts = survey.money[survey.money["status"].isin(["amount", "zero"]) & (survey.money["reason"] == "")]
    assert amounts["text"].str.contains(r"[0-9]|nothing|none|nil|zero", case=False).all()


@pytest.mark.parametrize("shuffle", range(3))
def test_order_of_rows_changes_nothing(tmp_path, shuffle):
    rows = RESPONSES[shuffle + 1 :] + RESPONSES[: shuffle + 1]
    assert clean(tmp_path, rows).flow.equals(clean(tmp_path / "again", RESPONSES).flow)
