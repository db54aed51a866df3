"""The page that says which parts of a model and which intervals go together, written from a table made by trying."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers import valuation

_OPENING = """# What goes together

Each cell is a trial on one invented survey: the model with both parts was fitted, or the interval of its median formed
by that method. "no" means that `fit` or `interval` refuses the pair with a sentence that names both; the sentences
stand below. The tests try the same pairs.
"""


def combinations_page(table: pd.DataFrame | None = None) -> str:
    """The page as Markdown.

    Parameters
    ----------
    table : DataFrame, optional
        As ``valuation.combinations`` returns it; made anew where not given.
    """
    table = valuation.combinations() if table is None else table
    parts = list(table.index)
    methods = [name for name in table if name not in parts]
    pairs = {
        frozenset((first, second)): f"- `{first}` and `{second}`: {table.loc[first, second]}"
        for first in reversed(parts)
        for second in reversed(list(table))
        if table.loc[first, second] not in ("", valuation.WORKS)
    }
    refused = "\n".join(reversed(pairs.values()))
    return "\n".join(
        [
            _OPENING,
            f"## Parts of a model\n\n{_markdown(table[parts])}\n",
            f"## Parts of a model and intervals\n\n{_markdown(table[methods])}\n",
            f"## What is refused\n\n{refused}\n",
        ]
    )


def write(target: Path) -> None:
    """Make the table, and write its page to a file."""
    target.write_text(combinations_page(), encoding="utf-8")


def _markdown(table: pd.DataFrame) -> str:
    """A table of yes and no in Markdown."""
    cells = table.map(lambda sentence: sentence if sentence in ("", valuation.WORKS) else "no")
    names = ["part", *(f"`{name}`" for name in table)]
    rows = [[f"`{name}`", *row] for name, row in zip(table.index, cells.to_numpy(), strict=True)]
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
