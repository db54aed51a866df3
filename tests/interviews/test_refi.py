"""Codebooks out and in again unchanged, foreign files mended or refused with the reason, and attacks refused."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import cleaning
from helpers.interviews import read_interviews
from helpers.interviews.refi import from_qdc, from_taguette, main, to_qdc
from helpers.study import InputError

SURVEY = cleaning.survey()
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="a tool"><Codes>'
FOOT = "</Codes></CodeBook>"


def read(body: str, foot: str = FOOT) -> tuple[pd.DataFrame, list[str]]:
    return from_qdc((HEAD + body + foot).encode(), "a.qdc")


# --- round trips ---

# Letters of any script and accents, punctuation that XML escapes, spaces within.
NAME = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
TEXT = st.lists(NAME, min_size=1, max_size=4).map(" ".join)


@st.composite
def codebooks(draw):
    codes = draw(st.lists(TEXT, min_size=1, max_size=6, unique=True))
    rows = {}
    for place, code in enumerate(codes):
        rows[code] = {
            "definition": draw(TEXT),
            "include": draw(TEXT | st.just("")),
            "exclude": draw(TEXT | st.just("")),
            "parent": draw(st.sampled_from(["", *codes[:place]])),
            "theme": draw(TEXT | st.just("")),
            "codable": draw(st.sampled_from(["yes", "no"])),
        }
    return pd.DataFrame.from_dict(rows, orient="index", dtype="str").rename_axis("code")


@pytest.mark.long
@settings(max_examples=50)
@given(codebook=codebooks())
def test_a_codebook_survives_the_round_trip(codebook):
    again, mended = from_qdc(to_qdc(codebook), "a.qdc")
    # The file nests children below their parents, so the order of rows may change, and nothing else.
    pd.testing.assert_frame_equal(again.sort_index(), codebook.sort_index())
    assert mended == []


def test_accents_nesting_codability_and_sets_are_kept():
    body = (
        '<Code guid="1" name="Sgiliau personol – ŵyr, tŷ" isCodable="false"><Description>æ &amp; ﬀ</Description>'
        '<Code guid="2" name="gwrando" isCodable="true"><Description>Listening\nExclude: hearing</Description></Code>'
        "</Code>"
    )
    sets = '</Codes><Sets><Set guid="3" name="Thema"><MemberCode guid="2"/></Set></Sets></CodeBook>'
    codebook, mended = read(body, sets)
    assert mended == []
    assert codebook.loc["Sgiliau personol – ŵyr, tŷ", ["definition", "codable", "theme"]].tolist() == [
        "æ & ﬀ",
        "no",
        "",
    ]
    assert codebook.loc["gwrando"].to_dict() == {
        "definition": "Listening",
        "include": "",
        "exclude": "hearing",
        "parent": "Sgiliau personol – ŵyr, tŷ",
        "theme": "Thema",
        "codable": "yes",
    }


def test_guids_are_the_same_on_every_export():
    codebook = read_interviews(SURVEY).codebook
    assert to_qdc(codebook) == to_qdc(codebook)
    assert b'xmlns="urn:QDA-XML:codebook:1.0"' in to_qdc(codebook)


def test_a_control_character_cannot_go_out():
    codebook = read_interviews(SURVEY).codebook
    with pytest.raises(InputError, match="control character"):
        to_qdc(codebook.assign(definition="a\x0bb"))


def test_a_parent_that_is_not_there_is_named():
    codebook = read_interviews(SURVEY).codebook
    with pytest.raises(InputError, match="parent of code 'second theme: first code'"):
        to_qdc(codebook.drop(index="second theme"))


# --- foreign files ---

GOOD = '<Code guid="1" name="a" isCodable="true"><Description>d</Description></Code>'
MENDED = [
    ('<Code guid="1" name="a"><Description>d</Description></Code>', FOOT, "does not say whether it is codable"),
    ('<Code guid="1" name=" a " isCodable="1"><Description>d</Description></Code>', FOOT, "were tidied"),
    ('<Code guid="1" name="a" isCodable="True"/>', FOOT, "has no definition"),
    (GOOD, '</Codes><Sets><Set guid="2" name="s"><MemberCode guid="9"/></Set></Sets></CodeBook>', "was left out"),
    (
        GOOD,
        '</Codes><Sets><Set name="s"><MemberCode targetGUID="1"/></Set>'
        '<Set name="t"><MemberCode guid="1"/></Set></Sets></CodeBook>',
        "in more than one set; its theme is the first, 's'",
    ),
]


@pytest.mark.parametrize(("body", "foot", "sentence"), MENDED)
def test_what_can_be_mended_is_mended_and_said(body, foot, sentence):
    codebook, mended = read(body, foot)
    assert codebook.index.tolist() == ["a"] and codebook.loc["a", "codable"] == "yes"
    assert len(mended) == 1 and sentence in mended[0]


def test_a_byte_order_mark_and_a_missing_namespace_are_borne():
    content = (HEAD + GOOD + FOOT).encode("utf-8-sig")
    assert from_qdc(content, "a.qdc")[1] == []
    codebook, mended = from_qdc(content.replace(b' xmlns="urn:QDA-XML:codebook:1.0"', b""), "a.qdc")
    assert codebook.index.tolist() == ["a"] and "namespace" in mended[0]


REFUSED = [
    (b"", "is not XML"),
    (b"<CodeBook><Codes>", "is not XML"),
    (b"\xff\xfe\x00", "is not XML"),
    (b"<Project/>", "it is a whole project: read it with project-in"),
    (b"<html/>", "begins with html"),
    ((HEAD + FOOT).encode(), "holds no code"),
    ((HEAD + '<Code guid="1" name=" "/>' + FOOT).encode(), "has no name"),
    ((HEAD + GOOD + GOOD + FOOT).encode(), "two codes are called 'a'"),
    # An external entity, which would read a file of this machine into the codebook.
    (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/os">]><CodeBook><Codes><Code name="&e;"/></Codes></CodeBook>',
        "",
    ),
    # Entities within entities, which would fill the memory.
    (b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>', ""),
    (b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><CodeBook/>', ""),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED)
def test_what_cannot_be_mended_is_refused_with_the_reason(content, sentence):
    with pytest.raises(InputError, match=sentence or "declares a document type or entities") as caught:
        from_qdc(content, "a.qdc")
    assert str(caught.value).startswith("a.qdc: ") and "\n" not in str(caught.value)


# --- Taguette ---


@pytest.fixture
def tagged(tmp_path):
    """A transcript of nonsense, and a file of highlights of it, in the columns that Taguette writes."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "Tŷ.txt").write_text("Lorem ipsum\ndolor sit amet, dolor.", encoding="utf-8")

    def write(*rows):
        lines = ['"id","document","tag","content"', *(",".join(f'"{cell}"' for cell in row) for row in rows)]
        (tmp_path / "tags.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return from_taguette(tmp_path / "tags.csv", tmp_path / "texts", "coder 1", SURVEY.study)

    return write


def test_highlights_become_offsets_and_their_words_stay_behind(tagged):
    segments = tagged((1, "Tŷ", "é code", "ipsum dolor"), (1, "Tŷ", "b", "ipsum dolor"), (2, "Tŷ", "b", "amet"))
    # By hand: "ipsum" begins at 6, and "dolor" ends at 17, whatever white space lies between.
    assert segments[["interview", "start", "end", "code", "coder"]].to_numpy().tolist() == [
        ["Tŷ", 6, 17, "é code", "coder 1"],
        ["Tŷ", 6, 17, "b", "coder 1"],
        ["Tŷ", 22, 26, "b", "coder 1"],
    ]
    assert "ipsum" not in segments.to_csv()


@pytest.mark.parametrize(
    ("document", "content", "sentence"),
    [
        ("Tŷ", "dolor", "row 2: the highlight is found 2 times"),
        ("Tŷ", "consectetur", "is found 0 times"),
        ("Tŷ", " ", "is blank in its transcript"),
        ("Other", "ipsum", r"Other\.txt cannot be read"),
        ("../texts/Tŷ", "ipsum", "is no file name"),
    ],
)
def test_a_highlight_that_cannot_be_placed_is_refused(tagged, document, content, sentence):
    with pytest.raises(InputError, match=sentence):
        tagged((1, document, "a", content))


# --- commands ---


@pytest.mark.slow
def test_commands_write_what_the_tables_hold(tmp_path, capfdbinary):
    assert main(["codebook-out"]) == 0
    (tmp_path / "codebook.qdc").write_bytes(capfdbinary.readouterr().out)
    assert main(["codebook-in", str(tmp_path / "codebook.qdc")]) == 0
    assert capfdbinary.readouterr().out == (SURVEY.study.interviews.folder / "codebook.csv").read_bytes()


@pytest.mark.slow
def test_the_command_for_highlights_writes_rows_of_segments(tagged, tmp_path, capfdbinary):
    tagged((1, "Tŷ", "a", "amet"))
    command = [
        "taguette-in",
        str(tmp_path / "tags.csv"),
        "--transcripts",
        str(tmp_path / "texts"),
        "--coder",
        "coder 1",
    ]
    assert main(command) == 0
    header = (SURVEY.study.interviews.folder / "segments.csv").read_text(encoding="utf-8").splitlines()[0]
    row = '"Tŷ","22","26","a","coder 1","","SYNTHETIC"'
    assert capfdbinary.readouterr().out.decode() == f"{header}\n{row}\n"


@pytest.mark.slow
def test_a_command_gives_one_sentence_for_a_missing_file(tmp_path, capsys):
    assert main(["codebook-in", str(tmp_path / "absent.qdc")]) == 1
    assert capsys.readouterr().err == "absent.qdc: cannot be read (No such file or directory); check its place.\n"
