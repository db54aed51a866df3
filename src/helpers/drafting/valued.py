"""Which columns ask what somebody would pay, and in which elicitation format; what cannot be told is left open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers import money

from . import words
from .kinds import MOST_OPTIONS, Found, Written, yes_or_no

# An offer is answered by nearly everybody who saw it.
NEARLY_ALL = 0.9
# Amounts as a survey shows them, all in one form; whoever types writes in several.
PRINTED = re.compile(r"[^\d\s]{0,3} ?[0-9][0-9,.]*(?:[.,][0-9]{2})? ?[^\d\s]{0,3}")


@dataclass(frozen=True)
class Offer:
    """A bid and the columns that may hold the answer to it: one where that is certain."""

    bid: Found
    votes: tuple[Found, ...]


@dataclass(frozen=True)
class Valued:
    """What an export asks about willingness to pay.

    Attributes
    ----------
    typed, chosen : tuple of Found
        Columns that may hold the amount, typed freely or chosen from a card; the same column stands in both where its
        answers do not say which.
    offers : tuple of Offer
        No bid, one (single-bounded) or two (double-bounded).
    zero : tuple of Found
        Columns that may ask whether anything would be paid at all.
    reason : Found or None
        The question why nothing.
    """

    typed: tuple[Found, ...] = ()
    chosen: tuple[Found, ...] = ()
    offers: tuple[Offer, ...] = ()
    zero: tuple[Found, ...] = ()
    reason: Found | None = None


def valued(questions: list[Found], written: Written) -> Valued:
    """Look for amounts, bids with their answers, and what goes with an open question.

    Parameters
    ----------
    questions : list of Found
        As `kinds.judged` gives them.
    written : Written
        How amounts are written.
    """
    amounts = [each for each in questions if each.kind == "money" and not words.OTHER_MONEY.search(each.heading)]
    decided = [each for each in questions if yes_or_no(each)]
    offers = _offers(amounts, decided, written)
    taken = [part for offer in offers for part in (offer.bid, *offer.votes)]
    amounts = [each for each in amounts if each not in taken]
    # Of several amounts the one whose heading speaks of paying is meant, if it alone does.
    asked = [each for each in amounts if words.PAY.search(each.heading)]
    amounts = asked or amounts
    typed = tuple(each for each in amounts if not (words.CARD.search(each.heading) and _printed(each)))
    chosen = tuple(each for each in amounts if _printed(each) and (each not in typed or not offers))
    if len(typed) > 1 or any(each not in typed for each in chosen):
        # A column that may be either is a card only where nothing else is asked.
        chosen = tuple(each for each in chosen if each not in typed)
    zero = tuple(each for each in decided if each not in taken and words.ANYTHING.search(each.heading))
    fits = tuple(each for each in zero if len(typed) == 1 and _nothing_is_nothing(each, typed[0], written))
    zero = (fits if len(fits) == 1 else zero) if typed else ()
    reasons = [each for each in questions if each.kind == "choice" and words.WHY.search(each.heading)]
    return Valued(typed, chosen, offers, zero, reasons[0] if typed and len(reasons) == 1 else None)


def read(found: Found, written: Written) -> dict[int, money.Money]:
    """The answers of a column as amounts, by row."""
    return {row: money.parse(answer, *written) for row, answer in found.answers.items()}


def card_of(found: Found, written: Written) -> list[float]:
    """The amounts that were chosen, ascending."""
    return sorted({each.amount for each in read(found, written).values() if each.status in ("amount", "zero")})


def _printed(found: Found) -> bool:
    """Whether the answers may have been chosen from amounts shown: few, and each written in one way only."""
    answers = set(found.answers.values())
    forms = {re.sub(r"[0-9][0-9,.]*", "1", answer) for answer in answers}
    return len(answers) <= MOST_OPTIONS and len(forms) == 1 and all(map(PRINTED.fullmatch, answers))


def _offers(amounts: list[Found], decided: list[Found], written: Written) -> tuple[Offer, ...]:
    """Bids with the yes-or-no columns that may answer them; a second bid hangs on the answer to the first."""
    offers: list[Offer] = []
    for bid in amounts:
        votes = [vote for vote in decided if _answers(vote, bid, written)]
        votes = [vote for vote in votes if words.VOTE.search(vote.heading)] or votes
        if votes and _printed(bid) and words.BID.search(bid.heading):
            offers.append(Offer(bid, tuple(votes)))
    return _double(offers, written) if len(offers) > 1 else tuple(offers)


def _double(offers: list[Offer], written: Written) -> tuple[Offer, ...]:
    """The first offer, and the one that follows it up: more after a yes, less after a no."""
    first, *others = offers
    for vote in first.votes:
        for other in others:
            before, after = read(first.bid, written), read(other.bid, written)
            said = {row: answer.casefold() in words.YES for row, answer in vote.answers.items()}
            both = [row for row in after if row in before and row in said]
            if both and all((after[row].amount > before[row].amount) == said[row] for row in both):
                seconds = tuple(each for each in other.votes if each != vote)
                return Offer(first.bid, (vote,)), Offer(other.bid, seconds)
    return (first,)


def _answers(vote: Found, bid: Found, written: Written) -> bool:
    """Whether nearly everybody who was offered this bid said yes or no, and whoever said no had been offered one."""
    offered = {row for row, each in read(bid, written).items() if each.amount > 0}
    both = offered & set(vote.answers)
    return len(both) >= NEARLY_ALL * max(len(offered), len(vote.answers), 1)


def _nothing_is_nothing(zero: Found, typed: Found, written: Written) -> bool:
    """Whether nobody who would pay nothing named an amount, and somebody who would pay did."""
    named = {row for row, each in read(typed, written).items() if each.amount > 0}
    said = {row: answer.casefold() for row, answer in zero.answers.items()}
    refused = {row for row, answer in said.items() if answer in words.NO}
    return bool(refused) and len(refused & named) <= (1 - NEARLY_ALL) * len(refused) and bool(named)
