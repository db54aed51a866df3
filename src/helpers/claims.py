"""The ledger: every published claim with its mark and verdict, what follows from it, and what the data at hand give.

Every number that a sentence prints is an entry of the ledger, under an id, in the form in which it is printed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pandas as pd

from helpers import cleaning, describe, disclosure, wtp
from helpers.interviews import PLACE, Interviews, leading_theme, participant_load, read_interviews
from helpers.money import formatted
from helpers.published import PublishedMean, read_claims
from helpers.study import ROOT, InputError, Mark

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
# Where sentences quote the bounds: two prices, a cap, and a number of protests.
QUOTED = {"quoted_price": 100, "quoted_lower_price": 50, "quoted_cap": 200}
QUOTED_PROTESTS = 5
# How a claim says that themes led to survey questions, if any did.
LED = {True: "themes led to questions", False: "no theme led to a question"}


@dataclass(frozen=True)
class Entry:
    """One number as a sentence prints it."""

    id: str
    text: str
    mark: Mark


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
    release : Release
        What may be shown of the respondents' counts.
    """

    claims: pd.DataFrame
    entries: dict[str, Entry]
    published: PublishedMean | None
    release: disclosure.Release

    def __getitem__(self, id: str) -> Entry:
        """Return the entry, or say that no code has put it there."""
        if id not in self.entries:
            raise InputError(f"The ledger has no entry {id!r}; the code that computes a number must put it there.")
        return self.entries[id]

    def shown(self, id: str) -> str:
        """A claim's value as printed; blank where none is stated or the source was not read."""
        return self.entries[id].text if id in self.entries else ""

    def table(self) -> pd.DataFrame:
        """The claims as data/derived/claims.csv holds them."""
        columns = ["source", "claim", "statistic", "value", "unit", "mark", "found", "verdict", "settled_by"]
        return self.claims[columns].reset_index()

    def with_entries(self, texts: dict[str, str], mark: Mark) -> Ledger:
        """The same ledger with a notebook's own results, so that its sentences can print them."""
        return Ledger(self.claims, self.entries | _entries(texts, mark), self.published, self.release)


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
    entries = _entries(_from_data(survey, release), survey.study.mark)
    if interviews is not None:
        entries |= _entries(_from_interviews(interviews), interviews.mark)
    if claims.empty:
        return Ledger(claims, entries, None, release)
    values = {id: _found(survey, interviews, row) for id, row in claims.iterrows()}
    claims["found"] = [_shown(row, values[id], survey.study.good.currency) for id, row in claims.iterrows()]
    claims["verdict"] = [_verdict(claims, row, values[id], survey) for id, row in claims.iterrows()]
    published = PublishedMean(
        n=int(claims.loc["n_survey", "value"]),
        mean=float(claims.loc["wtp_avg", "value"]),
        rounding=float(claims.loc["wtp_avg", "rounding"]),
    )
    entries |= {
        id: Entry(str(id), _shown(row, row["value"], survey.study.good.currency, whole=True), Mark(row["mark"]))
        for id, row in claims[claims["mark"] != ""].iterrows()
    }
    entries |= _entries(_derived(claims, published, survey.study.good.currency), Mark.DERIVED)
    hidden = [_hidden(row, entries, release) for _, row in claims.iterrows()]
    claims.loc[hidden, ["found", "verdict"]] = disclosure.SUPPRESSED, NO_DATA
    return Ledger(claims, entries, published, release)


def _found(survey: cleaning.Survey, interviews: Interviews | None, row: pd.Series) -> float | str | None:
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
            return describe.skills(survey).index[0]
        case "mean":
            return wtp.usable_amounts(respondents).mean()
        case "interviews" if interviews is not None:
            return len(interviews.pseudonyms)
        case "theme" if interviews is not None:
            return leading_theme(interviews)
        case "led to" if interviews is not None:
            return LED[not interviews.links.empty]
    return None


def _verdict(claims: pd.DataFrame, row: pd.Series, found: float | str | None, survey: cleaning.Survey) -> str:
    match row["check"]:
        case "percent" | "sum":
            computed = _computed(claims, row)
            if not _rounds_to(computed, row):
                raise InputError(
                    f"data/published/claims.csv: {row.name} is {row['value']}, but {row['of']} gives {computed:.2f}; "
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


def _hidden(row: pd.Series, entries: dict[str, Entry], release: disclosure.Release) -> bool:
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


def _shown(row: pd.Series, value: float | str | None, currency: str, whole: bool = False) -> str:
    if value is None or value == "":
        return ""
    match row["statistic"]:
        case "percent":
            return f"{float(value):.{0 if whole else 1}f} %"
        case "mean":
            return formatted(float(value), currency, whole=whole)
        case "count":
            return f"{float(value):.0f}"
    return str(value)


def _range(shares: list[float] | tuple[float, ...]) -> str:
    return " to ".join(f"{100 * share:.0f}" for share in shares).replace("-", "\u2212")


def _entries(texts: dict[str, str], mark: Mark) -> dict[str, Entry]:
    return {id: Entry(id, text, mark) for id, text in texts.items()}


def _derived(claims: pd.DataFrame, published: PublishedMean, currency: str) -> dict[str, str]:
    """Arithmetic on published figures alone."""
    price, lower_price, cap = QUOTED.values()
    amounts = {
        **QUOTED,
        "total_low": published.total[0],
        "total_high": published.total[1],
        # To the pound: the published mean is no more precise than that.
        "largest_median": round(published.largest_median()),
        "mean_protests_as_zero": round(published.with_zeros_added(QUOTED_PROTESTS)),
        "mean_protests_dropped": round(published.with_zeros_dropped(QUOTED_PROTESTS)),
    }
    most, zeros = published.most_willing(price), published.most_zeros(cap)
    texts = {id: formatted(amount, currency, whole=amount == round(amount)) for id, amount in amounts.items()}
    texts |= {
        "most_n": str(most),
        "most_share": f"{100 * most / published.n:.0f} %",
        "fewest_n": str(published.fewest_willing(lower_price, cap)),
        "most_zeros": str(zeros),
        "fewest_payers": str(published.n - zeros),
        "protests": str(QUOTED_PROTESTS),
    }
    for id, row in claims[claims["statistic"] == "count"].iterrows():
        if row["of"]:
            share = describe.proportion(int(row["value"]), published.n)
            texts[f"{id}_interval"] = f"{100 * share.low:.1f} to {100 * share.high:.1f} %"
    texts["everybody_low"] = f"{100 * describe.proportion(published.n, published.n).low:.1f} %"
    return texts


def _from_data(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """What the export at hand gives, whatever it is worth; what may not be shown of real respondents is masked."""
    texts = {
        "rows_in": str(len(survey.raw)),
        "rows_excluded": str(len(survey.raw) - len(survey.respondents)),
        "rows_analysed": str(len(survey.respondents)),
    }
    if "wtp" in survey.study.questions:
        texts |= _amounts(survey, release)
    return texts | (_skill(survey, release) if "skill" in survey.study.questions else {})


def _amounts(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """What was typed for money, and the plain summaries of it."""
    study, respondents = survey.study, survey.respondents
    treated = disclosure.released(wtp.treatments(respondents, study.questions["zero_reason"].both), release)
    means = [formatted(mean, study.good.currency) for mean in sorted(treated["mean"].dropna())]
    statuses = respondents["wtp_status"].value_counts().reindex(cleaning.STATUSES, fill_value=0)
    shown = {status: release.text(n, ("wtp_status", status)) for status, n in statuses.items()}
    return {f"n_{status.replace(' ', '_')}": count for status, count in shown.items()} | {
        **disclosure.summaries(survey),
        "treatment_means": f"{means[0]} to {means[-1]}" if means else disclosure.SUPPRESSED,
    }


def _skill(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """Which skill leads the ranking, and how safely; a lead is a difference of exact counts, so rounding hides it."""

    def percent(*shares: float) -> str:
        return _range(shares) + " %"

    first = describe.skills(survey)
    # Of a hidden count neither its place among the others nor what resampling makes of it is told.
    seen = [release.shows(("skill_first", item)) for item in first.index[:2]]
    known = [shown and not release.rounds("skill_first") for shown in seen]
    lead = describe.lead(first, survey.study.rng("resampling"))
    return {
        "first_skill": lead.first if seen[0] else disclosure.SUPPRESSED,
        "runner_up": lead.runner_up if seen[1] else disclosure.SUPPRESSED,
        "first_share": percent(first["share"].iloc[0]) if known[0] else disclosure.SUPPRESSED,
        "first_interval": percent(*first[["low", "high"]].iloc[0]) if known[0] else disclosure.SUPPRESSED,
        "lead": f"{_range([lead.difference])} percentage points" if all(known) else disclosure.SUPPRESSED,
        "lead_interval": _range([lead.low, lead.high]) if all(known) else disclosure.SUPPRESSED,
        "stays_first": percent(lead.stays_first) if all(known) else disclosure.SUPPRESSED,
    }


def _from_interviews(interviews: Interviews) -> dict[str, str]:
    """What the interviews at hand hold, in counts where the school wants them."""
    texts = {"school": interviews.declared.school, "n_themes": str(len(interviews.themes))}
    if not interviews.declared.counting:
        return texts
    return texts | {
        "interviews_read": str(len(interviews.pseudonyms)),
        "n_orders": f"{math.factorial(len(interviews.pseudonyms)):,}",
        "n_segments": str(len(interviews.segments.drop_duplicates(PLACE))),
        "n_codes": str(interviews.segments["code"].nunique()),
        "n_coders": str(interviews.segments["coder"].nunique()),
        "fewest_participants": str(interviews.declared.fewest_participants),
        "most_carried": f"{100 * participant_load(interviews)['share'].iloc[0]:.0f} %",
        "most_allowed": f"{100 * interviews.declared.largest_share:.0f} %",
    }
