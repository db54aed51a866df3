"""WTP of each respondent given their own answer: the fitted distribution cut down to their interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from .likelihood import EXACT, NOTHING, ZERO, ZERO_OR_BELOW, AnyModel, Distribution

# Up to this standardised width an interval's mean is taken by Gauss-Legendre quadrature, which cannot cancel; wider
# ones hold enough probability for differences of integrals.
_WIDE = 12.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)


def given_answers(model: AnyModel, theta: np.ndarray) -> pd.DataFrame:
    """Mean and median WTP of each respondent, given covariates and answer.

    Parameters
    ----------
    model : AnyModel
    theta : ndarray, shape (q,)

    Returns
    -------
    DataFrame, shape (n, 2) or (n, 3)
        ``mean`` and ``median``, negative amounts counting as 0; with a spike also ``share_zero``, the chance that the
        respondent's WTP is 0. A mean is ``inf`` where the answer leaves an infinite tail.
    """
    observations, distribution = model.observations, model.distribution
    lower, upper = observations.on_error_scale(distribution.positive)
    zero = (observations.lower == 0) & (observations.upper == 0)
    p = model.n_terms
    eta, kappa = observations.location @ theta[:p], theta[p]
    with np.errstate(all="ignore"):
        low, high = kappa * np.where(zero, -np.inf, lower) - eta, kappa * upper - eta
        log_share = _log_probability(distribution, low, high)
        shares = np.zeros(len(eta))
        if model.spike:
            unclear = np.isin(observations.kind, (ZERO_OR_BELOW, NOTHING))
            # Prior odds of zero times how much likelier the answer is from a zero.
            shares = np.where(unclear, special.expit(theta[-1] - log_share), observations.kind == ZERO)
        amounts = observations.lower, observations.upper, eta / kappa, 1 / kappa
        mean = (1 - shares) * _mean(distribution, low, high, log_share, *amounts)
        level = np.maximum(0.5 - shares, 0) / (1 - shares)
        above = np.where(high == np.inf, 0, distribution.sf(high))
        z = np.clip(distribution.isf(np.clip(above + np.exp(log_share) * (1 - level), 0, 1)), low, high)
        median = np.exp((eta + z) / kappa) if distribution.positive else np.maximum((eta + z) / kappa, 0)
    exact, nothing = observations.kind == EXACT, shares >= 0.5
    columns = {
        "mean": np.select([exact, shares == 1], [np.maximum(observations.lower, 0), 0.0], mean),
        "median": np.select([exact, nothing], [np.maximum(observations.lower, 0), 0.0], median),
    }
    if model.spike:
        columns["share_zero"] = shares
    return pd.DataFrame(columns, observations.labels)


def _log_probability(distribution: Distribution, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Log of F(high) - F(low), either of them infinite."""
    value = np.where(np.isneginf(low), distribution.log_cdf(high)[0], distribution.log_sf(low)[0])
    value[np.isneginf(low) & np.isposinf(high)] = 0.0
    both = np.isfinite(low) & np.isfinite(high) & (low < high)
    value[both] = distribution.log_interval(low[both], high[both] - low[both])[0]
    return value


def _mean(
    distribution: Distribution,
    low: np.ndarray,
    high: np.ndarray,
    log_share: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    location: np.ndarray,
    scale: np.ndarray,
) -> np.ndarray:
    """Mean of max(0, WTP) between bounds, given on the error's scale and in currency units."""
    scale = np.full_like(location, scale)
    floor = np.maximum(lower, 0)
    # The mean between a and b is a + integral of (S - S(b)) over (a, b), over the probability.
    area = _area(distribution, location, scale, upper) - _area(distribution, location, scale, floor)
    top = np.where(np.isposinf(upper), 0.0, (upper - floor) * distribution.sf(high))
    excess = (area - top) / np.exp(log_share)
    mean = excess + floor
    narrow = (lower > 0) & (high - low <= _WIDE) & (high > low)
    z = (low + high)[narrow, None] / 2 + (high - low)[narrow, None] / 2 * _NODES
    y = location[narrow, None] + scale[narrow, None] * z
    log_f = distribution.log_pdf(z)[0]
    mass = np.exp(log_f - log_f.max(axis=1, keepdims=True)) * _WEIGHTS
    mean[narrow] = (mass * (np.exp(y) if distribution.positive else y)).sum(axis=1) / mass.sum(axis=1)
    return np.where(upper <= 0, 0.0, mean)


def _area(distribution: Distribution, location: np.ndarray, scale: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Integral of S over (0, limit), ``limit`` 0 and infinite included, one a respondent."""
    area = np.where(np.isposinf(limit), distribution.mean(location, scale), 0.0)
    inside = (limit > 0) & np.isfinite(limit)
    area[inside] = distribution.truncated_mean(location[inside], scale[inside], limit[inside])
    return area
