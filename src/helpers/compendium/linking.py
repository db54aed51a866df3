"""Links that readers expect and nobody types: citations to the bibliography and back, and the first use of a term.

An extension of the site's builder. Pages and docstrings cite in plain words, "Kriström (1997)", which read the same on
a code host, in JupyterLab and in a terminal; only here do they become links.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes

HELPERS = Path(__file__).parents[1]
REFERENCES, GLOSSARY = "references", "glossary"
ANCHOR = "ref-{key}"
# What is code, is a link already, or names a section stays as it is.
LEFT_ALONE = (nodes.literal, nodes.FixedTextElement, nodes.reference, nodes.title, nodes.Invisible)
OUTSIDE_TAGS = re.compile(r"(<[^>]*>)")


def setup(app: Any) -> dict[str, bool]:
    """Tell the builder when to link: once every page is read, since pages name each other."""
    app.connect("doctree-resolved", link)
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def describe(app: Any, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Say in the head of a page what its first paragraph says: search engines and cards show it."""
    first = next(doctree.findall(nodes.paragraph), None) if doctree is not None else None
    if first is not None:
        context["description"] = textwrap.shorten(first.astext(), 200, placeholder=" …")


def link(app: Any, doctree: nodes.document, page: str) -> None:
    """Link what one page cites, and each term of the glossary where the page uses it first."""
    env = app.env
    for code in doctree.findall(_is_code):
        code["classes"].append("no-search")  # a word that only code uses finds nothing
    if REFERENCES in env.found_docs:
        cited = citations(env.get_domain("cite").bibdata.data.entries)
        if page == REFERENCES:
            _back(app, doctree, cited)
        else:
            target = app.builder.get_relative_uri(page, REFERENCES)
            _replace(doctree, cited, lambda key: {"refuri": f"{target}#{ANCHOR.format(key=key)}"})
    if GLOSSARY in env.found_docs and page not in (GLOSSARY, REFERENCES):
        defined = definitions(env.get_doctree(GLOSSARY))
        target = app.builder.get_relative_uri(page, GLOSSARY)
        unused = {f"t{place}": found for place, found in enumerate(defined.values())}

        def first(term: str) -> dict[str, str]:
            if term not in unused:
                return {}
            anchor, meaning = unused.pop(term)
            return {"refuri": f"{target}#{anchor}", "reftitle": meaning}

        if defined:
            _replace(doctree, terms(defined), first, only=nodes.paragraph)


def citations(entries: dict[str, Any]) -> re.Pattern[str]:
    """The plain ways of citing every entry of a bibliography: a group for each, named by its key.

    Kriström (1997), Kriström's (1997) and Kriström, 1997; of three authors or more also the first "et al." or "and
    others".

    Parameters
    ----------
    entries : dict
        Entries as pybtex reads them; a field ``also`` holds another way of citing.
    """
    ways, initials = {}, set()
    for key, entry in entries.items():
        authors = [" ".join([*person.prelast_names, *person.last_names]) for person in entry.persons["author"]]
        names = [_either(author) + r"(?: [A-Z]{1,2}\b)?" for author in authors]
        written = [names[0]] if len(names) == 1 else [",? ".join(names[:-1]) + f",? (?:and )?{names[-1]}"]
        if len(names) > 2:
            written.append(rf"{names[0]} (?:et al\.|and others)")
        year = entry.fields["year"]
        also = [entry.fields["also"]] if "also" in entry.fields else []
        found = rf"(?:{'|'.join(written)})(?:['’]s)?(?:,? {year}\b| \({year}\))"
        ways[key] = "|".join([found, *map(_either, also)])
        initials |= {way[0] for way in (authors[0], *also)}
    # Longer ones first, so that the last two of three authors are not taken for a paper by two.
    ordered = sorted(ways, key=lambda key: len(ways[key]), reverse=True)
    text = "|".join(f"(?P<{key}>{ways[key]})" for key in ordered)
    # Few words have the initial of an author: of the others, none of a hundred works is looked for.
    initial = re.escape("".join(sorted(initials)))
    return re.compile(rf"(?<![\w&])(?=[{initial}])(?:{text})".replace(r"\ ", " ").replace(" ", r"\s+"))


def _either(text: str) -> str:
    """A pattern for a text with apostrophes as they are typed, and as pages set them."""
    return re.escape(text).replace("'", "['’]")


def definitions(glossary: nodes.document) -> dict[str, tuple[str, str]]:
    """The anchor and the definition of every term of a glossary."""
    found = {}
    for item in glossary.findall(nodes.definition_list_item):
        meaning = " ".join(part.astext() for part in item.findall(nodes.definition)).replace("\n", " ")
        for term in item.findall(nodes.term):
            found[term.astext()] = (term["ids"][0], meaning)
    return found


def terms(defined: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    """The ways of using each term, a group for each in order: either case, one or many, its short form in brackets."""
    ways = []
    for term in defined:
        abbreviated = re.fullmatch(r"(.*) \((.*)\)", term)
        long, short = abbreviated.groups() if abbreviated else (term, None)
        either = f"[{long[0].upper()}{long[0].lower()}]{re.escape(long[1:])}s?"
        ways.append(f"{either}|{re.escape(short)}" if short else either)
    text = "|".join(f"(?P<t{place}>{way})" for place, way in enumerate(ways))
    return re.compile(rf"(?<![\w-])(?:{text})(?![\w-])".replace(r"\ ", " ").replace(" ", r"\s+"))


def _is_code(node: nodes.Node) -> bool:
    """Whether a node is the code of a notebook's cell, or an example of a docstring."""
    return isinstance(node, nodes.doctest_block) or "cell_input" in getattr(node, "attributes", {}).get("classes", ())


def _texts(doctree: nodes.document, only: type = nodes.Element) -> Iterator[nodes.Text | nodes.raw]:
    """Every text of a page that may hold a link, and the tables that code wrote as HTML."""
    for node in list(doctree.findall(lambda each: isinstance(each, nodes.Text | nodes.raw))):
        above, parent = [], node.parent
        while parent is not None:
            above.append(parent)
            parent = parent.parent
        table = isinstance(node, nodes.raw) and only is nodes.Element
        prose = isinstance(node, nodes.Text) and any(isinstance(each, only) for each in above)
        if (table or prose) and not any(isinstance(each, LEFT_ALONE) for each in above if each is not node):
            yield node


def _replace(
    doctree: nodes.document, wanted: re.Pattern[str], of: Callable[[str], dict[str, str]], only: type = nodes.Element
) -> None:
    """Put a link, with what `of` says of the group that matched, in place of each match."""
    for node in _texts(doctree, only):
        if isinstance(node, nodes.raw):
            parts = OUTSIDE_TAGS.split(node.astext())
            for place in range(0, len(parts), 2):
                parts[place] = wanted.sub(
                    lambda m: f'<a href="{html.escape(of(m.lastgroup)["refuri"])}">{m[0]}</a>', parts[place]
                )
            node.parent.replace(node, nodes.raw("", "".join(parts), format=node["format"]))
            continue
        text, pieces, done = node.astext(), [], 0
        for match in wanted.finditer(text):
            if target := of(match.lastgroup or ""):
                pieces += [
                    nodes.Text(text[done : match.start()]),
                    nodes.reference("", match[0], internal=True, **target),
                ]
                done = match.end()
        if pieces:
            node.parent.replace(node, [*pieces, nodes.Text(text[done:])])


def _back(app: Any, bibliography: nodes.document, cited: re.Pattern[str]) -> None:
    """Below each entry of the bibliography, the pages that cite it; where none does, the modules."""
    pages: dict[str, list[str]] = {}
    for page in sorted(app.env.found_docs - {REFERENCES}):
        texts = [node.astext() for node in _texts(app.env.get_doctree(page))]
        for key in dict.fromkeys(match.lastgroup or "" for text in texts for match in cited.finditer(text)):
            pages.setdefault(ANCHOR.format(key=key), []).append(page)
    modules = _modules(cited)
    for entry in bibliography.findall(nodes.list_item):
        opening = "Cited in "
        where: list[nodes.Element] = [
            nodes.reference(
                "",
                app.env.titles[page].astext(),
                internal=True,
                refuri=app.builder.get_relative_uri(REFERENCES, page),
            )
            for name in entry["ids"]
            for page in pages.get(name, [])
        ]
        if not where:
            opening = "Cited in the code of "
            where = [nodes.literal("", module) for name in entry["ids"] for module in modules.get(name, [])]
        if where:
            line = nodes.paragraph("", opening, classes=["cited-in"])
            for place, cited_in in enumerate(where):
                line += [nodes.Text(", " if place else ""), cited_in]
            line += nodes.Text(".")
            entry += line


def _modules(cited: re.Pattern[str]) -> dict[str, list[str]]:
    """The modules whose comments and docstrings cite an entry, by its anchor."""
    found: dict[str, list[str]] = {}
    for path in sorted(HELPERS.rglob("*.py")):
        text = re.sub(r"\n\s*# ?", "\n", path.read_text(encoding="utf-8"))
        module = ".".join([HELPERS.name, *path.relative_to(HELPERS).with_suffix("").parts]).removesuffix(".__init__")
        for key in dict.fromkeys(match.lastgroup or "" for match in cited.finditer(text)):
            found.setdefault(ANCHOR.format(key=key), []).append(module)
    return found
