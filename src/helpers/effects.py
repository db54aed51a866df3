"""Effect sizes with their intervals and no test: Cliff's delta between groups, and rank correlation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from helpers.result import Result, Unit


class Dominance(NamedTuple):
    """Cliff's delta and its limits."""

    delta: float
    low: float
    high: float


def dominance(first: Sequence[float], second: Sequence[float], level: float = 0.95) -> Dominance:
    """Cliff's delta: how much more often an amount of the first group is above one of the second than below it.

    For skewed amounts, of which a few carry the mean and the standard deviation, an effect size that only asks which of
    two amounts is larger (Cliff, 1993) says what a standardised difference of means cannot.

    Parameters
    ----------
    first, second : sequence of float, shapes (n1,) and (n2,)
        Two or more amounts each.
    level : float
        Confidence level.

    Returns
    -------
    Dominance
        delta between -1 and 1, and its asymmetric limits, which never leave that range (Feng and Cliff, 2004), by the
        unbiased estimate of its variance, not below what delta itself implies (Cliff, 1993), and Student's t. Where no
        amount of one group overlaps the other nothing varies, and there are no limits.

    Examples
    --------
    >>> found = dominance(
    ...     [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    ... )
    >>> f"{found.delta:.2f} ({found.low:.4f} to {found.high:.4f})"
    '-0.25 (-0.7266 to 0.3890)'
    """
    above = np.sign(np.subtract.outer(np.asarray(first, dtype=float), np.asarray(second, dtype=float)))
    delta, (n, m) = float(above.mean()), above.shape
    if abs(delta) == 1:
        return Dominance(delta, np.nan, np.nan)
    rows, columns, cells = (((values - delta) ** 2).sum() for values in (above.mean(axis=1), above.mean(axis=0), above))
    unbiased = (m**2 * rows + n**2 * columns - cells) / (n * m * (n - 1) * (m - 1))
    variance = max(unbiased, (1 - delta**2) / (n * m - 1))
    quantile = scipy.stats.t.ppf((1 + level) / 2, n + m - 2)
    reach = quantile * np.sqrt(variance * ((1 - delta**2) ** 2 + quantile**2 * variance))
    low, high = ((delta - delta**3 + sign * reach) / (1 - delta**2 + quantile**2 * variance) for sign in (-1, 1))
    return Dominance(delta, float(low), float(high))


def subgroups(outcome: pd.Series, groups: pd.Series, order: Sequence[str], unit: Unit) -> Result:
    """Compare each declared group with everybody else: Cliff's delta with its interval, and no test.

    Groups were not assigned and the family is small, so sizes of difference are given and p-values are not.

    Parameters
    ----------
    outcome : Series
        A number a respondent; missing ones are left out.
    groups : Series
        The group of each respondent, on the same index.
    order : sequence of str
        The declared groups.
    unit : Unit
        Of the outcome.

    Returns
    -------
    Result
        Indexed by group: n, mean, median, cliffs_delta, low, high (of Cliff's delta). Groups of fewer than two have no
        effect size. Its own n is how many have an outcome, those of no known group included.
    """
    known = outcome.notna() & groups.notna()
    rows = []
    for group in order:
        inside, outside = outcome[known & (groups == group)], outcome[known & (groups != group)]
        effect = Dominance(np.nan, np.nan, np.nan)
        if min(len(inside), len(outside)) >= 2:
            effect = dominance(inside.to_numpy(float), outside.to_numpy(float))
        rows.append((len(inside), inside.mean(), inside.median(), *effect))
    columns = ["n", "mean", "median", "cliffs_delta", "low", "high"]
    frame = pd.DataFrame(rows, index=pd.Index(order, name="group"), columns=columns)
    return Result(frame, dict.fromkeys(("mean", "median"), unit), n=int(outcome.notna().sum()))


def agreement(first: pd.Series, second: pd.Series) -> Result:
    """Rank correlation of two answers by the same people: pairs, Spearman's rho (by pingouin; Vallat, 2018), low, high.

    The 95 % limits are on Fisher's scale with the variance of Bonett and Wright (2000), (1 + rho^2 / 2) / (n - 3):
    that of Pearson's correlation is too small for ranks.
    """
    import pingouin as pg

    both = pd.concat([first, second], axis=1).dropna()
    rho = pg.corr(both.iloc[:, 0], both.iloc[:, 1], method="spearman")["r"].iloc[0]
    margin = scipy.stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (len(both) - 3))
    low, high = np.tanh(np.arctanh(rho) + np.array([-margin, margin]))
    return Result(pd.DataFrame({"pairs": [len(both)], "rho": [rho], "low": [low], "high": [high]}), n=len(both))
