"""Codebooks and highlights to and from other tools: REFI-QDA codebooks (.qdc) and the CSV that Taguette writes.

`python -m helpers.interviews.refi --help` lists the commands; each writes to standard output. Foreign files often
break: what can be mended is mended and said, and anything else is refused with the reason.
"""

from __future__ import annotations

import argparse
import re
import sys
import uuid
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
from defusedxml.ElementTree import fromstring

from helpers import cleaning
from helpers.study import SYNTHETIC_LABEL, InputError, Study, load

from . import projects
from .codes import PARTS, Codes, children, local, parsed
from .themes import TABLES, read_interviews

NAMESPACE = "urn:QDA-XML:codebook:1.0"
# Any fixed id does: the same code gets the same guid on every export.
GUIDS = uuid.UUID("6f1c6f0e-5a0e-4c58-9a67-5d0c54a0e079")
TAGUETTE = ("id", "document", "tag", "content")


def to_qdc(codebook: pd.DataFrame) -> bytes:
    """Write a codebook as REFI-QDA: nesting by parent, a set a theme, and isCodable kept.

    Parameters
    ----------
    codebook : DataFrame
        As `Interviews.codebook`, indexed by code.

    Returns
    -------
    bytes
        A .qdc file in UTF-8.

    Raises
    ------
    InputError
        A text holds a character that XML cannot, or a parent is not in the codebook.

    Examples
    --------
    >>> codebook = read_interviews(cleaning.survey()).codebook
    >>> again, mended = from_qdc(to_qdc(codebook), "codebook.qdc")
    >>> again.equals(codebook), mended
    (True, [])
    """
    root = ElementTree.Element("CodeBook", xmlns=NAMESPACE, origin="link-worker-wtp")
    elements = {"": ElementTree.SubElement(root, "Codes")}
    waiting = list(codebook.itertuples())
    while waiting:
        # A child may stand before its parent in the table; it waits until its parent is there.
        ready = [row for row in waiting if row.parent in elements]
        if not ready:
            raise InputError(f"The parent of code {waiting[0].Index!r} is not in the codebook; correct it.")
        waiting = [row for row in waiting if row.parent not in elements]
        for row in ready:
            codable = "true" if row.codable == "yes" else "false"
            attributes = {"guid": _guid(row.Index), "name": row.Index, "isCodable": codable}
            elements[row.Index] = ElementTree.SubElement(elements[row.parent], "Code", attributes)
            ElementTree.SubElement(elements[row.Index], "Description").text = _description(codebook.loc[row.Index])
    sets = ElementTree.SubElement(root, "Sets")
    for theme, members in codebook[codebook["theme"] != ""].groupby("theme", sort=False):
        of_theme = ElementTree.SubElement(sets, "Set", guid=_guid(f"theme: {theme}"), name=theme)
        for code in members.index:
            ElementTree.SubElement(of_theme, "MemberCode", guid=_guid(code))
    ElementTree.indent(root)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    try:
        fromstring(content)
    except ElementTree.ParseError:
        raise InputError("The codebook holds a control character, which XML cannot carry; remove it.") from None
    return content


def from_qdc(content: bytes, shown: str) -> tuple[pd.DataFrame, list[str]]:
    """Read a REFI-QDA codebook, and say what had to be mended.

    Parameters
    ----------
    content : bytes
        The file.
    shown : str
        Its name in messages.

    Returns
    -------
    codebook : DataFrame
        Indexed by code, in the order of the file: definition, include, exclude, parent, theme, codable.
    mended : list of str
        One sentence for each thing that was not as the standard asks.

    Raises
    ------
    InputError
        It is no REFI-QDA codebook, defines entities, or names a code not at all or twice.
    """
    root = parsed(content, shown)
    mended: list[str] = []
    if local(root) != "CodeBook":
        whole = "it is a whole project: read it with project-in" if local(root) == "Project" else "export a .qdc"
        raise InputError(f"{shown}: begins with {local(root)} where a codebook begins with CodeBook; {whole}.")
    if root.tag != f"{{{NAMESPACE}}}CodeBook":
        mended.append("The file does not name the REFI-QDA codebook namespace; it was read as if it did.")
    codes = Codes(shown, mended)
    codes.read(root, children(root, "Sets"))
    return codes.frame(), mended


def from_taguette(path: Path, transcripts: Path, coder: str, study: Study) -> pd.DataFrame:
    """Turn the highlights that Taguette exports into segments: the words are looked up, and left behind.

    Parameters
    ----------
    path : Path
        CSV with id, document, tag, content; a highlight with two tags is two rows.
    transcripts : Path
        Folder of UTF-8 texts named as the documents, with .txt; it stays outside the repository.
    coder : str
        Who tagged.
    study : Study
        For the names in messages.

    Returns
    -------
    DataFrame
        The columns of segments.csv; interview is the document's name, start and end count its characters.

    Raises
    ------
    InputError
        A transcript is missing, or does not hold the highlighted words exactly once.
    """
    highlights = cleaning.read_table(path, TAGUETTE, study)
    texts, rows = {}, []
    for row, document, tag, content in highlights[["document", "tag", "content"]].itertuples():
        where = f"{study.shown(path)}, row {row}"
        if document not in texts:
            texts[document] = _transcript(transcripts, document, where)
        words = r"\s+".join(re.escape(word) for word in content.split())
        places = [match.span() for match in re.finditer(words, texts[document])] if words else []
        if len(places) != 1:
            found = f"found {len(places)} times" if words else "blank"
            raise InputError(f"{where}: the highlight is {found} in its transcript; mark a stretch that is there once.")
        rows.append((document, *places[0], tag, coder, ""))
    return pd.DataFrame(rows, columns=TABLES["segments"])


def _transcript(folder: Path, document: str, where: str) -> str:
    # A document is named by whoever ran the tool; its name must not lead out of the folder.
    if Path(document).name != document:
        raise InputError(f"{where}, column document: {document!r} is no file name; rename the document.")
    try:
        return (folder / f"{document}.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{where}: {document}.txt cannot be read among the transcripts; save it there.") from None


def _description(row: pd.Series) -> str:
    parts = [row["definition"], *(f"{label}{row[part]}" for part, label in PARTS.items() if row[part])]
    return "\n".join(parts)


def _guid(name: str) -> str:
    return str(uuid.uuid5(GUIDS, name)).upper()


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input gives one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.interviews.refi", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("codebook-out", help="write the study's codebook as a .qdc file")
    reader = commands.add_parser("codebook-in", help="read a .qdc file, and write the rows of codebook.csv")
    reader.add_argument("file", type=Path)
    whole = commands.add_parser("project-in", help="read a .qdpx project, and write the rows of one of the two tables")
    whole.add_argument("file", type=Path)
    whole.add_argument("--table", choices=["codebook", "segments"], default="segments")
    tagged = commands.add_parser("taguette-in", help="read Taguette's highlights, and write the rows of segments.csv")
    tagged.add_argument("file", type=Path)
    tagged.add_argument("--transcripts", type=Path, required=True, help="folder of .txt files, one a document")
    tagged.add_argument("--coder", required=True, help="who tagged")
    options = parser.parse_args(arguments)
    try:
        sys.stdout.buffer.write(_run(options))
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace) -> bytes:
    survey = cleaning.survey(load())
    label = SYNTHETIC_LABEL if survey.study.synthetic else ""
    if options.command == "codebook-out":
        interviews = read_interviews(survey)
        if interviews is None:
            raise InputError(f"{survey.study.shown(survey.study.path)}: declares no [interviews]; add that table.")
        return to_qdc(interviews.codebook)
    if options.command == "codebook-in":
        try:
            content = options.file.read_bytes()
        except OSError as error:
            raise InputError(f"{options.file.name}: cannot be read ({error.strerror}); check its place.") from None
        frame, mended = from_qdc(content, options.file.name)
        print("\n".join(mended), end="\n" if mended else "", file=sys.stderr)
        frame = frame.reset_index()
    elif options.command == "project-in":
        project = projects.from_qdpx(options.file, options.file.name)
        print("\n".join(project.mended), end="\n" if project.mended else "", file=sys.stderr)
        frame = project.codebook.reset_index() if options.table == "codebook" else project.segments
    else:
        frame = from_taguette(options.file, options.transcripts, options.coder, survey.study)
    return cleaning.csv_text(frame.assign(synthetic=label)).encode()


if __name__ == "__main__":
    sys.exit(main())
