"""Whole projects as REFI-QDA exchanges them (.qdpx): the codebook, and which stretch of text carries which code."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pandas as pd

from helpers.study import InputError

from .codes import Codes, children, local, parsed
from .themes import TABLES

PROJECT = "project.qde"
# A project of text that unpacks to more was not written by a tool.
MOST_UNPACKED = 100_000_000


class Project(NamedTuple):
    """What a project holds that this study can use; ``mended`` says what was put right, and what was left out."""

    codebook: pd.DataFrame
    segments: pd.DataFrame
    mended: list[str]


def from_qdpx(path: Path, shown: str) -> Project:
    """Read a REFI-QDA project: its codebook and the coded stretches of its texts.

    Parameters
    ----------
    path : Path
        A .qdpx file. Texts themselves are not read: a segment is a place, and its words stay where they are.
    shown : str
        Its name in messages.

    Returns
    -------
    Project
        ``codebook`` as `helpers.interviews.refi.from_qdc` gives it; ``segments`` with the columns of segments.csv,
        interview being the name of the source, and start and end counting its characters.

    Raises
    ------
    InputError
        It is no such project, is larger than any tool writes, or holds no code.
    """
    root = parsed(_inside(path, shown), shown)
    if local(root) != "Project":
        raise InputError(f"{shown}: begins with {local(root)} where a project begins with Project; export a .qdpx.")
    mended: list[str] = []
    codes = Codes(shown, mended)
    books = children(root, "CodeBook")
    if not books:
        raise InputError(f"{shown}: holds no codebook; export the project with its codes.")
    codes.read(books[0], [*children(root, "Sets"), *children(books[0], "Sets")])
    coders = {
        user.get("guid", "").upper(): user.get("name") or user.get("id") or ""
        for users in children(root, "Users")
        for user in children(users, "User")
    }
    rows = [row for sources in children(root, "Sources") for row in _segments(sources, codes, coders, mended)]
    segments = pd.DataFrame(rows, columns=list(TABLES["segments"]), dtype=str)
    return Project(codes.frame(), segments, list(dict.fromkeys(mended)))


def _inside(path: Path, shown: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            held = archive.getinfo(next((name for name in archive.namelist() if name.endswith(".qde")), PROJECT))
            if held.file_size > MOST_UNPACKED:
                raise InputError(f"{shown}: unpacks to {held.file_size:,} bytes of codes, which no tool writes.")
            return archive.read(held)
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); check its place.") from None
    except zipfile.BadZipFile:
        raise InputError(f"{shown}: is no .qdpx project, which is an archive; export the project again.") from None
    except KeyError:
        raise InputError(f"{shown}: holds no {PROJECT}; export the project again.") from None


def _segments(
    sources: ElementTree.Element, codes: Codes, coders: dict[str, str], mended: list[str]
) -> Iterator[tuple[str, ...]]:
    """Every code on every stretch of every text; what was coded in pictures or sound has no place in a text."""
    for source in sources:
        name = " ".join(source.get("name", "").split())
        if local(source) != "TextSource":
            mended.append(f"{name!r} is no text ({local(source)}); what was coded in it was left out.")
            continue
        for selection in children(source, "PlainTextSelection"):
            place = (selection.get("startPosition", ""), selection.get("endPosition", ""))
            if not (place[0].isdecimal() and place[1].isdecimal() and int(place[0]) < int(place[1])):
                mended.append(f"{name!r} has a stretch from {place[0]!r} to {place[1]!r}; it was left out.")
                continue
            for coding in children(selection, "Coding"):
                user = (coding.get("creatingUser") or selection.get("creatingUser") or "").upper()
                for reference in children(coding, "CodeRef"):
                    code = codes.by_guid.get(reference.get("targetGUID", "").upper())
                    if code is None:
                        mended.append(f"A stretch of {name!r} carries a code that the codebook lacks; it was left out.")
                    else:
                        yield name, *place, code, coders.get(user, ""), ""
