"""Codes as REFI-QDA nests them, read from a codebook or a project: mended and said, or refused with the reason."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from helpers.study import InputError

from .themes import TABLES

BOOLEANS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
# How a description carries the three parts of a definition, as REFI-QDA has one field for all of them.
PARTS = {"include": "Include: ", "exclude": "Exclude: "}
# Codes nest a few levels deep; a file that goes on was made to do harm.
DEEPEST = 50
# A code and the names from the top to it.
Placed = tuple[tuple[str, ...], ElementTree.Element]
# Between the names of a path.
STEP = " / "


class Codes:
    """The codes of one file, by name, or by path where a name stands under two parents.

    Parameters
    ----------
    shown : str
        Name of the file in messages.
    mended : list of str
        Takes one sentence for each thing that was not as the standard asks.
    """

    def __init__(self, shown: str, mended: list[str]) -> None:
        """Start without a code."""
        self.shown, self.mended = shown, mended
        self.rows: dict[str, dict[str, str]] = {}
        self.by_guid: dict[str, str] = {}

    def read(self, book: ElementTree.Element, sets: list[ElementTree.Element]) -> None:
        """Read the codes below an element, and give those of a set its name as their theme."""
        found = [each for codes in children(book, "Codes") for each in self._walk(codes)]
        names = Counter(path[-1] for path, _ in found)
        taken = Counter(path for path, _ in found)
        for path, element in found:
            if taken[path] > 1:
                raise InputError(f"{self.shown}: two codes are called {STEP.join(path)!r}; rename one in the tool.")
            self._add(path, element, names)
        if not self.rows:
            raise InputError(f"{self.shown}: holds no code; export the codebook again.")
        for members in (each for group in sets for each in children(group, "Set")):
            self._join(members)

    def frame(self) -> pd.DataFrame:
        """The codebook, indexed by code, in the order of the file."""
        frame = pd.DataFrame.from_dict(self.rows, orient="index", dtype="str").rename_axis("code")
        return frame[list(TABLES["codebook"][1:])]

    def _walk(self, codes: ElementTree.Element) -> list[Placed]:
        """Every code with its path, each followed by its own; no recursion, since a file may nest without end."""
        found: list[Placed] = []
        waiting: list[Placed] = [((), each) for each in reversed(children(codes, "Code"))]
        while waiting:
            above, element = waiting.pop()
            name = " ".join(element.get("name", "").split())
            if not name:
                place = above[-1] if above else "the top"
                raise InputError(f"{self.shown}: a code below {place!r} has no name; name it in the tool.")
            if name != element.get("name"):
                self.mended.append(f"Spaces around or within the name of {name!r} were tidied.")
            path = (*above, name)
            if len(path) > DEEPEST:
                raise InputError(f"{self.shown}: nests codes more than {DEEPEST} deep; export it from the tool again.")
            found.append((path, element))
            waiting += [(path, each) for each in reversed(children(element, "Code"))]
        return found

    def _add(self, path: tuple[str, ...], element: ElementTree.Element, names: Counter[str]) -> None:
        name = self._named(path, names)
        if name in self.rows:
            raise InputError(f"{self.shown}: two codes come to be called {name!r}; rename one in the tool.")
        if names[path[-1]] > 1:
            self.mended.append(f"{path[-1]!r} stands in several places; here it is called {name!r}.")
        codable = BOOLEANS.get(element.get("isCodable", "").strip().lower())
        if codable is None:
            self.mended.append(f"{name!r} does not say whether it is codable; it was taken to be.")
        parts = _parts("\n".join((part.text or "").strip() for part in children(element, "Description")))
        if not parts["definition"]:
            self.mended.append(f"{name!r} has no definition; its name stands in for one.")
        above = self._named(path[:-1], names) if len(path) > 1 else ""
        definition = parts["definition"] or name
        self.rows[name] = parts | {"definition": definition, "parent": above, "theme": "", "codable": codable or "yes"}
        self.by_guid[element.get("guid", "").upper()] = name

    @staticmethod
    def _named(path: tuple[str, ...], names: Counter[str]) -> str:
        return STEP.join(path) if names[path[-1]] > 1 else path[-1]

    def _join(self, members: ElementTree.Element) -> None:
        """Give the codes of a set its name as their theme."""
        theme = " ".join(members.get("name", "").split())
        for member in children(members, "MemberCode"):
            # The standard's schema and the tools that follow it differ in the name of this attribute.
            code = self.by_guid.get((member.get("guid") or member.get("targetGUID") or "").upper())
            if code is None:
                self.mended.append(f"The set {theme!r} names a code that the file does not hold; it was left out.")
            elif self.rows[code]["theme"]:
                self.mended.append(
                    f"{code!r} is in more than one set; its theme is the first, {self.rows[code]['theme']!r}."
                )
            else:
                self.rows[code]["theme"] = theme


def parsed(content: bytes, shown: str) -> ElementTree.Element:
    """The root of an XML file that declares no entity and nests no deeper than any tool writes."""
    try:
        return fromstring(content.removeprefix(b"\xef\xbb\xbf"), forbid_dtd=True)
    except DefusedXmlException:
        # An entity can read files of this machine or fill its memory; no codebook needs one.
        raise InputError(f"{shown}: declares a document type or entities; save it without them.") from None
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise InputError(f"{shown}: is not XML ({error}); export the codebook again.") from None


def _parts(description: str) -> dict[str, str]:
    """The definition, and what follows a line that begins with Include or Exclude."""
    held: dict[str, list[str]] = {"definition": [], "include": [], "exclude": []}
    current = "definition"
    for line in description.splitlines():
        for part, label in PARTS.items():
            if line.startswith(label):
                current, line = part, line.removeprefix(label)
        held[current].append(line)
    return {part: "\n".join(lines).strip() for part, lines in held.items()}


def children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """Children of that name, in whatever namespace."""
    return [child for child in element if local(child) == name]


def local(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
