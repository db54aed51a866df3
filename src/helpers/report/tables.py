"""Tables 1, 2, 4 and 5: the sample, what was answered, reasons for paying nothing, and declared subgroups."""

from __future__ import annotations

import pandas as pd

from helpers import describe, disclosure, pages, wtp
from helpers.disclosure import Kind
from helpers.study import Question

from .listed import Listed, listed, said, shown_of

INTERVALS = "95 % intervals are Wilson's, and exact where everybody or nobody gave an answer"
NOT_DRAWN = "They treat respondents as a random draw, which they need not be."


def sample(page: pages.Page) -> Listed:
    """Every closed question that was put to everybody and is no finding: counts, shares, and how many left it blank."""
    study = page.study
    shown = shown_of(page.released(describe.sample(page.survey.respondents, study), Kind.SAMPLE))
    shown["id"] = shown["question"].str.replace(" ", "_")
    accepted = {criterion.question: {*criterion.accept, "missing"} for criterion in study.eligibility}
    rows: list[tuple[str, ...]] = []
    for id, of_question in shown[~shown["id"].isin(study.report.outcomes)].groupby("id", sort=False):
        rows.append((_heading(study.questions[str(id)]),))
        for answer, count, share in of_question[["answer", "count", "share"]].itertuples(index=False):
            # Who gave another answer is no respondent.
            if answer in accepted.get(str(id), {answer}):
                rows.append((answer, count, share.removesuffix(" %")))
    note = "Number, and share of those who answered."
    return Listed("The sample, and what is missing from it", note, said(page.source), ("", "n", "%"), tuple(rows))


def outcomes(page: pages.Page) -> Listed | None:
    """The questions declared as findings, or else every ranking and multiple choice, each share with its interval."""
    study = page.study
    asked = study.report.outcomes or [id for id in study.keep if study.questions[id].kind in ("ranking", "multiple")]
    rows: list[tuple[str, ...]] = []
    for id in asked:
        question = study.questions[id]
        rows.append((f"{_heading(question)}{' Ranked first:' if question.kind == 'ranking' else ''}",))
        if question.kind == "multiple":
            ticked = {text: f"{id}_{code}" for text, code in question.codes.items()}
            rows += [_share(shown_of(page.counts(column)).iloc[0], text) for text, column in ticked.items()]
        else:
            counted = shown_of(page.counts(_column(page, question)))
            rows += [_share(row, row.iloc[0]) for _, row in counted.iterrows()]
    note = f"{INTERVALS}. {NOT_DRAWN}"
    head = ("", "n", "of", "%", "95 % interval")
    return Listed("What was answered", note, said(page.source), head, tuple(rows)) if rows else None


def reasons(page: pages.Page) -> Listed | None:
    """Why respondents would pay nothing, and what each reason is taken for."""
    if "zero_reason" not in page.study.keep:
        return None
    found = page.released(wtp.zero_reasons(page.survey.respondents, page.study), disclosure.Category("zero_reason"))
    note = "A reason shown both ways is a zero in the base case, and a protest in the table of other choices."
    table = listed(found, "Reasons for paying nothing", note)
    return Listed(table.title, note, table.mark, table.head, table.rows, (False, False, False, True))


def subgroups(page: pages.Page) -> Listed | None:
    """Every declared subgroup: of amounts each group against the rest, of other formats its modelled median."""
    study, respondents = page.study, page.survey.respondents
    given = wtp.stated(page.survey)[0]
    rows: list[tuple[str, ...]] = []
    head: tuple[str, ...] = ()
    for name in study.subgroups:
        question = study.questions[name]
        of_amounts = given.format == "open-ended"
        found = wtp.by_group(page.survey, name) if of_amounts else wtp.groups_by_model(given, respondents, question)
        shown = shown_of(page.released(found, Kind.GROUPS))
        if "n" not in shown:
            shown.insert(1, "n", [disclosure.SUPPRESSED] * len(shown))
        head = ("", *(str(column) for column in shown.columns[1:]))
        rows += [(_heading(question),), *(tuple(row) for row in shown.itertuples(index=False))]
    if not rows:
        return None
    effect = "Cliff's delta compares each group with everybody else"
    model = f"Medians by a log-normal fitted to each group of at least {wtp.FEWEST_IN_A_GROUP} answers"
    note = f"{effect if given.format == 'open-ended' else model}. No group was assigned, and none is tested."
    aside = tuple(name not in ("", "reads as") for name in head)
    return Listed("Willingness to pay by declared subgroups", note, said(page.source), head, tuple(rows), aside)


def _heading(question: Question) -> str:
    return " ".join(question.text.split())


def _column(page: pages.Page, question: Question) -> str:
    """The column that is counted: the one declared for release, groups before single options."""
    columns = list(question.categories)
    declared = {column for table in page.study.privacy.tables for column in table}
    return next((column for column in reversed(columns) if column in declared), columns[-1])


def _share(row: pd.Series, name: str) -> tuple[str, ...]:
    """One line of a `describe.distribution`, by place: its count, n, share and limits."""
    count, of, share, low, high = (row.iloc[place] for place in range(1, 6))
    limits = f"{low.removesuffix(' %')} to {high.removesuffix(' %')}" if low and high and low != high else low
    return (name, count, of, share.removesuffix(" %"), limits)
