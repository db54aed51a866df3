"""How often a nominal 95 % interval covers the truth, and where the truth lies when it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from helpers import valuation as cv

from . import intervals
from .populations import CARD, CARD_READ, EXACT, HEAPED, Population

SIZES = (20, 54, 100, 200)
POPULATIONS = (
    Population(sigma=1.0),
    Population(sigma=0.5, zeros=0.2),
    Population(sigma=1.0, reading=HEAPED),
    Population(sigma=1.5, zeros=0.2, reading=HEAPED),
    Population(sigma=0.5, reading=CARD_READ),
)
# Amounts ticked on a card, read as the intervals they are; fits of fewer than 54 ticks fail too often to compare.
MODELLED = (Population(sigma=1.0), Population(sigma=0.5, zeros=0.2))
MODEL, SPIKE_MODEL = "log-normal MLE on card intervals", "log-normal MLE on card intervals with a spike"
ASKED = tuple(Population(sigma, zeros) for sigma in (0.5, 1.0, 1.5) for zeros in (0.0, 0.2))
PRICE = 50.0
SEED = 1927  # the year of Wilson's interval; any other would do
# Samples that share their resamples, and the unit in which work is handed out and stored.
BLOCK = 50


@dataclass(frozen=True)
class Setting:
    """How much of a study is run: samples of each population, resamples of each sample, samples fitted as intervals."""

    name: str
    samples: int
    resamples: int
    fitted: int


# A fit to intervals costs as much as two thousand resamples of a mean.
QUICK, FULL = Setting("quick", 500, 499, 500), Setting("full", 10_000, 1_999, 3_000)


@dataclass(frozen=True)
class Task:
    """One block of samples of one size from one population; `card` samples are ticked and fitted as intervals."""

    population: Population
    n: int
    block: int
    resamples: int
    card: bool = False

    @property
    def name(self) -> str:
        """A name that no other task has, for a file."""
        population = self.population
        kind = "ticks" if self.card else population.reading.replace(" ", "-")
        return f"{kind}-{population.sigma:g}-{population.zeros:g}-{self.n}-{self.resamples}-{self.block:03d}"

    def random(self) -> np.random.Generator:
        """This task's own generator, the same whoever runs it and whatever was run before."""
        population = self.population
        kind = ("ticks", EXACT, HEAPED, CARD_READ).index("ticks" if self.card else population.reading)
        key = (kind, round(1000 * population.sigma), round(1000 * population.zeros), self.n, self.block)
        return np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=key))


def tasks(setting: Setting) -> list[Task]:
    """All blocks of the study under a setting."""
    blocks, fitted = range(setting.samples // BLOCK), range(setting.fitted // BLOCK)
    plain = [Task(p, n, block, setting.resamples) for p in POPULATIONS for n in SIZES for block in blocks]
    ticked = [Task(p, n, block, 0, card=True) for p in MODELLED for n in SIZES[1:] for block in fitted]
    return plain + ticked


def limits(task: Task) -> intervals.Limits:
    """The limits of every method for every sample of a task, by measure and method: arrays of shape (BLOCK, 2)."""
    random, population = task.random(), task.population
    samples = population.draw(random, (BLOCK, task.n))
    if not task.card:
        return intervals.of_samples(samples, task.resamples, random, model=population.reading != CARD_READ)
    name = f"{SPIKE_MODEL if population.zeros else MODEL}, delta on logs"
    found = {("mean", name): np.full((BLOCK, 2), np.nan), ("median", name): np.full((BLOCK, 2), np.nan)}
    highest = np.concatenate([[0.0], CARD])[np.searchsorted(CARD, samples, side="right")]
    for row, (amounts, chosen) in enumerate(zip(samples, highest, strict=True)):
        zero = amounts == 0
        answers = cv.payment_card(chosen, [0.0, *CARD], zero=zero)
        # A sample without a zero has no share of them to estimate.
        fit = cv.fit(answers, "log-normal", zeros="spike" if zero.any() else None)
        for measure in ("mean", "median"):
            interval = fit.interval(measure, method="delta")
            found[measure, name][row] = interval.low, interval.high
    return found


def table(done: list[Task], found: list[intervals.Limits]) -> pd.DataFrame:
    """Coverage by population, size, measure and method.

    Returns
    -------
    DataFrame
        population, sigma, zeros, n, measure, method, truth, samples (usable ones), coverage, mc_se (between blocks),
        truth_above_interval, truth_below_interval (shares of samples), median_width (currency units).
    """
    pieces: dict[tuple, list[np.ndarray]] = {}
    for task, of_task in zip(done, found, strict=True):
        for key, ends in of_task.items():
            pieces.setdefault((task.population, task.n, task.card, *key), []).append(ends)
    rows = []
    for (population, n, card, measure, method), blocks in pieces.items():
        truth = population.truth(measure)
        ends = np.concatenate(blocks)
        usable = ~np.isnan(ends).any(axis=1)
        covered = [np.mean((block[:, 0] <= truth) & (truth <= block[:, 1])) for block in blocks]
        name = f"log-normal read by the card{population.name.removeprefix('log-normal')}" if card else population.name
        rows.append(
            {
                "population": name,
                "sigma": population.sigma,
                "zeros": population.zeros,
                "n": n,
                "measure": measure,
                "method": method,
                "truth": truth,
                "samples": int(usable.sum()),
                "coverage": float(np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1]))),
                "mc_se": float(np.std(covered, ddof=1) / np.sqrt(len(covered))) if len(covered) > 1 else np.nan,
                "truth_above_interval": float(np.mean(ends[:, 1] < truth)),
                "truth_below_interval": float(np.mean(ends[:, 0] > truth)),
                "median_width": float(np.median(ends[usable, 1] - ends[usable, 0])),
            }
        )
    return pd.DataFrame(rows)


def share_coverage(n: int, share: float) -> pd.DataFrame:
    """Exact coverage of intervals for a share, by adding up the binomial chances of the counts that cover it.

    Parameters
    ----------
    n : int
        Respondents.
    share : float
        The true share, between 0 and 1.

    Returns
    -------
    DataFrame
        Indexed by method (Wilson, Clopper-Pearson, Wald): coverage, truth_above_interval, truth_below_interval,
        mean_width.

    Examples
    --------
    >>> share_coverage(54, 0.5).round(3)["coverage"].to_dict()
    {'Wilson': 0.96, 'Clopper-Pearson': 0.96, 'Wald': 0.924}
    """
    counts = np.arange(n + 1)
    chances = stats.binom.pmf(counts, n, share)
    half = stats.norm.ppf((1 + intervals.LEVEL) / 2) * np.sqrt(counts / n * (1 - counts / n) / n)
    found = {"Wald": np.clip(np.column_stack([counts / n - half, counts / n + half]), 0, 1)}
    for name, method in (("Clopper-Pearson", "exact"), ("Wilson", "wilson")):
        ends = [stats.binomtest(int(k), n).proportion_ci(intervals.LEVEL, method=method) for k in counts]
        found[name] = np.array([(each.low, each.high) for each in ends])
    rows = {
        name: {
            "coverage": chances @ ((ends[:, 0] <= share) & (share <= ends[:, 1])),
            "truth_above_interval": chances @ (ends[:, 1] < share),
            "truth_below_interval": chances @ (ends[:, 0] > share),
            "mean_width": chances @ (ends[:, 1] - ends[:, 0]),
        }
        for name, ends in reversed(found.items())
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("method")


def shares() -> pd.DataFrame:
    """Exact coverage for the share that would pay a price, by population and size."""
    rows = [
        share_coverage(n, population.share_willing(PRICE))
        .reset_index()
        .assign(population=population.name, sigma=population.sigma, zeros=population.zeros, n=n, price=PRICE)
        for population in ASKED
        for n in SIZES
    ]
    return pd.concat(rows, ignore_index=True)
