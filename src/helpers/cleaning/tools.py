"""Survey tools, each described by the shape of its export; nothing here reads a file.

A description is data: how the tool heads its own columns, in every language seen, and those of one item of a question;
what it writes where an option was ticked; and what its own columns say of a row. `recognition` and `matching` read it.
"""

from dataclasses import dataclass, field

from helpers.study import ANY

# Cells of an option, as `folded`. A blank says nothing where no option of the question is ticked: perhaps the question
# was not answered. A no is an answer, and an option that was not shown has none.
TICKED, NO, BLANK, NOT_SHOWN = "1", "0", "", "-"


@dataclass(frozen=True)
class Tool:
    """The shape of a survey tool's export. Headings and cells are compared as `folded`.

    Attributes
    ----------
    name : str
        As a study may declare it.
    own : dict of str to tuple of str
        Headings of the tool's own columns, by what they hold: id, submitted, status, finished, form (of which a file
        may have several), trace (what people behind one gateway share), personal, rows (what a row is about), other.
        A leading * stands for anything.
    marks : tuple of str
        Which of these must be there for the tool to be recognised.
    says : dict of str to dict
        What each value of a status, finished, form or submitted column says of the row.
    headers : int
        Header rows: the first names the columns; the second, where there is one, holds the question's text or option.
    names : tuple of str
        How the column of one item is headed by its number or code, in the first header row: from the question's
        {column} and the item's {code}.
    texts : tuple of str
        How it is headed by the item's text, in either header row: from {column} or {text} and the {option}.
    ranks : tuple of str
        How a column is headed that holds the item put at a {rank}.
    typed : tuple of str
        How a column is headed that holds what was typed beside an option, by its {code}; or under "Other", which
        may have no other column.
    cells : dict of str to str
        What a cell of one option says: `TICKED`, `NO`, `BLANK` or `NOT_SHOWN`.
    option_cells : bool
        Whether a tick may be written as the option's text or value.
    numbered : str
        The code that the tool itself gives the first, second, … option; blank where it gives none or numbers freely.
    joined : str
        What joins the options ticked, where they share one cell; a ranking then lists its options in order.
    carried : bool
        Whether the text in the first header row stands only above the first of a question's columns.
    source : str
        Where the shape is described.
    """

    name: str
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    says: dict[str, dict[str, str]] = field(default_factory=dict)
    headers: int = 1
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
    option_cells: bool = False
    numbered: str = ""
    joined: str = ""
    carried: bool = False
    source: str = ""


def folded(text: str) -> str:
    """A heading or status without case and spaces: versions of a tool differ in both."""
    return "".join(text.casefold().split())


def spaced(text: str) -> str:
    """A text with each run of white space, line breaks included, as one space."""
    return " ".join(text.split())


def is_own(heading: str, patterns: tuple[str, ...]) -> bool:
    """Whether a folded heading is one of those meant; a leading * stands for anything.

    >>> is_own("form_complete", ("*_complete",)), is_own("responseid", ("id",))
    (True, False)
    """
    return any(heading.endswith(each[1:]) if each.startswith(ANY) else heading == each for each in patterns)
