"""Several answers by each respondent: a random effect of the respondent beside the error of each answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import special

from .errors import FitError
from .joint import JointFit, JointModel
from .likelihood import EXACT, LARGEST_RATIO, Distribution, Observations, RespondentLikelihood, standardised

_DISTRIBUTIONS = ("log-normal", "normal")
_START = 1.4  # standardised kappa: the two variances make up that of the bounds
_NONE, _ALL = 1e-3, 0.8 * LARGEST_RATIO  # ratios of the two standard deviations that pass for 0 and for infinite


def fit_respondents(
    observations: Observations, distribution: Distribution, respondents: np.ndarray, cov_type: str
) -> RespondentsFit:
    """The random-effects fit of ``fit(..., respondents=)``.

    Parameters
    ----------
    observations : Observations
    distribution : Distribution
    respondents : ndarray of int, shape (n,)
        Who gave each answer, codes from 0.
    cov_type : str

    Returns
    -------
    RespondentsFit
    """
    _check(observations, distribution, respondents)
    model = RespondentsModel(distribution, observations, respondents)
    theta, converged = (result[..., 0] for result in model.solve(observations.weights[:, None]))
    if not converged or abs(theta[-1]) < _NONE:
        raise FitError(model.why_not(theta))
    theta[-1] = abs(theta[-1])  # the effect is symmetric
    if theta[model.n_terms] <= 0:
        raise FitError("The share saying yes does not fall as the amount rises: no distribution of WTP does that.")
    return RespondentsFit(model, theta, True, "converged", cov_type)


def _check(observations: Observations, distribution: Distribution, respondents: np.ndarray) -> None:
    """Refuse what the model cannot take or cannot tell."""
    if distribution.name not in _DISTRIBUTIONS:
        raise FitError(
            f"respondents= and distribution={distribution.name!r} do not go together: respondents= is for "
            f"log-normal and normal WTP, not for {distribution.name}."
        )
    if observations.zeros == "spike":
        raise FitError("respondents= and zeros='spike' do not go together: name an amount, zeros=c, or leave one out.")
    if observations.survey:
        raise FitError("respondents= and survey_weights= do not go together: use groups= with a robust covariance.")
    heaviest = np.zeros(respondents.max() + 1)
    np.maximum.at(heaviest, respondents, observations.weights)
    if not np.array_equal(heaviest[respondents], observations.weights):
        raise FitError("With respondents=, all answers of one respondent need the same weight.")
    if np.bincount(respondents).max() < 2:
        raise FitError(
            "Each respondent gave one answer, which tells nothing of how they differ: leave respondents out."
        )
    groups = observations.groups
    if groups is not None and len(np.unique(np.column_stack([respondents, groups]), axis=0)) > respondents.max() + 1:
        raise FitError("With respondents=, groups= must hold whole respondents: some have answers in several groups.")


class RespondentsModel(JointModel):
    """The random-effects interval model of some answers.

    ``theta`` is gamma, kappa and tau, the ratio of the respondents' standard deviation to that of an answer.

    Parameters
    ----------
    distribution : Distribution
    observations : Observations
    respondents : ndarray of int, shape (n,)
    """

    parts: tuple[str, ...] = ("total", "respondent")
    beyond: tuple[str, ...] = ("respondents=",)

    def __init__(self, distribution: Distribution, observations: Observations, respondents: np.ndarray) -> None:
        """Standardise the bounds and covariates."""
        self.respondents = respondents
        bounds = observations.on_error_scale(distribution.positive)
        finite = np.concatenate(bounds)
        design, (lower, upper), back = standardised(observations, finite[np.isfinite(finite)], bounds)
        likelihood = RespondentLikelihood(distribution, observations.kind, lower, upper, design, respondents)
        whole = np.eye(len(back) + 1)
        whole[:-1, :-1] = back
        super().__init__(distribution, observations, likelihood, whole)

    @property
    def merged(self) -> RespondentsModel:
        """The same model, its answers to be drawn by respondent or by group of respondents."""
        if self.observations.groups is not None:
            return self
        observations = replace(self.observations, groups=self.respondents)
        return RespondentsModel(self.distribution, observations, self.respondents).of(self.part)

    @property
    def respondent_weights(self) -> np.ndarray:
        """Frequency weights of the respondents."""
        return self._likelihood.arrange(self.observations.weights)

    def marginal(self, theta: np.ndarray) -> np.ndarray:
        """gamma and kappa of an answer with both variances, or of the respondent's own part: shape (p + 1, R)."""
        tau = theta[-1]
        return theta[:-1] / (np.sqrt(1 + tau**2) if self.part == "total" else np.abs(tau))

    def named(self, theta: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Names and values of the location-scale parameters at ``theta``, and their Jacobian in it."""
        p, kappa, tau = self.n_terms, theta[-2], theta[-1]
        values = np.concatenate([theta[:p] / kappa, [-np.log(kappa), np.log(tau / kappa)]])
        jacobian = np.eye(p + 2) / kappa
        jacobian[:, p] = np.concatenate([-values[:p], [-1, -1]]) / kappa
        jacobian[-1, -1] = 1 / tau
        return [*self.observations.terms, "log_scale", "log_sd_respondent"], values, jacobian

    def clusters(self) -> np.ndarray | None:
        """The group of each respondent; None without groups."""
        groups = self.observations.groups
        return None if groups is None else self._likelihood.arrange(groups)

    def why_not(self, theta: np.ndarray) -> str:
        """Sentence for a likelihood without a maximum inside."""
        if abs(theta[-1]) < _NONE:
            return (
                "The likelihood is highest where respondents do not differ (log_sd_respondent falls without end): "
                "leave respondents out."
            )
        if abs(theta[-1]) > _ALL:
            return (
                "The likelihood rises until the answers of a respondent do not differ at all (log_scale falls without "
                "end): fit one interval a respondent, the part that all their answers share."
            )
        return "The random-effects fit did not converge: the likelihood has no maximum that could be found."

    def _log_units(self) -> np.ndarray:
        """Densities of exact amounts are per unit of currency."""
        stretch = np.log(self._back[-2, -2]) + self.observations.log_stretch(self.distribution.positive)
        return np.where(self.observations.kind == EXACT, stretch, 0.0)

    def _first_guess(self) -> np.ndarray:
        """Standardised parameters in the middle of the bounds, half of the variance between respondents."""
        start = np.zeros(len(self._back))
        start[-2], start[-1] = _START, 1.0
        return start


class RespondentsFit(JointFit):
    """A fitted random-effects model; attributes and methods as of ``Fit``, measures with the total variance.

    ``fit.of("respondent")`` takes the error of each answer for noise: its measures use the variance between
    respondents alone.

    Attributes
    ----------
    respondents : int
    sd_respondent : float
        Standard deviation of the respondents' effect, on the scale of WTP or of log WTP.
    intraclass_correlation, intraclass_correlation_se : float
        Share of the variance that lies between respondents, and its standard error.
    """

    model: RespondentsModel
    title = "random effects of respondents, interval-censored maximum likelihood"

    @property
    def respondents(self) -> float:
        """How many respondents gave the answers, by frequency weights."""
        return float(self.model.respondent_weights.sum())

    @property
    def sd_respondent(self) -> float:
        """Standard deviation of the respondents' effect."""
        return float(np.exp(self.params["log_sd_respondent"]))

    @property
    def intraclass_correlation(self) -> float:
        """Share of the variance that lies between respondents."""
        return float(special.expit(2 * np.log(self.theta[-1])))

    @property
    def intraclass_correlation_se(self) -> float:
        """Its standard error, by the delta method: the logit of the share is twice the logarithm of tau."""
        share, error = self.intraclass_correlation, np.sqrt(self._covariance[-1, -1]) / self.theta[-1]
        return float(2 * share * (1 - share) * error)

    def notes(self) -> list[str]:
        """What the summary adds."""
        return [
            f"Rows are answers, of {self.respondents:g} respondents; share of the variance between them "
            f"{self.intraclass_correlation:.3f} (se {self.intraclass_correlation_se:.3f})",
            f"Measures use the {'total variance' if self.model.part == 'total' else 'variance between respondents'}",
        ]
