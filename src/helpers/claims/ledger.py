"""The ledger: every published claim with its mark and verdict, what follows from it, and what the data at hand give.

Every number that a sentence prints is an entry of the ledger, under an id, in the form in which it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from helpers import cleaning, disclosure
from helpers.interviews import read_interviews
from helpers.published import PublishedMean, read_claims
from helpers.study import Average, InputError, Mark, Source

from .checks import CHECKS, Evidence, Found, check_claims
from .numbers import Entry, as_entries, derived_numbers, interview_numbers, survey_numbers, value_text
from .verdicts import NO_DATA, contradictions, verdict_on

NO_CLAIMS = "The study has no published claims or declares no [average], so that no published mean bounds anything."


@dataclass(frozen=True)
class Ledger:
    """Claims with verdicts, and every number a sentence may print.

    Attributes
    ----------
    claims : DataFrame
        Indexed by claim id: the columns of claims.csv, then found (what the data at hand give), computed (what other
        claims give) and verdict. Empty where the study's folder holds no claims.
    entries : dict of str to Entry
        What `ledger[id]` finds.
    reported : PublishedMean or None
        The mean that the abstract reports, for what follows from it alone; None without claims.
    average : Average or None
        Prices, cap and protests at which pages quote what follows; None where none is declared.
    currency : str
        Code of the currency that the study asked in.
    release : Release
        What may be shown of the respondents' counts.
    explored : str
        What a reader's choice of the moment changed, in words; blank on every stored page.
    """

    claims: pd.DataFrame
    entries: dict[str, Entry]
    reported: PublishedMean | None
    average: Average | None
    currency: str
    release: disclosure.Release
    explored: str = ""

    @property
    def published(self) -> PublishedMean:
        """The mean that the abstract reports, or a sentence where a study has no claims."""
        if self.reported is None:
            raise InputError(NO_CLAIMS)
        return self.reported

    @property
    def quoted(self) -> Average:
        """What pages quote of what follows from that mean, or a sentence."""
        if self.average is None:
            raise InputError(NO_CLAIMS)
        return self.average

    def __getitem__(self, id: str) -> Entry:
        """Return the entry, or say that no code has put it there."""
        if id not in self.entries:
            raise InputError(f"The ledger has no entry {id!r}; the code that computes a number must put it there.")
        return self.entries[id]

    def rests_on(self, mark: Mark) -> Mark | Source:
        """What arithmetic on published figures rests on: its mark and, where a reader changed anything, what."""
        source = self.release.source
        changed = "; ".join(filter(None, (source.changed, self.explored)))
        return replace(source, marks=(mark,), changed=changed) if changed else mark

    def shown(self, id: str) -> str:
        """A claim's value as printed; blank where none is stated or the source was not read."""
        return self.entries[id].text if id in self.entries else ""

    def table(self) -> pd.DataFrame:
        """The claims as data/derived/claims.csv holds them."""
        columns = [
            "source",
            "claim",
            "statistic",
            "value",
            "unit",
            "mark",
            "found",
            "computed",
            "verdict",
            "settled_by",
        ]
        return self.claims[columns].reset_index()

    def with_entries(self, texts: dict[str, str], mark: Mark) -> Ledger:
        """The same ledger with a notebook's own results, so that its sentences can print them."""
        return replace(self, entries=self.entries | as_entries(texts, mark))


def ledger(survey: cleaning.Survey) -> Ledger:
    """Judge every published claim and collect every number that sentences may print.

    A study without ``published/claims.csv`` beside its declaration has no claims, and the numbers of its own data.

    Raises
    ------
    InputError
        The file of claims names a check that there is not, or has another fault. Or the citation file does not repeat
        a claim, or the synthetic data miss a figure they were made to match: slips of ours, and no page may be printed
        over them. Published figures that contradict one another are no slip of ours: they earn a verdict.
    """
    claims, interviews, release = read_claims(survey), read_interviews(survey), disclosure.release(survey)
    currency = survey.study.good.currency
    entries = as_entries(survey_numbers(survey, release), survey.study.mark)
    if interviews is not None:
        entries |= as_entries(interview_numbers(interviews), interviews.mark)
    if claims.empty:
        return Ledger(claims, entries, None, survey.study.average, currency, release)
    check_claims(claims, survey)
    quoted = survey.study.average
    if quoted is None:
        raise InputError(f"{survey.study.shown(survey.study.path)}: quotes claims and declares no [average]; add it.")
    if quoted.mean != float(claims.loc["wtp_avg", "value"]):
        # A reader's own average in place of the printed one: from here on it is an assumption.
        claims.loc["wtp_avg", ["value", "mark"]] = f"{quoted.mean:g}", str(Mark.ASSUMED)
    evidence = Evidence(claims, survey, interviews)
    values = [_found(row, evidence) for _, row in claims.iterrows()]
    found = [value_text(row, value, currency) for (_, row), value in zip(claims.iterrows(), values, strict=True)]
    verdicts = [verdict_on(row, value, evidence) for (_, row), value in zip(claims.iterrows(), values, strict=True)]
    published = PublishedMean(quoted.averaged, quoted.mean, float(claims.loc["wtp_avg", "rounding"]))
    entries |= {
        id: Entry(str(id), value_text(row, row["value"], currency, whole=True), Mark(row["mark"]))
        for id, row in claims[claims["mark"] != ""].iterrows()
    }
    entries |= as_entries(derived_numbers(claims, published, quoted, currency), Mark.DERIVED)
    judged = claims.assign(found=found, computed=_computed(claims, currency), verdict=verdicts)
    entries |= as_entries(contradictions(judged), Mark.DERIVED)
    hidden = [_is_hidden(row, entries, release) for _, row in claims.iterrows()]
    judged.loc[hidden, ["found", "verdict"]] = disclosure.SUPPRESSED, NO_DATA
    return Ledger(judged, entries, published, quoted, currency, release)


def _found(row: pd.Series, evidence: Evidence) -> Found:
    """What the data at hand say to a claim; None where they say nothing."""
    found = CHECKS[row["check"]].found
    return found(evidence, row) if found else None


def _computed(claims: pd.DataFrame, currency: str) -> list[str]:
    """What other claims give for each claim by arithmetic; blank for what is not arithmetic."""
    computes = [CHECKS[check].computed for check in claims["check"]]
    return [
        value_text(row, compute(claims, row["of"]), currency) if compute else ""
        for (_, row), compute in zip(claims.iterrows(), computes, strict=True)
    ]


def _is_hidden(row: pd.Series, entries: dict[str, Entry], release: disclosure.Release) -> bool:
    """Whether what the export gives may not be printed: it is exact, and a verdict on it would tell it too."""
    hidden = CHECKS[row["check"]].hidden
    return hidden is not None and hidden(row, entries, release)
