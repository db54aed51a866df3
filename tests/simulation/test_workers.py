"""Whoever computes it, and whatever is lost on the way, the results are the same bytes."""

import sys

import numpy as np
import pytest
from drawing import Draw, always_dies, draw

from helpers.simulation import workers
from helpers.study import InputError

pytestmark = pytest.mark.slow


def values(results):
    return [each["mean", "drawn"].tolist() for each in results]


@pytest.mark.long
def test_any_number_of_workers_gives_the_same_in_the_same_order(tmp_path):
    tasks = [Draw(seed) for seed in range(8)]
    alone = workers.run(draw, tasks, tmp_path / "one")
    assert values(alone) == [np.random.default_rng(seed).random(3).tolist() for seed in range(8)]
    assert values(workers.run(draw, tasks, tmp_path / "two", workers=2)) == values(alone)


def test_a_run_goes_on_from_what_is_stored(tmp_path):
    tasks = [Draw(seed) for seed in range(4)]
    workers.run(draw, tasks[:3], tmp_path)
    asked = []

    def counted(task):
        asked.append(task.seed)
        return draw(task)

    assert len(workers.run(counted, tasks, tmp_path)) == 4 and asked == [3]


@pytest.mark.long
def test_a_worker_killed_midway_changes_nothing(tmp_path):
    deadly = tmp_path / "deadly"
    deadly.touch()
    tasks = [Draw(seed, str(deadly)) for seed in range(6)]
    found = workers.run(draw, tasks, tmp_path / "store", workers=2)
    assert not deadly.exists() and values(found) == [
        np.random.default_rng(seed).random(3).tolist() for seed in range(6)
    ]


@pytest.mark.long
def test_workers_that_always_die_are_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"^Workers were lost 3 times and 2 of 2 blocks are left"):
        workers.run(always_dies, [Draw(0), Draw(1)], tmp_path, workers=2)


def test_a_cluster_without_its_packages_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"requirements-cluster\.lock"):
        workers.run(draw, [Draw(0)], tmp_path, cluster="local")
