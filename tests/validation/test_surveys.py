"""Digits agreed, and the headline results of the real surveys."""

import pytest

from helpers import figures, validation
from helpers import valuation as cv
from helpers.study import Mark


@pytest.mark.parametrize(
    ("ours", "reference", "digits"),
    [(1.0, 1.0, 10), (1.002, 1.0, 2), (13.782279746, 13.782279746309866, 10), (2, 1, 0)],
)
def test_agreed_digits(ours, reference, digits):
    assert validation.agreed_digits(ours, reference) == digits


def test_park_has_the_published_number_of_answers():
    # Croissant's Ecdat: NaturalPark holds 312 observations.
    assert len(validation.park()) == 312


def test_published_counts_add_up():
    # Kriström (1990): 562 answers; Carson et al. (1992), version with one bid and with follow-up: 1,043 each.
    assert validation.surveys()["answers"].tolist() == ["312", "562", "1043", "1043"]


@pytest.fixture(scope="module")
def results():
    return validation.results()


def test_headline_of_the_park(results):
    # Newton's method in forty-digit arithmetic: log-likelihood -398.892319196816, median at means 13.782279746.
    park = results[
        (results["survey"] == validation.PARK)
        & (results["format"] == validation.DOUBLE)
        & (results["covariates"] == validation.COVARIATES)
        & (results["distribution"] == "log-logistic")
    ].set_index("measure")["ours"]
    assert park["loglik"] == pytest.approx(-398.892319196816, rel=1e-10)
    assert park["median"] == pytest.approx(13.782279746, rel=1e-9)


def test_every_result_agrees_with_its_reference(results):
    assert results["digits"].min() >= 8
    # DCchoice's normal fit to the oil spill stops 0.0012 short: its median keeps few digits.
    assert results["dcchoice_digits"].min() < 5


def test_a_dozen_means_by_the_book():
    # The park by the book: lower bound 19.4 (pooled bids kept), truncated 29.0, at means 105, over the sample 132.
    means = validation.dozen_means()
    assert len(means) == 12 and means.is_monotonic_increasing
    wanted = {"Turnbull lower bound, pooled bids kept": 19.4, "log-logistic, cut at the top bid, covariate means": 29.0}
    wanted |= {"log-logistic, covariate means": 105.5, "log-logistic, over the sample": 132.5}
    assert {name: round(means[name], 1) for name in wanted} == wanted


def test_sentences_say_what_is_stored_and_known():
    quoted = validation.quoted_on_packages()
    # Adjusted truncated mean 50.15 with a top bid of 48 (reference); DCchoice's limit -324.20 (peer_faults.csv).
    assert (quoted["adjusted_mean"], quoted["adjusted_top_bid"]) == ("50.2", "48")
    assert quoted["negative_limit"] == "-324.20" and 40 < int(quoted["our_limit"]) < 60
    assert len(validation.run_times()) == 5 and (validation.faults()["right"] != "").all()


def test_curves_have_a_mark_and_say_what_they_show():
    fit, table = validation.forest_fit()
    answers, _ = validation.answers(validation.PARK, validation.SINGLE)
    single = cv.fit(answers, "log-normal")
    drawn = [
        figures.bid_response(fit, table, Mark.OTHER_STUDY, "SEK", "log-logistic"),
        figures.survivor(single, cv.turnbull(answers), 48, Mark.OTHER_STUDY, "EUR", "log-normal"),
        figures.profile(single, "median", Mark.OTHER_STUDY, "EUR"),
        figures.dots(validation.dozen_means(), Mark.OTHER_STUDY, "EUR", "means"),
    ]
    # Kriström (1990): 51 of 60 at 100, 5 of 45 at 7000.
    assert "from 85% at 100 to 11% at 7000 SEK" in drawn[0].alt
    # The alternative text names the limits that the estimator gives.
    low, high = single.interval("median", "profile")
    assert f"{low:.1f}" in drawn[2].alt and f"{high:.1f}" in drawn[2].alt
    assert all(figure.mark == Mark.OTHER_STUDY and figure.png.startswith(b"\x89PNG") for figure in drawn)
