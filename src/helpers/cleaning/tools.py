"""Survey tools, each described by the shape of its export; nothing here reads a file."""

import json
from dataclasses import dataclass, field, replace

from helpers.study import one_of

# What a status column says of a row; "" keeps it. Values as `folded`.
FINISHED = {"true": "", "1": "", "false": "partial", "0": "partial"}
COMPLETE = {"2": "", "complete": "", "0": "partial", "incomplete": "partial", "1": "partial", "unverified": "partial"}
RESPONSE_TYPES = {
    **dict.fromkeys(("ipaddress", "0", "imported", "4", "offline", "16"), ""),
    **dict.fromkeys(("surveypreview", "1"), "preview"),
    **dict.fromkeys(("surveytest", "2"), "test"),
    **dict.fromkeys(("spam", "8"), "marked as spam"),
}
# Stands for every value that is not named.
ANY = "*"
# What a tool writes where an option was not ticked.
NOT_TICKED = ("", "0", "n", "no", "false", "unchecked", "notselected")


@dataclass(frozen=True)
class Tool:
    """The shape of a survey tool's export.

    Attributes
    ----------
    name : str
        As a study may declare it.
    marks : tuple of str
        Headings that together give the tool away, as `folded`; a leading or trailing * stands for anything.
    headers : int
        Header rows: the first names the columns; the second, where there is one, holds the question's text or option.
    id, submitted : str
        Headings, as `folded`, of the response's id and of when it came; blank where the tool has none.
    reasons : dict
        From the headings of status columns, as `folded`, to what each value says of the row.
    traces : tuple of str
        Headings of what several people behind one gateway share: address and location.
    items : tuple of str
        How the column of one item of a ranking or of a multiple choice may be headed, from the question's column and
        text, the item's place from 1 and its option.
    joined : str
        What joins the options ticked, where they share one cell; a ranking then lists its options in order.
    carried : bool
        Whether the text in the first header row stands only above the first of a question's columns.
    source : str
        Where the shape is described.
    """

    name: str
    marks: tuple[str, ...]
    headers: int = 1
    id: str = ""
    submitted: str = ""
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)
    traces: tuple[str, ...] = ()
    items: tuple[str, ...] = ("{column}_{place}",)
    joined: str = ""
    carried: bool = False
    source: str = ""


PLAIN = Tool("plain", (), id="responseid", items=("{column}_{place}", "{text} - {option}"), joined=";")
QUALTRICS = Tool(
    name="Qualtrics",
    marks=("responseid", "status", "finished"),
    headers=3,
    id="responseid",
    submitted="recordeddate",
    reasons={"status": RESPONSE_TYPES, "finished": FINISHED},
    traces=("ipaddress", "locationlatitude"),
    items=("{column}_{place}", "{text} - {option}", "{text} - Selected Choice - {option}"),
    joined=",",
    source="Qualtrics support, Understanding Your Data Set",
)
TOOLS = (
    QUALTRICS,
    Tool(
        name="Qualtrics legacy",
        marks=("v1", "v2", "v10"),
        headers=2,
        id="v1",
        submitted="v9",
        reasons={"v7": RESPONSE_TYPES, "v10": FINISHED},
        traces=("v6",),
        items=QUALTRICS.items,
        joined=",",
        source="Qualtrics support, Legacy Data Format",
    ),
    Tool(
        name="SurveyMonkey",
        marks=("respondentid", "collectorid"),
        headers=2,
        id="respondentid",
        submitted="enddate",
        traces=("ipaddress",),
        items=("{text} - {option}", "{column} - {option}"),
        carried=True,
        source="SurveyMonkey help, Exporting Individual Responses",
    ),
    Tool(
        name="LimeSurvey",
        marks=("id", "submitdate", "lastpage"),
        id="id",
        submitted="submitdate",
        reasons={"submitdate": {"": "partial", ANY: ""}},
        traces=("ipaddr",),
        items=("{column}[{place}]", "{column}[SQ{place:03d}]", "{text} [{option}]", "{text} [Rank {place}]"),
        source="LimeSurvey manual, Exporting results",
    ),
    Tool(
        name="REDCap",
        marks=("record_id", "*_complete"),
        id="record_id",
        submitted="*_timestamp",
        reasons={"*_complete": COMPLETE},
        items=("{column}___{place}", "{column}_{place}"),
        source="Harris et al. (2009), J Biomed Inform 42(2): 377-381, and the tool's export",
    ),
    Tool(
        name="Microsoft Forms",
        marks=("id", "starttime", "completiontime"),
        id="id",
        submitted="completiontime",
        items=("{text} - {option}", "{text}.{option}"),
        joined=";",
        source="Microsoft support, Check and share your form results",
    ),
    Tool(
        name="Google Forms",
        marks=("timestamp",),
        submitted="timestamp",
        items=("{text} [{option}]",),
        joined=", ",
        source="Google Docs Editors help, View and manage form responses",
    ),
    Tool(
        name="Jisc Online Surveys",
        marks=("uniqueresponsenumber",),
        id="uniqueresponsenumber",
        submitted="submitted",
        items=("{column}_{place}", "{column}_{place}_a"),
        source="Jisc Online Surveys help, Export your survey data",
    ),
    PLAIN,
)


def folded(text: str) -> str:
    """A heading or status without case and spaces: versions of a tool differ in both."""
    return "".join(text.casefold().split())


def matches(pattern: str, heading: str) -> bool:
    """Whether a folded heading is the one meant; * at an end of the pattern stands for anything.

    >>> matches("*_complete", "form_complete"), matches("id", "responseid")
    (True, False)
    """
    if pattern.startswith(ANY):
        return heading.endswith(pattern[1:])
    return heading == pattern


def recognise(cells: list[list[str]], declared: str) -> Tool:
    """The tool that a study declares, else the first whose marks a file bears; one without marks is plain.

    Qualtrics is known by its third row, which holds an ImportId in JSON for each column, in every language. Where its
    two further header rows were taken out, its own columns still say which rows are previews and partial.
    """
    if declared:
        one_of(declared, "layout.tool", [tool.name for tool in TOOLS])
        return next(tool for tool in TOOLS if tool.name == declared)
    if len(cells) > 2 and _holds_import_ids(cells[2]):
        return QUALTRICS
    headings = [folded(cell) for cell in cells[0]]
    borne = [t for t in TOOLS if all(any(matches(mark, heading) for heading in headings) for mark in t.marks)]
    return replace(QUALTRICS, headers=1) if borne[0] is QUALTRICS else borne[0]


def _holds_import_ids(cells: list[str]) -> bool:
    """Whether each cell that is not blank holds the JSON by which Qualtrics names a column."""
    try:
        held = [json.loads(cell) for cell in cells if cell]
    except ValueError:
        return False
    return bool(held) and all(isinstance(cell, dict) and "ImportId" in cell for cell in held)
