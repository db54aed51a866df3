"""What can be told of Word and PDF without the tools that set them; tests/report/documents.py opens the files."""

import io
import sys
import time
import zipfile

import pytest

from helpers.report import Document, setting
from helpers.study import InputError

EMPTY = Document("Title", "Header", "Text", {}, True, ())


def archive(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name, time.localtime()[:6]), text)
    return buffer.getvalue()


def test_an_archive_holds_no_time_and_no_order_of_its_own():
    assert setting.fixed(archive(a="1", b="2")) == setting.fixed(archive(b="2", a="1"))
    assert zipfile.ZipFile(io.BytesIO(setting.fixed(archive(a="1")))).read("a") == b"1"


def test_a_row_that_names_others_is_a_head_over_all_columns():
    source = "[#strong[A question?]], [], [],\n[Yes], [#strong[1]], [2],\n"
    ruled = setting._ruled(source)
    cell = "table.cell(colspan: 3, inset: (top: 7pt))[#strong[A question?]]"
    assert ruled == f"table.header(level: 2, {cell}),\n[Yes], [#strong[1]], [2],\n"


def test_a_table_ends_in_a_rule():
    assert setting._ruled("#table(\n    [1],\n  )]\n") == "#table(\n    [1],\n    table.hline(),\n  )]\n"


@pytest.mark.parametrize("set_as", [setting.word, setting.pdf])
def test_where_the_tools_are_missing_the_target_that_brings_them_is_named(set_as, monkeypatch):
    # None in its place makes every import of it fail.
    for name in ("pypandoc", "docx", "typst"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match="make report"):
        set_as(EMPTY)
