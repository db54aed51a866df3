"""A welfare measure of a fit as a function of its parameters: what every interval is an interval of."""

from functools import cached_property

import numpy as np
from scipy import special

from ..errors import FitError
from ..welfare import respondents

STEP = 0.002  # of a finite difference, in standard errors
_NATURAL_STEP = 0.01  # and at most in natural units of a parameter: barely determined ones have standard errors beyond
# Sixth-order central difference: offsets and their weights (Fornberg 1988).
OFFSETS = np.array([-3, -2, -1, 1, 2, 3])
DIFFERENCE = np.array([-1, 9, -45, 45, -9, 1]) / 60
_SCALES = {
    "natural": (np.positive, np.positive),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}


class Target:
    """A welfare measure as a function of the parameters of a fit.

    Parameters
    ----------
    model : Model
    theta, covariance : ndarray, shapes (q,) and (q, q)
    robust : bool
        Whether the covariance is the sandwich.
    measure : str
    at
        Whom it averages over.
    **arguments
        What else it needs.
    """

    def __init__(self, model, theta, covariance, robust, measure, at="sample", **arguments):
        """Fix everything but the parameters."""
        self.model, self.theta, self.covariance, self.robust = model, theta, covariance, robust
        self.measure, self.at, self.arguments = measure, at, arguments
        weights = model.observations.weights[:, None]
        self.design, self.weights = respondents(model.observations, at)(weights)
        self.estimate = float(self(theta[:, None])[0])
        # On this scale it has no limits to respect.
        real = measure in ("median", "quantile") or arguments.get("support") == "real"
        unlimited = "natural" if real and not model.distribution.positive else "log"
        self.scale, self.back = _SCALES["logit" if measure == "share_willing" else unlimited]
        self.centre = float(self.unlimited(theta[:, None])[0])

    @property
    def size(self):
        """How many demand curves it averages over."""
        return len(self.design)

    def over(self, observations):
        """The measure as a function of ``theta`` and of weights of these observations, shapes (q, R) and (n, R)."""
        averaging = respondents(observations, self.at)

        def average(theta, weights):
            return self.model.demand(theta, *averaging(weights)).measure(self.measure, **self.arguments)

        return average

    def wrong_signed(self, theta):
        """Where the share willing does not fall with the price, shape (R,)."""
        return self.model.demand(theta, self.design[:1], np.ones(1)).wrong_signed

    def check_single(self, what):
        """Refuse what needs the utility difference where there is not one alone."""
        if self.model.parts:
            raise FitError(f"{what} is on offer for models of one answer, not of two or more: choose another method.")

    def __call__(self, theta):
        """The measure at parameters of shape (q, R): shape (R,)."""
        return self.model.demand(theta, self.design, self.weights).measure(self.measure, **self.arguments)

    def unlimited(self, theta):
        """The measure on its unlimited scale, where it lasts beyond the range of a double: shape (R,)."""
        demand = self.model.demand(theta, self.design, self.weights)
        with np.errstate(all="ignore"):
            if self.measure == "mean" and self.scale is np.log:
                return demand.log_mean()
            return self.scale(demand.measure(self.measure, **self.arguments))

    @cached_property
    def slope(self):
        """Gradient of the measure on its unlimited scale in the parameters at the estimate, shape (q,)."""
        errors = np.sqrt(np.diag(self.covariance))
        steps = np.minimum(STEP * errors, _NATURAL_STEP * self.model.units(self.theta))
        shifted = self.theta[:, None, None] + np.diag(steps)[:, :, None] * OFFSETS
        with np.errstate(all="ignore"):
            return self.unlimited(shifted.reshape(len(steps), -1)).reshape(len(steps), -1) @ DIFFERENCE / steps

    @cached_property
    def error(self):
        """Standard error by the delta method, on the unlimited scale."""
        with np.errstate(all="ignore"):
            return float(np.sqrt(self.slope @ self.covariance @ self.slope))

    @property
    def standard_error(self):
        """By the delta method, on the measure's own scale."""
        with np.errstate(all="ignore"):
            return float(self.error / self.stretch(np.float64(self.estimate)))

    def stretch(self, values):
        """Derivative of the scale at these values of the measure."""
        if self.scale is np.log:
            return 1 / values
        return 1 / (values * (1 - values)) if self.scale is special.logit else np.ones_like(values)
