"""Standardised functions, gradients and Hessians against 50-digit arithmetic (mpmath)."""

import itertools

import mpmath
import numpy as np
import pytest

from helpers.valuation.likelihood import DISTRIBUTIONS
from helpers.valuation.likelihood.maximum import maximise
from helpers.valuation.likelihood.single import (
    ABOVE,
    BELOW,
    BETWEEN,
    EXACT,
    PAYER,
    ZERO,
    ZERO_OR_BELOW,
    Likelihood,
    SpikeLikelihood,
)

# F, S and f of the standardised errors, as the textbooks have them (Johnson, Kotz and Balakrishnan 1994, 1995).
SHARES = {
    "normal": (mpmath.ncdf, lambda z: mpmath.ncdf(-z), mpmath.npdf),
    "logistic": (
        lambda z: 1 / (1 + mpmath.exp(-z)),
        lambda z: 1 / (1 + mpmath.exp(z)),
        lambda z: mpmath.exp(z) / (1 + mpmath.exp(z)) ** 2,
    ),
    "weibull": (
        lambda z: -mpmath.expm1(-mpmath.exp(z)),
        lambda z: mpmath.exp(-mpmath.exp(z)),
        lambda z: mpmath.exp(z - mpmath.exp(z)),
    ),
}
SCORES = {
    "normal": lambda z: -z,
    "logistic": lambda z: (1 - mpmath.exp(z)) / (1 + mpmath.exp(z)),
    "weibull": lambda z: 1 - mpmath.exp(z),
}  # slopes of the log density
ERRORS = list(SHARES)


@pytest.fixture(autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("z", [-30.0, -6.5, -1.0, 0.0, 0.7, 3.2, 6.0])
def test_log_functions_and_their_derivatives(name, z):
    distribution = DISTRIBUTIONS[name]
    for method, exact in zip(("log_cdf", "log_sf", "log_pdf"), SHARES[name], strict=True):
        ours = getattr(distribution, method)(np.array([z]))
        theirs = [float(mpmath.diff(lambda x, exact=exact: mpmath.log(exact(x)), z, order)) for order in range(3)]
        assert [part[0] for part in ours] == pytest.approx(theirs, rel=1e-9, abs=1e-13), method


@pytest.mark.parametrize("name", ERRORS)
def test_quantiles_invert_the_survivor_function(name):
    share = np.array([1e-6, 0.2, 0.5, 0.97])
    np.testing.assert_allclose(DISTRIBUTIONS[name].sf(DISTRIBUTIONS[name].isf(share)), share, rtol=1e-12)


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("low", [-25.0, -4.0, -0.3, 2.5, 3.4])
@pytest.mark.parametrize("width", [1e-9, 1e-5, 0.0099, 0.5, 30.0])
def test_interval_probabilities_do_not_cancel(name, low, width):
    # A difference of shares in double precision keeps no digit of the narrowest or remotest of these.
    F, S, f = SHARES[name]
    a, b = mpmath.mpf(low), mpmath.mpf(low) + mpmath.mpf(width)
    exact = S(a) - S(b) if low > 0 else F(b) - F(a)
    with np.errstate(over="ignore"):
        found = [part[0] for part in DISTRIBUTIONS[name].log_interval(np.array([low]), np.array([width]))]
    assert found[0] == pytest.approx(float(mpmath.log(exact)), rel=1e-12, abs=1e-12)
    high, below, shift = f(b) / exact, -f(a) / exact, (f(b) - f(a)) / exact
    scores = [SCORES[name](end) for end in (b, a)]
    expected = high, below, shift, high * (scores[0] - shift), below * (scores[1] - shift)
    # A last digit of either end, over the width, is what a slope of a narrow interval cannot do better than.
    tolerances = 1e-9, 1e-9, 1e-6, 1e-6, 1e-6
    for ours, theirs, rel in zip(found[1:], expected, tolerances, strict=True):
        assert ours == pytest.approx(float(theirs), rel=rel, abs=1e-10 + 2e-14 * (1 + abs(low)) / width)


def exact_log_likelihood(name, kinds, lower, upper, design, weights):
    """The log-likelihood as written on paper, a function of the parameters."""
    F, S, f = SHARES[name]

    def value(*params):
        p = design.shape[1]
        kappa, share = params[p], 1 / (1 + mpmath.exp(-params[-1]))
        total = mpmath.mpf(0)
        for kind, low, high, x, w in zip(kinds, lower, upper, design, weights, strict=True):
            shift = sum(g * float(v) for g, v in zip(params[:p], x, strict=True))
            at_low, at_high = kappa * low - shift, kappa * high - shift
            spike = len(params) > p + 1
            terms = {
                EXACT: lambda z=at_high: mpmath.log(f(z) * kappa),
                BELOW: lambda z=at_high: mpmath.log(F(z)),
                ABOVE: lambda z=at_low: mpmath.log(S(z)),
                BETWEEN: lambda a=at_low, b=at_high: mpmath.log(F(b) - F(a)),
                ZERO: lambda: mpmath.log(share),
                PAYER: lambda: mpmath.mpf(0),
                ZERO_OR_BELOW: lambda z=at_high: mpmath.log(share + (1 - share) * F(z)),
            }
            total += float(w) * terms[kind]()
            if spike and kind not in (ZERO, ZERO_OR_BELOW):
                total += float(w) * mpmath.log(1 - share)
        return total

    return value


@pytest.mark.slow
@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("spike", [False, True])
def test_gradient_and_hessian(name, spike):
    kinds = np.array([EXACT, BELOW, ABOVE, BETWEEN, BETWEEN] + [ZERO, PAYER, ZERO_OR_BELOW] * spike)
    n = len(kinds)
    lower, upper = np.linspace(-1.2, 0.9, n), np.linspace(-0.7, 1.6, n)
    design = np.column_stack([np.ones(n), np.cos(np.arange(n))])
    weights = 1 + np.arange(n) % 3
    params = np.array([0.3, -0.4, 1.7, -0.8][: 3 + spike])
    likelihood = (SpikeLikelihood if spike else Likelihood)(DISTRIBUTIONS[name], kinds, lower, upper, design)
    arranged = likelihood.arrange(weights[:, None].astype(float))
    value, gradient, hessian = likelihood.evaluate(params[:, None], arranged)
    exact = exact_log_likelihood(name, kinds, lower, upper, design, weights)
    q = len(params)
    with mpmath.workdps(40):
        assert value[0] == pytest.approx(float(exact(*params)), rel=1e-13)
        for j in range(q):
            order = tuple(int(j == k) for k in range(q))
            assert gradient[j, 0] == pytest.approx(
                float(mpmath.diff(exact, tuple(params), order)), rel=1e-10, abs=1e-12
            )
        for i, j in itertools.combinations_with_replacement(range(q), 2):
            order = tuple((i == k) + (j == k) for k in range(q))
            theirs = float(mpmath.diff(exact, tuple(params), order))
            assert hessian[i, j, 0] == pytest.approx(theirs, rel=1e-8, abs=1e-9)
            assert hessian[j, i, 0] == hessian[i, j, 0]


def test_batch_equals_one_at_a_time():
    # Replicates share a batch, never a result: each column of weights alone gives the same maximum.
    rng = np.random.default_rng(5)
    n = 40
    lower = rng.normal(size=n)
    kinds = rng.choice([EXACT, BELOW, ABOVE, BETWEEN], n)
    design = np.column_stack([np.ones(n), rng.normal(size=n)])
    likelihood = Likelihood(DISTRIBUTIONS["logistic"], kinds, lower, lower + 0.8 * (kinds != EXACT), design)
    weights = rng.multinomial(n, np.ones(n) / n, size=8).T.astype(float)
    start = np.array([0.0, 0.0, 1.0])
    together, converged = maximise(likelihood, weights, start[:, None], 1e-14)
    assert converged.all()
    alone = np.column_stack([maximise(likelihood, weights[:, [k]], start[:, None], 1e-14)[0] for k in range(8)])
    np.testing.assert_allclose(together, alone, rtol=1e-10, atol=1e-12)


def test_batch_of_an_unclear_spike_equals_one_at_a_time():
    # The same where some answers leave open whether WTP is zero, which adds a parameter.
    rng = np.random.default_rng(6)
    lower = rng.normal(size=60)
    kinds = rng.choice([EXACT, BELOW, ABOVE, BETWEEN, ZERO, PAYER, ZERO_OR_BELOW], 60)
    design = np.ones((60, 1))
    likelihood = SpikeLikelihood(DISTRIBUTIONS["log-normal"], kinds, lower, lower + 0.8 * (kinds != EXACT), design)
    weights = rng.multinomial(60, np.ones(60) / 60, size=6).T.astype(float)
    start = np.array([0.0, 1.0, -1.0])
    together, converged = maximise(likelihood, weights, start[:, None], 1e-14)
    assert converged.all()
    alone = np.column_stack([maximise(likelihood, weights[:, [k]], start[:, None], 1e-14)[0] for k in range(6)])
    np.testing.assert_allclose(together, alone, rtol=1e-9, atol=1e-11)
