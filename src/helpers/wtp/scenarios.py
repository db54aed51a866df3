"""Populations that all have the published mean: what every estimator makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
from tqdm import tqdm

from helpers import synthetic
from helpers.study import InputError

from .choices import BASE, CARD, SPIKE, TRUNCATED
from .multiverse import Answers, answers, multiverses

# What is asked of each population, by its name in tables.
ESTIMATORS = {
    "median of amounts": replace(BASE, measure="median"),
    "trimmed mean": replace(BASE, outliers="trimmed 10 %"),
    "card, lower bound": replace(BASE, question=CARD, estimator="tick"),
    "card, midpoints": replace(BASE, question=CARD, estimator="midpoint"),
    "log-normal, spike": replace(BASE, estimator="log-normal", zeros=SPIKE),
    "log-normal, zeros at most 5": replace(BASE, estimator="log-normal", zeros="at most 5"),
    "card, log-normal, spike": replace(BASE, question=CARD, estimator="log-normal", zeros=SPIKE),
    "card, log-normal, truncated": replace(BASE, question=CARD, estimator="log-normal", zeros=SPIKE, measure=TRUNCATED),
}


def scenarios(
    assumed: synthetic.Assumptions,
    spreads: Iterable[float],
    zeros: Iterable[float],
    heaping: Iterable[float],
    populations: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent populations over a grid of what is not known, and work out every estimator in each.

    Parameters
    ----------
    assumed : Assumptions
        All that the grid does not vary; its seed is the first population's.
    spreads, zeros, heaping : iterable of float
        The grid, as `synthetic.Assumptions` has them.
    populations : int
        Invented for each cell of the grid, with seeds in a row.

    Returns
    -------
    ratios : DataFrame
        Indexed by spread, zeros, heaping and estimator: median, lowest and highest ratio to the mean over populations.
    impossible : DataFrame
        Indexed by spread, zeros and heaping: why a cell holds no population, in one sentence with the nearest that can.

    Examples
    --------
    >>> from helpers.study import load
    >>> ratios, impossible = scenarios(
    ...     synthetic.assumptions(load()), [30, 73], [0.3], [0.9], 1
    ... )
    >>> len(ratios), len(impossible)
    (8, 1)
    """
    cells = [(spread, share, heap) for spread in spreads for share in zeros for heap in heaping]
    people, why = {}, {}
    # disable=None: a bar on a terminal, nothing in a log.
    for cell in tqdm(cells, desc="populations", unit="cell", disable=None):
        try:
            people[cell] = [_people(assumed, cell, place) for place in range(populations)]
        except InputError as error:
            why[cell] = str(error)
    found = multiverses(
        [each for each_cell in people.values() for each in each_cell], ESTIMATORS.values(), assumed.mean
    )
    rows = {}
    for start, cell in enumerate(people):
        ratios = pd.concat([each["ratio"] for each in found[start * populations : (start + 1) * populations]], axis=1)
        for name, estimator in ESTIMATORS.items():
            row = ratios.loc[estimator.label]
            rows[*cell, name] = (row.median(), row.min(), row.max())
    names = ["spread", "zeros", "heaping"]
    index = pd.MultiIndex.from_tuples(rows, names=[*names, "estimator"])
    ratios = pd.DataFrame(list(rows.values()), index=index, columns=["median", "lowest", "highest"])
    return ratios, pd.DataFrame({"why": why.values()}, index=pd.MultiIndex.from_tuples(why, names=names))


def _people(assumed: synthetic.Assumptions, cell: tuple[float, float, float], place: int) -> Answers:
    """One population of a cell, reduced to its answers."""
    spread, share, heap = cell
    assumed = replace(assumed, spread=spread, zeros=share, heaping=heap, seed=assumed.seed + place)
    return answers(synthetic.respondents(assumed).assign(zero_reason=""), assumed.card, ())
