"""Reporting checklists that fill themselves in from the ledger, and the questions that only the authors can answer."""

from __future__ import annotations

import re

import pandas as pd

from helpers import claims, cleaning, describe, disclosure
from helpers.interviews import JOINT_VERDICTS, joint_display, read_interviews
from helpers.money import formatted
from helpers.result import Result
from helpers.study import UNKNOWN, InputError, Mark, Question, Study

from .prose import inert

CHECKLISTS = {
    "cherries": "CHERRIES: surveys on the internet",
    "cross": "CROSS: survey studies",
    "strobe": "STROBE: cross-sectional studies",
    "coreq": "COREQ: interviews",
    "gramms": "GRAMMS: mixed-methods studies",
    "johnston": "Stated-preference guidance",
}
COLUMNS = ("item", "topic", "asks", "answer", "published", "where", "does_not_apply", "note", "citation")
ANSWERED, PUBLISHED = "answered by the data", "published"
AUTHOR, DOES_NOT_APPLY = "needs the author", "does not apply"
STATUSES = (ANSWERED, PUBLISHED, AUTHOR, DOES_NOT_APPLY)
READY = "ready"
# The reason under which cleaning sets an unfinished row aside.
PARTIAL = "partial"
SYNTHETIC_NOTE = (
    "**SYNTHETIC DATA.** The bundled answers are invented, so that no item counts as answered by the data. Where an "
    "item says *ready*, the same code fills it in from a real export. *Published* is what the abstract says, or the "
    "start of the longer paper's abstract or its index entry."
)


def checklist_evidence(survey: cleaning.Survey, ledger: claims.Ledger) -> claims.Ledger:
    """The ledger, with what only checklists quote: exclusions, answers to each item, format, subgroups, integration."""
    study = survey.study
    survey_says, joint_says = _from_survey(survey, ledger.release), _from_joint(survey, ledger.release)
    return ledger.with_entries(survey_says | _from_study(study) | joint_says, study.mark)


def filled_checklist(name: str, study: Study, ledger: claims.Ledger) -> pd.DataFrame:
    """Fill in one checklist.

    An item is answered by the data when every entry that its answer quotes is in the ledger and comes from a real
    export. Nothing synthetic answers it. It is published where its other answer quotes claims as they were printed:
    what a paper says of itself, which no data bear out.

    Parameters
    ----------
    name : str
        One of ``CHECKLISTS``.
    study : Study
        Whose data folder holds the checklists.
    ledger : Ledger
        From `checklist_evidence`.

    Returns
    -------
    DataFrame
        Indexed by item: asks, status, answer (or the reason that it does not apply), where, note.

    Examples
    --------
    >>> survey = cleaning.survey()
    >>> ledger = checklist_evidence(survey, claims.ledger(survey))
    >>> filled_checklist("gramms", survey.study, ledger)["status"].unique().tolist()
    ['needs the author', 'published']
    """
    rows = {}
    for item in read_checklist(name, study).itertuples():
        by_data, marks = _quoted(item.answer, ledger)
        printed, printed_marks = _quoted(item.published, ledger)
        status, answer, where = AUTHOR, "", ""
        if item.does_not_apply:
            status, answer = DOES_NOT_APPLY, item.does_not_apply
        elif marks == {Mark.SURVEY}:
            status, answer, where = ANSWERED, by_data, item.where
        elif marks and None not in marks:
            answer, where = READY, item.where
        if printed_marks == {Mark.PUBLISHED} and status != DOES_NOT_APPLY:
            status = PUBLISHED if status == AUTHOR else status
            answer = " ".join(filter(None, (f"{answer};" if answer == READY else answer, f"published: {printed}")))
        rows[item.item] = (f"{item.topic}. {item.asks}", status, answer, where, item.note)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["asks", "status", "answer", "where", "note"])
    return frame.rename_axis("item")


def _quoted(template: str, ledger: claims.Ledger) -> tuple[str, set[Mark | None]]:
    """A sentence with the entries that it names, and their marks; None among them for one that there is not."""
    ids = re.findall(r"\{(\w+)\}", template)
    marks = {ledger.entries[id].mark if id in ledger.entries else None for id in ids}
    return template if None in marks else template.format(**{id: ledger[id].text for id in ids}), marks


def read_checklist(name: str, study: Study) -> pd.DataFrame:
    """One checklist as the data folder holds it, as text."""
    table = cleaning.read_table(study.folder / "checklists" / f"{name}.csv", COLUMNS, study)
    for row, repeated in table["item"].duplicated().items():
        if repeated:
            raise InputError(f"data/checklists/{name}.csv, row {row}: item {table['item'][row]!r} is there twice.")
    return table


def checklist_appendix(study: Study, ledger: claims.Ledger) -> str:
    """All checklists as one Markdown page."""
    parts = ["# Reporting checklists", "Each item is in our words; the source has the full text."]
    if study.synthetic:
        parts.append(f"> {SYNTHETIC_NOTE}")
    for name, title in CHECKLISTS.items():
        table = filled_checklist(name, study, ledger)
        counts = table["status"].value_counts()
        summary = ", ".join(f"{status}: {counts.get(status, 0)}" for status in STATUSES)
        source = read_checklist(name, study)["citation"].iloc[0]
        # A note that all items share is said once.
        if len(set(table["note"])) == 1:
            source = f"{source} {table['note'].iloc[0]}".strip()
            table = table.drop(columns="note")
        parts += [f"## {title}", source, f"{len(table)} items. {summary.capitalize()}."]
        left = (table["status"] == AUTHOR) & (table["answer"] == "")
        parts += [_pipes(table[~left].reset_index())] if not left.all() else []
        parts += _folded(table[left]) if left.any() else []
    return "\n\n".join(parts) + "\n"


def _folded(left: pd.DataFrame) -> list[str]:
    """What only an author can answer, behind one line."""
    shown = left.drop(columns=["status", "answer", "where"]).reset_index()
    return [f"<details>\n<summary>{len(left)} items that need the author</summary>", _pipes(shown), "</details>"]


def questions_for_authors(study: Study, ledger: claims.Ledger) -> str:
    """What to ask the authors, as Markdown that can be sent: each question with what its answer settles.

    Raises
    ------
    InputError
        A question settles something that is neither an assumption nor a claim.
    """
    known = {each.id: f"assumed here ({each.id}): {inert(each.statement)}" for each in study.assumptions}
    known |= {id: f"stated ({id}): {inert(claim)}" for id, claim in ledger.claims["claim"].items()}
    parts = [
        "# What to ask the authors",
        "Written for the authors of the study. Under each question stands what its answer would settle: what had to be "
        "assumed here, without knowing it, and what is stated but cannot be checked without the answer.",
    ]
    for number, ask in enumerate(study.ask, start=1):
        for id in ask.settles:
            if id not in known:
                raise InputError(
                    f"{study.shown(study.path)}: ask.settles names {id!r}, which is neither an assumption nor a claim; "
                    "correct it."
                )
        settled = "\n".join(f"   - {known[id]}" for id in ask.settles)
        parts.append(f"{number}. **{inert(ask.question)}**\n\n{settled}")
    return "\n\n".join(parts) + "\n"


def _from_survey(survey: cleaning.Survey, decided: disclosure.Release) -> dict[str, str]:
    """Reasons for setting rows aside, and how many answered each item."""
    flow = disclosure.released(Result(survey.flow), disclosure.Kind.FLOW, decided).frame
    excluded = flow[flow["step"] == "excluded"].set_index("reason")["rows"]
    answered = describe.completeness(survey.respondents, survey.study).frame["answered"]
    # Where rare reasons were taken together, a difference of totals would tell one of them.
    told = set(survey.flow.loc[survey.flow["step"] == "excluded", "reason"]) == set(excluded.index)
    return {
        "finished": disclosure.masked(_finished(survey), told),
        "exclusions": ", ".join(f"{rows} {reason}" for reason, rows in excluded.items() if rows),
        # A reason too rare to be told apart is not one that nobody had.
        "rows_partial": str(excluded.get(PARTIAL, disclosure.SUPPRESSED)),
        "rows_duplicate": str(excluded.get(cleaning.DUPLICATE, disclosure.SUPPRESSED)),
        "fewest_answered": str(answered.min()),
        "most_answered": str(answered.max()),
    }


def _finished(survey: cleaning.Survey) -> str:
    """Of the rows that agreed to take part, previews, tests and copies apart, how many were finished."""
    reasons = survey.excluded["reason"].reindex(survey.raw.index, fill_value="")
    asked = {criterion.reason for criterion in survey.study.eligibility}
    agreed = (reasons == "") | (reasons == PARTIAL) | reasons.isin(asked)
    for criterion in survey.study.eligibility:
        if criterion.question == "consent":
            agreed &= survey.raw[criterion.question].isin(criterion.accept)
    return f"{int((agreed & (reasons != PARTIAL)).sum())} of {int(agreed.sum())}"


def _from_study(study: Study) -> dict[str, str]:
    """What the declaration says of eligibility, format, terms of payment and subgroups; what is unknown is left out."""
    low, high = (formatted(amount, study.good.currency, whole=True) for amount in (study.card[0], study.card[-1]))
    kinds = {"money": "an open amount", "card": f"a payment card of {len(study.card)} amounts from {low} to {high}"}
    texts = {
        "eligibility": "; ".join(
            f"{study.questions[c.question].text} {' or '.join(c.accept)}" for c in study.eligibility
        ),
        "elicitation": " and ".join(kinds[q.kind] for q in study.questions.values() if q.kind in kinds),
        "subgroups": ", ".join(id.replace("_", " ") for id in study.subgroups),
        "n_questions": str(len(study.questions)),
        "asked_if": ", ".join(id.replace("_", " ") for id in describe.FOLLOW_UPS if id in study.questions),
        "banded": ", ".join(q.id.replace("_", " ") for q in study.questions.values() if _is_banded(q)),
        "weights": "none used",
        "payer": study.good.payer,
        "vehicle": study.good.payment_vehicle,
        "wtp_unit": study.good.wtp_unit,
    }
    return {id: text for id, text in texts.items() if text and text != UNKNOWN}


def _is_banded(question: Question) -> bool:
    """Whether a question asked for a number by bands of it."""
    return question.kind == "choice" and sum(bool(re.search(r"\d", option)) for option in question.options) > 1


def _from_joint(survey: cleaning.Survey, decided: disclosure.Release) -> dict[str, str]:
    """How many themes were set beside a survey item, and with what verdicts."""
    interviews = read_interviews(survey)
    if interviews is None:
        return {}
    verdicts = joint_display(survey, interviews, decided)["verdict"].value_counts()
    return {
        "links": str(len(interviews.links)),
        "joint_verdicts": ", ".join(f"{verdicts[v]} {v}" for v in JOINT_VERDICTS if v in verdicts),
    }


def _pipes(frame: pd.DataFrame) -> str:
    """A frame of text as a Markdown table."""
    rows = [list(frame.columns), ["---"] * frame.shape[1], *frame.to_numpy().tolist()]
    return "\n".join("| " + " | ".join(inert(cell) for cell in row) + " |" for row in rows)
