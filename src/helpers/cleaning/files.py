"""Files of rows, read as text whatever wrote them, and written so that no text can do harm."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pandas as pd

from helpers.rounding import rounded_frame
from helpers.study import InputError, Layout

from . import workbooks
from .encodings import encoding
from .tables import Row, Table

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
# A first line that tells a spreadsheet the delimiter.
SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
# A file that unpacks to more, or to so many times its size, was not written by a survey tool.
MOST_UNPACKED, MOST_TIMES = 400_000_000, 100
SMALL_ENOUGH = 20_000_000
# Files of other programs, and where each belongs.
NOT_READ = {
    ".qdpx": "is a project of coded interviews (REFI-QDA); read it with `python -m helpers.interviews.refi`",
    ".qde": "is taken out of a .qdpx project of coded interviews (REFI-QDA); `helpers.interviews.refi` reads the whole",
    ".qdc": "is a codebook of interviews (REFI-QDA); read it with `python -m helpers.interviews.refi`",
    ".xls": "is a workbook of the older kind; export the survey as CSV or XLSX",
    ".ods": "is an OpenDocument sheet; export the survey as CSV or XLSX",
    ".dta": "is a Stata file; export the survey as CSV or SAV",
    ".pdf": "is for printing; export the survey as CSV",
}
NOT_CSV = "take an export anew from its tool, and mend the quotes in a table of your own"
# A spreadsheet takes a cell that starts so for a formula; an apostrophe in front says that it is text. Cells that start
# with an apostrophe get one too, so that taking one away always gives the text back.
FORMULA = re.compile(r"[=+\-@\t\r\n']")


def open_table(path: Path, shown: str, layout: Layout | None = None, content: bytes | None = None) -> Table:
    """Open a CSV, XLSX or SAV file, or a .zip that holds one CSV or XLSX.

    Parameters
    ----------
    path : Path
        The ending says what it is; all that is no workbook, SPSS file or archive is delimited text.
    shown : str
        Name of the file in messages.
    layout : Layout, optional
        Its encoding, sheet and user_missing.
    content : bytes, optional
        What it holds, where that was never written.

    Raises
    ------
    InputError
        The file cannot be read at all, or no row is found in it.
    """
    layout, kind = layout or Layout(), path.suffix.lower()
    if kind in NOT_READ:
        raise InputError(f"{shown}: {NOT_READ[kind]}.")
    if content is not None:
        return _delimited(lambda: io.BytesIO(content), shown, layout.encoding)
    try:
        with path.open("rb") as file:
            packed = file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); check its name and place.") from None
    member = _checked_archive(path, shown) if packed else ""
    kind = Path(member).suffix.lower() if member else kind

    def opened() -> IO[bytes]:
        return zipfile.ZipFile(path).open(member) if member else path.open("rb")

    if kind == ".xlsx":
        table = workbooks.workbook(opened, shown, layout.sheet)
    elif kind == ".sav":
        table = workbooks.spss(path, shown, layout.user_missing)
    else:
        table = _delimited(opened, shown, layout.encoding)
    if not table.head:
        raise InputError(next(iter(table.faults), f"{shown}: is empty; export the survey again."))
    return table


def read_rows(path: Path, shown: str) -> list[Row]:
    """All rows of a small file that nothing is wrong with."""
    table = open_table(path, shown)
    rows = list(table.rows)
    if table.faults:
        raise InputError("\n".join(table.faults))
    return rows


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


def _checked_archive(path: Path, shown: str) -> str:
    """The one file in an archive, or a blank for a workbook, once it is known to unpack to a bearable size."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [each for each in archive.infolist() if not each.is_dir()]
    except zipfile.BadZipFile:
        raise InputError(f"{shown}: is not a readable archive or workbook; export the survey again.") from None
    unpacked, size = sum(each.file_size for each in files), path.stat().st_size
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL_ENOUGH, MOST_TIMES * size):
        raise InputError(
            f"{shown}: unpacks from {size:,} bytes to {unpacked:,}, which no survey tool writes; export it as CSV."
        )
    if any(each.filename == "[Content_Types].xml" for each in files):
        return ""
    tables = [each.filename for each in files if not each.filename.startswith("__MACOSX/")]
    if len(tables) != 1 or Path(tables[0]).suffix.lower() not in (".csv", ".tsv", ".txt", ".xlsx"):
        raise InputError(
            f"{shown}: is an archive of {', '.join(tables) or 'nothing'}; unpack it, and name the table in `export`."
        )
    return tables[0]


def _delimited(opened: Callable[[], IO[bytes]], shown: str, declared: str) -> Table:
    found = encoding(opened, declared)
    faults, warnings = [], []
    broken = ""
    if found.line:
        broken = f"is not {found.name} text; declare layout.encoding, or export the survey again as CSV UTF-8"
        # Where a character takes several bytes, one too many shifts whatever follows.
        if found.name.startswith("UTF-") and found.name != "UTF-8":
            faults.append(f"{shown}, line {found.line}: {broken}.")
            broken = ""
    elif found.doubt:
        warnings.append(f"{shown}: is not UTF-8, and looks like {found.doubt}; declare layout.encoding.")
    elif found.example:
        warnings.append(
            f"{shown}: is not UTF-8, and was read as {found.name}, which is a guess; if {found.example!r} looks wrong, "
            "declare layout.encoding."
        )
    with _text(opened, found.codec) as text:
        header = next((line for line in text if line.strip()), "")[: csv.field_size_limit()]
    stated = SEPARATOR.fullmatch(header)
    # The delimiter is the one that finds most headings: a heading may hold the others.
    delimiter = (
        stated[1] if stated else max(DELIMITERS, key=lambda each: len(next(csv.reader([header], delimiter=each), [])))
    )
    if nested := _nested(header, delimiter):
        faults.append(
            f"{shown}, line 1: is one quoted cell that holds a whole row ({nested[:40]!r}), as another program left "
            "it; export the survey again from its tool."
        )
    form = f"{found.name}, {DELIMITERS.get(delimiter, delimiter)}"
    rows = _records(_text(opened, found.codec), delimiter, bool(stated), shown, faults, warnings)
    return Table(form, rows, doubt=found.doubt, broken=broken, faults=faults, warnings=warnings)


def _nested(header: str, delimiter: str) -> str:
    """The one cell of a header that is a whole row within quotes; blank for every other header."""
    cells = next(csv.reader([header], delimiter=delimiter), [])
    inner = cells[0] if len(cells) == 1 and header.lstrip().startswith('"') else ""
    return inner if any(f'{each}"' in inner or f'"{each}' in inner for each in DELIMITERS) else ""


def _text(opened: Callable[[], IO[bytes]], codec: str) -> io.TextIOWrapper:
    # newline="" leaves a carriage return inside a quoted answer where it is, instead of making a row of it.
    return io.TextIOWrapper(opened(), codec, errors="replace", newline="")


def _records(
    text: io.TextIOWrapper, delimiter: str, stated: bool, shown: str, faults: list[str], warnings: list[str]
) -> Iterator[Row]:
    """The rows of a CSV, as far as it is one; characters that no text holds are noted in passing."""
    with text:
        reader = csv.reader(_noted(text, shown, faults, warnings), delimiter=delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):
                if any(map(str.strip, record)) and not (stated and number == 1):
                    yield number, record
        except csv.Error as error:
            faults.append(f"{shown}, line {reader.line_num}: is not CSV ({error}); {NOT_CSV}.")


def _noted(lines: Iterator[str], shown: str, faults: list[str], warnings: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        joined = line.startswith("\ufeff")
        found = {"a NUL byte": "\0" in line, "a byte order mark where none belongs, as in joined files": joined}
        for what in [what for what, there in found.items() if there and what not in seen]:
            seen.add(what)
            faults.append(f"{shown}, line {number}: holds {what}; export the survey again as one CSV UTF-8 file.")
        if "\ufeff" in line and not joined and not any("invisible" in said for said in warnings):
            warnings.append(f"{shown}, line {number}: holds an invisible mark (U+FEFF), which is left out.")
        yield line.replace("\ufeff", "")
