"""What becomes of a sample size that a formula gave: log-normal amounts keep less than normal ones would."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from .experiments import SEED
from .intervals import LEVEL
from .populations import Population

MEAN, HALF_WIDTH, CHANCE = 58.0, 10.0, 0.8
SPREADS = (0.5, 1.0, 1.5, 2.0)
# Samples that are held at once.
_BLOCK = 1_000


def outcome(spread: float, n: int, samples: int) -> dict[str, float]:
    """Coverage of the t interval of n log-normal amounts, and the share of samples whose half-width is kept.

    Parameters
    ----------
    spread : float
        Standard deviation over mean.
    n : int
        Respondents in each sample.
    samples : int
        How many samples are drawn.
    """
    population = Population(sigma=float(np.sqrt(np.log1p(spread**2))), mean=MEAN)
    random = np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(8, round(1000 * spread), n)))
    covered = kept = 0
    quantile = stats.t.ppf((1 + LEVEL) / 2, n - 1)
    for start in range(0, samples, _BLOCK):
        drawn = population.draw(random, (min(_BLOCK, samples - start), n))
        half = quantile * drawn.std(axis=1, ddof=1) / np.sqrt(n)
        covered += int((np.abs(drawn.mean(axis=1) - MEAN) <= half).sum())
        kept += int((half <= HALF_WIDTH).sum())
    return {"coverage": covered / samples, "kept": kept / samples}


def enough(spread: float, n: int, samples: int) -> int:
    """The smallest n, to one in fifty, that keeps the half-width with the declared chance, upwards from n."""
    high = n
    while outcome(spread, high, samples)["kept"] < CHANCE:
        high = int(np.ceil(high * 1.02))
    return high


def planned_sizes(samples: int) -> pd.DataFrame:
    """For n = (z sd / half-width)^2 and each spread: what its t interval does, and the n that does what was planned.

    Parameters
    ----------
    samples : int
        How many samples are drawn for each size tried.

    Returns
    -------
    DataFrame
        spread, n, coverage, kept (share of samples with the planned half-width), n_with_chance, samples, seed.
    """
    z = stats.norm.ppf((1 + LEVEL) / 2)
    sizes = {spread: int(np.ceil((z * spread * MEAN / HALF_WIDTH) ** 2)) for spread in SPREADS}
    rows = [
        {"spread": spread, "n": n, **outcome(spread, n, samples), "n_with_chance": enough(spread, n, samples)}
        for spread, n in sizes.items()
    ]
    return pd.DataFrame(rows).assign(samples=samples, seed=SEED)
