"""The faults that gates are shown, read from the names of the tests: no list that a page promises can be another."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pandas as pd

# Every gate has tests named so: what it is called, and the fault that must turn it red.
SHOWN = re.compile(r"test_(\w+?)_gate_sees_(\w+)")
INTRODUCTION = """# What the gates catch

`make test` runs gates: checks of what is committed. Each is shown failing. For every row of this table a small
copy is spoilt as the row says, and the gate must say so in a sentence that names the file and the place.
`make sabotage` does it again and prints who caught what.
"""


def faults(tests: Path) -> pd.DataFrame:
    """Every fault that some gate is shown.

    Parameters
    ----------
    tests : Path
        The folder of tests.

    Returns
    -------
    DataFrame
        Indexed by the test, as file::name: gate, fault (in words), cases (variants of the fault that are tried).
    """
    rows = {}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(tests.rglob("test_*.py"))}
    for path, text in texts.items():
        # Most files show no gate anything, and to parse them all takes a moment.
        for node in ast.parse(text).body if SHOWN.search(text) else ():
            if isinstance(node, ast.FunctionDef) and (named := SHOWN.fullmatch(node.name)):
                gate, fault = (words.replace("_", " ") for words in named.groups())
                row = {"gate": gate, "fault": fault, "cases": _cases(node)}
                rows[f"{path.relative_to(tests).as_posix()}::{node.name}"] = row
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["gate", "fault", "cases"]).rename_axis("test")
    return frame.sort_values(["gate", "fault"], kind="stable")


def _cases(test: ast.FunctionDef) -> int:
    """How many variants a test tries: the product of the lists that it is run over."""
    cases = 1
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "parametrize":
            values = decorator.args[1]
            cases *= len(values.elts) if isinstance(values, ast.List | ast.Tuple) else 1
    return cases


def page(tests: Path) -> str:
    """The table of faults, as a page in Markdown."""
    found = faults(tests)
    lines = [f"| {row.gate} | {row.fault} | {row.cases} |" for row in found.itertuples()]
    head = ["| gate | fault that it is shown | cases |", "| --- | --- | ---: |"]
    return "\n".join(
        [INTRODUCTION, f"{found['cases'].sum()} faults, {found['gate'].nunique()} gates.", "", *head, *lines, ""]
    )
