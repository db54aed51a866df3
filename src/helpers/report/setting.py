"""A report set as Word and as PDF, byte for byte the same each time. Pandoc and Typst come with the extra `report`."""

from __future__ import annotations

import datetime
import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.study import InputError

from .document import Document

ROOM = Path(__file__).parent
# No clock: a document made again is the same document. The earliest moment that an archive can hold.
MOMENT = datetime.datetime(1980, 1, 1)
MARKDOWN = "markdown-smart+pipe_tables+implicit_figures+bracketed_spans+link_attributes-raw_html-raw_tex"
FONT = "Calibri"
MARGIN_CM = 2.3
# Lines of a table that is not torn, and the letters of a cell from which on it takes more than one.
SHORT, WORDS = 24, 60


def word(document: Document) -> bytes:
    """The report as a Word file: real headings, tables and captions, and the banner at the head of every page."""
    with tempfile.TemporaryDirectory() as folder:
        _pandoc(document, "docx", Path(folder), "report.docx")
        import docx

        file = docx.Document(str(Path(folder, "report.docx")))
    _styled(file, document)
    buffer = io.BytesIO()
    file.save(buffer)
    return fixed(buffer.getvalue())


def pdf(document: Document) -> bytes:
    """The report as a PDF, with the same text, tables and figures."""
    with tempfile.TemporaryDirectory() as folder:
        _pandoc(document, "typst", Path(folder), "report.typ", "--template", str(ROOM / "page.typ"))
        import typst

        source = Path(folder, "report.typ")
        source.write_text(_ruled(source.read_text(encoding="utf-8")), encoding="utf-8")
        # Fonts that come with Typst alone, so that every machine sets the same lines.
        return typst.compile(str(source), root=folder, ignore_system_fonts=True)


def _ruled(source: str) -> str:
    """Tables as Typst can set them and Pandoc cannot ask for: rows that name those after them, and a rule at the end.

    A row that names others is a head below the head: over all columns, never alone at the foot of a page, and
    repeated on the next one.
    """

    def head(found: re.Match[str]) -> str:
        cell = f"table.cell(colspan: {found[2].count('[]') + 1}, inset: (top: 7pt))[{found[1]}]"
        return f"table.header(level: 2, {cell}),"

    headed = re.sub(r"\[(#strong\[.*?\])\]((?:, \[\])+),", head, source)
    return re.sub(r"^  \)\]$", "    table.hline(),\n  )]", headed, flags=re.MULTILINE)


def fixed(archive: bytes) -> bytes:
    """The same archive with its files in order of name, and no time at which they were put in."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        return archived({name: old.read(name) for name in old.namelist()})


def archived(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by their names, the same bytes whenever it is made.

    >>> made = zipfile.ZipFile(io.BytesIO(archived({"b": b"2", "a": b"1"})))
    >>> [(entry.filename, entry.date_time) for entry in made.infolist()]
    [('a', (1980, 1, 1, 0, 0, 0)), ('b', (1980, 1, 1, 0, 0, 0))]
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        # What the other files of a Word document are is said by the first.
        for name in sorted(files, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, files[name])
    return buffer.getvalue()


def _pandoc(document: Document, to: str, folder: Path, name: str, *arguments: str) -> None:
    try:
        import pypandoc
    except ImportError:
        raise InputError("Word and PDF need what `make report` installs: run it in place of this command.") from None
    for file, content in document.figures.items():
        (folder / file).write_bytes(content)
    variables = {"title": document.title, "header": document.header, "invented": "true" if document.invented else ""}
    said = [part for key, value in variables.items() if value for part in ("--metadata", f"{key}={value}")]
    library = ["--citeproc", "--metadata", "lang=en-GB"]
    for number, path in enumerate(document.libraries, start=1):
        # Pandoc notes where it read: a name, and no path of this machine.
        (folder / f"references-{number}.bib").write_bytes(path.read_bytes())
        library += ["--bibliography", f"references-{number}.bib"]
    more = ["--standalone", "--resource-path", str(folder), "--wrap=none", *library, *said, *arguments]
    target = str(folder / name)
    pypandoc.convert_text(document.text, to, format=MARKDOWN, outputfile=target, extra_args=more)


def _styled(file: Any, document: Document) -> None:
    """Margins, fonts, header, page numbers and tables, as python-docx lets them be set."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    for section in file.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(MARGIN_CM)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
        head = section.header.paragraphs[0]
        run = head.add_run(document.header)
        run.bold, run.font.size = True, Pt(8.5)
        run.font.color.rgb = RGBColor.from_string("9A5F00" if document.invented else "59626D")
        _page_number(section.footer.paragraphs[0])
    for style in file.styles:
        if getattr(style, "font", None) is not None:
            _plain_font(style)
    for name, size in (("Body Text", 10.5), ("First Paragraph", 10.5), ("Compact", 9), ("Bibliography", 10)):
        file.styles[name].font.size = Pt(size)
    file.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    file.styles["Captioned Figure"].paragraph_format.space_before = Pt(12)
    for name in ("Table Caption", "Image Caption"):
        caption = file.styles[name]
        caption.font.italic, caption.font.size = False, Pt(9.5)
        caption.paragraph_format.keep_with_next = name == "Table Caption"
    for table in file.tables:
        _table(table)
    properties = file.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.revision = document.title, "", "", 1
    properties.created = properties.modified = MOMENT


def _plain_font(style: Any) -> None:
    """One font in one colour, in place of those that the theme names."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = FONT
    style.font.color.rgb = RGBColor.from_string("1C2127")
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), FONT)


def _table(table: Any) -> None:
    """Rules above and below, a head that is repeated on each page, small type; torn between groups of rows alone."""
    from docx.shared import Pt

    _child(table._tbl.tblPr, "w:tblBorders", {}, {"w:top": RULE, "w:bottom": RULE})
    rows = [(row, list(row.cells)) for row in table.rows]
    texts = [[cell.text for cell in cells] for _, cells in rows]
    naming = [len(each) > 1 and bool(each[0]) and not any(each[1:]) for each in texts]
    lines = sum(1 + max(map(len, each)) // WORDS for each in texts)
    for place, (row, cells) in enumerate(rows):
        _child(row._tr.get_or_add_trPr(), "w:cantSplit", {})
        if naming[place]:
            cells = [cells[0].merge(cells[-1])]
        # Where a table that is not short may be torn: before a row that names others, anywhere if there are none.
        torn = place and lines > SHORT and (not any(naming) or naming[place + 1 : place + 2] != [False])
        for paragraph in (each for cell in cells for each in cell.paragraphs):
            layout = paragraph.paragraph_format
            layout.space_before, layout.space_after = Pt(6 if naming[place] else 1.5), Pt(1.5)
            layout.keep_with_next = place + 1 < len(rows) and not torn
            for run in paragraph.runs:
                run.font.size = Pt(9)
                run.bold = True if place == 0 else run.bold


RULE = {"w:val": "single", "w:sz": "6", "w:space": "0", "w:color": "1C2127"}


def _page_number(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(8.5)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        made = _child(run._r, "w:fldChar" if kind else "w:instrText", {"w:fldCharType": kind} if kind else {})
        made.text = text or None


def _child(
    parent: Any, name: str, attributes: dict[str, str], children: dict[str, dict[str, str]] | None = None
) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    for key, values in (children or {}).items():
        _child(made, key, values)
    parent.append(made)
    return made
