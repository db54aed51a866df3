"""Files of rows, read as text whatever wrote them, and written so that no text can do harm."""

import codecs
import csv
import io
import math
import re
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.rounding import rounded_frame
from helpers.study import InputError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
# The longer mark comes first: that of UTF-32 starts with that of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
# What the bytes of UTF-8 look like when read as Windows-1252: an accented capital, then what stands for 0x80 to 0xBF.
_FOLLOWS = "[" + "".join(re.escape(bytes([byte]).decode("cp1252", "ignore")) for byte in range(0x80, 0xC0)) + "]"
MOJIBAKE = re.compile(f"[ÂÃÅ]{_FOLLOWS}|â{_FOLLOWS}{{2}}|ï¿½|\ufffd")
# A spreadsheet takes a cell that starts so for a formula; an apostrophe in front says that it is text. Cells that start
# with an apostrophe get one too, so that taking one away always gives the text back.
FORMULA = re.compile(r"[=+\-@\t\r\n']")


class Rows(NamedTuple):
    """Rows of text cells, each with its number as a spreadsheet counts them, and the form they were read in.

    ``fault`` is the sentence on what is wrong with the file, if anything is: the rows can then be counted, not used.
    """

    numbers: list[int]
    cells: list[list[str]]
    form: str
    fault: str = ""


def read_rows(path: Path, shown: str, content: bytes | None = None) -> Rows:
    """The rows that `found_rows` gives, of a file that nothing is wrong with."""
    rows = found_rows(path, shown, content)
    if rows.fault:
        raise InputError(rows.fault)
    return rows


def found_rows(path: Path, shown: str, content: bytes | None = None) -> Rows:
    """Find rows of text in a CSV, XLSX or SAV file; rows that are blank throughout are no rows.

    Parameters
    ----------
    path : Path
        The ending says whether it is a workbook (.xlsx) or an SPSS file (.sav); all else is delimited text in UTF-8,
        UTF-16, UTF-32 or Windows-1252, delimited by comma, semicolon or tab.
    shown : str
        Name of the file in messages.
    content : bytes, optional
        What it holds, where that is known or was never written.

    Raises
    ------
    InputError
        The file cannot be read, or no row is found in it.
    """
    try:
        content = path.read_bytes() if content is None else content
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); check its name and place.") from None
    kind = {".xlsx": _workbook, ".sav": _spss}.get(path.suffix.lower())
    rows = kind(path, shown) if kind else _delimited(content, shown)
    if not rows.cells:
        raise InputError(rows.fault or f"{shown}: is empty; export the survey again.")
    return rows if rows.fault else rows._replace(fault=_garbled(rows, shown))


def csv_text(frame: pd.DataFrame) -> str:
    r"""A frame as CSV: every cell quoted, floats rounded, no text that a spreadsheet would run.

    >>> csv_text(pd.DataFrame({"answer": ["=5", "'s Gravenhage"], "n": [-1, 2]}))
    '"answer","n"\n"\'=5","-1"\n"\'\'s Gravenhage","2"\n'
    """
    texts = rounded_frame(frame).map(lambda value: neutralised(value) if isinstance(value, str) else value)
    return texts.rename(columns=neutralised).to_csv(index=False, quoting=csv.QUOTE_ALL, lineterminator="\n")


def neutralised(text: str) -> str:
    """The text with an apostrophe in front, where a spreadsheet might otherwise run it."""
    return f"'{text}" if FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutralised` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def _garbled(rows: Rows, shown: str) -> str:
    """Where text was decoded wrongly before it came here; blank if nowhere."""
    for number, cells in zip(rows.numbers, rows.cells, strict=True):
        for place, cell in enumerate(cells, start=1):
            if garbled := MOJIBAKE.search(cell):
                return (
                    f"{shown}, row {number}, column {place}: holds {garbled[0]!r}, text that was once decoded wrongly "
                    "(mojibake); export the survey again as CSV UTF-8."
                )
    return ""


def _delimited(content: bytes, shown: str) -> Rows:
    text, encoding, fault = _decoded(content, shown)
    for mark, name in (("\0", "a NUL byte"), ("\ufeff", "a byte order mark where none belongs")):
        if mark in text:
            line = text.count("\n", 0, text.index(mark)) + 1
            remedy = "export the survey again as one CSV UTF-8 file."
            fault = fault or f"{shown}, line {line}: holds {name}; {remedy}"
    # The delimiter is the one that finds most headings: a heading may hold the others.
    header = next((line for line in io.StringIO(text, newline="") if line.strip()), "")[: csv.field_size_limit()]
    delimiter = max(DELIMITERS, key=lambda each: len(next(csv.reader([header], delimiter=each), [])))
    form = f"{encoding}, {DELIMITERS[delimiter]}"
    # newline="" leaves a carriage return inside a quoted answer where it is, instead of making a row of it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbers, cells = [], []
    try:
        for number, record in enumerate(reader, start=1):
            if any(map(str.strip, record)):
                numbers.append(number)
                cells.append(record)
    except csv.Error as error:
        form += f", up to line {reader.line_num}"
        fault = fault or f"{shown}, line {reader.line_num}: is not CSV ({error}); mend its quotes."
    return Rows(numbers, cells, form, fault)


def _decoded(content: bytes, shown: str) -> tuple[str, str, str]:
    """The text, the name of its encoding, and what in it is no text, which is then replaced."""
    marked = next((mark for mark in MARKS if content.startswith(mark)), b"")
    if marked:
        encodings = [MARKS[marked]]
    elif b"\0" in content and content.count(b"\0") > len(content) // 3:
        # UTF-16 without its mark: in mostly Latin text every other byte is zero, the first one if it is big-endian.
        encodings = ["UTF-16-BE" if content[0] == 0 else "UTF-16-LE"]
    else:
        encodings = ["UTF-8", "Windows-1252"]
    for encoding in encodings:
        # The codec that eats a mark is called so for UTF-8 alone.
        codec = "utf-8-sig" if encoding == "UTF-8" else encoding.replace("Windows-", "cp")
        try:
            return content.decode(codec), encoding, ""
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    fault = f"{shown}, line {line}: is not {' or '.join(encodings)}; save the file as CSV UTF-8."
    return content.decode(codec, "replace"), "undecided encoding", fault


def _workbook(path: Path, shown: str) -> Rows:
    # Imported here because most exports need neither of the two packages.
    import openpyxl

    try:
        # Formulas stay as typed: an answer "=5" is for a person to read, and never computed.
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book:
            # Some tools state a range smaller than what they wrote, and rows beyond it would be lost.
            sheet.reset_dimensions()
        sheets = {
            sheet.title: [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in book
        }
        book.close()
    except Exception as error:  # a damaged workbook can fail anywhere inside openpyxl, with any exception
        raise InputError(f"{shown}: is not a readable workbook ({type(error).__name__}); export it again.") from None
    filled = {title: rows for title, rows in sheets.items() if any(any(row) for row in rows)}
    if len(filled) > 1:
        raise InputError(f"{shown}: holds the sheets {', '.join(filled)}; keep the one with the responses.")
    rows = next(iter(filled.values()), [])
    width = max((place for row in rows for place, cell in enumerate(row, start=1) if cell), default=0)
    kept = [(number, (row + [""] * width)[:width]) for number, row in enumerate(rows, start=1) if any(row)]
    return Rows([number for number, _ in kept], [row for _, row in kept], "XLSX")


def _spss(path: Path, shown: str) -> Rows:
    import pyreadstat

    try:
        # Values that the file declares missing stay: what is missing is for the study to say.
        frame, _ = pyreadstat.read_sav(path, apply_value_formats=True, formats_as_category=False, user_missing=True)
    except Exception as error:  # as above: damage shows in many ways
        raise InputError(f"{shown}: is not a readable SAV file ({type(error).__name__}); export it again.") from None
    rows = [[_text(value) for value in row] for row in frame.astype(object).to_numpy()]
    return Rows(list(range(1, len(rows) + 2)), [list(map(str, frame.columns)), *rows], "SAV")


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without a decimal point, times as ISO 8601."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
