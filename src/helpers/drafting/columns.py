"""The columns of an export as its tool heads them, those of one question together, and nothing judged yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers import cleaning
from helpers.study import InputError

# How tools head the column of one item: the question, then the item's code or text.
ITEM = (
    re.compile(r"(?P<stem>.+?)___(?P<item>.+)"),
    re.compile(r"(?P<stem>.+?) ?\[(?P<item>[^\[\]]+)\]"),
    re.compile(r"(?P<stem>.+?) \(choice=(?P<item>.+)\)"),
    re.compile(r"(?P<stem>.+?)_(?P<item>\d+)"),
    re.compile(r"(?P<stem>.+) - (?P<item>.+)"),
)
# What SurveyMonkey writes in its second row where a question has one column.
ONE_COLUMN = ("response", "open-ended response", "open-ended-response")


@dataclass(frozen=True)
class Column:
    """One column: the name that heads it, the text of its question or item where the file has one, and its cells."""

    name: str
    text: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell.strip()]


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
    """An export as found: its tool, how it was read, how many rows it holds, and its columns in blocks."""

    path: Path
    tool: cleaning.Tool
    form: str
    rows: int
    blocks: tuple[Block, ...]


def read(path: Path) -> Export:
    """Read a file's columns, with the tool recognised by what it holds.

    Raises
    ------
    InputError
        The file cannot be read, is damaged, or holds no row of answers.
    """
    found = cleaning.recognised(path, path.name)
    answers = [record for _, record in found.table.rows][found.tool.headers :]
    if found.table.faults:
        raise InputError("\n".join(found.table.faults))
    if not answers:
        raise InputError(f"{path.name}: holds a header and no response; export the survey again with its responses.")
    for row, record in enumerate(answers, start=1):
        if len(record) != len(found.columns):
            raise InputError(
                f"{path.name}, response {row}: has {len(record)} fields where the header has {len(found.columns)}; "
                "quote the answer that holds the delimiter or a line break."
            )
    cells = zip(*answers, strict=True)
    columns = [Column(column.name, column.text, held) for column, held in zip(found.columns, cells, strict=True)]
    return Export(path, found.tool, found.table.form, len(answers), tuple(_blocks(columns, found.tool)))


def _blocks(columns: list[Column], tool: cleaning.Tool) -> Iterator[Block]:
    """Neighbours headed as items of the same question, taken together; every other column by itself."""
    start = 0
    while start < len(columns):
        stems = [_split(column, tool)[0] for column in columns[start:]]
        length = next((n for n, stem in enumerate(stems) if not stem or stem != stems[0]), len(stems))
        if length < 2:
            column = columns[start]
            text = column.name if tool.carried or not column.text else column.text
            yield Block(column.name, text, (), (column,))
        else:
            yield _together(stems[0], columns[start : start + length], tool)
        start += max(length, 1)


def _together(stem: str, columns: list[Column], tool: cleaning.Tool) -> Block:
    """One question with its items, as a second header row has their texts or, failing that, as the headings do."""
    items = [_split(column, tool)[1] for column in columns]
    texts = [column.text for column in columns]
    if tool.carried or not all(texts):
        return Block(stem, stem, tuple(items), tuple(columns))
    # "Which animals? - Selected Choice - Ant": what all share is the question.
    joints = [joint.end() for joint in re.finditer(" - ", texts[0])]
    shared = max(
        (texts[0][:end] for end in joints if all(t.startswith(texts[0][:end]) for t in texts)), default="", key=len
    )
    text = shared.removesuffix(" - ").removesuffix(" - Selected Choice") or stem
    return Block(stem, text, tuple(each[len(shared) :] for each in texts) if shared else tuple(texts), tuple(columns))


def _split(column: Column, tool: cleaning.Tool) -> tuple[str, str]:
    """What question a heading says that its column is an item of, and which item; blank where it says neither."""
    if tool.carried:
        return ("", "") if column.text.casefold() in ("", *ONE_COLUMN) else (column.name, column.text)
    found = next((found for pattern in ITEM if (found := pattern.fullmatch(column.name))), None)
    return (found["stem"], found["item"]) if found else ("", "")
