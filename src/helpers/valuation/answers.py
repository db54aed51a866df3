"""Answers to willingness-to-pay questions as intervals: one constructor an elicitation format.

Every constructor returns a frame with columns ``lower`` and ``upper``, in currency units, saying that WTP lies in
(lower, upper]; equal bounds are an exact amount, (0, 0) a known zero, missing bounds an answer that cannot be used. The
frame keeps the index of the Series given. Yes/no answers may be booleans, 0/1 or yes/no in any case.

All constructors take ``zero``, from "would you pay anything at all?": True where the respondent would pay nothing,
which gives (0, 0); False for a payer, which turns an open lower end into 0. Answers that contradict themselves are
never mended: their bounds are missing, their row labels are in ``answers.attrs["contradictory"]`` and a warning counts
them. A yes to a price means WTP of at least that price, so at the bound itself the two readings of an interval differ
only for exact amounts: see ``turnbull``.
"""

import warnings

import numpy as np
import pandas as pd

from . import columns
from .errors import AnswerError


def open_ended(amount, zero=None):
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
        For an amount that is not a finite number.

    Examples
    --------
    >>> open_ended([50, 0, None])
       lower  upper
    0   50.0   50.0
    1    0.0    0.0
    2    NaN    NaN
    """
    index = columns.row_labels(amount, zero)
    amount = columns.numbers("amount", amount, index)
    return _answers(amount.copy(), amount.copy(), index, zero)


def payment_card(chosen, card, zero=None):
    """Card answers: the highest amount accepted, WTP lying between it and the next one up.

    A tick at 0 says only that WTP is below the next amount: (-inf, next], unless ``zero`` says more.

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
        For a card that does not ascend, or an amount that is not on it.

    Notes
    -----
    Cameron and Huppert (1989) on reading card answers as intervals.

    Examples
    --------
    >>> payment_card([30, 200, 0], card=[0, 10, 30, 50, 200])
       lower  upper
    0   30.0   50.0
    1  200.0    inf
    2   -inf   10.0
    """
    card = np.asarray(card, dtype=float)
    if card.ndim != 1 or card.size < 2 or not np.all(np.isfinite(card)) or card[0] < 0 or np.any(np.diff(card) <= 0):
        raise AnswerError("The card must list two or more finite amounts, from 0 upwards, each above the one before.")
    index = columns.row_labels(chosen, zero)
    chosen = columns.numbers("chosen", chosen, index)
    place = np.searchsorted(card, chosen)
    known = ~np.isnan(chosen)
    off_card = known & (card[np.minimum(place, card.size - 1)] != chosen)
    if off_card.any():
        row = np.argmax(off_card)
        offered = ", ".join(f"{amount:g}" for amount in card)
        raise AnswerError(f"Row {index[row]}: {chosen[row]:g} is not on the card; give one of {offered}.")
    lower, upper = np.where(chosen == 0, -np.inf, chosen), np.full(len(chosen), np.nan)
    upper[known] = np.append(card[1:], np.inf)[place[known]]
    return _answers(lower, upper, index, zero)


def single_bounded(bid, answer, zero=None):
    """One take-it-or-leave-it question: yes gives (bid, inf), no gives (-inf, bid].

    Parameters
    ----------
    bid : float or sequence of float, shape (n,)
        Amount asked, above 0.
    answer : sequence of yes/no, shape (n,)
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For a bid that is not above 0, or an answer that is not yes or no.

    Examples
    --------
    >>> single_bounded([10, 20], ["Yes", "no"])
       lower  upper
    0   10.0    inf
    1   -inf   20.0
    """
    index = columns.row_labels(answer, bid, zero)
    answer = columns.yes_no("answer", answer, index)
    bid = columns.bids("bid", bid, index, asked=~np.isnan(answer))
    lower, upper = _narrow(*_open(answer), bid, answer)
    return _answers(lower, upper, index, zero)


def double_bounded(bid, first, followup_bid, second, zero=None):
    """A question and a dearer one after yes, a cheaper one after no (Hanemann, Loomis and Kanninen 1991).

    Parameters
    ----------
    bid, followup_bid : float or sequence of float, shape (n,)
        Amounts asked first and then, the second as actually asked.
    first, second : sequence of yes/no, shape (n,)
        The answers; ``second`` missing where not asked.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For an unreadable answer, a bid that is not above 0, or a follow-up on the wrong side of the first bid.

    Examples
    --------
    >>> double_bounded(10, ["yes", "yes", "no"], [20, 20, 5], ["yes", "no", None])
       lower  upper
    0   20.0    inf
    1   10.0   20.0
    2   -inf   10.0
    """
    index = columns.row_labels(first, bid, followup_bid, second, zero)
    first, second = columns.yes_no("first", first, index), columns.yes_no("second", second, index)
    bid = columns.bids("bid", bid, index, asked=~np.isnan(first))
    both = ~np.isnan(first) & ~np.isnan(second)
    followup_bid = columns.bids("followup_bid", followup_bid, index, asked=both)
    columns.refuse(
        both & (first == 1) & (followup_bid <= bid), index, "the follow-up to a yes must be above the first bid"
    )
    columns.refuse(
        both & (first == 0) & (followup_bid >= bid), index, "the follow-up to a no must be below the first bid"
    )
    lower, upper = _narrow(*_open(first), bid, first)
    lower, upper = _narrow(lower, upper, followup_bid, np.where(both, second, np.nan))
    return _answers(lower, upper, index, zero)


def one_and_one_half_bounded(low, high, starts_low, first, second, zero=None):
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

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For an unreadable answer, prices out of order, or a second answer where none was asked.

    Examples
    --------
    >>> one_and_one_half_bounded(10, 20, [True, True, False], ["no", "yes", "no"], [None, "no", "yes"])
       lower  upper
    0   -inf   10.0
    1   10.0   20.0
    2   10.0   20.0
    """
    index = columns.row_labels(first, low, high, starts_low, second, zero)
    first, second = columns.yes_no("first", first, index), columns.yes_no("second", second, index)
    starts_low = columns.yes_no("starts_low", starts_low, index)
    asked = ~np.isnan(first)
    low, high = columns.bids("low", low, index, asked), columns.bids("high", high, index, asked)
    columns.refuse(asked & np.isnan(starts_low), index, "starts_low is missing; say which price was asked first")
    columns.refuse(asked & (low >= high), index, "low must be below high")
    settled = asked & (first == np.where(starts_low == 1, 0, 1))
    columns.refuse(
        settled & ~np.isnan(second), index, "a second answer is given where the first had settled it; leave it missing"
    )
    lower, upper = _narrow(*_open(first), np.where(starts_low == 1, low, high), first)
    lower, upper = _narrow(lower, upper, np.where(starts_low == 1, high, low), np.where(asked, second, np.nan))
    return _answers(lower, upper, index, zero)


def multiple_bounded(bids, answers, zero=None):
    """Several amounts, a yes or no to each, as in iterative bidding: WTP is above every yes, at most every no.

    A no below a yes is a contradiction: that row's bounds are missing until someone rules.

    Parameters
    ----------
    bids : sequence of float, shape (k,)
        The amounts, one a column.
    answers : DataFrame, shape (n, k)
        Yes/no; missing where not asked.
    zero : sequence of bool, shape (n,), optional
        True where nothing would be paid.

    Returns
    -------
    DataFrame, shape (n, 2)

    Raises
    ------
    AnswerError
        For an unreadable answer, or bids that do not match the columns.

    Examples
    --------
    >>> multiple_bounded([5, 10, 20], pd.DataFrame([["yes", "yes", "no"], ["no", None, None]]))
       lower  upper
    0   10.0   20.0
    1   -inf    5.0
    """
    answers = pd.DataFrame(answers)
    bids = np.asarray(bids, dtype=float)
    if bids.shape != (answers.shape[1],):
        raise AnswerError(
            f"There are {bids.size} bids for {answers.shape[1]} columns of answers; give one bid a column."
        )
    index = answers.index
    lower, upper = np.full(len(index), np.nan), np.full(len(index), np.nan)
    for name, bid in zip(answers.columns, bids, strict=True):
        answer = columns.yes_no(f"column {name!r}", answers[name], index)
        asked = ~np.isnan(answer)
        opening = asked & np.isnan(lower)
        lower[opening], upper[opening] = -np.inf, np.inf
        lower, upper = _narrow(lower, upper, columns.bids("bids", bid, index, asked), answer)
    return _answers(lower, upper, index, zero, contradictory=lower >= upper)


def pool(**formats):
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


def _answers(lower, upper, index, zero, contradictory=False):
    """The frame of bounds, once ``zero`` has had its say and contradictions are set aside."""
    nothing, something = columns.known_zeros(zero, index)
    contradictory = contradictory | (nothing & (upper > 0) & (lower >= 0)) | (something & (upper <= 0))
    lower[nothing], upper[nothing] = 0.0, 0.0
    lower[something & (lower == -np.inf)] = 0.0
    lower[contradictory] = upper[contradictory] = np.nan
    answers = pd.DataFrame({"lower": lower, "upper": upper}, index=index)
    answers.attrs["contradictory"] = list(index[contradictory])
    if contradictory.any():
        warnings.warn(
            f"{contradictory.sum()} answer(s) contradict themselves and are left missing until ruled on; the first is "
            f"row {index[np.argmax(contradictory)]}.",
            stacklevel=3,
        )
    return answers


def _open(answer):
    """(-inf, inf) where there is an answer, missing where there is none."""
    lower = np.where(np.isnan(answer), np.nan, -np.inf)
    return lower, -lower


def _narrow(lower, upper, bid, answer):
    """The interval once this bid has been answered: yes raises its lower end, no brings its upper end down."""
    return np.where(answer == 1, np.maximum(lower, bid), lower), np.where(answer == 0, np.minimum(upper, bid), upper)
