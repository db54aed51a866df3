"""Welfare measures of demand curves: the share willing at each price, averaged over respondents, and what follows.

Every measure is a property of the averaged survivor function, the demand curve of the people averaged over: its mean is
the mean of their means, its median the price at which half of them are willing. Measures are worked out for a batch of
parameter vectors at once, so that delta, simulated and bootstrap intervals ask the same code the same question.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import scipy
from scipy import special

from .columns import distinct
from .errors import FitError

if TYPE_CHECKING:
    from .likelihood import Distribution, Observations

# What ``at`` takes, and what makes of the weights of observations the people whom a measure averages over.
Setting: TypeAlias = str | dict[str, Any] | pd.DataFrame | pd.Series | Callable[[pd.DataFrame], pd.DataFrame]
Averaging: TypeAlias = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
MEASURES = (
    "mean",
    "median",
    "median_average",
    "quantile",
    "truncated_mean",
    "conditional_mean",
    "adjusted_truncated_mean",
    "share_willing",
    "share_zero",
    "mean_share_of_income",
)
_ROOT_STEPS = 100
_ROOT_PRECISION = 1e-14


class Demand:
    """Demand curves of some respondents, one a replicate of the parameters.

    Parameters
    ----------
    distribution : Distribution
    eta : ndarray, shape (k, R) or (k, 1)
        kappa times the location of each.
    kappa : ndarray, shape (R,) or (k, R)
        One over the scale.
    weights : ndarray, shape (k,) or (k, R)
        How much each counts.
    zero : ndarray, shape (R,), (k, R) or (1,)
        Chance of each that WTP is 0.

    Notes
    -----
    A replicate whose kappa is not positive has a demand curve that does not fall: its mean and quantiles are infinite,
    its truncated means equal the limit.
    """

    per_respondent: tuple[str, ...] = ("eta", "kappa", "zero", "wrong_signed")

    def __init__(
        self, distribution: Distribution, eta: np.ndarray, kappa: np.ndarray, weights: np.ndarray, zero: np.ndarray
    ) -> None:
        """Place every respondent's curve."""
        self.distribution, self.eta, self.kappa, self.zero = distribution, eta, kappa, zero
        weights = weights[:, None] if weights.ndim == 1 else weights
        self.weights = self.payers = weights / weights.sum(axis=0)
        self.spike = zero
        if zero.ndim > 1:
            self.spike = self.average(zero)
            self.payers = self.weights * (1 - zero) / (1 - self.spike)
        self.wrong_signed = (kappa <= 0) if kappa.ndim == 1 else np.zeros(kappa.shape[1], dtype=bool)

    def measure(self, name: str, **arguments: Any) -> np.ndarray:
        """One of ``MEASURES`` by name, shape (R,)."""
        if name not in MEASURES:
            raise FitError(f"Measure {name!r} is not on offer; choose one of {', '.join(MEASURES)}.")
        return getattr(self, name)(**arguments)

    def each(self, name: str, **arguments: Any) -> np.ndarray:
        """A measure of every respondent's own curve, shape (k, R)."""
        own = copy.copy(self)
        shape = np.broadcast_shapes(self.eta.shape, self.kappa.shape, self.zero.shape)
        for attribute in self.per_respondent:
            setattr(own, attribute, np.broadcast_to(getattr(self, attribute), shape).ravel())
        own.eta, own.spike = own.eta[None], own.zero
        own.weights = own.payers = np.ones((1, 1))
        own.distribution = self.distribution.over(np.broadcast_to(np.arange(shape[1]), shape).ravel())
        return own.measure(name, **arguments).reshape(shape)

    def average(self, values: np.ndarray) -> np.ndarray:
        """Weighted mean over respondents of values of theirs; those without weight do not count even where infinite."""
        return np.where(self.weights > 0, values * self.weights, 0).sum(axis=0)

    def _of_payers(self, values: np.ndarray) -> np.ndarray:
        """The same among those whose WTP is not 0."""
        return np.where(self.payers > 0, values * self.payers, 0).sum(axis=0)

    def _located(self, integral: Callable[..., np.ndarray], *limits: float) -> np.ndarray:
        """Average of a welfare integral over respondents, those with a spike at zero counting nothing."""
        with np.errstate(all="ignore"):
            kappa = np.where(self.wrong_signed, np.nan, self.kappa)
            return (1 - self.spike) * self._of_payers(integral(self.eta / kappa, 1 / kappa, *limits))

    def own_mean(self, location: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Mean WTP of each, by its distribution."""
        return self.distribution.mean(location, scale)

    def own_log_mean(self, location: np.ndarray, scale: np.ndarray) -> np.ndarray:
        """Its logarithm."""
        return self.distribution.log_mean(location, scale)

    def own_truncated_mean(self, location: np.ndarray, scale: np.ndarray, limit: float | np.ndarray) -> np.ndarray:
        """Mean WTP of each with amounts cut down to the limit."""
        return self.distribution.truncated_mean(location, scale, limit)

    def share_willing(self, price: float) -> np.ndarray:
        """Share of respondents whose WTP is at least the price, shape (R,)."""
        if self.distribution.positive and price <= 0:
            return np.ones(len(self.wrong_signed))
        y = np.log(price) if self.distribution.positive else price
        with np.errstate(all="ignore"):
            return (1 - self.spike) * self._of_payers(self.distribution.sf(self._error(y)[0]))

    def share_zero(self) -> np.ndarray:
        """Share of respondents whose WTP is 0 because of a spike."""
        return self.spike + np.zeros(len(self.wrong_signed))

    def mean_share_of_income(self) -> np.ndarray:
        """Average share of income that is paid, where incomes bound WTP."""
        raise FitError("The mean share of income is that of a fit with income=, and this one has none.")

    def _error(self, y: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where this logarithm of an amount, or amount, stands on the scale of each error, and how fast it moves."""
        return self.kappa * y - self.eta, self.kappa

    def reached(self, z: np.ndarray) -> np.ndarray:
        """The logarithm of an amount, or amount, that each reaches where their error is z."""
        return (self.eta + z) / self.kappa

    def mean(self, support: str = "positive") -> np.ndarray:
        """Integral of the demand curve over (0, inf); with support="real", the location of a normal or logistic."""
        if support not in ("positive", "real"):
            raise FitError(f"support={support!r} is not known: choose 'positive' or 'real'.")
        if support == "real" and self.distribution.positive:
            raise FitError(f"support='real' is for normal and logistic fits; {self.distribution.name} WTP is positive.")
        mean = self._located(lambda location, scale: location) if support == "real" else self._located(self.own_mean)
        return np.where(self.wrong_signed, np.inf, mean)

    def log_mean(self) -> np.ndarray:
        """Logarithm of the mean of positive support, also where the mean itself is too large for a double."""
        kappa = np.where(self.wrong_signed, np.nan, self.kappa)
        own = self.own_log_mean(self.eta / kappa, 1 / kappa)
        mean = special.logsumexp(own, axis=0, b=np.broadcast_to(self.payers, own.shape)) + np.log1p(-self.spike)
        return np.where(self.wrong_signed, np.inf, mean)

    def truncated_mean(self, limit: float) -> np.ndarray:
        """Integral of the demand curve over (0, limit): the mean with every WTP cut down to the limit."""
        if not (np.isfinite(limit) and limit > 0):
            raise FitError(f"limit={limit!r} must be an amount above 0.")
        return np.where(self.wrong_signed, limit, self._located(self.own_truncated_mean, limit))

    def conditional_mean(self, limit: float) -> np.ndarray:
        """Mean WTP of those whose WTP is at most the limit, nobody's counted below 0."""
        share = self.share_willing(limit)
        with np.errstate(all="ignore"):
            mean = (self.truncated_mean(limit) - limit * share) / (1 - share)
        return np.where(self.wrong_signed, limit, mean)

    def adjusted_truncated_mean(self, limit: float) -> np.ndarray:
        """Truncated mean divided by the share not willing at the limit: DCchoice's figure, not the mean of anything."""
        with np.errstate(all="ignore"):
            mean = self.truncated_mean(limit) / (1 - self.share_willing(limit))
        return np.where(self.wrong_signed, np.inf, mean)

    def median(self) -> np.ndarray:
        """Price at which half of the respondents are willing: the median of the average curve."""
        return self.quantile(0.5)

    def median_average(self) -> np.ndarray:
        """Average of the respondents' own medians."""
        return self.average(self.each("median"))

    def quantile(self, share: float) -> np.ndarray:
        """Price that this share of the respondents would not pay."""
        if not 0 < share < 1:
            raise FitError(f"A quantile needs a share between 0 and 1, not {share!r}.")
        with np.errstate(all="ignore"):
            target = (1 - share) / (1 - self.spike)
            z = self.distribution.isf(np.minimum(target, 1))
            # Each respondent's own quantile on the scale of the error; that of the average lies among them.
            own = self.reached(z)
            y = own[0] if len(own) == 1 else self._price_at(target, own)
            price = np.exp(y) if self.distribution.positive else y
        price = np.where(target >= 1, 0.0, price)
        return np.where(self.wrong_signed, np.inf, price)

    def _price_at(self, target: np.ndarray, own: np.ndarray) -> np.ndarray:
        """Where the averaged curve falls to the target: Newton's method, kept inside a shrinking bracket."""
        counts = self.payers > 0
        low, high = np.where(counts, own, np.inf).min(axis=0), np.where(counts, own, -np.inf).max(axis=0)
        y = self._of_payers(own)
        settled = np.zeros(y.shape, dtype=bool)
        for _ in range(_ROOT_STEPS):
            z, stretch = self._error(y)
            log_share, slope, _ = self.distribution.log_sf(z)
            share = np.exp(log_share)
            excess = self._of_payers(share) - target
            low, high = np.where(excess > 0, y, low), np.where(excess > 0, high, y)
            slope *= share
            slope *= stretch
            step = -excess / self._of_payers(slope)
            new = y + step
            new = np.where((new >= low) & (new <= high), new, (low + high) / 2)
            new = np.where(settled, y, new)  # where it has settled it stays, whatever the other replicates need
            settled = settled | ~(np.abs(new - y) > _ROOT_PRECISION * (1 + np.abs(y)))
            y = new
            if settled.all():
                break
        return y


def predicted(design: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """A linear predictor, term by term so that no digit hangs on how many replicates are worked out at once.

    Parameters
    ----------
    design : ndarray, shape (k, p) or (k, p, R)
    coefficients : ndarray, shape (p, R)
    """
    return sum(design[:, j].reshape(len(design), -1) * coefficients[j] for j in range(design.shape[1]))


def respondents(observations: Observations, at: Setting) -> Averaging:
    """Whom a measure averages over, as a function of the weights of the observations.

    Parameters
    ----------
    observations : Observations
    at : {"sample", "means"}, dict, DataFrame, boolean Series or callable
        The sample; one respondent at the mean covariates (the convention of R's DCchoice); the covariates of a dict
        or frame; the respondents for whom a Series is True; or the sample with the covariates that a function makes
        of theirs.

    Returns
    -------
    callable
        From weights, shape (n, R), to the design and the weights that ``Demand`` takes.
    """
    if isinstance(at, str) and at == "means":
        X = observations.design
        return lambda weights: ((X.T @ weights / weights.sum(axis=0))[None], np.ones(1))
    if isinstance(at, pd.Series):
        group = _group(observations, at)
        return _averaged(observations.design[group], group)
    if isinstance(at, str) and at == "sample":
        return _averaged(observations.design)
    if not isinstance(at, str | dict | pd.DataFrame) and callable(at):
        return _averaged(_built(observations, at(observations.people)))
    design = design_at(observations, at)
    return lambda weights: (design, np.ones(len(design)))


def _averaged(design: np.ndarray, rows: Any = slice(None)) -> Averaging:
    """Everybody in these rows by their own weight, those with equal covariates taken together."""
    first, codes = distinct(design)
    members = scipy.sparse.csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))))
    return lambda weights: (design[first], members @ weights[rows])


def _group(observations: Observations, at: pd.Series) -> np.ndarray:
    """Positions of the respondents for whom a boolean Series is True."""
    labels = observations.labels
    if at.dtype != bool or at.index.has_duplicates or not labels.isin(at.index).all():
        raise FitError("A group at= must be a Series of True and False, one for each row label of the answers.")
    group = np.flatnonzero(at.loc[labels])
    if not len(group):
        raise FitError("at= holds nobody: the group has no respondent who was fitted.")
    return group


def others_as_they_are(observations: Observations, at: Setting) -> Setting:
    """Covariates for everybody from a dict that names some of them, the others as each respondent has them."""
    if not isinstance(at, dict):
        return at
    return at if set(_covariates_named(observations, at)) <= set(at) else lambda people: people.assign(**at)


def _covariates_named(observations: Observations, at: dict[str, Any]) -> list[str]:
    """The covariates of a fit, once a dict names no other: a slip of the pen would leave a covariate as it is."""
    covariates = [] if observations.people is None else list(observations.people)
    if unknown := [name for name in at if name not in covariates]:
        has = f"it has {', '.join(covariates)}" if covariates else "it has none"
        raise FitError(f"at= names {unknown[0]!r}, which is not a covariate of the fit: {has}.")
    return covariates


def design_at(observations: Observations, at: Setting) -> np.ndarray:
    """Model matrix at given covariates, or of the respondents themselves."""
    if isinstance(at, str) and at == "sample":
        return observations.design
    if not isinstance(at, dict | pd.DataFrame):
        raise FitError(
            f"at={at!r} is not known: choose 'sample', 'means', or give covariates as a dict or a frame, or a group as "
            "a Series of True and False."
        )
    if isinstance(at, dict):
        _covariates_named(observations, at)
    frame = pd.DataFrame([at]) if isinstance(at, dict) else at
    if not len(frame):
        raise FitError("at= holds nobody: give a frame of one row or more.")
    if observations.people is None:
        return np.ones((1, 1))
    needed = sorted(observations.people)
    if not set(needed) <= set(frame) or frame[needed].isna().to_numpy().any():
        raise FitError(f"at= must give every covariate a value: {', '.join(needed)}; a frame can hold everybody's own.")
    return _built(observations, frame)


def _built(observations: Observations, frame: pd.DataFrame) -> np.ndarray:
    """Model matrix of these people, by the formula of the fit."""
    assert observations.spec is not None  # what has covariates has formulas for them
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # formulaic only warns of a category it has never seen
        try:
            design = observations.spec.get_model_matrix(frame).to_numpy(dtype=float)
        except Warning as problem:
            raise FitError(f"at= holds a category that the fit has not seen: {problem}") from problem
    if len(design) < len(frame) or not np.isfinite(design).all():
        raise FitError("at= holds covariates that the formula of the fit cannot take, as the logarithm of 0.")
    return design
