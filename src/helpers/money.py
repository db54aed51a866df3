"""Amounts of money as people type them: to an amount, a status and a reason, and never a guess."""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from helpers.rounding import printed, to_step
from helpers.study import InputError

# What a respondent may write for a currency: signs and words for the unit, and words for its hundredth.
CURRENCIES = {
    "GBP": (("£", "gbp", "pound", "pounds", "pound sterling", "pounds sterling", "quid"), ("p", "pence", "penny")),
    "EUR": (("€", "eur", "euro", "euros"), ("c", "cent", "cents")),
    "USD": (("$", "usd", "us$", "dollar", "dollars"), ("c", "¢", "cent", "cents")),
}
HUNDREDTH = 0.01
ZERO_WORDS = {"nothing", "nothing at all", "none", "nil", "zero"}
MISSING_WORDS = {
    "": "blank",
    "don't know": "does not know",
    "dont know": "does not know",
    "i don't know": "does not know",
    "i dont know": "does not know",
    "do not know": "does not know",
    "dk": "does not know",
    "unknown": "does not know",
    "not sure": "is not sure",
    "unsure": "is not sure",
    "n/a": "not applicable",
    "na": "not applicable",
    "not applicable": "not applicable",
}
APPROXIMATE = r"(?:about|around|approx\.?|approximately|roughly|circa|c\.|~)"
# Where the comma stands before decimals, the point stands between thousands.
SWAPPED = str.maketrans(".,", ",.")
# Digits are ASCII: \d would accept other scripts. Nine of them keep every amount exact as a float.
NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,2})?"
# Why an answer is left to a person, tried in this order.
UNCLEAR = (
    (r"â|ã|�", "garbled characters"),
    (r"(?=[^0-9]*\d)[^0-9]*$", "digits of another script"),
    (r"^=", "a spreadsheet formula"),
    (r"^\D{0,3}[-−]\s*\D?\s*[0-9]", "a negative amount"),
    (r"[0-9]\s*\D?\s*(-|–|—|to|or|and)\s*\D{0,2}[0-9]", "a range or several amounts"),
    (r"[0-9]\s*\+|more than|at least|over ", "an open-ended amount"),
    (r"[0-9]\s*[/⁄]\s*[0-9]|[½¼¾]", "a fraction or a date"),
    (r"[0-9](e[0-9]|k\b|m\b)", "an abbreviated number"),
    (
        r"\b(per|an?|each|every)\s+[a-z]+|/\s*[a-z]|\b(hourly|daily|weekly|monthly|yearly|annually)\b",
        "a rate or a unit",
    ),
    (r"[0-9][.,' ][0-9]", "an unclear decimal or thousands mark"),
    (r"[0-9]", "a number with other words"),
)


class Money(NamedTuple):
    """A typed amount as read: ``status`` is amount, zero, missing or unclear; ``amount`` is nan unless known."""

    amount: float
    status: str
    reason: str


def parse(text: str, currency: str, decimal: str = ".", nothing: Iterable[str] = ()) -> Money:
    """Read one typed amount.

    An answer that could be meant in two ways is ``unclear`` and never zero: it waits for a person's ruling.

    Parameters
    ----------
    text : str
        The answer as typed.
    currency : str
        Code of the currency that was asked for, one of ``CURRENCIES``; another currency's sign is unclear.
    decimal : str
        Mark before the decimals, "." or ","; the other one stands between thousands.
    nothing : iterable of str
        Words for an amount of nothing, besides the English ones.

    Returns
    -------
    Money
        The amount in units of the currency, its status and, where it needs one, the reason.

    Raises
    ------
    InputError
        The currency is not one of ``CURRENCIES``.

    Examples
    --------
    >>> parse("about £1,000", "GBP")
    Money(amount=1000.0, status='amount', reason='approximate')
    >>> (
    ...     parse("None", "GBP").status,
    ...     parse("don't know", "GBP").status,
    ...     parse("£5-10", "GBP").reason,
    ... )
    ('zero', 'missing', 'a range or several amounts')
    >>> (
    ...     parse("1.012,50 €", "EUR", decimal=",").amount,
    ...     parse("dim byd", "GBP", nothing=["Dim byd"]).amount,
    ... )
    (1012.5, 0.0)
    """
    known = _words(currency)
    typed = _plain(text)
    if typed in MISSING_WORDS:
        return Money(math.nan, "missing", MISSING_WORDS[typed])
    if typed in ZERO_WORDS or typed in map(_plain, nothing):
        return Money(0.0, "zero", "")
    if decimal == ",":
        typed = typed.translate(SWAPPED)
    for words, scale in zip(known, (1, 100), strict=True):
        either = "|".join(map(re.escape, words))
        before, after = (rf"(?:{either})?", rf"(?:{either})?") if scale == 1 else ("", rf"(?:{either})")
        if found := re.fullmatch(rf"({APPROXIMATE})? ?{before} ?({NUMBER}) ?{after}", typed):
            amount = float(found[2].replace(",", "")) / scale
            return Money(amount, "amount" if amount else "zero", "approximate" if found[1] else "")
    return Money(math.nan, "unclear", _why_unclear(_plain(text), currency))


def _plain(text: str) -> str:
    """A typed answer without what people write differently and mean alike."""
    return " ".join(text.casefold().replace("’", "'").split()).removesuffix(".")


def formatted(amount: float, currency: str, whole: bool = False) -> str:
    """Print an amount with its currency's sign, to the hundredth or to the whole unit.

    >>> formatted(1058, "GBP"), formatted(58, "GBP", whole=True)
    ('£1,058.00', '£58')
    """
    if math.isinf(amount):
        return "infinite"
    sign = "−" if amount < 0 else ""
    return f"{sign}{_words(currency)[0][0]}{printed(abs(amount), ',.0f' if whole else ',.2f')}"


def borne(amount: float, currency: str, step: float) -> str:
    """Print a simulated amount to what its Monte Carlo error bears: no hundredths where its step is larger.

    Parameters
    ----------
    amount : float
    currency : str
    step : float
        The last digit that it bears, as `helpers.valuation.Interval.steps` tells; 0 for any.

    Examples
    --------
    >>> (
    ...     borne(88.96, "GBP", 1.0),
    ...     borne(76.44, "GBP", 10.0),
    ...     borne(40.68, "GBP", 0.0),
    ...     borne(40.68, "GBP", 0.1),
    ... )
    ('£89', '£80', '£40.68', '£41')
    """
    return formatted(to_step(amount, step), currency, whole=step > HUNDREDTH)


def parse_column(
    texts: pd.Series, rulings: dict[str, Money], currency: str, decimal: str = ".", nothing: Iterable[str] = ()
) -> pd.DataFrame:
    """Read a column of typed amounts, with a person's rulings on the unclear ones.

    Parameters
    ----------
    texts : Series of str
        Answers as typed.
    rulings : dict
        What `check_rulings` gives; a ruling applies wherever the same text was typed.
    currency : str
        Code of the currency that was asked for.
    decimal, nothing
        As `parse` takes them.

    Returns
    -------
    DataFrame
        Columns text, amount, status and reason; index as ``texts``.
    """
    known = {text: rulings.get(text.strip()) or parse(text, currency, decimal, nothing) for text in texts.unique()}
    read = [known[text] for text in texts]
    return pd.DataFrame(read, index=texts.index, columns=Money._fields).assign(text=texts)[["text", *Money._fields]]


def check_rulings(
    table: pd.DataFrame, currency: str, shown: str, decimal: str = ".", nothing: Iterable[str] = ()
) -> dict[str, Money]:
    """Check the rulings on unclear answers, and key them by the text ruled on.

    Parameters
    ----------
    table : DataFrame of str
        Columns text (as typed), amount (blank: to be left missing), ruled_by and why; index: row of the file.
    currency : str
        Code of the currency that was asked for.
    shown : str
        Name of the file in messages.
    decimal, nothing
        As `parse` takes them; the amount of a ruling is written with a point.

    Returns
    -------
    dict
        From each text to the `Money` it was ruled to be.

    Raises
    ------
    InputError
        A text is ruled on twice or was clear already, an amount is not a number, or a name or a reason is missing.
    """
    rulings = {}
    for row, text, amount, ruled_by, why in table[["text", "amount", "ruled_by", "why"]].itertuples():
        place, text, amount = f"{shown}, row {row}", text.strip(), amount.strip()
        if parse(text, currency, decimal, nothing).status != "unclear":
            raise InputError(f"{place}, column text: {text!r} is clear as typed; remove the ruling.")
        if text in rulings:
            raise InputError(f"{place}, column text: {text!r} is ruled on twice; keep one ruling.")
        if not re.fullmatch(f"({NUMBER})?", amount):
            raise InputError(f"{place}, column amount: {amount!r} is not an amount; write digits or leave it blank.")
        if not (ruled_by.strip() and why.strip()):
            raise InputError(f"{place}, columns ruled_by and why: one is blank; say who ruled, and why.")
        ruled = parse(amount, currency)
        rulings[text] = ruled._replace(reason=f"ruled by {ruled_by.strip()}: {why.strip()}")
    return rulings


def _words(currency: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be written for the unit and for the hundredth of a currency; the unit's sign comes first."""
    if currency not in CURRENCIES:
        raise InputError(f"currency {currency!r} is not known; declare one of {', '.join(CURRENCIES)}.")
    return CURRENCIES[currency]


def _why_unclear(typed: str, currency: str) -> str:
    foreign = {word for code, (words, _) in CURRENCIES.items() if code != currency for word in words}
    if any(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", typed) for word in foreign):
        return "another currency"
    return next((reason for pattern, reason in UNCLEAR if re.search(pattern, typed)), "not an amount")
