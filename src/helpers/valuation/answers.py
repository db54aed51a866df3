"""Answers to willingness-to-pay questions as intervals: one constructor an elicitation format.

**Which end is closed.** A yes to a price means WTP of at least that price, so every interval is [lower, upper): the
lower end belongs to it and the upper end does not. An exact £50 is a yes to £50. Equal bounds are the amount itself,
(0, 0) a known zero, and a lower bound of 0 is a payer of any amount above it. For a continuous distribution the ends do
not matter; for ``turnbull`` and ``kristrom`` they do. Everything in this package follows this rule.

Every constructor returns a frame with columns ``lower`` and ``upper`` in currency units, under the index of the Series
given; missing bounds are an answer that cannot be used. Amounts may be of either sign and 0, as in a price list from
-20 to 20 or in "would you take it if it were free?". On the real line these are amounts like others; to a positive
distribution a lower bound below 0 is none, so that [-10, 10) is (-inf, 10), and WTP of at most 0 is a known zero.

All constructors take ``zero``, from "would you pay anything at all?": True where the respondent would pay nothing,
which gives (0, 0); False for a payer, which turns an open lower end into 0. Answers that contradict themselves are
never mended: their bounds are missing, their row labels are in ``answers.attrs["contradictory"]`` and a warning counts
them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .columns import Column, Reader
from .errors import AnswerError


def open_ended(amount: Column, zero: Column | None = None) -> pd.DataFrame:
    """Exact amounts: the answer to "what is the most you would pay?".

    Parameters
    ----------
    amount : sequence of float, shape (n,)
        Currency units; missing where not usable.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For amounts that are not finite numbers.

    Notes
    -----
    ``WTP = amount``: the density of the amount enters the likelihood (Mitchell and Carson 1989 on the format).

    Examples
    --------
    >>> open_ended([50, 0, None])
       lower  upper
    0   50.0   50.0
    1    0.0    0.0
    2    NaN    NaN
    """
    read = Reader(amount, zero)
    amount = read.numbers("amount", amount)
    return bounded(read, amount.copy(), amount.copy(), zero)


def payment_card(chosen: Column, card: Column, zero: Column | None = None) -> pd.DataFrame:
    """Card answers: the highest amount accepted, WTP lying between it and the next one up.

    A tick at 0 says only that WTP is below the next amount, (-inf, next), unless ``zero`` says more or the card offers
    negative amounts as well, of which it is then the highest that was accepted.

    Parameters
    ----------
    chosen : sequence of float, shape (n,)
        Highest amount ticked; missing where nothing was.
    card : sequence of float
        Amounts offered, ascending, 0 included if it could be ticked.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For a card that does not ascend, or amounts that are not on it.

    Notes
    -----
    WTP is in ``[chosen, next amount up)`` (Cameron and Huppert 1989); the card gives the ends, not the respondent.

    Examples
    --------
    >>> payment_card([30, 200, 0], card=[0, 10, 30, 50, 200])
       lower  upper
    0   30.0   50.0
    1  200.0    inf
    2   -inf   10.0
    """
    card = np.asarray(card, dtype=float)
    if card.ndim != 1 or card.size < 2 or not np.all(np.isfinite(card)) or np.any(np.diff(card) <= 0):
        raise AnswerError("The card must list two or more finite amounts, each above the one before.")
    read = Reader(chosen, zero)
    chosen = read.numbers("chosen", chosen)
    place = np.asarray(np.searchsorted(card, chosen))
    known = ~np.isnan(chosen)
    off_card = known & (card[np.minimum(place, card.size - 1)] != chosen)
    offered = ", ".join(f"{amount:g}" for amount in card)
    read.refuse(off_card, f"chosen is not on the card; give one of {offered}", lambda place: f"{chosen[place]:g}")
    read.check()
    lower, upper = np.where((chosen == 0) & (card[0] == 0), -np.inf, chosen), np.full(len(chosen), np.nan)
    upper[known] = np.append(card[1:], np.inf)[place[known]]
    return bounded(read, lower, upper, zero)


def from_interval2(lower: Column, upper: Column) -> pd.DataFrame:
    """Intervals with a missing bound for an open end, as Stata's intreg and "interval2" of R's survival write them.

    Parameters
    ----------
    lower, upper : sequence of float, shape (n,)
        Currency units, or minus and plus infinity; equal for an exact amount. Where both are missing so is the answer.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For bounds that are not numbers or not in order.

    Notes
    -----
    WTP is in ``[lower, upper)``, a missing end being open: R's survival, type "interval2" (Therneau 2023), and Stata's
    intreg.

    Examples
    --------
    >>> from_interval2([20, 80, None, 15, None], [40, None, 10, 15, None])
       lower  upper
    0   20.0   40.0
    1   80.0    inf
    2   -inf   10.0
    3   15.0   15.0
    4    NaN    NaN
    """
    read = Reader(lower, upper)
    lower, upper = read.numbers("lower", lower, open_end=-np.inf), read.numbers("upper", upper, open_end=np.inf)
    neither = np.isnan(lower) & np.isnan(upper)
    lower = np.where(np.isnan(lower) & ~neither, -np.inf, lower)
    upper = np.where(np.isnan(upper) & ~neither, np.inf, upper)
    why = "the lower bound is above the upper bound; correct one of them"
    read.refuse(lower > upper, why, lambda place: f"{lower[place]:g} to {upper[place]:g}")
    return bounded(read, lower, upper, None)


def pool(**formats: pd.DataFrame) -> pd.DataFrame:
    """Answers of several elicitation formats in one frame, for one fit with a term for the format.

    Parameters
    ----------
    **formats : DataFrame
        Answers by the name of their format; the first is the one that the others are compared with.

    Returns
    -------
    DataFrame
        Columns ``lower``, ``upper`` and ``format``. Row labels are kept: who answered in two formats has two rows,
        which ``fit`` takes for one respondent when it resamples or forms a robust covariance.

    Raises
    ------
    AnswerError
        For fewer than two formats.

    Notes
    -----
    The rows of all formats stand below each other, and one likelihood ``L = product of P(WTP in [lower, upper))``
    serves them (Cameron, Poe, Ethier and Schulze 2002); a fit gains a term for the format.

    Examples
    --------
    >>> pool(card=payment_card([10], [0, 10, 20]), open=open_ended([15]))
       lower  upper format
    0   10.0   20.0   card
    0   15.0   15.0   open
    """
    if len(formats) < 2:
        raise AnswerError("Pooling needs two or more formats, each by its name.")
    pooled = pd.concat([answers[["lower", "upper"]].assign(format=name) for name, answers in formats.items()])
    pooled["format"] = pd.Categorical(pooled["format"], list(formats))
    pooled.attrs["contradictory"] = [
        label for answers in formats.values() for label in answers.attrs.get("contradictory", [])
    ]
    return pooled


def bounded(
    read: Reader,
    lower: np.ndarray,
    upper: np.ndarray,
    zero: Column | None,
    *,
    contradictory: np.ndarray | bool = False,
    notes: Iterable[tuple[str, np.ndarray, str | None]] = (),
) -> pd.DataFrame:
    """The frame of bounds, once ``zero`` has had its say and contradictions are set aside.

    Parameters
    ----------
    read : Reader
        Of the columns that the bounds were made of; its faults are raised here.
    lower, upper : ndarray, shape (n,)
    zero : sequence of bool, shape (n,), or None
    contradictory : ndarray of bool, shape (n,)
        Rows already known to contradict themselves.
    notes : iterable of (str, ndarray of bool, str or None)
        What else to count: the key in ``attrs``, the rows, and what the warning says of them.

    Returns
    -------
    DataFrame, shape (n, 2)
    """
    nothing, something = read.known_zeros(zero)
    read.check()
    contradictory = contradictory | (nothing & (lower > 0)) | (something & (upper <= 0))
    lower[nothing], upper[nothing] = 0.0, 0.0
    lower[something & (lower == -np.inf)] = 0.0
    lower[contradictory] = upper[contradictory] = np.nan
    answers = pd.DataFrame({"lower": lower, "upper": upper}, index=read.index)
    sentence = "answer(s) contradict themselves and are left missing until ruled on"
    for key, rows, says in [*notes, ("contradictory", contradictory, sentence)]:
        answers.attrs[key] = list(read.index[rows])
        if says and rows.any():
            first = read.index[np.argmax(rows)]
            warnings.warn(f"{rows.sum()} {says}; the first is row {first}.", stacklevel=3)
    return answers
