"""Codes as REFI-QDA nests them: paths tell equal names apart, and what is not as the standard asks is said."""

from xml.etree import ElementTree

import pytest

from helpers.interviews.codes import DEEPEST, Codes, parsed
from helpers.study import InputError


def read(codes, sets=""):
    root = ElementTree.fromstring(f"<B><Codes>{codes}</Codes><Sets>{sets}</Sets></B>")
    found = Codes("book.qdc", [])
    found.read(root, list(root.findall("Sets")))
    return found


def test_names_are_paths_only_where_they_stand_twice():
    cost = '<Code guid="{}" name="Cost" isCodable="true"/>'
    found = read(
        f'<Code guid="1" name="Training" isCodable="true">{cost.format(2)}</Code>'
        f'<Code guid="3" name="Work" isCodable="false">{cost.format(4)}</Code>'
    )
    assert list(found.rows) == ["Training", "Training / Cost", "Work", "Work / Cost"]
    frame = found.frame()
    assert frame["parent"].tolist() == ["", "Training", "", "Work"]
    assert frame["codable"].tolist() == ["yes", "yes", "no", "yes"]


def test_a_definition_keeps_its_parts_and_a_missing_one_is_said():
    found = read(
        '<Code guid="1" name="A" isCodable="true"><Description>What\nInclude: this\nand this\nExclude: that'
        '</Description></Code><Code guid="2" name="B" isCodable="true"/>'
    )
    assert found.rows["A"] | {"theme": ""} == {
        "definition": "What",
        "include": "this\nand this",
        "exclude": "that",
        "parent": "",
        "theme": "",
        "codable": "yes",
    }
    assert found.rows["B"]["definition"] == "B" and "'B' has no definition" in found.mended[0]


def test_sets_are_themes_and_a_code_has_one():
    member = '<MemberCode guid="{}"/>'
    code = '<Code guid="a1" name="A" isCodable="true"><Description>d</Description></Code>'
    sets = "".join(f'<Set name="{name}">{member.format("A1")}</Set>' for name in ("one", "two"))
    found = read(code, f'{sets}<Set name="three">{member.format("ZZ")}</Set>')
    assert found.rows["A"]["theme"] == "one"
    assert any("in more than one set" in said for said in found.mended)
    assert any("does not hold" in said for said in found.mended)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("", "holds no code"),
        ('<Code guid="1" name=" "/>', "a code below 'the top' has no name"),
        ('<Code guid="1" name="A"/><Code guid="2" name="A"/>', "two codes are called 'A'"),
        ('<Code guid="1" name="A">' * (DEEPEST + 1) + "</Code>" * (DEEPEST + 1), f"more than {DEEPEST} deep"),
    ],
)
def test_what_no_codebook_can_mean_is_refused(codes, words):
    with pytest.raises(InputError, match=f"^book.qdc: .*{words}"):
        read(codes)


def test_xml_that_declares_entities_is_refused():
    with pytest.raises(InputError, match="declares a document type or entities"):
        parsed(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "book.qdc")
    with pytest.raises(InputError, match="is not XML"):
        parsed(b"<a>", "book.qdc")
    assert parsed(b"\xef\xbb\xbf<a/>", "book.qdc").tag == "a"
