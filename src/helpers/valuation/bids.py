"""Answers to bids, take it or leave it, as intervals: one question, two, or several; sure answers and unsure ones.

A bid may be 0 or below. How an unsure answer counts is declared, never assumed: ``uncertain`` says which ones are, and
``as_`` what they are taken for: "no" for a no; "missing" for a respondent who is left out; "interval" for an answer
that says nothing, so that the interval widens to what the sure answers leave. Without them an answer must be yes or no,
or the "definitely yes" to "definitely no" of Welsh and Poe (1998), read as yes and no.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .answers import bounded
from .columns import Column, Reader, Unsure
from .errors import AnswerError


def single_bounded(
    bid: Column,
    answer: Column,
    zero: Column | None = None,
    *,
    uncertain: Column | None = None,
    as_: str | None = None,
) -> pd.DataFrame:
    """One take-it-or-leave-it question: yes gives [bid, inf), no gives (-inf, bid).

    Parameters
    ----------
    bid : float or sequence of float, shape (n,)
        Amount asked, of either sign.
    answer : sequence of yes/no, shape (n,)
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.
    uncertain : sequence of bool, shape (n,), or word or list of words, optional
        Which answers are unsure, or the words that say so, such as "not sure".
    as_ : {"no", "missing", "interval"}, with ``uncertain``
        What an unsure answer is taken for.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``attrs["uncertain"]`` has the row labels of the unsure answers.

    Raises
    ------
    AnswerError
        For bids that are missing, or answers that are not yes or no: all of them at once.

    Notes
    -----
    WTP is in ``[bid, inf)`` after a yes and in ``(-inf, bid)`` after a no (Bishop and Heberlein 1979). Unsure answers
    taken for a no: Champ, Bishop, Brown and McCollum (1997); otherwise: Welsh and Poe (1998).

    Examples
    --------
    >>> single_bounded([10, 20], ["Yes", "no"])
       lower  upper
    0   10.0    inf
    1   -inf   20.0
    >>> single_bounded(
    ...     [10, 20],
    ...     ["probably yes", "not sure"],
    ...     uncertain=["probably yes", "not sure"],
    ...     as_="no",
    ... )
       lower  upper
    0   -inf   10.0
    1   -inf   20.0
    """
    read = Reader(answer, bid, zero)
    unsure = Unsure(read, uncertain, as_, 1)
    _, taken, answered = unsure.read("answer", answer)
    bid = read.bids("bid", bid, answered)
    lower, upper = _narrow(*_open(answered & ~unsure.left_out), bid, taken)
    return bounded(read, lower, upper, zero, notes=_noted(unsure))


def double_bounded(
    bid: Column,
    first: Column,
    followup_bid: Column,
    second: Column,
    zero: Column | None = None,
    *,
    wrong_side: str = "refuse",
    uncertain: Column | None = None,
    as_: str | None = None,
) -> pd.DataFrame:
    """A question and a dearer one after yes, a cheaper one after no (Hanemann, Loomis and Kanninen 1991).

    Parameters
    ----------
    bid, followup_bid : float or sequence of float, shape (n,)
        Amounts asked first and then, the second as actually asked.
    first, second : sequence of yes/no, shape (n,)
        The answers; ``second`` missing where not asked.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.
    wrong_side : {"refuse", "use"}
        Follow-ups not above the first bid after a yes, or not below it after a no, are an error; or what they still say
        is kept (yes at 45 and yes at 43 is [45, inf)), contradictions are left missing, and a warning counts both.
    uncertain : sequence of bool, shape (n,) or (n, 2), or word or list of words, optional
        Which answers are unsure, by respondent or by question, or the words that say so.
    as_ : {"no", "missing", "interval"}, with ``uncertain``
        What an unsure answer is taken for.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``attrs["wrong_side"]`` and ``attrs["uncertain"]`` have the row labels of these.

    Raises
    ------
    AnswerError
        For unreadable answers, missing bids, or follow-ups on the wrong side: all of them at once.

    Notes
    -----
    Yes and yes: ``[followup, inf)``; yes and no: ``[bid, followup)``; no and yes: ``[followup, bid)``; no and no:
    ``(-inf, followup)`` (Hanemann, Loomis and Kanninen 1991; Aizaki and others 2022). Both answers are taken to come
    from one amount; whether they do, ``anchoring`` and ``bivariate`` ask.

    Examples
    --------
    >>> double_bounded(10, ["yes", "yes", "no"], [20, 20, 5], ["yes", "no", None])
       lower  upper
    0   20.0    inf
    1   10.0   20.0
    2   -inf   10.0
    """
    if wrong_side not in ("refuse", "use"):
        raise AnswerError(f"wrong_side={wrong_side!r} is not known: choose 'refuse' or 'use'.")
    read = Reader(first, bid, followup_bid, second, zero)
    unsure = Unsure(read, uncertain, as_, 2)
    said, first, answered = unsure.read("first", first, 0)
    _, second, followed = unsure.read("second", second, 1)
    bid, followed = read.bids("bid", bid, answered), followed & answered
    followup_bid = read.bids("followup_bid", followup_bid, followed)
    too_low = followed & (said == 1) & (followup_bid <= bid)
    too_high = followed & (said == 0) & (followup_bid >= bid)
    if wrong_side == "refuse":
        remedy = "correct it, or keep what it still says with wrong_side='use'"
        read.refuse(too_low, f"the follow-up to a yes must be above the first bid; {remedy}")
        read.refuse(too_high, f"the follow-up to a no must be below the first bid; {remedy}")
    lower, upper = _narrow(*_open(answered & ~unsure.left_out), bid, first)
    lower, upper = _narrow(lower, upper, followup_bid, np.where(answered, second, np.nan))
    says = "follow-up(s) on the wrong side of the first bid are used for what they still say"
    notes = [*_noted(unsure), ("wrong_side", too_low | too_high, says)]
    return bounded(read, lower, upper, zero, contradictory=lower >= upper, notes=notes)


def one_and_one_half_bounded(
    low: Column,
    high: Column,
    starts_low: Column,
    first: Column,
    second: Column,
    zero: Column | None = None,
    *,
    uncertain: Column | None = None,
    as_: str | None = None,
) -> pd.DataFrame:
    """Two prices told beforehand; the second is asked only where the first left it open (Cooper et al. 2002).

    Parameters
    ----------
    low, high : float or sequence of float, shape (n,)
        The two prices.
    starts_low : sequence of yes/no, shape (n,)
        Whether the lower price was asked first.
    first, second : sequence of yes/no, shape (n,)
        The answers; ``second`` missing where not asked (after no to the lower, after yes to the higher price).
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.
    uncertain, as_
        As in ``double_bounded``.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For unreadable answers, prices out of order, or a second answer where none was asked: all of them at once.

    Notes
    -----
    From low upwards: no ``(-inf, low)``, yes and no ``[low, high)``, yes and yes ``[high, inf)``; from high downwards
    the same three (Cooper, Hanemann and Signorello 2002; Aizaki and others 2022).

    Examples
    --------
    >>> one_and_one_half_bounded(
    ...     10, 20, [True, True, False], ["no", "yes", "no"], [None, "no", "yes"]
    ... )
       lower  upper
    0   -inf   10.0
    1   10.0   20.0
    2   10.0   20.0
    """
    read = Reader(first, low, high, starts_low, second, zero)
    unsure = Unsure(read, uncertain, as_, 2)
    said, first, answered = unsure.read("first", first, 0)
    _, second, followed = unsure.read("second", second, 1)
    started = read.yes_no("starts_low", starts_low)
    upwards = started == 1
    low, high = read.bids("low", low, answered), read.bids("high", high, answered)
    read.refuse(answered & np.isnan(started), "starts_low is missing; say which price was asked first")
    read.refuse(answered & (low >= high), "low must be below high")
    settled = answered & followed & (said == np.where(upwards, 0, 1))
    read.refuse(settled, "a second answer is given where the first had settled it; leave it missing")
    lower, upper = _open(answered & ~unsure.left_out)
    earlier, later = np.where(upwards, [low, high], [high, low])
    lower, upper = _narrow(lower, upper, earlier, first)
    lower, upper = _narrow(lower, upper, later, np.where(answered, second, np.nan))
    return bounded(read, lower, upper, zero, contradictory=lower >= upper, notes=_noted(unsure))


def multiple_bounded(
    bids: Column,
    answers: pd.DataFrame,
    zero: Column | None = None,
    *,
    uncertain: Column | None = None,
    as_: str | None = None,
) -> pd.DataFrame:
    """Several amounts, a yes or no to each, as in iterative bidding: WTP is at least every yes, below every no.

    A no below a yes is a contradiction: that row's bounds are missing until someone rules.

    Parameters
    ----------
    bids : sequence of float, shape (k,)
        The amounts, one a column, of either sign and in any order.
    answers : DataFrame, shape (n, k)
        Yes/no; missing where not asked.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.
    uncertain : sequence of bool, shape (n,) or (n, k), or word or list of words, optional
        Which answers are unsure, by respondent or by question, or the words that say so.
    as_ : {"no", "missing", "interval"}, with ``uncertain``
        What an unsure answer is taken for; "interval" leaves WTP between the highest sure yes and the lowest sure no.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For unreadable answers, all of them at once, or bids that do not match the columns.

    Notes
    -----
    WTP is in ``[highest yes, lowest no)`` (Welsh and Poe 1998).

    Examples
    --------
    >>> multiple_bounded(
    ...     [5, 10, 20], pd.DataFrame([["yes", "yes", "no"], ["no", None, None]])
    ... )
       lower  upper
    0   10.0   20.0
    1   -inf    5.0
    >>> words = pd.DataFrame([["definitely yes", "probably yes", "definitely no"]])
    >>> multiple_bounded([5, 10, 20], words, uncertain="probably yes", as_="interval")
       lower  upper
    0    5.0   20.0
    """
    answers = pd.DataFrame(answers)
    bids = np.asarray(bids, dtype=float)
    if bids.shape != (answers.shape[1],) or not np.isfinite(bids).all():
        raise AnswerError(
            f"There are {bids.size} bids for {answers.shape[1]} columns of answers; give one finite bid a column."
        )
    read = Reader(answers, zero)
    unsure = Unsure(read, uncertain, as_, len(bids))
    columns = [unsure.read(f"column {name!r}", answers[name], place) for place, name in enumerate(answers)]
    lower, upper = _open(np.any([answered for _, _, answered in columns], axis=0) & ~unsure.left_out)
    for bid, (_, taken, _) in zip(bids, columns, strict=True):
        lower, upper = _narrow(lower, upper, bid, taken)
    return bounded(read, lower, upper, zero, contradictory=lower >= upper, notes=_noted(unsure))


def _noted(unsure: Unsure) -> list[tuple[str, np.ndarray, str | None]]:
    """The unsure answers, for ``attrs``: their treatment was declared, so nothing warns of them."""
    return [] if unsure.as_ is None else [("uncertain", unsure.rows, None)]


def _open(answered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(-inf, inf) where there is an answer, missing where there is none."""
    lower = np.where(answered, -np.inf, np.nan)
    return lower, -lower


def _narrow(
    lower: np.ndarray, upper: np.ndarray, bid: np.ndarray | float, answer: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The interval once this bid has been answered: yes raises its lower end, no brings its upper end down."""
    return np.where(answer == 1, np.maximum(lower, bid), lower), np.where(answer == 0, np.minimum(upper, bid), upper)
