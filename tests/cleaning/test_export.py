"""The export is read as text, whole, and what is wrong with a file is said in one sentence."""

import csv
import dataclasses
import hashlib
import io
import shutil

import pytest

from helpers import cleaning
from helpers.study import InputError, digest, load, sidecar, write_sidecar

STUDY = load()
BUNDLED = STUDY.export.read_text(encoding="utf-8")
RECORDS = list(csv.reader(io.StringIO(BUNDLED, newline="")))


def as_csv(records) -> str:
    content = io.StringIO()
    # Python's writer leaves a lone carriage return unquoted unless told to quote everything.
    csv.writer(content, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    return content.getvalue()


def read(tmp_path, content, study=STUDY):
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if study.synthetic:
        write_sidecar(path)
    return cleaning.read_export(path, study)


def with_cell(row: int, column: str, value: str) -> str:
    """The bundled export with one cell changed; rows as a spreadsheet numbers them."""
    records = [list(record) for record in RECORDS]
    records[row - 1][records[0].index(column)] = value
    return as_csv(records)


ANSWERS = [column for question in STUDY.questions.values() for column in question.columns]


def test_every_answer_is_the_text_in_the_file():
    raw = cleaning.read_export(STUDY.export, STUDY)
    assert list(raw.columns) == ["response_id", "set_aside", "shared_trace", "submitted", *ANSWERS, "synthetic"]
    assert (raw.index.name, list(raw.index)) == ("row", list(range(4, len(RECORDS) + 1)))
    assert raw.attrs["headings"]["wtp"] == "Q8" and raw.attrs["headings"]["skill_personal"] == "Q6_1"
    assert (raw.attrs["tool"], raw.attrs["form"], raw.attrs["slips"]) == ("Qualtrics", "UTF-8, comma", ())
    headings = [raw.attrs["headings"][column] for column in ANSWERS]
    places = [RECORDS[0].index(heading) for heading in ["ResponseId", *headings]]
    assert raw.attrs["input"] == hashlib.sha256(STUDY.export.read_bytes()).hexdigest()[:12]
    wanted = [[record[place] for place in places] for record in RECORDS[3:]]
    assert raw[["response_id", *ANSWERS]].to_numpy().tolist() == wanted


def test_nothing_but_what_is_declared_comes_further(tmp_path):
    # Planted where survey tools keep what identifies people; none of it is in the frame.
    secrets = {"IPAddress": "203.0.113.7", "RecipientEmail": "canary@example.org", "LocationLatitude": "51.4816"}
    for column, secret in secrets.items():
        raw = read(tmp_path, with_cell(6, column, secret))
        assert secret not in raw.to_csv()


def test_shared_addresses_are_flagged_and_kept():
    raw = cleaning.read_export(STUDY.export, STUDY)
    place = RECORDS[0].index("IPAddress")
    addresses = [record[place] for record in RECORDS[3:]]
    shared = [bool(address) and addresses.count(address) > 1 for address in addresses]
    assert (raw["shared_trace"] == "yes").to_list() == shared


def test_words_that_pandas_takes_for_missing_survive(tmp_path):
    # pandas.read_csv reads "None", "N/A" and "null" as missing (pandas-dev/pandas #10647).
    for word in ("None", "N/A", "null", "05"):
        assert read(tmp_path, with_cell(5, "Q8", word)).loc[5, "wtp"] == word


def test_line_breaks_inside_an_answer_make_no_phantom_row(tmp_path):
    whole = cleaning.read_export(STUDY.export, STUDY)
    for text in ("one\rtwo", "one\r\ntwo", "one\ntwo"):
        raw = read(tmp_path, with_cell(9, "Q17", text))
        assert len(raw) == len(whole)
        assert raw.loc[9, "comments"] == text


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    plain = [[cell.replace("\n", " ") for cell in record] for record in RECORDS]
    windows = as_csv(plain).replace("\n", "\r\n").encode("utf-8-sig")
    assert read(tmp_path, windows).equals(read(tmp_path, as_csv(plain)))


def test_without_its_further_header_rows_an_export_is_read_by_the_values_of_its_options(tmp_path):
    stripped = as_csv([RECORDS[0], *RECORDS[3:]])
    with pytest.raises(InputError, match=r"of Q6_1, .* nothing says which is theirs: give each option as `value`"):
        read(tmp_path, stripped)
    skill = STUDY.questions["skill"]
    values = {str(place): option for place, option in enumerate(skill.options, start=1)}
    questions = STUDY.questions | {"skill": dataclasses.replace(skill, exported=values)}
    raw = read(tmp_path, stripped, dataclasses.replace(STUDY, questions=questions))
    assert raw.index[0] == 2
    whole = cleaning.read_export(STUDY.export, STUDY)
    # Read as a plain table, previews and partial responses would be analysed.
    assert raw["set_aside"].to_list() == whole["set_aside"].to_list()
    assert raw[ANSWERS].to_numpy().tolist() == whole[ANSWERS].to_numpy().tolist()


def test_blank_lines_are_no_responses_but_keep_their_number(tmp_path):
    raw = read(tmp_path, as_csv(RECORDS[:4]) + "\n" + as_csv(RECORDS[4:]) + "\n\n" + "," * (len(RECORDS[0]) - 1) + "\n")
    assert len(raw) == len(RECORDS) - 3
    assert list(raw.index[:2]) == [4, 6]


def renamed(old: str, new: str) -> str:
    return as_csv([[new if cell == old else cell for cell in RECORDS[0]], *RECORDS[1:]])


def test_renamed_column_is_found_by_the_text_of_its_question(tmp_path):
    whole = cleaning.read_export(STUDY.export, STUDY)
    assert read(tmp_path, renamed("Q8", "Amount"))[ANSWERS].equals(whole[ANSWERS])


def without(column: str) -> str:
    place = RECORDS[0].index(column)
    return as_csv([record[:place] + record[place + 1 :] for record in RECORDS])


BAD_FILES = {
    "empty": (b"", "export.csv: is empty"),
    "blank lines only": (b"\n\n", "export.csv: is empty"),
    "header only": (as_csv(RECORDS[:3]), "holds a header and no response"),
    "missing column": (
        without("Q8"),
        "row 1: column 'Q8' is missing; questions.wtp is declared with it: correct its `column` in data/study.toml.",
    ),
    "missing option": (without("Q6_3"), "'Knowledge of local services' of questions.skill has no column"),
    "no response id": (renamed("ResponseId", "Respondent"), "in layout.id of data/study.toml, name the heading"),
    "no finished column": (without("Finished"), "column 'Finished' is missing, by which Qualtrics tells"),
    "long row": (
        as_csv([*RECORDS[:6], [*RECORDS[6], "x"], *RECORDS[7:]]),
        "row 7: has 42 fields where the header has 41",
    ),
    "short row": (
        as_csv([*RECORDS[:6], RECORDS[6][:-1], *RECORDS[7:]]),
        "row 7: has 40 fields where the header has 41",
    ),
    "bare carriage return": (
        BUNDLED.replace("£50,,", "£\r50,,", 1),
        "export the survey again from its tool, as CSV or XLSX",
    ),
    "no encoding": (
        BUNDLED.encode().replace("\u00a3".encode(), b"\xa3", 1),
        "row 4, column 30: is not UTF-8 text; declare layout.encoding, or export the survey again as CSV UTF-8.",
    ),
    "odd UTF-16": (BUNDLED.encode("utf-16").replace("\u00a3".encode("utf-16-le"), b"\x00\xd8"), "is not UTF-16 text"),
    "mojibake": (BUNDLED.encode().decode("cp1252"), "row 4, column 30: holds 'Â£', text that was once decoded wrongly"),
    "second mark": (BUNDLED + "\ufeff" + BUNDLED, "holds a byte order mark where none belongs"),
    "NUL byte": (BUNDLED.replace("None", "No\0ne", 1), "holds a NUL byte"),
    "open quote": (BUNDLED + '"R_SYN', "is not CSV"),
    "no CSV at all": (b"x" * 200_000, "line 1: is not CSV (field larger than field limit"),
    "text after a quote": (BUNDLED + '"a"b,c\n', "is not CSV"),
    "real row among synthetic": (with_cell(8, "synthetic", ""), "row 8, column synthetic: is '' and not SYNTHETIC"),
    "no synthetic label": (without("synthetic"), "column 'synthetic' is missing; for real answers set mode in"),
}


@pytest.mark.parametrize("fault", BAD_FILES)
def test_bad_file_is_named_in_one_sentence(tmp_path, fault):
    content, sentence = BAD_FILES[fault]
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert message.startswith("export.csv")
    assert sentence in message
    assert "\n" not in message


def test_file_that_cannot_be_opened_is_named(tmp_path):
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            cleaning.read_export(path, STUDY)


REAL = dataclasses.replace(STUDY, mode="real")
UNLABELLED = without("synthetic")


def test_a_real_export_has_none_of_the_three_labels(tmp_path):
    with pytest.raises(InputError, match="column 'synthetic' marks invented answers"):
        read(tmp_path, BUNDLED, REAL)
    with pytest.raises(InputError, match=r"row 4: has the id of an invented response"):
        read(tmp_path, UNLABELLED, REAL)
    real = UNLABELLED.replace("R_SYN", "R_")
    assert len(read(tmp_path, real, REAL)) == len(RECORDS) - 3
    write_sidecar(tmp_path / "export.csv")
    with pytest.raises(InputError, match="says that the export is invented"):
        read(tmp_path, real, REAL)


def test_stripping_one_label_of_a_synthetic_export_is_noticed(tmp_path):
    path = tmp_path / "export.csv"
    with pytest.raises(InputError, match="row 8: the id 'R_1' is not that of an invented response"):
        read(tmp_path, with_cell(8, "ResponseId", "R_1"))
    path.write_text(BUNDLED, encoding="utf-8")
    with pytest.raises(InputError, match=r"export\.csv\.synthetic\.json: is the label of another file"):
        cleaning.read_export(path, STUDY)
    sidecar(path).unlink()
    with pytest.raises(InputError, match=r"export\.csv\.synthetic\.json: is missing"):
        cleaning.read_export(path, STUDY)


def test_a_recorded_file_that_changed_is_named_before_it_is_parsed(tmp_path):
    study = dataclasses.replace(STUDY, path=tmp_path / "study.toml")
    path = tmp_path / "export.csv"
    path.write_text(BUNDLED, encoding="utf-8")
    write_sidecar(path)
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  export.csv\n")
    assert len(cleaning.read_export(path, study)) == len(RECORDS) - 3
    path.write_bytes(b"\0")
    with pytest.raises(InputError, match=r"is not the file whose checksum .* records"):
        cleaning.read_export(path, study)


@pytest.mark.parametrize("line", ["{} *export.csv\n", "{}  ./export.csv\n\n", "\ufeff{}  export.csv\r\n"])
def test_a_checksum_is_found_however_its_tool_writes_it(tmp_path, line):
    # Of sha256sum: the mark of binary files, another form of the path, a file that an editor on Windows saved.
    data = tmp_path / "data"
    shutil.copytree(STUDY.folder, data)
    path = data / "export.csv"
    shutil.copy(STUDY.export, path)
    shutil.copy(sidecar(STUDY.export), sidecar(path))
    study = dataclasses.replace(STUDY, path=data / "study.toml", export=path)
    sums = data / "SHA256SUMS"
    sums.write_bytes(line.format(digest(path).upper()).encode())
    assert len(cleaning.read_export(path, study)) == 65
    sums.write_bytes(line.format("0" * 64).encode())
    with pytest.raises(InputError, match="is not the file whose checksum data/SHA256SUMS records"):
        cleaning.read_export(path, study)
    sums.write_bytes(b"SHA256 (export.csv) = 12\n")
    with pytest.raises(InputError, match=r"data/SHA256SUMS, line 1: .* is no checksum and file name"):
        cleaning.read_export(path, study)


def test_table_needs_its_columns(tmp_path):
    path = tmp_path / "rulings.csv"
    path.write_text("text,amount\nten,10\n", encoding="utf-8")
    table = cleaning.read_table(path, ("amount", "text"), STUDY)
    assert table.reset_index().to_dict("records") == [{"row": 2, "amount": "10", "text": "ten"}]
    with pytest.raises(InputError, match=r"rulings\.csv, row 1: column 'why' is missing; restore the header"):
        cleaning.read_table(path, ("text", "why"), STUDY)


# By hand: the bundled export holds 65 rows below three headers.
FOUND = {
    "long row": 65,
    "short row": 65,
    "bare carriage return": 66,
    "no encoding": 65,
    "odd UTF-16": 65,
    "mojibake": 65,
    "second mark": 133,
    "NUL byte": 65,
    "open quote": 65,
    "text after a quote": 65,
    "header only": 0,
    "missing column": 65,
    "real row among synthetic": 65,
}


@pytest.mark.parametrize("fault", FOUND)
def test_rows_of_a_bad_file_are_counted_before_it_is_refused(tmp_path, fault):
    path = tmp_path / "export.csv"
    content = BAD_FILES[fault][0]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    line = cleaning.rows_found(dataclasses.replace(STUDY, export=path))
    assert line.startswith(f"export.csv: {FOUND[fault]} rows found as Qualtrics (")


def test_rows_are_counted_up_to_where_a_file_is_no_csv(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(as_csv(RECORDS[:10]) + '"a"b,c\n' + as_csv(RECORDS[10:]), encoding="utf-8")
    line = cleaning.rows_found(dataclasses.replace(STUDY, export=path))
    assert line.startswith("export.csv: 7 rows found as Qualtrics (UTF-8, comma, up to line ")
    with pytest.raises(InputError, match="is not CSV"):
        cleaning.read_export(path, STUDY)


@pytest.mark.parametrize("fault", ["empty", "blank lines only"])
def test_where_there_is_no_row_nothing_is_counted(tmp_path, fault):
    path = tmp_path / "export.csv"
    path.write_bytes(BAD_FILES[fault][0])
    with pytest.raises(InputError, match="is empty"):
        cleaning.rows_found(dataclasses.replace(STUDY, export=path))


@pytest.mark.parametrize(("content", "fault"), [("", "is empty"), ("text,amount\nten\n", "row 2: has 1 fields")])
def test_bad_table_is_named(tmp_path, content, fault):
    path = tmp_path / "rulings.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=rf"^rulings\.csv.* {fault}"):
        cleaning.read_table(path, ("text", "amount"), STUDY)


def test_table_without_rows_is_text_all_the_same(tmp_path):
    path = tmp_path / "rulings.csv"
    path.write_text("text,amount\n", encoding="utf-8")
    empty = cleaning.read_table(path, ("text", "amount"), STUDY).reset_index()
    assert empty.dtypes.astype(str).to_dict() == {"row": "int64", "text": "str", "amount": "str"}
