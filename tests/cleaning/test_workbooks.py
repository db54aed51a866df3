"""Workbooks and SPSS files: the sheet that is declared, labels as texts, missing values said, and nothing hostile."""

import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from openpyxl.chart import BarChart
from small_exports import as_csv, asked, columns, multiple, survey, warnings

from helpers.cleaning import workbooks
from helpers.cleaning.files import NOT_READ
from helpers.study import InputError

PAY = asked("q", "choice", ["Yes", "No"], "Q1")
ROWS = [["ResponseId", "Q1"], ["a", "Yes"], ["b", "No"]]


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book, path


def test_the_declared_sheet_is_read_and_a_chart_sheet_is_none(tmp_path):
    book, path = workbook(tmp_path / "e.xlsx", Notes=[["x"]], Answers=ROWS)
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.save(path)
    content = path.read_bytes()
    cleaned = survey(tmp_path, content, PAY, name="e.xlsx", layout='sheet = "Answers"')
    assert cleaned.respondents["q"].to_list() == ["Yes", "No"]
    with pytest.raises(
        InputError, match=r"holds the sheets Notes, Answers; name the one of responses in layout\.sheet"
    ):
        survey(tmp_path, content, PAY, name="e.xlsx")
    with pytest.raises(InputError, match="has no filled sheet 'Answer'; declare one of Notes, Answers"):
        survey(tmp_path, content, PAY, name="e.xlsx", layout='sheet = "Answer"')


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "e.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 5_000_000)
    with pytest.raises(
        InputError, match=r"e\.xlsx: unpacks from [0-9,]+ bytes to 30,000,008, which no survey tool writes"
    ):
        survey(tmp_path, path.read_bytes(), PAY, name="e.xlsx")


@pytest.mark.slow
def test_a_far_cell_below_many_blank_rows_costs_nothing(tmp_path):
    book, path = workbook(tmp_path / "e.xlsx", Answers=ROWS)
    book.active.cell(200_000, 1, "c")
    book.active.cell(200_000, 2, "No")
    book.save(path)
    assert survey(tmp_path, path.read_bytes(), PAY, name="e.xlsx").raw.index.to_list() == [2, 3, 200_000]


def spss(path, **further):
    frame = pd.DataFrame(
        {"id": ["a", "b", "c"], "pay": [10.0, 20.0, 999.0], "p1": [1.0, None, None], "p2": [None, 1.0, 1.0]}
    )
    pyreadstat.write_sav(frame, path, **further)
    return path.read_bytes()


BID = asked("bid", "amount", (), "pay")


def test_values_that_the_file_declares_missing_are_missing_and_said(tmp_path):
    content = spss(tmp_path / "e.sav", missing_ranges={"pay": [999]})
    cleaned = survey(tmp_path, content, BID, name="e.sav", layout='id = "id"')
    assert cleaned.respondents["bid"].isna().to_list() == [False, False, True]
    assert "column pay: 999 is declared missing in the file and read so in 1 rows" in warnings(cleaned)
    cleaned = survey(tmp_path, content, BID, name="e.sav", layout='id = "id"\nuser_missing = true')
    assert cleaned.respondents["bid"].to_list() == [10, 20, 999]
    assert warnings(cleaned) == ""


@pytest.mark.parametrize("ranges", [[{"lo": 900, "hi": 1000}], [998, 999], [{"lo": 990, "hi": 999}, 20]])
def test_ranges_of_missing_values_are_missing(tmp_path, ranges):
    content = spss(tmp_path / "e.sav", missing_ranges={"pay": ranges})
    cleaned = survey(tmp_path, content, BID, name="e.sav", layout='id = "id"')
    assert cleaned.respondents["bid"].isna().to_list() == [False, 20 in ranges, True]


def test_labels_of_spss_columns_tell_options_by_their_text(tmp_path):
    labels = ["", "Amount", "How? - Car", "How? - Bus"]
    content = spss(tmp_path / "e.sav", column_labels=labels)
    cleaned = survey(tmp_path, content, multiple("p", "p", "Bus", "Car", text="How?"), name="e.sav", layout='id = "id"')
    assert columns(cleaned, "p") == {"a": [False, True, True], "b": [True, False, False]}


def archive(path, **files):
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "."), content)
    return path.read_bytes()


def test_the_one_table_in_an_archive_is_read(tmp_path):
    content = archive(tmp_path / "e.zip", survey__csv=as_csv(ROWS))
    assert survey(tmp_path, content, PAY, name="e.zip").respondents["q"].to_list() == ["Yes", "No"]
    book, path = workbook(tmp_path / "in.xlsx", Answers=ROWS)
    book.save(path)
    content = archive(tmp_path / "e.zip", survey__xlsx=path.read_bytes())
    assert survey(tmp_path, content, PAY, name="e.zip").respondents["q"].to_list() == ["Yes", "No"]


@pytest.mark.parametrize("files", [{"a__csv": "x", "b__csv": "y"}, {"a__sav": "x"}, {"readme__md": "x"}, {}])
def test_any_other_archive_is_told_to_be_unpacked(tmp_path, files):
    content = archive(tmp_path / "e.zip", **files)
    if files:
        with pytest.raises(InputError, match=r"e\.zip: is an archive of .*; unpack it, and name the table in `export`"):
            survey(tmp_path, content, PAY, name="e.zip")
    else:
        with pytest.raises(InputError, match=r"e\.zip"):
            survey(tmp_path, content, PAY, name="e.zip")


@pytest.mark.parametrize("kind", NOT_READ)
def test_files_of_other_programs_each_have_their_sentence(tmp_path, kind):
    with pytest.raises(InputError) as caught:
        survey(tmp_path, b"anything", PAY, name=f"e{kind}")
    assert NOT_READ[kind] in str(caught.value)


@pytest.mark.parametrize("stated", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n"])
def test_a_line_that_states_the_delimiter_is_no_header(tmp_path, stated):
    content = stated + "ResponseId;Q1;a,b,c,d\nx;Yes;1\n"
    cleaned = survey(tmp_path, content, PAY)
    assert cleaned.respondents["q"].to_list() == ["Yes"]
    assert cleaned.raw.index.to_list() == [3]


@pytest.mark.long
def test_a_row_that_reaches_to_the_last_column_does_not_fill_the_memory(tmp_path, monkeypatch):
    # 20,000 rows of two cells, the second in column XFD, took 200 kB on the disk, 300 s and 5 GB.
    monkeypatch.setattr(workbooks, "MOST_CELLS", 40_000)
    book, path = workbook(tmp_path / "e.xlsx", Answers=ROWS)
    for row in range(4, 8):
        book["Answers"].cell(row, 16_384, "x")
    book.save(path)
    with pytest.raises(InputError, match=r"e\.xlsx, row 6: holds more than 40,000 cells so far; export it as CSV"):
        survey(tmp_path, path.read_bytes(), PAY, name="e.xlsx")
