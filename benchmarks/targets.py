"""How long each target of the Makefile takes in a fresh clone, one after the other; what `make help` prints.

`python benchmarks/targets.py` prints; with ``store`` it also writes data/measured/targets.csv. Targets that say
themselves that they take minutes, or that wait for somebody, are left out.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers import cleaning
from helpers.rounding import rounded
from helpers.study import ROOT

# In an order in which each finds what it needs: the environment is made once, and so is what documents need.
TARGETS = (
    "env", "results", "notebooks", "site", "all", "lint", "check", "test", "test-long", "report", "test-report",
    "wheel", "test-wheel", "citation", "test-release", "release", "test-cluster",
)  # fmt: skip
STORED = ROOT / "data" / "measured" / "targets.csv"


def measured(folder: Path) -> Iterator[pd.DataFrame]:
    """Seconds of every target in a clone below a folder: by the clock, and of processors; a red target stops.

    What is measured so far comes after each of them.
    """
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    rows = []
    for target in TARGETS:
        before, started = _processor_seconds(), time.monotonic()
        subprocess.run(["make", target], cwd=clone, check=True, stdout=subprocess.DEVNULL)
        seconds, used = time.monotonic() - started, _processor_seconds() - before
        if target == "all":  # which alone would have done what was done by name until here
            seconds, used = seconds + sum(row[1] for row in rows), used + sum(row[2] for row in rows)
        rows.append((target, rounded(seconds, 2), rounded(used, 2)))
        print(f"{target:13} {rows[-1][1]:6g} s, {rows[-1][2]:6g} s of processors", flush=True)
        yield pd.DataFrame(rows, columns=["target", "seconds", "processor_seconds"])


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as workshop:
        for table in measured(Path(workshop)):
            if "store" in sys.argv[1:]:
                STORED.write_text(cleaning.csv_text(table), encoding="utf-8")
