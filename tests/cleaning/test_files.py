"""Written tables survive any text and run nothing; damaged files are named and never crash the reader."""

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import csv_text, neutralised, restored
from helpers.cleaning.characters import MOJIBAKE
from helpers.cleaning.files import open_table, read_rows
from helpers.study import InputError, seen

# st.text() leaves out lone surrogates, which no encoding can write.
ANY_TEXT = st.text(max_size=20) | st.sampled_from(["=1+1", "+44", "-5", "@A1", "'=5", "''", "\r", "\t=1", '"', "a\rb"])


@pytest.mark.long
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=5))
def test_any_text_survives_a_round_trip(rows):
    written = csv_text(pd.DataFrame(rows, columns=["one", "two"]))
    header, *records = csv.reader(io.StringIO(written, newline=""))
    assert header == ["one", "two"]
    assert [tuple(map(restored, record)) for record in records] == rows


@pytest.mark.slow
@given(ANY_TEXT)
def test_no_written_cell_starts_as_a_formula(text):
    # OWASP, CSV Injection: a spreadsheet may run a cell that starts with one of these.
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert restored(neutralised(text)) == text


def test_numbers_are_written_as_numbers():
    assert csv_text(pd.DataFrame({"n": [-1.5]})) == '"n"\n"-1.5"\n'


@pytest.mark.parametrize(
    "text", ["£5", "’tis", "VAD TROR DU PÅ…", "AMANHÃ…", "PÅ”", "café – là", "ŵyl", "50 €", "naïve", "Łódź", "10 °C"]
)
def test_mojibake_is_told_from_text(text):
    assert not MOJIBAKE.search(text)
    # The real thing: UTF-8 bytes read as Windows-1252, or, where that has a hole, as Latin-1.
    garbled = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    assert MOJIBAKE.search(garbled)


HEADER = ["id", "answer", "amount"]
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufffd"), max_size=8
).map(seen)
TABLE = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5)


def written(rows, delimiter=","):
    content = io.StringIO()
    csv.writer(content, quoting=csv.QUOTE_ALL, delimiter=delimiter).writerows([HEADER, *rows])
    return content.getvalue()


@pytest.mark.slow
@given(TABLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_every_row_is_read_as_written_all_but_what_nobody_sees(tmp_path_factory, rows, delimiter, encoding):
    path = tmp_path_factory.mktemp("written") / "table.csv"
    path.write_bytes(written(rows, delimiter).encode(encoding))
    # A row blank throughout, as spreadsheets leave below a table, is no row, and those after it keep their number.
    held = [(number, list(map(seen, row))) for number, row in enumerate(rows, start=2) if any(map(str.strip, row))]
    assert read_rows(path, "table.csv") == [(1, HEADER), *held]


def cut(text, place):
    return text[:place]


def unbalanced(text, place):
    return text[:place] + '"' + text[place:]


def nul(text, place):
    return text[:place] + "\0" + text[place:]


def second_mark(text, place):
    place = max(place, 1)  # at the very start it is a mark like any other
    return text[:place] + "\ufeff" + text[place:]


@pytest.mark.slow
@given(TABLE, st.sampled_from([cut, unbalanced, nul, second_mark]), st.integers(1, 10_000))
def test_damage_is_a_sentence_or_the_rows_that_are_left(tmp_path_factory, rows, damage, place):
    path = tmp_path_factory.mktemp("damaged") / "table.csv"
    text = written(rows)
    path.write_bytes(damage(text, place % len(text)).encode())
    try:
        read = read_rows(path, "table.csv")
    except InputError as error:
        assert all(re.match(r"table\.csv[,:]", sentence) for sentence in str(error).split("\n"))
    else:
        if damage is second_mark:
            # Invisible, and no letter of anything: left out, and said.
            assert read == [(1, HEADER), *((n, list(row)) for n, row in enumerate(rows, 2) if any(map(str.strip, row)))]
            return
        # Other marks that are no text never pass. Whole rows may be lost to a cut, which is why their count is printed;
        # where a quote tears a row apart, its parts are shorter than the header, and the next check names them.
        assert damage in (cut, unbalanced)
        assert len(read) <= len(rows) + 1 or any(len(cells) != len(HEADER) for _, cells in read)


def test_a_delimiter_that_changes_half_way_is_seen(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id;answer;amount\n1;a;2\n2,b,3\n", encoding="utf-8")
    assert [len(cells) for _, cells in read_rows(path, "table.csv")] == [3, 3, 1]


@pytest.mark.slow
@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_rows_that_can_be_counted_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "table.csv"
    path.write_bytes(content)
    try:
        rows = list(open_table(path, "table.csv").rows)
    except InputError as error:
        assert re.match(r"table\.csv[,:]", str(error)) and "\n" not in str(error)
    else:
        assert len(rows) > 0
