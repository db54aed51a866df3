"""Treatments of zeros, plain summaries and models of a survey small enough to do by hand."""

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, wtp
from helpers import valuation as cv
from helpers.result import Result, Unit
from helpers.wtp.survey import SPIKE

SMALL = pd.DataFrame(
    {
        "wtp_status": ["payer", "payer", "payer", "true zero", "unclear zero", "protest zero", "missing", "unruled"],
        "wtp_amount": [30.0, 50.0, 100.0, 0.0, 0.0, 0.0, np.nan, np.nan],
        "zero_reason": [None, None, None, "worthless", "employer", "object", None, None],
        "card_chosen": [20.0, 50.0, 100.0, None, None, None, 20.0, None],
    }
)
CARD = (20.0, 50.0, 100.0)


def test_treatments_by_hand():
    # Sum 180; 5 usable, 4 without the employer's zero, 4 without unclear zeros, 6 with the protest, 3 payers, 8 in all.
    table = wtp.treatments(SMALL, ("employer",)).frame
    assert table["n"].tolist() == [5, 4, 4, 6, 3, 8]
    assert table["total"].tolist() == [180.0] * 6
    assert table["mean"].tolist() == pytest.approx([36, 45, 45, 30, 60, 22.5])


def test_row_order_and_unrelated_columns_do_not_matter():
    shuffled = SMALL.assign(noise="x").sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        wtp.treatments(SMALL, ("employer",)).frame, wtp.treatments(shuffled, ("employer",)).frame
    )


def test_moments_by_hand():
    # 0, 10, ..., 90 and 1000: mean 1450 / 11, median 50, a tenth off either end leaves 10..90.
    amounts = pd.Series([*range(0, 100, 10), 1000], dtype=float)
    moments = wtp.moments(amounts, seed=1)
    assert moments.mean == pytest.approx(1450 / 11) and moments.median == 50 and moments.trimmed_mean == 50
    assert moments.smallest_without_one == 45 and moments.largest_without_one == 145
    assert moments.mean_interval.low < moments.mean < moments.mean_interval.high


def test_everybody_is_accounted_for_in_both_questions():
    # Open-ended: 3 amounts, a zero of each class, 1 unruled, 1 missing. Card: 4 ticks, the same zeros, 1 missing.
    table = wtp.accounting(SMALL).frame
    assert table["open_ended"].tolist() == [8, 6, 3, 1, 1, 1, 1, 1, 5]
    assert table["payment_card"].tolist() == [8, 7, 4, 1, 1, 1, 0, 1, 6]


def test_open_answers_are_points_and_zeros():
    answers = wtp.open_answers(SMALL)
    assert answers["lower"].tolist() == answers["upper"].tolist() == [30, 50, 100, 0, 0]


def test_card_answers_leave_out_protests_and_who_answered_nothing():
    answers = wtp.card_answers(SMALL, CARD)
    assert answers["lower"].tolist() == [20, 50, 100, 0, 0, 20]
    assert answers["upper"].tolist() == [50, 100, np.inf, 0, 0, 50]


def test_card_means_by_hand():
    # Ticks 20 + 50 + 100 + 0 + 0 + 20; midpoints 35 + 75 + 100 + 35; next amounts 50 + 100 + 100 + 50; over 6. The
    # answers do not overlap, so the Turnbull lower bound is the mean of the ticks.
    means = wtp.card_means(wtp.card_answers(SMALL, CARD)).frame["mean"]
    assert means.tolist() == pytest.approx([190 / 6, 245 / 6, 300 / 6, 190 / 6])


def test_share_willing_counts_an_exact_amount_as_a_yes():
    shares = wtp.share_willing(pd.Series([0.0, 20, 50, 50]), CARD).frame["share"]
    assert shares.tolist() == [0.75, 0.5, 0]


@pytest.mark.slow
def test_reasons_for_zero_are_counted_once_each():
    survey = cleaning.survey()
    table = wtp.zero_reasons(survey.respondents, survey.study).frame
    assert table["respondents"].sum() == survey.respondents["wtp_status"].str.endswith("zero").sum()
    assert table.index[table["shown both ways"] == "yes"].to_list() == ["My employer should pay"]


@pytest.mark.slow
def test_spike_shares_zeros_and_small_amounts_blow_up_the_mean():
    # With an open-ended spike the share of zeros is their plain share; censoring zeros ever closer to nothing stretches
    # the log scale, so the untruncated mean grows.
    survey = cleaning.survey()
    answers = wtp.open_answers(survey.respondents)
    table = wtp.models(answers, 300).frame.loc["log-normal"]
    assert table.loc["spike", "share_zero"] == pytest.approx((answers["upper"] == 0).mean())
    means = table.loc[["≤\u00a00.50", "≤\u00a01.00", "≤\u00a05.00", "spike"], "mean"]
    assert means.is_monotonic_decreasing
    # Among payers alone no zero is left to treat: the mean of a log-normal is exp(location + variance / 2).
    table = wtp.models(answers[answers["upper"] > 0], 300).frame
    assert list(table.loc["log-normal"].index) == ["none"] and table["share_zero"].isna().all()
    logs = np.log(answers.loc[answers["upper"] > 0, "upper"])
    assert table.loc[("log-normal", "none"), "mean"] == pytest.approx(np.exp(logs.mean() + logs.var(ddof=0) / 2))


@pytest.mark.slow
def test_ticking_nothing_says_less_than_the_lowest_amount_of_a_card():
    # No threshold of the analyst's: zeros censored at 5, the lowest amount, are the same fit under its own name.
    study, respondents = cleaning.survey().study, cleaning.survey().respondents
    ticks = wtp.card_answers(respondents, study.card)
    named, plain = wtp.models(ticks, 300, study.card).frame, wtp.models(ticks, 300).frame
    assert list(named.loc["log-normal"].index) == ["spike", "below the card", "≤\u00a00.50", "≤\u00a01.00"]
    for distribution in ("log-normal", "log-logistic", "weibull"):
        fitted = named.loc[(distribution, "below the card")], plain.loc[(distribution, "≤\u00a05.00")]
        assert fitted[0]["median"] == fitted[1]["median"]


@pytest.mark.slow
def test_simulated_limits_of_a_fit_are_printed_to_what_they_bear():
    # 10,000 resamples leave some tenths of a pound of noise in a limit, and so no pence in any row.
    study, respondents = cleaning.survey().study, cleaning.survey().respondents
    fit = wtp.log_normal(wtp.card_answers(respondents, study.card))
    table = wtp.intervals(fit, 1, 300)
    assert table.units["from"] is table.units["to"] is Unit.WHOLE_MONEY
    simulated = table.frame[table.frame["method"] == "bootstrap"]
    assert (simulated["to"] % 1 == 0).all()


def test_a_model_that_cannot_be_fitted_is_a_row_with_its_reason():
    # One amount for all has no spread; the sentence that would name it is not passed on, since nobody judged it.
    table = wtp.models(cv.payment_card([10, 10, 10], [0, 10, 20]), 20).frame
    assert table.drop(columns="reason").isna().all(axis=None)
    assert set(table["reason"]) == {"The answers do not identify this distribution."}
    yes = wtp.models(cv.single_bounded([5, 10, 20], ["yes"] * 3), 20).frame
    assert yes["reason"].str.startswith("Every answer is a yes").all()
    overview = wtp.card_overview(cv.payment_card([10, 10, 10], [0, 10, 20]), (0, 10, 20)).frame
    assert (overview["mean"].isna() == (overview["reason"] != "")).all()


@pytest.mark.slow
def test_a_survey_in_which_everybody_pays_has_all_its_results():
    # A spike is not identified without a zero, so none is fitted and none is named.
    survey = cleaning.survey()
    payers = survey.respondents[survey.respondents["wtp_status"] == "payer"]
    ticks = wtp.card_answers(payers, survey.study.card)
    assert wtp.log_normal(ticks).zeros is None
    assert wtp.log_normal(wtp.card_answers(survey.respondents, survey.study.card)).zeros == SPIKE
    means = wtp.card_overview(ticks, survey.study.card)
    assert "card: log-normal" in means.frame.index and not means.frame.index.str.contains("spike").any()
    assert not means.tells


def test_where_nobody_is_left_there_is_no_mean():
    nobody = SMALL.assign(wtp_status="missing", wtp_amount=np.nan)
    table = wtp.treatments(nobody, ("employer",)).frame
    assert table["n"].tolist() == [0] * 5 + [8] and table["mean"].isna().tolist() == [True] * 5 + [False]


def test_the_difference_is_above_nothing_where_a_mean_is_above_the_published_one():
    table = Result(pd.DataFrame({"mean": [60.0, 50.0]}, index=pd.Index(["above", "below"], name="treatment")))
    assert wtp.beside(table, 58).frame["minus_published"].tolist() == [2, -8]
