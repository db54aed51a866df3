"""What stated amounts go with, as effect sizes with their intervals and no test: declared groups, and pay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from helpers import cleaning, describe, effects
from helpers import valuation as cv
from helpers.result import Result, Unit
from helpers.study import Question

from .survey import PAYERS, SPIKE, open_answers, usable_amounts

_OF_PAYERS, _OF_ZEROS = "amount of those who pay, times, a band up", "odds of paying nothing, times, a band up"


def by_group(survey: cleaning.Survey, name: str) -> Result:
    """What each group of a declared subgroup would pay, against everybody else (`effects.subgroups`).

    Of shuffled answers each row says that it is chance, since rows are quoted without what stands around them.
    """
    respondents = survey.respondents
    column, groups = describe.grouping(survey.study.questions[name])
    compared = effects.subgroups(usable_amounts(respondents), respondents[column], groups, Unit.MONEY)
    if not survey.study.synthetic:
        return compared
    return replace(compared, frame=compared.frame.assign(reads_as="chance: answers were shuffled"))


def against_pay(respondents: pd.DataFrame, pay: Question) -> Result:
    """Set the usable amounts against pay: whether they rise with it is what a stated amount is usually tested by.

    Parameters
    ----------
    respondents : DataFrame
        Cleaned respondents.
    pay : Question
        A choice among bands of pay, in ascending order.

    Returns
    -------
    Result
        Indexed by measure: pairs (who answered both), estimate, low, high, at 95 %. Spearman's rank correlation; then,
        from a log-normal model with a spike (Kriström, 1997) in which the number of the band moves both parts, by what
        factor the amount of those who pay and the odds of paying nothing change with each band. Where the answers do
        not identify that model its two rows have no numbers.

    Examples
    --------
    >>> from helpers import cleaning
    >>> survey = cleaning.survey()
    >>> against_pay(survey.respondents, survey.study.questions["pay_band"]).frame.index[
    ...     0
    ... ]
    'rank correlation of amount and pay'
    """
    bands = {option: float(number) for number, option in enumerate(pay.options)}
    band = respondents[pay.id].astype(object).map(bands).astype(float).rename("band")
    ranks = effects.agreement(usable_amounts(respondents), band).frame.iloc[0]
    rows = {"rank correlation of amount and pay": (ranks["rho"], ranks["low"], ranks["high"])}
    rows |= dict.fromkeys((_OF_PAYERS, _OF_ZEROS), (np.nan,) * 3) | _modelled(open_answers(respondents), band)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["estimate", "low", "high"]).rename_axis("measure")
    frame.insert(0, "pairs", int(ranks["pairs"]))
    return Result(frame, tells={_OF_ZEROS: PAYERS})


def _modelled(answers: pd.DataFrame, band: pd.Series) -> dict[str, tuple[float, float, float]]:
    """Factors of both parts of the spike model, or nothing where it cannot be fitted."""
    known = answers[band[answers.index].notna()]
    try:
        fit = cv.fit(
            known, "log-normal", covariates="band", data=band[known.index].to_frame(), zeros=SPIKE, spike="band"
        )
    except cv.FitError:
        return {}
    limits = fit.conf_int()
    names = {_OF_PAYERS: "band", _OF_ZEROS: "zero:band"} if fit.converged else {}
    found = {measure: np.exp([fit.params[name], *limits.loc[name]]) for measure, name in names.items()}
    return {measure: (float(factor), float(low), float(high)) for measure, (factor, low, high) in found.items()}
