"""What study.toml declares of the next survey: what is planned for, and what is supposed in doing so."""

from __future__ import annotations

from dataclasses import dataclass

from .checks import InputError, Kind, checked_table

KEYS: dict[str, Kind] = dict.fromkeys(("half_width", "scale", "precision", "misplaced", "response"), int | float)
OPTIONAL_KEYS: dict[str, Kind] = {"population": int}


@dataclass(frozen=True)
class Plan:
    """What the next survey is planned for.

    Attributes
    ----------
    half_width : float
        Of the mean's interval, in the currency of the study.
    scale : float
        Supposed of log willingness to pay (logistic).
    precision : float
        How far the upper limit of the median may lie above it, as a share of it.
    misplaced : float
        The true median over the one that bids are placed for, where the guess is wrong.
    response : float
        The share of those invited who will answer.
    population : int, optional
        How many there are to ask; none for a large one.
    """

    half_width: float
    scale: float
    precision: float
    misplaced: float
    response: float
    population: int | None = None


def plan(declared: dict) -> Plan:
    """Check the table ``[planning]``."""
    checked_table(declared, "planning", KEYS, OPTIONAL_KEYS)
    for key, value in declared.items():
        if not value > 0:
            raise InputError(f"planning.{key} is {value!r}; give a number above 0.")
    if declared["response"] > 1:
        raise InputError(f"planning.response is {declared['response']!r}; give a share of at most 1.")
    return Plan(**declared)
