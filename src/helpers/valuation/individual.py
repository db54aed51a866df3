"""WTP of each respondent given their own answer: the fitted distribution cut down to their interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from .likelihood import EXACT, NOTHING, ZERO, ZERO_OR_BELOW, AnyModel, Distribution
from .welfare import Demand

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
    observations = model.observations
    n, kind = len(observations.kind), observations.kind[:, None]
    demand = model.demand(theta[:, None], observations.design, np.ones(n))
    eta, kappa, prior = (np.broadcast_to(each, (n, 1)) for each in (demand.eta, demand.kappa, demand.zero))
    ends = observations.on_error_scale(demand.distribution.positive)
    with np.errstate(all="ignore"):
        low, high = (kappa * each[:, None] - eta for each in ends)
        low = np.where((observations.lower == 0)[:, None] & (observations.upper == 0)[:, None], -np.inf, low)
        log_share = _log_probability(demand.distribution, low, high)
        # Prior odds of zero times how much likelier the answer is from a zero.
        unclear = np.isin(kind, (ZERO_OR_BELOW, NOTHING)) & model.spike
        shares = np.where(unclear, special.expit(special.logit(prior) - log_share), (kind == ZERO) & model.spike)
        amounts = observations.lower[:, None], observations.upper[:, None], eta / kappa, 1 / kappa
        mean = (1 - shares) * _mean(demand, low, high, log_share, *amounts)
        level = np.maximum(0.5 - shares, 0) / (1 - shares)
        above = np.where(high == np.inf, 0, demand.distribution.sf(high))
        z = demand.distribution.isf(np.clip(above + np.exp(log_share) * (1 - level), 0, 1))
        median = _amount(demand, np.clip(z, low, high))
    exact, known = kind == EXACT, np.maximum(observations.lower, 0)[:, None]
    columns = {
        "mean": np.select([exact, shares == 1], [known, 0.0], mean)[:, 0],
        "median": np.select([exact, shares >= 0.5], [known, 0.0], median)[:, 0],
    }
    if model.spike:
        columns["share_zero"] = shares[:, 0]
    return pd.DataFrame(columns, observations.labels)


def _log_probability(distribution: Distribution, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Log of F(high) - F(low), either of them infinite."""
    one_sided = np.where(np.isneginf(low), distribution.log_cdf(high)[0], distribution.log_sf(low)[0])
    one_sided = np.where(np.isneginf(low) & np.isposinf(high), 0.0, one_sided)
    both = np.isfinite(low) & np.isfinite(high) & (low < high)
    return np.where(both, distribution.log_interval(low, high - low)[0], one_sided)


def _mean(
    demand: Demand,
    low: np.ndarray,
    high: np.ndarray,
    log_share: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    location: np.ndarray,
    scale: np.ndarray,
) -> np.ndarray:
    """Mean of max(0, WTP) between bounds, given on the error's scale and in currency units: columns, shape (n, 1)."""
    floor = np.maximum(lower, 0)
    # The mean between a and b is a + integral of (S - S(b)) over (a, b), over the probability.
    area = _area(demand, location, scale, upper) - _area(demand, location, scale, floor)
    top = np.where(np.isposinf(upper), 0.0, (upper - floor) * demand.distribution.sf(high))
    wide = (area - top) / np.exp(log_share) + floor
    narrow = (lower > 0) & (high - low <= _WIDE) & (high > low)
    z = np.where(narrow, low + high + (high - low) * _NODES, 0.0) / 2
    log_f = demand.distribution.log_pdf(z)[0]
    mass = np.exp(log_f - log_f.max(axis=1, keepdims=True)) * _WEIGHTS
    inside = (mass * _amount(demand, z)).sum(axis=1, keepdims=True) / mass.sum(axis=1, keepdims=True)
    return np.where(upper <= 0, 0.0, np.where(narrow, inside, wide))


def _amount(demand: Demand, z: np.ndarray) -> np.ndarray:
    """What each pays where their error is z, nobody less than nothing."""
    y = demand.reached(z)
    return np.exp(y) if demand.distribution.positive else np.maximum(y, 0)


def _area(demand: Demand, location: np.ndarray, scale: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Integral of S over (0, limit), ``limit`` 0 and infinite included, one a respondent."""
    inside = (limit > 0) & np.isfinite(limit)
    truncated = demand.own_truncated_mean(location, scale, np.where(inside, limit, 1.0))
    return np.select([inside, np.isposinf(limit)], [truncated, demand.own_mean(location, scale)], 0.0)
