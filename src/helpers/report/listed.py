"""A table of the report: numbers come from what was released, as the pages print them, and leave as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from helpers import disclosure, figures, pages
from helpers.study import Mark, Source

# A line of a table in characters, the longest words that are not broken over lines, and what stands between columns.
LINE, SHORT, PADDING = 100, 16, 3
WITHHELD = "Withheld: it shows single respondents, or counts that were not declared for release."


@dataclass(frozen=True)
class Listed:
    """A table as it is set.

    Attributes
    ----------
    title : str
        What it shows.
    note : str
        What its cells hold and in which unit.
    mark : str
        Where the numbers come from.
    head : tuple of str
        Names of the columns.
    rows : tuple of tuple of str
        A row of one cell names those that follow.
    numeric : tuple of bool
        Which columns stand to the right.
    """

    title: str
    note: str
    mark: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = field(default=())

    def markdown(self, number: str) -> str:
        """As Pandoc reads it: a pipe table, whose dashes give the columns their widths, with a caption."""
        aside = self.numeric or (False, *(True for _ in self.head[1:]))
        rule = [
            f":{'-' * width}" if not right else f"{'-' * width}:"
            for width, right in zip(self._widths(aside), aside, strict=True)
        ]
        lines = ["| " + " | ".join(map(escaped, self.head)) + " |", "|" + "|".join(rule) + "|"]
        for row in self.rows:
            cells = [escaped(cell) for cell in row]
            cells = [f"**{cells[0]}**", *[""] * (len(self.head) - 1)] if len(row) == 1 else cells
            lines.append("| " + " | ".join(cells) + " |")
        note = f" {escaped(self.note)}" if self.note else ""
        mark = f" {escaped(self.mark)}." if self.mark else ""
        return "\n".join(lines) + f"\n\n: **{number}. {escaped(self.title)}.**{note}{mark}\n"

    def _widths(self, aside: Sequence[bool]) -> list[int]:
        """A line shared out: columns of figures take what they need, those of words what is left, by their length."""
        rows = [self.head, *(row for row in self.rows if len(row) > 1)]
        longest = [max(len(row[place]) for row in rows) for place in range(len(self.head))]
        short = [right or length <= SHORT for right, length in zip(aside, longest, strict=True)]
        taken = sum(length + PADDING for length, whole in zip(longest, short, strict=True) if whole)
        words = sum(length**0.5 for length, whole in zip(longest, short, strict=True) if not whole)
        wanted = [
            length + PADDING if whole else max(SHORT, (LINE - taken) * length**0.5 / words)
            for length, whole in zip(longest, short, strict=True)
        ]
        # Pandoc keeps widths only of lines that are longer than its own, so that every table fills the line.
        return [round(LINE * width / sum(wanted)) for width in wanted]


def listed(
    released: disclosure.Released,
    title: str,
    note: str,
    columns: Sequence[str] | None = None,
    heads: dict[str, str] | None = None,
) -> Listed:
    """What was released, as the pages print it, or some of its columns under other heads."""
    shown = shown_of(released)
    shown = shown[list(columns)] if columns is not None else shown
    head = tuple((heads or {}).get(name, name) for name in shown.columns)
    rows = tuple(tuple(row) for row in shown.itertuples(index=False))
    return Listed(title, note, said(released.rests_on), head, rows or ((WITHHELD,),))


def said(rests_on: Source | Mark) -> str:
    """The mark of what a table or a figure rests on, with what a reader changed."""
    told = figures.outline(rests_on)
    return f"{told['mark']}, changed: {told['changed']}" if "changed" in told else told["mark"]


def shown_of(released: disclosure.Released) -> pd.DataFrame:
    """Each cell as the pages print it."""
    return pages.Table(released, "").shown()


def escaped(text: str) -> str:
    """Text in which nothing means anything to Pandoc."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~^$@'\"" else sign for sign in text.replace("\n", " "))
