"""Tables as Pandoc reads them."""

import re

import pytest
from reported import bundled

from helpers import disclosure, wtp
from helpers.report.listed import Listed, escaped, listed

TABLE = Listed("What *is*", "In £.", "SYNTHETIC", ("", "n"), (("A question?",), ("a | b", "1"), ("c", "[c]")))


def test_a_table_is_one_that_pandoc_reads():
    lines = TABLE.markdown("Table 1").splitlines()
    assert lines[0] == "|  | n |" and lines[2:5] == ["| **A question?** |  |", "| a \\| b | 1 |", "| c | \\[c\\] |"]
    assert lines[-1] == ": **Table 1. What \\*is\\*.** In £. SYNTHETIC."


def test_words_stand_left_numbers_right_and_every_table_fills_the_line():
    rule = TABLE.markdown("Table 1").splitlines()[1]
    left, right = rule.strip("|").split("|")
    assert re.fullmatch(":-+", left) and re.fullmatch("-+:", right)
    # Pandoc keeps the widths of lines longer than 72 characters only.
    assert len(rule) > 72


def test_a_long_column_leaves_the_others_their_words():
    table = Listed("", "", "", ("id", "statement"), (("W1", "word " * 80),), (False, False))
    short, long = table.markdown("Table 1").splitlines()[1].strip("|").split("|")
    assert len(short) > len("W1 ") and len(long) > 80


@pytest.mark.slow
def test_cells_are_those_of_the_pages():
    page, _ = bundled()
    released = page.released(wtp.treatments(page.survey.respondents, ()), disclosure.Kind.STATISTICS)
    found = listed(released, "Treatments", "", columns=("treatment", "mean"), heads={"mean": "average"})
    assert found.head == ("treatment", "average") and found.mark == "SYNTHETIC"
    assert ("base case", "£58") in found.rows


def test_text_means_nothing_to_pandoc():
    assert escaped("$5 [c] *x*\n@y") == "\\$5 \\[c\\] \\*x\\* \\@y"
