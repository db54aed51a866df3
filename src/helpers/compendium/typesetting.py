"""How the site sets its text: a number keeps its sign of per cent, and a phone finds the column of each cell.

An extension of the site's builder. What notebooks show brings its labels along (`pages.Table`); tables that are written
in Markdown get theirs here.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

PER_CENT = re.compile(r"(?<=\d) (?=%)")
TAGS = re.compile(r"(<[^>]*>)")
CODE = (nodes.literal, nodes.FixedTextElement)
# A table is stacked that has a cell of more characters, and so many columns or two of words.
WORDY, COLUMNS = 40, 4


def setup(app: Any) -> dict[str, bool]:
    """Tell the builder when to set a page: once it is read and its links are known."""
    app.connect("doctree-resolved", _set)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def bind(doctree: nodes.document) -> None:
    """Let no line end between a number and its sign of per cent; code stays as it is typed."""
    for node in list(doctree.findall(lambda each: isinstance(each, nodes.Text | nodes.raw))):
        if isinstance(node.parent, CODE) or not PER_CENT.search(node.astext()):
            continue
        if isinstance(node, nodes.raw):
            parts = TAGS.split(node.astext())
            parts[::2] = [PER_CENT.sub("\u00a0", part) for part in parts[::2]]
            node.parent.replace(node, nodes.raw("", "".join(parts), format=node["format"]))
        else:
            node.parent.replace(node, nodes.Text(PER_CENT.sub("\u00a0", node.astext())))


def label(doctree: nodes.document) -> None:
    """Give each cell of a table of words the name of its column, which shows where a phone stacks the table."""
    for table in doctree.findall(nodes.table):
        head, body = next(table.findall(nodes.thead), None), next(table.findall(nodes.tbody))
        if head is None:
            continue
        names = [entry.astext() for entry in head.findall(nodes.entry)]
        rows = [list(row.findall(nodes.entry)) for row in body.findall(nodes.row)]
        wordy = sum(any(len(cell.astext()) > WORDY for cell in column) for column in zip(*rows, strict=True))
        if not wordy or (len(names) < COLUMNS and wordy < 2):
            continue
        table["classes"].append("stacked")
        for row in rows:
            for name, cell in zip(names[1:], row[1:], strict=True):
                paragraph = next((each for each in cell.findall(nodes.paragraph) if each.astext()), None)
                if paragraph is not None:
                    paragraph.insert(0, nodes.inline("", f"{name}: ", classes=["column"]))


def _set(app: Any, doctree: nodes.document, page: str) -> None:
    bind(doctree)
    label(doctree)
