"""Typefaces of the site are small, the same bytes twice, and have every letter that our pages use."""

import pytest
from fontTools.ttLib import TTFont

from helpers.compendium import typefaces


@pytest.mark.long
def test_faces_are_small_and_the_same_twice_and_have_our_letters(tmp_path):
    first, second = typefaces.cut(tmp_path / "a"), typefaces.cut(tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sum(path.stat().st_size for path in first) < 120_000
    drawn = TTFont(first[0]).getBestCmap()
    assert all(ord(letter) in drawn for letter in "Aaöß£€−–’×÷≥")
