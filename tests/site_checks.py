"""What is wrong with the site as it is read: each check returns sentences, and an empty list when all is well."""

import html
import itertools
import re
from collections import Counter
from pathlib import Path

import codespell_lib
import html5lib
from pybtex.database import parse_file

from helpers.compendium.linking import citations

# A name or names, and a year: how pages, docstrings and data cite.
NAME = r"[A-ZÀ-Þ][\w'’-]+(?: [A-Z]{1,2}\b)?"
CITED = re.compile(
    rf"(?<![\w.]){NAME}(?:(?:, {NAME})*,?\s+and\s+(?:{NAME}|others)|(?:, {NAME})+|\s+et\s+al\.)?(?:['’]s)?"
    r"(?:,?\s+|\s+\()(?:1[89]|20)\d\d\b(?!;)"
)
# Nouns in Britain that are verbs in America, or of computers everywhere.
BOTH = ("practice", "license", "program")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DOI = re.compile(r"10\.\d{4,9}/\S+")
# How the note of an entry begins that has nothing to follow.
WITHOUT_DOI = ("No DOI", "DOI not confirmed")
WHERE = ("README.md", "docs/*.md", "notebooks/*.py", "examples/**/*.py", "src/**/*.py", "data/checklists/*.csv")


def citation_problems(root: Path) -> list[str]:
    """Say what is cited and not in docs/references.bib, and what stands there out of order or is cited nowhere."""
    entries = parse_file(str(root / "docs" / "references.bib")).entries
    known, used, problems = citations(entries), set(), []
    for path in sorted({path for pattern in WHERE for path in root.glob(pattern)}):
        text = re.sub(r"\n\s*# ?", "\n", path.read_text(encoding="utf-8"))
        found = {match.span(): match.lastgroup for match in known.finditer(text)}
        used |= {*found.values()}
        for match in CITED.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end in found)
            if not inside and not re.match(MONTHS, match[0]):
                cited = re.sub(r"\s+", " ", match[0]).replace(" (", " ")
                problems.append(f"{path.relative_to(root).as_posix()}: cites {cited}, which docs/references.bib lacks.")
    keys = list(entries)
    problems += [
        f"docs/references.bib: {key} stands after {after}; entries are in alphabetical order."
        for after, key in itertools.pairwise(keys)
        if after > key
    ]
    return problems + [f"docs/references.bib: {key} is cited nowhere." for key in keys if key not in used]


def handle_problems(root: Path) -> list[str]:
    """Say which entry of docs/references.bib leads nowhere: no DOI, no ISBN, no page, and no word on why."""
    problems = []
    for key, entry in parse_file(str(root / "docs" / "references.bib")).entries.items():
        doi, url, note = (entry.fields.get(name, "") for name in ("doi", "url", "note"))
        if doi and not DOI.fullmatch(doi):
            problems.append(
                f"docs/references.bib: the doi of {key}, {doi}, is none; write 10., digits, / and its name."
            )
        if url and not url.startswith("https://"):
            problems.append(f"docs/references.bib: the url of {key} does not begin with https://.")
        if not (doi or url or "isbn" in entry.fields or note.startswith(WITHOUT_DOI)):
            problems.append(
                f"docs/references.bib: {key} has no doi, isbn or url, and no note that says '{WITHOUT_DOI[0]}: …'."
            )
    return problems


def back_link_problems(site: Path) -> list[str]:
    """Say which entry of the bibliography does not lead back to the pages that lead to it, or to any place at all."""
    forth: dict[str, set[str]] = {}
    for path in site.rglob("*.html"):
        for key in re.findall(r"references\.html#ref-(\w+)", path.read_text(encoding="utf-8")):
            forth.setdefault(key, set()).add(path.relative_to(site).as_posix())
    entries = re.findall(
        r'<li id="ref-(\w+)">(.*?)</li>', (site / "references.html").read_text(encoding="utf-8"), re.DOTALL
    )
    problems = []
    for key, entry in entries:
        _, found, where = entry.partition('class="cited-in"')
        back = set(re.findall(r'href="([^"#]+)', where))
        if not found or back != forth.get(key, set()):
            odd = sorted(back ^ forth.get(key, set()))
            problems.append(f"references.html: {key} is not linked both ways: {', '.join(odd) or 'nothing cites it'}.")
    return problems


def validity_problems(site: Path) -> list[str]:
    """Say where a page is not HTML as the standard has it, and which name it gives to two places."""
    problems = []
    for path in sorted(site.rglob("*.html")):
        text, parser = path.read_text(encoding="utf-8"), html5lib.HTMLParser()
        parser.parse(text)
        where = path.relative_to(site).as_posix()
        problems += [f"{where}, line {line}: {code} {data or ''}".rstrip() for (line, _), code, data in parser.errors]
        named = Counter(re.findall(r'<[^>]*\sid="([^"]+)"', text))
        problems += [f"{where}: the id {name} stands {count} times." for name, count in named.items() if count > 1]
    return problems


def spelling_problems(site: Path) -> list[str]:
    """Say which word of a page is spelt as in America; code and the titles of other people's works are left alone."""
    pairs = Path(codespell_lib.__file__).parent / "data" / "dictionary_en-GB_to_en-US.txt"
    lines = pairs.read_text(encoding="utf-8").splitlines()
    british = {american.strip(" ,"): word for word, _, american in (line.partition("->") for line in lines)}
    problems = []
    for path in sorted(site.rglob("*.html")):
        article = re.search(r"<article.*</article>", path.read_text(encoding="utf-8"), re.DOTALL)
        if path.stem in ("references", "genindex") or not article:
            continue
        said = re.sub(r"<(code|pre|script|style|dt)\b.*?</\1>", " ", article[0], flags=re.DOTALL)
        words = re.findall(r"[a-z]+", html.unescape(re.sub(r"<[^>]*>", " ", said)).lower())
        problems += [
            f"{path.relative_to(site).as_posix()}: writes {word}; in Britain that is {british[word]}."
            for word in dict.fromkeys(words)
            if word in british and word not in BOTH
        ]
    return problems
