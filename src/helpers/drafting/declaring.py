"""A draft as study.toml: what is certain as values, and what a person must choose as places left to decide."""

from __future__ import annotations

from collections.abc import Iterable

import tomlkit
from tomlkit.items import Array, InlineTable, Table

from helpers.study import DECIDE, NO_ID, UNDECIDED

from . import valued, words
from .draft import Draft, slug
from .kinds import Found

LONGEST_COMMENT = 90
UNITS = "one-off, per course, per hour, per year or unknown"
HEAD = (
    "Drafted from the export; correct it, and go on as docs/new_study.md says. Every key is explained in",
    'examples/study_template.toml. Where a value is "?", choose from what stands behind "decide:".',
)


def study_toml(draft: Draft) -> str:
    """The declaration as text, in the order in which a person checks it."""
    document = tomlkit.document()
    for line in HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    good = draft.said.good
    document["title"] = (
        f"What would respondents pay for {good}?" if good else f"What would respondents pay? ({draft.export.path.stem})"
    )
    document["mode"] = "synthetic" if draft.synthetic else "real"
    document.add("export", _noted(draft.export.path.name, f"{draft.export.tool.name}, {draft.export.form}"))
    if "open amount" in draft.formats:
        document["rulings"] = "rulings.csv"
    _card(document, draft)
    document.add("keep", tomlkit.item(_keep(draft)))
    _left_out(document, draft)
    document.add("subgroups", _noted([], "at most three of the questions kept"))
    consent = [id for id, found in draft.kept.items() if words.CONSENT.search(found.heading)]
    if not consent:
        document.add("eligibility", _noted([], "who counts: see the template"))
    document["good"] = _good(draft)
    if layout := _layout(draft):
        document["layout"] = layout
    document["privacy"] = _privacy(draft, consent)
    document["seeds"] = {"bootstrap": 1}
    if consent:
        document["eligibility"] = _eligibility(draft, consent)
    document["questions"] = _questions(draft)
    document["assumptions"] = _assumptions(draft)
    return tomlkit.dumps(document)


def _noted(value: object, comment: str) -> tomlkit.items.Item:
    return tomlkit.item(value).comment(_plain(comment))


def _open(candidates: str) -> tomlkit.items.Item:
    """A place that is left to decide."""
    return tomlkit.item(UNDECIDED).comment(f"{DECIDE} {_plain(candidates, 3 * LONGEST_COMMENT)}")


def _plain(text: str, longest: int = LONGEST_COMMENT) -> str:
    """A text as a comment can hold it."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= longest else text[: longest - 2] + " …"


def _headings(found: Iterable[Found]) -> str:
    return " or ".join(f'"{each.column}"' for each in found)


def _card(document: tomlkit.TOMLDocument, draft: Draft) -> None:
    """The card: as somebody said, or the amounts that were chosen, of which nobody may have chosen some."""
    both = [each for each in draft.valued.chosen if each in draft.valued.typed]
    if draft.said.card:
        document.add("card", _noted([int(a) if a == int(a) else a for a in draft.said.card], "as shown, ascending"))
    elif "card" in draft.ids:
        amounts = ", ".join(f"{amount:g}" for amount in valued.card_of(draft.ids["card"], draft.written))
        document.add("card", _open(f"[{amounts}] and every amount shown that nobody chose"))
    elif both:
        document.add("card", _open("delete this line if amounts were typed; for a card start again with --card"))


def _keep(draft: Draft) -> list[str]:
    asked: list[str] = [id for id in ("wtp", "card", "bid", "followup_bid") if id in draft.ids]
    asked += ["wtp"] if "open amount" in draft.formats and "wtp" not in asked else []
    asked += ["pays_anything"] if draft.valued.zero and "pays_anything" not in draft.ids else []
    votes = ("vote", "followup_vote")[: len(draft.valued.offers)]
    return list(dict.fromkeys([*asked, *votes, *draft.kept]))


def _left_out(document: tomlkit.TOMLDocument, draft: Draft) -> None:
    for kind, why in (("personal", "looks personal"), ("number", "a number that is no money")):
        for each in draft.of_kind(kind):
            document.add(tomlkit.comment(_plain(f'not kept: "{each.column}" ({why})')))


def _good(draft: Draft) -> Table:
    said, table = draft.said, tomlkit.table()
    headings = " ".join(
        each.heading for each in (*draft.valued.typed, *draft.valued.chosen, *(o.bid for o in draft.valued.offers))
    )
    units = [unit for unit, named in words.UNITS.items() if named.search(headings)]
    per = said.per or (units[0] if len(units) == 1 else "")
    table.add("good", said.good or _open("what was valued, in words"))
    table.add("wtp_unit", per or _open(UNITS))
    table["payment_vehicle"] = "unknown"
    table["payer"] = said.payer or "unknown"
    table.add("currency", draft.currency or _open("GBP, EUR or USD"))
    table["price_date"] = "unknown"
    return table


def _layout(draft: Draft) -> Table | None:
    """What the file itself does not say: where the ids are, which encoding it is in, and how decimals are written."""
    ids, table = draft.of_kind("id"), tomlkit.table()
    if "id" in draft.export.tool.own and not draft.tool_has_ids:
        table.add("id", ids[0].column if ids else _noted(NO_ID, "no column of ids was found: every row is a person"))
    if draft.export.sheet:
        table.add("sheet", draft.export.sheet)
    if draft.export.doubt:
        table.add("encoding", _open(draft.export.doubt))
    if "open amount" in draft.formats or draft.valued.chosen or draft.valued.offers:
        if not draft.decimal:
            table.add("decimal", _open('"," or ".": amounts are written both ways'))
        elif draft.decimal == ",":
            table.add("decimal", _noted(",", "stands before the decimals of every amount"))
    typed = {answer.strip().casefold() for each in draft.valued.typed for answer in each.answers.values()}
    if nothing := sorted(typed & words.NOTHING):
        table.add("nothing", _noted(nothing, "words for an amount of nothing"))
    return table if table else None


def _privacy(draft: Draft, consent: list[str]) -> Table:
    tables = [[column] for id, found in draft.kept.items() if id not in consent for column in _columns(id, found)]
    tables += [["wtp_status"]] if "open amount" in draft.formats else []
    known = [id for id, found in draft.kept.items() if found.kind == "choice" and words.KNOWN.search(found.heading)]
    table = tomlkit.table()
    table["threshold"] = 10
    table.add("tables", tomlkit.item(tables).multiline(len(tables) > 3))
    table["public"] = []
    table.add("quasi_identifiers", _noted(known, "what others may know of a respondent"))
    return table


def _columns(id: str, found: Found) -> list[str]:
    """The columns of the respondents that a question gives, as tables count them."""
    if found.kind == "multiple":
        return [f"{id}_{code}" for code in item_codes(found).values()]
    return [f"{id}_first"] if found.kind == "ranking" else [id]


def item_codes(found: Found) -> dict[str, str]:
    """A short name for each item, none twice."""
    codes: dict[str, str] = {}
    for place, option in enumerate(found.options, start=1):
        code = slug(option, 20) or f"item{place}"
        codes[option] = code if code not in codes.values() else f"{code}{place}"
    return codes


def _eligibility(draft: Draft, consent: list[str]) -> tomlkit.items.AoT:
    tables = tomlkit.aot()
    for id in consent:
        table = tomlkit.table()
        table["question"] = id
        offered = " or ".join(f'["{option}"]' for option in draft.ids[id].options)
        table.add("accept", _open(offered))
        table["reason"] = "no consent"
        tables.append(table)
    return tables


def _questions(draft: Draft) -> Table:
    questions = tomlkit.table(is_super_table=True)
    asked, ids = draft.valued, dict(draft.ids)
    if "open amount" in draft.formats and "wtp" not in ids:
        offered = _headings(asked.typed) or "no column looks like amounts; name the heading of the one that is"
        questions["wtp"] = _undecided(offered, "its wording, as respondents read it", "money", [])
    if len(asked.zero) > 1:
        offered = f"{_headings(asked.zero)}; or delete this table and its id in keep if nobody was asked"
        options = sorted({answer for each in asked.zero for answer in each.options})
        questions["pays_anything"] = _undecided(offered, "its wording", "choice", options)
    for number, offer in enumerate(asked.offers):
        if len(offer.votes) > 1:
            options = sorted({answer for each in offer.votes for answer in each.options})
            id = ("vote", "followup_vote")[number]
            questions[id] = _undecided(_headings(offer.votes), "its wording", "choice", options)
    for id, found in ids.items():
        questions[id] = _question(id, found)
    return questions


def _undecided(candidates: str, wording: str, kind: str, options: list[str]) -> Table:
    table = tomlkit.table()
    table.add("column", _open(candidates))
    table.add("text", _open(wording))
    table["kind"] = kind
    if options:
        table["options"] = [_option(option, code=_yes_or_no(option)) for option in options]
    return table


def _question(id: str, found: Found) -> Table:
    table = tomlkit.table()
    table["column"] = found.column
    table["text"] = found.text if found.text != UNDECIDED else found.column
    kinds = {"wtp": "money", "card": "card", "bid": "amount", "followup_bid": "amount"}
    table["kind"] = kinds.get(id, found.kind)
    if found.note:
        table.add(tomlkit.comment(_plain(f"look at it: {found.note}")))
    if found.kind in ("choice", "multiple", "ranking"):
        if id == "zero_reason":
            table.add(
                tomlkit.comment("code: true zero, protest or unclear; until you say which, every reason is unclear")
            )
        table["options"] = _options(id, found)
    return table


def _options(id: str, found: Found) -> Array:
    options = tomlkit.array()
    codes = item_codes(found) if found.kind in ("multiple", "ranking") else {}
    for option in found.options:
        code = codes.get(option, "")
        code = _yes_or_no(option) if id == "pays_anything" else "unclear" if id == "zero_reason" else code
        each = _option(option, code=code, value=found.codes.get(option, ""))
        if option == found.other and not isinstance(each, str):
            each["other"] = True
        options.append(each)
    return options.multiline(bool(codes) or len(found.options) > 3)


def _option(text: str, code: str = "", value: str = "") -> InlineTable | str:
    if not (code or value):
        return text
    table = tomlkit.inline_table()
    table.update({key: held for key, held in {"text": text, "code": code, "value": value}.items() if held})
    return table


def _yes_or_no(option: str) -> str:
    folded = option.casefold()
    return "yes" if folded in words.YES else "no" if folded in words.NO else "unknown"


def _assumptions(draft: Draft) -> tomlkit.items.AoT:
    stated = [
        (
            "Whoever did not answer would have answered as those who did.",
            "low",
            "high",
            "Who was asked, and how many answered.",
        )
    ]
    if "open amount" in draft.formats and not draft.valued.reason:
        stated.append(
            (
                "Whoever names nothing would pay nothing, and does not object to the question.",
                "low",
                "medium",
                "A question why.",
            )
        )
    tables = tomlkit.aot()
    for number, (statement, quality, impact, settled_by) in enumerate(stated, start=1):
        table = tomlkit.table()
        table.update(
            {"id": f"S{number}", "statement": statement, "quality": quality, "impact": impact, "settled_by": settled_by}
        )
        tables.append(table)
    return tables
