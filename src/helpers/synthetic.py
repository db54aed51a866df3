"""The synthetic export: invented answers, exact on the published totals, written as Qualtrics writes a CSV.

Nothing here is evidence. The published counts (Lancet 2022; 400: S79) and a mean of £58.00 are built in; all else is
a declared assumption. Totals are fixed first and the answers then shuffled, so that each total is met exactly while
questions stay unrelated to one another.
"""

import csv
import io
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.money import formatted
from helpers.study import SYNTHETIC, SYNTHETIC_ID, SYNTHETIC_LABEL, InputError, Study, load, write_sidecar

RESPONDENTS = 54
# How many chose each option, in the declared order; those left over gave no answer.
COUNTS = {
    "role": (34, 12, 8, 0, 0, 0),
    "qualification": (23, 13, 8, 6, 4, 0),
    "trained": (38, 16),
    "would_benefit": (54, 0, 0),
    "gender": (43, 9, 1),
    "age_band": (5, 12, 17, 15, 4),
    "years_in_role": (14, 23, 14, 3),
    "employer": (24, 15, 11, 4),
    "pay_band": (9, 21, 16, 4),
    "area": (17, 16, 20),
}
# How many ranked each skill first, in the declared order.
RANKED_FIRST = (21, 12, 8, 5, 4, 2)
YES, NO, UNSURE = range(3)
# Would pay anything?, maximum as typed, place of the reason for zero, highest amount on the card. The 46 usable answers
# sum to 46 x £58. A card answer is mostly the amount on the card at or below the typed one, but people are no machines.
WTP_ANSWERS = (
    (YES, "£5", None, 5),
    (YES, "10", None, 10),
    (YES, "about 10", None, 10),
    (YES, "£20", None, 20),
    (YES, "20", None, 20),
    (YES, "20 pounds", None, 20),
    (YES, "£20.00", None, 30),
    (YES, "25", None, 20),
    (YES, "£25", None, 20),
    (YES, "£ 25", None, 30),
    (YES, "£30", None, 30),
    (YES, "30", None, 30),
    (YES, "30 GBP", None, 30),
    (YES, "about £30", None, 40),
    (YES, "40", None, 40),
    (YES, "£40", None, 40),
    (YES, "about 40", None, 40),
    (YES, "£50", None, 50),
    (YES, "£50", None, 50),
    (YES, "50", None, 50),
    (YES, "50 pounds", None, 50),
    (YES, "around 50", None, 40),
    (YES, "50.00", None, 75),
    (YES, "£60", None, 50),
    (YES, "£60 (once)", None, 50),
    (YES, "75", None, 75),
    (YES, "£75", None, 75),
    (YES, "£80", None, 75),
    (YES, "£99", None, 75),
    (YES, "99", None, 100),
    (YES, "£100", None, 100),
    (YES, "100", None, 100),
    (YES, "100.00", None, 100),
    (YES, "GBP 100", None, 150),
    (YES, "£150", None, 150),
    (YES, "200 pounds", None, 200),
    (YES, "£250", None, 200),
    (YES, "£400", None, 300),
    (NO, "nothing", 0, None),
    (NO, "0", 0, None),
    (NO, "", 0, None),
    (NO, "nil", 0, None),
    (NO, "None", 1, None),
    (NO, "nothing", 4, None),
    (NO, "", 4, None),
    (UNSURE, "nothing", None, None),
    (NO, "£0", 2, None),
    (NO, "n/a", 2, None),
    (NO, "", 3, None),
    (YES, "", None, 40),
    (YES, "", None, 100),
    (UNSURE, "", None, None),
    (UNSURE, "don't know", None, None),
    (YES, "£20-30", None, 20),
)
COMMENTS = (
    "Thank you for asking.",
    "Courses near me are full, or far away.",
    'Hard to say:\nit depends on what "training" means.',
    "None",
)
PREVIEWS = 3
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
    >>> build(load()).shape
    (65, 40)
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


def write(study: Study, path: str | Path) -> None:
    """Write the synthetic export as Qualtrics does, ids, question texts and ImportIds above the responses; label it."""
    header = {name: (text, {"ImportId": id}) for name, (text, id) in METADATA.items()}
    for name in ("StartDate", "EndDate", "RecordedDate"):
        header[name][1]["timeZone"] = "Europe/London"
    for question in study.questions.values():
        for place, column in enumerate(question.columns):
            text = f"{question.text} - {question.options[place]}" if question.kind == "ranking" else question.text
            suffix = "_TEXT" if question.kind in ("money", "text") else ""
            header[column] = (text, {"ImportId": column.replace("Q", "QID", 1) + suffix})
    header[SYNTHETIC] = (SYNTHETIC, {"ImportId": SYNTHETIC})
    rows = build(study)
    texts = [header[name][0] for name in rows.columns]
    ids = [json.dumps(header[name][1], separators=(",", ":")) for name in rows.columns]
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([rows.columns, texts, ids, *rows.to_numpy()])
    Path(path).write_bytes(content.getvalue().encode())
    write_sidecar(Path(path), rows=len(rows), seed=study.seeds["synthetic"])


def _answers(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """The respondents' answers: each question shuffled by itself, and those on paying as one block."""
    columns = {column: np.full(RESPONDENTS, "", object) for q in study.questions.values() for column in q.columns}
    consent = study.eligibility[0]
    columns[study.questions[consent.question].column][:] = consent.accept[0]
    for id, counts in COUNTS.items():
        question = study.questions[id]
        chosen = np.repeat(np.array(question.options, object), counts)
        columns[question.column][: len(chosen)] = chosen
        rng.shuffle(columns[question.column])
    columns |= _ranks(study, rng)
    paying = [study.questions[id] for id in ("pays_anything", "wtp", "zero_reason", "card")]
    for place, (pays, typed, reason, card) in zip(rng.permutation(RESPONDENTS), WTP_ANSWERS, strict=True):
        why = "" if reason is None else paying[2].options[reason]
        cells = (
            paying[0].options[pays],
            typed,
            why,
            "" if card is None else formatted(card, study.good.currency, whole=True),
        )
        for question, cell in zip(paying, cells, strict=True):
            columns[question.column][place] = cell
    comments = study.questions["comments"].column
    columns[comments][rng.choice(RESPONDENTS, len(COMMENTS), replace=False)] = COMMENTS
    return pd.DataFrame(columns)


def _ranks(study: Study, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Ranks of the skills: the first as counted, the others in random order, none from those left over."""
    names = study.questions["skill"].columns
    firsts = np.repeat(np.arange(len(names)), RANKED_FIRST)
    ranks = np.full((RESPONDENTS, len(names)), "", object)
    for row, first in zip(rng.permutation(RESPONDENTS), firsts, strict=False):
        others = rng.permutation(np.delete(np.arange(len(names)), first))
        ranks[row, [first, *others]] = [str(rank) for rank in range(1, len(names) + 1)]
    return dict(zip(names, ranks.T, strict=True))


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


def main(arguments: list[str]) -> None:
    """Write the synthetic export where the study expects it, or to the path given."""
    try:
        study = load()
        if not study.synthetic:
            raise InputError(
                f"{study.shown(study.path)}: mode is real; invented answers are not written over real ones."
            )
        write(study, arguments[0] if arguments else study.export)
    except InputError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
