"""The page for who comes from Stata, R or LIMDEP: their command, ours, and the numbers of both."""

from __future__ import annotations

import pandas as pd

from helpers import validation
from helpers.rounding import printed
from helpers.study import Study

_OPENING = """# Coming from Stata, R or LIMDEP

**OTHER STUDY**: real answers to other surveys, or counts that they published. Each task is shown as other packages are
asked for it and as this one is, with `answers` and frequency weights `n` made by an answer constructor. The reference
is the maximum to forty digits, computed apart; what R's `DCchoice` and `survival` gave where they were run agrees
with it. Stata and LIMDEP were not run: their commands maximise the same likelihood, and so have the same maximum.
"""
_TIMES = """## What it costs on a payment card

CPU time on 54 card answers that were **made up** for the benchmark, and so are no other study's. Times on a real survey
are in the notebook on validation.
"""
MINUS = "\N{MINUS SIGN}"
_TOOLS = (("Stata", "stata"), ("R", "r"), ("LIMDEP", "limdep"), ("here", "command"))


def other_packages(study: Study) -> str:
    """The page as markdown: a section a task, then what corresponds to what elsewhere."""
    sections = [_OPENING]
    for task, numbers in validation.translated(study):
        commands = [(name, getattr(task, attribute)) for name, attribute in _TOOLS]
        blocks = [f"{name}:\n\n```text\n{command}\n```\n" for name, command in commands if command]
        shown = numbers.assign(
            reference=[printed(value, ".8g").replace("-", MINUS) for value in numbers["reference"]],
            here=[printed(value, ".8g").replace("-", MINUS) for value in numbers["here"]],
        )
        of = ", ".join(task.survey)
        sections += [f"## {task.name}\n\nOn {of}. {task.note}\n", *blocks, _table(shown, "reference", "here", "digits")]
    code = validation.ELSEWHERE.map(lambda text: text if text.startswith("none") else f"`{text}`")
    code["what"] = validation.ELSEWHERE["what"]
    sections.append(f"## What corresponds to what\n\n{_table(code)}")
    times = validation.run_times(study, simulated=True)
    times["times cheaper"] = [f"{value:,}" for value in times["times cheaper"]]
    sections.append(_TIMES + "\n" + _table(times, "here", "there", "times cheaper"))
    return "\n".join(sections)


def _table(frame: pd.DataFrame, *right: str) -> str:
    """A frame as a table in markdown, its columns of numbers to the right."""
    rule = ["---:" if name in right else "---" for name in frame.columns]
    cells = [frame.columns, rule, *frame.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in cells) + "\n"
