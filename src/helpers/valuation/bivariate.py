"""The bivariate probit: first and second answer from two amounts that may differ, their errors correlated."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd

from .columns import Column, Reader, distinct
from .errors import FitError
from .joint import REFIT_TOLERANCE, JointFit, JointModel
from .likelihood import (
    DISTRIBUTIONS,
    BivariateLikelihood,
    Distribution,
    HeldCorrelation,
    Observations,
    maximise,
    observe,
    standardised,
)

FORMS = ("common", "free-means", "free")
_DISTRIBUTIONS = ("log-normal", "normal")
_EDGE = 12.0  # of the inverse hyperbolic tangent: a correlation within 1e-10 of one
_ONE_AMOUNT = (
    "The likelihood rises up to a correlation of one, so both answers come from one amount: fit the interval model, "
    "fit(double_bounded(...)), which is this model at that correlation."
)
_EDGES = {
    1: "The likelihood rises up to a correlation of one, so the second amount is a function of the first: the shift "
    "model of anchoring() is this model at that correlation.",
    -1: "The likelihood rises up to a correlation of minus one: the follow-up answers contradict the first. Look at "
    "how the answers are coded.",
}
_EDGE_STEPS = 30
_SLACK = 1e-10  # of the log-likelihood, that rounding can explain
_START = 0.5


def bivariate(
    bid: Column,
    first: Column,
    followup_bid: Column,
    second: Column,
    distribution: str = "log-normal",
    form: str = "common",
    covariates: str | None = None,
    data: pd.DataFrame | None = None,
    weights: Column | None = None,
    *,
    cov_type: str = "nonrobust",
    groups: Column | None = None,
) -> BivariateFit:
    """Fit a bivariate probit to a first answer and a follow-up (Cameron and Quiggin 1994).

    Each answer comes from an amount of its own, W1 and W2, normal or log-normal with errors correlated by rho: the
    first is yes where W1 is at least ``bid``, the second where W2 is at least ``followup_bid``, on either side of it.

    A correlation below one means that the follow-up was not answered out of the same amount as the first question, so
    the interval model, which takes rho for one and both amounts for the same, makes too much of it and is too sure of
    itself. Believe "common" where "free-means" and "free" fit no better by their likelihood ratio; where they do, the
    first question moved the second answer, and only the measures of the first are of a WTP that nothing has moved.

    Parameters
    ----------
    bid, followup_bid : float or sequence of float, shape (n,)
        Amounts asked first and then, the second as actually asked, in currency units.
    first, second : sequence of yes/no, shape (n,)
        The answers; ``second`` missing where not asked, which leaves the first to count alone.
    distribution : {"log-normal", "normal"}
    form : {"common", "free-means", "free"}
        Both amounts of one location and scale; of their own location, slopes included; or of their own scale as well.
    covariates, data, weights
        As in ``fit``.
    cov_type, groups
        As in ``fit``: covariance from the observed information, or the sandwich.

    Returns
    -------
    BivariateFit
        ``params`` are the terms, ``log_scale`` and ``atanh_rho``, with ``first:`` and ``followup:`` before those that
        differ. Measures are of the first amount; ``fit.of("followup")`` has those of the second.

    Raises
    ------
    FitError
        Where there is no maximum; among these, where the likelihood rises up to a correlation of one.

    Notes
    -----
    ``log L = sum of log Phi2(q1 z1, q2 z2; q1 q2 rho)``, q being 1 for yes and -1 for no, z the standardised distance
    of the location from the bid (Cameron and Quiggin 1994). The follow-up enters given the bid actually asked.

    Examples
    --------
    >>> bid, first = (
    ...     [40, 20, 20, 10, 10, 10, 10, 10, 10, 40, 20, 40],
    ...     [1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0],
    ... )
    >>> followup_bid, second = (
    ...     [80, 40, 10, 5, 20, 20, 5, 20, 5, 20, 10, 20],
    ...     [0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0],
    ... )
    >>> result = bivariate(bid, first, followup_bid, second)
    >>> result.params.round(3).to_dict()
    {'Intercept': 2.38, 'log_scale': 0.544, 'atanh_rho': 0.379}
    >>> round(result.rho, 3), round(result.median(), 2)
    (0.362, 10.8)
    """
    if distribution not in _DISTRIBUTIONS:
        raise FitError(
            f"Distribution {distribution!r} is not on offer for two answers; choose 'log-normal' or 'normal'."
        )
    if form not in FORMS:
        raise FitError(f"form={form!r} is not known; choose one of {', '.join(FORMS)}.")
    if cov_type not in ("nonrobust", "robust"):
        raise FitError(f"cov_type={cov_type!r} is not on offer; choose 'nonrobust' or 'robust'.")
    pairs = _read(bid, first, followup_bid, second)
    check_above_zero(DISTRIBUTIONS[distribution], pairs["bid"], pairs["followup_bid"])
    observations = _observe(pairs, DISTRIBUTIONS[distribution], covariates, data, weights, groups)
    pairs = pairs.iloc[observations.rows].reset_index(drop=True)
    _check_identified(pairs, form)
    model = PairModel(DISTRIBUTIONS[distribution], observations, pairs, form)
    theta, converged = (result[..., 0] for result in model.solve(observations.weights[:, None]))
    edge = model.better_edge(theta, bool(converged))
    if edge:
        raise FitError(_ONE_AMOUNT if edge > 0 and form == "common" else _EDGES[edge])
    if not converged:
        message = "The fit did not converge and holds no numbers: the likelihood has no maximum that could be found."
        warnings.warn(message, stacklevel=2)
        return BivariateFit(model, np.full_like(theta, np.nan), False, message, cov_type)
    if np.any(theta[model.slopes] <= 0):
        raise FitError("The share saying yes does not fall as the amount rises: no distribution of WTP does that.")
    return BivariateFit(model, theta, True, "converged", cov_type)


def check_above_zero(distribution: Distribution, *bids: np.ndarray) -> None:
    """Refuse bids of 0 and below for a distribution of positive amounts, which says yes to all of them."""
    if distribution.positive and any(np.any(np.asarray(each, dtype=float) <= 0) for each in bids):
        raise FitError(
            f"Bids of 0 and below tell a {distribution.name} distribution nothing: take distribution='normal'."
        )


def _read(bid: Column, first: Column, followup_bid: Column, second: Column) -> pd.DataFrame:
    """The two questions as columns of floats under their row labels; ``second`` missing where not asked."""
    read = Reader(first, bid, followup_bid, second)
    first, second = read.yes_no("first", first), read.yes_no("second", second)
    asked = ~np.isnan(first) & ~np.isnan(second)
    bid = read.bids("bid", bid, asked=~np.isnan(first))
    followup_bid = read.bids("followup_bid", followup_bid, asked=asked)
    read.check()
    answered = {"bid": bid, "first": first, "followup_bid": np.where(asked, followup_bid, bid)}
    return pd.DataFrame({**answered, "second": np.where(asked, second, np.nan)}, read.index)


def _observe(
    pairs: pd.DataFrame,
    distribution: Distribution,
    covariates: str | None,
    data: pd.DataFrame | None,
    weights: Column | None,
    groups: Column | None,
) -> Observations:
    """Observations whose bounds are those of the interval model, so that only the same answers compare with it."""
    yes, no = pairs["first"] == 1, pairs["first"] == 0
    lower, upper = pairs["bid"].where(yes, -np.inf), pairs["bid"].where(no, np.inf)
    answered = pd.DataFrame({"lower": lower.where(yes | no), "upper": upper.where(yes | no)})
    observations = observe(answered, distribution, covariates, data, weights, None, None, groups)
    kept = pairs.iloc[observations.rows].to_numpy()
    lower = np.maximum(observations.lower, np.where(kept[:, 3] == 1, kept[:, 2], -np.inf))
    upper = np.minimum(observations.upper, np.where(kept[:, 3] == 0, kept[:, 2], np.inf))
    return replace(observations, lower=lower, upper=upper)


def _check_identified(pairs: pd.DataFrame, form: str) -> None:
    """Refuse answers for which no distribution is the most likely one."""
    asked = pairs.dropna()
    if not len(asked):
        raise FitError("No follow-up has an answer: fit the first answers, fit(single_bounded(bid, first)).")
    if form == "common":
        answers = {"All answers are": pd.concat([pairs["first"], asked["second"]])}
    else:
        answers = {"All first answers are": pairs["first"], "All follow-up answers are": asked["second"]}
    for which, said in answers.items():
        if len(said.unique()) == 1:
            raise FitError(f"{which} {'yes' if said.iloc[0] else 'no'}: nothing bounds WTP on the other side.")
    amounts = {"the first question": pairs["bid"], "the follow-up": asked["followup_bid"]}
    for which, asked_for in amounts.items():
        if form == "free" and len(asked_for.unique()) == 1:
            raise FitError(
                f"One amount was asked of all in {which}, so its own scale is not identified: use form='free-means'."
            )


class PairModel(JointModel):
    """The bivariate probit of some pairs of answers.

    ``theta`` is gamma of each location, kappa of each scale, and the inverse hyperbolic tangent of the correlation.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations
    pairs : DataFrame, shape (n, 4)
        bid, first, followup_bid, second.
    form : str
        One of ``FORMS``.
    """

    parts: tuple[str, ...] = ("first", "followup")
    beyond: tuple[str, ...] = ("the bivariate probit",)

    def __init__(self, distribution: Distribution, observations: Observations, pairs: pd.DataFrame, form: str) -> None:
        """Standardise the bids and covariates and build the restrictions in."""
        self.pairs, self.form = pairs, form
        bids = pairs[["bid", "followup_bid"]].to_numpy()
        bids = np.log(bids) if distribution.positive else bids
        design, (bids,), back = standardised(observations, bids, (bids,))
        signs = 2 * pairs[["first", "second"]].fillna(1).to_numpy() - 1
        first, second = (np.column_stack([design, -y]) * sign[:, None] for y, sign in zip(bids.T, signs.T, strict=True))
        p = design.shape[1]
        locations, scales = (1 if form == "common" else 2), (2 if form == "free" else 1)
        # Where gamma and kappa of each equation stand in theta.
        self.slopes = locations * p + np.arange(scales)
        self.places = [
            np.append(p * min(j, locations - 1) + np.arange(p), self.slopes[min(j, scales - 1)]) for j in (0, 1)
        ]
        size = locations * p + scales
        spread = [np.eye(size)[place] for place in self.places]
        whole = np.eye(size + 1)
        for place in self.places:
            whole[np.ix_(place[:p], place)] = back[:p]
            whole[place[p], place[p]] = back[p, p]
        asked = pairs["second"].notna().to_numpy()
        likelihood = BivariateLikelihood(first @ spread[0], second @ spread[1], signs.prod(axis=1), asked)
        super().__init__(distribution, observations, likelihood, whole)

    @property
    def merged(self) -> PairModel:
        """The same model with equal rows merged, to draw respondents from; of those with several rows, itself."""
        if self.observations.groups is not None:
            return self
        rows = np.column_stack([self.pairs.fillna(-1), self.observations.covariates()])
        first, codes = distinct(rows)
        merged = self.observations.taken(first, np.bincount(codes, self.observations.weights))
        return PairModel(self.distribution, merged, self.pairs.iloc[first], self.form).of(self.part)

    def better_edge(self, theta: np.ndarray, converged: bool) -> int:
        """The sign of the correlation at which the likelihood is higher than at ``theta``, a maximum or not; else 0."""
        weights = self.observations.weights[:, None]
        here = self.derivatives(theta[:, None], weights)[0][0] if np.isfinite(theta).all() else -np.inf
        slack = -_SLACK * abs(here) if converged else _SLACK * abs(here)
        for sign in (1, -1):
            found, sound = self._held(weights, theta, sign)
            if sound and self.derivatives(found[:, None], weights)[0][0] > here - slack:
                return sign
        return 0

    def _held(self, weights: np.ndarray, theta: np.ndarray, sign: int) -> tuple[np.ndarray, bool]:
        """``theta`` with the correlation held at plus or minus one, for one column of weights, and if it converged."""
        held = HeldCorrelation(self._likelihood, sign * _EDGE)
        start = self._there @ theta if np.isfinite(theta).all() else self._first_guess()
        params, converged = maximise(held, weights, start[:-1, None], REFIT_TOLERANCE, limit=_EDGE_STEPS)
        return self._back @ np.append(params[:, 0], held.atanh_rho), bool(converged[0])

    def resolve(self, weights: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """As of ``JointModel``; a resample whose likelihood rises up to a correlation of one is fitted at it."""
        found, converged = super().resolve(weights, theta)
        for r in np.flatnonzero(~converged):
            found[:, r], converged[r] = self._held(weights[:, [r]], theta, int(np.sign(found[-1, r])))
        return found, converged

    def marginal(self, theta: np.ndarray) -> np.ndarray:
        """Parameters of one amount: gamma and kappa, shape (p + 1, R)."""
        return theta[self.places[self.parts.index(self.part)]]

    def named(self, theta: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Names and values of the location-scale parameters at ``theta``, and their Jacobian in it."""
        p, both = self.n_terms, ("first:", "followup:")
        locations, scales = self.slopes[0] // p, len(self.slopes)
        names = [f"{name}{term}" for name in (both if locations == 2 else ("",)) for term in self.observations.terms]
        names += [f"{name}log_scale" for name in (both if scales == 2 else ("",))] + ["atanh_rho"]
        values, jacobian = theta.copy(), np.eye(len(theta))
        for place in self.places:
            *gamma, slope = place
            values[gamma] = theta[gamma] / theta[slope]
            jacobian[gamma, gamma] = 1 / theta[slope]
            jacobian[gamma, slope] = -values[gamma] / theta[slope]
        values[self.slopes] = -np.log(theta[self.slopes])
        jacobian[self.slopes, self.slopes] = -1 / theta[self.slopes]
        return names, values, jacobian

    def _first_guess(self) -> np.ndarray:
        """Standardised parameters in the middle of the bids, with the answers somewhat correlated."""
        start = np.zeros(len(self._back))
        start[self.slopes], start[-1] = 1.0, _START
        return start


class BivariateFit(JointFit):
    """A fitted bivariate probit; attributes and methods as of ``Fit``, measures of the first amount unless ``of`` says.

    Attributes
    ----------
    rho, rho_se : float
        Correlation of the two errors, and its standard error.
    """

    model: PairModel
    title = "bivariate probit (Cameron and Quiggin 1994)"

    @property
    def rho(self) -> float:
        """Correlation of the errors of the two answers."""
        return float(np.tanh(self.theta[-1]))

    @property
    def rho_se(self) -> float:
        """Standard error of ``rho``, by the delta method."""
        return float((1 - self.rho**2) * self.bse["atanh_rho"])

    def notes(self) -> list[str]:
        """What the summary adds."""
        return [f"Form: {self.model.form}; correlation {self.rho:.4f} (se {self.rho_se:.4f})"]
