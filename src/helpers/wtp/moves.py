"""What moves the answer of a study that has no published average: its own base case, and choices one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from helpers import cleaning
from helpers import valuation as cv
from helpers.result import Result

from .formats import OPEN_ENDED, Stated, stated
from .survey import DRAWS, SPIKE, models, treatments, usable_amounts
from .unknowns import Kind, Unknown, as_table, of_survey


@dataclass(frozen=True)
class Moves:
    """Every unknown as a ratio to a base.

    Attributes
    ----------
    base : float
        What the ratios are to, in the currency of the study.
    named : str
        What the base is.
    unknowns : list of Unknown
        Widest first; one without a number last.
    """

    base: float
    named: str
    unknowns: list[Unknown]

    def table(self, survey: cleaning.Survey) -> Result:
        """For the figure; where nobody was asked for an amount, no range gives away who is a zero."""
        found = as_table(self.unknowns, len(survey.respondents))
        return found if "wtp" in survey.study.keep else replace(found, tells={})


def moves(survey: cleaning.Survey) -> Moves:
    """What could move the answer: around the published average where there is one, else around the base case.

    Examples
    --------
    >>> found = moves(cleaning.survey())
    >>> found.named, found.base
    ('published', 58)
    """
    study = survey.study
    if published := of_survey(survey):
        assert study.average is not None
        return Moves(study.average.mean, "published", published)
    first = stated(survey)[0]
    base, named, found = _of_amounts(survey, first) if first.format == OPEN_ENDED else _of_bounds(first)
    found.sort(key=lambda each: (-each.width, each.name))
    if study.good.wtp_unit == "unknown":
        found.append(Unknown("per what?", Kind.BEYOND, np.nan, np.nan))
    return Moves(base, named, found)


def _of_amounts(survey: cleaning.Survey, given: Stated) -> tuple[float, str, list[Unknown]]:
    """Around the mean of the usable amounts."""
    study, amounts = survey.study, usable_amounts(survey.respondents)
    both = study.questions["zero_reason"].both if "zero_reason" in study.questions else ()
    base, treated = float(amounts.mean()), treatments(survey.respondents, both).frame["mean"].dropna()
    interval = cv.mean_interval(amounts, seed=study.seeds["bootstrap"], draws=DRAWS)
    found = [Unknown("chance, as if a random draw", Kind.CHANCE, interval.low / base, interval.high / base)]
    found += _between("who counts as a zero", treated / base)
    fitted = models(given.answers, max(given.prices)).frame["mean"].dropna()
    found += _between("model of zeros and tail", [1.0, *(fitted / base)])
    found += _between("mean or median", [1.0, float(amounts.median()) / base])
    return base, "mean", found


def _of_bounds(given: Stated) -> tuple[float, str, list[Unknown]]:
    """Around the median of the model, which no mean of answers to bids or of ticks can replace."""
    fit = given.fit()
    interval = fit.interval("median", method="delta")
    base = fit.median()
    found = [Unknown("chance, as if a random draw", Kind.CHANCE, interval.low / base, interval.high / base)]
    fitted = models(given.answers, max(given.prices)).frame
    same = fitted[fitted.index.get_level_values("zeros") == (SPIKE if fit.zeros == SPIKE else "none")]
    found += _between("distribution", same["median"].dropna() / base)
    means = [1.0, fit.truncated_mean(max(given.prices)) / base, fit.mean() / base]
    return base, "median", [*found, *_between("mean or median", means)]


def _between(name: str, ratios: Iterable[float]) -> list[Unknown]:
    values = [float(ratio) for ratio in ratios]
    return [Unknown(name, Kind.CHOICE, min(values), max(values))]
