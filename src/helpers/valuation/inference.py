"""Intervals of a fit's measures, what they are made of, and refits to other weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .errors import FitError
from .intervals import DRAWS, Interval, Refits, Target, bootstrap, deviance, find, krinsky_robb
from .likelihood import AnyModel


class Inference:
    """How certain a measure is."""

    model: AnyModel
    theta: np.ndarray
    converged: bool
    message: str
    cov_type: str
    _covariance: np.ndarray
    _remark: Callable[..., str]

    def refit(self, weights: np.ndarray) -> Refits:
        """Fit the same model to other frequency weights, a column a replicate, all in one batch.

        Parameters
        ----------
        weights : ndarray, shape (n, R)
            One row for every answer that the fit used, in their order.

        Returns
        -------
        Refits

        Raises
        ------
        FitError
            For weights of another shape.

        Notes
        -----
        ``theta* = argmax of sum w* log P`` for every column w* (Efron 1979), from the maximum of the respondents
        themselves.

        Examples
        --------
        >>> import numpy as np
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.refit(np.ones((8, 2))).measure("median").round(2).tolist()
        [32.33, 32.33]
        """
        return Refits(self.model, np.asarray(weights, dtype=float), self.theta)

    def target(self, measure: str, arguments: dict[str, Any]) -> Target:
        """A measure as a function of the parameters, once there are some."""
        if not self.converged:
            raise FitError(self.message)
        if "replicates" in arguments:
            raise FitError("replicates= is now draws=, the one name for how many draws or resamples a method makes.")
        return Target(self.model, self.theta, self._covariance, self.cov_type == "robust", measure, **arguments)

    def interval(
        self,
        measure: str,
        method: str = "delta",
        *,
        level: float = 0.95,
        draws: int | np.ndarray | None = None,
        seed: int | None = None,
        **arguments: Any,
    ) -> Interval:
        """Interval for a welfare measure.

        Parameters
        ----------
        measure : str
            Name of a welfare method of this class.
        method : str
            "delta": symmetric on the log scale for positive measures, on the logit scale for shares. "fieller": the
            set of Fieller (1954), for quantiles at one set of covariates. "krinsky-robb": percentiles over draws of
            the utility-difference coefficients. "bootstrap": percentiles over refits to resampled respondents, the
            covariates averaged anew. "bootstrap-t": the same, studentised. "profile": by the likelihood ratio.
            "recommended": the one that ``recommended(measure)`` names, with its reason.
        level : float
        draws : int or array of float, shape (R, q)
            How many draws or resamples, 10,000 where not given; for Krinsky-Robb also the coefficients themselves in
            the order of ``utility_difference``. Not for the methods that draw nothing.
        seed : int
            Needed by the methods that draw random numbers, and only by them.
        **arguments
            What the measure takes: ``at``, and ``limit``, ``price``, ``share`` or ``support``.

        Returns
        -------
        Interval

        Raises
        ------
        FitError
            For a measure or method that is not on offer, or a fit that did not converge.

        Notes
        -----
        Delta: ``g^-1(g(measure) +- z se)``, g the logarithm, or the logit of a share (Oehlert 1992). Fieller (1954).
        Krinsky-Robb (1986): draws from ``N(coefficients, covariance)``. Bootstrap: Efron (1979), studentised Hall
        (1988). Profile: ``2 (log L - log L(measure)) <= chi2`` (Venzon and Moolgavkar 1988).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> chosen = [10, 20, 20, 30, 50, 10, 100, 20]
        >>> result = fit(payment_card(chosen, card=[0, 10, 20, 30, 50, 100]))
        >>> result.interval("median")
        median 32.33 (95 % delta interval 19.14 to 54.61)
        >>> result.interval("median", "profile")
        median 32.33 (95 % profile interval 17.84 to 60.95)
        """
        found = find(self.target(measure, arguments), method, level, draws, seed)
        if arguments.get("support") == "real":
            return found
        return replace(found, remark=self._remark(measure, found.estimate, arguments.get("at", "sample")))

    def replicates(
        self,
        measure: str,
        method: str = "krinsky-robb",
        *,
        draws: int | np.ndarray = DRAWS,
        seed: int | None = None,
        **arguments: Any,
    ) -> np.ndarray:
        """The values behind a "krinsky-robb" or "bootstrap" interval, infinite ones among them: shape (R,).

        Parameters
        ----------
        measure : str
            Name of a welfare method of this class.
        method : {"krinsky-robb", "bootstrap"}
        draws, seed : int
            How many, and of which random numbers.
        **arguments
            What the measure takes.

        Returns
        -------
        ndarray, shape (R,)
            In the measure's unit.

        Raises
        ------
        FitError
            For a method without replicates, or no seed.

        Notes
        -----
        ``value = measure(coefficients + C z)`` with C C' the covariance and z normal (Krinsky and Robb 1986), or the
        measure of a refit (Efron 1979).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.replicates("median", "krinsky-robb", draws=200, seed=1).shape
        (200,)
        """
        if method not in ("krinsky-robb", "bootstrap"):
            raise FitError(f"Method {method!r} has no replicates; choose 'krinsky-robb' or 'bootstrap'.")
        target = self.target(measure, arguments)
        if method == "bootstrap":
            return bootstrap(target, draws, seed)[0]
        return krinsky_robb(target, draws, seed)[0]

    def profile(self, measure: str, values: Iterable[float], **arguments: Any) -> pd.Series:
        """Twice the log-likelihood lost when the measure is held at each of ``values``: a Series under them.

        Parameters
        ----------
        measure : str
            Name of a welfare method of this class.
        values : sequence of float, shape (k,)
            In the measure's unit.
        **arguments
            What the measure takes.

        Returns
        -------
        Series, shape (k,)
            Deviances under ``values``.

        Raises
        ------
        FitError
            Where there is no likelihood to profile, as with survey weights.

        Notes
        -----
        ``deviance = 2 (log L - log L(measure = value))``, everything else free (Venzon and Moolgavkar 1988).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.profile("median", [25, 32.33, 40]).round(2).tolist()
        [0.88, 0.0, 0.59]
        """
        index = pd.Index(values, name=measure)
        return pd.Series(deviance(self.target(measure, arguments), index.to_numpy()), index, name="deviance")
