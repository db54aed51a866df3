"""A fitted model: its estimates, its welfare measures and their intervals."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from .beyond import BeyondTheData
from .differences import Differences
from .errors import FitError
from .individual import given_answers
from .intervals import DRAWS, Interval, Refits, Target, bootstrap, check_level, deviance, find, krinsky_robb
from .likelihood import AnyModel
from .summaries import Summaries
from .welfare import Demand, Setting, design_at, respondents


class Fit(Differences, BeyondTheData, Summaries):
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
        """Covariance matrix of ``params``, or with form="utility-difference" of ``utility_difference()``."""
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
        """
        p = self._n_terms
        return pd.Series(np.append(self.theta[:p], -self.theta[p]), self.model.utility_names)

    def conf_int(self, *, level: float = 0.95) -> pd.DataFrame:
        """Normal confidence limits of ``params``: a frame with columns ``lower`` and ``upper``."""
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

    # ---------------------------------------------------------------- welfare

    def _respondents(self, at: Setting) -> tuple[np.ndarray, np.ndarray]:
        """Covariates and weights of those whom a measure averages over."""
        observations = self.model.observations
        return respondents(observations, at)(observations.weights[:, None])

    def _demand(self, at: Setting) -> Demand:
        """The fitted demand curve of these respondents."""
        return self.model.demand(self.theta[:, None], *self._respondents(at))

    def mean(self, *, at: Setting = "sample", support: str = "positive") -> float:
        """Mean WTP: the integral of the demand curve over (0, inf), ``inf`` where that diverges.

        With support="real" the location, the mean of a normal or logistic WTP that may be negative.
        """
        return float(self._demand(at).mean(support)[0])

    def infinite_mean_reason(self) -> str | None:
        """Why the mean is infinite, in a sentence; None where it is finite."""
        if not np.isposinf(self.mean()):
            return None
        if self.distribution == "log-logistic" and self.scale >= 1:
            return f"A log-logistic mean is infinite once the scale reaches 1, and it is {self.scale:.3g}."
        return f"The mean is too large to be represented: the scale of log WTP is {self.scale:.3g}."

    def median(self, *, at: Setting = "sample") -> float:
        """Price at which half of the respondents are willing; 0 where a spike holds half of them."""
        return float(self._demand(at).median()[0])

    def median_average(self, *, at: Setting = "sample") -> float:
        """Average of the respondents' own medians; ``median`` is that of their average demand curve."""
        return float(self._demand(at).median_average()[0])

    def predict(self, measure: str = "mean", *, at: Setting = "sample", **arguments: Any) -> pd.Series:
        """A measure of each respondent's own demand curve, under their row labels: shape (n,).

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
        Series
            In the measure's unit. What the covariates predict, own answers apart: for these see ``given_answers``.
        """
        if isinstance(at, dict):
            raise FitError("A prediction is for the respondents, at='sample', or for those of a frame.")
        design = design_at(self.model.observations, at)
        labels = at.index if isinstance(at, pd.DataFrame) else self.model.observations.labels
        design = np.broadcast_to(design, (len(labels), design.shape[1]))
        demand = self.model.demand(self.theta[:, None], design, np.ones(len(labels)))
        return pd.Series(demand.each(measure, **arguments)[:, 0], labels, name=measure)

    def quantile(self, share: float, *, at: Setting = "sample") -> float:
        """WTP that this share of the respondents does not exceed."""
        return float(self._demand(at).quantile(share)[0])

    def truncated_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Mean WTP with every amount cut down to ``limit``: the integral of the demand curve over (0, limit)."""
        return float(self._demand(at).truncated_mean(limit)[0])

    def conditional_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Mean WTP of those whose WTP is at most ``limit``, negative amounts counting as 0."""
        return float(self._demand(at).conditional_mean(limit)[0])

    def adjusted_truncated_mean(self, limit: float, *, at: Setting = "sample") -> float:
        """Truncated mean over 1 - S(limit), as R's DCchoice reports it: for comparison only, the mean of nothing.

        Warns where it exceeds ``limit`` or the mean, which no mean of WTP cut down to ``limit`` can do.
        """
        demand = self._demand(at)
        value, mean = float(demand.adjusted_truncated_mean(limit)[0]), float(demand.mean()[0])
        if value > min(limit, mean):
            passed = f"the limit {limit:g}" if value > limit else f"the mean {mean:.4g}"
            warnings.warn(f"The adjusted truncated mean {value:.4g} exceeds {passed}: it is not a mean.", stacklevel=2)
        return value

    def mean_share_of_income(self, *, at: Setting = "sample") -> float:
        """Average share of income that is paid, for fits with ``income=``."""
        return float(self._demand(at).mean_share_of_income()[0])

    def share_willing(self, price: Any, *, at: Setting = "sample") -> Any:
        """Share of the respondents whose WTP is at least ``price``: a number, or an array for several prices."""
        demand = self._demand(at)
        shares = np.array([demand.share_willing(each)[0] for each in np.ravel(price)]).reshape(np.shape(price))
        return float(shares) if shares.ndim == 0 else shares

    def given_answers(self) -> pd.DataFrame:
        """Mean and median WTP of each respondent given covariates and their own answer, under their row labels.

        With a spike also ``share_zero``, the chance that the WTP is 0. Fitted values, not observations: their spread
        understates that of WTP.
        """
        if not self.converged:
            raise FitError(self.message)
        if self.model.observations.income is not None:
            raise FitError("WTP given the answers and income= do not go together.")
        return given_answers(self.model, self.theta)

    # ---------------------------------------------------------------- intervals

    def refit(self, weights: np.ndarray) -> Refits:
        """Fit the same model to other frequency weights, a column a replicate, all in one batch.

        Parameters
        ----------
        weights : ndarray, shape (n, R)
            One row for every answer that the fit used, in their order.

        Returns
        -------
        Refits
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
        """The values behind a "krinsky-robb" or "bootstrap" interval, infinite ones among them: shape (R,)."""
        if method not in ("krinsky-robb", "bootstrap"):
            raise FitError(f"Method {method!r} has no replicates; choose 'krinsky-robb' or 'bootstrap'.")
        target = self.target(measure, arguments)
        if method == "bootstrap":
            return bootstrap(target, draws, seed)[0]
        return krinsky_robb(target, draws, seed)[0]

    def profile(self, measure: str, values: Iterable[float], **arguments: Any) -> pd.Series:
        """Twice the log-likelihood lost when the measure is held at each of ``values``: a Series under them."""
        index = pd.Index(values, name=measure)
        return pd.Series(deviance(self.target(measure, arguments), index.to_numpy()), index, name="deviance")
