"""Rows of text cells, however a file holds them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.study import seen

# So many rows tell what a file is.
HEAD = 60

Row = tuple[int, list[str]]


@dataclass
class Table:
    """Rows of text cells, read once from the first to the last, and the form they were found in.

    Attributes
    ----------
    form : str
        Encoding and delimiter, or the kind of file.
    rows : iterator of (int, list of str)
        Each row with its number as a spreadsheet counts them; rows blank throughout are no rows.
    labels : list of str
        What an SPSS file says of each column, besides its name; else empty.
    doubt : str
        Encodings between which nothing decides: text that is not ASCII cannot be trusted.
    broken : str
        Says that bytes are not in the encoding, where only the cells that hold them are in doubt; they were replaced.
    faults, warnings : list of str
        Sentences on what makes the file unusable, which may come up as late as in its last row, and on what does not.
    head : list of (int, list of str)
        The first rows, which can be looked at without using them up.
    """

    form: str
    rows: Iterator[Row]
    labels: list[str] = field(default_factory=list)
    doubt: str = ""
    broken: str = ""
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    head: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        """Take the first rows, and put them back in front of the others; of no cell is anything unseen."""
        rows = ((number, [seen(cell) for cell in cells]) for number, cells in self.rows)
        self.head = list(itertools.islice(rows, HEAD))
        self.rows = itertools.chain(self.head, rows)
