"""Which survey tool wrote a file, and what each of its columns is: read from its first rows, before any declaration."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.study import Layout, one_of

from .described import MICROSOFT, PLAIN, QUALTRICS, SURVEYMONKEY, TOOLS
from .files import open_table
from .institutional import LIMESURVEY, REDCAP
from .tables import Table
from .tools import Tool, folded, is_own, pattern, spaced

MOMENT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T,]+\d{1,2}:\d{2}.*")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)*")
NUMBER = re.compile(r"\d+")
# What SurveyMonkey writes in its second row above a question that has one column.
RESPONSE = ("response", "open-endedresponse", "antwort", "offeneantwort", "réponse", "réponseouverte", "respuesta")
# Cells and headings by which an unknown table may tell unfinished rows, besides a moment that some rows lack.
STATES = {
    "complete",
    "incomplete",
    "completed",
    "partial",
    "finished",
    "unfinished",
    "preview",
    "test",
    "spam",
    "submitted",
    "disqualified",
    "screenedout",
}
STATE_HEADINGS = re.compile(r"status|finished|complete|progress|submit|lastpage|state|abgeschlossen|beendet|terminé")
# Headings longer than this are questions, and more kinds of cells are answers.
SHORT, FEW = 30, 6
# Two blank headings are no chance, and three rows of answers show whether a cell recurs.
FEWEST_BLANK, FEWEST_ROWS = 2, 5
# Headings under which a table may hold what names a person.
PERSONAL = re.compile(
    r"e-?mail|first\s*name|last\s*name|surname|^name$|phone|telefon|post\s*code|zip|address|\bip\b", re.I
)


@dataclass(frozen=True)
class Column:
    """One column of an export, as its headings show it.

    Attributes
    ----------
    place : int
        From 0.
    name, text : str
        What stands in the first header row and, where there is one, in the second (an SPSS file: its label). Under a
        heading that a tool writes only once above several columns, the name is carried on.
    heading : str
        By which a declaration names the column: the name, with the column's number where it stands twice or is blank.
    role : str
        What the tool's own columns hold, as `Tool.own` has it; "personal" also by its heading; "answer" else.
    question, item : str
        Of one of several columns of a question: the question's heading or text, and the option's number, code or text.
    """

    place: int
    name: str
    text: str
    heading: str
    role: str
    question: str = ""
    item: str = ""


@dataclass(frozen=True)
class Export:
    """A file as recognised: its tool, its columns, and its rows, which are still to be read.

    ``unsaid`` are the columns of a plain table that may say which responses were finished.
    """

    tool: Tool
    columns: tuple[Column, ...]
    table: Table
    unsaid: tuple[Column, ...]

    def of_role(self, role: str) -> list[Column]:
        """The tool's own columns that hold this."""
        return [column for column in self.columns if column.role == role]


def recognised(path: Path, shown: str, layout: Layout | None = None, content: bytes | None = None) -> Export:
    """Recognise the tool that wrote a file, and say what its columns are.

    Parameters
    ----------
    path : Path
        The export.
    shown : str
        Its name in messages.
    layout : Layout, optional
        What is declared of it; a declared tool goes before what the file looks like.
    content : bytes, optional
        What it holds, where that was never written.

    Raises
    ------
    InputError
        The file cannot be read, or holds no row.

    Examples
    --------
    >>> from helpers.study import load
    >>> export = recognised(load().export, "export.csv")
    >>> export.tool.name, [column.name for column in export.of_role("status")]
    ('Qualtrics', ['Status'])
    >>> ranked = next(column for column in export.columns if column.question == "Q6")
    >>> ranked.heading, ranked.item
    ('Q6_1', '1')
    """
    layout = layout or Layout()
    table = open_table(path, shown, layout, content)
    rows = [record for _, record in table.head]
    tool = _tool(rows, layout)
    names = [spaced(name) for name in rows[0]]
    texts = [spaced(text) for text in rows[1]] if tool.headers > 1 and len(rows) > 1 else []
    texts = texts or [spaced(text) for text in table.labels]
    texts += [""] * (len(names) - len(texts))
    if tool.carried:
        names = _carried(names)
    counts = Counter(names)
    roles = _roles(names, rows[tool.headers :], tool)
    columns = []
    for place, (name, text) in enumerate(zip(names, texts, strict=False)):
        heading = name if counts[name] == 1 and name else f"{name} (column {place + 1})".strip()
        if tool.carried and text and roles[place] == "answer":
            heading = f"{name} - {text}" if counts[name] > 1 else name
        columns.append(Column(place, name, text, heading, roles[place]))
    columns = _grouped(columns, tool)
    if tool.headers > 1 and tool.name == PLAIN.name and not layout.headers:
        table.warnings.append(
            f"{shown}, row 2: was read as a second row of headings, which names options; if it is a response, declare "
            "layout.headers = 1."
        )
    return Export(tool, tuple(columns), table, tuple(_unsaid(columns, rows[tool.headers :], tool)))


def _tool(rows: list[list[str]], layout: Layout) -> Tool:
    """The tool declared, or the first whose marks the file bears; one without marks is plain.

    Qualtrics is known by its third row, which holds an ImportId in JSON for each column, in every language; where its
    further header rows were taken out, its own columns still say which rows are previews and partial.
    """
    tool = next((tool for tool in TOOLS if tool.name == layout.tool), None)
    if layout.tool and tool is None:
        one_of(layout.tool, "layout.tool", [tool.name for tool in TOOLS])
    tool = tool or _looks_like(rows)
    headers = layout.headers or tool.headers
    if tool.name == QUALTRICS.name and not layout.headers and not (len(rows) > 2 and _import_ids(rows[2])):
        headers = 2 if _texts_below(rows, tool) else 1
    if tool.carried and not layout.headers and not _below_own(rows):
        headers = 1
    if tool.name == PLAIN.name and not layout.headers and _options_below(rows):
        headers = 2
    carried = tool.carried or (tool.name == PLAIN.name and "" in rows[0])
    return replace(tool, headers=headers, carried=carried and headers > 1)


def _looks_like(rows: list[list[str]]) -> Tool:
    if len(rows) > 2 and _import_ids(rows[2]):
        return QUALTRICS
    headings = [folded(cell) for cell in rows[0]]
    for tool in TOOLS:
        marked = all(any(is_own(heading, tool.own[mark]) for heading in headings) for mark in tool.marks)
        if tool.marks and marked and (tool is not REDCAP or _forms(rows)):
            return tool
    if _above_options(rows):
        return SURVEYMONKEY
    if _opens_with(rows, (NUMBER, MOMENT, NUMBER, LANGUAGE), blank=(1, 2)):
        return LIMESURVEY
    if _opens_with(rows, (NUMBER, MOMENT, MOMENT), blank=()):
        return MICROSOFT
    return PLAIN


def _import_ids(cells: list[str]) -> bool:
    """Whether each cell that is not blank holds the JSON by which Qualtrics names a column."""
    try:
        held = [json.loads(cell) for cell in cells if cell]
    except ValueError:
        return False
    return bool(held) and all(isinstance(cell, dict) and "ImportId" in cell for cell in held)


def _forms(rows: list[list[str]]) -> bool:
    """Whether a column of completeness holds REDCap's three states, and not just any yes or no."""
    for place, heading in enumerate(rows[0]):
        cells = {folded(row[place]) for row in rows[1:] if place < len(row)} - {""}
        states = REDCAP.says["form"]
        if is_own(folded(heading), REDCAP.own["form"]) and cells <= set(states) and cells - {"0", "1", "complete"}:
            return True
    return any(heading.startswith("redcap_") for heading in rows[0])


def _above_options(rows: list[list[str]]) -> bool:
    """Whether a second row names options, or "Response", below a question that the first row names once."""
    if not rows[0][0] or not _below_own(rows):
        return False
    below = [text for name, text in zip(rows[0], rows[1], strict=False) if not name]
    return all(below) and (bool(below) or any(folded(text) in RESPONSE for text in rows[1]))


def _below_own(rows: list[list[str]]) -> bool:
    """Whether the second row has nothing to add below the heading of the ids: it is blank there, or repeats it."""
    return len(rows) > 1 and folded(rows[1][0]) in ("", folded(rows[0][0]))


def _texts_below(rows: list[list[str]], tool: Tool) -> bool:
    """Whether the second row says nothing known below the tool's own columns of states, and the third does."""
    states = [(place, role) for place, role in enumerate(_roles(rows[0], [], tool)) if role in tool.says]
    said = [[folded(row[place]) in tool.says[role] for place, role in states] for row in rows[1:3]]
    return len(said) > 1 and bool(states) and not any(said[0]) and all(said[1])


def _options_below(rows: list[list[str]]) -> bool:
    """Whether the second row can only be options, below a question that stands once above several columns.

    Below every blank heading stands a text of its own, which no answer in that column is, or every one: a tick.
    """
    places = [place for place, name in enumerate(rows[0]) if not name]
    if not rows[0][0] or len(places) < FEWEST_BLANK or len(rows) < FEWEST_ROWS or max(places) >= len(rows[1]):
        return False
    texts = [rows[1][place] for place in places]
    above = _carried(rows[0])
    if not all(texts) or len({(above[place], rows[1][place]) for place in places}) < len(places):
        return False
    closed = 0
    for place, text in zip(places, texts, strict=True):
        cells = [row[place] for row in rows[2:] if place < len(row) and row[place]]
        if text in cells and set(cells) != {text}:
            return False
        closed += len(set(cells)) < len(cells)
    return closed >= len(places) / 2


def _opens_with(rows: list[list[str]], patterns: tuple[re.Pattern, ...], blank: tuple[int, ...]) -> bool:
    """Whether the first columns hold such cells throughout; those that may be blank are not so everywhere."""
    if len(rows) < 2 or any(len(row) < len(patterns) for row in rows):
        return False
    for place, wanted in enumerate(patterns):
        cells = [row[place] for row in rows[1:]]
        filled = [cell for cell in cells if cell]
        if not filled or not all(wanted.fullmatch(cell) for cell in filled):
            return False
        if len(filled) < len(cells) and place not in blank:
            return False
    return True


def _carried(names: list[str]) -> list[str]:
    carried, above = [], ""
    for name in names:
        above = name or above
        carried.append(above)
    return carried


def _roles(names: list[str], rows: list[list[str]], tool: Tool) -> list[str]:
    """What each column holds; of headings of the tool's own that stand twice, the first is the tool's."""
    roles, taken = [], set()
    several = ("form", "trace", "rows", "personal", "other")
    for name in names:
        heading = folded(name)
        found = [role for role, patterns in tool.own.items() if is_own(heading, patterns)]
        role = next((role for role in found if role in several or role not in taken), "answer")
        if role not in several and heading in taken:
            role = "answer"
        taken |= {role, heading}
        roles.append("personal" if role == "answer" and PERSONAL.search(name) and len(name) < SHORT else role)
    if tool.name == LIMESURVEY.name and "id" not in roles and len(roles) > 3:
        roles[:4] = ["id", "submitted", "page", "language"]
    if tool.name in (REDCAP.name, SURVEYMONKEY.name) and "id" not in roles:
        roles[0] = "id"
    if tool.name == MICROSOFT.name and "id" not in roles and len(roles) > 2:
        roles[:3] = ["id", "other", "submitted"]
    return roles


def _grouped(columns: list[Column], tool: Tool) -> list[Column]:
    """Columns that a tool heads as several of one question, with that question; one alone is a question of its own."""
    found: dict[int, tuple[str, str]] = {}
    for column in columns:
        if column.role != "answer":
            continue
        if tool.carried:
            found[column.place] = (column.name, column.text)
            continue
        for template in (*tool.names, *(each for each in tool.texts if each != "{option}")):
            # In a heading of its own, the part in front of the last mark is the question.
            if match := pattern(template, greedy=True).fullmatch(column.name):
                found[column.place] = (match["question"].strip(), match["item"].strip())
                break
    sizes = Counter(question for question, _ in found.values())
    return [
        replace(column, question=found[column.place][0], item=found[column.place][1])
        if column.place in found and sizes[found[column.place][0]] > 1
        else column
        for column in columns
    ]


def _unsaid(columns: list[Column], rows: list[list[str]], tool: Tool) -> Iterator[Column]:
    """Columns of a plain table that may say which rows are unfinished."""
    for column in columns if tool.name == PLAIN.name else ():
        cells = [folded(row[column.place]) for row in rows if column.place < len(row)]
        filled = {cell for cell in cells if cell}
        moments = "" in cells and bool(filled) and all(map(DAY.match, filled))
        headed = STATE_HEADINGS.search(folded(column.name)) and len(column.name) < SHORT
        if moments or (1 < len(filled) < FEW and (filled & STATES or headed)):
            yield column
