"""Paragraphs as readers see them, each with its marks, and what holds of invented or of real respondents."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from helpers.study import UNKNOWN, Mark, Source, Study

# Names with a year in brackets are a citation, not a result.
NAMES = r"[A-ZÀ-Þ][^\W\d_]+(?:,? (?:and|et|al\.|others|[A-ZÀ-Þ][^\W\d_]+))*"
CITATION = re.compile(rf"\({NAMES}, (?:18|19|20)\d\d(?:; {NAMES}, (?:18|19|20)\d\d)*\)")
# As others printed them.
UNCHANGED = (Mark.PUBLISHED, Mark.OTHER_STUDY)
MARKS_EXPLAINED = {
    Mark.PUBLISHED: "printed in the abstract; or, where the longer paper is named, at the start of its abstract or in "
    "its index entry",
    Mark.ASSUMED: "put in place of a published figure by whoever changed it, and printed by nobody",
    Mark.DERIVED: "arithmetic on published figures alone or, where the text says so, on what is supposed, and "
    "simulation from it",
    Mark.SYNTHETIC: "computed from invented respondents: it shows the method and is no finding",
    Mark.OTHER_STUDY: "real answers to another survey, or figures that it published",
    Mark.SURVEY: "computed from the survey export declared in study.toml",
}
# What `Study.allows` may bar, as sentences name it.
COMPARED = {
    "inflated": "amounts at another year's prices",
    "per hour": "amounts per hour",
    "aggregate": "totals",
    "pay": "comparisons with rates of pay",
}
# What is paid once or by the year is not divided by hours.
NO_HOURS = ("one-off", "per year")
INVENTED = "**SYNTHETIC DATA.** The respondents on this page are invented."
BANNER = (
    f"{INVENTED} They show the method; nothing computed from them is a finding. What that means is said beside "
    "[the answer](00_the_answer.ipynb)."
)
# Beside the answer, which rests on none of them, the same at length.
BANNER_AT_LENGTH = (
    "**SYNTHETIC DATA.** The answer rests on published figures alone. The respondents of the other pages are invented: "
    "made to match the published totals, so what they repeat is no evidence; all else about them is a named assumption."
)
NOBODY = "**NO RESPONDENTS.** Nobody's answers are on this page."
CHANGED_RUN = "**A changed run** (changed: {changes}). It is not what is stored here."
# What holds of invented respondents, or of real ones: notebooks name the passage, the declared mode decides.
PASSAGES = {
    "respondents": (
        "- **Respondents are invented.** We have not seen the answers of the people who took the survey. The bundled "
        "export is synthetic: it was made to add up to the published totals, so that the analysis can be read, run and "
        "checked.\n"
        "- **What was built in is no evidence.** Where the synthetic data repeat a published total, that is arithmetic "
        "we put there. Such claims are marked *built in*.\n"
        "- **What is not invented:** the published figures, what follows from them by arithmetic, and the real answers "
        "to other surveys on which the [estimator is checked](07_validation.ipynb).",
        "- **Respondents are those of the export** that the study declares. Claims that it can check are marked "
        "*agrees* or *differs*. Beside them stand the published figures, what follows from them by arithmetic, and "
        "other surveys on which the [estimator is checked](07_validation.ipynb).",
    ),
    "verdicts": (
        "In synthetic mode no claim can earn *agrees* or *differs*: only a real export can.",
        "A claim *agrees* where the export gives the published figure after rounding.",
    ),
    "skills": (
        "That personal skills lead is published; by how much is not, and was assumed. Leading means being ranked first "
        "by the largest share; another definition could name another leader.",
        "Leading means being ranked first by the largest share; another definition could name another leader.",
    ),
    "subgroups": (
        "Synthetic answers were shuffled, so any difference here is chance by construction.",
        "The groups were not assigned and are small: a difference describes these respondents and proves no cause.",
    ),
    "pay": (
        "Synthetic answers were shuffled, so any association with pay is chance by construction. This shows the "
        "method and tests nothing.",
        "An interval that reaches from a fall to a rise leaves open whether the amounts pass this test.",
    ),
    "amounts": (
        "The mean was built in, and the spread is an assumption.",
        "The mean is that of the base case, over the usable amounts.",
    ),
    "base case": (
        "In the base case the difference is nothing by construction: the invented amounts were made to meet the "
        "published average.",
        "The base case is what the published average is compared with.",
    ),
    "joint": (
        "Between invented answers and placeholders there is nothing to agree on: only where both sides are published "
        "may another word than *silent* stand.",
        "The verdicts are those that the study declares, with their reasons.",
    ),
    "agreement": (
        "The two answers agree closely by construction: the card answer was made from the open one.",
        "Close agreement is expected of two questions put to the same people one after the other.",
    ),
}


@dataclass(frozen=True)
class Prose:
    """Markdown that code has written; its role on a page (lede, notice, caption, made) is for the style sheet."""

    markdown: str
    marks: Collection[Mark] = ()
    input: str = ""
    changed: str = ""
    role: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        plain = re.sub(r"(?<!\\)</?\w[^>]*>|\*\*", "", self.markdown)
        plain = re.sub(r"\\([^\w\s])", r"\1", plain)
        outline = {"mark": ", ".join(sorted(map(str, self.marks)))}
        outline |= {name: text for name in ("input", "changed", "role") if (text := getattr(self, name))}
        return {"text/markdown": self.markdown, "text/plain": plain}, outline


def comparisons(study: Study) -> str:
    """What a stated amount may be compared with, and what is missing for the rest."""
    good = study.good
    known = [f"are {good.wtp_unit}"] if good.wtp_unit != UNKNOWN else []
    known += [f"are at prices of {good.price_date}"] if good.price_date != UNKNOWN else []
    missing = ["what they are per"] if good.wtp_unit == UNKNOWN else []
    missing += ["at what date's prices they are"] if good.price_date == UNKNOWN else []
    allowed, barred = ([COMPARED[name] for name in COMPARED if study.allows(name) is may] for may in (True, False))
    if good.wtp_unit in NO_HOURS:
        allowed.remove(COMPARED["per hour"])
    said = f"The amounts {' and '.join(known)}." if known else ""
    said += f" They allow {_listed(allowed, 'and')}." if allowed else ""
    said += f" It is not known {' or '.join(missing)}, so {_listed(barred, 'and')} are not printed." if barred else ""
    return said.strip()


def _listed(names: list[str], last: str) -> str:
    """Names in a sentence.

    >>> _listed(["a", "b", "c"], "and"), _listed(["a"], "and")
    ('a, b and c', 'a')
    """
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def badge(marks: Collection[Mark], changed: str = "") -> str:
    """Every mark of a paragraph, once, as they stand behind its last full stop.

    With what a reader changed, unless nothing can change what a mark stands for.
    """
    words = []
    for mark in sorted(marks, key=list(Mark).index):
        said = f"{mark}, changed: {changed}" if changed and mark not in UNCHANGED else str(mark)
        words.append(f'<small class="mark {slug(mark)}" title="{MARKS_EXPLAINED[mark]}">{said}</small>')
    # Hard spaces keep the marks on the line of the word before them.
    return "".join(f"\u00a0{word}" for word in words)


def badge_of(rests_on: Mark | Source, changed: str = "") -> str:
    """The badge of a figure or a table, by what it rests on; a mark alone does not know what a reader changed."""
    return badge(rests_on.marks, rests_on.changed) if isinstance(rests_on, Source) else badge({rests_on}, changed)


def slug(mark: Mark) -> str:
    """A mark as the style sheet and the names of files spell it."""
    return str(mark).lower().replace(" ", "-")


def inert(text: str) -> str:
    r"""Text that somebody else wrote, as Markdown that says it and does nothing: no markup, link, formula or line end.

    >>> inert("<b>[go](javascript:x)</b> for $5")
    '\\<b\\>\\[go\\](javascript:x)\\</b\\> for \\$5'
    """
    return re.sub(r"([\\`*_{}\[\]<>$&|~])", r"\\\1", re.sub(r"[\r\n\t]+", " ", text))
