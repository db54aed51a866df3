"""Thresholds of certainty and treatments of unsure answers against fits of answers recoded by hand."""

import numpy as np
import pandas as pd
import pytest

from helpers import valuation as cv


def survey(n=200):
    rng = np.random.default_rng(3)
    bid, amount = rng.choice([5.0, 10, 20, 40], n), rng.lognormal(2.7, 0.8, n)
    return bid, amount >= bid, rng.integers(1, 11, n)


@pytest.mark.slow
def test_thresholds_are_answers_recoded_by_hand():
    # Champ et al. (1997): a yes of too little certainty is a no; the others by leaving rows out.
    bid, answer, sure = survey()
    table = cv.certainty_thresholds(
        lambda unsure, as_: cv.single_bounded(bid, answer, uncertain=unsure, as_=as_), sure, [1, 4, 8], "mean"
    )
    for threshold in (1, 4, 8):
        unsure = sure < threshold
        no = cv.fit(cv.single_bounded(bid, answer & ~unsure)).mean()
        left = cv.fit(cv.single_bounded(bid[~unsure], answer[~unsure])).mean()
        values = table.loc[threshold, "value"]
        assert values[["no", "missing", "interval"]].tolist() == pytest.approx([no, left, left], rel=1e-9)
        assert (
            table.loc[(threshold, "missing"), "missing_answers"] == unsure.sum() == table.loc[threshold, "unsure"].max()
        )
        assert table.loc[(threshold, "interval"), "nobs"] == 200
    assert table["value"].xs("no", level="treatment").is_monotonic_decreasing


@pytest.mark.slow
def test_polychotomous_answers():
    # Welsh and Poe (1998): the definite model takes a probable yes for a no, the other takes it for a yes.
    rng = np.random.default_rng(4)
    bids, amount = [5, 10, 20, 40], rng.lognormal(2.7, 0.8, 150)
    reach, said = amount[:, None] / np.array(bids), ["definitely yes", "probably yes", "probably no"]
    words = pd.DataFrame(np.select([reach >= 1.4, reach >= 1, reach >= 0.7], said, "definitely no"))
    sure = words.isin(["definitely yes", "definitely no"]).to_numpy() * 1
    table = cv.certainty_thresholds(
        lambda unsure, as_: cv.multiple_bounded(bids, words, uncertain=unsure, as_=as_), sure, [0, 1], "median"
    )["value"]
    probable = cv.fit(cv.multiple_bounded(bids, words)).median()
    definite = cv.fit(cv.multiple_bounded(bids, words == "definitely yes")).median()
    assert table[0, "no"] == pytest.approx(probable) and table[1, "no"] == pytest.approx(definite)
    between = cv.multiple_bounded(bids, words, uncertain=["probably yes", "probably no"], as_="interval")
    assert table[1, "interval"] == pytest.approx(cv.fit(between).median())


def test_what_leaves_nothing_is_a_row_with_its_reason():
    bid, answer, sure = survey(20)

    def build(unsure, as_):
        return cv.single_bounded(bid, answer, uncertain=unsure, as_=as_)

    table = cv.certainty_thresholds(build, sure, [11], "truncated_mean", limit=40)
    assert table["value"].isna().all() and (table["unsure"].dropna() == 20).all()
    assert table.loc[11, "reason"].str.contains("Every answer is a no|No usable answers|informative").all()
    with pytest.raises(cv.FitError, match="'spread' is not on offer"):
        cv.certainty_thresholds(None, sure, [1], measure="spread")
