"""A survey tool's export, read as text into the columns that the study declares; nothing else comes further."""

import difflib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from helpers import synthetic
from helpers.study import (
    ITEMISED,
    SYNTHETIC,
    InputError,
    Question,
    Study,
    check_label,
    check_recorded,
    digest,
    fingerprint,
)

from .files import Rows, found_rows, read_rows, restored
from .tools import ANY, NOT_TICKED, Tool, folded, matches, recognise

RESPONSE_ID, SET_ASIDE, SHARED, SUBMITTED = "response_id", "set_aside", "shared_trace", "submitted"
DUPLICATE = "exact duplicate"
# The order in which the survey tool's own columns are asked why a row should go.
TOOL_REASONS = ("preview", "test", "marked as spam", "partial", DUPLICATE)


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
        ``columns``; and synthetic where the file has it. ``attrs`` hold how the file was read: tool, form, slips, and
        the fingerprint of the input.

    Raises
    ------
    InputError
        The file is not the recorded one, is damaged, lacks a column, holds an id twice, or its synthetic label does
        not fit the study's mode.

    Examples
    --------
    >>> from helpers.study import load
    >>> study = load()
    >>> raw = read_export(study.export, study)
    >>> raw.loc[4, ["response_id", "set_aside", "synthetic"]].to_list(), raw.attrs["tool"]
    (['R_SYN000021', '', 'SYNTHETIC'], 'Qualtrics')
    """
    path = Path(path)
    shown = study.shown(path)
    content = exported(path, study)
    rows = read_rows(path, shown, content)
    sheet = _Sheet(rows, recognise(rows.cells, study.layout.tool), shown, study)
    columns = sheet.columns()
    frame = pd.DataFrame(columns, index=pd.Index(sheet.numbers, name="row"))
    check_label(frame[RESPONSE_ID], frame.get(SYNTHETIC), path, study)
    frame.attrs = {"tool": sheet.tool.name, "form": rows.form, "slips": sheet.slips()}
    frame.attrs["input"] = fingerprint(content)
    return frame


def exported(path: Path, study: Study) -> bytes:
    """What an export holds: the recorded file, or what invented respondents would give where they are made anew."""
    if study.made_anew and path == study.export:
        return synthetic.content(study)
    check_recorded(path, study)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{study.shown(path)}: cannot be read ({error.strerror}); check its name and place.") from None


def inputs(study: Study) -> set[str]:
    """What a result of a study may record as its input: the export, or the coded interviews."""
    coded = {digest(study.interviews.folder / "segments.csv")[:12]} if study.interviews else set()
    return {fingerprint(exported(study.export, study)), *coded}


def rows_found(study: Study) -> str:
    """One line on how many rows of answers the export holds, and as what; said before anything can stop the run.

    Whoever exported the file knows how many responses there were. Of a file that is no CSV from some line on, rows
    before it are counted.
    """
    shown = study.shown(study.export)
    rows = found_rows(study.export, shown, exported(study.export, study))
    tool = recognise(rows.cells, study.layout.tool)
    found = f"{shown}: {max(len(rows.cells) - tool.headers, 0)} rows found as {tool.name} ({rows.form})"
    return f"{found}; changed: {study.changes}" if study.changes else found


def read_table(path: str | Path, columns: tuple[str, ...], study: Study) -> pd.DataFrame:
    """A small CSV of the study as text, with these columns, as `csv_text` or a person wrote it; index ``row``."""
    path = Path(path)
    shown = study.shown(path)
    rows = read_rows(path, shown)
    header = rows.cells[0]
    _check_shape(rows, shown)
    for column in columns:
        if column not in header:
            raise InputError(f"{shown}, row 1: column {column!r} is missing; restore the header.")
    cells = [[restored(cell) for cell in record] for record in rows.cells[1:]]
    index = pd.Index(rows.numbers[1:], name="row", dtype=int)
    return pd.DataFrame(cells, columns=header, index=index, dtype=str)[list(columns)]


class _Sheet:
    """Header and responses of one export, and where its tool puts things."""

    def __init__(self, rows: Rows, tool: Tool, shown: str, study: Study) -> None:
        self.tool, self.shown, self.study = tool, shown, study
        _check_shape(rows, shown)
        self.numbers = rows.numbers[tool.headers :]
        self.cells = rows.cells[tool.headers :]
        if not self.cells:
            raise InputError(f"{shown}: holds a header and no response; export the survey again with its responses.")
        self.names = rows.cells[0]
        self.texts = rows.cells[1] if tool.headers > 1 else [""] * len(self.names)
        for place, name in enumerate(self.names, start=1):
            if not name and not tool.carried and any(record[place - 1] for record in self.cells):
                raise InputError(f"{shown}, row 1, column {place}: has answers and no heading; give it one.")
        self.headings: dict[str, int] = {}
        for place, names in enumerate(self._aliases()):
            for name in names:
                self.headings.setdefault(name, place)

    def columns(self) -> dict[str, list[str]]:
        """Every column of the frame that `read` returns."""
        traces = [place for trace in self.tool.traces for place in self._placed(trace)]
        columns = {
            RESPONSE_ID: self._ids(),
            SET_ASIDE: self._set_aside(),
            SHARED: ["yes" if any(flags) else "" for flags in self._shared(traces)],
            SUBMITTED: self._submitted(),
        }
        for question in self.study.questions.values():
            columns |= dict(zip(question.columns, self._answers(question), strict=True))
        if SYNTHETIC in self.headings:
            columns[SYNTHETIC] = self._column(self.headings[SYNTHETIC])
        return columns

    def slips(self) -> tuple[str, ...]:
        """Columns whose text in the file is the declared text of another question."""
        declared = {_spaced(question.text): id for id, question in self.study.questions.items()}
        found = []
        for id, question in self.study.questions.items():
            place = self.headings.get(question.column)
            text = _spaced(self.texts[place]) if place is not None else ""
            if declared.get(text, id) != id and text != _spaced(question.text):
                found.append(
                    f"column {question.column} is declared as {id!r} but headed as {declared[text]!r}: swapped columns?"
                )
        return tuple(found)

    def _aliases(self) -> Iterator[list[str]]:
        """What each column may be called: its name, its text, or both joined."""
        above = ""
        for name, text in zip(self.names, self.texts, strict=True):
            above = name or above
            joined = [above, f"{above} - {text}"] if self.tool.carried else [name, text]
            yield [_spaced(alias) for alias in joined if alias]

    def _column(self, place: int) -> list[str]:
        return [record[place] for record in self.cells]

    def _placed(self, pattern: str) -> list[int]:
        return [place for place, name in enumerate(self.names) if pattern and matches(pattern, folded(name))]

    def _required(self, candidates: list[str]) -> int:
        """The column that one of the headings names, or a sentence that offers the nearest."""
        for candidate in candidates:
            if (place := self.headings.get(_spaced(candidate))) is not None:
                return place
        claimed = {column for question in self.study.questions.values() for column in question.columns}
        nearest = difflib.get_close_matches(candidates[0], [name for name in self.names if name not in claimed], n=1)
        hint = f" (the nearest is {nearest[0]!r})" if nearest else ""
        raise InputError(
            f"{self.shown}, row 1: column {candidates[0]!r} is missing{hint}; "
            f"rename it here or in {self.study.shown(self.study.path)}."
        )

    def _ids(self) -> list[str]:
        """Response ids: none blank, and none on two rows that differ."""
        heading = self.study.layout.id
        if not heading and not self.tool.id:
            return [f"row {number}" for number in self.numbers]
        placed = [] if heading else self._placed(self.tool.id)
        place = placed[0] if placed else self._required([heading or "ResponseId"])
        first: dict[str, int] = {}
        for row, record in enumerate(self.cells):
            id, where = record[place], f"{self.shown}, row {self.numbers[row]}, column {self.names[place]}"
            if not id.strip():
                raise InputError(f"{where}: {id!r} is blank where each response needs its id; restore it.")
            if self.cells[first.setdefault(id, row)] != record:
                raise InputError(
                    f"{self.shown}, rows {self.numbers[first[id]]} and {self.numbers[row]}, column "
                    f"{self.names[place]}: {id!r} stands on rows that differ; keep the row that the survey tool holds."
                )
        return self._column(place)

    def _set_aside(self) -> list[str]:
        """Why each row should go: what its status says, or that an earlier row is the same in every cell."""
        said: list[set[str]] = [set() for _ in self.cells]
        extra = {folded(value): reason for value, reason in self.study.layout.status.items()}
        for pattern, meanings in self.tool.reasons.items():
            places = self._placed(pattern)
            if not places:
                self._required([pattern.capitalize()])
            known = meanings | extra
            for place in places:
                for row, cell in enumerate(self._column(place)):
                    reason = known.get(folded(cell), known.get(ANY))
                    if reason is None:
                        raise InputError(
                            f"{self.shown}, row {self.numbers[row]}, column {self.names[place]}: {cell!r} is not a "
                            f"value of this column that is known; declare it in layout.status of "
                            f"{self.study.shown(self.study.path)}."
                        )
                    said[row].add(reason)
        seen: set[tuple[str, ...]] = set()
        for record, reasons in zip(self.cells, said, strict=True):
            if tuple(record) in seen:
                reasons.add(DUPLICATE)
            seen.add(tuple(record))
        order = dict.fromkeys([*TOOL_REASONS, *extra.values()])
        return [next((reason for reason in order if reason and reason in reasons), "") for reasons in said]

    def _shared(self, traces: list[int]) -> Iterator[list[bool]]:
        columns = [self._column(place) for place in traces]
        for row in range(len(self.cells)):
            yield [bool(column[row]) and column.count(column[row]) > 1 for column in columns]

    def _submitted(self) -> list[str]:
        """When each response came, in UTC, by the declared form and zone; nothing is guessed."""
        layout, placed = self.study.layout, self._placed(self.tool.submitted)
        if not layout.dates or not placed:
            return [""] * len(self.cells)
        times = []
        for number, cell in zip(self.numbers, self._column(placed[0]), strict=True):
            try:
                time = datetime.strptime(cell, layout.dates) if cell else None
            except ValueError:
                raise InputError(
                    f"{self.shown}, row {number}, column {self.names[placed[0]]}: {cell!r} is not written as "
                    f"{layout.dates!r}; correct layout.dates in {self.study.shown(self.study.path)}."
                ) from None
            # An offset that the tool wrote beside the time (%z) goes before the declared zone.
            zoned = time and (time if time.tzinfo else time.replace(tzinfo=ZoneInfo(layout.time_zone)))
            times.append(zoned.astimezone(UTC).isoformat() if zoned else "")
        return times

    def _answers(self, question: Question) -> list[list[str]]:
        """The answers to a question: a list for each of its columns."""
        missing = self.study.layout.missing
        if question.kind not in ITEMISED:
            place = self._required([question.column, question.text])
            cells = ["" if cell in missing else question.exported.get(cell, cell) for cell in self._column(place)]
            if question.other:
                cells = [cell if cell in ("", *question.options) else question.other for cell in cells]
            return [cells]
        if self.tool.joined and (joined := self._joined_place(question)) is not None:
            return self._split(question, joined)
        items, headings = [], []
        for place, option in enumerate(question.options, start=1):
            blanks = {"column": question.column, "text": question.text, "place": place, "option": option}
            heading = self._required([item.format(**blanks) for item in self.tool.items])
            cells = ["" if cell in missing else cell for cell in self._column(heading)]
            if question.kind == "multiple":
                cells = ["" if folded(cell) in NOT_TICKED else "1" for cell in cells]
            items.append(cells)
            headings.append(self.names[heading])
        return self._by_item(question, headings, items) if question.kind == "ranking" else items

    def _by_item(self, question: Question, headings: list[str], ranked: list[list[str]]) -> list[list[str]]:
        """Ranks by item, also where the file has a column for each rank that holds the item's text or its value."""
        options = {option: option for option in question.options} | question.exported
        if not any(cell in options for cells in ranked for cell in cells):
            return ranked
        items = {option: [""] * len(self.cells) for option in question.options}
        for rank, (heading, cells) in enumerate(zip(headings, ranked, strict=True), start=1):
            for row, cell in enumerate(cells):
                if not cell:
                    continue
                option = options.get(cell)
                if option is None or items[option][row]:
                    fault = "stands in two ranks" if option else f"is not a declared item ({'; '.join(options)})"
                    raise InputError(
                        f"{self.shown}, row {self.numbers[row]}, column {heading}: {cell!r} {fault}; correct the "
                        f"export at its source or declare it in {self.study.shown(self.study.path)}."
                    )
                items[option][row] = str(rank)
        return list(items.values())

    def _joined_place(self, question: Question) -> int | None:
        """The one column that holds all options chosen, if the question has one."""
        return self.headings.get(question.column, self.headings.get(_spaced(question.text)))

    def _split(self, question: Question, place: int) -> list[list[str]]:
        """Options chosen, from one cell a response: 1 where ticked, or the rank where they are listed in order."""
        items = [[""] * len(self.cells) for _ in question.options]
        for row, cell in enumerate(self._column(place)):
            for rank, option in enumerate(self._chosen(question, place, row, cell), start=1):
                items[question.options.index(option)][row] = str(rank if question.kind == "ranking" else 1)
        return items

    def _chosen(self, question: Question, place: int, row: int, cell: str) -> Iterator[str]:
        """Split a cell by the declared options, the longest first: an option may hold what joins them."""
        rest, joined = "" if cell in self.study.layout.missing else cell.strip(), self.tool.joined.strip()
        options = {**{option: option for option in question.options}, **question.exported}
        while rest:
            found = [text for text in options if rest == text or rest.startswith(text + joined)]
            text = max(found, key=len) if found else rest.partition(joined)[0]
            if not found and not question.other:
                raise InputError(
                    f"{self.shown}, row {self.numbers[row]}, column {self.names[place]}: {text!r} is not a declared "
                    f"option ({'; '.join(question.options)}); declare it in {self.study.shown(self.study.path)}."
                )
            yield options.get(text, question.other)
            rest = rest[len(text) + len(joined) :].strip()


def _spaced(text: str) -> str:
    """A heading with each run of white space, line breaks included, as one space."""
    return " ".join(text.split())


def _check_shape(rows: Rows, shown: str) -> None:
    """Every row has as many cells as the header, and no heading stands twice."""
    header = rows.cells[0]
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"{shown}, row 1: column {name!r} is named twice; rename one.")
    for number, record in zip(rows.numbers, rows.cells, strict=True):
        if len(record) != len(header):
            raise InputError(
                f"{shown}, row {number}: has {len(record)} fields where the header has {len(header)}; "
                "quote the answer that holds the delimiter or a line break."
            )
