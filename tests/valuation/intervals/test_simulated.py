"""What batches cost and what must not hang on how they are cut: blocks, counts of distinct answers, threads."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
import threadpoolctl

from helpers import valuation as cv
from helpers.valuation.intervals import refits, simulated


def survey(n, seed=1):
    """Card answers with a continuous covariate."""
    rng = np.random.default_rng(seed)
    income = rng.gamma(4, 6, n)
    card = np.array([0.0, 10, 20, 40, 80])
    amount = np.exp(2.5 + 0.02 * income + 0.8 * rng.normal(size=n))
    return cv.payment_card(card[np.searchsorted(card, amount) - 1], card), pd.DataFrame({"income": income})


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "arguments"), [("median", {}), ("mean", {}), ("truncated_mean", {"limit": 80})])
def test_krinsky_robb_has_the_same_digits_whatever_the_block(measure, arguments, monkeypatch):
    answers, people = survey(300)
    fit = cv.fit(answers, covariates="income", data=people)
    whole = fit.replicates(measure, draws=500, seed=1, **arguments)
    for block in (1, 300 * 7, 300 * 64):
        monkeypatch.setattr(simulated, "_BLOCK", block)
        np.testing.assert_array_equal(fit.replicates(measure, draws=500, seed=1, **arguments), whole)


def test_the_error_of_a_quantile_is_its_spread_over_runs():
    # Of normal draws: sqrt(p (1 - p) / n) over the density at the quantile (David and Nagaraja, 2003).
    rng = np.random.default_rng(1)
    found = [simulated.quantile_error(rng.standard_normal(10_000), 0.975) for _ in range(50)]
    assert np.mean(found) == pytest.approx(np.sqrt(0.025 * 0.975 / 10_000) / 0.05844507, rel=0.1)
    assert simulated.quantile_error(np.full(10, 3.0), 0.5) == 0


@pytest.mark.slow
def test_krinsky_robb_stays_within_memory():
    # 10,000 draws times 10,000 respondents at once would be 800 MB an array.
    answers, people = survey(10_000)
    fit = cv.fit(answers, covariates="income", data=people)
    tracemalloc.start()
    fit.interval("share_willing", "krinsky-robb", price=30, draws=1000, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 250e6


def test_resamples_of_many_like_answers_are_counts():
    # Multinomial moments, and totals that are the number of respondents; their bootstrap is the delta interval.
    counts = np.array([400_000.0, 350_000, 250_000])
    drawn = np.hstack(list(refits.draws(counts, 4000, seed=1)))
    n, share = counts.sum(), counts / counts.sum()
    assert drawn.shape == (3, 4000) and (drawn.sum(axis=0) == n).all()
    np.testing.assert_allclose(drawn.mean(axis=1), counts, atol=5 * np.sqrt(n / 4 / 4000))
    np.testing.assert_allclose(drawn.var(axis=1), n * share * (1 - share), rtol=5 * np.sqrt(2 / 4000))
    answers, _ = survey(200)
    fit = cv.fit(answers, weights=np.full(200, 5000))
    assert tuple(fit.interval("median", "bootstrap", seed=1, draws=1000)) == pytest.approx(
        tuple(fit.interval("median")), rel=1e-3
    )


def test_batches_leave_the_threads_of_the_caller_alone():
    answers, people = survey(100)
    fit = cv.fit(answers, covariates="income", data=people)
    with threadpoolctl.threadpool_limits(2, user_api="blas"):
        before = [library["num_threads"] for library in threadpoolctl.threadpool_info()]
        fit.interval("median", "bootstrap", draws=20, seed=1)
        assert [library["num_threads"] for library in threadpoolctl.threadpool_info()] == before
