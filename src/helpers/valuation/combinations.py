"""Which parts of a model and which intervals go together: a table made by trying every pair on an invented survey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from .answers import payment_card
from .errors import FitError
from .fitting import fit
from .intervals import METHODS

PARTS = (
    "zeros='spike'",
    "spike=",
    "scale=",
    "respondents=",
    "income=",
    "distribution='gamma'",
    "distribution='generalised-gamma'",
    "weights=",
    "groups=",
)
_RESPONDENTS, _ROUNDS, _SEED = 70, 2, 11
_CARD = (0, 5, 10, 20, 40, 80, 160)
_DRAWS = 8
WORKS = "yes"


def combinations(parts: Sequence[str] = PARTS) -> pd.DataFrame:
    """Try every pair of the parts of a model, and every part with every method of interval.

    Parameters
    ----------
    parts : sequence of str, optional
        Some of ``PARTS``; all of them take seconds.

    Returns
    -------
    DataFrame
        Rows ``parts``, columns ``parts`` and the methods of ``Fit.interval``: "yes" where the pair was fitted and gave
        errors or an interval of the median, else the sentence with which it was refused. A part beside itself is empty.

    Examples
    --------
    >>> table = combinations(("spike=", "weights="))
    >>> table.loc["spike=", ["weights=", "delta"]].to_list()
    ['yes', 'yes']
    """
    survey = _survey()
    table = pd.DataFrame("", list(parts), [*parts, *METHODS])
    fits: dict[frozenset[str], Any] = {}
    for first in parts:
        for second in parts:
            if first != second:
                pair = frozenset((first, second))
                fits[pair] = fits[pair] if pair in fits else _tried(partial(_fitted, survey, first, second))
                table.loc[first, second] = fits[pair]
        alone = _asked(survey, first)
        for method in METHODS:
            table.loc[first, method] = _tried(partial(_interval, alone, method))
    return table


def _survey() -> pd.DataFrame:
    """Card answers of invented people who answered twice, some of whom pay nothing."""
    rng = np.random.default_rng(_SEED)
    person = np.repeat(np.arange(_RESPONDENTS), _ROUNDS)
    female, taste = rng.integers(0, 2, _RESPONDENTS)[person], special.ndtri(rng.random(_RESPONDENTS))[person]
    income = np.exp(6 + 0.4 * special.ndtri(rng.random(_RESPONDENTS))).round()[person]
    error = 0.5 * taste + (0.4 + 0.2 * female) * special.ndtri(rng.random(len(person)))
    share = special.expit(np.log(25 / 375) + 0.3 * female + error)
    nothing = rng.random(_RESPONDENTS)[person] < 0.15 + 0.15 * female
    card = np.array(_CARD)
    chosen = card[np.searchsorted(card, np.minimum(share * income, card[-1] - 1), side="right") - 1]
    answers = payment_card(chosen, _CARD, zero=np.zeros(len(person), dtype=bool))
    people = {"person": person, "female": female, "income": income, "nothing": nothing, "village": person // 5}
    return answers.assign(**people)


def _asked(survey: pd.DataFrame, *parts: str) -> Any:
    """The fit of a model with these parts, with a covariate that every measure is averaged over."""
    options: dict[str, Any] = {
        "zeros='spike'": {"zeros": "spike"},
        "spike=": {"spike": "female"},
        "scale=": {"scale": "female"},
        "respondents=": {"respondents": survey["person"]},
        "income=": {"income": survey["income"]},
        "distribution='gamma'": {"distribution": "gamma"},
        "distribution='generalised-gamma'": {"distribution": "generalised-gamma"},
        "weights=": {"weights": 1 + survey["person"] % 2},
        "groups=": {"groups": survey["village"], "cov_type": "robust"},
    }
    given: dict[str, Any] = {}
    for part in parts:
        if not given.keys().isdisjoint(options[part]):
            raise FitError(f"{parts[0]} and {parts[1]} do not go together: a model has one distribution.")
        given |= options[part]
    answers = survey[["lower", "upper"]]
    if "spike" in given or "zeros" in given:
        answers = answers.mask(survey["nothing"], 0.0)
    return fit(answers, covariates="female", data=survey, **given)


def _fitted(survey: pd.DataFrame, first: str, second: str) -> bool:
    """Whether a model of two parts has an error for every parameter and a median."""
    found = _asked(survey, first, second)
    return bool(np.isfinite(found.bse).all() and np.isfinite(found.median()))


def _interval(alone: Any, method: str) -> bool:
    """Whether the median of a model has limits by this method, at one set of covariates as Fieller's needs."""
    drawn = {} if method in ("delta", "fieller", "profile") else {"draws": _DRAWS, "seed": _SEED}
    interval = alone.interval("median", method, at="means", **drawn)
    return bool(np.isfinite(tuple(interval)).all() and interval.low <= interval.estimate <= interval.high)


def _tried(attempt: Callable[[], bool]) -> str:
    """ "yes", or the sentence of the error; anything else is a fault of ours."""
    try:
        if attempt():
            return WORKS
    except FitError as refusal:
        return str(refusal)
    raise AssertionError("A combination neither works nor is refused by name.")
