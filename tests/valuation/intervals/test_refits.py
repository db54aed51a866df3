"""Resampled respondents against the multinomial law, and their refits against full fits one at a time."""

import numpy as np
import pytest
from reference import surveys
from scipy import optimize, special

from helpers import valuation as cv
from helpers.valuation.intervals import refits as module
from helpers.valuation.intervals.refits import draws, resamples
from helpers.valuation.likelihood import DISTRIBUTIONS


@pytest.mark.long
@pytest.mark.parametrize("kinds", [5, 60])  # counted by comparing while the kinds are few, by np.bincount otherwise
def test_draws_are_multinomial(kinds):
    # Mean n p, variance n p (1 - p), covariance -n p q (Johnson, Kotz and Balakrishnan 1997, Discrete Multivariate
    # Distributions, ch. 35); within five of their Monte Carlo errors.
    counts, replicates = np.arange(1, kinds + 1), 20_000
    drawn = np.concatenate(list(draws(counts, replicates, seed=1)), axis=1)
    n = counts.sum()
    p = counts / n
    assert drawn.shape == (kinds, replicates)
    assert (drawn.sum(axis=0) == n).all()
    variance = n * p * (1 - p)
    assert (np.abs(drawn.mean(axis=1) - n * p) < 5 * np.sqrt(variance / replicates)).all()
    assert drawn.var(axis=1) == pytest.approx(variance, rel=5 * np.sqrt(3 / replicates))
    error = np.sqrt(variance[0] * variance[-1] / replicates)
    assert np.cov(drawn)[0, -1] == pytest.approx(-n * p[0] * p[-1], abs=5 * error)


@pytest.mark.parametrize(
    "counts", [np.arange(1, 6), np.arange(1, 61), np.array([3000, 1500]), np.full(24, 2), np.full(25, 2)]
)
@pytest.mark.parametrize("block", [1, 100, 2**17])
@pytest.mark.parametrize("at_once", [1, 4000])
def test_draws_are_those_of_numpy_block_by_block(counts, block, at_once, monkeypatch):
    # Each of n is drawn by `integers`, or, where they are thousands of a kind, their numbers by `multinomial`.
    monkeypatch.setattr(module, "_BLOCK", block)
    monkeypatch.setattr(module, "_DRAWN", at_once)
    rng, n, of = np.random.default_rng(4), counts.sum(), np.repeat(np.arange(len(counts)), counts)
    blocks = list(draws(counts, 7, seed=4))
    many = n > 1000 * len(counts)
    allowed = max(1, block // len(counts) if many else min(block // len(counts), at_once // n))
    assert [each.shape[1] for each in blocks] == [min(allowed, 7 - start) for start in range(0, 7, allowed)]
    for drawn in blocks:
        size = drawn.shape[1]
        if many:
            expected = rng.multinomial(n, counts / n, size).T
        else:
            who = of[rng.integers(0, n, (n, size), dtype=np.uint16)]
            expected = (who == np.arange(len(counts))[:, None, None]).sum(axis=1)
        np.testing.assert_array_equal(drawn, expected)
        assert drawn.dtype == float and (drawn.flags.c_contiguous or len(counts) <= 24)


def test_more_respondents_than_short_words_count_are_drawn_too():
    drawn = np.hstack(list(draws(np.full(80, 900), 2, seed=1)))
    assert (drawn.sum(axis=0) == 72_000).all() and drawn.min() > 700


@pytest.mark.parametrize("block", [1, 13, 2**17])
def test_groups_come_with_all_their_rows_in_blocks_that_add_up(block, monkeypatch):
    answers = cv.single_bounded([10, 20, 10, 30, 20, 10], [1, 0, 1, 0, 1, 0])
    fit = cv.fit(answers, groups=[0, 0, 1, 2, 2, 2], weights=[3, 1, 2, 1, 4, 2])
    times = np.hstack(list(draws(np.ones(3), 50, seed=1)))
    monkeypatch.setattr(module, "_BLOCK", 10**6)
    expected = next(iter(resamples(fit.model.observations, 50, seed=1)))
    monkeypatch.undo()
    assert (expected == np.array([3, 1, 2, 1, 4, 2])[:, None] * times[[0, 0, 1, 2, 2, 2]]).all()
    monkeypatch.setattr(module, "_BLOCK", block)
    sizes = [each.shape for each in resamples(fit.model.observations, 50, seed=1)]
    assert sum(size[1] for size in sizes) == 50 and {size[0] for size in sizes} == {6}
    assert max(size[1] for size in sizes) <= max(1, block // 6)


def test_weights_that_are_no_whole_numbers_cannot_be_drawn():
    with pytest.raises(cv.FitError, match="whole numbers"):
        next(draws(np.array([1.0, 2.5]), 3, seed=1))
    assert next(draws(np.array([1.0, 2 + 1e-12]), 3, seed=1)).sum(axis=0).tolist() == [3, 3, 3]


@pytest.mark.slow
def test_few_groups_of_many_rows_come_in_small_blocks():
    # A group is drawn with all its rows: 5 groups of 8,000 rows in 100 resamples would be 32 megabytes at once.
    groups = np.repeat(np.arange(5), 8_000)
    bids, said = np.tile([10, 20], 20_000), np.tile([1, 1, 0, 0, 1, 0, 1, 0], 5_000)
    fit = cv.fit(cv.single_bounded(bids, said), groups=groups)
    blocks = list(resamples(fit.model.observations, 100, seed=1))
    assert max(block.nbytes for block in blocks) < 4e6
    np.testing.assert_array_equal(np.hstack(blocks)[::8_000], np.hstack(list(draws(np.ones(5), 100, seed=1))))


def test_resamples_without_zeros_have_an_error():
    # Their share of zeros is 0 and no part of the measure: kappa, one over the deviation, has variance kappa^2 / (2 n),
    # as for any sample of n normal amounts. Two zeros in 60 are in none of about 13 % of the resamples.
    amounts = np.append(np.exp(np.random.default_rng(3).normal(3, 0.8, size=58)), [0, 0])
    fit = cv.fit(cv.open_ended(amounts), "log-normal", zeros="spike")
    refits = fit.refit((amounts > 0)[:, None])
    kappa = 1 / np.log(amounts[:58]).std()
    assert refits.variance(np.array([[0.0], [1.0], [0.0]])) == pytest.approx(kappa**2 / 116, rel=1e-8)
    interval = fit.interval("mean", "bootstrap-t", draws=500, seed=1)
    assert interval.infinite == interval.failed == 0 and np.isfinite(interval.high)


@pytest.mark.slow
@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("kind", ["open-ended", "card", "double"])
def test_refits_are_maxima_wherever_they_start(name, kind):
    # The polynomials only choose the start: a full fit to the same weights, from nothing, has the same maximum.
    rng = np.random.default_rng(3)
    amounts = cv.open_ended(np.exp(rng.normal(3, 0.8, size=60)))
    fit = cv.fit(amounts if kind == "open-ended" else surveys.formats300_answers(kind).iloc[:60], name)
    weights = next(iter(draws(np.ones(60), 40, seed=2)))
    # The cubes of some are far from the answers themselves, beyond the reach of the polynomials.
    weights[:, 30:] **= 3
    refits = fit.refit(weights)
    theta, converged = fit.model.solve(weights)
    np.testing.assert_array_equal(refits.converged, converged)
    np.testing.assert_allclose(refits.theta[:, converged], theta[:, converged], rtol=1e-8, atol=1e-8)
    # A replicate owes nothing to those beside it.
    np.testing.assert_allclose(fit.refit(weights[:, [7]]).theta[:, 0], refits.theta[:, 7], rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("name", DISTRIBUTIONS)
@pytest.mark.parametrize("shares", [(4, 1), (2, 2), (1, 7)])
def test_refits_without_a_maximum_have_no_numbers(name, shares):
    # A yes to all below 10, a no to all above: the steeper the curve through the shares at 10, the likelier, without
    # end (Albert and Anderson 1984, quasi-complete separation). The bids lie evenly about 10, on either scale.
    bids = [5, 5, 10, 10, 20, 20] if DISTRIBUTIONS[name].positive else [5, 5, 10, 10, 15, 15]
    fit = cv.fit(cv.single_bounded(bids, [1, 0] * 3), name, weights=[3, 1, 2, 2, 1, 3])
    refits = fit.refit(np.array([[6, 0, *shares, 0, 5], [3, 1, 2, 2, 1, 3]]).T)
    assert refits.converged.tolist() == [False, True]
    assert np.isnan(refits.theta[:, 0]).all()


@pytest.mark.parametrize(
    ("bids", "said", "counts", "weights"),
    [
        ([4.633596, 20.085537, 377.410454, 4.633596, 20.085537], [0, 0, 0, 1, 1], [1, 2, 2, 1, 2], [1, 3, 3, 0, 1]),
        ([11.171136, 36.113497, 64.93153, 6.213142, 20.085537], [0, 0, 0, 1, 1], [1, 1, 2, 1, 1], [27, 0, 8, 0, 1]),
    ],
)
def test_refits_far_from_the_answers_are_found(bids, said, counts, weights):
    # A resample with hardly a yes, and weights beyond all resampling: the same maximum by scipy's
    # BFGS on the likelihood as defined.
    bids, sign, weights = np.array(bids), 1 - 2 * np.array(said), np.array(weights, dtype=float)
    theirs = optimize.minimize(
        lambda params: -weights @ special.log_expit(sign * (params[1] * bids / 20 - params[0])), [0.0, 1.0], tol=1e-9
    )
    refits = cv.fit(cv.single_bounded(bids, said), "logistic", weights=counts).refit(weights[:, None])
    assert refits.converged.all()
    assert refits.theta[:, 0] == pytest.approx(theirs.x / [1, 20], rel=1e-5)


@pytest.mark.slow
def test_polynomials_start_close_to_the_maximum():
    # In standard errors: where the square of what is missing is below 1e-8, one evaluation settles the refit.
    fit = cv.fit(surveys.paycard54(), "log-normal")
    weights = next(iter(draws(np.ones(54), 2000, seed=1)))
    theta = fit.refit(weights).theta
    start = fit.model._back @ fit.model._surrogate.maxima(weights)
    root = np.linalg.cholesky(fit.model.covariance(fit.theta, np.ones(54)))
    missing = (np.linalg.solve(root, theta - start) ** 2).sum(axis=0)
    assert np.mean(missing < 1e-8) > 0.9


@pytest.mark.slow
def test_a_row_that_counts_for_many_is_drawn_with_its_group_as_so_many_rows():
    # By hand: a group drawn k times brings each of its rows k times what the row counts for. The same answers written
    # out, a row a respondent, are drawn alike.
    groups, counts = np.array([0, 0, 1, 2, 2, 2]), np.array([3, 1, 2, 1, 4, 2])
    bids, said = np.array([10, 20, 10, 30, 20, 10]), np.array([1, 0, 1, 0, 1, 0])
    fit = cv.fit(cv.single_bounded(bids, said), groups=groups, weights=counts)
    drawn, times = resamples(fit.model.observations, 50, seed=1), draws(np.ones(3), 50, seed=1)
    np.testing.assert_array_equal(np.hstack(list(drawn)), counts[:, None] * np.hstack(list(times))[groups])
    each = np.repeat(np.arange(6), counts)
    alone = cv.fit(cv.single_bounded(bids[each], said[each]), groups=groups[each])
    one, other = (of.interval("median", "bootstrap", draws=200, seed=1) for of in (fit, alone))
    assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-6)
