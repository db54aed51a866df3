"""Results as rows of a frame, which pandas writes as LaTeX, Excel or CSV."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from .errors import FitError
from .results import Fit
from .tables import table_of

_MEASURES: dict[str, dict] = {"mean": {}, "median": {}}


def results_table(
    fits: Fit | Mapping[str, Fit | Exception],
    measures: Mapping[str, Mapping[str, Any]] = _MEASURES,
    method: str = "delta",
    *,
    level: float = 0.95,
    draws: int | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Fits and their measures with intervals, a row a fit; write it by ``to_latex``, ``to_excel`` or ``to_csv``.

    Parameters
    ----------
    fits : Fit or dict of Fit
        By name, as ``fit_each`` gives them: an error in the place of a fit is a row of nan with its reason. One alone
        is named by its distribution.
    measures : dict of dict
        By the name of a welfare method, what it takes: {"median": {}, "truncated_mean": {"limit": 100}}.
    method, level, draws, seed
        As in ``Fit.interval``.

    Returns
    -------
    DataFrame
        Columns distribution, nobs, left_out (rows without an answer or a covariate), params (how many), llf, aic, bic;
        for each measure its estimate, ``low`` and ``high`` in its unit; ``remark``, what must be said of them, as that
        they lie above the highest amount asked; and ``reason``, why any of them is missing.

    Raises
    ------
    FitError
        Where there is no fit at all; a measure that one fit does not have is missing in its row.

    Notes
    -----
    ``AIC = 2 q - 2 log L`` (Akaike 1974) and ``BIC = q log n - 2 log L`` (Schwarz 1978) compare fits of the same
    answers alone: ``compare`` checks that they are.

    Examples
    --------
    >>> from helpers.valuation import fit, payment_card
    >>> answers = payment_card(
    ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
    ... )
    >>> table = results_table(fit(answers, "log-normal"))
    >>> table[["nobs", "llf", "median", "median low", "median high"]].round(2)
                nobs    llf  median  median low  median high
    log-normal   8.0 -13.64   32.33       19.14        54.61
    """
    named = {fits.distribution: fits} if isinstance(fits, Fit) else dict(fits)
    if not named:
        raise FitError("A table of results needs one fit or more.")

    def row(fit: Fit | Exception) -> dict:
        if isinstance(fit, Exception):
            raise fit
        left_out = fit.missing_answers + fit.missing_covariates
        found = {"distribution": fit.distribution, "nobs": fit.nobs, "left_out": left_out, "params": len(fit.theta)}
        found |= {"llf": fit.llf, "aic": fit.aic, "bic": fit.bic}
        remarks, reasons = [], []
        for measure, arguments in measures.items():
            try:
                limits = fit.interval(measure, method, level=level, draws=draws, seed=seed, **arguments)
            except FitError as problem:
                reasons.append(f"{measure}: {problem}")
                continue
            found |= {measure: limits.estimate, f"{measure} low": limits.low, f"{measure} high": limits.high}
            remarks += [limits.remark] if limits.remark else []
        return {**found, "remark": "; ".join(remarks), "reason": " ".join(reasons)}

    columns = ["distribution", "nobs", "left_out", "params", "llf", "aic", "bic"]
    columns += [column for name in measures for column in (name, f"{name} low", f"{name} high")]
    return table_of({name: partial(row, fit) for name, fit in named.items()}, [*columns, "remark"])
