"""A welfare measure of a fit as a function of its parameters: what every interval is an interval of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from ..errors import FitError
from ..likelihood import AnyModel, Observations
from ..welfare import Demand, Setting, respondents

SHARES = ("share_willing", "share_zero", "mean_share_of_income")
MEDIANS = ("median", "median_average", "quantile")
STEP = 0.001  # of a finite difference, in standard errors
_NATURAL_STEP = 0.01  # and at most in natural units of a parameter: barely determined ones have standard errors beyond
# Sixth-order central difference: offsets and their weights (Fornberg 1988).
OFFSETS = np.array([-3, -2, -1, 1, 2, 3])
DIFFERENCE = np.array([-1, 9, -45, 45, -9, 1]) / 60
SCALES = {
    "natural": (np.positive, np.positive),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}


class Target:
    """A welfare measure as a function of the parameters of a fit.

    Parameters
    ----------
    model : AnyModel
    theta, covariance : ndarray, shapes (q,) and (q, q)
    robust : bool
        Whether the covariance is the sandwich.
    measure : str
    at
        Whom it averages over.
    own : callable, optional
        To average what this makes of the respondents' own values, in place of the measure of their average curve.
    **arguments
        What else it needs.
    """

    contrast = False

    def __init__(
        self,
        model: AnyModel,
        theta: np.ndarray,
        covariance: np.ndarray,
        robust: bool,
        measure: str,
        at: Setting = "sample",
        own: Callable[[np.ndarray], np.ndarray] | None = None,
        **arguments: Any,
    ) -> None:
        """Fix everything but the parameters."""
        self.model, self.theta, self.covariance, self.robust = model, theta, covariance, robust
        self.name = self.measure = measure
        self.at, self.own, self.arguments = at, own, arguments
        weights = model.observations.weights[:, None]
        self.design, self.weights = respondents(model.observations, at)(weights)
        self.size = len(self.design)  # demand curves averaged over
        self.estimate = float(self(theta[:, None])[0])
        # On this scale it has no limits to respect.
        real = measure in MEDIANS or arguments.get("support") == "real"
        unlimited = "natural" if real and not model.distribution.positive else "log"
        self.scale, self.back = SCALES["logit" if measure in SHARES else unlimited]
        self.centre = float(self.unlimited(theta[:, None])[0])

    @property
    def qualified(self) -> str:
        """What the measure is of, in words, where there could be two."""
        parts = [f"{self.model.part} answer"] if self.model.parts == ("first", "followup") else []
        if self.model.parts == ("total", "respondent"):
            parts = ["total variance" if self.model.part == "total" else "variance between respondents"]
        if self.own is not None:
            parts = ["average of the respondents' own", *parts]
        elif self.size > 1 and self.measure in ("median", "quantile"):
            parts = ["of the average demand curve", *parts]
        return ", ".join(parts)

    @property
    def resampled(self) -> AnyModel:
        """The model whose rows are drawn: with equal rows merged, unless these are not of one group."""
        return self.model if isinstance(self.at, pd.Series) else self.model.merged

    def over(self, observations: Observations) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
        """The measure as a function of ``theta`` and of weights of these observations, shapes (q, R) and (n, R)."""
        averaging = respondents(observations, self.at)
        return lambda theta, weights: self._valued(self.model.demand(theta, *averaging(weights)))

    def wrong_signed(self, theta: np.ndarray) -> np.ndarray:
        """Where the share willing does not fall with the price, shape (R,)."""
        return self.model.wrong_signed(theta)

    def check_single(self, what: str, linear: bool = False) -> None:
        """Refuse what needs one answer a row and, if ``linear``, one utility difference that is linear in theta."""
        if self.model.parts or (linear and self.model.beyond):
            raise FitError(
                f"{what} and {' or '.join(self.model.beyond)} do not go together: it is on offer for models of one "
                "answer with one scale and one share of zeros. Choose another method."
            )

    def __call__(self, theta: np.ndarray) -> np.ndarray:
        """The measure at parameters of shape (q, R): shape (R,)."""
        return self._valued(self.model.demand(theta, self.design, self.weights))

    def _valued(self, demand: Demand) -> np.ndarray:
        """The measure of some demand curves, or the average of the respondents' own."""
        if self.own is None:
            return demand.measure(self.measure, **self.arguments)
        with np.errstate(divide="ignore"):
            return demand.average(self.own(demand.each(self.measure, **self.arguments)))

    def unlimited(self, theta: np.ndarray) -> np.ndarray:
        """The measure on its unlimited scale, where it lasts beyond the range of a double: shape (R,)."""
        with np.errstate(all="ignore"):
            if self.measure == "mean" and self.scale is np.log and self.own is None:
                return self.model.demand(theta, self.design, self.weights).log_mean()
            return self.scale(self(theta))

    @cached_property
    def slope(self) -> np.ndarray:
        """Gradient of the measure on its unlimited scale in the parameters at the estimate, shape (q,)."""
        errors = np.sqrt(np.diag(self.covariance))
        steps = np.minimum(STEP * errors, _NATURAL_STEP * self.model.units(self.theta))
        shifted = self.theta[:, None, None] + np.diag(steps)[:, :, None] * OFFSETS
        with np.errstate(all="ignore"):
            return self.unlimited(shifted.reshape(len(steps), -1)).reshape(len(steps), -1) @ DIFFERENCE / steps

    @cached_property
    def error(self) -> float:
        """Standard error by the delta method, on the unlimited scale."""
        with np.errstate(all="ignore"):
            return float(np.sqrt(self.slope @ self.covariance @ self.slope))

    @property
    def standard_error(self) -> float:
        """By the delta method, on the measure's own scale."""
        with np.errstate(all="ignore"):
            return float(self.error / self.stretch(np.array(self.estimate)))

    def stretch(self, values: np.ndarray) -> np.ndarray:
        """Derivative of the scale at these values of the measure."""
        if self.scale is np.log:
            return 1 / values
        return 1 / (values * (1 - values)) if self.scale is special.logit else np.ones_like(values)


class Contrast(Target):
    """What several targets of one fit make together, such as a difference: a target itself.

    Parameters
    ----------
    name : str
    targets : list of Target
    combine : callable
        From their values, in order, to that of the contrast.
    scale : {"natural", "log"}
        On which it has no limits to respect.

    Raises
    ------
    FitError
        Where it is not a finite number.
    """

    contrast = True

    def __init__(
        self, name: str, targets: Sequence[Target], combine: Callable[..., np.ndarray], scale: str = "natural"
    ) -> None:
        """Take over what the targets share."""
        first = targets[0]
        self.model, self.theta, self.covariance, self.robust = first.model, first.theta, first.covariance, first.robust
        self.name, self.measure, self.arguments, self.design = name, first.measure, first.arguments, first.design
        self.size = max(each.size for each in targets)
        self._targets, self._combine = targets, combine
        self.scale, self.back = SCALES[scale]
        self.estimate = float(self(self.theta[:, None])[0])
        self.centre = float(self.unlimited(self.theta[:, None])[0])
        if not np.isfinite(self.estimate):
            values = " and ".join(f"{each.estimate:.4g}" for each in targets[:2])
            raise FitError(f"The {name} is not defined: the measure is {values}. Take another measure.")

    @property
    def qualified(self) -> str:
        """As of what it is made of."""
        return self._targets[0].qualified

    @property
    def resampled(self) -> AnyModel:
        """The model whose rows are drawn."""
        return self.model if any(each.resampled is self.model for each in self._targets) else self._targets[0].resampled

    def over(self, observations: Observations) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
        """As of ``Target``."""
        averages = [each.over(observations) for each in self._targets]
        return lambda theta, weights: self._combined([average(theta, weights) for average in averages])

    def __call__(self, theta: np.ndarray) -> np.ndarray:
        """The contrast at parameters of shape (q, R): shape (R,)."""
        return self._combined([each(theta) for each in self._targets])

    def unlimited(self, theta: np.ndarray) -> np.ndarray:
        """As of ``Target``."""
        with np.errstate(all="ignore"):
            return self.scale(self(theta))

    def _combined(self, values: list[np.ndarray]) -> np.ndarray:
        """The contrast of these values; nan where all are infinite."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._combine(*values)
