"""The same five answers as every survey tool writes them."""

import csv
import io
import json
from pathlib import Path

import openpyxl
from checks import ROOT

from helpers.study import load

STUDY = load(ROOT / "tests" / "cleaning" / "study_small.toml")
QUESTIONS = STUDY.questions
FORMATS, TOPICS = QUESTIONS["format"].options, QUESTIONS["topic"].options
# id; pays, amount, reason, card; ticks and ranks by place; area, comment.
FIVE = [
    ("A05", "Yes", "£5", "", "5", ("1", "1", ""), ("1", "2"), "Urban", 'None, "really"'),
    ("A06", "No", "", "Not my job – really", "", ("", "1", ""), ("2", "1"), "Rural", "N/A"),
    ("A07", "Yes", "=5", "", "20", ("", "", ""), ("", ""), "", "two\nlines"),
    ("A08", "Yes", "€10", "", "10", ("1", "", "1"), ("1", "2"), "Urban", "05"),
    ("A09", "Yes", "NA", "", "", ("", "", "1"), ("2", "1"), "Rural", "-5; é"),
]
# An item is headed by the value that its option declares.
COLUMNS = ["Q1", "Q2", "Q3", "Q4", "Q5_1", "Q5_2", "Q5_3", "Q6_AO01", "Q6_AO02", "Q7", "Q8"]
READ = [column for question in QUESTIONS.values() for column in question.columns]
FLAT = [[row[0], *row[1:5], *row[5], *row[6], *row[7:]] for row in FIVE]
# Of an option that was not ticked, a blank says so where another was ticked.
ANSWERS = [[*row[1:5], *(tick or "0" * any(row[5]) for tick in row[5]), *row[6], *row[7:]] for row in FIVE]
SIMPLE = {"Q1": "pays_anything", "Q2": "wtp", "Q3": "zero_reason", "Q4": "card", "Q7": "area", "Q8": "comment"}


def text_of(column: str, join: str = "{text} - {option}") -> str:
    """What a tool that knows questions by their text writes above a column."""
    if column in SIMPLE:
        return QUESTIONS[SIMPLE[column]].text
    question = QUESTIONS["format" if column.startswith("Q5") else "topic"]
    return join.format(text=question.text, option=question.options[int(column[-1]) - 1])


def item(column: str) -> str:
    return text_of(column, "{option}") if column not in SIMPLE else ""


def joined(row: tuple, separator: str, end: str = "") -> list[str]:
    """A response with ticks and ranks listed in one cell each, as Microsoft and Google do."""
    ticked = [option for option, tick in zip(FORMATS, row[5], strict=True) if tick]
    ranked = [option for _, option in sorted(zip(row[6], TOPICS, strict=True)) if row[6][0]]
    lists = [separator.join(chosen) + end * bool(chosen) for chosen in (ticked, ranked)]
    return [*row[:5], *lists, *row[7:]]


def qualtrics() -> list[list[str]]:
    names = ["ResponseId", "Status", "Finished", "IPAddress", *COLUMNS, "UserLanguage"]
    texts = ["Antwort-ID", "Antworttyp", "Fertig", "IP", *map(text_of, COLUMNS), "Sprache"]
    ids = [json.dumps({"ImportId": name, "timeZone": "Europe/London"}) for name in names]
    return [names, texts, ids, *([row[0], "IP Address", "True", "", *row[1:], "CY"] for row in FLAT)]


def qualtrics_numeric() -> list[list[str]]:
    head, codes = qualtrics()[:3], {"Yes": "1", "No": "2", "Not my job – really": "b"}
    return [*head, *([row[0], "0", "1", "", *(codes.get(cell, cell) for cell in row[1:]), "EN"] for row in FLAT)]


def qualtrics_legacy() -> list[list[str]]:
    texts = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"]
    texts += ["StartDate", "EndDate", "Finished"]
    names = [f"V{place}" for place in range(1, 11)]
    rows = ([row[0], "Default", "", "", "", "", "0", "", "", "1", *row[1:], ""] for row in FLAT)
    return [[*names, *COLUMNS, ""], [*texts, *map(text_of, COLUMNS), ""], *rows]


def jisc() -> list[list[str]]:
    return [["UniqueResponseNumber", *COLUMNS], *FLAT]


def microsoft() -> list[list[str]]:
    names = ["ID", "Start time", "Completion time", "Email", "Name"]
    names += [text_of(column) if column in SIMPLE else "" for column in COLUMNS[:4]]
    names += [QUESTIONS[id].text for id in ("format", "topic")] + [text_of(column) for column in COLUMNS[-2:]]
    rows = [joined(row, ";", ";") for row in FIVE]
    return [names, *([row[0], "1/2/26 9:00", "1/2/26 9:10", "anonymous", "", *row[1:]] for row in rows)]


def google() -> list[list[str]]:
    names = ["Timestamp", "Token", *map(text_of, COLUMNS[:4]), QUESTIONS["format"].text]
    names += [text_of(column, "{text} [{option}]") for column in COLUMNS[7:]]
    rows = [[*joined(row, ", ")[:6], *row[6], *row[7:]] for row in FIVE]
    return [names, *(["01/02/2026 09:00:00", *row] for row in rows)]


def surveymonkey() -> list[list[str]]:
    first, second, above = ["Respondent ID", "Collector ID", "IP Address"], ["", "", ""], None
    for column in COLUMNS:
        question = text_of(column, "{text}")
        first.append("" if question == above else question)
        second.append(item(column) or "Response")
        above = question
    rows = [list(row) for row in FLAT]
    for row in rows:
        row[5:8] = [option if tick else "" for option, tick in zip(FORMATS, row[5:8], strict=True)]
    return [first, second, *([row[0], "1", "", *row[1:]] for row in rows)]


def limesurvey() -> list[list[str]]:
    names = ["id", "submitdate", "lastpage", "startlanguage", "ipaddr"]
    names += [f"{column[:2]}[{column[3:]}]" if "_" in column else column for column in COLUMNS]
    return [names, *([row[0], "2026-01-02 09:10:00", "3", "cy", "", *row[1:]] for row in FLAT)]


def limesurvey_ranks(items: tuple[str, str] = ("AO01", "AO02")) -> list[list[str]]:
    """A column for each rank, which holds the item's code."""
    names, *rows = limesurvey()
    names = [name.replace("Q6[AO0", "Q6[") for name in names]
    first = names.index("Q6[1]")
    for row in rows:
        ranked = [item for rank, item in sorted(zip(row[first : first + 2], items, strict=True)) if rank]
        row[first : first + 2] = [*ranked, "", ""][:2]
    return [names, *rows]


def limesurvey_texts() -> list[list[str]]:
    """The same with texts for headings and answers, as the tool offers too."""
    names, *rows = limesurvey_ranks(TOPICS)
    headings = {f"Q6[{rank}]": f"{QUESTIONS['topic'].text} [Rank {rank}]" for rank in (1, 2)}
    return [[headings.get(name, name) for name in names], *rows]


def redcap() -> list[list[str]]:
    names = ["record_id", "redcap_survey_identifier", "form_timestamp", *(c.replace("_", "___") for c in COLUMNS)]
    rows = [[row[0], "", "2026-01-02 09:10:00", *row[1:], "2"] for row in FLAT]
    for row in rows:
        row[7:10] = [tick or "0" for tick in row[7:10]]
    return [[*names, "form_complete"], *rows]


def kobo() -> list[list[str]]:
    """Names for headings and codes for ticks, with the list of codes in front; ranks hold items."""
    names = ["_id", "_uuid", "_submission_time", "_validation_status", *COLUMNS[:4], "Q5"]
    names += [column.replace("_", "/") for column in COLUMNS[4:7]] + ["Q6/_1st_choice", "Q6/_2nd_choice", *COLUMNS[9:]]
    rows = []
    for row in FIVE:
        ticks = [tick or "0" for tick in row[5]] if any(row[5]) else ["", "", ""]
        ranked = [item for rank, item in sorted(zip(row[6], ("AO01", "AO02"), strict=True)) if rank] or ["", ""]
        joined_codes = " ".join(str(place) for place, tick in enumerate(row[5], start=1) if tick)
        rows.append(["7", row[0], "2026-01-02T09:10:00", "", *row[1:5], joined_codes, *ticks, *ranked, *row[7:]])
    return [names, *rows]


def typeform() -> list[list[str]]:
    """A column for each option, headed by its text alone; a ranking is a list."""
    names = ["#", *map(text_of, COLUMNS[:4]), *FORMATS, QUESTIONS["topic"].text, *map(text_of, COLUMNS[9:])]
    names += ["Response Type", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    rows = []
    for row in FIVE:
        ticks = [option if tick else "" for option, tick in zip(FORMATS, row[5], strict=True)]
        ranked = joined(row, ", ")[6]
        rows.append(
            [*row[:5], *ticks, ranked, *row[7:], "completed", "2026-01-02 09:00:00", "2026-01-02 09:10:00", "n"]
        )
    return [names, *rows]


def alchemer() -> list[list[str]]:
    """Each option in front of its question; ranks likewise."""
    names = ["Response ID", "Time Started", "Date Submitted", "Status", "IP Address"]
    names += [text_of(column, "{option}:{text}") for column in COLUMNS]
    rows = [list(row) for row in FLAT]
    for row in rows:
        row[5:8] = [option if tick else "" for option, tick in zip(FORMATS, row[5:8], strict=True)]
    return [
        names,
        *([row[0], "Jan 2, 2026 9:00:00 am", "Jan 2, 2026 9:10:00 am", "Complete", "", *row[1:]] for row in rows),
    ]


def plain() -> list[list[str]]:
    return [["ResponseId", *COLUMNS], *FLAT]


def in_one_cell() -> list[list[str]]:
    return [["ResponseId", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8"], *(joined(row, ";") for row in FIVE)]


SHAPES = {
    "Qualtrics": qualtrics,
    "Qualtrics, numeric": qualtrics_numeric,
    "Qualtrics legacy": qualtrics_legacy,
    "Jisc Online Surveys": jisc,
    "Microsoft Forms": microsoft,
    "Google Forms": google,
    "SurveyMonkey": surveymonkey,
    "LimeSurvey": limesurvey,
    "LimeSurvey, items by rank": limesurvey_ranks,
    "LimeSurvey, items by rank as texts": limesurvey_texts,
    "REDCap": redcap,
    "KoboToolbox": kobo,
    "Typeform": typeform,
    "Alchemer": alchemer,
    "plain": plain,
    "plain, lists in one cell": in_one_cell,
}


def as_csv(records: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(records)
    return content.getvalue().encode(encoding)


def as_workbook(records: list[list[str]], path: Path) -> None:
    book = openpyxl.Workbook()
    for row, record in enumerate(records, start=1):
        for column, cell in enumerate(record, start=1):
            # Ranks and ticks as numbers, as a tool writes them; text that looks like a formula stays text.
            written = book.active.cell(
                row, column, float(cell) if cell in ("1", "2", "5", "10", "20") else cell or None
            )
            if isinstance(written.value, str):
                written.data_type = "s"
    book.save(path)
