"""What a reader can change at the top of a page, and what it stands at."""

from __future__ import annotations

from typing import Any

from helpers.study import PARAMETERS, Mark, changeable, load

from .prose import Prose

CHANGE = "Change a value above and run all: what rests on it is made anew, and what moves shows everywhere on the page."


def parameters(**values: Any) -> Prose:
    """Say what is declared for each parameter of a page, and what stands in its place where a reader changed it.

    Parameters
    ----------
    **values
        By the names in `helpers.study.PARAMETERS`; None is as declared.
    """
    declared, study = load(), load(**values)
    before, now, lines, marks = changeable(declared), changeable(study), [], set()
    for name in values:
        where = PARAMETERS[name][0]
        changed = f", changed to {_said(now[where])}" if now[where] != before[where] else ""
        lines.append(f"- `{name}`: {_said(before[where])}{changed}")
        marks.add(Mark.DERIVED if where.startswith(("average.", "planning.")) else study.mark)
    text = f"{CHANGE} As declared in study.toml:\n\n" + "\n".join(lines)
    return Prose(text, marks, changed=study.changes)


def _said(value: object) -> str:
    """A declared value; where none is, the counts of reasons for paying nothing say it."""
    if value is None:
        return "as the declared counts have it"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
