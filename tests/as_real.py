"""The bundled respondents, or made-up ones, passed off as real: the only way to see what protects them."""

import dataclasses
import itertools

import numpy as np
import pandas as pd

from helpers import cleaning
from helpers.disclosure.suppression import MISSING

SURVEY = cleaning.survey()
QUESTIONS = SURVEY.study.questions.values()
KINDS = {column: kinds for question in QUESTIONS for column, kinds in question.categories.items()}
KINDS |= {"wtp_status": cleaning.STATUSES}
# Who would pay, why not, what the amount was read as, and how many.
ZEROS = (
    ("Yes", None, "payer", 30),
    ("No", "I cannot afford it", "true zero", 11),
    ("No", "The training is worth nothing to me", "true zero", 4),
    ("No", "I object to paying for training that my job requires", "protest zero", 12),
    ("No", "Another reason", "unclear zero", 10),
)


def real(respondents=None, **privacy):
    """The bundled respondents, or others, as if they were real, under other rules."""
    study = dataclasses.replace(SURVEY.study, mode="real")
    study = dataclasses.replace(study, privacy=dataclasses.replace(study.privacy, **privacy))
    return dataclasses.replace(
        SURVEY, study=study, respondents=SURVEY.respondents if respondents is None else respondents
    )


def printed(release, *columns):
    """The counts of a table as readers see them, by category in order; of two columns sorted, and without blanks."""
    cells = {cell: count for cell, count in release.counts.items() if tuple(column for column, _ in cell) == columns}
    texts = {tuple(label for _, label in cell): release.text(count, *cell) for cell, count in cells.items()}
    if len(columns) == 1:
        return {label: text for (label,), text in texts.items()}
    return {labels: text for labels, text in texts.items() if MISSING not in labels}


def answering(**counts):
    """Respondents whose answers to each question have these counts, by option; the questions are not crossed."""
    frame = pd.DataFrame({column: pd.Series(np.repeat(KINDS[column], of)) for column, of in counts.items()})
    return frame.reindex(columns=SURVEY.respondents.columns)


def crossed(counts):
    """Respondents whose area and training have these counts, by area and then training."""
    areas, trained = ("Urban", "Rural", "Both"), ("Yes", "No")
    cells = [pair for pair, count in zip(itertools.product(areas, trained), counts, strict=True) for _ in range(count)]
    return pd.DataFrame(cells, columns=["area", "trained"]).reindex(columns=SURVEY.respondents.columns)


def answered(*groups):
    """Respondents by whether they would pay, why not, and what the amount was read as; each group with its size."""
    rows = [group[:3] for group in groups for _ in range(group[3])]
    frame = pd.DataFrame(rows, columns=["pays_anything", "zero_reason", "wtp_status"])
    return frame.reindex(columns=SURVEY.respondents.columns)


def paying(amounts, zeros=0):
    """Respondents who would pay these amounts, and so many true zeros."""
    answers = pd.DataFrame({"wtp_amount": [*map(float, amounts), *[0.0] * zeros]})
    answers["wtp_status"] = ["payer"] * len(amounts) + ["true zero"] * zeros
    return answers.reindex(columns=SURVEY.respondents.columns)
