"""How often two groups of skewed amounts are told apart by a test that was planned for normal errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from .experiments import SEED

# Sizes of the two groups, and the difference in standard deviations that the t test finds four times in five.
PLANNED = (((27, 27), 0.7769417662), ((40, 14), 0.8864581131), ((38, 16), 0.8507470328))
LOG_SCALES = (0.5, 1.0)
ALPHA = 0.05


def power(split: tuple[int, int], effect: float, sigma: float, samples: int) -> dict[str, float]:
    """Power of three tests where log amounts are normal and the groups differ by so many standard deviations of them.

    Parameters
    ----------
    split : tuple of int
        Respondents in each group.
    effect : float
        Difference of the means of log amounts, in their standard deviations.
    sigma : float
        Standard deviation of log amounts in each group.
    samples : int
        How many pairs of groups are drawn.

    Returns
    -------
    dict
        By test (t test of amounts, t test of logs, rank test), the share of samples in which it rejects at 5 %.
    """
    random = np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(9, *split, round(1000 * sigma))))
    first, second = (sigma * stats.norm.ppf(random.random((samples, n))) for n in split)
    second = second + effect * sigma
    found = {
        "t test of amounts": stats.ttest_ind(np.exp(first), np.exp(second), axis=1).pvalue,
        "t test of logs": stats.ttest_ind(first, second, axis=1).pvalue,
        "rank test": stats.mannwhitneyu(first, second, axis=1).pvalue,
    }
    return {name: float(np.mean(values < ALPHA)) for name, values in found.items()}


def powers(samples: int) -> pd.DataFrame:
    """Power at the planned differences: first, second (respondents), effect, sigma, test, power, mc_se, samples."""
    rows = [
        {"first": split[0], "second": split[1], "effect": effect, "sigma": sigma, "test": test, "power": share}
        for split, effect in PLANNED
        for sigma in LOG_SCALES
        for test, share in power(split, effect, sigma, samples).items()
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(mc_se=np.sqrt(frame["power"] * (1 - frame["power"]) / samples), samples=samples, seed=SEED)
