"""Slips that break no rule but make no sense: each is a sentence for a person to judge, and none stops a run."""

import math

import pandas as pd

from helpers.rounding import printed

from .respondents import Survey

# Answers are typed in units: a hundredth of them, or a hundred times as many, is beyond any taste.
UNITS = 100
# Fewer answers than this can be alike, or run against each other, by chance.
FEWEST = 5


def slips(survey: Survey) -> tuple[str, ...]:
    """Sentences on what looks like a slip in the export, or in the declaration of it.

    Returns
    -------
    tuple of str
        Swapped columns, amounts in the wrong unit, a scale that runs backwards, responses that are copies.

    Examples
    --------
    >>> from helpers import cleaning
    >>> slips(cleaning.survey())
    ()
    """
    return (*survey.raw.attrs.get("slips", ()), *_wrong_unit(survey), *_reversed_scale(survey), *_copies(survey))


def _paired(survey: Survey) -> pd.DataFrame:
    """Amounts typed beside amounts chosen on the card, of those who gave both."""
    respondents = survey.respondents
    if not {"wtp_amount", "card_chosen"} <= set(respondents.columns):
        return pd.DataFrame(columns=["wtp_amount", "card_chosen"], dtype=float)
    pairs = respondents[["wtp_amount", "card_chosen"]].dropna()
    return pairs[(pairs > 0).all(axis=1)]


def _wrong_unit(survey: Survey) -> list[str]:
    """Pence for pounds: typed amounts that are, at the median, far from those chosen on the card."""
    pairs = _paired(survey)
    if len(pairs) < FEWEST:
        return []
    ratio = (pairs["wtp_amount"] / pairs["card_chosen"]).median()
    if UNITS**-0.5 < ratio < UNITS**0.5:
        return []
    way = "more" if ratio > 1 else "less"
    times = printed(UNITS**0.5, ".0f")
    return [f"typed amounts are mostly over {times} times {way} than those chosen on the card: wrong unit?"]


def _reversed_scale(survey: Survey) -> list[str]:
    """Whoever types more should choose more: the card, or its codes, may run backwards."""
    pairs = _paired(survey)
    if len(pairs) < FEWEST or (pairs.nunique() < 2).any():
        return []
    if pairs["wtp_amount"].rank().corr(pairs["card_chosen"].rank()) >= 0:
        return []
    return ["those who type more choose less on the card: is its scale reversed?"]


def _copies(survey: Survey) -> list[str]:
    """Responses under different ids that agree in every answer, when many questions were answered."""
    kept = survey.raw[~survey.raw.index.isin(survey.excluded.index)]
    answers = kept[[column for question in survey.study.questions.values() for column in question.columns]]
    answers = answers[(answers != "").sum(axis=1) >= FEWEST]
    alike = answers[answers.duplicated(keep=False)]
    # A few closed questions agree by chance: how many pairs would, if no answer hung on another.
    by_chance = math.comb(len(answers), 2)
    for column in answers:
        by_chance *= (answers[column].value_counts(normalize=True) ** 2).sum()
    if alike.empty or by_chance > 1:
        return []
    rows = ", ".join(str(row) for row in alike.index)
    return [f"rows {rows} agree with another in every answer, under different ids: copied rows?"]
