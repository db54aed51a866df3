"""Checks on declared values: each names the key that is wrong, what it holds, and the remedy, in one sentence."""

import difflib
import re
from collections.abc import Collection, Mapping
from types import UnionType
from typing import Any

# What a declared value may be: one type, or either of two.
Kind = type | UnionType
# What a draft writes where several values stand and only a person can choose; the candidates follow in a comment.
UNDECIDED = "?"
DECIDE = "decide:"
_OPEN = re.compile(rf'([\w-]+) = "\{UNDECIDED}"(?:\s*# {DECIDE} (.+))?')


class InputError(Exception):
    """Bad input, told in one plain sentence: file, row, column, value and remedy."""

    def _render_traceback_(self) -> list[str]:
        """Show one line in Jupyter: the sentence is for whoever owns the data, not for a programmer."""
        return [f"InputError: {self}"]


def checked_table(
    value: object,
    where: str,
    required: Mapping[str, Kind],
    optional: Mapping[str, Kind] | None = None,
) -> dict[str, Any]:
    """The table, once it has every required key, no unknown one, and a non-empty value of the right type in each."""
    expected = {**required, **(optional or {})}
    if not isinstance(value, dict):
        raise InputError(f"{where} holds {value!r} where a table is meant; give it the keys {', '.join(expected)}.")
    for key in value:
        if key not in expected:
            nearest = difflib.get_close_matches(key, expected, n=1)
            remedy = f"did you mean {nearest[0]}?" if nearest else f"use {', '.join(expected)}."
            raise InputError(f"key {key!r} in {where} is unknown; {remedy}")
    for key in required:
        if key not in value:
            raise InputError(f"key {key!r} is missing in {where}; add it.")
    for key, held in value.items():
        # TOML tells true from 1, and Python does not.
        typed = isinstance(held, expected[key]) and (expected[key] is bool or not isinstance(held, bool))
        if not typed or held in ("", {}):
            kind = getattr(expected[key], "__name__", "number")
            raise InputError(f"key {key!r} in {where} is {held!r}; give a non-empty {kind}.")
    return value


def distinct_texts(values: list, where: str) -> tuple[str, ...]:
    """The values, once each is a text and none is given twice."""
    for value in values:
        if not isinstance(value, str) or values.count(value) > 1:
            raise InputError(f"{where} holds {value!r} twice, or not as text; name each once.")
    return tuple(values)


def one_of(value: object, where: str, allowed: Collection[object]) -> None:
    """Stop at a value that is not among those allowed, and list them."""
    if value not in allowed:
        raise InputError(f"{where} is {value!r}; use one of: {', '.join(map(str, allowed))}.")


def check_decided(text: str) -> None:
    """Stop at what a draft left open, naming every place at once, each with the values that stand beside it.

    Parameters
    ----------
    text : str
        The declaration as written.

    Raises
    ------
    InputError
        A value is `UNDECIDED`.

    Examples
    --------
    >>> check_decided('wtp_unit = "?" # decide: one-off or per year')
    Traceback (most recent call last):
    ...
    helpers.study.checks.InputError: is a draft; decide line 1, wtp_unit (one-off or per year), in place of "?".
    """
    lines = enumerate(map(str.strip, text.splitlines()), start=1)
    found = [(number, opened) for number, line in lines if (opened := _OPEN.fullmatch(line))]
    told = [f"line {number}, {o[1]}" + (f" ({o[2].rstrip('.')})" if o[2] else "") for number, o in found]
    if told:
        raise InputError(f'is a draft; decide {"; ".join(told)}, in place of "{UNDECIDED}".')
