"""The likelihood of answers whose location, scale, shape and share of zeros each follow covariates of their own.

A row enters by predictors, each linear in the covariates of one formula: the location m and the logarithm t of the
scale, z = (y - m) exp(-t); a shape where the distribution has one; and the logit of the chance that WTP is 0. What it
adds is differentiated in its predictors and carried to the coefficients by its covariates (Rigby and Stasinopoulos
2005).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .distributions import Distribution
from .formulas import LOCATION, NO_WTP, SCALE, SHAPE
from .single import ABOVE, BELOW, BETWEEN, EXACT, NOTHING, PAYER, ZERO, ZERO_OR_BELOW

Floats = NDArray[np.float64]
Derivatives = dict[str, Floats]

# Central differences in the shape: offsets, and weights of the first and second derivative (Fornberg 1988).
_SHAPE_STEP = 0.02
_OFFSETS = np.arange(-4, 5)
_FIRST = np.array([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280])
_SECOND = np.array([-1 / 560, 8 / 315, -1 / 5, 8 / 5, -205 / 72, 8 / 5, -1 / 5, 8 / 315, -1 / 560])


class ComposedLikelihood:
    """Log-likelihood of answers with a formula for each predictor, its gradient and Hessian.

    Parameters
    ----------
    distribution : callable
        From values of the shape, shape (1, R), to the ``Distribution`` of the error; from None where there is no shape.
    kind : ndarray of int, shape (n,)
        How each answer enters: the codes of ``single``.
    lower, upper : ndarray, shape (n,)
        Bounds on the scale of the error.
    designs : dict of ndarray, shape (n, p)
        Model matrices by predictor, of which "location" is always one, in the order of the parameters.
    """

    def __init__(
        self,
        distribution: Callable[[Floats | None], Distribution],
        kind: NDArray[np.int_],
        lower: Floats,
        upper: Floats,
        designs: dict[str, Floats],
    ) -> None:
        """Lay out the rows of each kind and where the coefficients of each formula stand."""
        self._distribution, self._kind, self._designs = distribution, kind, designs
        self._lower, self._upper = lower[:, None], upper[:, None]
        self._rows = {code: np.flatnonzero(kind == code) for code in range(NOTHING)}
        ends = np.cumsum([design.shape[1] for design in designs.values()])
        self.places = {
            name: slice(end - design.shape[1], end) for (name, design), end in zip(designs.items(), ends, strict=True)
        }
        self.n_params = int(ends[-1])
        self._pairs = [(a, b) for i, a in enumerate(designs) for b in list(designs)[i:]]
        self._products = {
            (a, b): (designs[a][:, :, None] * designs[b][:, None, :]).reshape(len(kind), -1) for a, b in self._pairs
        }

    def arrange(self, weights: Floats) -> Floats:
        """Rows of ``weights`` in the order that ``evaluate`` expects."""
        return weights

    @np.errstate(all="ignore")  # a trial step so far out that it overflows is a step not taken
    def evaluate(self, params: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """Log-likelihood with its gradient and Hessian; shapes as in ``Likelihood.evaluate``."""
        value, first, second = self._valued(params)
        replicates = weights.shape[1]
        gradient, hessian = np.zeros((self.n_params, replicates)), np.zeros((self.n_params, self.n_params, replicates))
        for name, design in self._designs.items():
            gradient[self.places[name]] = design.T @ (weights * first[name])
        for a, b in self._pairs:
            block = self._products[a, b].T @ (weights * second[a, b])
            block = block.reshape(self._designs[a].shape[1], self._designs[b].shape[1], replicates)
            hessian[self.places[a], self.places[b]] = block
            hessian[self.places[b], self.places[a]] = block.swapaxes(0, 1)
        return (weights * value).sum(axis=0), gradient, hessian

    @np.errstate(all="ignore")
    def scores(self, params: Floats) -> Floats:
        """Gradient of each row's own log-likelihood, shape (n, n_params)."""
        first = self._valued(params[:, None])[1]
        return np.column_stack([design * first[name] for name, design in self._designs.items()])

    def _valued(self, params: Floats) -> tuple[Floats, Derivatives, dict[tuple[str, str], Floats]]:
        """Log-likelihood of each row and its derivatives in its predictors, each of shape (n, R)."""
        shape = len(self._kind), params.shape[1]
        at = {name: design @ params[self.places[name]] for name, design in self._designs.items()}
        value, first = np.zeros(shape), {name: np.zeros(shape) for name in at}
        second = {pair: np.zeros(shape) for pair in self._pairs}
        for code in (EXACT, BELOW, ABOVE, BETWEEN, ZERO_OR_BELOW):
            rows = self._rows[code]
            if len(rows):
                found = self._answers(code, rows, {name: each[rows] for name, each in at.items()})
                value[rows] = found[0]
                for name, slope in found[1].items():
                    first[name][rows] = slope
                for pair, curvature in found[2].items():
                    second[pair][rows] = curvature
        if NO_WTP in at:
            self._add_zeros(at[NO_WTP], value, first, second)
        return value, first, second

    def _add_zeros(self, logit: Floats, value: Floats, first: Derivatives, second: dict) -> None:
        """Turn the log-likelihoods of payers into those of people of whom some have a WTP of 0."""
        p, one = special.expit(logit), (NO_WTP, NO_WTP)
        for code in (EXACT, BELOW, ABOVE, BETWEEN, PAYER):
            rows = self._rows[code]
            value[rows] += special.log_expit(-logit[rows])
            first[NO_WTP][rows] = -p[rows]
        rows = self._rows[ZERO]
        value[rows] = special.log_expit(logit[rows])
        first[NO_WTP][rows] = 1 - p[rows]
        second[one] -= p * (1 - p) * (self._kind != NOTHING)[:, None]

        rows = self._rows[ZERO_OR_BELOW]
        either = np.logaddexp(logit[rows], value[rows])
        # Chance that such a respondent is a payer, and the chain rule through it.
        payer = np.exp(value[rows] - either)
        across = payer * (1 - payer)
        value[rows] = either + special.log_expit(-logit[rows])
        for a, b in self._pairs:
            if b != NO_WTP:
                second[a, b][rows] = payer * second[a, b][rows] + across * first[a][rows] * first[b][rows]
            elif a != NO_WTP:
                second[a, b][rows] = -across * first[a][rows]
        second[one][rows] += across
        for name in first:
            first[name][rows] *= payer
        first[NO_WTP][rows] = 1 - payer - p[rows]

    def _answers(self, code: int, rows: NDArray[np.int_], at: Derivatives) -> tuple[Floats, Derivatives, dict]:
        """Payers' log-likelihoods of answers of one kind, with derivatives in location, scale and shape."""
        code = BELOW if code == ZERO_OR_BELOW else code
        log_scale = at.get(SCALE, np.zeros((1, 1)))
        placed = self._lower[rows], self._upper[rows], at[LOCATION], log_scale
        if SHAPE not in at:
            return self._named(_answers(self._distribution(None), code, *placed))
        shapes = at[SHAPE][:1] + _SHAPE_STEP * _OFFSETS[:, None, None]
        stencil = [_answers(self._distribution(shape), code, *placed) for shape in shapes]
        value, first, second = self._named(stencil[len(stencil) // 2])
        differences = _FIRST / _SHAPE_STEP, _SECOND / _SHAPE_STEP**2
        first[SHAPE], second[SHAPE, SHAPE] = (
            _combined(weights, [each[0] for each in stencil]) for weights in differences
        )
        second[LOCATION, SHAPE] = _combined(differences[0], [each[1] for each in stencil])
        if SCALE in at:
            second[SCALE, SHAPE] = _combined(differences[0], [each[2] for each in stencil])
        return value, first, second

    def _named(self, found: tuple[Floats, ...]) -> tuple[Floats, Derivatives, dict]:
        """Value and derivatives by name, those in the scale only where it is a predictor."""
        value, m, t, mm, mt, tt = found
        first, second = {LOCATION: m}, {(LOCATION, LOCATION): mm}
        if SCALE in self._designs:
            first[SCALE], second[LOCATION, SCALE], second[SCALE, SCALE] = t, mt, tt
        return value, first, second


def _answers(
    distribution: Distribution, code: int, lower: Floats, upper: Floats, location: Floats, log_scale: Floats
) -> tuple[Floats, ...]:
    """Log-likelihood of answers of one kind, and its derivatives in location and log scale: m, t, mm, mt, tt."""
    kappa = np.exp(-log_scale)
    if code == BETWEEN:
        low, width = (lower - location) * kappa, (upper - lower) * kappa
        width = np.broadcast_to(width, low.shape)
        value, at_high, at_low, shift, shift_high, shift_low = distribution.log_interval(low, width)
        high = low + width
        move = low * shift + width * at_high
        bend = high**2 * shift_high + low**2 * shift_low + width**2 * at_high * at_low
        across = kappa * (high * shift_high + low * shift_low + shift)
        return value, -kappa * shift, -move, kappa**2 * (shift_high + shift_low), across, bend + move
    z = ((lower if code == ABOVE else upper) - location) * kappa
    names = {EXACT: distribution.log_pdf, BELOW: distribution.log_cdf, ABOVE: distribution.log_sf}
    value, slope, curvature = names[code](z)
    density = code == EXACT
    curved = kappa**2 * curvature, kappa * (z * curvature + slope), z * (z * curvature + slope)
    return value - density * log_scale, -kappa * slope, -z * slope - density, *curved


def _combined(weights: Floats, values: list[Floats]) -> Floats:
    """Weighted sum of arrays."""
    return sum(weight * each for weight, each in zip(weights, values, strict=True))
