"""What kind of question each block of columns is, judged by its headings and by what was answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from helpers import cleaning, disclosure, money
from helpers.study import SYNTHETIC

from . import words
from .columns import Block, Column, Export

# A closed question has few answers, each given more than once on average, and none is a paragraph.
MOST_OPTIONS, LONGEST_OPTION = 15, 120
# Of typed amounts so many can be read, and the rest waits for a ruling.
READABLE = 0.6
# So many cells that look like an address or a telephone number make a column personal.
TELLING = 0.1
# Fewer whole numbers than this, running on from 0 or 1, are codes sooner than amounts.
MOST_CODES = 8
# What is longer is a question and not the name of a column.
LONG_HEADING = 40
# In so many rows at least no item may stand twice before columns are taken for ranks and not for a grid.
FEWEST_RANKED = 5
SIGNS = {
    "GBP": re.compile(r"£|\b(?:gbp|pounds?|quid)\b"),
    "EUR": re.compile(r"€|\b(?:eur|euros?)\b"),
    "USD": re.compile(r"\$|\b(?:usd|dollars?)\b"),
}
# A telephone or an account, and no amount that anybody would pay.
LONG_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){7,}")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# What says that the comma, or the point, stands before decimals: one or two digits behind it, three behind the other.
COMMA, POINT = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3}(?!\d)"), re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)")


class Written(NamedTuple):
    """How respondents write amounts: in which currency, and with which mark before the decimals."""

    currency: str
    decimal: str


@dataclass(frozen=True)
class Found:
    """One question as found.

    Attributes
    ----------
    kind : str
        choice, multiple, ranking, money, number, text or personal; id or tool for what no respondent answered.
    column, text : str
        The heading that a declaration names, and the question's text.
    options : dict of str to int
        Each option as it occurs, in order, and how often; of a ranking, how often it was put first.
    codes : dict of str to str
        What stands in the heading for an option whose text the file does not hold.
    cells : tuple of str
        The answers, of a question with one column.
    other : str
        The option under which respondents could type; its column holds what they did.
    note : str
        What a person should look at.
    """

    kind: str
    column: str
    text: str
    options: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    other: str = ""
    note: str = ""

    @property
    def heading(self) -> str:
        """Heading and text as words are looked for in them."""
        return words.plain(f"{self.column} {self.text}")

    @property
    def answers(self) -> dict[int, str]:
        """What was answered, by row from 0; rows without an answer are left out."""
        return {row: cell.strip() for row, cell in enumerate(self.cells) if cell.strip()}


def judged(export: Export) -> list[Found]:
    """Every question of an export with its kind, in the order of the file; a grid gives one for each of its columns."""
    written = Written(currency_of(export) or "GBP", decimal_of(export) or ".")
    found = [each for block in export.blocks for each in _block(block, export, written)]
    times = Counter(each.column for each in found)
    twice = "heads several columns, and cannot be declared"
    return [replace(each, kind="tool", note=twice) if times[each.column] > 1 else each for each in found]


def currency_of(export: Export) -> str:
    """The one currency that headings and answers name; blank where none or several are.

    What is longer than an option is prose, which may speak of any money.
    """
    texts = {
        text for block in export.blocks for each in block.columns for text in (block.text, each.name, *each.distinct)
    }
    short = [text.casefold() for text in texts if len(text) <= LONGEST_OPTION]
    named = [code for code, sign in SIGNS.items() if any(map(sign.search, short))]
    return named[0] if len(named) == 1 else ""


def decimal_of(export: Export) -> str:
    """The mark before the decimals of amounts; blank where answers are written both ways."""
    cells = [
        cell
        for block in export.blocks
        for column in block.columns
        if column.known.role == "answer"
        and _asks_for_money(words.plain(f"{column.name} {column.text}"), column.distinct)
        for cell in column.distinct
        if len(cell) <= LONGEST_OPTION
    ]
    comma, point = (any(map(pattern.search, cells)) for pattern in (COMMA, POINT))
    return "" if comma and point else "," if comma else "."


def yes_or_no(found: Found) -> bool:
    """Whether a question was answered with yes and no alone."""
    said = {answer.casefold() for answer in found.answers.values()}
    return bool(said & words.YES) and bool(said & words.NO) and said <= words.YES | words.NO | words.UNSURE


def _block(block: Block, export: Export, written: Written) -> Iterator[Found]:
    pairs = list(zip(block.items, block.columns, strict=True)) if block.items else []
    # Where the file has no text for an item, its code stands in the heading and nowhere else.
    # A line end behind a text in its brackets was read as a space.
    in_brackets = {item for item, column in pairs if f"{block.column} [{item}]" == column.name.replace(" ]", "]")}
    codes = {item: item for item, column in pairs if not column.text and item not in in_brackets}
    ticks = {item: n for item, column in pairs if (n := _ticks(column, item)) is not None}
    typed = [(item, column) for item, column in pairs if item not in ticks]
    if len(typed) == 1 and any(ticks.values()) and _takes_other(*typed[0], block, export):
        (item, column), codes = typed[0], {item: code for item, code in codes.items() if item != typed[0][0]}
        options = ticks | {item: len(column.filled)}
        yield Found(
            "multiple", block.column, block.text, options, codes, other=item, note=f"{item!r} holds what was typed"
        )
    elif pairs and not typed and any(ticks.values()):
        yield Found("multiple", block.column, block.text, ticks, codes)
    elif pairs and _are_ranks(block.columns):
        yield Found("ranking", block.column, block.text, {i: column.filled.count("1") for i, column in pairs}, codes)
    elif ranked := _ranked_items(block, export):
        note = "columns by rank, which hold the items"
        yield Found("ranking", block.column, block.text, ranked, note=note)
    else:
        for column in block.columns:
            # The text of one row of a grid is the row's: where the tool gives none, the heading holds it.
            of_row = column.name if export.tool.carried else column.text or column.name
            yield _single(column, of_row if pairs else block.text, export, written)


def _takes_other(item: str, column: Column, block: Block, export: Export) -> bool:
    """Whether the one column that holds no ticks holds what was typed under an option, as the tool heads that one."""
    alone = [each for each in export.tool.typed if "{code}" not in each]
    headed = any(cleaning.pattern(each, block.column, block.text).fullmatch(column.known.name) for each in alone)
    return headed if alone else export.tool.option_cells and column == block.columns[-1]


def _ranked_items(block: Block, export: Export) -> dict[str, int]:
    """Items by how often each was put first, where the columns are headed by rank and hold items; else empty."""
    headed = [
        any(cleaning.pattern(each, block.column, block.text).fullmatch(column.known.name) for each in export.tool.ranks)
        for column in block.columns
    ]
    cells = zip(*(column.cells for column in block.columns), strict=True)
    rows = [[cell.strip() for cell in row if cell.strip()] for row in cells]
    items = Counter(dict.fromkeys(sorted({cell for row in rows for cell in row}), 0))
    several = [row for row in rows if len(row) > 1]
    different = len(several) >= FEWEST_RANKED and all(len(set(row)) == len(row) for row in several)
    if not all(headed) or not different or len(items) > MOST_OPTIONS or max(map(len, items)) > LONGEST_OPTION:
        return {}
    items.update(row[0] for row in rows if row)
    return dict(items)


def _ticks(column: Column, item: str) -> int | None:
    """How often a column is ticked, or None if a cell is neither a tick nor the lack of one."""
    ticked = words.TICKED | {item.casefold()}
    cells = [" ".join(cell.casefold().split()) for cell in column.filled]
    return sum(cell in ticked for cell in cells) if set(cells) <= ticked | words.NOT_TICKED else None


def _are_ranks(columns: tuple[Column, ...]) -> bool:
    """Whether the cells of each row are different ranks from 1 on."""
    allowed = {str(rank) for rank in range(1, len(columns) + 1)}
    rows = [[cell for cell in row if cell] for row in zip(*(column.cells for column in columns), strict=True)]
    return any(len(row) > 1 for row in rows) and all(set(row) <= allowed and len(set(row)) == len(row) for row in rows)


def _single(column: Column, text: str, export: Export, written: Written) -> Found:
    """A question with a column of its own."""
    found = Found("text", column.name, text, cells=column.cells)
    kind = _not_answered(column, export)
    if kind or not column.filled:
        return replace(found, kind=kind or "text", note="" if kind else "nobody answered")
    parts = _joined(column.filled, export.tool.joined.strip())
    # What the tool itself writes where a question was not shown is no option of it.
    unshown = {word for word, said in export.tool.cells.items() if said == cleaning.NOT_SHOWN and export.tool.marks}
    counts = Counter(cell.strip() for cell in column.filled if cell.strip().casefold() not in unshown)
    if not counts:
        return replace(found, note="shown to nobody")
    if _is_money(column, found.heading, written):
        return replace(found, kind="money", options=_in_order(counts))
    if parts:
        return _itemised(found, parts)
    closed = len(counts) <= MOST_OPTIONS and max(map(len, counts)) <= LONGEST_OPTION
    if closed and (
        len(column.filled) >= 2 * len(counts) or {c.casefold() for c in counts} <= words.YES | words.NO | {"0", "1"}
    ):
        return replace(found, kind="choice", options=_in_order(counts))
    return replace(found, kind="number") if all(map(NUMBER.fullmatch, counts)) else found


def _not_answered(column: Column, export: Export) -> str:
    """The kind of a column that holds no answer, or tells who gave it; blank for every other."""
    role, heading = column.known.role, words.plain(f"{column.name} {column.text}")
    personal = words.PERSONAL.search(heading) or words.PERSONAL.search(heading.replace(" ", ""))
    if role != "answer" or column.name == SYNTHETIC:
        own = "personal" if personal or role in ("personal", "trace") else "tool"
        return "id" if role == "id" else own
    if column == _ids(export):
        return "id"
    # Every cell is looked at, each text once: where names and addresses are sought, a sample will not do.
    counts = Counter(column.filled)
    telling = sum(n for cell, n in counts.items() if disclosure.kinds(cell) or LONG_NUMBER.fullmatch(cell))
    # Whoever answers yes or no, or as many others do, says nothing of who they are, whatever a question speaks of.
    answers = {cell.strip().casefold() for cell in column.filled}
    few = len(answers) < MOST_CODES and len(column.filled) > MOST_CODES * len(answers) and len(heading) > LONG_HEADING
    closed = answers <= words.YES | words.NO or few
    return "personal" if (personal and not closed) or telling > TELLING * len(column.filled) else ""


def _ids(export: Export) -> Column | None:
    """The first column that is headed as ids are and holds another in each row, unless the tool has its own."""
    columns = [column for block in export.blocks for column in block.columns]
    for column in columns if all(column.known.role != "id" for column in columns) else ():
        different = len(set(column.cells)) == len(column.cells) and all(map(str.strip, column.cells))
        if different and words.IDS.fullmatch(words.plain(column.name)):
            return column
    return None


def _signed(heading: str, cells: Iterable[str]) -> bool:
    return any(sign.search(text) for sign in SIGNS.values() for text in (heading, *cells))


def _asks_for_money(heading: str, filled: list[str]) -> bool:
    """Whether a sign of a currency or a word in the heading says that amounts are meant."""
    cells = [cell.casefold() for cell in filled]
    return _signed(heading, cells) or any(each.search(heading) for each in (words.PAY, words.BID))


def _is_money(column: Column, heading: str, written: Written) -> bool:
    """Whether most answers read as amounts, and a heading or a sign says that they are."""
    if not _asks_for_money(heading, column.distinct):
        return False
    cells = Counter(cell.strip().casefold() for cell in column.filled)
    read = {cell: money.parse(cell, *written) for cell in cells}
    amounts = {each.amount for each in read.values() if each.status in ("amount", "zero")}
    codes = amounts in ({*range(n)} for n in range(MOST_CODES)) or amounts in (
        {*range(1, n)} for n in range(MOST_CODES)
    )
    if codes and not _signed(heading, cells):
        return False
    readable = sum(n for cell, n in cells.items() if read[cell].status in ("amount", "zero"))
    asked = sum(n for cell, n in cells.items() if read[cell].status != "missing")
    return any(amounts) and readable >= READABLE * asked


def _joined(cells: list[str], joint: str) -> list[list[str]]:
    """The options in each cell, where a column holds several of them joined; empty where it does not.

    A cell "Sports, games" may be one option: parts that never stand apart are taken for one.
    """
    if not joint or not any(joint in cell for cell in cells):
        return []
    # A comma before three digits groups thousands.
    apart = re.compile(rf"{re.escape(joint)}(?![0-9]{{3}}(?![0-9]))")
    split = [[part.strip() for part in apart.split(cell) if part.strip()] for cell in cells]
    standing = {part: {row for row, parts in enumerate(split) if part in parts} for parts in split for part in parts}
    # Where all options stand in every cell, they are ranked.
    ranked = len(set(map(frozenset, standing.values()))) == 1
    merged = split if ranked else [_merged(parts, standing, f"{joint} ") for parts in split]
    counts = Counter(part for parts in merged for part in parts)
    several = any(len(parts) > 1 for parts in merged) and all(len(set(parts)) == len(parts) for parts in merged)
    few = len(counts) <= MOST_OPTIONS and counts.total() >= 2 * len(counts) and max(map(len, counts)) <= LONGEST_OPTION
    return merged if several and few else []


def _merged(parts: list[str], standing: dict[str, set[int]], joint: str) -> list[str]:
    """Neighbours that stand in the same cells throughout, as one option."""
    together: list[str] = []
    for place, part in enumerate(parts):
        if place and standing[part] == standing[parts[place - 1]]:
            together[-1] += joint + part
        else:
            together.append(part)
    return together


def _itemised(found: Found, parts: list[list[str]]) -> Found:
    """A multiple choice whose options share a cell; a ranking where every cell holds all of them in some order."""
    counts = Counter(part for each in parts for part in each)
    everything = len(counts) > 2 and all(len(each) == len(counts) for each in parts)
    joined = [option for option in counts if "," in option or ";" in option]
    note = f"one option or several: {'; '.join(joined)}?" if joined else ""
    if everything:
        first = Counter(dict.fromkeys(counts, 0))
        first.update(each[0] for each in parts)
        return replace(found, kind="ranking", options=_in_order(first), note=note)
    return replace(found, kind="multiple", options=_in_order(counts), note=note)


def _in_order(counts: Counter[str]) -> dict[str, int]:
    """Options by the first number in them, those without one by their letters: bands of age or income ascend."""

    def place(option: str) -> tuple[float, str]:
        number = re.search(r"\d+(?:[.,]\d+)?", option)
        return (float(number[0].replace(",", ".")) if number else -1.0, option.casefold())

    return {option: counts[option] for option in sorted(counts, key=place)}
