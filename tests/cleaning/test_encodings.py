"""An encoding is proved, declared or guessed and said; what cannot be told apart is refused where it is read."""

import io

import pytest
from small_exports import as_csv, asked, survey, warnings

from helpers.cleaning.encodings import encoding
from helpers.study import InputError

PAY = asked("q", "choice", ["Yes", "No"], "Q1")
NOTE = asked("note", "text", (), "Q2")


def rows(*notes):
    return as_csv([["ResponseId", "Q1", "Q2"], *([f"r{row}", "Yes", note] for row, note in enumerate(notes))])


LONG = ("Je préfère le café à Genève, déjà goûté", "L’été où j’ai élevé des chèvres", "façade, œuvre, naïveté")


@pytest.mark.parametrize("codec", ["mac_roman", "cp1250", "cp1251"])
def test_another_code_page_never_passes_for_windows_1252_in_silence(tmp_path, codec):
    texts = {
        "mac_roman": ("café", "naïve"),
        "cp1250": ("Łódź jest żółta", "zażółć gęślą jaźń"),
        "cp1251": ("Да конечно", "Нет"),
    }
    content = rows(*texts[codec]).encode(codec)
    cleaned = survey(tmp_path, content, PAY)
    assert "is not UTF-8, and looks like" in warnings(cleaned) and "declare layout.encoding" in warnings(cleaned)
    # Where the text is read, it must be right.
    with pytest.raises(
        InputError, match=r"row 2, column 3: .* can be read in several ways .*; declare layout\.encoding"
    ):
        survey(tmp_path, content, PAY, NOTE, keep=["q"])
    cleaned = survey(tmp_path, content, PAY, NOTE, keep=["q"], layout=f'encoding = "{codec}"')
    assert cleaned.raw["note"].to_list() == list(texts[codec])
    assert cleaned.raw.attrs["form"].startswith(codec)


@pytest.mark.parametrize("text", ["£5 – “ok”", "café", "für die Straße", "50 €"])
def test_windows_1252_is_a_guess_that_is_said_with_a_word_to_judge_it_by(tmp_path, text):
    cleaned = survey(tmp_path, rows(text).encode("cp1252"), PAY, NOTE, keep=["q"])
    assert cleaned.raw["note"].to_list() == [text]
    said = warnings(cleaned)
    assert "was read as Windows-1252, which is a guess; if '" in said
    assert any(word in said for word in text.split() if not word.isascii())


def test_french_of_a_macintosh_is_recognised():
    # charset-normalizer, with enough text to know the language.
    found = encoding(lambda: io.BytesIO(rows(*LONG).encode("mac_roman")), "")
    assert (found.codec, found.doubt.split(" or ")[0]) == ("mac_roman", "mac_roman")


@pytest.mark.parametrize("notes", [("fine", "£5"), ("£5", "fine")])
def test_bytes_that_are_no_utf8_matter_only_where_they_are_read(tmp_path, notes):
    content = rows(*notes, "naïve café à gogo £10 €").encode().replace("£5".encode(), b"\xa35")
    assert "is not UTF-8 text; declare layout.encoding" in warnings(survey(tmp_path, content, PAY))
    with pytest.raises(InputError, match=r"column 3: is not UTF-8 text; declare layout\.encoding, or export"):
        survey(tmp_path, content, PAY, NOTE, keep=["q"])


def test_a_declared_encoding_that_the_file_is_not_in_is_named(tmp_path):
    with pytest.raises(InputError, match="column 3: is not ascii text"):
        survey(tmp_path, rows("café"), PAY, NOTE, keep=["q"], layout='encoding = "ascii"')
