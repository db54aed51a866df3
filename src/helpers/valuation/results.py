"""A fitted model: its estimates, its welfare measures and their intervals."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from scipy import special

from .beyond import BeyondTheData
from .differences import Differences
from .errors import FitError
from .individual import given_answers
from .inference import Inference
from .intervals import check_level
from .likelihood import AnyModel
from .measures import Measures
from .summaries import Summaries
from .truncated_means import TruncatedMeans


class Fit(Measures, TruncatedMeans, Differences, Inference, BeyondTheData, Summaries):
    """A fitted distribution of willingness to pay.

    Every welfare measure takes ``at``: "sample" (the default) averages the demand curve over the respondents, "means"
    takes one respondent with mean covariates (the convention of R's DCchoice), a dict or a frame gives covariates.

    Attributes
    ----------
    distribution : str
    zeros : None, float or "spike"
        How known zeros were read.
    converged : bool
        Where False, every number of the fit is missing and ``message`` says why.
    message : str
    nobs : float
        Respondents: the sum of the frequency weights.
    missing_answers, missing_covariates : int
        Rows left out, by reason.
    params : Series
        Location coefficients by term, then ``log_scale``.
    bse : Series
        Their standard errors, by the covariance named in ``cov_type``.
    llf, aic, bic : float
        Log-likelihood in currency units; the criteria count a spike as a parameter.

    Notes
    -----
    For the package itself, and for whoever extends it: ``model`` is the likelihood ready to maximise with its
    ``observations``, ``theta`` its parameters of the utility difference at the maximum, and ``target`` makes a measure
    a function of them. Their names may change.
    """

    def __init__(
        self, model: AnyModel, theta: np.ndarray, converged: bool, message: str, cov_type: str = "nonrobust"
    ) -> None:
        """Take stock of a model at its maximum ``theta``."""
        observations = model.observations
        self.distribution, self.zeros = model.distribution.name, observations.zeros
        self.converged, self.message, self.cov_type = converged, message, cov_type
        self.nobs = float(observations.weights.sum())
        self.missing_answers, self.missing_covariates = observations.missing_answers, observations.missing_covariates
        self.model, self.theta, self._n_terms = model, theta, model.n_terms
        if converged:
            value, _, hessian = model.derivatives(theta[:, None], observations.weights[:, None])
            self.llf = float(value[0])
            self._covariance = model.covariance(theta, observations.weights, cov_type == "robust", hessian)
        else:
            self.llf, self._covariance = np.nan, np.full((len(theta), len(theta)), np.nan)
        self.aic = 2 * len(theta) - 2 * self.llf
        self.bic = np.log(self.nobs) * len(theta) - 2 * self.llf
        names, values, self._jacobian = model.named(theta)
        self.params = pd.Series(values, names)
        self.bse = pd.Series(np.sqrt(np.diag(self._jacobian @ self._covariance @ self._jacobian.T)), names)

    def __repr__(self) -> str:
        """The summary, so that a notebook cell shows it."""
        return self.summary()

    # ---------------------------------------------------------------- estimates

    @property
    def scale(self) -> float:
        """Scale of the error: of WTP for normal and logistic, of log WTP for the others."""
        return float(np.exp(self.params["log_scale"]))

    @property
    def tvalues(self) -> pd.Series:
        """Estimates over their standard errors."""
        return self.params / self.bse

    @property
    def pvalues(self) -> pd.Series:
        """Two-sided normal p-values of the estimates being 0."""
        return pd.Series(2 * special.ndtr(-np.abs(self.tvalues)), self.params.index)

    def cov_params(self, form: str = "location-scale") -> pd.DataFrame:
        """Covariance matrix of ``params``, or with form="utility-difference" of ``utility_difference()``.

        Parameters
        ----------
        form : {"location-scale", "utility-difference"}
            Of ``params`` or of ``utility_difference()``.

        Returns
        -------
        DataFrame, shape (q, q)

        Raises
        ------
        FitError
            For a form that is not known.

        Notes
        -----
        ``V = inverse of -H`` at the maximum, H the second derivatives of the log-likelihood; with cov_type="robust" the
        sandwich ``H^-1 (sum of s s') H^-1`` of Huber (1967), s the score of a respondent or group.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.cov_params().round(4).values.tolist()
        [[0.0716, 0.0038], [0.0038, 0.0838]]
        """
        p = self._n_terms
        if form == "location-scale":
            names, jacobian = self.params.index, self._jacobian
        elif form == "utility-difference":
            names, jacobian = self.utility_difference().index, np.eye(p + 1, len(self.theta))
            jacobian[p, p] = -1
        else:
            raise FitError(f"form={form!r} is not known: choose 'location-scale' or 'utility-difference'.")
        return pd.DataFrame(jacobian @ self._covariance @ jacobian.T, names, names)

    def utility_difference(self) -> pd.Series:
        """Coefficients of P(yes at b) = G(x.a + k g(b)): a by term, then k, below 0, on ``bid`` or ``log(bid)``.

        The parameters of Hanemann (1984) and of R's DCchoice: location = -a / k, scale = -1 / k.

        Returns
        -------
        Series
            Coefficients by term, then that of ``bid`` or ``log(bid)``.

        Notes
        -----
        ``P(yes at b) = G(x.a + k g(b))``, ``location = -a / k``, ``scale = -1 / k`` (Hanemann 1984; Carson and Hanemann
        2005).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.utility_difference().round(3).to_dict()
        {'Intercept': 4.74, 'log(bid)': -1.364}
        """
        p = self._n_terms
        return pd.Series(np.append(self.theta[:p], -self.theta[p]), self.model.utility_names)

    def conf_int(self, *, level: float = 0.95) -> pd.DataFrame:
        """Normal confidence limits of ``params``: a frame with columns ``lower`` and ``upper``.

        Parameters
        ----------
        level : float
            Nominal confidence, between 0 and 1.

        Returns
        -------
        DataFrame
            A row a parameter, columns ``lower`` and ``upper``.

        Raises
        ------
        FitError
            For a level that is not between 0 and 1.

        Notes
        -----
        ``[estimate - z se, estimate + z se]`` (Wald 1943); for measures ``interval`` has better ones.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.conf_int().round(2).values.tolist()
        [[2.95, 4.0], [-0.88, 0.26]]
        """
        reach = -special.ndtri((1 - check_level(level)) / 2) * self.bse
        return pd.DataFrame({"lower": self.params - reach, "upper": self.params + reach})

    @cached_property
    def _share_zero(self) -> tuple[float, float]:
        """Share of zeros and its standard error."""
        if self.zeros == "spike":
            share = float(special.expit(self.theta[-1]))
            return share, share * (1 - share) * float(np.sqrt(self._covariance[-1, -1]))
        if self.model.distribution.positive:
            return 0.0, 0.0
        return 1 - self.share_willing(0), self.interval("share_willing", price=0).standard_error

    @property
    def share_zero(self) -> float:
        """Share with a WTP of 0: the spike; for normal and logistic the fitted share of WTP of at most 0."""
        return self._share_zero[0]

    @property
    def share_zero_se(self) -> float:
        """Standard error of ``share_zero``."""
        return self._share_zero[1]

    def given_answers(self) -> pd.DataFrame:
        """Mean and median WTP of each respondent given covariates and their own answer, under their row labels.

        With a spike also ``share_zero``, the chance that the WTP is 0. Fitted values, not observations: their spread
        understates that of WTP.

        Returns
        -------
        DataFrame, shape (n, 2) or (n, 3)
            Columns ``mean``, ``median`` and with a spike ``share_zero``, in currency units and shares.

        Notes
        -----
        ``mean_i = E(WTP_i | lower_i <= WTP_i < upper_i)`` and the median of the same distribution (Cameron and James
        1987).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.given_answers().round(1).iloc[0].to_dict()
        {'mean': 15.3, 'median': 15.4}
        """
        if not self.converged:
            raise FitError(self.message)
        return given_answers(self.model, self.theta)
