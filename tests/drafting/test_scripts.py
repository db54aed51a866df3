"""Drafted notebooks are scripts that Python reads, with a section for each format and prose without numbers."""

import ast
import re

import jupytext
import pytest
from invented_exports import FORMATS

from helpers import drafting
from helpers.drafting import scripts

SECTIONS = ("## Amounts as typed", "## The payment card", "## Answers to the bids", "## Answers to the bids")


@pytest.mark.parametrize(("name", "section"), list(zip(FORMATS, SECTIONS, strict=True)))
def test_both_notebooks_can_be_read_and_speak_of_the_format_found(tmp_path, name, section):
    FORMATS[name]().to_csv(tmp_path / "export.csv", index=False)
    draft = drafting.read(tmp_path / "export.csv")
    for text in (scripts.data(draft), scripts.valuation(draft)):
        ast.parse(text)
        prose = [cell.source for cell in jupytext.reads(text, fmt="py:percent").cells if cell.cell_type == "markdown"]
        assert not re.search(r"\d", " ".join(prose))
    assert section in scripts.valuation(draft)


def test_an_answer_that_is_neither_yes_nor_no_is_missing(tmp_path):
    frame = FORMATS["single-bounded"]()
    frame.loc[:3, "Würden Sie diesen Betrag zahlen?"] = "Weiß nicht"
    frame.to_csv(tmp_path / "export.csv", index=False)
    assert '.map({"Ja": True, "Nein": False})' in scripts.valuation(drafting.read(tmp_path / "export.csv"))
