"""The maximum of a log-likelihood, for one fit or for thousands of refits at a time, by Newton's method."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

_LARGEST_STEP = 3e-5  # of a converged Newton step; where there is no maximum the steps stay near 1
_SMALLEST_PIVOT = 1e-11  # share of a parameter's information not explained by the others, below which it has none
_LEAST_CURVATURE = 1e-6  # of the largest, that a direction is taken to have
_LEAST_GAIN = 0.1  # of what the gradient promises a step, below which the step is halved
_SLACK = 1e-11  # relative fall of the log-likelihood that rounding can explain


class LogLikelihood(Protocol):
    """What is maximised: a log-likelihood of many replicates with its derivatives, as `Likelihood` documents it."""

    def arrange(self, weights: np.ndarray) -> np.ndarray:
        """Rows of weights in the order that ``evaluate`` expects."""
        ...

    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Value, gradient and Hessian of every replicate."""
        ...


class ScoredLikelihood(LogLikelihood, Protocol):
    """The same, with what each row adds to the gradient."""

    def scores(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each row's own log-likelihood, unweighted, at one parameter vector: shape (n, n_params)."""
        ...


@np.errstate(all="ignore")
def maximise(
    likelihood: LogLikelihood, weights: np.ndarray, start: np.ndarray, tolerance: float, limit: int = 100
) -> tuple[np.ndarray, np.ndarray]:
    """Climb to the maximum of every replicate by Newton's method, halving steps that do not climb.

    Parameters
    ----------
    likelihood : Likelihood
        What to maximise.
    weights : ndarray, shape (n, R)
        Frequency weights, one column a replicate.
    start : ndarray, shape (n_params, R) or (n_params, 1)
        Where the replicates start; from a single column at the cost of one.
    tolerance : float
        A replicate has converged when its squared Newton decrement (twice the log-likelihood still to gain) is below
        this and the step itself is small; that last step is still taken, which squares the error.
    limit : int
        Evaluations allowed.

    Returns
    -------
    params : ndarray, shape (n_params, R)
    converged : ndarray of bool, shape (R,)
    """
    weights, n_replicates = likelihood.arrange(weights), weights.shape[1]
    params, converged = np.empty((len(start), n_replicates)), np.zeros(n_replicates, dtype=bool)
    live, damping = np.arange(n_replicates), np.ones(n_replicates)
    at = np.broadcast_to(start, params.shape)
    value, gradient, hessian = likelihood.evaluate(start, weights)
    step, sound = _newton_step(gradient, hessian)
    for _ in range(limit):
        decrement = np.einsum("ij,ij->j", gradient, step)
        done = sound & (decrement <= tolerance) & (np.abs(step).max(axis=0) <= _LARGEST_STEP)
        settled, left = np.flatnonzero(done), np.flatnonzero(~done)
        params[:, live[settled]] = (at + step)[:, settled]
        converged[live[settled]] = True
        if len(settled):
            live, damping, value, sound = live[left], damping[left], value[left], sound[left]
            at, gradient, step, weights = at[:, left], gradient[:, left], step[:, left], weights[:, left]
        if not live.size:
            break
        trial = at + damping * step
        new_value, new_gradient, hessian = likelihood.evaluate(trial, weights)
        new_step, new_sound = _newton_step(new_gradient, hessian)
        climbs = new_value - value >= _LEAST_GAIN * damping * decrement[left] - _SLACK * np.abs(value)
        damping = np.where(climbs, 1.0, damping / 2)
        value, sound = np.where(climbs, new_value, value), np.where(climbs, new_sound, sound)
        at, gradient, step = (
            np.where(climbs, new, old) for new, old in ((trial, at), (new_gradient, gradient), (new_step, step))
        )
    params[:, live] = at
    return params, converged


def _newton_step(gradient: np.ndarray, hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's step uphill, and whether the Hessian there is safely negative definite.

    Where it is not, as near a saddle of the spike, its eigenvalues are taken without their signs, and none as nothing:
    the step still climbs, by the curvature of each direction.
    """
    step, sound = solve(-hessian, gradient)
    for r in np.flatnonzero(~sound & np.isfinite(hessian).all(axis=(0, 1))):
        values, axes = np.linalg.eigh(hessian[:, :, r])
        values = np.maximum(np.abs(values), _LEAST_CURVATURE * np.abs(values).max())
        step[:, r] = axes @ (axes.T @ gradient[:, r] / values)
    return step, sound


def solve(A: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solve A x = b for every replicate at once by elimination; False where A is singular or not positive.

    LAPACK's cost for thousands of 5 by 5 systems is all overhead; the loops here run over the few parameters instead.
    """
    n, A, b = len(b), A.copy(), b.copy()
    least, sound = _SMALLEST_PIVOT * A[np.arange(n), np.arange(n)].max(axis=0), np.ones(b.shape[1], dtype=bool)
    for j in range(n):
        sound &= A[j, j] > least
        factor = A[j, j + 1 :] / A[j, j]
        A[j + 1 :, j + 1 :] -= factor[:, None] * A[j, j + 1 :]
        b[j + 1 :] -= factor * b[j]
    for j in reversed(range(n)):
        b[j] = (b[j] - (A[j, j + 1 :] * b[j + 1 :]).sum(axis=0)) / A[j, j]
    return b, sound & np.isfinite(b).all(axis=0)


def by_replicate(
    evaluate: Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray, np.ndarray]],
    params: np.ndarray,
    weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value, gradient and Hessian of every replicate, from a function of one vector of parameters and of weights.

    Parameters
    ----------
    evaluate : callable
    params : ndarray, shape (q, R) or (q, 1)
    weights : ndarray, shape (n, R)

    Returns
    -------
    value : ndarray, shape (R,)
    gradient : ndarray, shape (q, R)
    hessian : ndarray, shape (q, q, R)
    """
    columns = np.broadcast_to(params, (len(params), weights.shape[1])).T
    found = [evaluate(*each) for each in zip(columns, weights.T, strict=True)]
    value, gradient, hessian = (np.stack(each, axis=-1) for each in zip(*found, strict=True))
    return value, gradient, hessian
