"""Survey tools, each described by the shape of its export; nothing here reads a file.

A description is data: how the tool heads its own columns, in every language seen, and those of one item of a question;
what it writes where an option was ticked; and what its own columns say of a row. `recognition` and `matching` read it.
"""

import re
from dataclasses import dataclass, field

from helpers.study import ANY

# Cells of an option, as `folded`. A blank says nothing where no option of the question is ticked: perhaps the question
# was not answered. A no is an answer, and an option that was not shown has none.
TICKED, NO, BLANK, NOT_SHOWN = "1", "0", "", "-"

# What a status column says of a row; "" keeps it. Values as `folded`.
FINISHED = {"true": "", "1": "", "yes": "", "false": "partial", "0": "partial", "no": "partial"}
COMPLETE = {"2": "", "complete": "", "0": "partial", "incomplete": "partial", "1": "partial", "unverified": "partial"}
SUBMITTED = {"": "partial", ANY: ""}
COLLECTED = {"complete": "", "partial": "partial", "disqualified": "disqualified", "test": "test"}
RESPONSE_STATES = {"completed": "", "complete": "", "partial": "partial", "started": "partial"}
APPROVAL = {
    **dict.fromkeys(("", "{}", "approved", "validation_status_approved", "onhold", "validation_status_on_hold"), ""),
    **dict.fromkeys(("notapproved", "validation_status_not_approved"), "not approved"),
}
RESPONSE_TYPES = {
    **dict.fromkeys(("ipaddress", "0", "imported", "4", "offline", "16"), ""),
    **dict.fromkeys(("surveypreview", "1"), "preview"),
    **dict.fromkeys(("surveytest", "2"), "test"),
    **dict.fromkeys(("spam", "8"), "marked as spam"),
}

YES_WORDS = ("yes", "y", "ja", "oui", "ydy", "ie", "sí", "si", "sì", "sim", "tak", "ano", "kyllä", "igen")
NO_WORDS = ("no", "n", "nein", "non", "nacydy", "nage", "não", "nie", "ne", "nee", "nej", "nei", "ei", "nem")
TICKS = {"": BLANK, "1": TICKED, "true": TICKED, "checked": TICKED, "selected": TICKED, "x": TICKED}
NO_TICKS = dict.fromkeys(("0", "false", "unchecked", "notselected"), NO)
BOXES = TICKS | NO_TICKS
BY_WORDS = {"n/a": NOT_SHOWN, **dict.fromkeys(YES_WORDS, TICKED), **dict.fromkeys(NO_WORDS, NO)}


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


def pattern(template: str, column: str = "", text: str = "", *, greedy: bool = False) -> re.Pattern:
    """A template of `Tool` as a regular expression, for one question or (blank) for any.

    >>> pattern("{column}_{code}", "Q7").fullmatch("Q7_4")["item"]
    '4'
    """
    parts = {
        "column": f"(?P<question>{re.escape(column) if column else '.+' if greedy else '(?!)'})",
        "text": f"(?P<question>{re.escape(text) if text else '.+' if greedy else '(?!)'})",
        "code": r"(?P<item>\w+?|[\w-]+)"
        if "[" in template or "___" in template or "/" in template
        else r"(?P<item>[^\W_]+)",
        # Where the option stands in front, the question behind it may hold the mark too.
        "option": "(?P<item>.+?)" if template.startswith("{option}") else "(?P<item>.+)",
        "rank": r"(?P<item>\d+)",
        "ordinal": "(?:st|nd|rd|th)",
        "word": r"(?:[^\W\d]+\s)?",
        "any": ".*",
    }
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(parts[piece] if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)), re.DOTALL
    )
