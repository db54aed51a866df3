"""The columns of an export with their cells, those of one question together, and nothing judged yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers import cleaning
from helpers.study import InputError, Layout


@dataclass(frozen=True)
class Column:
    """One column: what recognition says of it, and its cells."""

    known: cleaning.Column
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """By which a declaration names it."""
        return self.known.heading

    @property
    def text(self) -> str:
        """Of its question or item, where the file has one."""
        return self.known.text

    @cached_property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell.strip()]

    @cached_property
    def distinct(self) -> list[str]:
        """Each different cell that holds something, once."""
        return list(dict.fromkeys(self.filled))


@dataclass(frozen=True)
class Block:
    """Columns that are headed as the items of one question, or one column alone.

    Attributes
    ----------
    column, text : str
        Heading and text of the question.
    items : tuple of str
        What each column is the item of; as many as there are columns, and none for one column alone.
    columns : tuple of Column
        Of the file, in its order.
    """

    column: str
    text: str
    items: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Export:
    """An export as found: its tool, how it was read, how many rows it holds, and its columns in blocks.

    ``doubt`` names the encodings that it may be in, where nothing decides between them; ``sheet`` is the one of a
    workbook that was named, and ``warnings`` say what was left out or taken for certain in reading.
    """

    path: Path
    tool: cleaning.Tool
    form: str
    doubt: str
    rows: int
    blocks: tuple[Block, ...]
    sheet: str = ""
    warnings: tuple[str, ...] = ()


def read(path: Path, sheet: str = "") -> Export:
    """Read a file's columns, with the tool recognised by what it holds; of a workbook, those of the sheet named.

    Raises
    ------
    InputError
        The file cannot be read, is damaged, or holds no row of answers.
    """
    found = cleaning.recognised(path, path.name, Layout(sheet=sheet))
    # A text that stands in many rows is kept once.
    held: dict[str, str] = {}
    rows = [(number, [held.setdefault(cell, cell) for cell in record]) for number, record in found.table.rows]
    rows = rows[found.tool.headers :]
    if found.table.faults:
        raise InputError("\n".join(found.table.faults))
    if not rows:
        raise InputError(f"{path.name}: holds a header and no response; export the survey again with its responses.")
    for number, record in rows:
        if len(record) != len(found.columns):
            raise InputError(cleaning.short_row(path.name, number, len(record), len(found.columns)))
    cells = zip(*(record for _, record in rows), strict=True)
    columns = [Column(known, held) for known, held in zip(found.columns, cells, strict=True)]
    table, blocks = found.table, tuple(_blocks(columns))
    return Export(path, found.tool, table.form, table.doubt, len(rows), blocks, sheet, tuple(table.warnings))


def _blocks(columns: list[Column]) -> Iterator[Block]:
    """Columns of the same question, taken together where the first stands; every other column by itself.

    What was typed beside an option stands between the options.
    """
    together: dict[str, list[Column]] = {}
    for column in columns:
        together.setdefault(column.known.question or f"\0{column.known.place}", []).append(column)
    for question, held in together.items():
        if not question.startswith("\0"):
            yield _question(question, tuple(held))
        else:
            yield from (Block(column.name, column.text or column.name, (), (column,)) for column in held)


def _question(question: str, columns: tuple[Column, ...]) -> Block:
    """One question with its items, by their texts where the file has them below its headings."""
    items, texts = tuple(column.known.item for column in columns), [column.text for column in columns]
    if not all(texts) or items == tuple(texts):
        return Block(question, question, items, columns)
    # "Which animals? - Selected Choice - Ant": what all share is the question.
    joints = [joint.end() for joint in re.finditer(" - ", texts[0])]
    starts = [texts[0][:end] for end in joints if all(text.startswith(texts[0][:end]) for text in texts)]
    shared = max(starts, default="", key=len)
    text = shared.removesuffix(" - ").removesuffix(" - Selected Choice") or question
    return Block(question, text, tuple(each.removeprefix(shared) for each in texts), columns)
