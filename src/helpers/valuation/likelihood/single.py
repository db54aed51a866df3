"""The one likelihood of every elicitation format, maximised for one fit or for thousands of refits at a time.

The parameters are those of the utility difference, in which the standardised bound z = kappa y - x.gamma is linear
(kappa = 1 / scale, gamma = kappa times the location coefficients). The log-likelihood is then concave for every
distribution here (Pratt 1981; Burridge 1982), so Newton's method with step halving finds its one maximum from any
start. Only answers that leave open whether WTP is zero, under a spike at zero, add a parameter and lose concavity.

Arrays are laid out rows by replicates: a replicate is one column of frequency weights.
"""

from collections.abc import Callable

import numpy as np
from scipy import special

from .distributions import Distribution

# How an answer enters: as the amount itself, as WTP at most the upper bound, above the lower one, or between the two;
# with a spike also as a known zero, a known payer of any amount, or zero or at most the upper bound; or as no news.
EXACT, BELOW, ABOVE, BETWEEN, ZERO, PAYER, ZERO_OR_BELOW, NOTHING = range(8)


class Likelihood:
    """Log-likelihood of exact, one-sided and interval answers, with its gradient and Hessian.

    Parameters
    ----------
    distribution : Distribution
        The distribution of WTP.
    kind : ndarray of int, shape (n,)
        How each answer enters: the codes of this module. Codes from ZERO onwards are left out here.
    lower, upper : ndarray, shape (n,)
        Bounds on the scale of the error (log amounts where the distribution is positive).
    design : ndarray, shape (n, p)
        Model matrix.
    """

    def __init__(
        self, distribution: Distribution, kind: np.ndarray, lower: np.ndarray, upper: np.ndarray, design: np.ndarray
    ) -> None:
        """Sort the rows by kind and lay out their bounds."""
        self.distribution = distribution
        self.n_params = self.n_core = design.shape[1] + 1
        self._pairs = np.triu_indices(self.n_core)
        self._order = np.argsort(kind, kind="stable")
        starts = np.searchsorted(kind[self._order], np.arange(NOTHING + 1))
        self._rows = {code: slice(starts[code], starts[code + 1]) for code in range(NOTHING)}
        self._low = {code: self._bounds(code, lower, design) for code in (ABOVE, BETWEEN)}
        self._high = {code: self._bounds(code, upper, design) for code in (EXACT, BELOW, BETWEEN, ZERO_OR_BELOW)}
        between = self._order[self._rows[BETWEEN]]
        self._width = (upper[between] - lower[between])[:, None]

    def _bounds(self, code: int, y: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows [-x, y], whose product with (gamma, kappa) is z, and the products of their columns in pairs."""
        members = self._order[self._rows[code]]
        rows = np.column_stack([-design[members], y[members]])
        return rows, rows[:, self._pairs[0]] * rows[:, self._pairs[1]]

    def arrange(self, weights: np.ndarray) -> np.ndarray:
        """Rows of ``weights`` in the order that ``evaluate`` expects."""
        return weights[self._order]

    @np.errstate(all="ignore")  # a trial step so far out that it overflows is a step not taken
    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood and its derivatives at one parameter vector a replicate.

        Parameters
        ----------
        params : ndarray, shape (n_params, R) or (n_params, 1)
            gamma, then kappa; a single column is shared by all replicates, at the cost of one.
        weights : ndarray, shape (n, R)
            Frequency weights, arranged.

        Returns
        -------
        value : ndarray, shape (R,)
        gradient : ndarray, shape (n_params, R)
        hessian : ndarray, shape (n_params, n_params, R)
        """
        kappa, n_replicates = params[-1], weights.shape[1]
        value = np.zeros(n_replicates)
        gradient = np.zeros((self.n_core, n_replicates))
        pairs = np.zeros((len(self._pairs[0]), n_replicates))
        for code, (bounds, products), log_function in self._one_bound():
            if len(bounds):
                w = weights[self._rows[code]]
                v, slope, curvature = log_function(bounds @ params)
                value += _total(w, v)
                gradient += bounds.T @ (w * slope)
                pairs += products.T @ (w * curvature)
                if code == EXACT:
                    count = w.sum(axis=0)
                    value += count * np.log(kappa)
                    gradient[-1] += count / kappa
                    pairs[-1] -= count / kappa**2
        if len(self._width):
            w = weights[self._rows[BETWEEN]]
            bounds, products = self._low[BETWEEN]
            width, high_products = self._width, self._high[BETWEEN][1]
            v, at_high, at_low, shift, shift_high, shift_low = self.distribution.log_interval(
                bounds @ params, width * kappa
            )
            value += _total(w, v)
            gradient += bounds.T @ (w * shift)
            at_high = w * at_high
            gradient[-1] += width[:, 0] @ at_high
            pairs += high_products.T @ (w * shift_high) + products.T @ (w * shift_low)
            pairs[-1] += width[:, 0] ** 2 @ (at_high * at_low)
        return value, gradient, self._symmetric(pairs)

    def _one_bound(
        self,
    ) -> tuple[
        tuple[int, tuple[np.ndarray, np.ndarray], Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]],
        ...,
    ]:
        """Each kind of answer with one bound, its bounds, and the log function that values it."""
        return (
            (EXACT, self._high[EXACT], self.distribution.log_pdf),
            (BELOW, self._high[BELOW], self.distribution.log_cdf),
            (ABOVE, self._low[ABOVE], self.distribution.log_sf),
        )

    @np.errstate(all="ignore")
    def terms(self, params: np.ndarray) -> np.ndarray:
        """Each row's own log-likelihood, unweighted, in the order of ``evaluate``: shape (n, R)."""
        terms = np.zeros((len(self._order), params.shape[1]))
        for code, (bounds, _), log_function in self._one_bound():
            terms[self._rows[code]] = log_function(bounds @ params)[0]
        terms[self._rows[EXACT]] += np.log(params[-1])
        low = self._low[BETWEEN][0] @ params
        terms[self._rows[BETWEEN]] = self.distribution.log_interval(low, self._width * params[-1])[0]
        return terms

    @np.errstate(all="ignore")
    def scores(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each row's own log-likelihood, unweighted, in the order given: shape (n, n_params)."""
        core = params[: self.n_core]
        scores = np.zeros((len(self._order), self.n_params))
        for code, (bounds, _), log_function in self._one_bound():
            scores[self._rows[code], : self.n_core] = bounds * log_function(bounds @ core)[1][:, None]
        scores[self._rows[EXACT], self.n_core - 1] += 1 / core[-1]
        bounds, width = self._low[BETWEEN][0], self._width[:, 0]
        _, at_high, _, shift, *_ = self.distribution.log_interval(bounds @ core, width * core[-1])
        scores[self._rows[BETWEEN], : self.n_core] = bounds * shift[:, None]
        scores[self._rows[BETWEEN], self.n_core - 1] += width * at_high
        return scores[np.argsort(self._order)]

    def _symmetric(self, pairs: np.ndarray) -> np.ndarray:
        """Matrices, shape (n_core, n_core, R), from their upper triangles."""
        matrices = np.empty((self.n_core, self.n_core, pairs.shape[1]))
        matrices[self._pairs] = matrices[self._pairs[::-1]] = pairs
        return matrices


class SpikeLikelihood(Likelihood):
    """The same with a share p of zeros, for answers some of which leave open whether WTP is zero.

    The logit of p is the last parameter: a known zero adds log p, a known payer log(1 - p), and an answer "at most b,
    perhaps zero" log(p + (1 - p) F(b)).
    """

    def __init__(
        self, distribution: Distribution, kind: np.ndarray, lower: np.ndarray, upper: np.ndarray, design: np.ndarray
    ) -> None:
        """As ``Likelihood``, with one parameter more."""
        super().__init__(distribution, kind, lower, upper, design)
        self.n_params = self.n_core + 1

    @np.errstate(all="ignore")
    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood and its derivatives; shapes as in ``Likelihood.evaluate``."""
        core, p = params[:-1], special.expit(params[-1])
        value, core_gradient, core_hessian = super().evaluate(core, weights)
        gradient = np.concatenate([core_gradient, np.zeros((1, weights.shape[1]))])
        hessian = np.zeros((self.n_params, *gradient.shape))
        hessian[:-1, :-1] = core_hessian
        zeros = weights[self._rows[ZERO]].sum(axis=0)
        payers = sum(weights[self._rows[code]].sum(axis=0) for code in (EXACT, BELOW, ABOVE, BETWEEN, PAYER))
        value += zeros * np.log(p) + payers * np.log1p(-p)
        gradient[-1] += zeros - (zeros + payers) * p
        hessian[-1, -1] -= (zeros + payers) * p * (1 - p)

        w = weights[self._rows[ZERO_OR_BELOW]]
        bounds, products = self._high[ZERO_OR_BELOW]
        log_F, ratio, curvature = self.distribution.log_cdf(bounds @ core)
        log_probability = np.logaddexp(params[-1], log_F) - np.logaddexp(params[-1], 0)
        # Chance that such a respondent is a payer, and the chain rule through it.
        payer = np.exp(log_F - np.logaddexp(params[-1], log_F))
        slope = payer * ratio
        to_spike = (1 - payer) - p
        value += _total(w, log_probability)
        gradient[:-1] += bounds.T @ (w * slope)
        gradient[-1] += _total(w, to_spike)
        across = payer * (1 - payer)
        hessian[:-1, :-1] += self._symmetric(products.T @ (w * (payer * curvature + across * ratio**2)))
        hessian[:-1, -1] -= bounds.T @ (w * across * ratio)
        hessian[-1, :-1] = hessian[:-1, -1]
        hessian[-1, -1] += _total(w, across - p * (1 - p))
        return value, gradient, hessian

    @np.errstate(all="ignore")
    def scores(self, params: np.ndarray) -> np.ndarray:
        """As in ``Likelihood``, with a column for the logit of p."""
        scores = super().scores(params)[self._order]
        p, bounds = special.expit(params[-1]), self._high[ZERO_OR_BELOW][0]
        log_F, ratio, _ = self.distribution.log_cdf(bounds @ params[:-1])
        payer = np.exp(log_F - np.logaddexp(params[-1], log_F))
        scores[:, -1] = -p
        scores[self._rows[ZERO], -1] = 1 - p
        scores[self._rows[PAYER].stop :, -1] = 0.0
        unclear = self._rows[ZERO_OR_BELOW]
        scores[unclear, :-1] = bounds * (payer * ratio)[:, None]
        scores[unclear, -1] = 1 - payer - p
        return scores[np.argsort(self._order)]


def _total(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sum of weights times values down the rows, one number a replicate."""
    return np.einsum("ij,ij->j", *np.broadcast_arrays(weights, values))
