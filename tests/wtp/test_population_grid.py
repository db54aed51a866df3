"""Every estimator of the multiverse on populations with a mean of 58, beside a longer simulation run apart from it.

tests/reference/planning/population_grid.csv: 54 respondents, payers log-normal, 4,000 samples a cell; mean of ratios.
"""

import csv
import itertools

import numpy as np
import pytest
from checks import ROOT

from helpers.wtp.choices import BASE, CARD, SPIKE, Specification
from helpers.wtp.multiverse import Answers, multiverses

pytestmark = pytest.mark.slow

MEAN, N, SAMPLES, SEED = 58.0, 54, 50, 4
# Whoever would pay less than the lowest amount ticks nothing: a tick of 0.
AMOUNTS = np.array([0, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300], dtype=float)
ZEROS = "zeros in (0, 5]"
with (ROOT / "tests" / "reference" / "planning" / "population_grid.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [row for row in csv.DictReader(file) if row["samples"]]
CELLS = ("spread_is", "sd", "zeros", "payer_log_scale", "sample")


def spec(estimator, zeros="none", measure="mean", question=BASE.question, outliers="as given"):
    return Specification(question, "base case", outliers, "as given", estimator, zeros, measure)


SPECIFICATIONS = {
    "sample median": spec("amounts", measure="median"),
    "sample mean": spec("amounts"),
    "mean of amounts capped at 300": spec("amounts", outliers="top-coded 300"),
    "card lower bound": spec("tick", question=CARD),
    "card midpoint": spec("midpoint", question=CARD),
}
MEASURES = {"mean": "mean", "truncated at 300": "truncated mean", "median": "median"}
for (data, asked), (name, kind) in itertools.product(
    {"card": CARD, "amounts": BASE.question}.items(), MEASURES.items()
):
    SPECIFICATIONS[f"spike log-normal {name}, {data}"] = spec("log-normal", SPIKE, kind, asked)
    SPECIFICATIONS[f"log-normal {name}, {data}, {ZEROS}"] = spec("log-normal", "at most 5", kind, asked)


def drawn(random, zeros, sigma, each_sample):
    """Respondents of one sample: zeros at random and the population's mean 58, or both exact in each sample."""
    count = round(N * zeros) if each_sample else int(random.binomial(N, zeros))
    amounts = random.lognormal(np.log(MEAN / (1 - zeros)) - sigma**2 / 2, sigma, N - count)
    if each_sample:
        amounts *= MEAN * N / amounts.sum()
    ticks = AMOUNTS[np.searchsorted(AMOUNTS, amounts, side="right") - 1]
    nothing = np.full(count, np.nan)
    status = np.array(["payer"] * (N - count) + ["true zero"] * count)
    return Answers(status, np.append(amounts, nothing), np.append(ticks, nothing), AMOUNTS)


@pytest.mark.long
@pytest.mark.parametrize("cell", sorted({tuple(row[name] for name in CELLS) for row in ROWS}), ids=" ".join)
def test_every_estimator_strays_as_the_reference_found(cell):
    rows = [row for row in ROWS if tuple(row[name] for name in CELLS) == cell]
    zeros, sigma, each_sample = float(cell[2]), float(cell[3]), cell[4].startswith("each")
    random = np.random.default_rng(SEED)
    samples = [drawn(random, zeros, sigma, each_sample) for _ in range(SAMPLES)]
    found = multiverses(samples, [SPECIFICATIONS[row["estimator"]] for row in rows], MEAN)
    for row in rows:
        ratios = np.array([each.loc[SPECIFICATIONS[row["estimator"]].label, "ratio"] for each in found])
        error = np.hypot(float(row["mc_se"]), ratios.std(ddof=1) / np.sqrt(SAMPLES))
        # Two simulations agree within four standard errors of their difference; 1e-9 where a mean is exact.
        assert abs(ratios.mean() - float(row["mean_ratio"])) <= 4 * error + 1e-9, (row["estimator"], ratios.mean())
