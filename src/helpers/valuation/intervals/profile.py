"""Profile likelihood of a welfare measure: the parameters free to do their best while the measure is held at a value.

The parameters are whitened, theta = estimate + L z with L L' the covariance, so that the log-likelihood falls as
z'z / 2 near its maximum and one step size suits all. Each point solves the first-order conditions of Lagrange, by
Newton's method, starting from the point before.
"""

import numpy as np
import scipy
from scipy import special

from ..errors import FitError
from .measure import DIFFERENCE, OFFSETS, STEP, Target

_BEND = 0.01  # of the second differences, in standard errors: they only steer Newton's method
_STEPS, _HALVINGS = 30, 12
_PRECISION = 1e-9  # of the residual, in standard errors
_FARTHEST = {"natural": 1e4, "log": 40.0, "logit": 40.0}  # distance on the unlimited scale that passes for infinite
_GROWTH, _LEAST_STRIDE = 1.4, 0.01  # of strides outward, the second in standard errors
_NEAR = 0.05  # standard errors within which an infinite measure counts as reached


def profile(target: Target, level: float) -> dict[str, float]:
    """Likelihood-ratio limits of a measure (Venzon and Moolgavkar 1988, by the profile itself).

    Parameters
    ----------
    target : Target
    level : float

    Returns
    -------
    dict
        ``low`` and ``high``; at the end of its range where the likelihood never falls far enough.
    """
    reach = np.sqrt(special.chdtri(1, 1 - level))
    path = _Path(target)
    return {"low": path.limit(-1, reach), "high": path.limit(1, reach)}


def deviance(target: Target, values: np.ndarray) -> np.ndarray:
    """Twice the log-likelihood lost when the measure is held at each of these values, in order: shape (k,)."""
    path, lost = _Path(target), np.empty(len(values))
    values = target.scale(np.asarray(values, dtype=float))
    for below in (True, False):
        side = np.flatnonzero((values <= path.centre) == below)
        z, multiplier = path.origin
        for place in side[np.argsort(np.abs(values[side] - path.centre))]:
            z, multiplier, lost[place] = path.hold(values[place], z, multiplier)
    return lost


class _Path:
    """The points of the profile of one target."""

    def __init__(self, target: Target) -> None:
        """Whiten the parameters."""
        self.target, self.weights = target, target.model.observations.weights[:, None]
        problems = {
            "the estimate is infinite": not np.isfinite(target.estimate),
            "survey weights have no likelihood (survey_weights=)": target.model.observations.survey,
            "answers of one group are not independent (groups=)": target.model.observations.groups is not None,
        }
        for why in (why for why, found in problems.items() if found):
            raise FitError(f"There is no profile likelihood here: {why}. Use another method.")
        information = target.model.covariance(target.theta, self.weights[:, 0])
        self.root = np.linalg.cholesky(information)
        self.centre = float(target.scale(target.estimate))
        self.top = target.model.derivatives(target.theta[:, None], self.weights)[0][0]
        slope = self._slopes(np.zeros(len(target.theta)))[0]
        self.error = np.sqrt(slope @ slope)
        self.origin = np.zeros(len(slope)), 0.0

    def measured(self, z: np.ndarray) -> np.ndarray:
        """The measure on its unlimited scale, in standard errors from the estimate, at whitened (q, R)."""
        theta = self.target.theta[:, None] + self.root @ z
        with np.errstate(all="ignore"):
            return self.target.scale(self.target(theta))

    @np.errstate(invalid="ignore")  # of an infinite measure: such a point is not taken
    def _slopes(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradient and Hessian of the measure."""
        q = len(z)
        ends = z[:, None, None] + np.eye(q)[:, :, None] * STEP * OFFSETS
        gradient = self.measured(ends.reshape(q, -1)).reshape(q, -1) @ DIFFERENCE / STEP
        i, j = np.triu_indices(q)
        corners = [
            z[:, None] + _BEND * (first * np.eye(q)[:, i] + second * np.eye(q)[:, j])
            for first, second in ((1, 1), (1, -1), (-1, 1), (-1, -1))
        ]
        values = self.measured(np.concatenate(corners, axis=1)).reshape(4, -1)
        hessian = np.empty((q, q))
        hessian[i, j] = hessian[j, i] = (values[0] - values[1] - values[2] + values[3]) / (4 * _BEND**2)
        return gradient, hessian

    def hold(self, value: float, z: np.ndarray, multiplier: float) -> tuple[np.ndarray, float, float]:
        """Whitened parameters, multiplier and deviance where the measure has this value, from a point nearby."""
        state = self._conditions(value, z, multiplier)
        for _ in range(_STEPS):
            if np.abs(state[0]).max() <= _PRECISION:
                break
            try:
                move = np.linalg.solve(state[1], -state[0])
            except np.linalg.LinAlgError:  # flat on every side: too far out
                break
            for halving in 0.5 ** np.arange(_HALVINGS):
                trial = z + halving * move[:-1], multiplier + halving * move[-1]
                new = self._conditions(value, *trial)
                if np.linalg.norm(new[0]) < np.linalg.norm(state[0]):
                    break
            else:
                break
            (z, multiplier), state = trial, new
        lost = 2 * (self.top - state[2]) if np.abs(state[0]).max() <= 1e-5 else np.nan
        return z, multiplier, lost

    def _conditions(self, value: float, z: np.ndarray, multiplier: float) -> tuple[np.ndarray, np.ndarray, float]:
        """Residuals of the first-order conditions, their Jacobian, and the log-likelihood."""
        model, q = self.target.model, len(z)
        theta = self.target.theta + self.root @ z
        here, gradient, hessian = model.derivatives(theta[:, None], self.weights)
        slope, bend = (part / self.error for part in self._slopes(z))
        residual = np.append(
            self.root.T @ gradient[:, 0] + multiplier * slope, (self.measured(z[:, None])[0] - value) / self.error
        )
        jacobian = np.zeros((q + 1, q + 1))
        jacobian[:q, :q] = self.root.T @ hessian[:, :, 0] @ self.root + multiplier * bend
        jacobian[:q, q] = jacobian[q, :q] = slope
        sound = np.isfinite(residual).all() and np.isfinite(jacobian).all()
        return (residual if sound else np.full(q + 1, np.inf)), jacobian, here[0]

    def limit(self, side: int, reach: float) -> float:
        """Where the root of the deviance passes ``reach`` on one side of the estimate, on the measure's own scale."""
        (z, multiplier), inner, step = self.origin, 0.0, reach
        name = {np.log: "log", np.positive: "natural"}.get(self.target.scale, "logit")
        while step * self.error < _FARTHEST[name]:
            z_new, multiplier_new, lost = self.hold(self.centre + side * step * self.error, z, multiplier)
            if np.isnan(lost):
                # Next to parameters with an infinite measure, or one of 0, the likelihood has no farther to fall.
                if self._endless_beyond(z, side):
                    break
                # Too far for one stride: try half of it, unless strides have become nothing.
                if step - inner < _LEAST_STRIDE:
                    return np.nan
                step = (step + inner) / 2
                continue
            if lost >= reach**2:
                return self._crossing(side, reach, inner, step, z, multiplier)
            z, multiplier, inner, step = z_new, multiplier_new, step, step * _GROWTH
        return float(self.target.back(np.array(side * np.inf)))

    def _endless_beyond(self, z: np.ndarray, side: int) -> bool:
        """Whether the measure is at the end of its range a little way uphill or downhill from here."""
        slope = self._slopes(z)[0]
        uphill = slope / np.linalg.norm(slope)
        return bool(self.measured((z + side * _NEAR * uphill)[:, None])[0] == side * np.inf)

    def _crossing(self, side: int, reach: float, inner: float, outer: float, z: np.ndarray, multiplier: float) -> float:
        """The value between two strides at which the root of the deviance is ``reach``."""

        def excess(step: float) -> float:
            return np.sqrt(max(self.hold(self.centre + side * step * self.error, z, multiplier)[2], 0)) - reach

        root = scipy.optimize.brentq(excess, inner, outer, xtol=1e-10, rtol=1e-10)
        return float(self.target.back(self.centre + side * root * self.error))
