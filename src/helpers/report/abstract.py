"""The structured abstract: sentences with their numbers from the ledger, none of them invented."""

from __future__ import annotations

import re

from helpers import claims, pages, wtp
from helpers.study import PARTS, DeclaredReport, InputError, Mark

from . import valued
from .listed import escaped

# What a study that writes no abstract of its own says, by what it asked.
OPEN = (
    "Over {n_usable} usable amounts the mean is {mean} (SD {sd}), with a bootstrap-t interval of {mean_interval}.",
    "The median is {median} (quartiles {quartiles}).",
    "Treatments of zeros and gaps move the mean over {treatment_means}.",
)
BOUNDS = (
    "Over {n_answers} answers the median by the model ({model}) is {model_median}.",
    "The lower bound of the mean, without any distribution, is {lower_bound}.",
)
NOTHING = "The respondents are invented, so nothing was found. Of real answers this part is written by the same code."


def abstract(page: pages.Page, given: list[wtp.Stated]) -> str:
    """Background, methods, findings and interpretation, each ending in the marks of its numbers.

    While respondents are invented, a sentence that quotes one of their numbers is left out.

    Raises
    ------
    InputError
        A sentence types a digit, or names an entry that no code has computed.
    """
    study = page.study
    quote = {} if "wtp" in study.keep else valued.quoted(page, given)
    ledger = page.ledger.with_entries(quote, study.mark)
    own = study.report.says_something
    declared = study.report if own else _of_any(page, given)
    if own:
        _refuse_typed(declared)
    parts = []
    for part in PARTS:
        said = [_filled(sentence, ledger, study.synthetic) for sentence in getattr(declared, part)]
        texts = [text for text, _ in said if text]
        marks = list(dict.fromkeys(mark for text, found in said if text for mark in found))
        printed = f" ({', '.join(map(str, marks))})" if marks else ""
        parts.append(f"**{part.capitalize()}.** {' '.join(texts) or NOTHING}{printed}")
    return "\n\n".join(parts)


def _filled(sentence: str, ledger: claims.Ledger, synthetic: bool) -> tuple[str, list[Mark]]:
    """The sentence with its numbers, and their marks; blank where it quotes what is invented."""
    entries = {id: ledger[id] for id in re.findall(r"\{(\w+)\}", sentence)}
    marks = [entry.mark for entry in entries.values()]
    if synthetic and Mark.SYNTHETIC in marks:
        return "", []
    return escaped(sentence.format(**{id: entry.text for id, entry in entries.items()})), marks


def _refuse_typed(declared: DeclaredReport) -> None:
    for sentence in (each for part in PARTS for each in getattr(declared, part)):
        if typed := re.search(r"\d+", pages.CITATION.sub("", re.sub(r"\{\w+\}", "", sentence))):
            raise InputError(
                f"The abstract types {typed[0]} in '{sentence[:40]}': name a number of the ledger in braces."
            )


def _of_any(page: pages.Page, given: list[wtp.Stated]) -> DeclaredReport:
    """What can be said of any study."""
    good, formats = page.study.good, " and ".join(each.format for each in given)
    title = page.study.title if page.study.title.endswith(("?", ".", "!")) else f"{page.study.title}."
    background = f"{title} What was valued is {good.good}, to be paid by {good.payer}."
    found = OPEN if "wtp" in page.study.keep else BOUNDS
    return DeclaredReport(
        background=(background.replace("{", "{{").replace("}", "}}"),),
        methods=(f"A contingent-valuation survey asked in {formats} format; every row is accounted for.",),
        findings=("Of {rows_in} rows {rows_analysed} are analysed.", *found),
        interpretation=(
            "Stated amounts are hypothetical, and intervals describe chance alone; the last figure shows what else "
            "moves the answer.",
        ),
    )
