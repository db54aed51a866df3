"""Projects of other tools give their codebook and coded stretches; what harms or has no place is said."""

import zipfile

import pytest

from helpers.interviews.projects import from_qdpx
from helpers.interviews.refi import from_qdc, main
from helpers.study import InputError

SELECTION = (
    '<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}" creatingUser="U1">'
    '<Coding guid="c{guid}" creatingUser="U1"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
)
TEXT = '<TextSource guid="T1" name="Interview A" plainTextPath="internal://T1.txt">{}</TextSource>'
CODES = (
    '<Code guid="K1" name="Training" isCodable="true"><Code guid="K2" name="Cost" isCodable="true"/></Code>'
    '<Code guid="K3" name="Work" isCodable="true"><Code guid="K4" name="Cost" isCodable="true"/></Code>'
)


def project(folder, codes=CODES, sources="", name="project.qde"):
    body = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        '<Users><User guid="u1" name="Coder One"/></Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources></Project>"
    )
    path = folder / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
        archive.writestr("sources/T1.txt", "Nothing of this is read.")
    return path


def test_a_project_gives_its_codebook_and_its_coded_stretches(tmp_path):
    stretches = SELECTION.format(guid="S1", start=0, end=9, code="k2") + SELECTION.format(
        guid="S2", start=3, end=7, code="K4"
    )
    found = from_qdpx(project(tmp_path, sources=TEXT.format(stretches)), "p.qdpx")
    # The same name under two parents: told apart by path, as REFI-QDA tells them by guid.
    assert found.codebook.index.to_list() == ["Training", "Training / Cost", "Work", "Work / Cost"]
    assert found.codebook["parent"].to_list() == ["", "Training", "", "Work"]
    assert found.segments.to_numpy().tolist() == [
        ["Interview A", "0", "9", "Training / Cost", "Coder One", ""],
        ["Interview A", "3", "7", "Work / Cost", "Coder One", ""],
    ]
    assert "'Cost' stands in several places; here it is called 'Work / Cost'." in found.mended


def test_what_has_no_place_in_a_text_is_said(tmp_path):
    sources = '<PictureSource guid="P" name="Drawing"/>' + TEXT.format(
        SELECTION.format(guid="S1", start=9, end=3, code="K2") + SELECTION.format(guid="S2", start=1, end=3, code="K9")
    )
    found = from_qdpx(project(tmp_path, sources=sources), "p.qdpx")
    assert found.segments.empty
    said = "\n".join(found.mended)
    assert "'Drawing' is no text (PictureSource); what was coded in it was left out." in said
    assert "'Interview A' has a stretch from '9' to '3'; it was left out." in said
    assert "A stretch of 'Interview A' carries a code that the codebook lacks; it was left out." in said


@pytest.mark.slow
@pytest.mark.parametrize("deep", [51, 20_000])
def test_codes_that_nest_without_end_are_one_sentence(tmp_path, deep):
    codes = '<Code guid="g" name="a" isCodable="true">' * deep + "</Code>" * deep
    with pytest.raises(InputError, match=r"p\.qdpx: nests codes more than 50 deep"):
        from_qdpx(project(tmp_path, codes=codes), "p.qdpx")
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{codes}</Codes></CodeBook>'
    with pytest.raises(InputError, match=r"a\.qdc: nests codes more than 50 deep"):
        from_qdc(book.encode(), "a.qdc")


def test_fifty_levels_are_read(tmp_path):
    codes = "".join(f'<Code guid="g{level}" name="c{level}" isCodable="true">' for level in range(50)) + "</Code>" * 50
    assert len(from_qdpx(project(tmp_path, codes=codes), "p.qdpx").codebook) == 50


def test_two_codes_of_one_name_below_one_parent_are_refused(tmp_path):
    codes = '<Code guid="1" name="a"><Code guid="2" name="b"/><Code guid="3" name="b"/></Code>'
    with pytest.raises(InputError, match=r"two codes are called 'a / b'; rename one in the tool"):
        from_qdpx(project(tmp_path, codes=codes), "p.qdpx")
    codes = (
        '<Code guid="1" name="a"><Code guid="2" name="b"/></Code><Code guid="3" name="b"/><Code guid="4" name="a / b"/>'
    )
    with pytest.raises(InputError, match="two codes come to be called 'a / b'"):
        from_qdpx(project(tmp_path, codes=codes), "p.qdpx")


def test_what_is_no_project_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "p.qdpx"
    path.write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"is no \.qdpx project, which is an archive"):
        from_qdpx(path, "p.qdpx")
    with pytest.raises(InputError, match=r"holds no project\.qde"):
        from_qdpx(project(tmp_path, name="other.xml"), "p.qdpx")
    with pytest.raises(InputError, match="cannot be read"):
        from_qdpx(tmp_path / "absent.qdpx", "absent.qdpx")
    with pytest.raises(InputError, match="holds no code; export"):
        from_qdpx(project(tmp_path, codes=""), "p.qdpx")


@pytest.mark.slow
def test_the_command_writes_either_table(tmp_path, capfdbinary):
    path = project(tmp_path, sources=TEXT.format(SELECTION.format(guid="S1", start=0, end=9, code="K2")))
    assert main(["project-in", str(path)]) == 0
    assert b'"Interview A","0","9","Training / Cost","Coder One"' in capfdbinary.readouterr().out
    assert main(["project-in", str(path), "--table", "codebook"]) == 0
    assert b'"Work / Cost"' in capfdbinary.readouterr().out
