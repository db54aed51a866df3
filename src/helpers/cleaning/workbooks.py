"""Workbooks and SPSS files as rows of text."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from helpers.study import InputError

from .tables import HEAD, Row, Table

# Beyond so many cells a workbook takes minutes, also where most are blank up to one in the last column.
MOST_CELLS = 20_000_000


def workbook(opened: Callable[[], IO[bytes]], shown: str, sheet: str) -> Table:
    """The rows of a workbook's one filled sheet, or of the one declared; chart sheets hold none."""
    # Imported here because most exports need neither of the two packages.
    import openpyxl

    try:
        # Formulas stay as typed: an answer "=5" is for a person to read, and never computed.
        with opened() as file:
            book = openpyxl.load_workbook(io.BytesIO(file.read()), read_only=True)
        for each in book.worksheets:
            # Some tools state a range smaller than what they wrote, and rows beyond it would be lost.
            each.reset_dimensions()
        filled = [each.title for each in book.worksheets if next(_rows(each), None)]
    except Exception as error:  # a damaged workbook can fail anywhere inside openpyxl, with any exception
        raise _unreadable(shown, "workbook", error) from None
    if sheet and sheet not in filled:
        raise InputError(f"{shown}: has no filled sheet {sheet!r}; declare one of {', '.join(filled)} in layout.sheet.")
    if not sheet and len(filled) > 1:
        raise InputError(
            f"{shown}: holds the sheets {', '.join(filled)}; name the one of responses in layout.sheet (for `new`: "
            "--sheet)."
        )
    chosen = sheet or next(iter(filled), "")
    if not chosen:
        return Table("XLSX", iter(()))
    faults: list[str] = []
    return Table("XLSX", _squared(_rows(book[chosen]), shown, faults), faults=faults)


def _rows(sheet: Any) -> Iterator[Row]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value is not None for value in row) and any(cells := [_text(value) for value in row]):
            yield number, cells


def _squared(rows: Iterator[Row], shown: str, faults: list[str]) -> Iterator[Row]:
    """Rows as wide as the widest of the first ones, since a sheet leaves out blank cells at the end of a row."""
    try:
        first = list(itertools.islice(rows, HEAD))
        width = max((place for _, cells in first for place, cell in enumerate(cells, start=1) if cell), default=0)
        held = 0
        for number, cells in itertools.chain(first, rows):
            held += len(cells)
            if held > MOST_CELLS:
                faults.append(f"{shown}, row {number}: holds more than {MOST_CELLS:,} cells so far; export it as CSV.")
                return
            while len(cells) > width and not cells[-1]:
                cells.pop()
            yield number, cells + [""] * (width - len(cells))
    except Exception as error:  # as above
        faults.append(str(_unreadable(shown, "workbook", error)))


def _unreadable(shown: str, kind: str, error: Exception) -> InputError:
    return InputError(f"{shown}: is not a readable {kind} ({type(error).__name__}); export it again.")


def spss(path: Path, shown: str, keep_missing: bool) -> Table:
    """The rows of an SPSS file, with labels for values; what the file declares missing is, and is said."""
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(path, user_missing=True)
    except Exception as error:  # as above: damage shows in many ways
        raise _unreadable(shown, "SAV file", error) from None
    warnings = []
    columns = []
    for name in frame.columns:
        values = frame[name].to_list()
        missing = [] if keep_missing else [_declared_missing(v, meta.missing_ranges.get(name, [])) for v in values]
        labels = meta.variable_value_labels.get(name, {})
        if any(missing):
            held = sorted({_text(value) for value, gone in zip(values, missing, strict=True) if gone})
            warnings.append(
                f"{shown}, column {name}: {', '.join(held)} is declared missing in the file and read so in "
                f"{sum(missing)} rows; set layout.user_missing = true to keep it."
            )
            values = [None if gone else value for value, gone in zip(values, missing, strict=True)]
        columns.append([str(labels[value]) if value in labels else _text(value) for value in values])
    rows = [list(map(str, frame.columns)), *map(list, zip(*columns, strict=True))]
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    told = [meta.column_names_to_labels.get(name) or "" for name in frame.columns]
    return Table("SAV", numbered, labels=told, warnings=warnings)


def _declared_missing(value: Any, ranges: list[Any]) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    return any(
        isinstance(each["lo"], str) == isinstance(value, str) and each["lo"] <= value <= each["hi"] for each in ranges
    )


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a decimal point, times as ISO 8601."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # As many digits as a spreadsheet keeps; an id of twelve digits is no number to be rounded.
        return np.format_float_positional(value, precision=15, fractional=False, trim="-")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
