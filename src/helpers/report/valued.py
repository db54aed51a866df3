"""Tables 3 and 6, and what the abstract quotes: willingness to pay by format, and what other choices would give."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers import disclosure, pages, wtp
from helpers import valuation as cv
from helpers.disclosure import Kind
from helpers.result import Result, money

from .listed import Listed, said, shown_of

OPEN = "open-ended"
# What the ledger holds of typed amounts, in the order in which they are shown.
COUNTS = {
    "above zero": "n_payer",
    "true zero": "n_true_zero",
    "zero for an unclear reason": "n_unclear_zero",
    "protest zero, left out": "n_protest_zero",
    "waits for a ruling, left out": "n_unruled",
    "missing, left out": "n_missing",
}
PLAIN = {
    "mean (SD)": "{mean} ({sd})",
    "95 % interval of the mean": "{mean_interval}",
    "median (quartiles)": "{median} ({quartiles})",
    "interval of the median": "{median_interval}",
    "mean without the outer tenths": "{trimmed_mean}",
}
BOUND = "lower bound of the mean (Turnbull)"
FITTED = {"median": "median", "mean": "mean", "truncated mean": "mean, cut off at the highest amount"}


def willingness(page: pages.Page, given: list[wtp.Stated]) -> Listed:
    """Willingness to pay, a column a format: who answered what, plain summaries, the lower bound, and a model."""
    columns = {each.format: _column(page, each) for each in given}
    names = dict.fromkeys(name for column in columns.values() for name in column)
    rows: list[tuple[str, ...]] = []
    for name in names:
        if name in FITTED.values() and not any(row[0].startswith("by the model") for row in rows if len(row) == 1):
            rows.append((f"by the model ({given[0].name}), with 95 % interval",))
        rows.append((name, *(column.get(name, "–") for column in columns.values())))
    note = _note(given)
    head = ("", *(f"{name} question" if name == OPEN else name for name in columns))
    return Listed("Willingness to pay", note, said(page.source), head, tuple(rows))


def quoted(page: pages.Page, given: list[wtp.Stated]) -> dict[str, str]:
    """What the abstract quotes of a study that asked for no amounts: the model's median and its bound."""
    column = _column(page, given[0])
    quote = {"format": given[0].format, "n_answers": column["used"], "model": given[0].name}
    names = {"model_median": FITTED["median"], "lower_bound": BOUND}
    return quote | {id: column.get(name, disclosure.SUPPRESSED) for id, name in names.items()}


def _column(page: pages.Page, each: wtp.Stated) -> dict[str, str]:
    ledger, n = page.ledger, len(page.survey.respondents)
    found = {"asked": str(n)}
    if each.format == OPEN:
        found |= {name: ledger[id].text for name, id in COUNTS.items()} | {"used": ledger["n_usable"].text}
        texts = {id: entry.text for id, entry in ledger.entries.items()}
        found |= {name: template.format(**texts) for name, template in PLAIN.items()} | {BOUND: "–"}
    else:
        bound = cv.turnbull(each.answers).lower_bound_mean(convention="haab-mcconnell")
        frame = pd.DataFrame({"n": [len(each.answers)], "mean": [bound]}, index=pd.Index([BOUND], name="what"))
        released = page.released(Result(frame, money("mean")), Kind.STATISTICS)
        shown = shown_of(released).iloc[0]
        # How many answered is always printed; beside the number of usable amounts it could tell of few.
        alone = page.study.synthetic or "wtp" not in page.study.keep
        found |= {"used": disclosure.masked(str(len(each.answers)), alone), BOUND: shown["mean"]}
    limits = wtp.intervals(each.fit(), page.study.seeds["bootstrap"], max(each.prices))
    shown = shown_of(page.released(limits, Kind.STATISTICS))
    for row in shown[shown["method"] == "delta"].itertuples(index=False):
        low, high = row[3], row[4]
        found[FITTED[row.measure]] = row.estimate if low == high else f"{row.estimate} ({low} to {high})"
    return found


def _note(given: list[wtp.Stated]) -> str:
    parts = []
    if any(each.format == OPEN for each in given):
        parts.append("Mean with a bootstrap-t interval; median with an exact interval from the ordered answers.")
    parts.append("Model fitted by maximum likelihood to answers as intervals; limits by the delta method.")
    if len(given) > 1:
        parts.append("Whoever would pay nothing at all is a zero in both questions.")
    return " ".join(parts)


def sensitivity(page: pages.Page, given: list[wtp.Stated]) -> Listed:
    """The same answers under other treatments, conventions and distributions: mean, median and mean cut off."""
    study, respondents = page.study, page.survey.respondents
    rows: list[tuple[str, ...]] = []
    for each in given:
        if each.format == OPEN:
            both = study.questions["zero_reason"].both if "zero_reason" in study.questions else ()
            rows.append(("Open-ended question, by who is counted",))
            rows += _plain(shown_of(page.released(wtp.treatments(respondents, both), Kind.STATISTICS)))
        if each.format == "payment card":
            rows.append(("Payment card, by convention",))
            rows += _plain(shown_of(page.released(wtp.card_means(each.answers), Kind.STATISTICS)))
        rows.append((f"{each.format[0].upper()}{each.format[1:]} answers, by distribution and treatment of zeros",))
        fitted = shown_of(page.released(wtp.models(each.answers, max(each.prices)), Kind.STATISTICS))
        rows += list(_fitted(fitted))
    note = "Models fitted by maximum likelihood; the last column stops at the highest amount asked."
    head = ("", "n", "mean", "median", "mean, cut off")
    return Listed("What other choices would give", note, said(page.source), head, tuple(rows))


def _plain(shown: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    for _, row in shown.iterrows():
        yield (row.iloc[0], row.get("n", "–"), row["mean"], "–", "–")


def _fitted(shown: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    for _, row in shown.iterrows():
        zeros = {"none": "", "spike": ", zeros as a spike"}.get(row["zeros"], f", zeros {row['zeros']}")
        yield (f"{row['distribution']}{zeros}", row.get("n", "–"), row["mean"], row["median"], row["truncated mean"])


def flow(page: pages.Page) -> disclosure.Released:
    """The flow of rows, as Figure 1 shows it."""
    return page.released(Result(page.survey.flow), Kind.FLOW)
