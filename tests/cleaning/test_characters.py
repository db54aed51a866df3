"""Damaged text is a fault where it is read and a warning elsewhere; real words are no damage."""

import pytest

from helpers.cleaning.characters import MOJIBAKE, Characters


def looked(cell, place=0, **forms):
    characters = Characters("a.csv", {0}, forms.get("doubt", ""), forms.get("broken", ""))
    for number in (2, 3):
        characters.look(number, ["", cell] if place else [cell, ""])
    return characters.faults, characters.warnings


# What Python itself makes of these words when it reads their UTF-8 as Windows-1252.
@pytest.mark.parametrize("word", ["café", "£60", "naïve", "Ŵyl"])
def test_words_decoded_wrongly_are_seen_once_and_where_they_matter(word):
    garbled = word.encode().decode("cp1252")
    assert MOJIBAKE.search(garbled) and not MOJIBAKE.search(word)
    [fault], warnings = looked(garbled)
    assert fault.startswith("a.csv, row 2, column 1: holds ") and warnings == []
    faults, [warning] = looked(garbled, place=1)
    assert faults == [] and warning.startswith("a.csv, row 2, column 2: holds ")


# Portuguese and Swedish in capitals, before an ellipsis or a closing quotation mark.
@pytest.mark.parametrize("word", ["AMANHÃ…", "PÅ…", "”AMANHÃ”", "Ângela", "ÅSA"])
def test_words_in_capitals_are_words(word):
    assert not MOJIBAKE.search(word) and looked(word) == ([], [])


def test_a_lost_character_is_kept_and_said_and_bytes_of_another_encoding_are_not():
    faults, [warning] = looked("caf\ufffd")
    assert faults == [] and "it is kept so" in warning
    [fault], warnings = looked("caf\ufffd", broken="holds bytes that are not UTF-8")
    assert fault.endswith("holds bytes that are not UTF-8.") and warnings == []


def test_text_of_an_encoding_in_doubt_is_refused_where_it_is_read():
    [fault], _ = looked("Łódź", doubt="cp1250 or iso8859-2")
    assert "declare layout.encoding" in fault
    assert looked("Łódź", place=1, doubt="cp1250 or iso8859-2") == ([], [])
    assert looked("plain", doubt="cp1250 or iso8859-2") == ([], [])
