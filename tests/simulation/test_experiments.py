"""Coverage, against a study that was run apart from this project (tests/reference/planning)."""

import numpy as np
import pandas as pd
import pytest
from checks import ROOT

from helpers import simulation
from helpers.simulation import experiments

PLANNING = ROOT / "tests" / "reference" / "planning"
KEYS = ["population", "sigma", "n", "measure", "method"]
REFERENCE = pd.concat([pd.read_csv(PLANNING / f"coverage{name}.csv") for name in ("", "_card_model")])


def disagreements(found):
    """Rows that differ from the reference by four standard errors of the difference, and how many were compared."""
    both = found.merge(REFERENCE, on=KEYS, suffixes=("", "_theirs"))
    error = np.hypot(both["mc_se"], both["mc_se_theirs"])
    return both[(both["coverage"] - both["coverage_theirs"]).abs() > 4 * error], len(both)


def test_what_is_stored_agrees_with_another_study_of_the_same_populations():
    found = simulation.stored()
    assert set(found["setting"]) == {"full"} and set(found["seed"]) == {simulation.SEED}
    modelled = found["method"].str.contains("card intervals")
    assert (found["samples"] >= modelled.map({True: 2_950, False: 9_950})).all()
    different, compared = disagreements(found)
    assert compared == len(REFERENCE) == len(found) and different.empty
    # The truth is above the interval far more often than below it, which the pages say.
    t = found.query("measure == 'mean' and method == 't' and zeros == 0")
    assert (t["truth_above_interval"] > 2 * t["truth_below_interval"]).all()


@pytest.mark.long
def test_a_quick_run_agrees_too():
    few = [task for task in simulation.tasks(experiments.QUICK) if task.n == 54 and task.population.zeros]
    different, compared = disagreements(simulation.table(few, [simulation.limits(task) for task in few]))
    assert compared == 16 and different.empty


def test_a_task_gives_the_same_whatever_ran_before():
    first, second = simulation.tasks(experiments.QUICK)[:2]
    alone = simulation.limits(second)
    simulation.limits(first)
    again = simulation.limits(second)
    assert all((alone[key] == again[key]).all() for key in alone)
    names = [task.name for task in simulation.tasks(experiments.QUICK)]
    assert len(set(names)) == len(names)


@pytest.mark.long
def test_coverage_of_shares_is_exact():
    # Binomial sums evaluated apart from this project.
    reference = pd.read_csv(PLANNING / "coverage_share_exact.csv")
    for (n, share), rows in reference.groupby(["n", "share"]):
        ours = simulation.share_coverage(int(n), share).loc[rows["method"]]
        for column in ours:
            assert ours[column].to_numpy() == pytest.approx(rows[column].to_numpy(), abs=2e-9), (n, share, column)
    stored = simulation.stored("coverage_shares").merge(reference, on=["n", "sigma", "zeros", "price", "method"])
    assert len(stored) == len(reference)
    assert stored["coverage_x"].to_numpy() == pytest.approx(stored["coverage_y"].to_numpy(), abs=1e-6)
