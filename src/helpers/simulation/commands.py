"""Run a study by command, and read what it stored: `python -m helpers.simulation coverage --full`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

from helpers.cleaning import csv_text
from helpers.study import ROOT, InputError

from . import workers
from .experiments import FULL, QUICK, SEED, Setting, limits, shares, table, tasks
from .power import powers
from .sample_sizes import planned_sizes

MEASURED = ROOT / "data" / "measured"
BLOCKS = ROOT / "build" / "simulation"
STUDIES = ("coverage", "planning")


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


def stored(name: str = "coverage", folder: Path = MEASURED) -> pd.DataFrame:
    """What a study stored: ``coverage``, ``coverage_shares``, ``power`` or ``planned_sizes``."""
    return pd.read_csv(folder / f"{name}.csv")


def main(arguments: list[str] | None = None) -> int:
    """Run one study; bad input gives one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.simulation", description=__doc__.splitlines()[0])
    parser.add_argument("study", choices=STUDIES, help="coverage of every interval method, or what planning rests on")
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
