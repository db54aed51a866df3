"""Verdicts on published claims: what the data at hand say to each, and what may be said of it."""

from __future__ import annotations

import re

import pandas as pd

from helpers import cleaning, describe, disclosure, wtp
from helpers.interviews import Interviews, leading_theme
from helpers.rounding import printed
from helpers.study import ROOT, InputError

from .numbers import Entry

CONSISTENT = "consistent"
BUILT_IN = "built in"
AGREES = "agrees"
DIFFERS = "differs"
NO_DATA = "no data here"
NOT_SUPPORTED = "not supported by what is reported"
VERDICTS = {
    CONSISTENT: "the published figures bear it out",
    BUILT_IN: "the synthetic data were made to match it, so they are no evidence for it",
    AGREES: "a real export gives the same, after rounding",
    DIFFERS: "a real export gives something else",
    NO_DATA: "nothing here can check it",
    NOT_SUPPORTED: "it is stated, but nothing that is reported bears on it",
}
# How a claim says that themes led to survey questions, if any did.
LED = {True: "themes led to questions", False: "no theme led to a question"}


def found_value(survey: cleaning.Survey, interviews: Interviews | None, row: pd.Series) -> float | str | None:
    """What the survey and the interviews at hand say to a claim; None where they say nothing."""
    respondents = survey.respondents
    match row["check"]:
        case "flow":
            return len(respondents)
        case "count" | "share":
            column, _, answer = row["of"].partition("=")
            if column not in respondents:
                raise InputError(
                    f"data/published/claims.csv, claim {row.name}: {column!r} is not a column of the respondents; "
                    "declare that question in study.toml or change the claim's check to none."
                )
            count = int((respondents[column] == answer).sum())
            return count if row["check"] == "count" else 100 * count / len(respondents)
        case "rank":
            return describe.skills(survey).frame.index[0]
        case "mean":
            return wtp.usable_amounts(respondents).mean()
        case "interviews" if interviews is not None:
            return len(interviews.pseudonyms)
        case "theme" if interviews is not None:
            return leading_theme(interviews)
        case "led to" if interviews is not None:
            return LED[not interviews.links.empty]
    return None


def verdict_on(claims: pd.DataFrame, row: pd.Series, found: float | str | None, survey: cleaning.Survey) -> str:
    """The verdict on one claim, or a stop where a slip of ours contradicts what is published."""
    match row["check"]:
        case "percent" | "sum":
            computed = _computed(claims, row)
            if not _rounds_to(computed, row):
                raise InputError(
                    f"data/published/claims.csv: {row.name} is {row['value']}, but {row['of']} gives "
                    f"{printed(computed, '.2f')}; "
                    "compare it with the abstract."
                )
            return CONSISTENT
        case "citation":
            _check_citation(row, survey)
            return CONSISTENT
        case "unsupported":
            return NOT_SUPPORTED
    if found is None:
        return NO_DATA
    same = found.casefold() == row["value"].casefold() if isinstance(found, str) else _rounds_to(found, row)
    if not survey.study.synthetic:
        return AGREES if same else DIFFERS
    if not same and survey.study.changed:
        # What was changed was not made to match, and what was made up says nothing.
        return NO_DATA
    if not same:
        made, remedy = survey.study.export, "run `python -m helpers.synthetic`"
        if row["check"] in ("interviews", "theme", "led to"):
            made, remedy = survey.study.interviews.folder, "restore the placeholder tables"
        raise InputError(
            f"{survey.study.shown(made)}: {row.name} comes out as {found}, but was made to be {row['value']}; {remedy}."
        )
    return BUILT_IN


def _check_citation(row: pd.Series, survey: cleaning.Survey) -> None:
    """Hold the citation file against what the claim says it must hold."""
    # A study elsewhere is judged by the claims of this compendium, and cites it: then its own citation file counts.
    beside, ours = (root / "CITATION.cff" for root in (survey.study.folder.parent, ROOT))
    text = next((path.read_text(encoding="utf-8") for path in (beside, ours) if path.exists()), "")
    for wanted in row["of"].split("; "):
        if wanted not in text:
            raise InputError(f"CITATION.cff: does not hold {wanted!r}, which {row.name} states; correct one of them.")


def _computed(claims: pd.DataFrame, row: pd.Series) -> float:
    """Evaluate what a claim is made of: "a/b" is a percentage, "a + b - c" a signed sum of other claims."""
    if row["check"] == "percent":
        count, n = (float(claims.loc[id.strip(), "value"]) for id in row["of"].split("/"))
        return 100 * count / n
    terms = re.findall(r"([+-]?)\s*(\w+)", row["of"])
    return sum((-1 if sign == "-" else 1) * float(claims.loc[id, "value"]) for sign, id in terms)


def is_hidden(row: pd.Series, entries: dict[str, Entry], release: disclosure.Release) -> bool:
    """Whether what the export gives may not be printed: it is exact, and a verdict on it would tell it too."""
    match row["check"]:
        case "count" | "share":
            column, _, answer = row["of"].partition("=")
            return not release.shows((column, answer)) or release.rounds(column)
        case "rank":
            return entries["first_skill"].text == disclosure.SUPPRESSED
        case "mean":
            return entries["mean"].text == disclosure.SUPPRESSED
    return False


def _rounds_to(computed: float, row: pd.Series) -> bool:
    return abs(computed - float(row["value"])) <= float(row["rounding"]) / 2
