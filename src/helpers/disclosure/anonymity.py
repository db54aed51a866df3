"""Who could be recognised: free text that names people, and respondents whom nobody else resembles."""

from __future__ import annotations

import re

import pandas as pd

from helpers import cleaning
from helpers.study import SMALLEST_CLASS

# Typed answers, in the order of the survey; nothing of them is ever printed, not even here.
TYPED = ("text", "money")
PATTERNS = {
    "e-mail": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "telephone": r"(?<![\d£])(?:\+44\s?|\(?0)(?:\d[\s()-]?){9,10}(?!\d)",
    # Two parts with or without a space; the inward part leaves out the letters that the Post Office does not use.
    "postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b",
    "web address": r"\b(?:https?://|www\.)\S+",
    "name": r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|my manager|my line manager)\.?\s+[A-Z][a-z]+",
}
NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[\s-]?(\d{3})[\s-]?(\d{4})(?!\d)")


def scan(survey: cleaning.Survey) -> pd.DataFrame:
    """Find what could name a person in typed answers.

    Returns
    -------
    DataFrame
        Index ``row`` of the export: column, and kind of each find. What was typed is for a person to read in the
        export itself, and is not repeated.
    """
    rows = []
    for question in survey.study.questions.values():
        if question.kind in TYPED:
            for row, text in survey.raw[question.id].items():
                rows += [(row, question.column, kind) for kind in kinds(text)]
    return pd.DataFrame(rows, columns=["row", "column", "kind"]).set_index("row")


def kinds(text: str) -> list[str]:
    """What kinds of personal data a text may hold.

    >>> (
    ...     kinds("call Dr Jones on 029 2018 0000"),
    ...     kinds("943 476 5919"),
    ...     kinds("about £1,000"),
    ... )
    (['telephone', 'name'], ['NHS number'], [])
    """
    found = [kind for kind, pattern in PATTERNS.items() if re.search(pattern, text, re.IGNORECASE * (kind != "name"))]
    return found + ["NHS number"] * any(_is_nhs_number("".join(parts)) for parts in NHS_NUMBER.findall(text))


def _is_nhs_number(digits: str) -> bool:
    """Whether the tenth digit is the check digit of the first nine (modulus 11; NHS Data Dictionary)."""
    check = -sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check == int(digits[9])


def classes(respondents: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """How many respondents share their quasi-identifiers with how many others (k-anonymity; Sweeney, 2002).

    A missing answer counts as a category of its own.

    Returns
    -------
    DataFrame
        Indexed by size of the class in bands: classes, respondents.

    Examples
    --------
    >>> alike = pd.DataFrame({"area": ["Urban"] * 6 + ["Rural"]})
    >>> classes(alike, ("area",)).loc["1", "respondents"].item()
    1
    """
    sizes = _sizes(respondents, columns)
    bands = pd.cut(sizes, [0, 1, SMALLEST_CLASS - 1, 2 * SMALLEST_CLASS - 1, len(respondents) + 10])
    bands = bands.cat.rename_categories(
        ["1", f"2 to {SMALLEST_CLASS - 1}", f"{SMALLEST_CLASS} to {2 * SMALLEST_CLASS - 1}", "more"]
    )
    grouped = sizes.groupby(bands, observed=False)
    return pd.DataFrame({"classes": grouped.size(), "respondents": grouped.sum()}).rename_axis("alike")


def smallest_class(respondents: pd.DataFrame, columns: tuple[str, ...]) -> int:
    """The k of k-anonymity: how many respondents the least common combination has."""
    return int(_sizes(respondents, columns).min())


def refusal(survey: cleaning.Survey) -> str:
    """Why single respondents may not be written to a file, or blank where they may.

    Real ones may where each shares the quasi-identifiers with `SMALLEST_CLASS` - 1 others, or somebody signed for it.
    """
    study, k = survey.study, smallest_class(survey.respondents, survey.study.privacy.quasi_identifiers)
    if study.synthetic or k >= SMALLEST_CLASS or study.privacy.signed_by:
        return ""
    return (
        f"{study.shown(study.path)}: single respondents are not written, since some share their quasi-identifiers "
        f"with fewer than {SMALLEST_CLASS - 1} others; name who answers for it in privacy.signed_by, or group options."
    )


def _sizes(respondents: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    if not columns:  # nothing is known of anybody, so all are alike
        return pd.Series([len(respondents)])
    return respondents.groupby(list(columns), dropna=False).size().reset_index(drop=True)
