"""A fit in words: its estimates under the headings of statsmodels, and every treatment that a reader must know of."""

import numpy as np
import pytest

from helpers import valuation as cv

AMOUNTS = np.array([12.0, 20, 20, 30, 45, 50, 80, 100, 15, 60])


@pytest.fixture(scope="module")
def fit():
    return cv.fit(cv.open_ended(AMOUNTS), "log-normal")


def test_the_table_has_the_headings_of_statsmodels(fit):
    table = fit.summary_frame(level=0.9)
    assert list(table) == ["coef", "std err", "z", "P>|z|", "[0.05", "0.95]"]
    assert table["coef"].equals(fit.params) and table["[0.05"].equals(fit.conf_int(level=0.9)["lower"])


def test_the_summary_says_what_was_done(fit):
    text = fit.summary()
    assert text.splitlines()[0].startswith("Willingness to pay, log-normal")
    assert "Respondents 10; left out: 0 without an answer" in text and "Converged: yes" in text
    assert f"Log-likelihood {fit.llf:.4f}" in text
    spiked = cv.fit(cv.open_ended([0, 0, *AMOUNTS]), "log-normal", zeros="spike")
    assert spiked.share_zero == pytest.approx(2 / 12) and "a spike of 0.167" in spiked.summary()
    # Binomial: sqrt(p (1 - p) / n).
    assert spiked.share_zero_se == pytest.approx(np.sqrt(2 / 12 * 10 / 12 / 12))


@pytest.mark.slow
def test_a_model_of_two_answers_has_a_title_of_its_own(fit):
    bid = np.array([10.0, 20, 40, 10, 20, 40] * 20)
    first = np.tile([True, True, False, True, False, True], 20)
    second = np.tile([True, False, False, False, True, True, False, True], 15)
    other = cv.bivariate(bid, first, np.where(first, 2 * bid, bid / 2), second)
    assert other.title != fit.title and other.title in other.summary().splitlines()[0]


def test_how_zeros_were_read_is_said(fit):
    answers = cv.open_ended([0, 0, *AMOUNTS])
    words = {
        "none": fit, "at most 0.5": cv.fit(answers, zeros=0.5), "(-inf, 0]": cv.fit(answers, "normal"),
    }  # fmt: skip
    for said, each in words.items():
        assert f"Known zeros read as: {said}\n" in each.summary()
    assert "sandwich" not in fit.summary()
