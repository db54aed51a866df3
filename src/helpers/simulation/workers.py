"""Hand tasks to workers: this process, processes of this machine (joblib), or a cluster (Dask).

Results come in the order of the tasks whoever computed them. Finished tasks are stored, so that a run which was
stopped, or lost a worker, goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import joblib
import numpy as np
from joblib.externals.loky.process_executor import TerminatedWorkerError
from tqdm import tqdm

from helpers.study import InputError

LOCAL = "local"
# After so many workers lost in a row the tasks themselves are to blame.
_ATTEMPTS = 3
Result = dict[tuple[str, str], np.ndarray]


class Named(Protocol):
    """A task: what is needed of it here is a name of its own."""

    @property
    def name(self) -> str:
        """A name that no other task has."""


def run(
    function: Callable[[Any], Result],
    tasks: Sequence[Named],
    store: Path,
    workers: int = 1,
    cluster: str | None = None,
) -> list[Result]:
    """Compute every task that is not yet stored, and return all results in the order of the tasks.

    Parameters
    ----------
    function : callable
        Computes one task from the task alone: arrays by measure and method.
    tasks : sequence
    store : Path
        A folder of finished results.
    workers : int
        Processes of this machine; 1 computes in this one.
    cluster : str, optional
        Address of a Dask scheduler (``tcp://host:port``), or ``"local"`` for a cluster of this machine.

    Raises
    ------
    InputError
        Workers are lost again and again, or the packages for a cluster are not installed.
    """
    store.mkdir(parents=True, exist_ok=True)
    files = {task.name: store / f"{task.name}.npz" for task in tasks}
    # disable=None: a bar on a terminal, nothing in a log.
    with tqdm(total=len(tasks), desc="blocks", unit="block", disable=None) as progress:
        waiting = [task for task in tasks if not files[task.name].exists()]
        progress.update(len(tasks) - len(waiting))
        for attempt in range(_ATTEMPTS):
            try:
                for name, result in _computed(function, waiting, workers, cluster):
                    _keep(result, files[name])
                    progress.update()
                break
            except TerminatedWorkerError as error:
                waiting = [task for task in tasks if not files[task.name].exists()]
                if attempt == _ATTEMPTS - 1:
                    raise InputError(
                        f"Workers were lost {_ATTEMPTS} times and {len(waiting)} of {len(tasks)} blocks are left: is "
                        "there enough memory? Run the same command again to go on."
                    ) from error
    return [_kept(files[task.name]) for task in tasks]


def _computed(
    function: Callable[[Any], Result], tasks: Sequence[Named], workers: int, cluster: str | None
) -> Iterator[tuple[str, Result]]:
    """Results as they come, each with the name of its task."""
    if cluster:
        yield from _on_cluster(function, tasks, workers, cluster)
    elif workers == 1:
        for task in tasks:
            yield task.name, function(task)
    else:
        parallel = joblib.Parallel(n_jobs=workers, return_as="generator_unordered")
        yield from parallel(joblib.delayed(_named)(function, task) for task in tasks)


def _named(function: Callable[[Any], Result], task: Named) -> tuple[str, Result]:
    return task.name, function(task)


def _on_cluster(
    function: Callable[[Any], Result], tasks: Sequence[Named], workers: int, cluster: str
) -> Iterator[tuple[str, Result]]:
    try:
        from distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        raise InputError(
            "A cluster needs packages that are not installed: `pip install --require-hashes -r "
            "requirements-cluster.lock`, or leave --cluster out."
        ) from error
    started = LocalCluster(n_workers=workers, threads_per_worker=1) if cluster == LOCAL else None
    try:
        with Client(started or cluster) as client:
            # A worker that is lost gives its tasks to the others.
            futures = [client.submit(_named, function, task, retries=_ATTEMPTS, pure=False) for task in tasks]
            for _, result in as_completed(futures, with_results=True):
                yield result
    finally:
        if started:
            started.close()


def _keep(result: Result, file: Path) -> None:
    """Store a result whole or not at all."""
    temporary = file.with_suffix(f".{os.getpid()}.partial")
    with temporary.open("wb") as stream:
        # The stubs take any further argument for the one that is named beside them.
        np.savez(stream, **{"|".join(key): values for key, values in result.items()})  # type: ignore[arg-type]
    temporary.replace(file)


def _kept(file: Path) -> Result:
    with np.load(file) as stored:
        return {tuple(key.split("|")): stored[key] for key in stored.files}
