"""What lies beyond the data: medians and means that rest on the shape of a distribution where nobody was asked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .likelihood import AnyModel
from .welfare import Setting

SHARE = 0.25  # of a mean that may come from above the highest amount without a word
_MEASURES = ("median", "median_average", "quantile", "mean")


class BeyondTheData:
    """What a fit says of its own reach."""

    model: AnyModel
    converged: bool
    mean: Callable[..., float]
    truncated_mean: Callable[..., float]

    @property
    def highest_amount(self) -> float:
        """The highest amount that anybody was asked about or named, in currency units."""
        observations = self.model.observations
        bounds = np.concatenate([observations.lower, observations.upper])
        return float(bounds[np.isfinite(bounds)].max())

    def share_beyond(self, *, at: Setting = "sample") -> float:
        """Share of the mean over (0, inf) that comes from above ``highest_amount``; 1 where the mean is infinite.

        Above it nobody was asked, so that this part is the distribution's and not the respondents'.

        Parameters
        ----------
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Between 0 and 1.

        Raises
        ------
        FitError
            For an ``at`` that is not known.

        Notes
        -----
        ``share = 1 - truncated_mean(highest amount) / mean`` (Duffield and Patterson 1991 on truncation).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.share_beyond(), 3)
        0.064
        """
        top, mean = self.highest_amount, self.mean(at=at)
        if not mean > 0 or np.isinf(mean):
            return float(np.isinf(mean))
        return 1 - (self.truncated_mean(top, at=at) / mean if top > 0 else 0.0)

    def beyond_the_data(self) -> list[str]:
        """What must be said of the median and the mean, a sentence each; empty where nothing must.

        They say so where they lie above ``highest_amount``, and the mean also where more than a quarter of it comes
        from there.

        Returns
        -------
        list of str

        Notes
        -----
        Said where ``median > highest amount``, ``mean > highest amount`` or ``share_beyond() > 0.25``; Haab and
        McConnell (2002) on means that hang on a fitted tail.

        Examples
        --------
        Three in four say yes to the highest bid, 80:

        >>> from helpers.valuation import fit, single_bounded
        >>> answers = single_bounded([20, 40, 80] * 4, [1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1])
        >>> fit(answers, "weibull").beyond_the_data()[0]
        'Beyond the data: the median 134 lies above the highest amount asked, 80.'
        """
        if not self.converged:
            return []
        found = [self._remark(measure, getattr(self, measure)()) for measure in ("median", "mean")]
        return [f"Beyond the data: {each}." for each in found if each]

    def _remark(self, measure: str, value: float, at: Setting = "sample") -> str:
        """What must be said of a value of this measure; "" where nothing must."""
        if measure not in _MEASURES:
            return ""
        top = self.highest_amount
        if value > top:
            return f"the {measure} {value:.4g} lies above the highest amount asked, {top:g}"
        share = self.share_beyond(at=at) if measure == "mean" else 0.0
        if share > SHARE:
            return f"{100 * share:.0f} % of the mean comes from above the highest amount asked, {top:g}"
        return ""
