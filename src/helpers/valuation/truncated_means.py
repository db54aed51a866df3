"""Means of WTP up to a limit: cut down to it, of those below it, and as another package adjusts the first."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from .welfare import Demand, Setting


class TruncatedMeans:
    """Means that ask for a limit; ``at`` is as of ``Measures``."""

    _demand: Callable[[Setting], Demand]

    def truncated_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Mean WTP with every amount cut down to ``limit``: the area under the demand curve up to there.

        Parameters
        ----------
        limit : float
            Currency units, above 0; the highest bid is a common choice.
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Currency units, at most ``limit``.

        Raises
        ------
        FitError
            For a limit that is not an amount above 0.

        Notes
        -----
        ``truncated mean = integral of S(b) over (0, limit)`` (Duffield and Patterson 1991).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.truncated_mean(100), 2)
        39.6
        """
        return float(self._demand(at).truncated_mean(limit)[0])

    def conditional_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Mean WTP of those whose WTP is at most ``limit``, negative amounts counting as 0.

        Parameters
        ----------
        limit : float
            Currency units, above 0.
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Currency units, at most ``limit``.

        Raises
        ------
        FitError
            For a limit that is not an amount above 0.

        Notes
        -----
        ``conditional mean = (T - limit S(limit)) / (1 - S(limit))``, T the truncated mean: a mean over fewer people,
        for whom it is the one of a truncated distribution (Johnson, Kotz and Balakrishnan 1994).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.conditional_mean(100), 2)
        35.62
        """
        return float(self._demand(at).conditional_mean(limit)[0])

    def adjusted_truncated_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Truncated mean over 1 - S(limit), as R's DCchoice reports it: for comparison only, the mean of nothing.

        Parameters
        ----------
        limit : float
            Currency units, above 0.
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``; DCchoice's own figure is that at="means".

        Returns
        -------
        float
            Currency units.

        Raises
        ------
        FitError
            For a limit that is not an amount above 0.

        Warns
        -----
        UserWarning
            Where it exceeds ``limit`` or the mean, which no mean of WTP cut down to ``limit`` can do.

        Notes
        -----
        ``adjusted = T / (1 - S(limit))``, T the truncated mean (Boyle, Welsh and Bishop 1988).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.adjusted_truncated_mean(100), 2)
        42.2
        """
        demand = self._demand(at)
        value, mean = float(demand.adjusted_truncated_mean(limit)[0]), float(demand.mean()[0])
        if value > min(limit, mean):
            passed = f"the limit {limit:g}" if value > limit else f"the mean {mean:.4g}"
            warnings.warn(f"The adjusted truncated mean {value:.4g} exceeds {passed}: it is not a mean.", stacklevel=2)
        return value
