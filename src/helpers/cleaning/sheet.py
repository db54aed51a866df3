"""The rows of one export: which of its columns are needed, and their cells; every row is looked at once."""

from __future__ import annotations

import hashlib

from helpers.study import NO_ID, SYNTHETIC, Study

from .answers import Problems
from .characters import Characters
from .matching import Matcher
from .recognition import Column, Export
from .tools import folded

# An export is left as it is; whoever wrote a table by hand can quote an answer.
EXPORT_AGAIN = (
    "an answer may hold the delimiter or a line break without quotes: export the survey again from its tool, "
    "as CSV or XLSX"
)
# Texts that stand in many rows are kept once; beyond so many, or so long, they are seldom the same.
MOST_TEXTS, LONGEST_TEXT = 100_000, 60


class Sheet:
    """The responses of one export: only the columns that are needed are kept, and every row is looked at once."""

    def __init__(self, export: Export, shown: str, study: Study) -> None:
        """Find the columns that are needed, and read every row."""
        self.export, self.tool, self.shown, self.study = export, export.tool, shown, study
        self.declaration = study.shown(study.path)
        self.problems = Problems(shown, self.declaration)
        self.warnings: list[str] = []
        matcher = Matcher(export, study, shown)
        self.matched = matcher.match()
        self.id = self._id_column(matcher)
        self.rows = {
            column: cells
            for heading, cells in study.layout.rows.items()
            if (column := self._layout_column(matcher, heading))
        }
        self.states = self._states()
        self.label = next((column for column in export.columns if column.name == SYNTHETIC), None)
        self.when = next(iter(export.of_role("submitted")), None) if study.layout.dates else None
        self.problems.sentences += matcher.problems
        self.warnings += matcher.warnings
        answered = {column.place for matched in self.matched for column in matched.columns}
        self.warnings += [
            f"{shown}, column {column.heading}: may say which responses were finished, and a plain table reads nothing "
            "from it; name the tool in layout.tool, or the cells of the rows to read in layout.rows."
            for column in export.unsaid
            if column.place not in answered and column not in self.rows
        ]
        self.warnings += self._headings(answered)
        self.numbers: list[int] = []
        self.again: list[bool] = []
        self._read(answered)

    def _layout_column(self, matcher: Matcher, heading: str) -> Column | None:
        column = matcher.placed(heading)
        if column is None:
            self.problems.sentences.append(
                f"{self.shown}, row 1: column {heading!r} is missing, which layout.rows names; correct it in "
                f"{self.declaration}."
            )
        return column

    def _id_column(self, matcher: Matcher) -> Column | None:
        """The column of ids; none where the study says so, or where the tool writes none."""
        declared, own = self.study.layout.id, self.export.of_role("id")
        if declared == NO_ID or (not declared and not own and "id" not in self.tool.own):
            return None
        column = matcher.placed(declared) if declared else next(iter(own), None)
        if column is None:
            named = f"column {declared!r} is missing" if declared else "no column is known to hold the responses' ids"
            headings = ", ".join(repr(column.heading) for column in self.export.columns[:4])
            self.problems.sentences.append(
                f"{self.shown}, row 1: {named}; in layout.id of {self.declaration}, name the heading of the ids (the "
                f"first here are {headings}), or write {NO_ID!r} if there is none and every row is a person."
            )
        return column

    def _headings(self, answered: set[int]) -> list[str]:
        """Columns without a heading of their own matter only where they are declared."""
        several = [
            str(column.place + 1)
            for column in self.export.columns
            if column.heading.endswith(f"(column {column.place + 1})") and column.place not in answered
            if column.role == "answer"
            if any(row[column.place : column.place + 1] not in ([], [""]) for _, row in self.export.table.head[1:])
        ]
        few = f"{', '.join(several[:6])}{' …' if len(several) > 6 else ''}"
        return (
            [f"{self.shown}, row 1: columns {few} have no heading of their own, and are not read."] if several else []
        )

    def _states(self) -> dict[Column, dict[str, str]]:
        """The tool's own columns that speak for or against a row; of several forms, those that hold the questions."""
        extra = {folded(value): reason for value, reason in self.study.layout.status.items()}
        found: dict[Column, dict[str, str]] = {}
        for role, meanings in self.tool.says.items():
            columns = self._forms() if role == "form" else self.export.of_role(role)[:1]
            optional = role == "status" and role not in self.tool.marks
            if not columns and not optional and role != "form":
                heading = self.tool.own[role][0].capitalize()
                self.problems.sentences.append(
                    f"{self.shown}, row 1: column {heading!r} is missing, by which {self.tool.name} tells rows that do "
                    "not count; export it too."
                )
            found |= {column: meanings | extra for column in columns}
        return found

    def _forms(self) -> list[Column]:
        """The completeness of each form declared, or else of each that holds a declared question: it stands last."""
        places = [column.place for matched in self.matched for column in matched.columns]
        forms = [column for column in self.export.of_role("form") if column.place not in places]
        if declared := self.study.layout.forms:
            wanted = {folded(name).removesuffix("_complete") for name in declared}
            held = {folded(column.name).removesuffix("_complete"): column for column in forms}
            for name in wanted - set(held):
                self.problems.sentences.append(
                    f"{self.shown}, row 1: no form {name!r} is in it, which layout.forms names; use one of "
                    f"{', '.join(held)}."
                )
            return [column for name, column in held.items() if name in wanted]
        ends = [next((form for form in forms if form.place > place), None) for place in places]
        return [form for form in forms if form in ends]

    def _read(self, answered: set[int]) -> None:
        """Keep the cells that are needed of every row, and note what is wrong with any."""
        own = [*self.export.of_role("trace"), *self.export.of_role("rows")]
        kept = [self.id, self.label, self.when, *self.rows, *self.states, *own]
        needed = sorted(answered | {column.place for column in kept if column})
        self.cells: dict[int, list[str]] = {place: [] for place in needed}
        columns, width = list(self.cells.items()), len(self.export.columns)
        held: dict[str, str] = {}
        seen: set[bytes] = set()
        odd: list[tuple[int, int]] = []
        check = Characters(self.shown, needed, self.export.table.doubt, self.export.table.broken)
        for position, (number, record) in enumerate(self.export.table.rows):
            if len(record) != width:
                odd.append((number, len(record)))
                continue
            if position < self.tool.headers:
                continue
            joined = "\0".join(record)
            if not joined.isascii():
                check.look(number, record)
            digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            self.again.append(digest in seen)
            seen.add(digest)
            self.numbers.append(number)
            for place, cells in columns:
                cell = record[place]
                if len(cell) < LONGEST_TEXT and len(held) < MOST_TEXTS:
                    cell = held.setdefault(cell, cell)
                cells.append(cell)
        self.problems.damage += check.faults
        self.warnings += check.warnings
        self._after_reading(odd, width)

    def _after_reading(self, odd: list[tuple[int, int]], width: int) -> None:
        sentences = self.problems.sentences
        self.problems.damage += self.export.table.faults
        if odd:
            self.problems.damage.append(short_row(self.shown, *odd[0], width, len(odd) - 1))
        if not self.numbers and not odd and not self.export.table.faults:
            sentences.append(f"{self.shown}: holds a header and no response; export the survey with its responses.")
        second = {folded(cell) for cell in self.export.table.head[1][1]} if len(self.export.table.head) > 1 else set()
        texts = {folded(question.text) for question in self.study.questions.values()}
        if self.tool.headers == 1 and len(second & texts) > len(texts) / 2:
            sentences.append(
                f"{self.shown}, row 2: repeats the questions' texts, a second header row; declare layout.headers = 2."
            )

    def column(self, column: Column) -> list[str]:
        """The cells of a column that is needed."""
        return self.cells[column.place]


def short_row(shown: str, number: int, held: int, width: int, more: int = 0, remedy: str = EXPORT_AGAIN) -> str:
    """Say that a row has another number of fields than the header, and so have others."""
    also = f", and so do {more} more rows" if more else ""
    return f"{shown}, row {number}: has {held} fields where the header has {width}{also}; {remedy}."
