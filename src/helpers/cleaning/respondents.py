"""From an export to respondents, with every row accounted for and every unclear answer named."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers import money
from helpers.study import InputError, Source, Study, load, source

from .export import RESPONSE_ID, SET_ASIDE, TOOL_REASONS, read_export, read_table
from .tools import NO, TICKED

ZERO_STATUSES = {"true zero": "true zero", "protest": "protest zero", "unclear": "unclear zero"}
STATUSES = ("payer", *ZERO_STATUSES.values(), "missing", "unruled")
# The base case (assumption W2): zeros of unclear reason count as nothing paid, protests do not count.
USABLE = ("payer", "true zero", "unclear zero")
TICKS = {TICKED: True, NO: False}
RULINGS = ("text", "amount", "ruled_by", "why")


@dataclass(frozen=True)
class Survey:
    """A cleaned survey.

    Attributes
    ----------
    study : Study
        The declaration it was cleaned by.
    raw : DataFrame of str
        The export as read, index ``row``.
    respondents : DataFrame
        One row a respondent: the kept columns, without free text, addresses or dates.
    flow : DataFrame
        Columns step (in, excluded, analysed), reason and rows: rows in = analysed + excluded.
    money : DataFrame
        One row a respondent: the amount as typed (text), and how it was read (amount, status, reason).
    excluded : DataFrame
        The rows set aside, index ``row``: response_id and reason.
    unruled : DataFrame
        The ruling list: rows of ``money`` that wait for a person's decision and stay missing until then.
    """

    study: Study
    raw: pd.DataFrame
    respondents: pd.DataFrame
    flow: pd.DataFrame
    money: pd.DataFrame
    excluded: pd.DataFrame
    unruled: pd.DataFrame

    @cached_property
    def source(self) -> Source:
        """What every result of this survey rests on."""
        return source(self.study, self.raw.attrs["input"], len(self.respondents))


def survey(study: Study | None = None, **parameters: object) -> Survey:
    """Read the declared export and clean it: the one call that opens every notebook.

    Where what invented respondents are made from was changed, they are made anew in memory, and nothing is written.

    Parameters
    ----------
    study : Study, optional
        The declared study; without it, the one that `helpers.study.load` finds.
    **parameters
        Values in place of declared ones, as `load` takes them; None leaves what is declared.

    Returns
    -------
    Survey

    Raises
    ------
    InputError
        The export or the rulings are not as declared.

    Examples
    --------
    >>> cleaned = survey()
    >>> len(cleaned.raw), len(cleaned.respondents)
    (65, 54)
    >>> amounts = cleaned.respondents.loc[usable(cleaned.respondents), "wtp_amount"]
    >>> float(amounts.mean())
    58.0
    """
    study = study or load(None, **parameters)
    raw = read_export(study.export, study)
    reasons = _exclusions(raw, study)
    kept = raw[reasons == ""].sort_values(RESPONSE_ID, kind="stable")
    if kept.empty:
        raise _nothing_left(reasons, study)
    audit = _read_amounts(kept, study)
    respondents = _respondents(kept, audit, study)
    audit.insert(0, "respondent", respondents["respondent"])
    excluded = pd.DataFrame({"response_id": raw[RESPONSE_ID], "reason": reasons})[reasons != ""]
    return Survey(
        study=study,
        raw=raw,
        respondents=respondents.reset_index(drop=True),
        flow=_flow(reasons, len(respondents), study),
        money=audit.reset_index(drop=True),
        excluded=excluded,
        unruled=audit[audit["status"] == "unclear"].reset_index(drop=True),
    )


def rows_accounted_for(survey: Survey) -> str:
    """One line: what was read, and that every row is analysed or excluded; confirm the count with the survey tool.

    Examples
    --------
    >>> rows_accounted_for(survey()).partition(": ")[2]
    '65 rows = 54 respondents + 11 excluded (SYNTHETIC)'
    """
    read, analysed = len(survey.raw), len(survey.respondents)
    name = survey.study.shown(survey.study.export)
    return f"{name}: {read} rows = {analysed} respondents + {read - analysed} excluded ({survey.study.mark})"


def usable(respondents: pd.DataFrame) -> pd.Series:
    """Whether each respondent's amount counts in the base case: payers, true zeros and zeros of unclear reason."""
    return respondents["wtp_status"].isin(USABLE)


def _exclusions(raw: pd.DataFrame, study: Study) -> pd.Series:
    """Why each row is set aside, or "" where it is kept; the first reason that holds is the one given.

    Closed answers were checked on the rows that the survey tool vouches for: an undeclared consent or role stops the
    run and does not pass for a refusal, while a preview may show an older questionnaire.
    """
    reasons = raw[SET_ASIDE]
    for criterion in study.eligibility:
        accepted = raw[criterion.question].isin(criterion.accept)
        reasons = reasons.mask((reasons == "") & ~accepted, criterion.reason)
    return reasons


def _nothing_left(reasons: pd.Series, study: Study) -> InputError:
    """Say what set every row aside: the tool's own columns, the rows to read, or eligibility."""
    counts = ", ".join(f"{rows} {reason}" for reason, rows in reasons.value_counts().items())
    remedy = "eligibility" if set(reasons) & {criterion.reason for criterion in study.eligibility} else "[layout]"
    return InputError(
        f"{study.shown(study.export)}: no row is left to analyse ({counts}); check {remedy} in the declaration."
    )


def _flow(reasons: pd.Series, analysed: int, study: Study) -> pd.DataFrame:
    """The rows that came in, those set aside for each reason, and those analysed."""
    declared = [reason for reason in study.layout.status.values() if reason]
    criteria = [criterion.reason for criterion in study.eligibility]
    # What only some tools say is told where it was said.
    named = dict.fromkeys([*TOOL_REASONS, *declared, *criteria, *reasons[reasons != ""]])
    excluded = [("excluded", reason, int((reasons == reason).sum())) for reason in named]
    steps = [("in", "rows in the export", len(reasons)), *excluded, ("analysed", "respondents", analysed)]
    assert len(reasons) == analysed + sum(rows for _, _, rows in excluded), "a row went missing in cleaning"
    return pd.DataFrame(steps, columns=["step", "reason", "rows"])


def _read_amounts(kept: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Read the open-ended maximum, if it was asked, in the light of whether anything would be paid at all.

    A plain "no" makes a blank a zero. A "no" with an amount, or a "yes" with a zero, is a contradiction: it goes to
    the ruling list under both answers ("No: £50") and can be ruled on under that text.
    """
    if "wtp" not in study.questions:
        return pd.DataFrame(columns=["text", *money.Money._fields])
    table = read_table(study.rulings, RULINGS, study)
    written = (study.layout.decimal, study.layout.nothing)
    rulings = money.check_rulings(table, study.good.currency, study.shown(study.rulings), *written)
    typed = kept["wtp"]
    audit = money.parse_column(typed, rulings, study.good.currency, *written)
    if "pays_anything" not in study.questions:
        return audit
    pays = study.questions["pays_anything"]
    said = kept[pays.id].map(pays.codes)
    clash = ((said == "no") & (audit["status"] == "amount")) | ((said == "yes") & (audit["status"] == "zero"))
    audit[clash] = money.parse_column((kept[pays.id] + ": " + typed)[clash], rulings, study.good.currency, *written)
    audit.loc[clash & (audit["status"] == "unclear"), "reason"] = "contradicts whether anything would be paid"
    nothing = (said == "no") & (audit["status"] == "missing") & ~clash
    audit.loc[nothing, ["amount", "status", "reason"]] = [0.0, "zero", "would pay nothing at all"]
    return audit


def _respondents(kept: pd.DataFrame, audit: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The kept columns, in the declared order; respondents are numbered in the order of ``kept``."""
    prefix = "SYN" if study.synthetic else "R"
    names = [f"{prefix}-{place:03d}" for place in range(1, len(kept) + 1)]
    columns = {"respondent": pd.Series(names, index=kept.index), "synthetic": study.synthetic}
    for id in study.keep:
        question = study.questions[id]
        answers = kept[list(question.columns)].mask(kept[list(question.columns)] == "")
        if question.kind == "choice":
            columns[id] = answers[id]
            if question.groups:
                columns[f"{id}_group"] = answers[id].map(question.groups)
        elif question.kind == "ranking":
            columns |= {column: answers[column].astype("Int64") for column in question.columns}
        elif question.kind == "multiple":
            columns |= {column: answers[column].map(TICKS).astype("boolean") for column in question.columns}
        elif question.kind == "card":
            columns["card_chosen"] = _amounts(answers[id], study)
        elif question.kind == "amount":
            columns[id] = _amounts(answers[id], study)
        else:
            columns["wtp_amount"] = audit["amount"]
            columns["wtp_status"] = _wtp_status(audit["status"], kept, study)
    return pd.DataFrame(columns)


def _wtp_status(read: pd.Series, kept: pd.DataFrame, study: Study) -> pd.Series:
    """One of ``STATUSES``; a zero takes the class of its reason, and without one it is unclear."""
    kind = pd.Series(ZERO_STATUSES["unclear"], index=read.index)
    if reason := study.questions.get("zero_reason"):
        kind = kept[reason.id].map(reason.codes).map(ZERO_STATUSES).fillna(kind)
    named = {"amount": "payer", "unclear": "unruled", "missing": "missing"}
    return read.map(named).fillna(kind)


def possible_statuses(said: str, reason: str) -> set[str]:
    """What an amount can have been read as, if somebody kept to the questions: the reason is asked of zeros alone.

    Parameters
    ----------
    said, reason : str
        The codes of the answers to whether anything would be paid and why not; blank where not answered.

    Examples
    --------
    >>> sorted(possible_statuses("no", "protest")), sorted(possible_statuses("yes", ""))
    (['protest zero', 'unruled'], ['missing', 'payer', 'unruled'])
    """
    zero = {ZERO_STATUSES[reason or "unclear"]}
    if said == "no":
        return {*zero, "unruled"}
    if reason:
        return zero
    return {"payer", "missing", "unruled"} | (set() if said == "yes" else zero)


def _amounts(answers: pd.Series, study: Study) -> pd.Series:
    """Amounts that the survey showed, which were checked on reading; missing where none was chosen."""
    return money.parse_column(answers.fillna(""), {}, study.good.currency, study.layout.decimal)["amount"]
