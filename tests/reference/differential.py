"""Random surveys of every format and model, held against plain likelihoods written with scipy.

Each survey draws a format, a distribution, covariates and answers from its seed. What the package makes of them is
compared with a likelihood that reads the raw answers by itself: its value at the package's estimates, a climb from
there, and mean and median by quadrature and root finding. `PYTHONPATH=tests python tests/reference/differential.py 500`
runs as many as one likes.
"""

import sys
import warnings
from collections import Counter
from itertools import pairwise

import numpy as np
import pandas as pd
from reference.formats import FORMATS, between, double, payment_card, price_list
from scipy import integrate, optimize, stats

from helpers import valuation as cv

ERRORS = {
    "normal": stats.norm,
    "log-normal": stats.norm,
    "logistic": stats.logistic,
    "log-logistic": stats.logistic,
    "weibull": stats.gumbel_l,
}


def log_likelihood(params, bounds, x, distribution, weights):
    """Plain sum of logarithms of probabilities, or densities of exact amounts."""
    positive = distribution in ("log-normal", "log-logistic", "weibull")
    z, scale = standardised(params, bounds, x, positive), np.exp(params[-1])
    exact = bounds[:, 0] == bounds[:, 1]
    terms = np.log(np.maximum(probability(ERRORS[distribution], z), 1e-300))
    density = ERRORS[distribution].logpdf(z[:, 0]) - np.log(scale)
    if positive:
        density = density - np.log(np.where(exact, bounds[:, 0], 1.0))
    return float(weights @ np.where(exact, density, terms))


def standardised(params, bounds, x, positive):
    """Bounds on the scale of the error."""
    with np.errstate(divide="ignore"):
        y = np.log(np.maximum(bounds, 0)) if positive else bounds
    return (y - (x @ params[:-1])[:, None]) / np.exp(params[-1])


def probability(error, z):
    """Chance of an error between two bounds, from the tail that they lie in."""
    with np.errstate(invalid="ignore"):
        lower_tail = z.sum(axis=1) < 0
    return np.where(lower_tail, error.cdf(z[:, 1]) - error.cdf(z[:, 0]), error.sf(z[:, 0]) - error.sf(z[:, 1]))


def differences(seed):
    """Sentences on what disagrees in one random survey, and what became of it."""
    rng = np.random.default_rng(seed)
    ask, distribution = FORMATS[seed % len(FORMATS)], rng.choice([*ERRORS])
    if ask is price_list:
        distribution = rng.choice(["normal", "logistic"])
    n, x = int(rng.integers(40, 160)), rng.normal(size=200)
    covariate = rng.random() < 0.5
    x = x[:n]
    w = np.exp(2.8 + 0.3 * covariate * x + rng.uniform(0.4, 1.0) * rng.normal(size=n))
    answers, bounds = ask(w, rng)
    weights = rng.integers(0, 4, n).astype(float) if rng.random() < 0.3 else np.ones(n)
    data, formula = pd.DataFrame({"x": x}), "x" if covariate else None
    name = f"seed {seed}, {ask.__name__}, {distribution}{', x' * covariate}"
    kept = np.array([each is not None for each in bounds])
    problems = [f"{name}: other rows are missing."] if (answers["lower"].isna().to_numpy() == kept).any() else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = cv.fit(answers, distribution, formula, data=data if covariate else None, weights=weights)
        except cv.FitError:
            return problems, f"refused, {ask.__name__}"
    if not fit.converged:
        return problems, f"without a maximum, {ask.__name__}"
    design = np.column_stack([np.ones(n), x])[:, : 1 + covariate]
    used = kept & (weights > 0)
    bounds = np.array([each for each, use in zip(bounds, used, strict=True) if use])
    plain = bounds, design[used], distribution, weights[used]
    problems += _climbed(lambda p: log_likelihood(p, *plain), fit.params.to_numpy(), fit.llf, name)
    return problems + _measures(fit, plain, name), f"fitted, {ask.__name__}"


def _climbed(plain, params, llf, name):
    """Whether a plain likelihood has the same value at these parameters, and no higher one near them."""
    here = plain(params)
    if abs(here - llf) > 1e-8 * abs(here):
        return [f"{name}: log-likelihood {llf:.10g}, plainly {here:.10g}."]
    with np.errstate(all="ignore"):
        climb = optimize.minimize(lambda p: -plain(p), params, method="BFGS")
    return [f"{name}: a plain climb gains {-climb.fun - here:.2g}."] if -climb.fun - here > 1e-7 * abs(here) else []


def spike(seed):
    """A share of zeros of its own, with a question for it or without."""
    rng = np.random.default_rng(seed)
    n, asked = 300, seed % 2 == 0
    zero, w = rng.random(n) < 0.3, np.exp(2.8 + 0.7 * rng.normal(size=n))
    bid, first, followup = double(np.where(zero, 0.0, w), rng)
    second = np.where(zero, 0.0, w) >= followup
    answers = cv.double_bounded(bid, first, followup, second, zero=zero if asked else None)
    distribution = rng.choice(["log-normal", "log-logistic", "weibull"])
    name = f"seed {seed}, spike {'asked for' if asked else 'latent'}, {distribution}"
    try:
        fit = cv.fit(answers, distribution, zeros="spike")
    except cv.FitError:
        return [], "refused, spike"
    pairs = zip(bid, first, followup, second, strict=True)
    bounds = np.array([between([(b, bool(y)), (f, bool(s))]) for b, y, f, s in pairs])

    def plain(params):
        p = 1 / (1 + np.exp(-params[-1]))
        share = probability(ERRORS[distribution], standardised(params[:-1], bounds, np.ones((n, 1)), True))
        known = np.where(zero, p, (1 - p) * share)
        return np.log(known if asked else p * (bounds[:, 0] < 0) + (1 - p) * share).sum()

    logit = np.log(fit.share_zero / (1 - fit.share_zero))
    return _climbed(plain, np.append(fit.params.to_numpy()[:2], logit), fit.llf, name), "fitted, spike"


def bivariate(seed):
    """Two amounts with correlated errors."""
    rng = np.random.default_rng(seed)
    n, rho = 80, rng.uniform(0.2, 0.8)
    errors = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], n)
    w = np.exp(2.8 + 0.8 * errors)
    bid, first, followup = double(w[:, 0], rng)
    second, name = w[:, 1] >= followup, f"seed {seed}, bivariate"
    try:
        fit = cv.bivariate(bid, first, followup, second)
    except cv.FitError:
        return [], "refused, bivariate"
    location, log_scale, atanh = fit.params
    z = (location - np.log([bid, followup])) / np.exp(log_scale) * (2 * np.array([first, second]) - 1)
    signs, total = (2 * first - 1) * (2 * second - 1) * np.tanh(atanh), 0.0
    for h, k, r in zip(*z, signs, strict=True):
        total += stats.multivariate_normal(cov=[[1, r], [r, 1]]).logcdf([h, k])
    agree = abs(total - fit.llf) < 1e-6 * abs(total)
    return [] if agree else [f"{name}: log-likelihood {fit.llf:.10g}, plainly {total:.10g}."], "fitted, bivariate"


def respondents(seed):
    """Four answers by each respondent, whose effect is integrated out on a plain grid."""
    rng = np.random.default_rng(seed)
    people, name = np.repeat(np.arange(40), 4), f"seed {seed}, respondents"
    w = np.exp(2.8 + 0.6 * rng.normal(size=40)[people] + 0.5 * rng.normal(size=160))
    answers, bounds = payment_card(w, rng)
    try:
        fit = cv.fit(answers, respondents=people)
    except cv.FitError:
        return [], "refused, respondents"
    grid = np.linspace(-9, 9, 1801)

    def plain(params):
        shares = [
            probability(stats.norm, standardised([params[0] + np.exp(params[2]) * u, params[1]], bounds, one, True))
            for u in grid
        ]
        joint = np.multiply.reduceat(np.array(shares), np.arange(0, 160, 4), axis=1)
        return np.log(stats.norm.pdf(grid) * (grid[1] - grid[0]) @ joint).sum()

    bounds, one = np.array(bounds), np.ones((160, 1))
    total = plain(fit.params.to_numpy())
    agree = abs(total - fit.llf) < 1e-8 * abs(total)
    return [] if agree else [f"{name}: log-likelihood {fit.llf:.10g}, plainly {total:.10g}."], "fitted, respondents"


def _double_with_people(seed, n=150):
    """Double-bounded answers of people of different income and sex, and their plain bounds."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({"income": rng.uniform(20, 60, n), "female": rng.integers(0, 2, n)})
    w = np.exp(1.8 + 0.02 * people["income"] + (0.5 + 0.3 * people["female"]) * rng.normal(size=n)).to_numpy()
    w = np.minimum(w, 0.95 * people["income"].to_numpy())
    bid, first, followup = double(w, rng)
    second = w >= followup
    pairs = zip(bid, first, followup, second, strict=True)
    bounds = np.array([between([(b, bool(y)), (f, bool(s))]) for b, y, f, s in pairs])
    return people, cv.double_bounded(bid, first, followup, second), bounds


def scale(seed):
    """A scale that differs between the sexes."""
    people, answers, bounds = _double_with_people(seed)
    distribution = ["log-normal", "log-logistic", "weibull"][seed % 3]
    name = f"seed {seed}, scale, {distribution}"
    fit = cv.fit(answers, distribution, "income", data=people, scale="female")

    def plain(params):
        logs = params[2] + params[3] * people["female"].to_numpy()
        with np.errstate(divide="ignore"):
            y = np.log(np.maximum(bounds, 0))
        z = (y - (params[0] + params[1] * people["income"].to_numpy())[:, None]) / np.exp(logs)[:, None]
        return np.log(probability(ERRORS[distribution], z)).sum()

    return _climbed(plain, fit.params.to_numpy(), fit.llf, name), "fitted, scale"


def gamma(seed):
    """Gamma WTP, its scale log-linear in income."""
    people, answers, bounds = _double_with_people(seed)
    fit = cv.fit(answers, "gamma", "income", data=people)

    def plain(params):
        theta = np.exp(params[0] + params[1] * people["income"].to_numpy())
        return np.log(probability(stats.gamma(np.exp(params[2]), scale=theta), np.maximum(bounds, 0))).sum()

    return _climbed(plain, fit.params.to_numpy(), fit.llf, f"seed {seed}, gamma"), "fitted, gamma"


def income(seed):
    """WTP between nothing and income."""
    people, answers, bounds = _double_with_people(seed)
    distribution = ["log-normal", "log-logistic"][seed % 2]
    fit = cv.fit(answers, distribution, income=people["income"])
    y = people["income"].to_numpy()[:, None]

    def plain(params):
        inside = np.clip(bounds, 0, y)
        with np.errstate(divide="ignore"):
            z = (np.log(inside) - np.log(y - inside) - params[0]) / np.exp(params[1])
        return np.log(probability(ERRORS[distribution], z)).sum()

    return _climbed(plain, fit.params.to_numpy(), fit.llf, f"seed {seed}, income"), "fitted, income"


MODELS = (spike, spike, bivariate, respondents, scale, gamma, income)


def _measures(fit, plain, name):
    """Truncated mean and median of the averaged demand curve, by quadrature and root finding."""
    _, design, distribution, weights = plain
    error, positive = ERRORS[distribution], distribution in ("log-normal", "log-logistic", "weibull")
    location, scale = design @ fit.params.to_numpy()[:-1], np.exp(fit.params.iloc[-1])

    def willing(price):
        y = (np.log(price) if price > 0 else -np.inf) if positive else price
        return np.average(error.sf((y - location) / scale), weights=weights)

    area = integrate.quad(willing, 0, 100, limit=400, epsabs=1e-10, epsrel=1e-10)[0]
    reach = 60 * scale
    at = np.exp if positive else (lambda y: y)
    middle = optimize.brentq(lambda y: willing(at(y)) - 0.5, location.min() - reach, location.max() + reach, xtol=1e-12)
    found, expected = np.array([fit.truncated_mean(100), fit.median()]), np.array([area, at(middle)])
    if not np.allclose(found, expected, rtol=1e-7, atol=1e-7):
        return [f"{name}: truncated mean and median {found}, plainly {expected}."]
    return []


def turnbull_differences(seed):
    """The non-parametric estimate against the self-consistency iteration on every elementary interval."""
    rng = np.random.default_rng(seed)
    ask = FORMATS[seed % len(FORMATS)]
    answers, bounds = ask(np.exp(2.8 + 0.8 * rng.normal(size=60)), rng)
    bounds = np.array([each for each in bounds if each is not None])
    edges = np.unique(bounds)
    low, high = np.array([*pairwise(edges), *((edge, edge) for edge in edges[np.isfinite(edges)])]).T
    exact = low == high
    inside = (bounds[:, :1] <= low) & (high <= bounds[:, 1:])
    inside &= ~(exact & (high == bounds[:, 1:]))
    points = bounds[:, 0] == bounds[:, 1]
    inside = np.where(points[:, None], exact & (low == bounds[:, :1]), inside)
    share = np.full(len(low), 1 / len(low))
    for _ in range(1000):
        share = (inside * share / (inside @ share)[:, None]).mean(axis=0)
    reached, ours = np.log(inside @ share).sum(), cv.turnbull(answers).llf
    if reached > ours + 1e-7 or reached < ours - 0.05:
        return [f"seed {seed}, {ask.__name__}: Turnbull log-likelihood {ours:.8g}, by iteration {reached:.8g}."]
    return []


def run(seeds):
    """All sentences of these surveys, and how many of each kind there were."""
    problems, counts = [], Counter()
    for seed in seeds:
        found, kind = differences(seed)
        of_model, model = MODELS[seed % len(MODELS)](seed)
        problems += found + turnbull_differences(seed) + of_model
        counts[kind] += 1
        counts[model] += 1
    return problems, counts


if __name__ == "__main__":
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    problems, counts = run(range(total))
    print("\n".join([*problems, *(f"{kind}: {count}" for kind, count in sorted(counts.items()))]))
    print(f"{2 * total} random surveys, {len(problems)} disagreements.")
    sys.exit(bool(problems))
