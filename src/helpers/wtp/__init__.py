"""Willingness to pay as the survey at hand has it: amounts, zeros, means and models."""

from .survey import (
    accounting,
    beside,
    card_answers,
    card_means,
    curve,
    intervals,
    log_normal,
    many_means,
    models,
    moments,
    named,
    open_answers,
    share_willing,
    treatments,
    usable_amounts,
    zero_reasons,
)

__all__ = [
    "accounting",
    "beside",
    "card_answers",
    "card_means",
    "curve",
    "intervals",
    "log_normal",
    "many_means",
    "models",
    "moments",
    "named",
    "open_answers",
    "share_willing",
    "treatments",
    "usable_amounts",
    "zero_reasons",
]
