"""The elicitation format is found where the answers say it, and left open where they do not."""

import pandas as pd
import pytest
from invented_exports import FORMATS, MONEY

from helpers import drafting
from helpers.drafting import kinds, valued


def drafted(folder, frame):
    """The draft of a table."""
    frame.to_csv(folder / "export.csv", index=False)
    return drafting.read(folder / "export.csv")


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_found(tmp_path, name):
    assert drafted(tmp_path, FORMATS[name]()).formats == (name,)


def test_the_columns_of_a_double_bounded_question_are_told_apart(tmp_path):
    ids = drafted(tmp_path, FORMATS["double-bounded"]()).ids
    found = {id: ids[id].column for id in ("bid", "vote", "followup_bid", "followup_vote")}
    assert found == {"bid": "bid1", "vote": "answer1", "followup_bid": "bid2", "followup_vote": "answer2"}


def test_the_zero_question_is_the_one_whose_noes_named_nothing(tmp_path):
    frame = FORMATS["open amount"]()
    frame["Would you pay for parking?"] = ["Yes", "No"] * (len(frame) // 2)
    assert [each.column for each in drafted(tmp_path, frame).valued.zero] == ["Would you pay anything at all?"]


def test_two_columns_of_amounts_are_left_open(tmp_path):
    frame = FORMATS["open amount"]().assign(again=lambda table: table[MONEY])
    frame = frame.rename(columns={"again": "What would you pay next year?"})
    assert len(drafted(tmp_path, frame).valued.typed) == 2


@pytest.mark.parametrize("heading", ["Monthly income", "What did you spend last year?", "Gehalt"])
def test_other_money_is_not_taken_for_willingness_to_pay(tmp_path, heading):
    frame = pd.DataFrame({"id": range(4), heading: ["£500", "£650", "£700", "£800"]})
    assert drafted(tmp_path, frame).valued == valued.Valued()


def test_amounts_in_one_form_may_be_a_card_and_words_may_not(tmp_path):
    printed = pd.DataFrame({"id": range(6), "wtp": ["5", "10", "20", "5", "10", "20"]})
    either = drafted(tmp_path, printed).valued
    assert either.typed == either.chosen != ()
    typed = printed.assign(wtp=["5", "about 10", "20", "5", "10", "20"])
    assert drafted(tmp_path, typed).valued.chosen == ()


def test_amounts_of_a_card_are_those_that_occur(tmp_path):
    (card,) = drafted(tmp_path, FORMATS["payment card"]()).valued.chosen
    assert valued.card_of(card, kinds.Written("GBP", ".")) == [1, 2, 5, 10, 20, 50]


def test_bids_without_an_answer_are_no_offer(tmp_path):
    frame = FORMATS["single-bounded"]().drop(columns="Würden Sie diesen Betrag zahlen?")
    assert drafted(tmp_path, frame).valued.offers == ()
