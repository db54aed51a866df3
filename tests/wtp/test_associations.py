"""Amounts against pay, on answers that were made to rise with it or not to; and between shuffled groups."""

import numpy as np
import pandas as pd
import pytest
from as_real import SURVEY, real
from scipy.stats import spearmanr

from helpers import disclosure, wtp
from helpers.disclosure import Kind

PAY = SURVEY.study.questions["pay_band"]


def respondents(rise, n=400):
    """Amounts that are multiplied by `rise` from one band of pay to the next, and zeros that become rarer."""
    rng = np.random.default_rng(7)
    band = rng.integers(0, 4, n)
    zero = rng.random(n) < 0.4 / rise**band
    amount = np.where(zero, 0, np.exp(3 + np.log(rise) * band + 0.7 * rng.standard_normal(n)))
    status = np.where(zero, "true zero", "payer")
    return pd.DataFrame({"pay_band": np.array(PAY.options)[band], "wtp_amount": amount, "wtp_status": status})


@pytest.mark.slow
def test_what_amounts_were_made_to_do_is_found_again():
    people = respondents(1.5)
    table = wtp.against_pay(people, PAY).frame
    bands = people["pay_band"].map({option: k for k, option in enumerate(PAY.options)})
    # The rank correlation is SciPy's; the factors are those that the amounts were made with.
    assert table["estimate"].iloc[0] == pytest.approx(spearmanr(people["wtp_amount"], bands).statistic)
    assert table["low"].iloc[1] < 1.5 < table["high"].iloc[1] and table["high"].iloc[2] < 1
    flat = wtp.against_pay(respondents(1.0), PAY).frame
    assert (flat["low"] < [0, 1, 1]).all() and (flat["high"] > [0, 1, 1]).all()


def test_who_did_not_say_their_pay_is_left_out_and_counted_so():
    people = respondents(1.5)
    people.loc[people.index[:30], "pay_band"] = None
    table = wtp.against_pay(people, PAY).frame
    assert (table["pairs"] == 370).all() and table.notna().all(axis=None)
    assert list(table) == ["pairs", "estimate", "low", "high"]


def test_where_nobody_pays_nothing_the_spike_has_no_number():
    people = respondents(1.5)
    table = wtp.against_pay(people[people["wtp_amount"] > 0], PAY).frame
    assert table["estimate"].notna().tolist() == [True, False, False]


@pytest.mark.slow
def test_of_few_real_respondents_nothing_is_told():
    few = real(respondents(1.5, 9).reindex(columns=SURVEY.respondents.columns), tables=(), public=())
    judged = disclosure.released(wtp.against_pay(few.respondents, PAY), Kind.STATISTICS, disclosure.release(few))
    assert judged.frame["estimate"].isna().all()


def test_a_row_of_shuffled_answers_says_that_it_is_chance():
    rows = wtp.by_group(SURVEY, "area").frame["reads_as"]
    assert set(rows) == {"chance: answers were shuffled"} and len(rows) == 3
    assert "reads_as" not in wtp.by_group(real(), "area").frame
