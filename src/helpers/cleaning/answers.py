"""From the cells of matched columns to answers as text; whatever a cell cannot mean for certain is a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers import money
from helpers.study import Question, Study

from .matching import Matched
from .recognition import Column
from .tools import BLANK, NO, NOT_SHOWN, TICKED, Tool, folded

# Problems name so many further cells.
EXAMPLES = 4


class Problems:
    """What is wrong with a file: sentences, and cells of one column that share a fault as one sentence."""

    def __init__(self, shown: str, declaration: str) -> None:
        """Name the file and the declaration in messages."""
        self.shown, self.declaration = shown, declaration
        self.damage: list[str] = []
        self.sentences: list[str] = []
        self._cells: dict[tuple[str, str, str], list[tuple[int, str]]] = {}

    def cell(self, row: int, heading: str, value: str, fault: str, remedy: str = "") -> None:
        """Note a cell that cannot be meant."""
        remedy = remedy or f"correct the export at its source or declare it in {self.declaration}"
        self._cells.setdefault((heading, fault, remedy), []).append((row, value))

    def all(self) -> list[str]:
        """Every sentence, in the order in which the faults were found; of a damaged file no cell is held to account."""
        found = list(dict.fromkeys([*self.damage, *self.sentences]))
        for (heading, fault, remedy), cells in self._cells.items() if not self.damage else ():
            row, value = cells[0]
            others = [repr(other) for other in dict.fromkeys(other for _, other in cells) if other != value]
            more = f" (and so do {len(cells) - 1} more rows" if len(cells) > 1 else ""
            more += f", with {', '.join(others[:EXAMPLES])}{' …' if len(others) > EXAMPLES else ''}" if others else ""
            more += ")" if more else ""
            found.append(f"{self.shown}, row {row}, column {heading}: {value!r} {fault}{more}; {remedy}.")
        return found


class Answers:
    """Reads the answers to questions from the columns that were found for them.

    Parameters
    ----------
    tool : Tool
        Says what a cell of an option means.
    study : Study
        Says what is missing, and which further cells are ticks.
    numbers : list of int
        Number of each row.
    column : callable
        Gives the cells of a `Column`.
    problems : Problems
        Takes what cannot be read.
    """

    def __init__(
        self, tool: Tool, study: Study, numbers: list[int], column: Callable[[Column], list[str]], problems: Problems
    ) -> None:
        """Keep what every question is read with."""
        self.tool, self.study, self.numbers, self.problems = tool, study, numbers, problems
        self.missing = frozenset(study.layout.missing)
        self.ticks = tool.cells | {
            folded(cell): TICKED if ticked else NO for cell, ticked in study.layout.ticks.items()
        }
        self._column = column

    def read(self, matched: Matched, counted: list[bool]) -> list[list[str]]:
        """The answers to a question, a list for each of its columns; only rows that count can be at fault."""
        question = matched.question
        if matched.by_rank:
            return self._by_rank(matched, counted)
        if not matched.one:
            read = self._ticked if question.kind == "multiple" else self._ranked
            return read(matched, counted)
        if question.columns != (question.id,):
            return self._split(matched, counted)
        cells = [question.exported.get(cell, cell) for cell in self._offered(question, matched.one)]
        if self.tool.marks and question.kind != "text":
            # What the tool itself writes where a question was not shown, unless the question offered it.
            unshown = {cell for cell in set(cells) if self.tool.cells.get(folded(cell)) == NOT_SHOWN}
            cells = ["" if cell in unshown - {*question.options} else cell for cell in cells]
        if question.kind == "choice":
            cells = self._chosen(question, matched.one, cells, counted)
        elif question.kind in ("card", "amount"):
            self._check_amounts(question, matched.one, cells, counted)
        return [cells]

    def _cells(self, column: Column) -> list[str]:
        cells = self._column(column)
        return ["" if cell in self.missing else cell for cell in cells] if self.missing else cells

    def _offered(self, question: Question, column: Column) -> list[str]:
        """The cells of a closed question as it is declared; white space around what was chosen tells nothing."""
        if question.kind == "text":
            return self._cells(column)
        declared = {*question.options, *question.exported}
        return [cell if cell in declared else cell.strip() for cell in self._cells(column)]

    def _faulty(self, cells: list[str], good: set[str], counted: list[bool]) -> Iterator[tuple[int, str]]:
        for row, cell in enumerate(cells):
            if cell not in good and counted[row]:
                yield self.numbers[row], cell

    def _chosen(self, question: Question, column: Column, cells: list[str], counted: list[bool]) -> list[str]:
        options = {"", *question.options}
        if question.other:
            return [cell if cell in options else question.other for cell in cells]
        for row, cell in self._faulty(cells, options, counted):
            fault = f"is not a declared option ({'; '.join(question.options)})"
            self.problems.cell(row, column.heading, cell, fault)
        return cells

    def _check_amounts(self, question: Question, column: Column, cells: list[str], counted: list[bool]) -> None:
        """An amount that the survey showed is always clear, unlike one that a respondent typed, and on the card."""
        offered = ", ".join(f"{amount:g}" for amount in self.study.card)
        card = question.kind == "card"
        fault = f"is not on the card ({offered})" if card else "is not an amount of money"
        good = {""}
        for cell in set(cells):
            read = money.parse(cell, self.study.good.currency, self.study.layout.decimal)
            if read.amount in self.study.card if card else read.status in ("amount", "zero"):
                good.add(cell)
        for row, cell in self._faulty(cells, good, counted):
            self.problems.cell(row, column.heading, cell, fault)

    def _ticked(self, matched: Matched, counted: list[bool]) -> list[list[str]]:
        """What each option's cell says: a blank is a no where another option was ticked, and else no answer."""
        question = matched.question
        columns = [self._states(matched, option, counted) for option in question.options]
        answered = [TICKED in states or NO in states for states in zip(*columns, strict=True)]
        for column in matched.further:
            # Whoever ticked an option that is not declared has answered, and not ticked the others.
            said = {cell: self._says_further(cell, column) for cell in set(self._cells(column))}
            answered = [yes or said[cell] for yes, cell in zip(answered, self._cells(column), strict=True)]
        return [
            [NO if state == BLANK and yes else state for state, yes in zip(states, answered, strict=True)]
            for states in columns
        ]

    def _says_further(self, cell: str, column: Column) -> bool:
        word, text = folded(cell), folded(column.text or column.name)
        return self.ticks.get(word) == TICKED or (self.tool.option_cells and bool(word) and text.endswith(word))

    def _states(self, matched: Matched, option: str, counted: list[bool]) -> list[str]:
        """What each cell says of one option; a cell that says nothing known is a problem, and never a tick."""
        column = matched.items[option]
        cells = self._cells(column)
        said = {cell: self._state(cell, matched, option) for cell in set(cells)}
        known = {cell for cell, state in said.items() if state is not None}
        words = ", ".join([repr(option), *(word for word, state in self.ticks.items() if state == TICKED)])
        for row, cell in self._faulty(cells, known, counted):
            fault = f"does not say whether {option!r} was ticked (a tick is one of {words})"
            self.problems.cell(row, column.heading, cell, fault, "declare the cell in layout.ticks, as true or false")
        return [said[cell] or BLANK for cell in cells]

    def _state(self, cell: str, matched: Matched, option: str) -> str | None:
        word = folded(cell)
        said = self.ticks.get(word)
        if option == matched.question.other and word:
            if matched.items[option] == matched.typed:
                return said if said == NOT_SHOWN else TICKED
            if said is None and self.tool.option_cells:
                return TICKED
        if not self.tool.option_cells or said == TICKED:
            return said
        if word == folded(option):
            # An option called "No" and a plain no look alike.
            return None if said else TICKED
        return TICKED if said is None and matched.question.exported.get(cell) == option else said

    def _ranked(self, matched: Matched, counted: list[bool]) -> list[list[str]]:
        """Ranks from 1, none given twice by the same person; a person may leave items unranked."""
        question = matched.question
        allowed = {"", *(str(rank) for rank in range(1, len(question.options) + 1))}
        ranks = [self._cells(matched.items[option]) for option in question.options]
        for option, cells in zip(question.options, ranks, strict=True):
            for row, cell in self._faulty(cells, allowed, counted):
                self.problems.cell(row, matched.items[option].heading, cell, f"is not a rank from 1 to {len(ranks)}")
        for row, given in enumerate(zip(*ranks, strict=True)):
            twice = [place for place, rank in enumerate(given) if rank and rank in given[:place] and rank in allowed]
            for place in twice[:1] if counted[row] else ():
                heading = matched.items[question.options[place]].heading
                self.problems.cell(self.numbers[row], heading, given[place], "is a rank already given to another item")
        return ranks

    def _by_rank(self, matched: Matched, counted: list[bool]) -> list[list[str]]:
        """Ranks by item, from columns by rank that hold the item's text or its value."""
        question = matched.question
        names = {option: option for option in question.options} | question.exported
        items = {option: [""] * len(self.numbers) for option in question.options}
        for rank, column in matched.items.items():
            for row, cell in enumerate(self._offered(question, column)):
                option = names.get(cell, "")
                if option and not items[option][row]:
                    items[option][row] = rank
                elif cell and counted[row]:
                    fault = "stands in two ranks" if option else f"is not a declared item ({'; '.join(names)})"
                    self.problems.cell(self.numbers[row], column.heading, cell, fault)
        return list(items.values())

    def _split(self, matched: Matched, counted: list[bool]) -> list[list[str]]:
        """Options chosen, from one cell a response: ticked or not, or the rank where they are listed in order."""
        question, column = matched.question, matched.one
        assert column is not None
        cells = self._cells(column)
        states = {cell: self._listed(question, cell) for cell in set(cells)}
        for row, cell in enumerate(cells):
            unknown = states[cell][1]
            if unknown and counted[row]:
                fault = f"is not a declared option ({'; '.join(question.options)})"
                self.problems.cell(self.numbers[row], column.heading, unknown, fault)
        return [[states[cell][0][place] for cell in cells] for place, _ in enumerate(question.options)]

    def _listed(self, question: Question, cell: str) -> tuple[list[str], str]:
        """What a list says of each option, and the first part of it that is none; the longest option goes first."""
        rest, joined = cell.strip(), self.tool.joined.strip()
        ranking = question.kind == "ranking"
        said = ["" if ranking or not rest else NO] * len(question.options)
        options = {**{option: option for option in question.options}, **question.exported}
        rank = 0
        while rest:
            found = [text for text in options if rest == text or _starts(rest, text, joined)]
            text = max(found, key=len) if found else (rest.partition(joined)[0] if joined else rest.split()[0])
            option = options.get(text, question.other)
            if not option:
                return said, text
            rank += 1
            said[question.options.index(option)] = str(rank) if ranking else TICKED
            rest = rest[len(text) :].strip().removeprefix(joined).strip()
        return said, ""


def _starts(rest: str, text: str, joined: str) -> bool:
    """Whether a list goes on after this option: with the mark that joins, or, where that is a space, with one."""
    return rest.startswith(text + joined) if joined else rest.startswith(f"{text} ")
