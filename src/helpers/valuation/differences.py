"""Differences between groups or settings, and average effects of covariates, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .errors import FitError
from .intervals import DIFFERENCE, OFFSETS, Contrast, Interval, Target, find
from .welfare import Setting, others_as_they_are

_STEP = 0.01  # of a slope, in standard deviations of the covariate; of an elasticity, in its logarithm

People = Callable[[pd.DataFrame], pd.DataFrame]


class Differences:
    """What a fit says of two groups or settings, and of a covariate."""

    model: Any
    target: Callable[..., Target]
    _remark: Callable[..., str]

    def difference(
        self,
        measure: str,
        at: Setting,
        other: Setting,
        method: str = "delta",
        *,
        level: float = 0.95,
        draws: int | None = None,
        seed: int | None = None,
        **arguments: Any,
    ) -> Interval:
        """A measure at one setting or of one group, less the same at another, with its interval.

        Parameters
        ----------
        measure : str
            Name of a welfare method: "median" compares medians of average demand curves, "median_average" averages of
            the respondents' medians.
        at, other : dict, DataFrame or boolean Series
            A dict sets these covariates for everybody and leaves the others to each respondent; a dict of all of them
            is one respondent. A frame holds people with all their covariates. A Series of True and False under the row
            labels is a group of the respondents, with their own covariates and weights.
        method, level, draws, seed
            As in ``interval``. Delta limits are symmetric on the measure's own scale; a bootstrap draws respondents
            anew, those of a group with them.
        **arguments
            ``limit``, ``price``, ``share`` or ``support``, where the measure takes it.

        Returns
        -------
        Interval
            In the measure's unit. Draws in which both are infinite count as failed.

        Raises
        ------
        FitError
            Where a mean is infinite, or a name is not that of a covariate.

        Notes
        -----
        ``difference = measure(at) - measure(other)``. Both sides share one fit, so their errors are correlated, and the
        interval allows for it: delta errors as in Oehlert (1992), of the difference and not of its parts.

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> chosen, card = (
        ...     [10, 20, 20, 30, 50, 10, 100, 20, 50, 30],
        ...     [0, 10, 20, 30, 50, 100],
        ... )
        >>> people = pd.DataFrame(
        ...     {"female": [0, 0, 1, 0, 1, 0, 1, 1, 0, 1], "age": range(30, 50, 2)}
        ... )
        >>> result = fit(payment_card(chosen, card), covariates="female + age", data=people)
        >>> result.difference("mean", {"female": 1}, {"female": 0})
        difference of mean 15.64 (95 % delta interval -20.32 to 51.6)
        """
        targets = [self._at(measure, each, arguments) for each in (at, other)]
        contrast = Contrast(f"difference of {measure}", targets, np.subtract)
        found = find(contrast, method, level, draws, seed)
        if arguments.get("support") == "real":
            return found
        said = [self._remark(measure, each.estimate, each.at) for each in targets]
        return replace(found, remark="; ".join(dict.fromkeys(filter(None, said))))

    def ratio(
        self,
        measure: str,
        at: Setting,
        other: Setting,
        method: str = "delta",
        *,
        level: float = 0.95,
        draws: int | None = None,
        seed: int | None = None,
        **arguments: Any,
    ) -> Interval:
        """A measure at one setting or of one group, over the same at another, with its interval.

        Parameters
        ----------
        measure, at, other, method, level, draws, seed, **arguments
            As in ``difference``; delta limits are symmetric on the log scale.

        Returns
        -------
        Interval
            A number without unit.

        Raises
        ------
        FitError
            As ``difference``, and where the measure may be 0 or negative.

        Notes
        -----
        ``ratio = measure(at) / measure(other)``, on a log-normal, log-logistic or Weibull fit ``exp(coefficient x
        distance)`` between two values of one covariate, whatever the measure; delta errors as in Oehlert (1992).

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> people = pd.DataFrame({"female": [0, 0, 1, 0, 1, 0, 1, 1]})
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> result = fit(answers, covariates="female", data=people)
        >>> result.ratio("median", {"female": 1}, {"female": 0})
        ratio of median 2.321 (95 % delta interval 0.9761 to 5.517)
        """
        targets = [self._at(measure, each, arguments) for each in (at, other)]
        if not all(each.estimate > 0 for each in targets):
            raise FitError(f"A ratio needs a {measure} above 0 on both sides: take the difference.")
        contrast = Contrast(f"ratio of {measure}", targets, np.divide, scale="log")
        return find(contrast, method, level, draws, seed)

    def effect(
        self,
        covariate: str,
        measure: str = "mean",
        method: str = "delta",
        *,
        at: Setting = "sample",
        change: float | None = None,
        elasticity: bool = False,
        level: float = 0.95,
        draws: int | None = None,
        seed: int | None = None,
        **arguments: Any,
    ) -> Interval:
        """Average marginal effect of a covariate on the respondents' own mean, median or other measure.

        Parameters
        ----------
        covariate : str
            A column of numbers. Of one with two values, such as female, the effect is of the change from the lower to
            the higher; of any other it is the slope, per unit of the covariate, averaged over respondents.
        measure : str
            Of each respondent's own demand curve; so an effect on the median is one on the average of medians.
        method, level, draws, seed
            As in ``interval``.
        at : {"sample"}, dict or DataFrame
            Whom to average over: the respondents, or a setting as in ``difference``. A dict of the mean covariates
            gives the effect at the means, a frame of some respondents the effect among them.
        change : float, optional
            The covariate rises by so much, in its unit, in place of the slope.
        elasticity : bool
            Average the percentages by which the measure rises as the covariate rises by one.
        **arguments
            ``limit``, ``price``, ``share`` or ``support``, where the measure takes it.

        Returns
        -------
        Interval
            In the measure's unit per unit of the covariate; of an elasticity without unit.

        Raises
        ------
        FitError
            For a covariate that is not in the fit or not a number, or one that enters as categories, whose settings
            ``difference`` compares.

        Notes
        -----
        ``effect = average of d measure_i / d x_i`` over respondents (Bartus 2005), through the formula as fitted, by
        differences of sixth order (Fornberg 1988): log(income) or income * female need nothing more. An elasticity is
        the average of ``d log measure_i / d log x_i``.

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> people = pd.DataFrame({"age": [21, 34, 45, 38, 62, 25, 58, 40]})
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> result = fit(answers, covariates="age", data=people)
        >>> result.effect("age", "median")
        effect of age on median (average of the respondents' own) 1.957 (95 % delta interval 0.8588 to 3.054)
        >>> result.effect("age", "median", elasticity=True)
        elasticity of median in age (average of the respondents' own) 1.992 (95 % delta interval 1.268 to 2.716)
        """
        values = self._numbers(covariate)
        if not isinstance(at, dict | pd.DataFrame) and not (isinstance(at, str) and at == "sample"):
            raise FitError("An effect is averaged at='sample', or over the covariates of a dict or a frame.")
        whom = others_as_they_are(self.model.observations, at)
        two = np.unique(values)
        own: Callable[..., Any] = np.asarray
        moves: list[Callable[..., Any]]
        name, steps, weights = f"effect of {covariate} on {measure}", OFFSETS, DIFFERENCE
        if elasticity:
            name, own = f"elasticity of {measure} in {covariate}", np.log
            moves = [lambda x, k=k: x * np.exp(k * _STEP) for k in steps]
            weights = weights / _STEP
        elif change is not None:
            moves, weights = [lambda x: x + change, lambda x: x], np.array([1, -1])
        elif len(two) == 2:
            moves, weights = [lambda x: two[1], lambda x: two[0]], np.array([1, -1])
        else:
            step = _STEP * values.std()
            moves, weights = [lambda x, k=k: x + k * step for k in steps], weights / step
        try:
            targets = [self._at(measure, _moved(whom, covariate, move), arguments, own) for move in moves]
        except FitError as problem:
            message = f"There is no effect of {covariate!r} here: {problem} To compare settings use difference()."
            raise FitError(message) from problem
        contrast = Contrast(name, targets, lambda *found: np.tensordot(weights, found, 1))
        return find(contrast, method, level, draws, seed)

    def _at(self, measure: str, at: Setting, arguments: dict, own: Callable | None = None) -> Target:
        """The measure at a setting, covariates that it does not name left to each respondent."""
        setting = others_as_they_are(self.model.observations, at)
        return self.target(measure, {**arguments, "at": setting, "own": own})

    def _numbers(self, covariate: str) -> np.ndarray:
        """A covariate of the respondents, once it is one and a number."""
        people = self.model.observations.people
        names = [] if people is None else list(people)
        if covariate not in names:
            raise FitError(f"{covariate!r} is not a covariate of the fit: {', '.join(names) or 'it has none'}.")
        if not (pd.api.types.is_numeric_dtype(people[covariate]) or pd.api.types.is_bool_dtype(people[covariate])):
            raise FitError(f"{covariate!r} is not a number, so it has no slope: compare its settings by difference().")
        return people[covariate].to_numpy(dtype=float)


def _moved(at: Setting, covariate: str, move: Callable[[Any], Any]) -> Setting:
    """The same people with one covariate moved."""

    def moved(people: pd.DataFrame) -> pd.DataFrame:
        return people.assign(**{covariate: move(people[covariate].astype(float))})

    if isinstance(at, dict):
        at = pd.DataFrame([at])
    if isinstance(at, pd.DataFrame):
        return moved(at)
    return (lambda people: moved(at(people))) if callable(at) else moved
