"""A survey tool's export, read as text into the columns that the study declares; nothing else comes further."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from helpers import synthetic
from helpers.study import (
    ANY,
    NO_ID,
    SYNTHETIC,
    InputError,
    Study,
    check_label,
    check_recorded,
    digest,
    fingerprint,
)

from .answers import Answers
from .files import read_rows, restored
from .recognition import recognised
from .sheet import Sheet, short_row
from .tools import folded

RESPONSE_ID, SET_ASIDE, SHARED, SUBMITTED = "response_id", "set_aside", "shared_trace", "submitted"
DUPLICATE, NOT_THESE = "exact duplicate", "not among the rows to read"
QUOTE = "quote the answer that holds the delimiter or a line break"
# The order in which the survey tool's own columns are asked why a row should go.
TOOL_REASONS = (NOT_THESE, "preview", "test", "marked as spam", "not approved", "partial", DUPLICATE)


def read_export(path: str | Path, study: Study) -> pd.DataFrame:
    """Read an export as text.

    The survey tool is recognised by what the file holds (`TOOLS`), its encoding and delimiter likewise.
    "None" and "N/A" are answers: only blanks and what the study declares as missing are missing.

    Parameters
    ----------
    path : path
        A CSV, XLSX or SAV file. Where SHA256SUMS beside the declaration records it, it must still be that file.
    study : Study
        Its questions say which columns are read, each by its declared heading or by its text.

    Returns
    -------
    DataFrame of str
        One row a response, index ``row`` as a spreadsheet numbers it. Columns: response_id; set_aside (why the survey
        tool's own columns speak against the row, or blank); shared_trace ("yes" where another row has the same address
        or location); submitted (UTC, blank unless the layout declares dates); one for each of the questions'
        ``columns``; and synthetic where the file has it. Of a multiple choice, 1 is a tick, 0 none, - not shown, and a
        blank no answer. ``attrs`` hold how the file was read: tool, form, slips, the headings of the columns, and the
        fingerprint of the input.

    Raises
    ------
    InputError
        The file is not the recorded one, is damaged, lacks a column, holds an id twice or answers that are not
        declared, or its synthetic label does not fit the study's mode. Every fault of the file is named at once.

    Examples
    --------
    >>> from helpers.study import load
    >>> study = load()
    >>> raw = read_export(study.export, study)
    >>> (
    ...     raw.loc[4, ["response_id", "set_aside", "synthetic"]].to_list(),
    ...     raw.attrs["tool"],
    ... )
    (['R_SYN000021', '', 'SYNTHETIC'], 'Qualtrics')
    """
    path = Path(path)
    shown = study.shown(path)
    content = exported(path, study)
    sheet = Sheet(recognised(path, shown, study.layout, content), shown, study)
    frame = _frame(sheet)
    if found := sheet.problems.all():
        raise InputError("\n".join(found))
    frame.attrs["input"] = _input(content, path)
    check_label(frame[RESPONSE_ID], frame.get(SYNTHETIC), path, study)
    return frame


def exported(path: Path, study: Study) -> bytes | None:
    """What invented respondents would give, where they are made anew; else nothing: the file is the recorded one."""
    if study.made_anew and path == study.export:
        return synthetic.content(study)
    check_recorded(path, study)
    return None


def _input(content: bytes | None, path: Path) -> str:
    return digest(path)[:12] if content is None else fingerprint(content)


def inputs(study: Study) -> set[str]:
    """What a result of a study may record as its input: the export, or the coded interviews."""
    coded = {digest(study.interviews.folder / "segments.csv")[:12]} if study.interviews else set()
    return {_input(exported(study.export, study), study.export), *coded}


def rows_found(study: Study) -> str:
    """One line on how many rows of answers the export holds, and as what; said before anything can stop the run.

    Whoever exported the file knows how many responses there were. Of a file that is no CSV from some line on, rows
    before it are counted.
    """
    shown = study.shown(study.export)
    export = recognised(study.export, shown, study.layout, exported(study.export, study))
    rows = sum(1 for _ in export.table.rows) - export.tool.headers
    broken = next((fault.split(":")[0] for fault in export.table.faults if "is not CSV" in fault), "")
    form = export.table.form + (f", up to {broken.rpartition(', ')[2]}" if broken else "")
    found = f"{shown}: {max(rows, 0)} rows found as {export.tool.name} ({form})"
    return f"{found}; changed: {study.changes}" if study.changes else found


def read_table(path: str | Path, columns: tuple[str, ...], study: Study) -> pd.DataFrame:
    """A small CSV of the study as text, with these columns, as `csv_text` or a person wrote it; index ``row``."""
    path = Path(path)
    shown = study.shown(path)
    (_, header), *rows = read_rows(path, shown)
    problems = [
        f"{shown}, row 1: column {name!r} is named twice; rename one."
        for name, n in Counter(header).items()
        if n > 1 and name
    ]
    problems += [
        short_row(shown, number, len(record), len(header), remedy=QUOTE)
        for number, record in rows
        if len(record) != len(header)
    ]
    problems += [
        f"{shown}, row 1: column {column!r} is missing; restore the header."
        for column in columns
        if column not in header
    ]
    if problems:
        raise InputError("\n".join(problems))
    cells = [[restored(cell) for cell in record] for _, record in rows]
    index = pd.Index([number for number, _ in rows], name="row", dtype=int)
    return pd.DataFrame(cells, columns=header, index=index, dtype=str)[list(columns)]


def _ids(sheet: Sheet, several: bool) -> list[str]:
    """Response ids: none blank, and none on two rows that differ."""
    if several or sheet.id is None:
        return [f"row {number}" for number in sheet.numbers]
    first: dict[str, int] = {}
    chosen = _chosen(sheet)
    marks = [column.heading for column in sheet.export.of_role("rows")]
    remedy = (
        f"declare in layout.rows of {sheet.declaration} which rows to read, by {' and '.join(marks)}"
        if marks
        else f"name the column of ids in layout.id of {sheet.declaration}, or write {NO_ID!r} there"
    )
    ids = sheet.column(sheet.id)
    for row, id in enumerate(ids):
        if not chosen[row]:
            continue
        if not id.strip():
            fault = "is blank where each response needs its id"
            sheet.problems.cell(sheet.numbers[row], sheet.id.heading, id, fault, remedy)
        elif first.setdefault(id, row) != row and not sheet.again[row]:
            fault = f"stands on rows that differ (first in row {sheet.numbers[first[id]]})"
            sheet.problems.cell(sheet.numbers[row], sheet.id.heading, id, fault, remedy)
    return ids


def _several(sheet: Sheet) -> bool:
    """Whether the tool holds several rows a person, and nothing says which to read: that is said, and not guessed."""
    columns = [column for column in sheet.export.of_role("rows") if len(set(sheet.column(column))) > 1]
    if not columns or any(column in sheet.rows for column in columns):
        return False
    held = "; ".join(f"{c.heading}: {', '.join(map(repr, sorted(set(sheet.column(c)))[:6]))}" for c in columns)
    sheet.problems.sentences.append(
        f"{sheet.shown}, column {columns[0].heading}: tells several rows of a person apart ({held}); declare in "
        f"layout.rows of {sheet.declaration} which to read, such as rows = {{ {columns[0].heading} = "
        f'"{sheet.column(columns[0])[0]}" }}.'
    )
    return True


def _chosen(sheet: Sheet) -> list[bool]:
    """Whether each row is one of those that the layout says to read."""
    chosen = [True] * len(sheet.numbers)
    for column, wanted in sheet.rows.items():
        cells = sheet.column(column)
        if not any(cell in wanted or (ANY in wanted and cell) for cell in cells):
            sheet.problems.sentences.append(
                f"{sheet.shown}, column {column.heading}: has no cell {' or '.join(map(repr, wanted))}, which "
                f"layout.rows names; it has {', '.join(map(repr, sorted(set(cells))[:6]))}."
            )
        chosen = [
            before and (cell in wanted or (ANY in wanted and bool(cell)))
            for before, cell in zip(chosen, cells, strict=True)
        ]
    return chosen


def _set_aside(sheet: Sheet, several: bool) -> list[str]:
    """Why each row should go: what its status says, or that an earlier row is the same in every cell."""
    said: list[set[str]] = [set() if chosen else {NOT_THESE} for chosen in _chosen(sheet)]
    for column, known in sheet.states.items():
        for row, cell in enumerate(sheet.column(column)):
            if folded(cell) not in known and ANY not in known and not several and NOT_THESE not in said[row]:
                sheet.problems.cell(
                    sheet.numbers[row],
                    column.heading,
                    cell,
                    "is not a value of this column that is known",
                    f"declare it in layout.status of {sheet.declaration}",
                )
            said[row].add(known.get(folded(cell), known.get(ANY, "")))
    for reasons, again in zip(said, sheet.again, strict=True):
        if again and sheet.id:
            reasons.add(DUPLICATE)
    told = [reason for meanings in sheet.tool.says.values() for reason in meanings.values()]
    order = dict.fromkeys([*TOOL_REASONS, *told, *sheet.study.layout.status.values()])
    return [next((reason for reason in order if reason and reason in reasons), "") for reasons in said]


def _read_again(sheet: Sheet, ids: list[str]) -> None:
    """Without ids, the same answers may come from two people: such rows are kept, and said."""
    rows = [str(number) for number, again in zip(sheet.numbers, sheet.again, strict=True) if again]
    if rows and not sheet.id:
        more = f" and {len(rows) - 4} more" if len(rows) > 4 else ""
        sheet.warnings.append(
            f"{sheet.shown}: rows {', '.join(rows[:4])}{more} repeat an earlier row in every cell; without ids they "
            "are kept as other people's."
        )


def _shared(sheet: Sheet) -> list[str]:
    columns = [sheet.column(column) for column in sheet.export.of_role("trace")]
    counts = [Counter(cells) for cells in columns]
    return [
        "yes" if any(cell and count[cell] > 1 for cell, count in zip(row, counts, strict=True)) else ""
        for row in (zip(*columns, strict=True) if columns else [()] * len(sheet.numbers))
    ]


def _submitted(sheet: Sheet) -> list[str]:
    """When each response came, in UTC, by the declared form and zone; nothing is guessed."""
    layout = sheet.study.layout
    if sheet.when is None:
        return [""] * len(sheet.numbers)
    times = []
    for number, cell in zip(sheet.numbers, sheet.column(sheet.when), strict=True):
        try:
            time = datetime.strptime(cell, layout.dates) if cell else None
        except ValueError:
            sheet.problems.cell(
                number,
                sheet.when.heading,
                cell,
                f"is not written as {layout.dates!r}",
                f"correct layout.dates in {sheet.declaration}",
            )
            time = None
        # An offset that the tool wrote beside the time (%z) goes before the declared zone.
        zoned = time and (time if time.tzinfo else time.replace(tzinfo=ZoneInfo(layout.time_zone)))
        times.append(zoned.astimezone(UTC).isoformat() if zoned else "")
    return times


def _swapped(sheet: Sheet) -> list[str]:
    """Columns whose text in the file is the declared text of another question."""
    declared = {folded(question.text): id for id, question in sheet.study.questions.items()}
    found = []
    for matched in sheet.matched:
        question, text = matched.question, folded(matched.one.text) if matched.one else ""
        if declared.get(text, question.id) != question.id and text != folded(question.text):
            found.append(
                f"column {question.column} is declared as {question.id!r} but headed as {declared[text]!r}: "
                "swapped columns?"
            )
    return found


def _frame(sheet: Sheet) -> pd.DataFrame:
    """The frame that `read_export` returns."""
    several = _several(sheet)
    ids, aside = _ids(sheet, several), _set_aside(sheet, several)
    columns = {
        RESPONSE_ID: ids,
        SET_ASIDE: aside,
        SHARED: _shared(sheet),
        SUBMITTED: _submitted(sheet),
    }
    counted = [not reason for reason in aside]
    reader = Answers(sheet.tool, sheet.study, sheet.numbers, sheet.column, sheet.problems)
    headings: dict[str, str] = {}
    for matched in sheet.matched:
        question = matched.question
        columns |= dict(zip(question.columns, reader.read(matched, counted), strict=True))
        places = [matched.one] if matched.one else list(matched.items.values())
        headings |= dict(zip(question.columns, [column.heading for column in places], strict=False))
    if sheet.label:
        columns[SYNTHETIC] = sheet.column(sheet.label)
    _read_again(sheet, ids)
    frame = pd.DataFrame(columns, index=pd.Index(sheet.numbers, name="row", dtype=int), dtype=str)
    slips = tuple(dict.fromkeys([*sheet.export.table.warnings, *sheet.warnings, *_swapped(sheet)]))
    frame.attrs = {"tool": sheet.tool.name, "form": sheet.export.table.form, "slips": slips, "headings": headings}
    return frame
