"""What nobody sees is shown as lost in answers, and refused in a declaration."""

import unicodedata

import pytest

from helpers.study import InputError, load, seen
from helpers.study.unseen import UNSEEN

DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_every_control_character_but_tab_and_line_ends_is_unseen():
    # Unicode's own: category Cc, and what embeds, overrides or isolates a direction (Annex 9, sections 2.1 to 2.5).
    every = [chr(code) for code in range(0x3000)]
    controls = {each for each in every if unicodedata.category(each) == "Cc"} - set("\t\n\r")
    directions = {each for each in every if unicodedata.bidirectional(each) in DIRECTIONS}
    assert {each for each in every if UNSEEN.search(each)} == controls | directions


@pytest.mark.parametrize("text", ["שלום\u200f!", "Noël\t\r\n", "🙂\u200d", "soft\u00adhyphen"])
def test_marks_that_scripts_need_are_let_be(text):
    assert seen(text) == text


def test_an_amount_with_something_inside_it_is_no_amount():
    # With the bell taken out it would read as fifteen.
    assert seen("1\x075") == "1\ufffd5"


def test_a_declaration_that_holds_one_is_refused_by_its_key(tmp_path):
    text = (load().path).read_text(encoding="utf-8")
    text = text.replace('payer = "', 'payer = "\\u202e', 1).replace('options = ["Yes', 'options = ["\\u0007Yes', 1)
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"good\.payer holds U\+202E.*options holds U\+0007, which nobody sees"):
        load(tmp_path / "study.toml")
