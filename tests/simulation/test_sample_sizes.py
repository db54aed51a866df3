"""What a planned size keeps, against a simulation that was run apart from this project."""

import pandas as pd
import pytest
from checks import ROOT

from helpers import simulation
from helpers.simulation import sample_sizes

# 20,000 surveys of 130 log-normal amounts with a standard deviation equal to the mean of 58, half-width 10.
REFERENCE = pd.read_csv(ROOT / "tests" / "reference" / "planning" / "planned_n_tried.csv").iloc[0]


def test_what_is_stored_agrees_with_another_simulation():
    stored = simulation.stored("planned_sizes").set_index("n").loc[REFERENCE["n"]]
    error = 4 * (REFERENCE["mc_se"] ** 2 + 0.25 * 0.26 / stored["samples"]) ** 0.5
    assert stored["coverage"] == pytest.approx(REFERENCE["coverage_t"], abs=error)
    share = REFERENCE["share_half_width_at_most_10"]
    error = 4 * (share * (1 - share) * (1 / REFERENCE["replicates"] + 1 / stored["samples"])) ** 0.5
    assert stored["kept"] == pytest.approx(share, abs=error)


def test_more_respondents_keep_more_and_enough_is_enough():
    n = sample_sizes.enough(0.5, 33, 1_000)
    assert (
        sample_sizes.outcome(0.5, n, 1_000)["kept"]
        >= sample_sizes.CHANCE
        > sample_sizes.outcome(0.5, 33, 1_000)["kept"]
    )


def test_the_stored_sizes_are_those_of_the_formula():
    # n = (z V / d)^2 for a mean of 58 and a half-width of 10, by hand: 33, 130, 291, 517.
    assert simulation.stored("planned_sizes")["n"].tolist() == [33, 130, 291, 517]
