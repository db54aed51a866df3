"""The most likely distribution of intervals, beside closed forms and the conditions that define a maximum."""

import sys

import numpy as np
import pytest

from helpers.valuation.likelihood.npmle import npmle

module = sys.modules[npmle.__module__]  # whose name the function has in the room


def test_exact_amounts_have_the_shares_of_the_sample():
    amounts = np.array([10.0, 20, 20, 50])
    found = npmle(amounts, amounts, np.ones(4))
    # The empirical distribution: 1/4, 2/4, 1/4, whose log-likelihood is 2 log(1/4) + 2 log(1/2).
    assert found.shares.tolist() == pytest.approx([0.25, 0.5, 0.25])
    assert found.llf == pytest.approx(2 * np.log(0.25) + 2 * np.log(0.5))
    # The mean's error is the sample's, with divisor n: sqrt(225 / 4).
    values = np.array([10.0, 20, 50])
    assert found.pooled.standard_error(values) == pytest.approx(np.sqrt(225 / 4))


def test_a_survey_counted_in_tenths_has_the_same_shares():
    # Weights below 1, and cells beside each other that only exact amounts tell apart.
    lower, upper = np.array([10.0, 20, 20, 50, 10, 60]), np.array([10.0, 20, 20, 50, 50, np.inf])
    whole, tenths = (npmle(lower, upper, np.full(6, weight)) for weight in (1.0, 0.1))
    np.testing.assert_allclose(tenths.shares, whole.shares, rtol=1e-12)
    assert tenths.llf == pytest.approx(whole.llf / 10)
    values = np.arange(len(whole.shares)) * 1.0
    assert tenths.kept.standard_error(values) == pytest.approx(np.sqrt(10) * whole.kept.standard_error(values))


def test_the_maximum_is_found_in_a_few_steps(monkeypatch):
    # Each solves one least-squares problem: the method doubles its digits, and stops where they are all there.
    steps, nnls = [], module.scipy.optimize.nnls
    monkeypatch.setattr(module.scipy.optimize, "nnls", lambda *system: steps.append(1) or nnls(*system))
    ends = np.sort(np.random.default_rng(3).integers(0, 12, size=(40, 2)), axis=1).astype(float)
    npmle(ends[:, 0], ends[:, 1] + 1, np.ones(40))
    assert 1 < len(steps) < 20


def test_single_bids_have_the_share_of_each_bid():
    # 8 of 10 say yes to 5 and 3 of 10 to 20: shares 0.2 below 5, 0.5 between, 0.3 above.
    lower = np.array([5.0, -np.inf, 20, -np.inf])
    upper = np.array([np.inf, 5, np.inf, 20])
    found = npmle(lower, upper, np.array([8.0, 2, 3, 7]))
    assert found.shares.tolist() == pytest.approx([0.2, 0.5, 0.3])
    assert not found.tied.any()
    # The share of each bid has the error of a binomial one, whatever the other's answers.
    for saying_yes, share in (([0, 1, 1], 0.8), ([0, 0, 1], 0.3)):
        error = found.pooled.standard_error(np.array(saying_yes, dtype=float))
        assert error == pytest.approx(np.sqrt(share * (1 - share) / 10))


@pytest.mark.parametrize("seed", range(4))
def test_no_cell_could_gain(seed):
    # Gentleman and Geyer (1994): at the maximum no cell's derivative is above the total weight, and where there is mass
    # it is equal.
    random = np.random.default_rng(seed)
    ends = np.sort(random.integers(0, 12, size=(40, 2)), axis=1).astype(float)
    lower, upper = ends[:, 0], np.where(ends[:, 1] > ends[:, 0], ends[:, 1], np.inf)
    weights = random.integers(1, 4, size=40).astype(float)
    found = npmle(lower, upper, weights)
    assert found.shares.sum() == pytest.approx(1)
    places = np.searchsorted(found.prices, lower) * 2 + 1 + (lower == 0)
    last = np.where(np.isinf(upper), 2 * len(found.prices), np.searchsorted(found.prices, upper) * 2)
    allowed = (places[:, None] <= found.starts) & (found.ends <= last[:, None])
    gain = allowed.T @ (weights / (allowed @ found.shares))
    assert (gain <= weights.sum() * (1 + 1e-8)).all()
    assert gain[found.shares > 0] == pytest.approx(weights.sum(), rel=1e-8)
    # A larger share of a tie would not lower the likelihood.
    assert not found.tied[(found.shares > 0) | (gain < 0.999 * weights.sum())].any()
