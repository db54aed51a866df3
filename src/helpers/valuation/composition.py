"""Models composed of formulas: location, scale and share of zeros with covariates of their own, and shaped errors."""

from functools import cached_property

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray
from scipy import special

from .bounded import demand_of
from .columns import distinct
from .errors import FitError
from .joint import NO_UTILITY_DIFFERENCE, JointModel
from .likelihood import (
    DISTRIBUTIONS,
    EXACT,
    LOCATION,
    NO_WTP,
    SCALE,
    SHAPE,
    ComposedLikelihood,
    Distribution,
    Model,
    Observations,
    Shaped,
    orthogonal,
)
from .results import Fit
from .welfare import Demand, predicted

Floats = NDArray[np.float64]

_SHAPES_BESIDE = (-0.7, 0.0, 0.7)  # of the logarithm of a gamma's shape, around that of the log-normal's variance
_SHARES_BESIDE = (-2.0, 0.0, 2.0)  # of the logit of the share of zeros, around the common one
_SCALES_BESIDE = (0.0, -1.5)  # of the logarithm of the scale, around that of the plain model
_SLACK = 1e-10  # of the log-likelihood, that rounding can explain
_WHAT_COUNTS = ("kind", "lower", "upper", "design")  # of a row, for its likelihood
_AT_ONCE = 2**20  # weights that searches from several starts may hold at a time
_RUNS_OFF = 8.0  # standardised coefficient beyond which it has no finite maximum


def is_composed(distribution: Distribution, observations: Observations) -> bool:
    """Whether a model needs more than one location, one scale and one share of zeros."""
    return isinstance(distribution, Shaped) or SCALE in observations.places or NO_WTP in observations.places


class ComposedModel(JointModel):
    """The likelihood of some observations with a formula for each predictor.

    ``theta`` holds the coefficients: of the location, of the logarithm of the scale, the shape, and of the logit of the
    share of zeros, each where the model has it.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations

    Raises
    ------
    FitError
        When the covariates of a formula are collinear, or one is 0 for everyone.
    """

    def __init__(self, distribution: Distribution, observations: Observations) -> None:
        """Standardise the bounds and the covariates of each formula."""
        self.shaped = distribution if isinstance(distribution, Shaped) else None
        asked_for = {"scale=": SCALE in observations.places, "spike=": NO_WTP in observations.places}
        self.beyond = tuple(name for name, given in asked_for.items() if given)
        if self.shaped:
            self.beyond = (f"distribution={distribution.name!r}", *self.beyond)
        ones = np.ones((len(observations.kind), 1))
        designs = {LOCATION: observations.location}
        if self.shaped is None or self.shaped.has_scale:
            designs[SCALE] = observations.block(SCALE)
        if self.shaped:
            designs[SHAPE] = ones
        if observations.zeros == "spike":
            designs[NO_WTP] = observations.block(NO_WTP)
        lower, upper = observations.on_error_scale(distribution.positive)
        finite = np.concatenate([lower, upper])
        finite = finite[np.isfinite(finite)]
        centre, spread = finite.mean(), (finite.std() or 1.0) if SCALE in designs else 1.0
        blocks, offsets = [], []
        for name, design in designs.items():
            designs[name], triangle = orthogonal(design, observations.names_of(name))
            blocks.append(np.linalg.inv(triangle) * (spread if name == LOCATION else 1.0))
            first = {LOCATION: centre, SCALE: np.log(spread)}.get(name, 0.0)
            offsets.append(np.append(first, np.zeros(design.shape[1] - 1)))
        likelihood = ComposedLikelihood(
            type(self.shaped) if self.shaped else lambda _: distribution,
            observations.kind,
            (lower - centre) / spread,
            (upper - centre) / spread,
            designs,
        )
        self._spread, self.places = spread, likelihood.places
        back, offset = scipy.linalg.block_diag(*blocks), np.concatenate(offsets)
        super().__init__(distribution, observations, likelihood, back, offset)
        self.spike = NO_WTP in self.places

    @cached_property
    def merged(self) -> "ComposedModel":
        """The same model with equal rows merged, to draw respondents from; of those with several rows, itself."""
        observations = self.observations
        return self if observations.groups is not None else ComposedModel(self.distribution, observations.patterns())

    def named(self, theta: Floats) -> tuple[list[str], Floats, Floats]:
        """Names and values of ``params`` at ``theta``, and their Jacobian in it; a common share of zeros is not one."""
        names = [name for block in self.places for name in self._names(block)]
        shown = len(theta) - (self.spike and NO_WTP not in self.observations.places)
        return names[:shown], theta[:shown], np.eye(shown, len(theta))

    def _names(self, block: str) -> list[str]:
        """Names of the parameters of one predictor."""
        if self.shaped and block == SHAPE:
            return [self.shaped.shape_name]
        return self.observations.names_of(block)

    def demand(self, theta: Floats, design: Floats, weights: Floats) -> Demand:
        """Demand curves of some respondents at parameters of shape (q, R)."""

        def predictor(block: str) -> Floats:
            columns = self.observations.places.get(block)
            rows = np.ones((1, 1)) if columns is None else design[:, columns]
            return predicted(rows, theta[self.places[block]])

        kappa = np.exp(-predictor(SCALE)) if SCALE in self.places else np.ones(theta.shape[1])
        zero = special.expit(predictor(NO_WTP)) if self.spike else np.zeros((1, 1))
        distribution = type(self.shaped)(theta[self.places[SHAPE]]) if self.shaped else self.distribution
        eta = predictor(LOCATION) * kappa
        return demand_of(self.observations, distribution, eta, kappa, design, weights, zero)

    def wrong_signed(self, theta: Floats) -> NDArray[np.bool_]:
        """As of ``Model``: never, where the scale is an exponential."""
        return np.zeros(theta.shape[1], dtype=bool)

    def units(self, theta: Floats) -> Floats:
        """As of ``Model``."""
        units = np.ones(len(theta))
        for block, columns in self.observations.places.items():
            if block in self.places:
                units[self.places[block]] = 1 / np.abs(self.observations.design[:, columns]).max(axis=0)
        if SCALE in self.places:
            units[self.places[LOCATION]] *= np.exp(np.mean(self._log_scale(theta)))
        return units

    def _log_scale(self, theta: Floats) -> Floats:
        """Logarithm of the scale of each row."""
        if SCALE in self.observations.places:
            return self.observations.block(SCALE) @ theta[self.places[SCALE]]
        return theta[self.places[SCALE]]

    def solve(self, weights: Floats, start: Floats | None = None, tolerance: float = 1e-14) -> tuple[Floats, NDArray]:
        """As of ``JointModel``; without a start the highest of the maxima found from several.

        A search that rises above all of them and finds no maximum tells that there is none.
        """
        if start is not None:
            return super().solve(weights, start, tolerance)
        first, codes = distinct(np.column_stack([getattr(self.observations, name) for name in _WHAT_COUNTS]))
        if len(first) < len(codes):
            # Many searches over each kind of row once, and a last one over all of them.
            counts: Floats = np.stack([np.bincount(codes, column) for column in weights.T], axis=1, dtype=float)
            kinds = ComposedModel(self.distribution, self.observations.taken(first, counts[:, 0]))
            return super().solve(weights, kinds.solve(counts, None, tolerance)[0], tolerance)
        starts, replicates = self._starts(), weights.shape[1]
        # Searches from several starts are replicates like others, so that each step is one computation for all.
        at_once = max(1, _AT_ONCE // weights.size)
        found = []
        for place in range(0, len(starts), at_once):
            begun = np.column_stack(starts[place : place + at_once])
            tiled = np.tile(weights, begun.shape[1])
            theta, converged = super().solve(tiled, np.repeat(begun, replicates, axis=1), tolerance)
            with np.errstate(all="ignore"):
                found.append((theta, converged, self.derivatives(theta, tiled)[0]))
        thetas, converged, values = (np.concatenate(each, axis=-1) for each in zip(*found, strict=True))
        converged, values = (each.reshape(len(starts), replicates) for each in (converged, values))
        slack = np.where(converged, _SLACK * np.abs(values), 0.0)
        best, columns = np.nan_to_num(values + slack, nan=-np.inf).argmax(axis=0), np.arange(replicates)
        return thetas[:, best * replicates + columns], converged[best, columns]

    def _starts(self) -> list[Floats]:
        """Where searches begin: from the model of one scale, at several shapes and shares of zeros."""
        error = DISTRIBUTIONS["log-normal"] if self.shaped else self.distribution
        plain = Model(error, self.observations)
        theta = plain.solve(self.observations.weights[:, None])[0][:, 0]
        p = self.n_terms
        if not (np.isfinite(theta).all() and theta[p] > 0):
            theta = np.append(plain.first_guess(), 0.0)
        location, log_scale = theta[:p] / theta[p], -np.log(theta[p])
        logit = np.clip(theta[-1], -4, 4) if self.spike else 0.0
        shares = _SHARES_BESIDE if self.spike else (0.0,)
        return [
            self._start(location, log_scale + narrower, shape, logit + share)
            for shape in self._shapes()
            for share in shares
            for narrower in _SCALES_BESIDE
        ]

    def _shapes(self) -> tuple[float, ...]:
        """Shapes to begin at; those of a gamma beside that which the spread of log WTP suggests."""
        if not self.shaped:
            return (np.nan,)
        return self.shaped.starts if self.shaped.has_scale else _SHAPES_BESIDE

    def _start(self, location: Floats, log_scale: float, shape: float, logit: float) -> Floats:
        """``theta`` with one scale and one share of zeros."""
        theta = np.zeros(len(self._back))
        theta[self.places[LOCATION]] = location
        if SCALE in self.places:
            theta[self.places[SCALE].start] = log_scale
        else:
            shape -= 2 * log_scale
            theta[0] -= special.digamma(np.exp(shape))
        if self.shaped:
            theta[self.places[SHAPE]] = shape
        if self.spike:
            theta[self.places[NO_WTP].start] = logit
        return theta

    def _log_units(self) -> Floats:
        """Densities of exact amounts are per unit of currency."""
        jacobian = self.observations.log_stretch(self.distribution.positive) - np.log(self._spread)
        return np.where(self.observations.kind == EXACT, jacobian, 0.0)

    def why_not(self, theta: Floats) -> str:
        """Sentence for a likelihood without a maximum, naming the parameter that runs off furthest."""
        message = "The fit did not converge: the likelihood has no maximum that could be found"
        params = np.nan_to_num(np.abs(self._there @ (theta - self._offset)), nan=np.inf)
        furthest = int(np.argmax(params))
        if not _RUNS_OFF < params[furthest] < np.inf:
            return f"{message}. Fit fewer covariates, or a distribution with fewer parameters."
        name = [name for block in self.places for name in self._names(block)][furthest]
        return f"{message}; {name!r} runs off without end: leave it out, merge its groups or fit a simpler model."


class ComposedFit(Fit):
    """A fit with formulas for scale or share of zeros, or with a shape; other attributes and methods as of ``Fit``.

    Attributes
    ----------
    params : Series
        The terms of the location; ``log_scale``, with ``log_scale:`` before its terms; ``Q`` or ``log_shape``; and,
        where the share of zeros has a formula, its terms after ``zero:``.
    scale : float
        An error where respondents do not share one.
    share_zero, share_zero_se : float
        Average share of zeros and its standard error.
    """

    @property
    def scale(self) -> float:
        """Scale of the error, where all respondents share one."""
        if "log_scale" not in self.params or SCALE in self.model.observations.places:
            raise FitError("There is no one scale in this model: read the parameters of the scale or the shape.")
        return super().scale

    @cached_property
    def _share_zero(self) -> tuple[float, float]:
        """Average share of zeros and its standard error."""
        if not self.model.spike:
            return super()._share_zero
        interval = self.interval("share_zero")
        return interval.estimate, interval.standard_error

    def stacy(self) -> pd.DataFrame:
        """The generalised gamma in Stacy's (1962) form, where the covariates are 0.

        Density power t^(power shape - 1) exp(-(t / scale)^power) / (Gamma(shape) scale^(power shape)): the form of
        flexsurv's gengamma.orig.

        Returns
        -------
        DataFrame
            Rows power, shape and scale, columns estimate and standard error.

        Raises
        ------
        FitError
            For another distribution, one scale a respondent, or a Q that is not above 0, which has no such form.

        Notes
        -----
        ``power = Q / scale, shape = Q^-2, scale = exp(location + 2 log(Q) scale / Q)`` (Stacy 1962; Prentice 1974), the
        errors by the delta method.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> answers = payment_card(
        ...     [5, 10, 20, 20, 30, 30, 30, 50, 50, 50] * 5,
        ...     card=[0, 5, 10, 20, 30, 50, 100],
        ... )
        >>> fit(answers, "generalised-gamma").stacy().round(2)
               estimate  standard error
        power      3.07            2.41
        shape      0.50            0.51
        scale     59.80           18.96
        """
        if self.distribution != "generalised-gamma" or SCALE in self.model.observations.places:
            raise FitError("Stacy's form is that of a generalised gamma with one scale.")
        names = ["Intercept", "log_scale", "Q"]
        mu, log_scale, q = self.params[names]
        if not q > 0:
            raise FitError(f"Stacy's form needs a Q above 0, and it is {q:.3g}: use params, Prentice's form.")
        scale = np.exp(log_scale)
        shift = 2 * np.log(q) * scale / q  # of the logarithm of Stacy's scale from mu
        values = np.array([q / scale, q**-2, np.exp(mu + shift)])
        # Slopes of the logarithms of the three in Intercept, log_scale and Q.
        slopes = np.array([[0, -1, 1 / q], [0, 0, -2 / q], [1, shift, (2 * scale / q - shift) / q]])
        errors = values * np.sqrt(np.diag(slopes @ self.cov_params().loc[names, names] @ slopes.T))
        return pd.DataFrame({"estimate": values, "standard error": errors}, ["power", "shape", "scale"])

    def utility_difference(self) -> pd.Series:
        """Not on offer: no such form exists."""
        raise FitError(NO_UTILITY_DIFFERENCE)

    def infinite_mean_reason(self) -> str | None:
        """Why the mean is infinite, in a sentence; None where it is finite."""
        if not np.isposinf(self.mean()):
            return None
        since = self.model.distribution.infinite_mean
        if since and np.isposinf(self._demand("sample").log_mean()[0]):
            found = f"Q is {self.params['Q']:.3g}" if "Q" in self.params else "that of some respondents does"
            return f"A {self.distribution} mean is infinite {since}, and {found}."
        return "The mean is too large to be represented: the scale of log WTP is too wide."
