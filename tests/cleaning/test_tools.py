"""Headings are compared without case and spaces, and a pattern stands for what ends in it."""

import pytest

from helpers.cleaning.tools import Tool, folded, is_own, spaced


@pytest.mark.parametrize(
    ("heading", "patterns", "own"),
    [
        ("consent_complete", ("*_complete",), True),
        ("complete", ("*_complete",), False),
        ("groupTime302".casefold(), ("*time",), False),
        ("responseid", ("id", "responseid"), True),
        ("myresponseid", ("responseid",), False),
    ],
)
def test_a_heading_is_the_tool_s_own_or_it_is_not(heading, patterns, own):
    assert is_own(heading, patterns) is own


def test_folding_is_blind_to_case_and_space_and_to_nothing_else():
    # Unicode folds the sharp s to ss, and a line break is a space.
    assert folded(" Straße\n1 ") == "strasse1" == folded("STRASSE 1")
    assert folded("Q1") != folded("Q10")
    assert spaced(" two\n\t words ") == "two words"


def test_a_tool_without_a_description_claims_nothing():
    tool = Tool("plain")
    assert tool.marks == () and tool.headers == 1 and not tool.option_cells and tool.cells == {}
