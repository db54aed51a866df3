"""What `new` shows and asks on a terminal: every column with its options as they occur, and up to five questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from helpers.study import InputError

from . import kinds, valued
from .declaring import UNITS
from .draft import NONE, Draft, Said
from .kinds import Found

MOST_QUESTIONS, MOST_SHOWN = 5, 8
Ask = Callable[[str], str]


def listing(found: Draft) -> str:
    """Every column with its kind and its options, counted; what looks personal; and the format found.

    The counts are for whoever holds the export, and are written nowhere.
    """
    export = found.export
    ids = {each.column: id for id, each in found.ids.items()}
    lines = [f"{export.path.name}: {export.rows} rows found as {export.tool.name} ({export.form})"]
    lines += [*(f"warning: {warning}" for warning in export.warnings), ""]
    for each in found.found:
        shown = [f"{option} ({count})" for option, count in list(each.options.items())[:MOST_SHOWN]]
        more = f", and {len(each.options) - MOST_SHOWN} more" if len(each.options) > MOST_SHOWN else ""
        name = f" -> {ids[each.column]}" if each.column in ids else ""
        note = f" [{each.note}]" if each.note else ""
        text = f": {each.text[:60]}" if each.text != each.column else ""
        lines.append(f"  {each.kind:9} {each.column}{name}{text}{note}")
        lines += [f"            {', '.join(shown)}{more}"] if shown and each.kind != "money" else []
    personal = ", ".join(each.column for each in found.of_kind("personal"))
    lines += ["", f"looks personal, and is not kept: {personal or 'nothing'}"]
    return "\n".join(
        [*lines, f"valued as: {', '.join(found.formats)}, in {found.currency or 'a currency not known'}", ""]
    )


def asked(found: Draft, said: Said, ask: Ask) -> Said:
    """Ask what is still open, five things at most; a blank answer leaves it open."""
    for number, (name, question) in enumerate(_questions(found, said)):
        if number == MOST_QUESTIONS:
            break
        said = replace(said, **question(ask)) if name else said
    return said


def amounts(text: str) -> tuple[float, ...]:
    """Amounts as a person lists them, ascending.

    >>> amounts("5, 10,20")
    (5.0, 10.0, 20.0)
    """
    listed = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if not all(re.fullmatch(r"\d+(\.\d+)?", part) for part in listed):
        raise InputError(f"{text!r} is no list of amounts; write them as 5, 10, 20.")
    return tuple(sorted({float(part) for part in listed}))


def _questions(found: Draft, said: Said) -> Iterator[tuple[str, Callable[[Ask], dict]]]:
    """Each question that is open, as what it is about and how it is put."""
    if not said.wtp and len(found.valued.typed) + len(found.valued.chosen) > 1 and "wtp" not in found.ids:
        yield (
            "wtp",
            lambda ask: _chosen(ask, "Which column holds what respondents would pay?", found.valued.typed, "wtp"),
        )
    elif not said.wtp and not found.valued.typed and not found.valued.chosen and not found.valued.offers:
        yield (
            "wtp",
            lambda ask: _chosen(ask, "Which column holds what respondents would pay?", found.of_kind("number"), "wtp"),
        )
    if not said.card and found.valued.chosen:
        occur = ", ".join(f"{each:g}" for each in valued.card_of(found.valued.chosen[0], found.written))
        typed = " (blank: typed freely)" if found.valued.chosen[0] in found.valued.typed else ""
        yield (
            "card",
            lambda ask: {"card": amounts(ask(f"Which amounts did the card show? Chosen were {occur}{typed}: "))},
        )
    if not said.good:
        yield "good", lambda ask: {"good": ask("What was valued, in words? ").strip()}
    if not said.per:
        yield "per", lambda ask: {"per": ask(f"What is an amount for: {UNITS}? ").strip()}
    if not said.payer:
        yield "payer", lambda ask: {"payer": ask("Who would pay? ").strip()}
    if not said.zero and found.valued.typed and len(found.valued.zero) != 1:
        choices = found.valued.zero or tuple(each for each in found.found if kinds.yes_or_no(each))
        if choices:
            yield "zero", lambda ask: _chosen(ask, "Which column asks whether anything would be paid?", choices, "zero")


def _chosen(ask: Ask, question: str, choices: tuple[Found, ...] | list[Found], name: str) -> dict[str, str]:
    """One of several columns, by its number; 0 where it is none of them."""
    listed = "\n".join(f"  {number}  {each.column}: {each.text[:70]}" for number, each in enumerate(choices, start=1))
    answer = ask(f"{question}\n{listed}\n  0  none of these\nNumber: ").strip()
    if answer == "0":
        return {name: NONE if name == "zero" else ""}
    if answer.isdigit() and int(answer) <= len(choices):
        return {name: choices[int(answer) - 1].column}
    return {name: ""}
