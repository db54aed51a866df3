"""Invented respondents meet every total that they were asked to meet, whatever else is assumed."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.study import InputError
from helpers.synthetic import Assumptions, heaped, respondents, ticks

USABLE = ["payer", "true zero", "unclear zero"]
CARD = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300)

COMBINATIONS = st.builds(
    Assumptions,
    n=st.integers(20, 120),
    mean=st.sampled_from([30, 57.4, 58, 120.37]),
    spread=st.sampled_from([45, 60, 73, 90]),
    zeros=st.floats(0, 0.45),
    protests=st.floats(0, 0.2),
    unanswered=st.floats(0, 0.2),
    heaping=st.floats(0, 0.9),
    cap=st.sampled_from([200, 300, 400, 1000]),
    card=st.sampled_from([(), CARD, (10, 50, 250, 1000)]),
    seed=st.integers(0, 10_000),
)


@pytest.mark.long
@settings(max_examples=60, derandomize=True)
@given(COMBINATIONS)
def test_totals_are_met_for_every_combination_that_is_possible(assumed):
    try:
        made = respondents(assumed)
    except InputError as error:
        assert "nearest" in str(error)
        return
    usable = made.loc[made["wtp_status"].isin(USABLE), "wtp_amount"]
    paid = usable[usable > 0]
    assert len(made) == assumed.n
    assert round(usable.sum(), 2) == round(assumed.mean * len(usable), 2)
    assert usable.std() == pytest.approx(assumed.spread, abs=0.5001)
    assert ((usable == 0).sum(), (made["wtp_status"] == "protest zero").sum()) == (assumed.n_zeros, assumed.n_protests)
    assert paid.min() >= 1 and paid.max() <= assumed.cap
    assert (heaped(paid.to_numpy()) == paid).sum() >= assumed.n_heaped
    assert made["card_chosen"].dropna().isin(assumed.card).all()


@pytest.mark.slow
def test_another_seed_gives_other_people_with_the_same_totals():
    one, two = (respondents(Assumptions(card=CARD, seed=seed)) for seed in (1, 2))
    assert not one.equals(two)
    assert one["wtp_status"].value_counts().to_dict() == two["wtp_status"].value_counts().to_dict()
    assert one["wtp_amount"].sum() == two["wtp_amount"].sum() == 46 * 58
    assert one.equals(respondents(Assumptions(card=CARD, seed=1)))


def test_amounts_are_skewed_and_the_card_follows_them_but_not_slavishly():
    paying = respondents(Assumptions(card=CARD, seed=3)).query("wtp_status == 'payer'")
    assert paying["wtp_amount"].median() < paying["wtp_amount"].mean()
    same = (paying["card_chosen"] == ticks(paying["wtp_amount"].to_numpy(), CARD)).mean()
    assert 0.5 < same < 1


@pytest.mark.slow
def test_where_no_heaping_is_exact_the_sentence_names_what_comes_nearest():
    extreme = Assumptions(n=20, zeros=0, protests=0, unanswered=0, mean=120.37, spread=3, heaping=0.9)
    with pytest.raises(InputError, match=r"a spread of £3\.00 is not met where 18 of 20 .* nearest .* is £\d+\.\d\d: "):
        respondents(extreme)
    respondents(dataclasses.replace(extreme, heaping=0))


def test_round_figures_and_ticks_by_the_rules_of_the_reference():
    # reference/planning: to the nearest round figure, below 7.5 becomes 5; the highest amount not above, else 0.
    amounts = np.array([1, 7.4, 7.6, 22.4, 62.6, 1249, 6300])
    assert heaped(amounts).tolist() == [5, 5, 10, 20, 75, 1000, 7500]
    assert ticks(amounts, CARD).tolist() == [0, 5, 5, 20, 50, 300, 300]
