"""The same five answers, from every survey tool, encoding and delimiter, give the identical frame."""

import dataclasses
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from checks import ROOT
from described_exports import (
    ANSWERS,
    COLUMNS,
    FIVE,
    QUESTIONS,
    READ,
    SHAPES,
    STUDY,
    as_csv,
    as_workbook,
    jisc,
    plain,
    qualtrics,
)

from helpers import cleaning
from helpers.cleaning import TOOLS
from helpers.study import InputError, load


def read(path: Path, **layout: object) -> pd.DataFrame:
    study = dataclasses.replace(STUDY, layout=dataclasses.replace(STUDY.layout, **layout))
    return cleaning.read_export(path, study)


def check_same(frame: pd.DataFrame) -> None:
    assert frame["response_id"].to_list() == [row[0] for row in FIVE]
    assert frame[READ].to_numpy().tolist() == ANSWERS
    assert (frame[["set_aside", "shared_trace", "submitted"]] == "").all(axis=None)
    assert list(frame.columns) == ["response_id", "set_aside", "shared_trace", "submitted", *READ]


@pytest.mark.slow
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


@pytest.mark.slow
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
