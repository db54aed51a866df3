"""Two local Dask workers, one of them killed in flight, give the bytes of one process (`make test-cluster`)."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np

from helpers import simulation
from helpers.simulation import experiments

TASKS = [task for task in simulation.tasks(experiments.QUICK) if task.n in (54, 100)][:30]


def stored(folder: Path) -> dict[str, bytes]:
    """Every stored block, by name, as the numbers it holds."""
    found = {}
    for file in sorted(folder.glob("*.npz")):
        with np.load(file) as block:
            found[file.name] = b"".join(block[key].tobytes() for key in sorted(block.files))
    return found


def test_a_worker_killed_in_flight_changes_nothing(tmp_path):
    alone, clustered = tmp_path / "alone", tmp_path / "clustered"
    simulation.run(simulation.limits, TASKS, alone)
    # Here, since only the environment of `make test-cluster` has it, and doctests are looked for in this file too.
    from distributed import LocalCluster

    killed = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:

        def kill():
            while not list(clustered.glob("*.npz")):
                time.sleep(0.05)
            worker = next(iter(cluster.workers.values()))
            killed.append(worker.process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        simulation.run(simulation.limits, TASKS, clustered, cluster=cluster.scheduler_address)
        killer.join()
    assert killed and len(stored(clustered)) == len(TASKS)
    assert stored(clustered) == stored(alone)


def test_a_cluster_that_the_run_starts_itself(tmp_path):
    simulation.run(simulation.limits, TASKS[:4], tmp_path / "alone")
    simulation.run(simulation.limits, TASKS[:4], tmp_path / "local", workers=2, cluster="local")
    assert stored(tmp_path / "local") == stored(tmp_path / "alone")
