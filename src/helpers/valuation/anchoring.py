"""Follow-up questions whose answers the first bid may have moved: shift and anchoring."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import optimize, stats

from .bids import double_bounded, single_bounded
from .errors import FitError
from .fitting import fit
from .likelihood import Model

_MOST_ANCHORED, _LEAST_ANCHORED = 0.95, -1.0
_CLOSE = 1e-9  # of the log-likelihood and of the extra parameters
_STEP = 1e-3  # of the second differences that give their errors


def anchoring(bid, first, followup_bid, second, distribution="log-logistic", covariates=None, data=None, weights=None):
    """Does the first bid move the second answer? Shift and anchoring beside the plain model and the first answer alone.

    The second answer is taken to be about (1 - a) W + a B + s, W being WTP and B the first bid (their logarithms for a
    positive distribution): s is the shift of Alberini, Kanninen and Carson (1997), a the anchoring of Herriges and
    Shogren (1996), both at once Whitehead (2002).

    Parameters
    ----------
    bid, first, followup_bid, second
        As in ``double_bounded``.
    distribution, covariates, data, weights
        As in ``fit``.

    Returns
    -------
    DataFrame
        Rows "first answer alone", "both answers", "with shift", "with anchoring", "with both"; columns nobs, shift,
        anchoring, their standard errors, median (at covariate means), llf, and for the last three the likelihood-ratio
        statistic and p-value against "both answers". The log-likelihood of the first answer is of other answers and
        compares with none of the others.
    """
    options = {"distribution": distribution, "covariates": covariates, "data": data, "weights": weights}
    both = fit(double_bounded(bid, first, followup_bid, second), **options)
    alone = fit(single_bounded(bid, first), **options)
    follow_up = _FollowUp(both, bid, followup_bid)
    rows = {
        "first answer alone": {"nobs": alone.nobs, "median": alone.median(at="means"), "llf": alone.llf},
        "both answers": {"nobs": both.nobs, "median": both.median(at="means"), "llf": both.llf},
    }
    moves = {"with shift": ["shift"], "with anchoring": ["anchoring"], "with both": ["shift", "anchoring"]}
    for name, free in moves.items():
        found = follow_up.fit(free)
        statistic = 2 * (found["llf"] - both.llf)
        rows[name] = {**found, "nobs": both.nobs, "lr": statistic, "pvalue": float(stats.chi2.sf(statistic, len(free)))}
    columns = ["nobs", "shift", "shift_se", "anchoring", "anchoring_se", "median", "llf", "lr", "pvalue"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


class _FollowUp:
    """The double-bounded likelihood as the second answer is moved: its bid acts like another one."""

    def __init__(self, both, bid, followup_bid):
        """Find the rows whose bound is the follow-up bid, on the scale of the error."""
        self.distribution, self.observations = both.model.distribution, both.model.observations
        labels, positive = self.observations.labels, self.distribution.positive
        columns = []
        for amounts in (bid, followup_bid):
            amounts = pd.Series(amounts) if np.ndim(amounts) else pd.Series(amounts, labels)
            amounts = amounts.loc[labels].to_numpy(float)
            columns.append(np.log(amounts) if positive else amounts)
        self.first, self.second = columns
        self.lower, self.upper = self.observations.on_error_scale(positive)
        self.at_lower, self.at_upper = self.lower == self.second, self.upper == self.second
        self.theta = both.theta

    def model(self, shift, anchor):
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

    def log_likelihood(self, shift, anchor):
        """Maximum over the model's own parameters, and where it lies; minus infinity where there is none."""
        model = self.model(shift, anchor)
        if model is None:
            return -np.inf, None
        weights = self.observations.weights
        theta, converged = model.solve(weights[:, None], self.theta)
        if not converged[0]:
            return -np.inf, None
        return float(model.derivatives(theta, weights[:, None])[0][0]), theta[:, 0]

    def fit(self, free):
        """Climb over the extra parameters named; their estimates, errors, median and log-likelihood."""

        def minus(values):
            moved = dict(zip(free, np.atleast_1d(values), strict=True))
            anchor = moved.get("anchoring", 0.0)
            if not _LEAST_ANCHORED < anchor < _MOST_ANCHORED:
                return np.inf
            return -self.log_likelihood(moved.get("shift", 0.0), anchor)[0]

        # The widest move that leaves some bids in place tells the size of a first step.
        size = np.array([np.nanmin(np.abs(self.second - self.first)) / 4 if name == "shift" else 0.1 for name in free])
        simplex = np.vstack([np.zeros(len(free)), np.diag(size)])
        options = {"xatol": _CLOSE, "fatol": _CLOSE, "initial_simplex": simplex, "maxiter": 2000}
        best = optimize.minimize(minus, np.zeros(len(free)), method="Nelder-Mead", options=options)
        if not best.success:
            raise FitError(f"The model with {' and '.join(free)} did not converge.")
        errors = self._errors(minus, best.x, size * _STEP * 10)
        moved = dict(zip(free, best.x, strict=True))
        llf, theta = self.log_likelihood(moved.get("shift", 0.0), moved.get("anchoring", 0.0))
        x = np.average(self.observations.design, axis=0, weights=self.observations.weights)
        z = self.distribution.isf(0.5)
        y = float((x @ theta[: len(x)] + z) / theta[len(x)])
        found = {**moved, **{f"{name}_se": error for name, error in zip(free, errors, strict=True)}}
        return {**found, "median": float(np.exp(y)) if self.distribution.positive else y, "llf": llf}

    @staticmethod
    def _errors(minus, best, steps):
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
