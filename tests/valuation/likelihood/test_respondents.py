"""The likelihood of a panel: the integral over the effect of each respondent, by quadrature that is not ours."""

import itertools

import numpy as np
import pytest
from scipy import integrate, stats

from helpers.valuation.likelihood import DISTRIBUTIONS, RespondentLikelihood, respondents
from helpers.valuation.likelihood.respondents import LARGEST_RATIO
from helpers.valuation.likelihood.single import ABOVE, BELOW, BETWEEN, EXACT

KIND = np.array([BETWEEN, ABOVE, BELOW, EXACT, BETWEEN])
LOWER = np.array([1.0, 2.0, -np.inf, 2.5, 0.5])
UPPER = np.array([2.0, np.inf, 1.5, 2.5, 3.0])
IDS = np.array([0, 0, 1, 1, 1])
GAMMA, KAPPA, TAU = 1.2, 0.9, 1.5


def likelihood():
    return RespondentLikelihood(DISTRIBUTIONS["normal"], KIND, LOWER, UPPER, np.ones((5, 1)), IDS)


def by_quadrature(person):
    """Of one respondent, the integral over a standard normal effect of the product of the answers' probabilities."""

    def integrand(u):
        product = stats.norm.pdf(u)
        for kind, low, high in zip(KIND[person == IDS], LOWER[person == IDS], UPPER[person == IDS], strict=True):
            z_low, z_high = (KAPPA * y - GAMMA - TAU * u for y in (low, high))
            between = stats.norm.cdf(z_high) - stats.norm.cdf(z_low)
            product *= KAPPA * stats.norm.pdf(z_low) if kind == EXACT else between
        return product

    return np.log(integrate.quad(integrand, -12, 12, epsabs=1e-14, epsrel=1e-12)[0])


@pytest.mark.slow
def test_value_is_the_integral_over_each_respondent_s_effect():
    params = np.array([[GAMMA], [KAPPA], [TAU]])
    value, _, _ = likelihood().evaluate(params, np.array([[2.0], [3.0]]))
    assert value[0] == pytest.approx(2 * by_quadrature(0) + 3 * by_quadrature(1), rel=1e-10)


def test_scores_add_up_to_the_gradient_and_are_slopes():
    params, ours = np.array([GAMMA, KAPPA, TAU]), likelihood()
    _, gradient, _ = ours.evaluate(params[:, None], np.ones((2, 1)))
    assert ours.scores(params).sum(axis=0) == pytest.approx(gradient[:, 0], rel=1e-10)
    for place in range(3):
        step = 1e-5 * np.eye(3)[place]
        high, low = (ours.evaluate((params + sign * step)[:, None], np.ones((2, 1)))[0][0] for sign in (1, -1))
        assert gradient[place, 0] == pytest.approx((high - low) / 2e-5, rel=1e-6)


def test_a_ratio_of_spreads_that_no_quadrature_bears_has_no_value():
    value, _, _ = likelihood().evaluate(np.array([[GAMMA], [KAPPA], [2 * LARGEST_RATIO]]), np.ones((2, 1)))
    assert np.isnan(value[0])


def test_weights_of_respondents_are_those_of_their_answers():
    assert likelihood().arrange(np.array([2.0, 2, 5, 5, 5])).tolist() == [2, 5]


@pytest.mark.parametrize("tau", [0.01, 0.7, 3.0, 19.0])
def test_of_one_answer_the_effect_only_adds_to_the_variance(tau):
    # z has the variance 1 + tau^2: the log-likelihood in closed form, far out in the tails too.
    kind = np.repeat([BETWEEN, ABOVE, BELOW, EXACT], 4)
    low, high = np.tile([-6.0, -0.5, 1.0, 5.5], 4), np.tile([-5.0, 0.5, 1.1, 9.0], 4)
    ours = RespondentLikelihood(DISTRIBUTIONS["normal"], kind, low, high, np.ones((16, 1)), np.arange(16)[::-1])
    law = stats.norm(GAMMA / KAPPA, np.sqrt(1 + tau**2) / KAPPA)
    upper = low > law.mean()
    between = np.where(upper, law.sf(low) - law.sf(high), law.cdf(high) - law.cdf(low))
    by_kind = {BETWEEN: np.log(between), ABOVE: law.logsf(low), BELOW: law.logcdf(high), EXACT: law.logpdf(high)}
    expected = np.select([kind == code for code in by_kind], list(by_kind.values()))
    params, weights = np.array([[GAMMA], [KAPPA], [tau]]), np.eye(16)
    assert ours.evaluate(params, weights)[0] == pytest.approx(expected[::-1], rel=1e-11, abs=1e-12)


@pytest.fixture
def panel():
    """Thirteen answers of five respondents in no order, of every kind, with a covariate."""
    rng = np.random.default_rng(8)
    respondents = np.array([3, 0, 1, 0, 2, 4, 1, 0, 3, 2, 4, 0, 1])
    kind = np.tile([BETWEEN, ABOVE, EXACT, BELOW], 4)[:13]
    low = rng.normal(size=13)
    high = np.where(kind == EXACT, low, low + 0.8)
    design = np.column_stack([np.ones(13), rng.normal(size=13)])
    return RespondentLikelihood(DISTRIBUTIONS["normal"], kind, low, high, design, respondents)


@pytest.mark.parametrize("tau", [0.4, 2.5])
def test_gradient_and_hessian_are_slopes(panel, tau):
    params, weights, step = np.array([0.3, -0.4, 1.2, tau]), np.arange(1.0, 6)[:, None], 1e-5
    _, gradient, hessian = panel.evaluate(params[:, None], weights)
    for place in range(4):
        move = step * np.eye(4)[:, [place]]
        up, down = (panel.evaluate(params[:, None] + sign * move, weights) for sign in (1, -1))
        assert gradient[place, 0] == pytest.approx((up[0][0] - down[0][0]) / (2 * step), rel=1e-7)
        np.testing.assert_allclose(hessian[place, :, 0], (up[1] - down[1])[:, 0] / (2 * step), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(weights[:, 0] @ panel.scores(params), gradient[:, 0], rtol=1e-12)


@pytest.mark.parametrize("block", [1, 200, 500, 10**6])
def test_blocks_of_respondents_change_nothing(panel, block, monkeypatch):
    params, weights = np.array([[0.3], [-0.4], [1.2], [0.9]]), np.arange(1.0, 6)[:, None]
    whole = panel.evaluate(params, weights)
    monkeypatch.setattr(respondents, "_BLOCK", block)
    size = block // len(panel._nodes(0.9)[0])
    blocks = list(panel._blocks(0.9))
    # One respondent at least, and no more answers than were allowed.
    answers = np.array([4, 3, 2, 2, 2])
    assert np.concatenate([np.arange(5)[each] for each in blocks]).tolist() == [0, 1, 2, 3, 4]
    assert all(answers[each].sum() <= max(1, size) or each.stop - each.start == 1 for each in blocks)
    assert all(answers[a.start : b.start + 1].sum() > max(1, size) for a, b in itertools.pairwise(blocks))
    for found, expected in zip(panel.evaluate(params, weights), whole, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-13)


@pytest.mark.parametrize(("name", "value"), [("_STEP", 0.35), ("_REACH", 17.0)])
def test_finer_or_further_nodes_change_nothing(name, value, monkeypatch):
    # Eight answers beside one, of people who differ much more than their answers do.
    ids, rng = np.array([0] * 8 + [1]), np.random.default_rng(4)
    low = rng.normal(size=9)
    kind = np.array([BETWEEN, ABOVE, EXACT, BELOW, BETWEEN, ABOVE, BETWEEN, BELOW, BETWEEN])
    ours = RespondentLikelihood(DISTRIBUTIONS["normal"], kind, low, low + 0.3, np.ones((9, 1)), ids)
    params = np.array([[0.2], [6.0], [9.0]])
    before = ours.evaluate(params, np.eye(2))
    monkeypatch.setattr(respondents, name, value)
    for found, expected in zip(ours.evaluate(params, np.eye(2)), before, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-11)
