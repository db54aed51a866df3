"""Answers that are missing, at their worst: every amount that is not known at nothing, and then at a cap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .choices import SHARES

# Who is left out and whose amount is unknown, by status; all others are as the base case has them.
CASES = {
    "protests, missing and unruled": ((), ("protest zero", "missing", "unruled")),
    "missing and unruled, protests left out": (("protest zero",), ("missing", "unruled")),
    "missing and unruled, protests as zeros": ((), ("missing", "unruled")),
    "protests, missing left out": (("missing", "unruled"), ("protest zero",)),
    "all but payers and true zeros": ((), ("protest zero", "missing", "unruled", "unclear zero")),
}
TICKED = "as the first, blanks that ticked the card within their tick"


def worst_case(respondents: pd.DataFrame, card: Sequence[float], cap: float) -> pd.DataFrame:
    """Bounds on plain figures when nothing is assumed of answers that are missing (Manski, 1989).

    Parameters
    ----------
    respondents : DataFrame
        Cleaned respondents.
    card : sequence of float
        Its amounts, ascending: a blank beside a tick lies between the tick and the next amount.
    cap : float
        The most that anybody would pay.

    Returns
    -------
    DataFrame
        Indexed by what is unknown and by measure: n, lowest, highest.

    Examples
    --------
    >>> from helpers import cleaning
    >>> survey = cleaning.survey()
    >>> found = worst_case(survey.respondents, survey.study.card, 200)
    >>> mean = found.loc[("protests, missing and unruled", "mean")]
    >>> mean[["lowest", "highest"]].round(2).tolist()
    [49.41, 79.04]
    """
    status, amount = respondents["wtp_status"], respondents["wtp_amount"].to_numpy(float)
    tick = respondents["card_chosen"].to_numpy(float)
    nexts = np.append(np.array(card, dtype=float)[1:], cap)
    above = np.append(nexts, np.nan)[np.where(np.isnan(tick), len(nexts), np.searchsorted(card, tick))]
    rows = {}
    for name, (left_out, unknown) in {**CASES, TICKED: CASES["protests, missing and unruled"]}.items():
        kept, open_ones = ~status.isin(left_out).to_numpy(), status.isin(unknown).to_numpy()
        lower, upper = np.where(open_ones, 0.0, amount), np.where(open_ones, cap, amount)
        if name == TICKED:
            within = open_ones & ~np.isnan(tick) & status.isin(["missing", "unruled"]).to_numpy()
            lower, upper = np.where(within, tick, lower), np.where(within, np.minimum(above, cap), upper)
        for measure in ("mean", "median", *SHARES):
            ends = [_measured(values[kept], measure) for values in (lower, upper)]
            rows[name, measure] = (int(kept.sum()), *ends)
    index = pd.MultiIndex.from_tuples(rows, names=["unknown", "measure"])
    return pd.DataFrame(list(rows.values()), index=index, columns=["n", "lowest", "highest"])


def means_of(worst: pd.DataFrame) -> pd.DataFrame:
    """Of worst cases, those of the mean, by what is unknown."""
    return worst.xs("mean", level="measure")


def _measured(values: np.ndarray, measure: str) -> float:
    if measure in SHARES:
        return float((values >= SHARES[measure]).mean())
    return float(values.mean() if measure == "mean" else np.median(values))
