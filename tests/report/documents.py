"""Word and PDF opened again, in the environment that has what sets them: `make test-report`."""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from xml.etree import ElementTree

import hostile
import pytest
from checks import ROOT
from reported import bids, bundled

from helpers import cleaning, report
from helpers.study import load


@pytest.fixture(scope="module", params=[bundled, bids], ids=["bundled", "bids"])
def made(request):
    """A report, its Word file and its PDF."""
    document = report.document(request.param()[0].survey)
    return document, report.word(document), report.pdf(document)


def opened(word):
    import docx

    return docx.Document(io.BytesIO(word))


def test_a_second_time_the_bytes_are_the_same(made):
    document, word, pdf = made
    assert report.word(document) == word
    assert report.pdf(document) == pdf


def test_in_another_folder_the_bytes_are_the_same(tmp_path):
    elsewhere = tmp_path / "a folder with spaces, ŵ and é"
    for name in ("src", "data", "docs/references.bib", "pyproject.toml", "CITATION.cff", "estimator"):
        source, target = ROOT / name, elsewhere / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for tree in (ROOT, elsewhere):
        command = [sys.executable, "-m", "helpers.compendium", "report", "--to", tmp_path / "made" / tree.name]
        setting = os.environ | {"PYTHONPATH": str(tree / "src"), "STUDY": ""}
        subprocess.run(command, cwd=tree, env=setting, check=True, capture_output=True)
    for name in ("report.docx", "report.pdf"):
        assert (tmp_path / "made" / ROOT.name / name).read_bytes() == (
            tmp_path / "made" / elsewhere.name / name
        ).read_bytes()


def test_the_banner_stands_in_the_header_of_every_page(made):
    document, word, _ = made
    assert [section.header.paragraphs[0].text for section in opened(word).sections] == [document.header]


def test_tables_are_tables_with_captions_and_repeated_heads(made):
    document, word, _ = made
    file = opened(word)
    captions = re.findall(r"^: \*\*(Table \w\d?)\.", document.text, re.MULTILINE)
    assert len(file.tables) == len(captions)
    said = [p.text for p in file.paragraphs if p.style.name == "Table Caption"]
    assert [re.match(r"Table \w\d?", text)[0] for text in said] == captions
    for table in file.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_no_row_that_names_others_stands_alone_at_the_foot_of_a_page(made):
    _, word, _ = made
    for table in opened(word).tables:
        rows = [list(row.cells) for row in table.rows]
        # Merged cells are the same cell each time.
        naming = [len({cell._tc for cell in cells}) == 1 < len(cells) for cells in rows]
        kept = [cells[0].paragraphs[0].paragraph_format.keep_with_next for cells in rows]
        assert kept[0] and not kept[-1] and all(kept[place] for place, names in enumerate(naming) if names)
        # And nobody's last row is torn from its group.
        inside = [place for place in range(1, len(rows) - 1) if any(naming) and not naming[place + 1]]
        assert all(kept[place] for place in inside)


def test_figures_have_captions_and_can_be_read_out(made):
    _, word, _ = made
    file = opened(word)
    said = [p.text for p in file.paragraphs if p.style.name == "Image Caption"]
    assert [text[:8] for text in said] == ["Figure 1", "Figure 2", "Figure 3"]
    descriptions = [each.get("descr") for each in file.element.xpath("//wp:docPr")]
    assert len(descriptions) == 3 and all(len(text) > 30 for text in descriptions)


def test_headings_are_headings_and_references_are_listed(made):
    _, word, _ = made
    headings = [p.text for p in opened(word).paragraphs if p.style.name == "Heading 1"]
    assert headings[:4] == ["Abstract", "Methods", "Results", "References"]
    assert [p.text for p in opened(word).paragraphs if p.style.name == "Bibliography"]


def test_read_back_as_text_the_cells_are_those_that_were_written(made, tmp_path):
    import pypandoc

    document, word, _ = made
    (tmp_path / "report.docx").write_bytes(word)
    text = " ".join(pypandoc.convert_file(str(tmp_path / "report.docx"), "plain", extra_args=["--wrap=none"]).split())
    for cell in re.findall(r"[£$]\d[\d,.]*\d", document.text.replace("\\", "")):
        assert cell in text


def test_no_clock_no_path_and_no_name_is_in_the_files(made):
    _, word, pdf = made
    parts = zipfile.ZipFile(io.BytesIO(word))
    assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"1980-01-01" in parts.read("docProps/core.xml")
    paths = [str(ROOT).encode(), tempfile.gettempdir().encode()]
    for content in (pdf, *map(parts.read, parts.namelist())):
        assert not [path for path in paths if path in content]
    assert b"CreationDate" not in pdf


@pytest.fixture(scope="module")
def of_hostile_text(tmp_path_factory):
    """The report of a study that is hostile wherever somebody may type: as Pandoc reads it, as Word and as PDF."""
    study = hostile.drafted(tmp_path_factory.mktemp("hostile"))
    document = report.document(cleaning.survey(load(study / "study.toml")))
    return document, report.word(document), report.pdf(document)


# Of what may stand in a Word document (ECMA-376): what fetches, computes, embeds or runs something.
LIVE = {"altChunk", "object", "OLEObject", "control", "oMath", "oMathPara", "fldSimple", "subDoc", "attachedTemplate"}


def test_hostile_text_is_only_text_in_a_word_document(of_hostile_text):
    _, word, _ = of_hostile_text
    shown = "\n".join(cell.text for table in opened(word).tables for row in table.rows for cell in row.cells)
    # It is there to be read, as it was typed but for what nobody sees.
    assert hostile.HOSTILE[0] in shown and "{=openxml}" in shown and "=cmd|" in shown
    parts = zipfile.ZipFile(io.BytesIO(word))
    assert not [name for name in parts.namelist() if re.search(r"vba|embeddings|activeX", name)]
    for name in (name for name in parts.namelist() if name.endswith((".xml", ".rels"))):
        root = ElementTree.fromstring(parts.read(name))
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert not tags & LIVE, name
        assert hostile.unseen("".join(root.itertext())) == set(), name
        # The one field is the number of the page; links lead to what is cited.
        assert {each.text for each in root.iter() if each.tag.endswith("}instrText")} <= {"PAGE"}
        targets = [each.get("Target") for each in root.iter() if each.get("TargetMode") == "External"]
        assert all(target.startswith("https://doi.org/") for target in targets), targets


def test_hostile_text_is_only_text_in_a_pdf(of_hostile_text):
    _, _, pdf = of_hostile_text
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    held = [pdf, *(zlib.decompress(each) for each in streams if each[:1] == b"x")]
    assert len(held) > 10
    for content in held:
        assert not re.search(rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFile|RichMedia)\b", content)
        assert all(link.startswith(b"https://doi.org/") for link in re.findall(rb"/URI ?\(([^)]*)\)", content))
