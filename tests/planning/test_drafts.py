"""Drafts: a sentence for an ethics form and the start of a declaration, with amounts that people say."""

import tomllib

import numpy as np
import pytest

from helpers import planning
from helpers.study import InputError


# Cochran (1977): (1.96 x 58 / 10)^2 = 129.2 answers, of 40 % who answer 325 invited; the currency is the one given.
def test_a_sentence_for_an_ethics_form():
    said = planning.ethics_sentence(58, 10, "USD", response=0.4)
    assert said.startswith("We will invite 325 people so that, with 40 % answering, 130 answers estimate mean")
    assert "within 10 USD either side (nominal 95 % confidence)" in said and "deviation of 58 USD" in said


@pytest.mark.parametrize("design", planning.formats())
def test_amounts_are_round_and_near_those_wanted(design):
    if not design.routes:
        with pytest.raises(InputError, match="An open amount has neither card nor bids"):
            planning.amounts(design, 40, 0.5)
        return
    offered = planning.amounts(design, 40, 0.5)
    wanted = 40 * np.exp(0.5 * np.array([z for _, route in design.routes for z in route]))
    assert offered == sorted(set(offered))
    # Neighbouring round amounts are at most a third apart, so the nearest is within a sixth on logs.
    assert all(min(abs(np.log(amount / each)) for amount in offered) < np.log(1.5) / 2 + 1e-9 for each in wanted)


def test_a_draft_declares_its_card_and_its_bids():
    card = tomllib.loads(planning.draft_study(planning.card(12), 40, 0.5, 'A "quoted" title', "training", "GBP"))
    assert card["card"] == sorted(set(card["card"])) and card["questions"]["card"]["kind"] == "card"
    bids = planning.draft_study(planning.d_optimal()["double-bounded"], 40, 0.5, "Title", "training", "GBP")
    assert "bids 15, 40, 100" in bids and set(tomllib.loads(bids)["questions"]) == {"bid", "vote"}
    assert tomllib.loads(planning.draft_study(planning.open_ended(), 40, 0.5, "T", "g", "GBP"))["questions"]["wtp"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: planning.ethics_sentence(58, 10, "GBP", response=0), "response rate is 0: give a share above 0"),
        (lambda: planning.amounts(planning.card(4), 0, 0.5), r"median \(0\) and the scale \(0.5\) must be above"),
        (
            lambda: planning.draft_study(planning.card(12), 0.4, 0.5, "T", "g", "GBP"),
            "declare the median in a unit in which amounts are whole",
        ),
    ],
)
def test_what_cannot_be_drafted_is_one_sentence(call, says):
    with pytest.raises(InputError, match=says):
        call()
