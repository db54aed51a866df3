"""A study may ask for an amount and nothing else: no zero question, no reason, no card."""

import pandas as pd
import pytest
from as_real import printed

from helpers import claims, cleaning, disclosure, wtp
from helpers.study import InputError, load

DECLARATION = """
title = "Amounts alone"
mode = "real"
export = "export.csv"
rulings = "rulings.csv"
keep = ["wtp"{kept}]
subgroups = []
eligibility = []
assumptions = []
[good]
good = "a day in the park"
wtp_unit = "one-off"
payment_vehicle = "unknown"
payer = "the visitor"
currency = "EUR"
price_date = "unknown"
[layout]
id = "id"
[privacy]
threshold = 10
tables = [["wtp_status"]]
public = []
quasi_identifiers = []
[seeds]
bootstrap = 1
[questions.wtp]
column = "most"
text = "most"
kind = "money"
"""
ZERO_QUESTION = """
[questions.pays_anything]
column = "anything"
text = "anything"
kind = "choice"
options = [{ text = "Yes", code = "yes" }, { text = "No", code = "no" }]
"""


def survey(folder, most, anything=None, more=""):
    """Clean amounts, and answers to a zero question if there are any."""
    frame = pd.DataFrame({"id": range(len(most)), "most": most})
    if anything:
        frame["anything"] = anything
    (folder / "export.csv").write_text(frame.to_csv(index=False))
    (folder / "rulings.csv").write_text("text,amount,ruled_by,why\n")
    declared = DECLARATION.format(kept=', "pays_anything"' if anything else "")
    (folder / "study.toml").write_text(declared + (ZERO_QUESTION if anything else "") + more)
    return cleaning.survey(load(folder / "study.toml"))


def test_zeros_without_a_reason_are_unclear_and_count_as_nothing_paid(tmp_path):
    found = survey(tmp_path, ["10", "0", "nothing", "", "20 or 30"]).respondents
    assert found["wtp_status"].to_list() == ["payer", "unclear zero", "unclear zero", "missing", "unruled"]
    # By hand: 10, 0 and 0 are usable.
    assert wtp.usable_amounts(found).to_list() == [10, 0, 0]
    assert wtp.treatments(found, ()).frame["mean"].to_list() == [10 / 3, 10, 2]
    assert wtp.accounting(found).frame["open_ended"].loc[["answered", "unruled", "missing"]].to_list() == [3, 1, 1]


def test_a_zero_question_without_a_reason_makes_a_blank_a_zero(tmp_path):
    found = survey(tmp_path, ["10", "", ""], ["Yes", "No", "Yes"]).respondents
    assert found["wtp_status"].to_list() == ["payer", "unclear zero", "missing"]


def test_few_of_a_status_stay_hidden_and_cannot_be_subtracted(tmp_path):
    few = survey(tmp_path, ["10"] * 30 + ["0"] * 12 + [""] * 3 + ["5 or 6"] * 2)
    shown = printed(disclosure.release(few), "wtp_status")
    # Three did not answer and two wait for a ruling: both below ten.
    assert {shown[each] for each in ("missing", "unruled", "protest zero")} == {disclosure.SUPPRESSED}
    assert claims.ledger(few)["n_missing"].text == disclosure.SUPPRESSED


def test_a_zero_question_tells_of_the_status_also_without_a_reason(tmp_path):
    # Nine would pay nothing: their number is hidden in both tables, or one would give the other away.
    asked = survey(tmp_path, ["10"] * 40 + [""] * 9, ["Yes"] * 40 + ["No"] * 9)
    release = disclosure.release(asked)
    assert not release.shows(("wtp_status", "unclear zero"))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('[questions.income]\ncolumn = "i"\ntext = "i"\nkind = "money"\n', r"questions\.income is of kind money; one"),
        (ZERO_QUESTION, "keep leaves out 'pays_anything', which the valuation needs"),
    ],
)
def test_what_does_not_go_with_an_amount_is_refused(tmp_path, more, sentence):
    with pytest.raises(InputError, match=sentence):
        survey(tmp_path, ["10"], more=more)


def test_what_is_left_undecided_is_told_in_one_sentence_with_its_candidates(tmp_path):
    survey(tmp_path, ["10"])
    path = tmp_path / "study.toml"
    text = path.read_text().replace('good = "a day in the park"', 'good = "?" # decide: what was valued')
    path.write_text(text.replace('currency = "EUR"', 'currency = "?"'))
    line = next(n for n, each in enumerate(path.read_text().splitlines(), start=1) if each.startswith("good ="))
    with pytest.raises(
        InputError, match=rf"is a draft; decide line {line}, good \(what was valued\); line \d+, currency,"
    ):
        load(path)
