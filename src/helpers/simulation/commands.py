"""Run a study by command, and read what it stored: `python -m helpers.simulation coverage --full`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from helpers.cleaning import csv_text
from helpers.rounding import printed
from helpers.study import ROOT, InputError

from . import workers
from .experiments import BLOCK, FULL, QUICK, SEED, Setting, limits, shares, table, tasks
from .power import powers
from .sample_sizes import planned_sizes

MEASURED = ROOT / "data" / "measured"
BLOCKS = ROOT / "build" / "simulation"
STUDIES = ("coverage", "planning", "cost")


def coverage(setting: Setting, store: Path = BLOCKS, processes: int = 1, cluster: str | None = None) -> pd.DataFrame:
    """Run the coverage study, or what is left of it.

    Parameters
    ----------
    setting : Setting
        `QUICK` or `FULL`.
    store : Path
        Folder of finished blocks.
    processes : int
        Workers of this machine.
    cluster : str, optional
        As in `workers.run`.

    Returns
    -------
    DataFrame
        As `coverage.table` gives it, with the setting and the seed.
    """
    wanted = tasks(setting)
    found = workers.run(limits, wanted, store, processes, cluster)
    return table(wanted, found).assign(setting=setting.name, seed=SEED)


def cost(setting: Setting, most: int) -> pd.DataFrame:
    """How long simulated surveys of 54 take with one worker, two, and so on up to `most`; nothing stored is read.

    Returns
    -------
    DataFrame
        workers, surveys (each with every interval of its mean and median), seconds (of the clock, of a second run, so
        that workers have started), setting.
    """
    wanted = [task for task in tasks(setting) if task.n == 54 and not task.card]
    rows = []
    for count in range(1, most + 1):
        for _ in range(2):
            with tempfile.TemporaryDirectory() as folder:
                start = time.perf_counter()
                workers.run(limits, wanted, Path(folder), count)
                seconds = time.perf_counter() - start
        rows.append((count, len(wanted) * BLOCK, float(printed(seconds, ".1f")), setting.name))
    return pd.DataFrame(rows, columns=["workers", "surveys", "seconds", "setting"])


def stored(name: str = "coverage", folder: Path = MEASURED) -> pd.DataFrame:
    """What a study stored: ``coverage``, ``coverage_shares``, ``power``, ``planned_sizes`` or ``simulation_cost``."""
    return pd.read_csv(folder / f"{name}.csv")


def main(arguments: list[str] | None = None) -> int:
    """Run one study; bad input gives one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.simulation", description=__doc__.splitlines()[0])
    parser.add_argument("study", choices=STUDIES, help="coverage of every interval, what planning rests on, or time")
    parser.add_argument("--full", action="store_true", help="as stored: minutes; a quick look by default")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    parser.add_argument("--cluster", help="a Dask scheduler, tcp://host:port, or local for one of this machine")
    parser.add_argument("--blocks", type=Path, default=BLOCKS, help="finished blocks, from which a run goes on")
    parser.add_argument("--to", type=Path, default=MEASURED, help="folder of the tables (default: data/measured)")
    options = parser.parse_args(arguments)
    setting = FULL if options.full else QUICK
    try:
        if options.study == "coverage":
            found = coverage(setting, options.blocks, options.workers, options.cluster)
            tables = {"coverage": found, "coverage_shares": shares()}
        elif options.study == "cost":
            tables = {"simulation_cost": cost(setting, options.workers)}
        else:
            tables = {
                name: table(setting.samples).assign(setting=setting.name)
                for name, table in (("power", powers), ("planned_sizes", planned_sizes))
            }
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        (options.to / f"{name}.csv").write_text(csv_text(frame), encoding="utf-8")
        print(f"{options.to / name}.csv: {len(frame)} rows")
    return 0
