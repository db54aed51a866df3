"""Populations whose truth is known: held to values computed apart from this project."""

import numpy as np
import pandas as pd
import pytest
from checks import ROOT

from helpers.simulation.experiments import POPULATIONS
from helpers.simulation.populations import CARD_READ, HEAPED, Population

REFERENCE = pd.read_csv(ROOT / "tests" / "reference" / "planning" / "coverage.csv")


@pytest.mark.parametrize("population", POPULATIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("measure", ["mean", "median"])
def test_truth_is_exact(population, measure):
    # Closed forms and sums over cells, evaluated apart from this project (tests/reference/planning).
    rows = REFERENCE.query("population == @population.name and sigma == @population.sigma and measure == @measure")
    assert len(rows) and population.truth(measure) == pytest.approx(rows["truth"].iloc[0], rel=1e-7)


@pytest.mark.parametrize("population", POPULATIONS, ids=lambda each: each.name)
def test_draws_are_of_that_population(population):
    drawn = population.draw(np.random.default_rng(1), (400_000,))
    assert drawn.mean() == pytest.approx(population.truth("mean"), abs=4 * drawn.std() / np.sqrt(drawn.size))
    assert np.mean(drawn == 0) >= population.zeros - 0.003


def test_amounts_are_read_as_said():
    heaped, card = Population(1.0, reading=HEAPED), Population(1.0, reading=CARD_READ)
    # The nearest amount that people say, and the highest on the card that is not above it, by hand.
    assert heaped.read(np.array([1, 7.4, 7.6, 62, 63, 90, 1200, 1300])).tolist() == [5, 5, 10, 50, 75, 100, 1000, 1500]
    assert card.read(np.array([4.99, 5, 29, 30, 301])).tolist() == [0, 5, 20, 30, 300]


def test_the_share_willing_is_that_of_the_amounts():
    population = Population(0.5, zeros=0.2)
    drawn = population.draw(np.random.default_rng(2), (200_000,))
    assert population.share_willing(50) == pytest.approx(np.mean(drawn >= 50), abs=0.005)
    # Computed apart from this project (tests/reference/planning/coverage_share_exact.csv).
    assert population.share_willing(50) == pytest.approx(0.5512308902, abs=1e-10)
