"""What a reader may change of a declaration, and what was changed since the invented respondents were stored."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .checks import InputError, one_of

if TYPE_CHECKING:
    from .declaration import Study

# The names under which a page and papermill take a value, where study.toml declares it, and what messages call it.
PARAMETERS = {
    "published_mean": ("average.mean", "published average"),
    "averaged": ("average.averaged", "amounts averaged"),
    "price": ("average.price", "price"),
    "cap": ("average.cap", "cap"),
    "spread": ("invented.spread", "spread"),
    "zeros": ("invented.zeros", "share of zeros"),
    "protests": ("invented.protests", "share of protests"),
    "heaping": ("invented.heaping", "heaping"),
    "highest": ("invented.cap", "highest amount"),
    "card": ("card", "card"),
    "seed": ("seeds.synthetic", "seed"),
    "half_width": ("planning.half_width", "half-width"),
    "scale": ("planning.scale", "log scale"),
    "precision": ("planning.precision", "precision"),
    "misplaced": ("planning.misplaced", "ratio of medians"),
    "response": ("planning.response", "response"),
}
NAMES = dict(PARAMETERS.values())
# What pages quote of the average and plan for, and seeds of the analysis: respondents are the same whatever these are.
NOT_OF_RESPONDENTS = ("average.averaged", "average.price", "average.lower_price", "average.cap", "average.protests")
# Tables that hold nothing of respondents, and so may be changed where these are real.
OF_NO_RESPONDENTS = ("average.", "planning.")
ANALYSIS_SEEDS = ("seeds.bootstrap", "seeds.resampling")


def changeable(study: Study) -> dict[str, object]:
    """Every value that a reader may change, under the name that study.toml gives it, as JSON holds it."""
    flat: dict[str, object] = {f"seeds.{name}": seed for name, seed in study.seeds.items()}
    flat["card"] = list(study.card)
    if study.average:
        flat |= {f"average.{key}": value for key, value in asdict(study.average).items()}
    if study.planning:
        flat |= {f"planning.{key}": value for key, value in asdict(study.planning).items()}
    if study.invented:
        answers = {f"answers.{id}": list(counts) for id, counts in study.invented.answers.items()}
        values = asdict(study.invented) | answers
        flat |= {f"invented.{key}": value for key, value in values.items() if key != "answers"}
    if reason := study.questions.get("zero_reason"):
        flat |= {f"{option!r} read as": code for option, code in reason.codes.items()}
    return flat


def with_parameters(declared: dict[str, Any], given: Mapping[str, object]) -> dict[str, Any]:
    """The declaration with the values of parameters in place of its own; None leaves it as it is.

    Raises
    ------
    InputError
        A parameter is unknown, or is of invented respondents where they are real.
    """
    changed = copy.deepcopy(declared)
    for name, value in given.items():
        one_of(name, "a parameter", PARAMETERS)
        if value is None:
            continue
        where = PARAMETERS[name][0]
        if declared.get("mode") == "real" and not where.startswith(OF_NO_RESPONDENTS):
            raise InputError(f"mode is real, and {name} is of invented respondents; leave it at None.")
        table, _, key = where.rpartition(".")
        (changed.setdefault(table, {}) if table else changed)[key] = list(value) if isinstance(value, tuple) else value
    return changed


def differences(stored: Mapping[str, object], now: Mapping[str, object]) -> dict[str, str]:
    """What differs, by the name in study.toml, in words.

    >>> differences(
    ...     {"invented.spread": 73, "card": [5, 10]},
    ...     {"invented.spread": 60, "card": [5, 10]},
    ... )
    {'invented.spread': 'spread 73 to 60'}
    """
    differing = {name: (stored.get(name), value) for name, value in now.items() if stored.get(name) != value}
    return {name: f"{NAMES.get(name, name)} {_said(old)} to {_said(new)}" for name, (old, new) in differing.items()}


def _said(value: object) -> str:
    """A value as a sentence says it."""
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_said, value))})"
    return f"{value:g}" if isinstance(value, float) else "as counted" if value is None else str(value)
