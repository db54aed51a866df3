"""Every interval of a mean or median that the pages show or weigh, for many samples at once.

The resamples are shared by the samples of a block: each is still a resample of its own sample, and what is shared only
ties the errors of one block together, which the Monte Carlo error between blocks takes into account.
"""

from __future__ import annotations

import numpy as np
from scipy import special, stats

LEVEL = 0.95
_Z = special.ndtri((1 + LEVEL) / 2)
_TAILS = np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
Limits = dict[tuple[str, str], np.ndarray]


def of_samples(samples: np.ndarray, resamples: int, random: np.random.Generator, model: bool) -> Limits:
    """Limits of each method for each sample.

    Parameters
    ----------
    samples : array of float, shape (s, n)
        Amounts; zero for who pays nothing.
    resamples : int
        How many each bootstrap makes.
    random : Generator
    model : bool
        Whether the log-normal model is asked too, which holds no amount of zero but as a share.

    Returns
    -------
    dict
        By measure and method, an array of shape (s, 2): lower and upper limit in currency units. A sample of one
        repeated amount has no bootstrap-t limits, and one without two payers none of the model: nan.
    """
    _, n = samples.shape
    places = random.integers(0, n, size=(resamples, n))
    counts = np.apply_along_axis(np.bincount, 1, places, minlength=n).T.astype(float)
    means, errors = _moments(samples, counts)
    mean, error = samples.mean(axis=1, keepdims=True), samples.std(axis=1, ddof=1, keepdims=True) / np.sqrt(n)
    found = {
        ("mean", "t"): mean + error * stats.t.ppf(_TAILS, n - 1),
        ("mean", "percentile"): _quantiles(means, _TAILS),
        ("mean", "bootstrap-t"): _studentised(mean, error, means, errors),
        ("mean", "BCa"): _bca(samples, means),
    }
    if model:
        found["mean", "log-normal MLE, delta on logs"] = _log_normal(samples)
    ordered = np.sort(samples, axis=1)
    rank = int(stats.binom.ppf(_TAILS[0], n, 0.5))
    found["median", "order statistics"] = ordered[:, [rank - 1, n - rank]]
    found["median", "percentile"] = _quantiles(_medians(samples, counts), _TAILS)
    return found


def _moments(samples: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each resample and its standard error, shape (s, resamples); deviations first, so that nothing cancels."""
    n = samples.shape[1]
    centre = samples.mean(axis=1, keepdims=True)
    shift = (samples - centre) @ counts / n
    variance = np.maximum((samples - centre) ** 2 @ counts / n - shift**2, 0) / (n - 1)
    return centre + shift, np.sqrt(variance)


def _quantiles(draws: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Quantiles at rank (B + 1) p of the draws of each row; shares of shape (k,) or (s, k)."""
    ordered = np.sort(draws, axis=1)
    count = draws.shape[1]
    rank = np.clip(np.broadcast_to(shares, (len(draws), np.shape(shares)[-1])) * (count + 1) - 1, 0, count - 1)
    below = np.floor(rank).astype(int)
    above = np.minimum(below + 1, count - 1)
    low, high = (np.take_along_axis(ordered, place, axis=1) for place in (below, above))
    return low + (rank - below) * (high - low)


def _studentised(mean: np.ndarray, error: np.ndarray, means: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Bootstrap-t (Efron 1981; Hall 1988): a resample without spread has an infinite statistic."""
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = (means - mean) / errors
    limits = mean - error * _quantiles(np.nan_to_num(statistics, nan=0.0), _TAILS[::-1])
    return np.where(error > 0, limits, np.nan)


def _bca(samples: np.ndarray, means: np.ndarray) -> np.ndarray:
    """BCa (Efron 1987): ties count half in the bias correction, the acceleration is that of the jackknife."""
    deviations = samples - samples.mean(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        acceleration = (deviations**3).sum(axis=1) / (6 * (deviations**2).sum(axis=1) ** 1.5)
    centre = samples.mean(axis=1, keepdims=True)
    bias = special.ndtri((means < centre).mean(axis=1) + (means == centre).mean(axis=1) / 2)[:, None]
    z = bias + special.ndtri(_TAILS)
    # Where all amounts are the same nothing is skewed.
    shares = special.ndtr(bias + z / (1 - np.nan_to_num(acceleration)[:, None] * z))
    return _quantiles(means, shares)


def _log_normal(samples: np.ndarray) -> np.ndarray:
    """Maximum likelihood with a share of zeros, by the delta method on the log of the mean."""
    n = samples.shape[1]
    payers = samples > 0
    k = payers.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(payers, np.log(np.where(payers, samples, 1.0)), 0.0)
        location = logs.sum(axis=1) / k
        square = (np.where(payers, logs - location[:, None], 0.0) ** 2).sum(axis=1) / k
        none = 1 - k / n
        estimate = np.log1p(-none) + location + square / 2
        error = np.sqrt(none / ((1 - none) * n) + square / k + square**2 / (2 * k))
        limits = np.exp(estimate[:, None] + error[:, None] * _Z * np.array([-1, 1]))
    return np.where((k > 1)[:, None], limits, np.nan)


def _medians(samples: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Median of every resample, shape (s, resamples)."""
    n = samples.shape[1]
    medians = np.empty((len(samples), counts.shape[1]))
    for row, sample in enumerate(samples):
        order = np.argsort(sample, kind="stable")
        running = np.cumsum(counts[order], axis=0)
        # The k-th smallest of a resample is the first amount that at least k of its respondents do not exceed.
        middle = [sample[order][(running < rank).sum(axis=0)] for rank in ((n + 1) // 2, n // 2 + 1)]
        medians[row] = (middle[0] + middle[1]) / 2
    return medians
