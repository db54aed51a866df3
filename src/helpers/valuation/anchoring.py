"""Follow-up questions whose answers the first bid may have moved: bivariate probit, shift and anchoring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import scipy
from scipy import special

from .bids import double_bounded, single_bounded
from .bivariate import bivariate, check_above_zero
from .columns import Column
from .errors import FitError
from .fitting import fit
from .likelihood import ABOVE, BELOW, DISTRIBUTIONS, Distribution, Model, Observations
from .results import Fit
from .tables import checked, table_of

_MOST_ANCHORED, _LEAST_ANCHORED = 0.95, -1.0
_CLOSE = 1e-9  # of the log-likelihood and of the extra parameters
_STEP = 1e-3  # of the second differences that give their errors
_SAME = 1e-9  # between gaps that are the same
_COLUMNS = [
    "distribution",
    "nobs",
    "missing_answers",
    "shift",
    "shift_se",
    "anchoring",
    "anchoring_se",
    "rho",
    "rho_se",
]
_COLUMNS += ["median", "llf", "lr", "pvalue"]


def anchoring(
    bid: Column,
    first: Column,
    followup_bid: Column,
    second: Column,
    distribution: str = "log-logistic",
    covariates: str | None = None,
    data: pd.DataFrame | None = None,
    weights: Column | None = None,
) -> pd.DataFrame:
    """Does the first bid move the second answer? The bivariate probit, then shift and anchoring beside the plain model.

    The bivariate probit (Cameron and Quiggin 1994) leads: each answer has an amount of its own, and the shift is how
    far the second lies from the first. In the models below it the second answer is about (1 - a) W + a B + s, W being
    WTP and B the first bid (their logarithms for a positive distribution): s is the shift of Alberini, Kanninen and
    Carson (1997), a the anchoring of Herriges and Shogren (1996), both at once Whitehead (2002).

    Believe the bivariate probit: a shift model takes both answers for one amount, so that one respondent whose two
    bids lie close together bounds its shift for all. A correlation below one means that the second answer did not come
    out of the same amount as the first, and then only the measures of the first answer are of a WTP that nothing moved.

    Parameters
    ----------
    bid, first, followup_bid, second
        As in ``double_bounded``.
    distribution, covariates, data, weights
        As in ``fit``. The bivariate probit is log-normal for a positive distribution, normal for the others.

    Returns
    -------
    DataFrame
        Rows "bivariate, common" and "bivariate, free means", "first answer alone", "both answers", "with shift", "with
        anchoring", "with both". Columns distribution, nobs, missing_answers, shift, anchoring and rho with standard
        errors, median (at covariate means; of the first amount in a bivariate probit), llf, and the likelihood-ratio
        statistic lr with its pvalue: of free means against common ones, and of the last three against "both answers".
        The log-likelihood of the first answer is of other answers and compares with none of the others. ``reason`` says
        why numbers are missing: of a model that cannot be fitted, or of a shift at the edge that a gap between two bids
        sets, which has neither standard error nor p-value.

    Raises
    ------
    AnswerError
        For answers and bids that cannot be read.

    Notes
    -----
    Second answer: ``(1 - a) W + a B + s >= followup`` (Herriges and Shogren 1996; Whitehead 2002).

    Examples
    --------
    >>> bid, first = [10, 20, 40] * 8, [1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0] * 2
    >>> followup_bid = [20, 40, 20, 20, 10, 80, 20, 10, 20, 5, 40, 20] * 2
    >>> second = [int(answer) for answer in "101010100010001100110100"]
    >>> table = anchoring(bid, first, followup_bid, second)
    >>> shown = ["bivariate, free means", "with shift"]
    >>> table.loc[shown, ["shift", "shift_se", "median"]].round(2)
                           shift  shift_se  median
    bivariate, free means  -0.19      0.29   20.46
    with shift             -0.16      0.18   21.03
    """
    if distribution not in DISTRIBUTIONS:
        raise FitError(f"Distribution {distribution!r} is not on offer; choose one of {', '.join(DISTRIBUTIONS)}.")
    answers = single_bounded(bid, first), (bid, first, followup_bid, second)
    rows = _Rows(distribution, *answers, {"covariates": covariates, "data": data, "weights": weights})
    builders: dict[str, Callable[[], dict]] = {
        "bivariate, common": lambda: rows.bivariate("common"),
        "bivariate, free means": rows.free_means,
        "first answer alone": rows.first_alone,
        "both answers": rows.both_answers,
        "with shift": lambda: rows.moved("shift"),
        "with anchoring": lambda: rows.moved("anchoring"),
        "with both": lambda: rows.moved("shift", "anchoring"),
    }
    return table_of(builders, _COLUMNS)


class _Rows:
    """The rows of the table, each built from what those before it found.

    Parameters
    ----------
    distribution : str
    alone : DataFrame
        The first answers.
    pairs : tuple
        bid, first, followup_bid, second.
    options : dict
        Of ``fit``.
    """

    def __init__(
        self,
        distribution: str,
        alone: pd.DataFrame,
        pairs: tuple[Column, Column, Column, Column],
        options: dict,
    ) -> None:
        """Start with nothing fitted."""
        self.distribution, self.alone, self.pairs, self.options = distribution, alone, pairs, options
        self.fitted: dict[str, Fit] = {}

    def bivariate(self, form: str) -> dict:
        """A bivariate probit."""
        probit = "log-normal" if DISTRIBUTIONS[self.distribution].positive else "normal"
        found = self.fitted[form] = checked(bivariate(*self.pairs, **self.options, distribution=probit, form=form))
        return {**_basics(found), "rho": found.rho, "rho_se": found.rho_se}

    def free_means(self) -> dict:
        """The one with a shift, tested against common means where these could be fitted."""
        row, free, common = self.bivariate("free-means"), self.fitted["free-means"], self.fitted.get("common")
        if common is not None:
            row |= _tested(free.llf - common.llf, len(free.params) - len(common.params))
        return row | _distance(free)

    def first_alone(self) -> dict:
        """The first answers, which nothing has moved."""
        return _basics(checked(fit(self.alone, self.distribution, **self.options)))

    def both_answers(self) -> dict:
        """Both answers taken for one amount that nothing has moved."""
        answers = double_bounded(*self.pairs)
        self.fitted["both"] = checked(fit(answers, self.distribution, **self.options))
        return _basics(self.fitted["both"])

    def moved(self, *free: str) -> dict:
        """Both answers of one amount, the second moved."""
        if "both" not in self.fitted:
            raise FitError("The model of both answers, which this one extends, cannot be fitted.")
        asked = self.alone.to_numpy()
        if "anchoring" in free and len(np.unique(asked[np.isfinite(asked)])) == 1:
            raise FitError("One first bid was asked of all: anchoring cannot be told from the spread of WTP.")
        both, (bid, _, followup_bid, _) = self.fitted["both"], self.pairs
        check_above_zero(DISTRIBUTIONS[self.distribution], bid, followup_bid)
        follow_up = _FollowUp.of(both, bid, followup_bid)
        row = _basics(both) | follow_up.fit(free)
        pinned = follow_up.pinned(row["shift"], free) if "shift" in free else ""
        if pinned:
            return row | {"shift_se": np.nan, "anchoring_se": np.nan, "reason": pinned}
        return row | _tested(row["llf"] - both.llf, len(free))


def _basics(found: Fit) -> dict:
    """What every row says of its fit."""
    return {
        "distribution": found.distribution,
        "nobs": found.nobs,
        "missing_answers": found.missing_answers,
        "median": found.median(at="means"),
        "llf": found.llf,
    }


def _tested(gain: float, df: int) -> dict:
    """Likelihood-ratio statistic and p-value of a gain in log-likelihood."""
    return {"lr": 2 * gain, "pvalue": float(special.chdtrc(df, 2 * gain))}


def _distance(found: Fit) -> dict:
    """How far the location of the second amount lies from that of the first, at covariate means."""
    observations, covariance = found.model.observations, found.cov_params()
    x = np.average(observations.design, axis=0, weights=observations.weights)
    slope = pd.Series(0.0, found.params.index)
    slope[[f"first:{term}" for term in observations.terms]] = -x
    slope[[f"followup:{term}" for term in observations.terms]] = x
    return {"shift": float(slope @ found.params), "shift_se": float(np.sqrt(slope @ covariance @ slope))}


class _FollowUp:
    """The double-bounded likelihood as the second answer is moved: its bid acts like another one.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations
    first, second : ndarray, shape (n,)
        The bids on the scale of the error.
    theta : ndarray, shape (q,)
        Where nothing is moved.
    """

    def __init__(
        self,
        distribution: Distribution,
        observations: Observations,
        first: np.ndarray,
        second: np.ndarray,
        theta: np.ndarray,
    ) -> None:
        """Find the rows whose bound is the follow-up bid."""
        self.distribution, self.observations, self.theta = distribution, observations, theta
        self.first, self.second = first, second
        self.lower, self.upper = observations.on_error_scale(distribution.positive)
        self.at_lower, self.at_upper = self.lower == second, self.upper == second

    @classmethod
    def of(cls, both: Fit, bid: Column, followup_bid: Column) -> _FollowUp:
        """Of the fit to both answers."""
        observations, distribution = both.model.observations, both.model.distribution
        amounts = [
            (pd.Series(each) if np.ndim(each) else pd.Series(each, observations.labels))
            .loc[observations.labels]
            .to_numpy(float)
            for each in (bid, followup_bid)
        ]
        first, second = np.log(amounts) if distribution.positive else amounts
        return cls(distribution, observations, first, second, both.theta)

    def model(self, shift: float, anchor: float) -> Model | None:
        """The model with the follow-up bid moved; None where an interval would be empty."""
        moved = (self.second - shift - anchor * self.first) / (1 - anchor)
        # A yes to both, or a no to both, still keeps to the first bid.
        above = np.where(np.isposinf(self.upper), np.maximum(moved, self.first), moved)
        below = np.where(np.isneginf(self.lower), np.minimum(moved, self.first), moved)
        lower, upper = np.where(self.at_lower, above, self.lower), np.where(self.at_upper, below, self.upper)
        if np.any(lower >= upper):
            return None
        if self.distribution.positive:
            lower, upper = np.exp(lower), np.exp(upper)
            lower = np.where(self.observations.lower == -np.inf, -np.inf, lower)
        return Model(self.distribution, replace(self.observations, lower=lower, upper=upper))

    def log_likelihood(self, shift: float, anchor: float) -> tuple[float, np.ndarray]:
        """Maximum over the model's own parameters, and where it lies; minus infinity, anywhere, where there is none."""
        model = self.model(shift, anchor)
        if model is None:
            return -np.inf, self.theta
        weights = self.observations.weights
        theta, converged = model.solve(weights[:, None], self.theta)
        if not converged[0]:
            return -np.inf, self.theta
        return float(model.derivatives(theta, weights[:, None])[0][0]), theta[:, 0]

    def fit(self, free: tuple[str, ...]) -> dict:
        """Climb over the extra parameters named; their estimates, errors, median and log-likelihood."""

        def minus(values: np.ndarray) -> float:
            moved = dict(zip(free, np.atleast_1d(values), strict=True))
            anchor = moved.get("anchoring", 0.0)
            if not _LEAST_ANCHORED < anchor < _MOST_ANCHORED:
                return np.inf
            return -self.log_likelihood(moved.get("shift", 0.0), anchor)[0]

        # The widest move that leaves some bids in place tells the size of a first step.
        size = np.array([np.nanmin(np.abs(self.second - self.first)) / 4 if name == "shift" else 0.1 for name in free])
        simplex = np.vstack([np.zeros(len(free)), np.diag(size)])
        options = {"xatol": _CLOSE, "fatol": _CLOSE, "initial_simplex": simplex, "maxiter": 2000}
        best = scipy.optimize.minimize(minus, np.zeros(len(free)), method="Nelder-Mead", options=options)
        if not best.success:
            raise FitError(f"The model with {' and '.join(free)} did not converge.")
        errors = self._errors(minus, best.x, size * _STEP * 10)
        moved = dict(zip(free, best.x, strict=True))
        llf, theta = self.log_likelihood(moved.get("shift", 0.0), moved.get("anchoring", 0.0))
        x = np.average(self.observations.location, axis=0, weights=self.observations.weights)
        z = self.distribution.isf(0.5)
        y = float((x @ theta[: len(x)] + z) / theta[len(x)])
        found = {**moved, **{f"{name}_se": error for name, error in zip(free, errors, strict=True)}}
        return {**found, "median": float(np.exp(y)) if self.distribution.positive else y, "llf": llf}

    def pinned(self, shift: float, free: tuple[str, ...]) -> str:
        """Why this shift is the edge that a gap between two bids sets; "" where it is not.

        A no and then a yes allow no shift as far down as the gap between the bids, a yes and then a no none as far up.
        The gap sets the estimate if the shift lies beyond it once those asked at so small a gap count by their first
        answer alone.
        """
        gap, down = self.second - self.first, shift < 0
        side = gap < 0 if down else gap > 0
        crossed = side & np.isfinite(self.lower) & np.isfinite(self.upper) & (self.lower < self.upper)
        if not crossed.any():
            return ""
        edge = np.abs(gap[crossed]).min()
        asked = side & (np.abs(gap) <= edge + _SAME)
        observations = self.observations
        first = np.exp(self.first) if self.distribution.positive else self.first
        once = replace(
            observations,
            kind=np.where(asked, BELOW if down else ABOVE, observations.kind),
            lower=np.where(asked, -np.inf if down else first, observations.lower),
            upper=np.where(asked, first if down else np.inf, observations.upper),
        )
        try:
            others = _FollowUp(self.distribution, once, self.first, self.second, self.theta).fit(free)
        except FitError:
            return ""
        if (-others["shift"] if down else others["shift"]) <= edge:
            return ""
        at_edge = crossed & asked
        bids = np.array([each[np.argmax(at_edge)] for each in (self.first, self.second)])
        bids = np.exp(bids) if self.distribution.positive else bids
        return (
            f"The shift lies at the edge set by {observations.weights[at_edge].sum():g} respondent(s) who said "
            f"{'no and then yes' if down else 'yes and then no'} to bids as close as {bids[0]:g} and {bids[1]:g}; "
            f"with the first answers alone of all asked so closely it is {others['shift']:.4g}. It has no standard "
            "error: read the bivariate probit."
        )

    @staticmethod
    def _errors(minus: Callable[[np.ndarray], float], best: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Standard errors from the curvature of the profile log-likelihood; nan at the edge of what is possible."""
        moves = np.diag(steps)
        with np.errstate(all="ignore"):
            curvature = [
                [sum(s * t * minus(best + s * a + t * b) for s in (1, -1) for t in (1, -1)) / 4 for b in moves]
                for a in moves
            ]
            information = np.array(curvature) / np.outer(steps, steps)
        if not np.isfinite(information).all():
            return np.full(len(best), np.nan)
        return np.sqrt(np.diag(np.linalg.inv(information)))
