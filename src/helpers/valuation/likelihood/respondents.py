"""The likelihood of several answers by each respondent: a random effect of the respondent, integrated out.

With z = kappa y - x.gamma - tau u, u a standard normal effect and tau the ratio of the respondents' standard deviation
to that of one answer, z is linear in the parameters at every u.
"""

from collections.abc import Iterator

import numpy as np

from .distributions import Distribution
from .maximum import by_replicate
from .single import ABOVE, BELOW, BETWEEN, EXACT

# The integrand grows in the complex plane at most as exp((1 + answers tau^2) v^2 / 2) does, so the trapezoid rule with
# this step, over the root of that sum, errs by less than 1e-15 of it (Trefethen and Weideman 2014).
_STEP = 0.7
_REACH = 13.0  # of the effect, in its standard deviations: 8 beyond where 1 in a million respondents lie
LARGEST_RATIO = 20.0  # of the two standard deviations: 99.75 % of the variance between respondents
_BLOCK = 2**19  # answers times nodes valued at once


class RespondentLikelihood:
    """Log-likelihood of panels of answers, with its gradient and Hessian.

    The parameters are gamma, kappa and tau.

    Parameters
    ----------
    distribution : Distribution
        With a normal error.
    kind : ndarray of int, shape (n,)
        EXACT, BELOW, ABOVE or BETWEEN.
    lower, upper : ndarray, shape (n,)
        Bounds on the scale of the error.
    design : ndarray, shape (n, p)
    respondents : ndarray of int, shape (n,)
        Codes from 0.
    """

    def __init__(
        self,
        distribution: Distribution,
        kind: np.ndarray,
        lower: np.ndarray,
        upper: np.ndarray,
        design: np.ndarray,
        respondents: np.ndarray,
    ) -> None:
        """Bring the answers of each respondent together."""
        order = np.argsort(respondents, kind="stable")
        self.n_params = design.shape[1] + 2
        self.n_respondents = int(respondents.max()) + 1
        self._distribution, self._kind = distribution, kind[order]
        self._first = np.unique(respondents, return_index=True)[1]
        self._starts = np.searchsorted(respondents[order], np.arange(self.n_respondents + 1))
        low = np.where(np.isin(self._kind, (ABOVE, BETWEEN)), lower[order], upper[order])
        self._rows = np.column_stack([-design[order], low])
        self._width = np.where(self._kind == BETWEEN, upper[order] - low, 0.0)
        self._most = int(np.diff(self._starts).max())

    def arrange(self, weights: np.ndarray) -> np.ndarray:
        """Weights of the respondents from those of their answers, which are equal."""
        return weights[self._first]

    def _nodes(self, tau: float) -> tuple[np.ndarray, np.ndarray]:
        """Effects at which the integrand is valued, and the logarithms of their weights."""
        half = int(np.ceil(_REACH * np.sqrt(1 + self._most * tau**2) / _STEP))
        nodes = np.linspace(-_REACH, _REACH, 2 * half + 1)
        return nodes, np.log(_REACH / half) - 0.5 * np.log(2 * np.pi) - 0.5 * nodes**2

    def _blocks(self, tau: float) -> Iterator[slice]:
        """Slices of respondents whose answers are valued at once."""
        size, start = max(1, _BLOCK // len(self._nodes(tau)[0])), 0
        while start < self.n_respondents:
            end = int(np.searchsorted(self._starts, self._starts[start] + size, side="right")) - 1
            end = min(max(end, start + 1), self.n_respondents)
            yield slice(start, end)
            start = end

    def _answers(self, rows: slice, z: np.ndarray, kappa: float) -> np.ndarray:
        """Log-likelihood of each answer at each node, its derivatives in z and what the width of an interval adds.

        Returns
        -------
        ndarray, shape (6, n, k)
            Value; derivative as the interval moves, and as it widens; the second derivatives, moving the lower and the
            upper end, and widening.
        """
        kind, width, found = self._kind[rows], self._width[rows, None], np.zeros((6, *z.shape))
        one_bound = ((EXACT, "log_pdf"), (BELOW, "log_cdf"), (ABOVE, "log_sf"))
        for code, name in one_bound:
            members = np.flatnonzero(kind == code)
            if len(members):
                found[0, members], found[1, members], found[3, members] = getattr(self._distribution, name)(z[members])
        found[0, kind == EXACT] += np.log(kappa)
        between = np.flatnonzero(kind == BETWEEN)
        if len(between):
            value, at_high, at_low, shift, shift_high, shift_low = self._distribution.log_interval(
                z[between], np.broadcast_to(width[between] * kappa, z[between].shape)
            )
            found[:, between] = value, shift, at_high, shift_low, shift_high, at_high * at_low
        return found

    def evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihood with its gradient and Hessian for each replicate.

        Parameters
        ----------
        params : ndarray, shape (q, R) or (q, 1)
        weights : ndarray, shape (m, R)
            Of the respondents.

        Returns
        -------
        value : ndarray, shape (R,)
        gradient : ndarray, shape (q, R)
        hessian : ndarray, shape (q, q, R)
        """
        return by_replicate(self._evaluate, params, weights)

    def _evaluate(self, params: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The same for one replicate, in blocks of respondents; no value where too many nodes would be needed."""
        if not abs(params[-1]) <= LARGEST_RATIO:
            return np.nan, np.full(len(params), np.nan), np.full((len(params), len(params)), np.nan)
        parts = [self._valued(block, params, weights[block]) for block in self._blocks(params[-1])]
        values, scores, hessians = zip(*parts, strict=True)
        return np.concatenate(values) @ weights, weights @ np.concatenate(scores), np.asarray(sum(hessians))

    def scores(self, params: np.ndarray) -> np.ndarray:
        """Gradient of each respondent's own log-likelihood, shape (m, q)."""
        blocks = self._blocks(params[-1])
        return np.concatenate([self._valued(block, params, np.ones(block.stop - block.start))[1] for block in blocks])

    @np.errstate(all="ignore")  # far nodes have no share left, and a trial step that overflows is a step not taken
    def _valued(
        self, block: slice, params: np.ndarray, weights: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Log-likelihoods and scores of some respondents, and their weighted Hessian by Louis's (1982) formula."""
        rows, starts = slice(self._starts[block.start], self._starts[block.stop]), self._starts[block]
        x, width, exact = self._rows[rows], self._width[rows], self._kind[rows] == EXACT
        kappa, (nodes, log_weights) = params[-2], self._nodes(params[-1])
        z = (x @ params[:-1])[:, None] - params[-1] * nodes
        value, shift, widen, low, high, bent = self._answers(rows, z, kappa)

        def by_respondent(values: np.ndarray) -> np.ndarray:
            return np.add.reduceat(values, starts - rows.start)

        joint = by_respondent(value) + log_weights
        top = joint.max(axis=1, keepdims=True)
        chance = np.exp(joint - top)
        mass = chance.sum(axis=1, keepdims=True)
        chance /= mass  # of each effect, given the answers
        scores = np.array([*(by_respondent(each[:, None] * shift) for each in x.T), -nodes * by_respondent(shift)])
        scores[-2] += by_respondent(width[:, None] * widen + (exact / kappa)[:, None])
        score = np.einsum("qmk,mk->mq", scores, chance)
        spread = scores - score.T[:, :, None]
        hessian = np.einsum("amk,bmk->ab", spread * (chance * weights[:, None]), spread)

        given = np.repeat(chance * weights[:, None], np.diff(np.append(starts, rows.stop)), axis=0)
        for ends, curvature in ((x, low), (x + width[:, None] * (np.arange(x.shape[1]) == x.shape[1] - 1), high)):
            curvature *= given
            hessian[:-1, :-1] += ends.T @ (curvature.sum(axis=1)[:, None] * ends)
            across = ends.T @ (curvature @ nodes)
            hessian[:-1, -1] -= across
            hessian[-1, :-1] -= across
            hessian[-1, -1] += (curvature @ nodes**2).sum()
        hessian[-2, -2] += width**2 @ (bent * given).sum(axis=1) - given[exact].sum() / kappa**2
        return (np.log(mass) + top)[:, 0], score, hessian
