"""A draft: the questions found under the ids that a declaration gives them, and what a person said of the valuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.study import SYNTHETIC, UNDECIDED, InputError

from . import columns, kinds, valued, words
from .kinds import Found
from .valued import Valued

LONGEST_ID = 30
# Names of columns that are made whatever was asked.
OURS = (
    "respondent",
    SYNTHETIC,
    "response_id",
    "set_aside",
    "shared_trace",
    "submitted",
    "row",
    "reason",
    "wtp",
    "card",
)
# Kinds of question that a declaration keeps.
KEPT = ("choice", "multiple", "ranking")
NONE = "none"


@dataclass(frozen=True)
class Said:
    """What a person said of the valuation, each blank where nothing was said.

    Attributes
    ----------
    wtp, zero : str
        Headings of the question what somebody would pay, and of the one whether anything (`NONE`: not asked).
    good, per, payer : str
        As `[good]` declares them.
    card : tuple of float
        The amounts on the card that was shown.
    """

    wtp: str = ""
    good: str = ""
    per: str = ""
    payer: str = ""
    zero: str = ""
    card: tuple[float, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Everything that the files of a new study are written from.

    Attributes
    ----------
    export : Export
        As read.
    found : list of Found
        Every question, in the order of the file.
    currency, decimal : str
        Its code, and the mark before decimals; blank where it cannot be told.
    valued : Valued
        The columns of the valuation, with what was said taken into account.
    said : Said
        What a person said.
    ids : dict of str to Found
        The questions that are declared, by id; those of the valuation first where they are certain.
    """

    export: columns.Export
    found: list[Found]
    currency: str
    decimal: str
    valued: Valued
    said: Said
    ids: dict[str, Found] = field(default_factory=dict)

    @property
    def synthetic(self) -> bool:
        """Whether the file says of every response that it is invented."""
        return any(each.kind == "tool" and words.plain(each.column) == SYNTHETIC for each in self.found)

    @property
    def tool_has_ids(self) -> bool:
        """Whether the survey tool wrote ids of its own."""
        return any(column.known.role == "id" for block in self.export.blocks for column in block.columns)

    @property
    def written(self) -> kinds.Written:
        """How amounts are read as long as nobody has decided."""
        return kinds.Written(self.currency or "GBP", self.decimal or ".")

    def of_kind(self, *wanted: str) -> list[Found]:
        """The questions of some kinds."""
        return [each for each in self.found if each.kind in wanted]

    @property
    def kept(self) -> dict[str, Found]:
        """The closed questions that respondents keep, by id."""
        return {id: each for id, each in self.ids.items() if each.kind in KEPT}

    @property
    def formats(self) -> tuple[str, ...]:
        """The elicitation formats found; an open amount where nothing else is."""
        bids = ("", "single-bounded", "double-bounded")[len(self.valued.offers)]
        card = "payment card" if "card" in self.ids else ""
        amount = "open amount" if self.valued.typed or not (bids or card) else ""
        return tuple(filter(None, (amount, card, bids)))


def read(path: Path, sheet: str = "") -> Draft:
    """Read an export, of a workbook the sheet named, and find its questions, before anybody has said anything."""
    export = columns.read(path, sheet)
    found = kinds.judged(export)
    draft = Draft(export, found, kinds.currency_of(export), kinds.decimal_of(export), Valued(), Said())
    return named(replace(draft, valued=valued.valued(found, draft.written)))


def told(draft: Draft, said: Said) -> Draft:
    """The draft with what a person said of it.

    Raises
    ------
    InputError
        A heading that was named is not among those that may be meant, or an amount is not on the card.
    """
    asked, found = draft.valued, draft.valued
    if said.wtp:
        wtp = _one(said.wtp, draft.of_kind("money", "number", "choice"), "--wtp", draft)
        asked = replace(asked, typed=() if said.card else (wtp,), chosen=(wtp,) if said.card else ())
    elif said.card and asked.chosen:
        asked = replace(asked, typed=tuple(each for each in asked.typed if each not in asked.chosen))
    if said.card:
        for chosen in asked.chosen:
            if off := set(valued.card_of(chosen, draft.written)) - set(said.card):
                amounts = ", ".join(f"{amount:g}" for amount in sorted(off))
                raise InputError(f"{draft.export.path.name}, column {chosen.column}: {amounts} is not on the card.")
    if said.zero:
        zero = [] if said.zero == NONE else [_one(said.zero, draft.of_kind("choice"), "--zero", draft)]
        asked = replace(asked, zero=tuple(zero))
    return named(replace(draft, valued=asked, said=said)) if asked != found or said != draft.said else draft


def _one(heading: str, among: list[Found], option: str, draft: Draft) -> Found:
    for each in among:
        if heading in (each.column, each.text):
            return each
    headings = ", ".join(repr(each.column) for each in among) or "none"
    raise InputError(f"{draft.export.path.name}: {option} names {heading!r}; columns that may be meant: {headings}.")


def named(draft: Draft) -> Draft:
    """The draft with an id for each question that is declared."""
    asked, ids = draft.valued, {}
    if len(asked.typed) == 1:
        ids["wtp"] = asked.typed[0]
    if len(asked.zero) == 1:
        ids["pays_anything"] = asked.zero[0]
    if asked.reason:
        ids["zero_reason"] = asked.reason
    if len(asked.chosen) == 1 and asked.chosen[0] not in asked.typed:
        ids["card"] = asked.chosen[0]
    for bid_id, vote_id, offer in zip(("bid", "followup_bid"), ("vote", "followup_vote"), asked.offers, strict=False):
        ids[bid_id] = offer.bid
        if len(offer.votes) == 1:
            ids[vote_id] = offer.votes[0]
    taken = [*ids.values(), *asked.typed, *asked.chosen]
    for each in draft.found:
        if each.kind in (*KEPT, "text") and each not in taken and each.column not in ("", UNDECIDED):
            ids[_id(each, ids)] = each
    return replace(draft, ids=ids)


def _id(found: Found, taken: Iterable[str]) -> str:
    """A name from the heading or, where that is a code, from the words of the text that tell most; never one twice."""
    heading, text = (slug(words.telling(each), LONGEST_ID) for each in (found.column, found.text))
    name = text if re.fullmatch(r"[a-z]{0,4}_?\d+", heading) and text else heading or text
    name = name if re.match(r"[a-z]", name) else f"q_{name}".strip("_")
    others = {*taken, *OURS, "pays_anything", "zero_reason", "bid", "vote", "followup_bid", "followup_vote"}
    joined = name.replace("_", "")
    return next(each for each in (name, joined, *(f"{joined}{n}" for n in range(2, 1000))) if not _clash(each, others))


def _clash(id: str, others: set[str]) -> bool:
    """Whether an id, or one with an item's code behind it, could be another question's."""
    return any(id == each or each.startswith(f"{id}_") or id.startswith(f"{each}_") for each in others)


def slug(text: str, longest: int = 80) -> str:
    """A text as a name: plain small letters, digits and underscores, at the end of a word.

    >>> slug("Où habitez-vous ?"), slug("How much would you pay at most?", 14)
    ('ou_habitez_vous', 'how_much_would')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return name if len(name) <= longest else name[: longest + 1].rpartition("_")[0] or name[:longest]
