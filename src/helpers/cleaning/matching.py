"""Which columns of an export answer which question: told by headings, options and values, never by position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from helpers.study import ITEMISED, Question, Study

from .described import PLAIN
from .recognition import RESPONSE, Column, Export
from .tools import folded, pattern, spaced


@dataclass(frozen=True)
class Matched:
    """The columns of one question.

    Attributes
    ----------
    question : Question
    one : Column, optional
        The column that holds the whole answer.
    items : dict of str to Column
        The column of each option; or, where ``by_rank``, of each rank, which then holds an item.
    typed : Column, optional
        The column of what was typed under the option "Other".
    further : tuple of Column
        Columns of options that are not declared: whoever ticked one of them has answered the question.
    by_rank : bool
        Whether ``items`` are ranks, as text from "1".
    """

    question: Question
    one: Column | None = None
    items: dict[str, Column] = field(default_factory=dict)
    typed: Column | None = None
    further: tuple[Column, ...] = ()
    by_rank: bool = False

    @property
    def columns(self) -> list[Column]:
        """Every column that is read for this question."""
        return [column for column in (self.one, *self.items.values(), self.typed, *self.further) if column]


class Matcher:
    """Finds the columns of each question, and collects whatever keeps one from being found for certain.

    Parameters
    ----------
    export : Export
        As recognised.
    study : Study
        As declared.
    shown : str
        Name of the file in messages.
    """

    def __init__(self, export: Export, study: Study, shown: str) -> None:
        """Start with nothing wrong."""
        self.export, self.study, self.shown = export, study, shown
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.declared = {spaced(q.column) for q in study.questions.values()} | {
            spaced(heading) for q in study.questions.values() for heading in q.headings.values()
        }

    def match(self) -> list[Matched]:
        """The columns of every question that has them."""
        found = []
        for question in self.study.questions.values():
            matched = self._itemised(question) if question.kind in ITEMISED else self._single(question)
            found += [matched] if matched else []
        self._check_shared(found)
        return found

    def placed(self, heading: str, text: str = "") -> Column | None:
        """The column with this heading; one that stands twice is a problem, unless the text below it tells."""
        wanted = spaced(heading)
        exact = [column for column in self.export.columns if wanted and wanted == column.heading]
        named = exact or [column for column in self.export.columns if wanted and wanted in (column.name, column.text)]
        named = [column for column in named if text and column.text == spaced(text)] or named
        if len(named) > 1 and self.export.tool.carried:
            # Above a single answer and what was typed beside it, the second row tells which is which.
            named = [column for column in named if folded(column.text) in RESPONSE] or named
        if len(named) > 1 and len({column.name for column in named}) == 1:
            self.problems.append(
                f"{self.shown}, row 1: {heading!r} stands above columns "
                f"{' and '.join(str(column.place + 1) for column in named)}; declare the one that is meant, as "
                f"{named[-1].heading!r}."
            )
        return named[0] if named else None

    def missing(self, heading: str, what: str) -> None:
        """Say that a column is not there, and offer the nearest that nothing else claims."""
        headings = [c.heading for c in self.export.columns if c.role == "answer" and c.heading not in self.declared]
        nearest = get_close_matches(heading, headings, n=1)
        hint = f" (the nearest is {nearest[0]!r})" if nearest else ""
        self.problems.append(
            f"{self.shown}, row 1: column {heading!r}{hint} is missing; {what} is declared with it: correct its "
            f"`column` in {self.study.shown(self.study.path)}."
        )

    def _single(self, question: Question) -> Matched | None:
        column = self.placed(question.column, question.text) or self.placed(question.text)
        if column is None:
            self.missing(question.column, f"questions.{question.id}")
            return None
        return Matched(question, column)

    def _itemised(self, question: Question) -> Matched | None:
        tool = self.export.tool
        candidates = self._candidates(question)
        if question.kind == "ranking" and (ranks := self._ranks(question)):
            return Matched(question, items=ranks, by_rank=True)
        items = self._own_columns(question)
        if items is None:
            return None
        for option in question.options:
            if option not in items:
                items |= self._option(question, option, candidates)
        if tool.joined and not items and (column := self.placed(question.column) or self.placed(question.text)):
            return Matched(question, column)
        typed = self._typed(question)
        if question.other and typed and question.other not in items and items:
            items[question.other] = typed
        if not items and tool.numbered:
            items = self._numbered(question, candidates)
        taken = {column.place for column in items.values()}
        further = tuple(c for c in candidates if c.place not in taken and c != typed and c.heading not in self.declared)
        if lacking := [option for option in question.options if option not in items]:
            self._lacking(question, lacking, further)
            return None
        return Matched(question, items=items, typed=typed, further=further)

    def _candidates(self, question: Question) -> dict[Column, tuple[str, str]]:
        """Columns headed as items of this question, each with its code and its option's text, where they are known."""
        tool, found = self.export.tool, {}
        heading, text = spaced(question.column), spaced(question.text)
        names = [pattern(template, heading, text) for template in tool.names]
        texts = [pattern(template, heading, text) for template in tool.texts if template != "{option}"]
        typed = [pattern(template, heading, text) for template in tool.typed]
        for column in self.export.columns:
            if column.role != "answer" or any(each.fullmatch(column.name) for each in typed):
                continue
            code = next((match["item"] for each in names if (match := each.fullmatch(column.name))), "")
            option = ""
            if tool.carried:
                option = column.text if column.name in (heading, text) else ""
            else:
                shown = [
                    match["item"].strip()
                    for each in texts
                    for part in (column.text, column.name)
                    if part and (match := each.fullmatch(part))
                ]
                option = self._declared_or_shortest(question, shown)
                if code and not column.text and option not in map(spaced, question.options):
                    # One heading alone tells a code from a text by what is declared.
                    option = ""
            if code and column.text and not option:
                option = self._tail(question, column.text)
            if tool.texts == ("{option}",) and column.name in map(spaced, question.options):
                option = column.name
            if code or option:
                found[column] = (code, option)
        return found

    @staticmethod
    def _declared_or_shortest(question: Question, shown: list[str]) -> str:
        declared = {spaced(option) for option in question.options}
        return next((each for each in shown if each in declared), min(shown, key=len, default=""))

    @staticmethod
    def _tail(question: Question, text: str) -> str:
        """The option at the end of a heading, whose question need not be the declared one word for word."""
        ends = [
            option
            for option in map(spaced, question.options)
            if text == option or re.search(rf"[-–—:\[(=./]\s*{re.escape(option)}[\])]?$", text)
        ]
        if ends:
            return max(ends, key=len)
        parts = re.split(r" - | – |\[|: ", text)
        return parts[-1].rstrip("]").strip() if len(parts) > 1 else ""

    def _own_columns(self, question: Question) -> dict[str, Column] | None:
        """Options that name their own column; None where one of these is not there."""
        found: dict[str, Column] = {}
        for option, heading in question.headings.items():
            column = self.placed(heading)
            if column is None:
                self.missing(heading, f"option {option!r} of questions.{question.id}")
            else:
                found[option] = column
        return found if len(found) == len(question.headings) else None

    def _option(self, question: Question, option: str, candidates: dict[Column, tuple[str, str]]) -> dict[str, Column]:
        """The column of one option: by its text where headings give texts, else by its value."""
        value = next((value for value, text in question.exported.items() if text == option), "")
        by_text = [column for column, (_, text) in candidates.items() if text == spaced(option)]
        by_value = [column for column, (code, _) in candidates.items() if value and _alike(code, value)]
        where = f"option {option!r} of questions.{question.id}"
        for column in by_value:
            text = candidates[column][1]
            if text and text != spaced(option):
                self.problems.append(
                    f"{self.shown}, column {column.heading}: is headed {text!r} where {value!r} is declared as the "
                    f"value of {option!r}; correct the value or the text of that option of questions.{question.id}."
                )
        for column in by_text:
            code = candidates[column][0]
            if value and code and not _alike(code, value):
                self.problems.append(
                    f"{self.shown}, column {column.heading}: is headed {option!r}, for which questions.{question.id} "
                    f"declares the value {value!r} and not {code!r}; correct one of them, or leave the value out."
                )
        found = by_text or [column for column in by_value if not candidates[column][1]]
        if len(found) > 1:
            self.problems.append(
                f"{self.shown}, row 1: {where} stands above columns "
                f"{', '.join(column.heading for column in found)}; give the option its own `column`."
            )
        return {option: found[0]} if found else {}

    def _typed(self, question: Question) -> Column | None:
        """The column of what was typed under "Other", where the tool ticks no box beside it."""
        heading, text = spaced(question.column), spaced(question.text)
        alone = [pattern(each, heading, text) for each in self.export.tool.typed if "{code}" not in each]
        return next((c for c in self.export.columns if any(each.fullmatch(c.name) for each in alone)), None)

    def _numbered(self, question: Question, candidates: dict[Column, tuple[str, str]]) -> dict[str, Column]:
        """Options by the codes that the tool gives by itself: all of them, in order, and nothing else; this is said."""
        codes = [code for code, _ in candidates.values() if code != "other"]
        wanted = [self.export.tool.numbered.format(place=place) for place, _ in enumerate(question.options, start=1)]
        if codes != wanted or question.exported or any(text for _, text in candidates.values()):
            return {}
        self.warnings.append(
            f"{self.shown}: nothing but the tool's own codes ({', '.join(wanted)}) tells the options of "
            f"questions.{question.id} apart, taken in the order declared; give each its `value` to be certain."
        )
        return dict(zip(question.options, candidates, strict=False))

    def _ranks(self, question: Question) -> dict[str, Column]:
        """Columns by rank: those headed so, where their cells are items and not ranks."""
        heading, text = spaced(question.column), spaced(question.text)
        found: dict[str, Column] = {}
        for template in self.export.tool.ranks:
            each = pattern(template, heading, text)
            for column in self.export.columns:
                if column.role == "answer" and (match := each.fullmatch(column.name)):
                    found.setdefault(match["item"], column)
        wanted = [str(rank) for rank in range(1, len(found) + 1)]
        if not found or sorted(found, key=int) != wanted:
            return {}
        if self.export.tool.name == PLAIN.name:
            # Any table may be headed so; a rank of items is told by its cells, and numbers in them are ranks.
            items = {*question.options, *(value for value in question.exported if not value.isdigit())}
            cells = {row[c.place] for _, row in self.export.table.head for c in found.values() if c.place < len(row)}
            return {rank: found[rank] for rank in wanted} if cells & items else {}
        return {rank: found[rank] for rank in wanted}

    def _lacking(self, question: Question, options: list[str], further: tuple[Column, ...]) -> None:
        """Say which options have no column, and what would find it."""
        named = ", ".join(repr(option) for option in options)
        if further:
            codes = ", ".join(column.heading for column in further)
            remedy = (
                f"of {codes}, nothing says which is theirs: give each option as `value` what tells its heading apart"
            )
        else:
            remedy = (
                f"no column is headed {question.column!r} with one of them; correct the question's `column` and texts, "
                "or give each option its own `column`"
            )
        self.problems.append(
            f"{self.shown}, row 1: {named} of questions.{question.id} {'has' if len(options) == 1 else 'have'} no "
            f"column; {remedy}, in {self.study.shown(self.study.path)}."
        )

    def _check_shared(self, found: list[Matched]) -> None:
        """No column answers two options or questions."""
        readers: dict[int, str] = {}
        for matched in found:
            named = {column.place: matched.question.id for column in (matched.one, *matched.items.values()) if column}
            if len(named) < len(matched.items):
                self.problems.append(
                    f"{self.shown}, row 1: two options of questions.{matched.question.id} have the same column; give "
                    "each its own `value` or `column`."
                )
            for place, id in named.items():
                if readers.setdefault(place, id) != id:
                    self.problems.append(
                        f"{self.shown}, column {self.export.columns[place].heading}: is read for questions."
                        f"{readers[place]} and for questions.{id}; correct the `column` of one."
                    )


def _alike(code: str, value: str) -> bool:
    """Whether a code in a heading is this value: tools write what a variable's name cannot hold as an underscore.

    >>> _alike("_1", "-1"), _alike("a", "A"), _alike("10", "1")
    (True, True, False)
    """
    return re.sub(r"\W", "_", code).casefold() == re.sub(r"\W", "_", value).casefold()
