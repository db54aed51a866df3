"""The synthetic export: invented answers, exact on the published totals, written as Qualtrics writes a CSV.

Nothing here is evidence. The published counts (Lancet 2022; 400: S79) and average are built in; all else is a declared
assumption. Totals are fixed first and the answers then shuffled, so that each total is met exactly while questions stay
unrelated to one another.
"""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import (
    ITEMISED,
    SYNTHETIC,
    SYNTHETIC_ID,
    SYNTHETIC_LABEL,
    InputError,
    Question,
    Study,
    changeable,
    write_sidecar,
)

from .amounts import respondents
from .assumptions import assumptions, declared

# How people type an amount, and nothing at all: most often the plain form.
AMOUNTS = ("£{}", "{}", "£{}", "{}", "about {}", "£{}.00", "{} pounds", "around {}", "£ {}", "{} GBP", "about £{}")
NOTHING = ("nothing", "0", "", "nil", "None", "£0", "n/a")
# Two answers that only a person can read: one is ruled on, the other waits.
ONCE, RANGE = "£{} (once)", "£{}-{}"
RULED_ON = 50
COMMENTS = (
    "Thank you for asking.",
    "Courses near me are full, or far away.",
    'Hard to say:\nit depends on what "training" means.',
    "None",
)
# How cleaning calls a zero whose reason is read by each code.
ZEROS = {"true zero": "true zero", "protest": "protest zero", "unclear": "unclear zero"}
PREVIEWS = 3
# Added to the questionnaire after the rest, and so drawn from a stream of its own: no other answer moved.
ADDED = ("intervention",)
# How many answers each partial response gives before it breaks off.
ANSWERED_IN_PARTIALS = (2, 4, 11, 13)
# Text and ImportId of the columns that Qualtrics adds by itself.
METADATA = {
    "StartDate": ("Start Date", "startDate"),
    "EndDate": ("End Date", "endDate"),
    "Status": ("Response Type", "status"),
    "IPAddress": ("IP Address", "ipAddress"),
    "Progress": ("Progress", "progress"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration"),
    "Finished": ("Finished", "finished"),
    "RecordedDate": ("Recorded Date", "recordedDate"),
    "ResponseId": ("Response ID", "_recordId"),
    "RecipientLastName": ("Recipient Last Name", "recipientLastName"),
    "RecipientFirstName": ("Recipient First Name", "recipientFirstName"),
    "RecipientEmail": ("Recipient Email", "recipientEmail"),
    "ExternalReference": ("External Data Reference", "externalDataReference"),
    "LocationLatitude": ("Location Latitude", "locationLatitude"),
    "LocationLongitude": ("Location Longitude", "locationLongitude"),
    "DistributionChannel": ("Distribution Channel", "distributionChannel"),
    "UserLanguage": ("User Language", "userLanguage"),
}


def build(study: Study) -> pd.DataFrame:
    """Invent the responses of a study.

    Parameters
    ----------
    study : Study
        Its questions give the columns and options, its seed ``synthetic`` the shuffling.

    Returns
    -------
    DataFrame of str
        65 rows as exported: 54 that cleaning keeps, and one or more of each kind that it sets aside.

    Examples
    --------
    >>> from helpers.study import load
    >>> build(load()).shape
    (65, 41)
    """
    rng = study.rng("synthetic")
    answers = _answers(study, rng)
    kept = pd.DataFrame({"Status": "IP Address", "Progress": "100", "Finished": "True"}, index=answers.index)
    rows = pd.concat([answers.join(kept), *_set_aside(study, answers)], ignore_index=True)
    rows = rows.join(_visits(len(rows), rng))
    rows.loc[rows["Status"] == "Survey Preview", "IPAddress"] = ""
    rows[SYNTHETIC] = SYNTHETIC_LABEL
    rows = pd.concat([rows.sort_values("RecordedDate", kind="stable"), rows.iloc[[0]]], ignore_index=True)
    return rows.reindex(columns=[*METADATA, *answers.columns, SYNTHETIC], fill_value="")


def content(study: Study) -> bytes:
    """The synthetic export as Qualtrics writes one: ids, question texts and ImportIds above the responses."""
    header = {name: (text, {"ImportId": id}) for name, (text, id) in METADATA.items()}
    for name in ("StartDate", "EndDate", "RecordedDate"):
        header[name][1]["timeZone"] = "Europe/London"
    for question in study.questions.values():
        for place, column in enumerate(_headings(question)):
            text = f"{question.text} - {question.options[place]}" if question.kind == "ranking" else question.text
            suffix = "_TEXT" if question.kind in ("money", "text") else ""
            header[column] = (text, {"ImportId": column.replace("Q", "QID", 1) + suffix})
    header[SYNTHETIC] = (SYNTHETIC, {"ImportId": SYNTHETIC})
    rows = build(study)
    texts = [header[name][0] for name in rows.columns]
    ids = [json.dumps(header[name][1], separators=(",", ":")) for name in rows.columns]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([rows.columns, texts, ids, *rows.to_numpy()])
    return written.getvalue().encode()


def write(study: Study, path: str | Path) -> None:
    """Write the synthetic export, and beside it the label that says what it was made from."""
    Path(path).write_bytes(content(study))
    write_sidecar(Path(path), declared=changeable(study))


def _headings(question: Question) -> list[str]:
    """How Qualtrics heads the columns of a question: items are numbered."""
    if question.kind not in ITEMISED:
        return [question.column]
    return [f"{question.column}_{place}" for place, _ in enumerate(question.options, start=1)]


def _answers(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """The respondents' answers: each question shuffled by itself, and those on paying as one block."""
    invented, _ = declared(study)
    n = invented.respondents
    columns = {column: np.full(n, "", object) for q in study.questions.values() for column in _headings(q)}
    consent = study.eligibility[0]
    columns[study.questions[consent.question].column][:] = consent.accept[0]
    [apart] = rng.spawn(1)
    for id, counts in invented.answers.items():
        question = study.questions[id]
        if question.kind == "choice" and id != "zero_reason":
            chosen = np.repeat(np.array(question.options, object), counts)
            columns[question.column][: len(chosen)] = chosen
            (apart if id in ADDED else rng).shuffle(columns[question.column])
    for id, counts in invented.answers.items():
        if study.questions[id].kind == "ranking":
            columns |= _ranks(study.questions[id], counts, n, rng)
    for column, cells in _paying(study, rng).items():
        columns[column][:] = cells
    comments = study.questions["comments"].column
    columns[comments][rng.choice(n, len(COMMENTS), replace=False)] = COMMENTS
    return pd.DataFrame(columns)


def _paying(study: Study, rng: np.random.Generator) -> dict[str, list[str]]:
    """What `respondents` would pay, as they would type and choose it."""
    pays, wtp, why, card = (study.questions[id] for id in ("pays_anything", "wtp", "zero_reason", "card"))
    says = {code: option for option, code in reversed(pays.codes.items())}
    made = respondents(assumptions(study))
    reasons = {
        status: _reasons(study, code, int((made["wtp_status"] == status).sum())) for code, status in ZEROS.items()
    }
    ruled = made.index[made["wtp_amount"] == RULED_ON][:1]
    cells: dict[str, list[str]] = {question.column: [] for question in (pays, wtp, why, card)}
    for row, status, amount, tick in made.itertuples():
        shown = "" if np.isnan(tick) else formatted(tick, study.good.currency, whole=tick == round(tick))
        typed, reason, said = "", "", "yes"
        if status == "payer":
            form = ONCE if row in ruled else AMOUNTS[rng.integers(len(AMOUNTS))]
            typed = form.format(int(amount)) if amount == int(amount) else printed(amount, ".2f")
        elif status == "unruled":
            typed = RANGE.format(f"{tick:g}", f"{min([a for a in study.card if a > tick], default=2 * tick):g}")
        elif status == "missing":
            said = "unknown" if np.isnan(tick) else "yes"
            typed = ("", "don't know")[rng.integers(2)] if said == "unknown" else ""
        else:
            reason = reasons[status].pop()
            said = "no" if reason else "unknown"
            typed = NOTHING[rng.integers(len(NOTHING))] if reason else NOTHING[0]
        for column, cell in zip(cells.values(), (says[said], typed, reason, shown), strict=True):
            column.append(cell)
    return cells


def _reasons(study: Study, code: str, n: int) -> list[str]:
    """Reasons of n zeros that are read by one code, in the declared proportions; a blank stands for no reason given."""
    invented, _ = declared(study)
    question, counts = study.questions["zero_reason"], invented.answers["zero_reason"]
    weights = {o: count for o, count in zip(question.options, counts, strict=True) if question.codes[o] == code}
    if code == "unclear":
        weights[""] = invented.without_reason
    if n and not sum(weights.values()):
        raise InputError(f"{n} zeros are read as {code!r}, and invented.answers gives nobody such a reason; give one.")
    # Largest remainders, so that the declared counts come out as declared.
    shares = [n * weight / max(sum(weights.values()), 1) for weight in weights.values()]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: whole[place] - shares[place])
    for place in by_remainder[: n - sum(whole)]:
        whole[place] += 1
    return [reason for reason, count in zip(weights, whole, strict=True) for _ in range(count)]


def _ranks(question: Question, counts: tuple[int, ...], n: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Ranks of items: the first as counted, the others in random order, none from those left over."""
    firsts = np.repeat(np.arange(len(counts)), counts)
    ranks = np.full((n, len(counts)), "", object)
    for row, first in zip(rng.permutation(n), firsts, strict=False):
        others = rng.permutation(np.delete(np.arange(len(counts)), first))
        ranks[row, [first, *others]] = [str(rank) for rank in range(1, len(counts) + 1)]
    return dict(zip(_headings(question), ranks.T, strict=True))


def _set_aside(study: Study, answers: pd.DataFrame) -> list[pd.DataFrame]:
    """Rows that cleaning leaves out: previews, partial responses, no consent, and roles that are not eligible."""
    previews = answers.iloc[:PREVIEWS].assign(Status="Survey Preview", Progress="100", Finished="True")
    partial = answers.iloc[PREVIEWS:][: len(ANSWERED_IN_PARTIALS)].assign(Status="IP Address", Finished="False")
    for row, answered in zip(partial.index, ANSWERED_IN_PARTIALS, strict=True):
        partial.loc[row, answers.columns[answered:]] = ""
        partial.loc[row, "Progress"] = str(100 * answered // answers.shape[1])
    consent, role = (study.questions[criterion.question] for criterion in study.eligibility)
    refused = next(option for option in consent.options if option not in study.eligibility[0].accept)
    other_roles = [option for option in role.options if option not in study.eligibility[1].accept][:2]
    screened = pd.DataFrame(
        {
            consent.column: [refused, *[study.eligibility[0].accept[0]] * 2],
            role.column: ["", *other_roles],
            "Status": "IP Address",
            "Progress": "100",
            "Finished": "True",
        }
    ).reindex(columns=partial.columns, fill_value="")
    return [previews, partial, screened]


def _visits(count: int, rng: np.random.Generator) -> pd.DataFrame:
    """When and whence each response came; addresses are those reserved for documentation (RFC 5737), some shared."""
    opened = datetime(2020, 3, 2, 9)
    starts = [opened + timedelta(seconds=int(second)) for second in rng.integers(0, 110 * 86_400, count)]
    durations = rng.integers(240, 1_500, count)
    ends = [start + timedelta(seconds=int(duration)) for start, duration in zip(starts, durations, strict=True)]
    ids = rng.permutation(count) + 1
    return pd.DataFrame(
        {
            "StartDate": [str(start) for start in starts],
            "EndDate": [str(end) for end in ends],
            "IPAddress": [f"192.0.2.{host}" for host in rng.integers(1, 40, count)],
            "Duration (in seconds)": durations.astype(str),
            "RecordedDate": [str(end + timedelta(seconds=1)) for end in ends],
            "ResponseId": [f"{SYNTHETIC_ID}{id:06d}" for id in ids],
            "DistributionChannel": "anonymous",
            "UserLanguage": rng.choice(["EN", "CY"], count, p=[0.9, 0.1]),
        }
    )
