"""How sure one must be for an answer to count: one measure over thresholds and treatments of unsure answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from .columns import TREATMENTS, Column
from .errors import FitError
from .fitting import fit
from .tables import checked, table_of
from .welfare import MEASURES


def certainty_thresholds(
    build: Callable[[np.ndarray, str], pd.DataFrame],
    certainty: Column,
    thresholds: Sequence[float],
    measure: str = "median",
    distribution: str = "log-normal",
    *,
    treatments: Sequence[str] = TREATMENTS,
    **options: Any,
) -> pd.DataFrame:
    """A measure of WTP as more and more certainty is asked of an answer, under each treatment of the unsure ones.

    Parameters
    ----------
    build : callable
        From ``uncertain`` and ``as_`` to answers, such as
        ``lambda unsure, as_: single_bounded(bid, answer, uncertain=unsure, as_=as_)``.
    certainty : sequence of float, shape (n,) or (n, k)
        How sure each respondent was of the answer, or of each answer; missing where not asked, which counts as sure.
        Polychotomous answers (Welsh and Poe 1998) as numbers, such as 2 for "definitely", 1 for "probably".
    thresholds : sequence of float
        Answers of a certainty below it are unsure.
    measure : str
        A welfare method of ``Fit``.
    distribution : str
    treatments : sequence of {"no", "missing", "interval"}
    **options
        Arguments of the measure: ``at``, ``limit``, ``price``, ``share`` or ``support``; others go to ``fit``.

    Returns
    -------
    DataFrame
        Indexed by threshold and treatment: unsure and contradictory, numbers of respondents; nobs, missing_answers,
        llf, value, and the reason where there is none. An unsure yes taken for a no contradicts a sure yes to more.

    Raises
    ------
    FitError
        For a measure that is not on offer.

    Notes
    -----
    An answer counts as sure where ``certainty >= threshold`` (Champ, Bishop, Brown and McCollum 1997; Welsh and Poe
    1998).

    Examples
    --------
    >>> from helpers.valuation import single_bounded
    >>> bid, answer = (
    ...     [5, 10, 20, 40] * 5,
    ...     [1, 1, 0, 0] * 2 + [1, 1, 1, 0] * 2 + [0, 1, 1, 1],
    ... )
    >>> sure = [10, 8, 9, 6, 5, 9, 7, 8, 9, 10, 4, 8, 10, 6, 9, 9, 8, 9, 6, 4]
    >>> build = lambda unsure, as_: single_bounded(
    ...     bid, answer, uncertain=unsure, as_=as_
    ... )
    >>> table = certainty_thresholds(build, sure, [5, 7], treatments=["no", "interval"])
    >>> table["value"].unstack().round(1).to_dict("list")
    {'interval': [17.2, 14.9], 'no': [15.7, 10.0]}
    """
    if measure not in MEASURES:
        raise FitError(f"Measure {measure!r} is not on offer; choose one of {', '.join(MEASURES)}.")
    sure = np.asarray(certainty, dtype=float)
    arguments = {name: options.pop(name) for name in ("at", "limit", "price", "share", "support") if name in options}

    def value(threshold: float, treatment: str) -> dict:
        answers = build(sure < threshold, treatment)
        found = checked(fit(answers, distribution, **options))
        counts = {"unsure": len(answers.attrs["uncertain"]), "contradictory": len(answers.attrs["contradictory"])}
        of_fit = {name: getattr(found, name) for name in ("nobs", "missing_answers", "llf")}
        return counts | of_fit | {"value": getattr(found, measure)(**arguments)}

    builders = {(each, how): partial(value, each, how) for each in thresholds for how in treatments}
    columns = ["unsure", "contradictory", "nobs", "missing_answers", "llf", "value"]
    return table_of(builders, columns).rename_axis(["threshold", "treatment"])
