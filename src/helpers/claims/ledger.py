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

from .numbers import Entry, as_entries, derived_numbers, interview_numbers, survey_numbers, value_text
from .verdicts import NO_DATA, found_value, is_hidden, verdict_on


@dataclass(frozen=True)
class Ledger:
    """Claims with verdicts, and every number a sentence may print.

    Attributes
    ----------
    claims : DataFrame
        Indexed by claim id: the columns of claims.csv, then found (what the data at hand give) and verdict. Empty where
        the study's folder holds no claims.
    entries : dict of str to Entry
        What `ledger[id]` finds.
    published : PublishedMean or None
        The mean that the abstract reports, for what follows from it alone; None without claims.
    quoted : Average or None
        Prices, cap and protests at which pages quote what follows.
    release : Release
        What may be shown of the respondents' counts.
    """

    claims: pd.DataFrame
    entries: dict[str, Entry]
    published: PublishedMean | None
    quoted: Average | None
    release: disclosure.Release

    def __getitem__(self, id: str) -> Entry:
        """Return the entry, or say that no code has put it there."""
        if id not in self.entries:
            raise InputError(f"The ledger has no entry {id!r}; the code that computes a number must put it there.")
        return self.entries[id]

    def rests_on(self, mark: Mark) -> Mark | Source:
        """What arithmetic on published figures rests on: its mark and, where a reader changed anything, what."""
        source = self.release.source
        return replace(source, marks=(mark,)) if source.changed else mark

    def shown(self, id: str) -> str:
        """A claim's value as printed; blank where none is stated or the source was not read."""
        return self.entries[id].text if id in self.entries else ""

    def table(self) -> pd.DataFrame:
        """The claims as data/derived/claims.csv holds them."""
        columns = ["source", "claim", "statistic", "value", "unit", "mark", "found", "verdict", "settled_by"]
        return self.claims[columns].reset_index()

    def with_entries(self, texts: dict[str, str], mark: Mark) -> Ledger:
        """The same ledger with a notebook's own results, so that its sentences can print them."""
        return Ledger(self.claims, self.entries | as_entries(texts, mark), self.published, self.quoted, self.release)


def ledger(survey: cleaning.Survey) -> Ledger:
    """Judge every published claim and collect every number that sentences may print.

    A study without ``published/claims.csv`` beside its declaration has no claims, and the numbers of its own data.

    Raises
    ------
    InputError
        A published figure contradicts the arithmetic of the others, or the synthetic data miss a figure they were
        made to match. Both are slips of ours, and no page may be printed over them.
    """
    claims, interviews, release = read_claims(survey), read_interviews(survey), disclosure.release(survey)
    entries = as_entries(survey_numbers(survey, release), survey.study.mark)
    if interviews is not None:
        entries |= as_entries(interview_numbers(interviews), interviews.mark)
    if claims.empty:
        return Ledger(claims, entries, None, survey.study.average, release)
    quoted = survey.study.average
    if quoted is None:
        raise InputError(f"{survey.study.shown(survey.study.path)}: quotes claims and declares no [average]; add it.")
    if quoted.mean != float(claims.loc["wtp_avg", "value"]):
        # A reader's own average in place of the printed one: from here on it is an assumption.
        claims.loc["wtp_avg", ["value", "mark"]] = f"{quoted.mean:g}", str(Mark.ASSUMED)
    values = {id: found_value(survey, interviews, row) for id, row in claims.iterrows()}
    claims["found"] = [value_text(row, values[id], survey.study.good.currency) for id, row in claims.iterrows()]
    claims["verdict"] = [verdict_on(claims, row, values[id], survey) for id, row in claims.iterrows()]
    published = PublishedMean(quoted.averaged, quoted.mean, float(claims.loc["wtp_avg", "rounding"]))
    entries |= {
        id: Entry(str(id), value_text(row, row["value"], survey.study.good.currency, whole=True), Mark(row["mark"]))
        for id, row in claims[claims["mark"] != ""].iterrows()
    }
    entries |= as_entries(derived_numbers(claims, published, quoted, survey.study.good.currency), Mark.DERIVED)
    hidden = [is_hidden(row, entries, release) for _, row in claims.iterrows()]
    claims.loc[hidden, ["found", "verdict"]] = disclosure.SUPPRESSED, NO_DATA
    return Ledger(claims, entries, published, quoted, release)
