"""The table of faults is that of the tests, and a fault that nobody catches is said."""

import os
import re
import subprocess
import sys

import pytest
from checks import ROOT

from helpers.compendium import sabotage

TESTS = ROOT / "tests"
SUITE = """
import pytest

@pytest.mark.parametrize("place", [1, 2, 3])
def test_number_gate_sees_a_digit_changed(place):
    assert place != 2

def test_of_something_else():
    pass
"""


def test_faults_are_read_from_names_with_their_cases(tmp_path):
    (tmp_path / "test_a.py").write_text(SUITE, encoding="utf-8")
    [(test, gate, fault, cases)] = sabotage.faults(tmp_path).itertuples()
    assert (test, gate, fault, cases) == (
        "test_a.py::test_number_gate_sees_a_digit_changed",
        "number",
        "a digit changed",
        3,
    )
    assert "| number | a digit changed | 3 |" in sabotage.page(tmp_path)


@pytest.mark.slow
def test_every_check_of_the_gates_is_shown_failing():
    # A check is a function that returns sentences; each is called by a test that spoils something.
    checks = [
        name
        for file in ("checks.py", "project_checks.py", "notebook_checks.py", "committed.py")
        for name in re.findall(r"^def ([a-z]\w*_problems|differing)\(", (TESTS / file).read_text("utf-8"), re.M)
    ]
    shown = "".join((TESTS / test.split("::")[0]).read_text("utf-8") for test in sabotage.faults(TESTS).index)
    assert checks and [name for name in checks if name not in shown] == []


@pytest.mark.long
def test_a_fault_that_nobody_catches_is_said(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text(SUITE, encoding="utf-8")
    driver = f"import pathlib, sys, sabotage; sys.exit(sabotage.main(pathlib.Path({str(tmp_path)!r})))"
    command = [sys.executable, "-c", driver]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(ROOT / "src")])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 1
    assert "number         2 of 3  a digit changed" in done.stdout
    assert done.stdout.endswith("2 faults caught by 1 gates, 1 not caught\n")
