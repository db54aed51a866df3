"""A survey tool's CSV export, read as text: nothing is guessed, converted or dropped on the way in."""

import csv
import difflib
import io
import json
from pathlib import Path

import pandas as pd

from helpers.study import InputError, Study

RESPONSE_ID, STATUS, FINISHED, SYNTHETIC = "ResponseId", "Status", "Finished", "synthetic"
SYNTHETIC_LABEL = "SYNTHETIC"


def read(path: str | Path, study: Study) -> pd.DataFrame:
    """Read an export as text.

    Two layouts are told apart: Qualtrics (three header rows, the third holding an ImportId in JSON for each column)
    and plain CSV (one header row). "None" and "N/A" are answers here, so nothing is read as missing.

    Parameters
    ----------
    path : path
        A CSV file in UTF-8, with or without a byte order mark.
    study : Study
        Its questions say which columns must be there; in synthetic mode every row must say that it is synthetic.

    Returns
    -------
    DataFrame of str
        One row a response, one column a column of the file. The index ``row`` is the row as a spreadsheet numbers it.

    Raises
    ------
    InputError
        The file cannot be read or is empty, a row is ragged, a column is missing or named twice, or the file's
        synthetic label does not fit the study's mode.

    Examples
    --------
    >>> from helpers.study import load
    >>> study = load()
    >>> raw = read(study.export, study)
    >>> raw.loc[4, "synthetic"]
    'SYNTHETIC'
    """
    path = Path(path)
    shown = study.shown(path)
    records = _records(path, shown)
    qualtrics = len(records) > 2 and _holds_import_ids(records[2][1])
    frame = _frame(records[0][1], records[3 if qualtrics else 1 :], shown)
    if frame.empty:
        raise InputError(f"{shown}: holds a header and no response; export the survey again with its responses.")
    needed = [RESPONSE_ID, *([STATUS, FINISHED] if qualtrics else [])]
    needed += [column for question in study.questions.values() for column in question.columns]
    _require(frame, needed, shown, f"rename it here or in {study.shown(study.path)}")
    _check_label(frame, shown, study)
    return frame


def read_table(path: str | Path, columns: tuple[str, ...], study: Study) -> pd.DataFrame:
    """A small hand-kept CSV of the study as text, with these columns; index ``row`` as in `read`."""
    path = Path(path)
    shown = study.shown(path)
    records = _records(path, shown)
    frame = _frame(records[0][1], records[1:], shown)
    _require(frame, list(columns), shown, "restore the header")
    return frame[list(columns)]


def _records(path: Path, shown: str) -> list[tuple[int, list[str]]]:
    """Each record that is not blank, with its row in the file; there is at least one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); check its name and place.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{shown}, line {line}: is not UTF-8; save the file as CSV UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{shown}, line {line}: holds a NUL byte; export the file again as CSV UTF-8.")
    # newline="" leaves a carriage return inside a quoted answer where it is, instead of making a row of it.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    try:
        records.extend((row, record) for row, record in enumerate(reader, start=1) if record)
    except csv.Error as error:
        raise InputError(f"{shown}, line {reader.line_num}: is not CSV ({error}); mend its quotes.") from None
    if not records:
        raise InputError(f"{shown}: is empty; export the survey again.")
    return records


def _holds_import_ids(record: list[str]) -> bool:
    """Whether each cell that is not blank holds the JSON by which Qualtrics names a column."""
    try:
        cells = [json.loads(cell) for cell in record if cell]
    except ValueError:
        return False
    return bool(cells) and all(isinstance(cell, dict) and "ImportId" in cell for cell in cells)


def _frame(header: list[str], records: list[tuple[int, list[str]]], shown: str) -> pd.DataFrame:
    for name in header:
        if header.count(name) > 1:
            raise InputError(f"{shown}, row 1: column {name!r} is named twice; rename one.")
    for row, record in records:
        if len(record) != len(header):
            raise InputError(
                f"{shown}, row {row}: has {len(record)} fields where the header has {len(header)}; "
                "quote the answer that holds a comma or a line break."
            )
    index = pd.Index([row for row, _ in records], name="row", dtype=int)
    return pd.DataFrame([record for _, record in records], columns=header, index=index, dtype=str)


def _require(frame: pd.DataFrame, columns: list[str], shown: str, remedy: str) -> None:
    spare = [name for name in frame.columns if name not in columns]
    for column in columns:
        if column not in frame.columns:
            nearest = difflib.get_close_matches(column, spare, n=1)
            hint = f" (the nearest is {nearest[0]!r})" if nearest else ""
            raise InputError(f"{shown}, row 1: column {column!r} is missing{hint}; {remedy}.")


def _check_label(frame: pd.DataFrame, shown: str, study: Study) -> None:
    """Invented and real respondents never mix: the label in the file and the declared mode must agree."""
    mode = f"mode in {study.shown(study.path)}"
    if not study.synthetic:
        if SYNTHETIC in frame.columns:
            raise InputError(f"{shown}, row 1: column {SYNTHETIC!r} marks invented answers; {mode} must be synthetic.")
        return
    if SYNTHETIC not in frame.columns:
        raise InputError(f"{shown}, row 1: column {SYNTHETIC!r} is missing; for real answers set {mode} to real.")
    for row, label in frame[SYNTHETIC].items():
        if label != SYNTHETIC_LABEL:
            raise InputError(
                f"{shown}, row {row}, column {SYNTHETIC}: is {label!r} and not {SYNTHETIC_LABEL}; "
                "keep real and invented answers in different files."
            )
