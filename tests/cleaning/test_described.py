"""The same five answers, from every survey tool, encoding and delimiter, give the identical frame."""

import csv
import dataclasses
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from checks import ROOT

from helpers import cleaning
from helpers.cleaning import TOOLS
from helpers.study import InputError, load

STUDY = load(Path(__file__).with_name("study_small.toml"))
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


def read(path: Path, **layout: object) -> pd.DataFrame:
    study = dataclasses.replace(STUDY, layout=dataclasses.replace(STUDY.layout, **layout))
    return cleaning.read_export(path, study)


def check_same(frame: pd.DataFrame) -> None:
    assert frame["response_id"].to_list() == [row[0] for row in FIVE]
    assert frame[READ].to_numpy().tolist() == ANSWERS
    assert (frame[["set_aside", "shared_trace", "submitted"]] == "").all(axis=None)
    assert list(frame.columns) == ["response_id", "set_aside", "shared_trace", "submitted", *READ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_every_tool_is_recognised_and_read_alike(tmp_path, shape, ending):
    path = tmp_path / f"export{ending}"
    records = SHAPES[shape]()
    if ending == ".csv":
        path.write_bytes(as_csv(records))
    else:
        as_workbook(records, path)
    frame = read(path, id="Token" if shape == "Google Forms" else "")
    assert frame.attrs["tool"] == shape.partition(",")[0]
    check_same(frame)


def test_every_tool_described_is_tested():
    assert {shape.partition(",")[0] for shape in SHAPES} == {tool.name for tool in TOOLS}


def test_every_tool_described_has_its_row_on_the_page():
    page = (ROOT / "docs" / "new_study.md").read_text(encoding="utf-8")
    assert {tool.name for tool in TOOLS} <= set(re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("shape", ["Qualtrics", "plain", "Microsoft Forms"])
def test_every_encoding_and_delimiter_is_read_alike(tmp_path, encoding, delimiter, shape):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(SHAPES[shape](), delimiter, encoding))
    check_same(read(path))


@pytest.mark.parametrize("shape", ["Jisc Online Surveys", "plain"])
def test_sav_is_read_alike_with_its_value_labels(tmp_path, shape):
    header, *rows = SHAPES[shape]()
    frame = pd.DataFrame(rows, columns=header)
    for column in COLUMNS[4:9]:
        frame[column] = pd.to_numeric(frame[column])
    frame["Q7"] = frame["Q7"].map({"Urban": 1.0, "Rural": 2.0})
    pyreadstat.write_sav(frame, tmp_path / "export.sav", variable_value_labels={"Q7": {1.0: "Urban", 2.0: "Rural"}})
    check_same(read(tmp_path / "export.sav"))


@pytest.mark.parametrize("ending", [".xlsx", ".sav"])
@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut short", b"$FL2 cut short"])
def test_damaged_binary_file_is_named_in_one_sentence(tmp_path, ending, content):
    path = tmp_path / f"export{ending}"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is not a readable"):
        read(path)


def test_rows_beyond_the_range_that_a_workbook_states_are_read(tmp_path):
    whole, path = tmp_path / "whole.xlsx", tmp_path / "export.xlsx"
    as_workbook(plain(), whole)
    # The range is a hint, and some tools write the first cell alone.
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', before.read(name)))
    check_same(read(path))


def test_two_filled_sheets_are_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["ResponseId"])
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "export.xlsx")
    with pytest.raises(InputError, match=r"holds the sheets Sheet, Notes; name the one of responses in layout\.sheet"):
        read(tmp_path / "export.xlsx")


def with_cell(shape: str, row: int, heading: str, cell: str) -> list[list[str]]:
    records = [list(record) for record in SHAPES[shape]()]
    records[-5 + row][records[0].index(heading)] = cell
    return records


@pytest.mark.parametrize(
    ("shape", "heading", "cell", "reason"),
    [
        ("Qualtrics", "Status", "Survey Preview", "preview"),
        ("Qualtrics", "Status", "Survey Test", "test"),
        ("Qualtrics", "Status", "8", "marked as spam"),
        ("Qualtrics", "Finished", "FALSE", "partial"),
        ("Qualtrics legacy", "V10", "0", "partial"),
        ("LimeSurvey", "submitdate", "", "partial"),
        ("REDCap", "form_complete", "Incomplete", "partial"),
        ("Alchemer", "Status", "Partial", "partial"),
        ("Alchemer", "Status", "Disqualified", "disqualified"),
    ],
)
def test_each_tool_says_which_rows_to_set_aside(tmp_path, shape, heading, cell, reason):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(with_cell(shape, 2, heading, cell)))
    assert read(path)["set_aside"].to_list() == ["", "", reason, "", ""]


def test_status_in_another_language_is_declared_and_never_guessed(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(with_cell("Qualtrics", 2, "Status", "Umfragevorschau")))
    with pytest.raises(InputError, match="'Umfragevorschau' is not a value of this column that is known; declare it"):
        read(path)
    assert read(path, status={"Umfragevorschau": "preview"})["set_aside"].to_list()[2] == "preview"


@pytest.mark.parametrize(
    ("shape", "heading", "column", "cell"),
    # Undeclared, it is text, or one that was typed under "Other".
    [
        ("plain", "Q2", "wtp", "-99"),
        ("plain, lists in one cell", "Q5", "format_other", "1"),
    ],
)
def test_only_declared_codes_are_missing(tmp_path, shape, heading, column, cell):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(with_cell(shape, 1, heading, "-99")))
    assert read(path).loc[3, column] == ""
    assert read(path, missing=()).loc[3, column] == cell


def test_dates_and_time_zone_are_declared_and_read_as_utc(tmp_path):
    path = tmp_path / "export.csv"
    records = with_cell("REDCap", 0, "form_timestamp", "2026-07-02 09:10:00")
    records[3][records[0].index("form_timestamp")] = ""
    path.write_bytes(as_csv(records))
    frame = read(path, dates="%Y-%m-%d %H:%M:%S", time_zone="Europe/London")
    # British Summer Time is an hour ahead of UTC in July, and level with it in January.
    assert frame["submitted"].to_list()[:3] == ["2026-07-02T08:10:00+00:00", "2026-01-02T09:10:00+00:00", ""]
    path.write_bytes(as_csv(with_cell("REDCap", 0, "form_timestamp", "2026-07-02 09:10:00 -0500")[:2]))
    frame = read(path, dates="%Y-%m-%d %H:%M:%S %z", time_zone="Europe/London")
    # Five hours behind UTC, as the tool wrote it, whatever zone is declared for times without an offset.
    assert frame["submitted"].to_list() == ["2026-07-02T14:10:00+00:00"]
    path.write_bytes(as_csv(records))
    with pytest.raises(InputError, match=r"row 2, column form_timestamp: '2026-07-02 09:10:00' is not written as"):
        read(path, dates="%d/%m/%Y %H:%M", time_zone="Europe/London")


def test_ticks_are_split_by_the_declared_options_and_typed_others_counted(tmp_path):
    path = tmp_path / "export.csv"
    text = QUESTIONS["format"].text
    path.write_bytes(as_csv(with_cell("Google Forms", 0, text, "at a café, In person, nearby, by post")))
    row = read(path, id="Token").iloc[0]
    assert row[["format_online", "format_person", "format_other"]].to_list() == ["0", "1", "1"]
    assert "café" not in "".join(row)
    path.write_bytes(as_csv(with_cell("Microsoft Forms", 0, QUESTIONS["topic"].text, "Listening;Poetry;")))
    with pytest.raises(InputError, match=r"row 2, column Rank these topics: 'Poetry' is not a declared option"):
        read(path)


def test_typed_answer_to_a_choice_counts_as_its_other_option(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(with_cell("plain", 1, "Q7", "on a boat")))
    area = dataclasses.replace(QUESTIONS["area"], options=("Urban", "Rural", "Elsewhere"), other="Elsewhere")
    study = dataclasses.replace(STUDY, questions=QUESTIONS | {"area": area})
    assert cleaning.read_export(path, study)["area"].to_list() == ["Urban", "Elsewhere", "", "Urban", "Rural"]


def test_declared_tool_and_ids_go_before_those_of_the_file(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(as_csv(jisc()))
    assert read(path, tool="plain", id="UniqueResponseNumber").attrs["tool"] == "plain"
    # No two comments are alike, so that they could be ids.
    assert read(path, id="Q8")["response_id"].to_list() == [row[-1] for row in FIVE]


def test_swapped_columns_are_seen_in_their_texts(tmp_path):
    path = tmp_path / "export.csv"
    records = qualtrics()
    one, two = records[0].index("Q7"), records[0].index("Q1")
    records[1][one], records[1][two] = records[1][two], records[1][one]
    path.write_bytes(as_csv(records))
    assert "column Q1 is declared as 'pays_anything' but headed as 'area'" in read(path).attrs["slips"][0]
    # A file without texts has none to compare: an answer may quote a question.
    path.write_bytes(as_csv(with_cell("plain", 0, "Q8", QUESTIONS["area"].text)))
    assert read(path).attrs["slips"] == ()


def test_cleaning_makes_ticks_yes_or_no_and_missing_where_none(tmp_path):
    (tmp_path / "export.csv").write_bytes(as_csv(plain()))
    (tmp_path / "rulings.csv").write_text('"text","amount","ruled_by","why"\n', encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY.path.read_text(encoding="utf-8"), encoding="utf-8")
    respondents = cleaning.survey(load(tmp_path / "study.toml")).respondents
    assert respondents["format_person"].to_list() == [True, True, pd.NA, False, False]
    assert respondents["topic_law"].to_list() == [2, 1, pd.NA, 2, 1]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("AO03", "is not a declared item"), ("2", "is not a declared item"), ("AO02", "stands in two ranks")],
)
def test_an_item_that_is_unknown_or_ranked_twice_is_named(tmp_path, cell, fault):
    path = tmp_path / "export.csv"
    # The second respondent put AO02 first.
    path.write_bytes(as_csv(with_cell("LimeSurvey, items by rank", 1, "Q6[2]", cell)))
    with pytest.raises(InputError, match=rf"export\.csv, row 3, column Q6\[2\]: '{cell}' {fault}"):
        read(path)
