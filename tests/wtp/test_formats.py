"""Answers as intervals in every format that a study declares."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from checks import ROOT

from helpers import cleaning, wtp
from helpers.study import InputError, load

BIDS = cleaning.survey(load(ROOT / "examples" / "bids" / "study.toml"))


def keeping(*ids):
    """The study of bids with other questions kept."""
    return dataclasses.replace(BIDS, study=dataclasses.replace(BIDS.study, keep=ids))


def test_a_bid_and_its_answer_bound_the_amount_from_one_side():
    [given] = wtp.stated(BIDS)
    respondents = BIDS.respondents
    assert (given.format, given.prices) == ("single-bounded", (10, 20, 40, 80))
    # By hand: a yes to 40 is [40, inf), a no is (-inf, 40).
    for row, bounds in given.answers.iterrows():
        bid, yes = respondents.loc[row, "bid"], respondents.loc[row, "vote"] == "Yes"
        assert tuple(bounds) == ((bid, np.inf) if yes else (-np.inf, bid))


def test_any_other_answer_to_a_bid_is_no_usable_one():
    respondents = BIDS.respondents.copy()
    respondents["vote"] = respondents["vote"].astype(object)
    respondents.loc[respondents.index[:7], "vote"] = "Don't know"
    question = dataclasses.replace(BIDS.study.questions["vote"], options=("Yes", "No", "Don't know"))
    study = dataclasses.replace(BIDS.study, questions=BIDS.study.questions | {"vote": question})
    [given] = wtp.stated(dataclasses.replace(BIDS, study=study, respondents=respondents))
    assert len(given.answers) == len(respondents) - 7


def test_a_declared_code_says_what_an_option_means():
    options = ("Ydw", "Nac ydw")
    question = dataclasses.replace(
        BIDS.study.questions["vote"], options=options, codes=dict(zip(options, ("yes", "no"), strict=True))
    )
    study = dataclasses.replace(BIDS.study, questions=BIDS.study.questions | {"vote": question})
    respondents = BIDS.respondents.assign(vote=BIDS.respondents["vote"].map({"Yes": "Ydw", "No": "Nac ydw"}))
    [given] = wtp.stated(dataclasses.replace(BIDS, study=study, respondents=respondents))
    pd.testing.assert_frame_equal(given.answers, wtp.stated(BIDS)[0].answers)


def test_a_second_bid_bounds_from_both_sides():
    bid, yes = BIDS.respondents["bid"], BIDS.respondents["vote"] == "Yes"
    second = {"followup_bid": np.where(yes, bid * 2, bid / 2), "followup_vote": np.where(yes, "No", "Yes")}
    respondents = BIDS.respondents.assign(**second)
    questions = BIDS.study.questions
    study = dataclasses.replace(
        BIDS.study,
        keep=(*BIDS.study.keep, "followup_bid", "followup_vote"),
        questions=questions | {"followup_bid": questions["bid"], "followup_vote": questions["vote"]},
    )
    [given] = wtp.stated(dataclasses.replace(BIDS, study=study, respondents=respondents))
    assert given.format == "double-bounded"
    assert (given.answers["lower"] == np.where(yes, bid, bid / 2)).all()
    assert (given.answers["upper"] == np.where(yes, bid * 2, bid)).all()
    # 10, 20, 40 and 80, halved after a no and doubled after a yes.
    assert given.prices == (5, 10, 20, 40, 80, 160)


def test_a_study_that_asks_nobody_is_told_which_names_are_read():
    with pytest.raises(InputError, match="name an amount wtp, a payment card card, a bid bid"):
        wtp.stated(keeping("residence"))


def typed_alone(amount=lambda amounts: amounts):
    """The bundled study with typed amounts and no card, and what they are in place of what was typed."""
    survey = cleaning.survey()
    people = survey.respondents.assign(wtp_amount=amount(survey.respondents["wtp_amount"]))
    people["wtp_status"] = people["wtp_status"].where(people["wtp_amount"] != 0, "true zero")
    study = dataclasses.replace(survey.study, card=(), keep=("wtp",))
    return dataclasses.replace(survey, study=study, respondents=people)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("amount", "prices"),
    [
        # A hundredth of each.
        (lambda amounts: amounts / 100, (0.1, 0.2, 0.5, 1)),
        # Nobody pays; all name 30, and the round amounts beside it are 10, 20 and 50.
        (lambda amounts: amounts * 0, (10, 20, 50)),
        (lambda amounts: amounts.mask(amounts > 0, 30), (10, 20, 50)),
        (lambda amounts: amounts.mask(amounts > 0, 9000), (2000, 5000, 10000)),
    ],
)
def test_round_prices_by_hand(amount, prices):
    assert wtp.stated(typed_alone(amount))[0].prices == prices


@pytest.mark.slow
def test_prices_of_typed_amounts_without_a_card_are_round_and_within_them():
    survey = typed_alone()
    [given] = wtp.stated(survey)
    above = given.answers["lower"][given.answers["lower"] > 0]
    assert given.prices == (10, 20, 50, 100)
    assert above.quantile(0.1) <= given.prices[0] and given.prices[-1] <= above.quantile(0.9)


def test_a_group_of_few_has_no_model():
    [given] = wtp.stated(BIDS)
    respondents = BIDS.respondents.copy()
    respondents["residence"] = "Elsewhere"
    respondents.loc[given.answers.index[:9], "residence"] = "In the county"
    result = wtp.groups_by_model(given, respondents, BIDS.study.questions["residence"])
    found = result.frame
    assert result.n == len(given.answers)
    assert found["n"].tolist() == [9, len(given.answers) - 9]
    assert found.loc["In the county", ["median", "low", "high"]].isna().all()
    assert found.loc["Elsewhere"].notna().all()


def test_a_group_that_says_yes_to_every_bid_has_no_model():
    # Then the amounts are only bounded from below, and no median follows (Carson and Hanemann, 2005).
    [given] = wtp.stated(BIDS)
    yes = BIDS.respondents["vote"] == "Yes"
    respondents = BIDS.respondents.assign(residence=np.where(yes, "In the county", "Elsewhere"))
    found = wtp.groups_by_model(given, respondents, BIDS.study.questions["residence"]).frame
    assert found["n"].min() > 10 and found[["median", "low", "high"]].isna().all(axis=None)
