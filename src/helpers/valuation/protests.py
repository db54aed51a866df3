"""Zeros that may be protests: one measure under every treatment, and the bounds that assume nothing."""

import numpy as np
import pandas as pd

from .errors import FitError
from .fitting import fit


def protest_treatments(answers, protests, measure, distribution="log-normal", zeros=None, weights=None, **arguments):
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
        Indexed by treatment: nobs, value. "as zero" fits them as known zeros; "dropped" leaves them out, which takes
        them to be like the others; "unknown" keeps them as anything from nothing to infinity, which without covariates
        is the same; "lowest" and "highest" put all of them at nothing and at the top of what the measure can hold
        (Manski 2003), the others as fitted.
    """
    protests = np.asarray(protests, dtype=bool)
    if protests.shape != (len(answers),):
        raise FitError("Give one protest, True or False, an answer.")
    weights = np.ones(len(answers)) if weights is None else np.asarray(weights, dtype=float)
    nothing, unknown = answers[["lower", "upper"]].copy(), answers[["lower", "upper"]].copy()
    nothing.loc[protests] = 0.0
    unknown.loc[protests] = [-np.inf, np.inf]
    treated = {
        "as zero": (nothing, weights),
        "dropped": (answers, np.where(protests, 0.0, weights)),
        "unknown": (unknown, weights),
    }
    rows = {}
    for name, (bounds, counted) in treated.items():
        no_zeros = not ((bounds["lower"] == 0) & (bounds["upper"] == 0) & (counted > 0)).any()
        fitted = fit(bounds, distribution, zeros=None if no_zeros else zeros, weights=counted)
        rows[name] = fitted.nobs, getattr(fitted, measure)(**arguments)
        if name == "dropped":
            others = fitted
    share = float(weights[protests].sum() / weights.sum())
    lowest, highest = _bounds(others, share, measure, arguments)
    total = rows["unknown"][0]
    rows |= {"lowest": (total, lowest), "highest": (total, highest)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["nobs", "value"]).rename_axis("treatment")


def _bounds(others, share, measure, arguments):
    """The measure with this share of people at nothing, and with them at the top."""
    if measure == "median":
        # Half of everybody is this share of the others.
        low, high = (0.5 - share) / (1 - share), 0.5 / (1 - share)
        return (others.quantile(low) if low > 0 else 0.0), (others.quantile(high) if high < 1 else np.inf)
    tops = {"mean": np.inf, "truncated_mean": arguments.get("limit"), "share_willing": 1.0}
    if measure not in tops:
        raise FitError(f"Protest treatments are for {', '.join(tops)} and median, not {measure!r}.")
    value = getattr(others, measure)(**arguments)
    return (1 - share) * value, (1 - share) * value + (share * tops[measure] if share else 0.0)
