"""Zeros that may be protests: one measure under every treatment, and the bounds that assume nothing."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from .columns import Column
from .errors import FitError
from .fitting import fit
from .results import Fit
from .tables import checked, table_of

_MEASURES = ("mean", "truncated_mean", "share_willing", "median")


def protest_treatments(
    answers: pd.DataFrame,
    protests: Column,
    measure: str,
    distribution: str = "log-normal",
    zeros: float | str | None = None,
    weights: Column | None = None,
    **arguments: float,
) -> pd.DataFrame:
    """A measure of everybody's WTP under each treatment of protesters, and the bounds that assume nothing of them.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Protesters' own bounds do not matter.
    protests : sequence of bool, shape (n,)
        Who protested.
    measure : {"mean", "truncated_mean", "share_willing", "median"}
    distribution, zeros, weights
        As in ``fit``; ``zeros`` says how a positive distribution reads zeros, protesters' among them.
    **arguments
        ``limit`` or ``price``, where the measure takes it.

    Returns
    -------
    DataFrame
        Indexed by treatment: nobs, missing_answers, value, and the reason where there is none. "as zero" fits them as
        known zeros; "dropped" leaves them out, which takes them to be like the others; "unknown" keeps them as anything
        from nothing to infinity, which without covariates is the same; "lowest" and "highest" put all of them at
        nothing and at the top of what the measure can hold (Manski 2003), the others as fitted.

    Raises
    ------
    FitError
        For a measure that has no bounds of this kind, or protests that do not match the answers.

    Notes
    -----
    With a share p of protesters and m the measure of the others, ``(1 - p) m <= measure <= (1 - p) m + p top`` (Manski
    2003), whatever the protesters would pay.

    Examples
    --------
    >>> from helpers.valuation import open_ended
    >>> answers = open_ended([0, 0, 10, 20, 20, 45, 80, 12])
    >>> protests = [True] + [False] * 7
    >>> table = protest_treatments(
    ...     answers, protests, "truncated_mean", zeros="spike", limit=50
    ... )
    >>> table["value"].round(1).to_dict()
    {'as zero': 20.0, 'dropped': 22.8, 'unknown': 22.8, 'lowest': 20.0, 'highest': 26.2}
    """
    if measure not in _MEASURES:
        raise FitError(f"Protest treatments are for {', '.join(_MEASURES)}, not {measure!r}.")
    protests = np.asarray(protests, dtype=bool)
    if protests.shape != (len(answers),):
        raise FitError("Give one protest, True or False, an answer.")
    weights = np.ones(len(answers)) if weights is None else np.asarray(weights, dtype=float)
    nothing, unknown = (answers[["lower", "upper"]].astype(float) for _ in range(2))
    nothing.loc[protests] = 0.0
    unknown.loc[protests] = [-np.inf, np.inf]
    treated = {
        "as zero": (nothing, weights),
        "dropped": (answers, np.where(protests, 0.0, weights)),
        "unknown": (unknown, weights),
    }
    share = float(weights[protests].sum() / weights.sum())
    fits, total = {}, float(weights.sum())

    def everybody(name: str) -> dict:
        bounds, counted = treated[name]
        no_zeros = not ((bounds["upper"] <= 0) & (counted > 0)).any()
        found = fits[name] = checked(fit(bounds, distribution, zeros=None if no_zeros else zeros, weights=counted))
        value = getattr(found, measure)(**arguments)
        return {"nobs": found.nobs, "missing_answers": found.missing_answers, "value": value}

    def limit(place: int) -> dict:
        if "dropped" not in fits:
            raise FitError("The answers of those who did not protest cannot be fitted.")
        missing = fits["dropped"].missing_answers
        value = _bounds(fits["dropped"], share, measure, arguments)[place]
        return {"nobs": total - missing, "missing_answers": missing, "value": value}

    builders = {name: partial(everybody, name) for name in treated}
    builders |= {"lowest": partial(limit, 0), "highest": partial(limit, 1)}
    return table_of(builders, ["nobs", "missing_answers", "value"]).rename_axis("treatment")


def _bounds(others: Fit, share: float, measure: str, arguments: dict[str, float]) -> tuple[float, float]:
    """The measure with this share of people at nothing, and with them at the top."""
    if measure == "median":
        # Half of everybody is this share of the others.
        low, high = (0.5 - share) / (1 - share), 0.5 / (1 - share)
        return (others.quantile(low) if low > 0 else 0.0), (others.quantile(high) if high < 1 else np.inf)
    tops = {"mean": np.inf, "truncated_mean": arguments.get("limit", np.nan), "share_willing": 1.0}
    value = getattr(others, measure)(**arguments)
    return (1 - share) * value, (1 - share) * value + (share * tops[measure] if share else 0.0)
