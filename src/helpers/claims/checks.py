"""The kinds of check that a claim may name, in one registry, and the faults that claims.csv can have."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers import cleaning, describe, disclosure, wtp
from helpers.interviews import Interviews, leading_theme
from helpers.study import ROOT, InputError, Mark

from .numbers import Entry

# What a claim states: a number of respondents, a share in per cent, an amount of money, or words.
STATISTICS = ("count", "percent", "mean", "text")
# What follows from published figures alone starts from how many answered, and from the mean that they gave.
NEEDED = ("n_survey", "wtp_avg")
# How a claim says that themes led to survey questions, if any did.
LED = {True: "themes led to questions", False: "no theme led to a question"}
# What "of" holds: an answer that is counted, two claims or several.
ANSWER, RATIO, SUM = r"\w+=.+", r"\w+/\w+", r"-? ?\w+( [+-] \w+)*"

Found = float | str | None


@dataclass(frozen=True)
class Evidence:
    """All that a check may look at: every claim, the survey and the interviews at hand."""

    claims: pd.DataFrame
    survey: cleaning.Survey
    interviews: Interviews | None


@dataclass(frozen=True)
class Check:
    """One kind of check; a kind with neither function looks at nothing.

    Attributes
    ----------
    found : callable, optional
        What the data at hand give, or None where they give nothing: the verdict follows from comparing.
    computed : callable, optional
        What other claims give for it by arithmetic: consistent or inconsistent.
    cited : callable, optional
        Raises an InputError where our own files do not repeat the claim.
    hidden : callable, optional
        Whether what was found may not be shown of real respondents.
    of : str
        The form of what the claim names, as a regular expression.
    question : str
        Id of the question that `found` needs.
    can_fail : bool
        Whether the arithmetic sets two printed figures against each other. A sum, a remainder or a citation repeats
        what it is held against: it follows, and passing is no check.
    on_interviews : bool
        Whether `found` looks at the interviews, and not at the survey.
    supported : bool
        Whether anything that is reported bears on the claim.
    """

    found: Callable[[Evidence, pd.Series], Found] | None = None
    computed: Callable[[pd.DataFrame, str], float] | None = None
    cited: Callable[[Evidence, pd.Series], None] | None = None
    hidden: Callable[[pd.Series, dict[str, Entry], disclosure.Release], bool] | None = None
    of: str = ""
    question: str = ""
    can_fail: bool = False
    on_interviews: bool = False
    supported: bool = True


def check_claims(claims: pd.DataFrame, survey: cleaning.Survey) -> None:
    """Stop at a file of claims that cannot be judged, and say all that is wrong with it.

    Parameters
    ----------
    claims : DataFrame of str
        From `helpers.published.read_claims`, indexed by claim id.
    survey : Survey
        Whose questions and currency the claims are about.
    """
    faults = [f"claim {id!r} is missing; the bounds start from it" for id in NEEDED if id not in claims.index]
    faults += [f"claim {id!r} is there twice; keep one" for id in claims.index[claims.index.duplicated()].unique()]
    for _, row in claims.iterrows():
        faults += [f"claim {row.name}: {fault}" for fault in (*_faults(row), *_faults_of(row, claims, survey))]
    if faults:
        beside = survey.study.shown(survey.study.folder / "published" / "claims.csv")
        raise InputError("\n".join(f"{beside}, {fault}." for fault in faults))


def _faults(row: pd.Series) -> Iterator[str]:
    """What is wrong with a claim by itself."""
    allowed = {"check": tuple(CHECKS), "statistic": STATISTICS, "mark": ("", *map(str, Mark))}
    for column, names in allowed.items():
        if row[column] not in names:
            yield f"{column} is {row[column]!r}; use one of: {', '.join(filter(None, names))}"
    if row["statistic"] != "text" and (row["value"] or row.name in NEEDED):
        for column in ("value", "rounding"):
            if not _is_amount(row[column]):
                yield f"{column} is {row[column]!r}; write a number of at least 0"
            elif row["statistic"] == "count" and not float(row[column]).is_integer():
                yield f"{column} is {row[column]!r}; a count is a whole number"


def _faults_of(row: pd.Series, claims: pd.DataFrame, survey: cleaning.Survey) -> Iterator[str]:
    """What is wrong with a claim beside the other claims and the study."""
    check, currency = CHECKS.get(row["check"], Check()), survey.study.good.currency
    if row["statistic"] == "mean" and row["unit"] != currency:
        yield f"unit is {row['unit']!r}, but the study's currency is {currency}; correct one of them"
    if check.question and check.question not in survey.study.questions:
        yield f"the check needs the question {check.question!r}; declare it, or change the check to none"
    if not re.fullmatch(check.of, row["of"]) and check.of:
        yield f"of is {row['of']!r}, which the check cannot read; write it as those of its kind"
    elif check.of == ANSWER and (column := row["of"].partition("=")[0]) not in survey.respondents:
        yield f"{column!r} is not a column of the respondents; declare that question, or change the check to none"
    elif check.of in (RATIO, SUM):
        for other in re.findall(r"\w+", row["of"]):
            if other not in claims.index or not _is_amount(claims.loc[[other], "value"].iloc[0]):
                yield f"of names {other!r}, which is no claim with a number; correct it"


def _is_amount(text: str) -> bool:
    try:
        return 0 <= float(text) < math.inf
    except ValueError:
        return False


def rounds_to(computed: float, row: pd.Series) -> bool:
    """Whether a number is what a claim states, to the step that it was rounded to."""
    return abs(computed - float(row["value"])) <= float(row["rounding"]) / 2


def _answers(evidence: Evidence, row: pd.Series) -> pd.Series:
    """Who gave the answer that a claim counts; "of" names it as column=answer."""
    column, _, answer = row["of"].partition("=")
    return evidence.survey.respondents[column] == answer


def _count_hidden(row: pd.Series, entries: dict[str, Entry], release: disclosure.Release) -> bool:
    """A verdict on an exact count would tell the count."""
    column, _, answer = row["of"].partition("=")
    return not release.shows((column, answer)) or release.rounds(column)


def _entry_hidden(id: str) -> Callable[[pd.Series, dict[str, Entry], disclosure.Release], bool]:
    return lambda row, entries, release: entries[id].text == disclosure.SUPPRESSED


def _of_interviews(found: Callable[[Interviews], Found]) -> Check:
    """A check on interviews, which finds nothing where a study has none."""
    return Check(
        found=lambda evidence, row: None if evidence.interviews is None else found(evidence.interviews),
        on_interviews=True,
    )


def _percentage(claims: pd.DataFrame, of: str) -> float:
    """Evaluate "a/b", two claims, as a percentage."""
    count, n = (float(claims.loc[id, "value"]) for id in of.split("/"))
    return 100 * count / n


def _signed_sum(claims: pd.DataFrame, of: str) -> float:
    """Evaluate "a + b - c", a sum of other claims."""
    terms = re.findall(r"([+-]?) ?(\w+)", of)
    return sum((-1 if sign == "-" else 1) * float(claims.loc[id, "value"]) for sign, id in terms)


def _cited(evidence: Evidence, row: pd.Series) -> None:
    """Hold the citation file against what the claim says it must hold."""
    # A study elsewhere is judged by the claims of this compendium, and cites it: then its own citation file counts.
    beside, ours = (root / "CITATION.cff" for root in (evidence.survey.study.folder.parent, ROOT))
    text = next((path.read_text(encoding="utf-8") for path in (beside, ours) if path.exists()), "")
    for wanted in row["of"].split("; "):
        if wanted not in text:
            raise InputError(f"CITATION.cff: does not hold {wanted!r}, which {row.name} states; correct one of them.")


def _share(evidence: Evidence, row: pd.Series) -> float:
    answers = _answers(evidence, row)
    return 100 * int(answers.sum()) / len(answers)


CHECKS = {
    "flow": Check(found=lambda evidence, row: len(evidence.survey.respondents)),
    "count": Check(found=lambda evidence, row: int(_answers(evidence, row).sum()), hidden=_count_hidden, of=ANSWER),
    "share": Check(found=_share, hidden=_count_hidden, of=ANSWER),
    "rank": Check(
        found=lambda evidence, row: describe.skills(evidence.survey).frame.index[0],
        hidden=_entry_hidden("first_skill"),
        question="skill",
    ),
    "mean": Check(
        found=lambda evidence, row: wtp.usable_amounts(evidence.survey.respondents).mean(),
        hidden=_entry_hidden("mean"),
        question="wtp",
    ),
    "interviews": _of_interviews(lambda interviews: len(interviews.pseudonyms)),
    "theme": _of_interviews(leading_theme),
    "led to": _of_interviews(lambda interviews: LED[not interviews.links.empty]),
    "percent": Check(computed=_percentage, of=RATIO, can_fail=True),
    "sum": Check(computed=_signed_sum, of=SUM),
    "citation": Check(cited=_cited, of=".+"),
    "unsupported": Check(supported=False),
    "none": Check(),
}
