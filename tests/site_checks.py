"""What is wrong with the site as it is read: each check returns sentences, and an empty list when all is well."""

import re
from pathlib import Path

from pybtex.database import parse_file

from helpers.compendium.linking import citations

# A name or names, and a year: how pages, docstrings and data cite.
NAME = r"[A-ZÀ-Þ][\w'’-]+(?: [A-Z]{1,2}\b)?"
CITED = re.compile(
    rf"(?<![\w.]){NAME}(?:(?:, {NAME})*,?\s+and\s+(?:{NAME}|others)|(?:, {NAME})+|\s+et\s+al\.)?(?:['’]s)?"
    r"(?:,?\s+|\s+\()(?:1[89]|20)\d\d\b(?!;)"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
WHERE = ("README.md", "docs/*.md", "notebooks/*.py", "examples/**/*.py", "src/**/*.py", "data/checklists/*.csv")


def citation_problems(root: Path) -> list[str]:
    """Say what is cited and not in docs/references.bib, and what stands there and is cited nowhere."""
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
    return problems + [f"docs/references.bib: {key} is cited nowhere." for key in entries if key not in used]
