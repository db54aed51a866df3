"""The variance that information promises, beside the variance of medians that simulated surveys give.

tests/reference/planning/variance_over_formula.csv: 60,000 surveys of 54 for each format, run apart from this project.
"""

import csv

import numpy as np
import pytest
from checks import ROOT
from scipy import stats

from helpers import planning

SURVEYS, SEED = 20_000, 8
DESIGNS = {each.name: each for each in planning.formats()}
ROWS = {
    "single-bounded at the median": planning.single_bounded(0.0),
    "one-and-one-half at terciles": DESIGNS["one-and-one-half-bounded"],
    "double-bounded at quartiles": DESIGNS["double-bounded"],
    "card of 8 equal cells": planning.card(8),
    "card of 12 equal cells": planning.card(12),
}
with (ROOT / "tests" / "reference" / "planning" / "variance_over_formula.csv").open(encoding="utf-8") as file:
    REFERENCE = {row["format"]: row for row in csv.DictReader(file)}


def medians(design, n, random):
    """Log medians of maximum likelihood, logistic errors with the scale known to be 1; the true one is 0."""
    counts, lower, upper = [], [], []
    for share, amounts in design.routes:
        ends = np.array([-np.inf, *amounts, np.inf])
        counts.append(random.multinomial(round(share * n), np.diff(stats.logistic.cdf(ends)), SURVEYS))
        lower.append(ends[:-1])
        upper.append(ends[1:])
    counts, lower, upper = np.hstack(counts), np.concatenate(lower), np.concatenate(upper)
    at = np.zeros((SURVEYS, 1))
    for _ in range(30):  # Newton: the score of a cell is 1 - F(low) - F(high), its derivative f(low) + f(high)
        score = (counts * (stats.logistic.cdf(lower - at) + stats.logistic.cdf(upper - at) - 1)).sum(axis=1)
        slope = (counts * (stats.logistic.pdf(lower - at) + stats.logistic.pdf(upper - at))).sum(axis=1)
        at += (score / slope)[:, None]
    assert np.abs(score / slope).max() < 1e-9
    return at[:, 0]


@pytest.mark.long
@pytest.mark.parametrize("name", ROWS)
def test_the_variance_of_medians_tends_to_the_formula(name):
    design, random = ROWS[name], np.random.default_rng(SEED)
    information = planning.information(design)[0, 0]
    assert information == pytest.approx(float(REFERENCE[name]["information"]), rel=1e-7)
    ratios = {n: medians(design, n, random).var(ddof=1) * n * information for n in (54, 2_000)}
    # The standard error of a variance over itself is sqrt(2 / surveys).
    error = np.sqrt(2 / SURVEYS)
    theirs = float(REFERENCE[name]["variance_over_formula"])
    assert abs(ratios[54] - theirs) < 4 * np.hypot(error, float(REFERENCE[name]["mc_se"]))
    assert abs(ratios[2_000] - 1) < 4 * error
