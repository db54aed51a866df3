"""Welfare measures of a fit, a method each: what it is, of whom, in which unit, by which formula, after whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .errors import FitError
from .likelihood import AnyModel
from .welfare import Demand, Setting, design_at, respondents


class Measures:
    """Measures of the average demand curve ``S(b) = sum_i w_i S_i(b) / sum_i w_i``, S_i(b) = P(WTP_i >= b).

    ``at`` says whom a measure is of: "sample" (the default) averages the demand curves of the respondents by their
    weights; "means" is one respondent with mean covariates (the convention of R's DCchoice); a dict is one respondent
    with these covariates; a frame, several; a Series of True and False under the row labels, a group of respondents.
    A measure of several answers by one respondent uses the total variance, or that between respondents where the fit
    is ``fit.of("respondent")``. Shares of zeros enter every measure.
    """

    model: AnyModel
    theta: np.ndarray
    distribution: str
    params: pd.Series

    def _demand(self, at: Setting) -> Demand:
        """The fitted demand curve of these respondents."""
        observations = self.model.observations
        return self.model.demand(self.theta[:, None], *respondents(observations, at)(observations.weights[:, None]))

    def mean(self, *, at: Setting = "sample", support: str = "positive") -> float:
        """Mean WTP: the area under the demand curve.

        Parameters
        ----------
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            Whom it is of: the respondents by their weights; one with mean covariates; one or more with these; a group.
        support : {"positive", "real"}
            With "real" the location of a normal or logistic WTP, the mean where amounts may be negative.

        Returns
        -------
        float
            Currency units; ``inf`` where the area is infinite, and ``infinite_mean_reason`` says why.

        Raises
        ------
        FitError
            For support="real" of a positive distribution, or an ``at`` that is not known.

        Notes
        -----
        ``mean = integral of S(b) over (0, inf)``, for every distribution (Hanemann 1984); log-normal
        ``exp(m + s^2 / 2)``, Weibull ``exp(m) Gamma(1 + s)``, log-logistic ``exp(m) pi s / sin(pi s)`` while s < 1,
        with m and s the location and scale of log WTP. It is the mean of the respondents' means, and hangs on the tail
        that no bid reaches.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.mean(), 2)
        42.3
        """
        return float(self._demand(at).mean(support)[0])

    def infinite_mean_reason(self) -> str | None:
        """Why the mean is infinite, in a sentence; None where it is finite.

        Returns
        -------
        str or None

        Notes
        -----
        A log-logistic curve falls as ``S(b) = b^(-1/s)``, whose area is infinite from a scale of s = 1 upwards
        (Johnson, Kotz and Balakrishnan 1995).

        Examples
        --------
        >>> from helpers.valuation import fit, open_ended
        >>> print(
        ...     fit(
        ...         open_ended([1, 3, 9, 80, 700, 9000]), "log-logistic"
        ...     ).infinite_mean_reason()
        ... )
        A log-logistic mean is infinite once the scale reaches 1, and it is 1.92.
        """
        if not np.isposinf(self.mean()):
            return None
        scale = float(np.exp(self.params["log_scale"]))
        since = self.model.distribution.infinite_mean
        if since and np.isposinf(self._demand("sample").log_mean()[0]):
            return f"A {self.distribution} mean is infinite {since}, and it is {scale:.3g}."
        return f"The mean is too large to be represented: the scale of log WTP is {scale:.3g}."

    def median(self, *, at: Setting = "sample") -> float:
        """Price at which half of the respondents are willing: the median of their average demand curve.

        Parameters
        ----------
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Currency units; 0 where a share of zeros holds half of the respondents.

        Raises
        ------
        FitError
            For an ``at`` that is not known.

        Notes
        -----
        ``S(median) = 1/2`` (Hanemann 1984). With covariates it is not the average of the respondents' own medians,
        which is ``median_average``; the two coincide for one respondent.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.median(), 2)
        32.33
        """
        return float(self._demand(at).median()[0])

    def median_average(self, *, at: Setting = "sample") -> float:
        """Average of the respondents' own medians.

        Parameters
        ----------
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Currency units; who has a median of 0 counts as 0.

        Raises
        ------
        FitError
            For an ``at`` that is not known.

        Notes
        -----
        ``median_average = sum_i w_i m_i / sum_i w_i`` with ``S_i(m_i) = 1/2``: what packages print that predict a
        median for each respondent and average it (Haab and McConnell 2002). Half are willing at ``median``.

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> people = pd.DataFrame({"age": [21, 34, 45, 38, 62, 25, 58, 40]})
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> result = fit(answers, covariates="age", data=people)
        >>> round(result.median_average(), 2), round(result.median(), 2)
        (39.66, 29.97)
        """
        return float(self._demand(at).median_average()[0])

    def quantile(self, share: float, *, at: Setting = "sample") -> float:
        """WTP that this share of the respondents does not exceed.

        Parameters
        ----------
        share : float
            Between 0 and 1.
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float
            Currency units.

        Raises
        ------
        FitError
            For a share that is not between 0 and 1.

        Notes
        -----
        ``S(quantile) = 1 - share``, of the average demand curve (Hanemann 1984).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> round(result.quantile(0.25), 2)
        19.71
        """
        return float(self._demand(at).quantile(share)[0])

    def mean_share_of_income(self, *, at: Setting = "sample") -> float:
        """Average share of income that is paid, for fits with ``income=``.

        Parameters
        ----------
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``; it gives the income too.

        Returns
        -------
        float
            Between 0 and 1.

        Raises
        ------
        FitError
            For a fit without incomes.

        Notes
        -----
        ``share = E[1 / (1 + exp(-x.b - s e))]``, averaged over respondents (Haab and McConnell 1998).

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> result = fit(
        ...     answers, income=pd.Series([900, 1200, 800, 2000, 1500, 700, 2500, 1100])
        ... )
        >>> round(result.mean_share_of_income(), 4)
        0.028
        """
        return float(self._demand(at).mean_share_of_income()[0])

    def share_willing(self, price: Any, *, at: Setting = "sample") -> Any:
        """Share of the respondents whose WTP is at least ``price``.

        Parameters
        ----------
        price : float or array of float
            Currency units.
        at : {"sample", "means"}, dict, DataFrame or boolean Series
            As in ``mean``.

        Returns
        -------
        float or ndarray
            Shares between 0 and 1, in the shape of ``price``.

        Raises
        ------
        FitError
            For an ``at`` that is not known.

        Notes
        -----
        ``S(b) = P(WTP >= b)``, averaged over respondents: an exact amount of b is a yes to b (Cameron and James 1987).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.share_willing([10, 50]).round(3).tolist()
        [0.945, 0.276]
        """
        demand = self._demand(at)
        shares = np.array([demand.share_willing(each)[0] for each in np.ravel(price)]).reshape(np.shape(price))
        return float(shares) if shares.ndim == 0 else shares

    def predict(self, measure: str = "mean", *, at: Setting = "sample", **arguments: Any) -> pd.Series:
        """A measure of each respondent's own demand curve.

        Parameters
        ----------
        measure : str
            Name of a welfare method of this class.
        at : {"sample"} or DataFrame
            The respondents, or others with their covariates.
        **arguments
            ``limit``, ``price``, ``share`` or ``support``, where the measure takes it.

        Returns
        -------
        Series, shape (n,)
            In the measure's unit, under the row labels.

        Raises
        ------
        FitError
            For a measure that is not on offer, or covariates that are not in the frame.

        Notes
        -----
        The measure of ``S_i(b) = P(WTP_i >= b)``: what the covariates say of each, own answers apart; for these see
        ``given_answers``. Their spread understates that of WTP (Cameron and James 1987).

        Examples
        --------
        >>> import pandas as pd
        >>> from helpers.valuation import fit, payment_card
        >>> people = pd.DataFrame({"age": [21, 34, 45, 38, 62, 25, 58, 40]})
        >>> answers = payment_card(
        ...     [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ... )
        >>> medians = fit(answers, covariates="age", data=people).predict("median")
        >>> medians.round(1).tolist()[:3]
        [12.2, 23.2, 39.8]
        """
        if isinstance(at, dict):
            raise FitError("A prediction is for the respondents, at='sample', or for those of a frame.")
        observations = self.model.observations
        design = design_at(observations, at)
        labels = at.index if isinstance(at, pd.DataFrame) else observations.labels
        design = np.broadcast_to(design, (len(labels), design.shape[1]))
        demand = self.model.demand(self.theta[:, None], design, np.ones(len(labels)))
        return pd.Series(demand.each(measure, **arguments)[:, 0], labels, name=measure)
