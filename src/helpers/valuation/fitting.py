"""Fit a distribution of willingness to pay to interval answers by maximum likelihood."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy import special

from .columns import Column
from .composition import ComposedFit, ComposedModel, is_composed
from .errors import FitError
from .likelihood import (
    ABOVE,
    BELOW,
    BETWEEN,
    DISTRIBUTIONS,
    EXACT,
    FORMAT,
    SHAPED,
    ZERO,
    ZERO_OR_BELOW,
    AnyModel,
    Distribution,
    Model,
    Observations,
    group_codes,
    observe,
)
from .panel import fit_respondents
from .results import Fit

_SLACK = 1e-10  # of the log-likelihood, that rounding can explain
_NO_ZEROS = 1e-3  # share of zeros on its way to nothing
_BOUNDED = ("log-normal", "log-logistic")


def fit(
    answers: pd.DataFrame,
    distribution: str = "log-normal",
    covariates: str | None = None,
    data: pd.DataFrame | None = None,
    weights: Column | None = None,
    zeros: float | str | None = None,
    *,
    cov_type: str = "nonrobust",
    groups: Column | None = None,
    survey_weights: Column | None = None,
    respondents: Column | None = None,
    scale: str | None = None,
    spike: str | None = None,
    income: Column | None = None,
) -> Fit:
    """Fit willingness to pay by maximum likelihood to answers of any elicitation format.

    WTP (normal, logistic) or its logarithm (the others) is location + scale * error, the location linear in the
    covariates. An interval contributes its probability, an exact amount its density.

    Parameters
    ----------
    answers : DataFrame, shape (n, 2)
        Columns ``lower`` and ``upper`` in currency units, as the answer constructors give them.
    distribution : {"log-normal", "log-logistic", "weibull", "normal", "logistic", "gamma", "generalised-gamma"}
        The generalised gamma is in the form of Prentice (1974), with ``log_scale`` and ``Q``: log-normal at Q = 0,
        Weibull at 1; ``fit.stacy()`` has the form of Stacy (1962). The gamma has ``log_shape``, and the covariates set
        the logarithm of its scale.
    covariates : str, optional
        Right-hand side of a formula, such as "income + female"; an intercept is always fitted.
    data : DataFrame, optional
        Covariates under the row labels of ``answers``; without it they are looked for in ``answers`` itself.
    weights : sequence of float, shape (n,), optional
        Frequency weights: a weight of k counts a row k times.
    zeros : float or "spike", optional
        What a known zero, (0, 0), means to a positive distribution: WTP of at most this amount, or a share of its own.
        The normal and logistic read it as (-inf, 0] (Kriström 1997). Without known zeros the share is that of the noes
        which the distribution of the others does not explain; several amounts must have been asked.
    cov_type : {"nonrobust", "robust"}
        Covariance from the observed information, or the sandwich of Huber (1967) without small-sample factor.
    groups : sequence, shape (n,), optional
        Who or what each answer comes from: answers of one group are resampled together, and count as one in a robust
        covariance.
    survey_weights : sequence of float, shape (n,), optional
        Weights that make the respondents represent a population, on any scale; only with a robust covariance.
    respondents : sequence, shape (n,), optional
        Who gave each answer, where respondents gave several: each has an effect of their own, normal on the scale of
        WTP or log WTP, beside the error of each answer. ``params`` gain ``log_sd_respondent``, and measures use the
        total variance unless ``fit.of("respondent")`` takes that of the respondents alone. Log-normal and normal.
    scale : str, optional
        Right-hand side of a formula for the logarithm of the scale: ``params`` gain ``log_scale:`` terms.
    spike : str, optional
        Right-hand side of a formula for the logit of the share of zeros: ``params`` gain ``zero:`` terms. Without it a
        spike is one share, common to all and part of every mean.
    income : Series, optional
        What each respondent cannot pay more than, in the unit of the amounts: log(w / (income - w)) = location + scale
        * error, normal for "log-normal" and logistic for "log-logistic" (Haab and McConnell 1998). ``at=`` gives it
        under the name of the Series.

    Returns
    -------
    Fit

    Raises
    ------
    FitError
        When the answers cannot identify the model, when it has parts that do not go together, and when a model with
        formulas of its own or a shape has no maximum; the message says why.

    Warns
    -----
    UserWarning
        When there is no maximum, as where a covariate separates yes from no; the fit then holds no numbers. When
        several elicitation formats are fitted together (see ``pool``).

    Notes
    -----
    ``log L = sum of w log P(lower <= WTP < upper)``, with the density of an exact amount (Cameron and James 1987).

    Rows without bounds or without a covariate are left out and counted. The likelihood is that of R's survival::survreg
    with type "interval2" (Therneau 2023).

    Examples
    --------
    >>> from helpers.valuation import payment_card
    >>> chosen = [10, 20, 20, 30, 50, 10, 100, 20]
    >>> result = fit(payment_card(chosen, card=[0, 10, 20, 30, 50, 100]), "log-normal")
    >>> result.params.round(3).to_dict()
    {'Intercept': 3.476, 'log_scale': -0.31}
    >>> round(result.median(), 2)
    32.33
    """
    error = _error(distribution, income, scale, spike, respondents)
    zeros = _reading_of_zeros(zeros, spike, error)
    if cov_type not in ("nonrobust", "robust"):
        raise FitError(f"cov_type={cov_type!r} is not on offer; choose 'nonrobust' or 'robust'.")
    if survey_weights is not None and cov_type != "robust":
        raise FitError("Survey weights need cov_type='robust': the information in them is not that of so many people.")
    observations = observe(
        answers, error, covariates, data, weights, survey_weights, zeros, groups, scale, spike, income
    )
    _warn_of_formats(answers, observations, cov_type)
    _check_identified(observations)
    if respondents is not None:
        codes = group_codes(respondents, answers, observations.rows, "respondent")
        return fit_respondents(observations, error, codes, cov_type)
    model = _model(error, observations)
    theta, converged = (result[..., 0] for result in model.solve(observations.weights[:, None]))
    if ZERO_OR_BELOW in observations.kind and ZERO not in observations.kind:
        _check_latent(model, theta, bool(converged))
    if isinstance(model, ComposedModel):
        if not converged:
            raise FitError(model.why_not(theta))
        return ComposedFit(model, theta, True, "converged", cov_type)
    if not converged:
        message = _why_not(observations, theta[: model.n_terms])
        warnings.warn(message, stacklevel=2)
        return Fit(model, np.full_like(theta, np.nan), False, message, cov_type)
    if theta[model.n_terms] <= 0:
        raise FitError("The share saying yes does not fall as the amount rises: no distribution of WTP does that.")
    return Fit(model, theta, True, "converged", cov_type)


def _error(
    distribution: str, income: Column | None, scale: str | None, spike: str | None, respondents: Column | None
) -> Distribution:
    """The distribution of the error, once it goes together with what else the model is to have."""
    on_offer = DISTRIBUTIONS | SHAPED
    if distribution not in on_offer:
        raise FitError(f"Distribution {distribution!r} is not on offer; choose one of {', '.join(on_offer)}.")
    if income is not None and distribution not in _BOUNDED:
        raise FitError(
            f"income= and distribution={distribution!r} do not go together: the error of an income-bounded WTP is "
            "normal, 'log-normal', or logistic, 'log-logistic'."
        )
    if scale is not None and distribution == "gamma":
        raise FitError(
            "scale= and distribution='gamma' do not go together: covariates= set the scale of a gamma. Take "
            "'generalised-gamma'."
        )
    for name, given in {"scale=": scale, "spike=": spike}.items():
        if respondents is not None and given is not None:
            raise FitError(f"respondents= and {name} do not go together: leave one of them out.")
    return on_offer[distribution]


def _reading_of_zeros(zeros: float | str | None, spike: str | None, error: Distribution) -> float | str | None:
    """``zeros``, "spike" where the share of zeros has a formula."""
    if spike is None:
        return zeros
    if not error.positive:
        raise FitError(f"spike= and distribution={error.name!r} do not go together: on it a zero is (-inf, 0].")
    if zeros not in (None, "spike"):
        raise FitError(f"spike= and zeros={zeros!r} do not go together: spike= gives zeros a share of their own.")
    return "spike"


def _model(error: Distribution, observations: Observations) -> AnyModel:
    """The likelihood of these observations, in its plain form where that is enough."""
    return (ComposedModel if is_composed(error, observations) else Model)(error, observations)


def _warn_of_formats(answers: pd.DataFrame, observations: Observations, cov_type: str) -> None:
    """Say what one likelihood of several formats does not make of them."""
    if FORMAT not in answers or answers[FORMAT].nunique() < 2:
        return
    message = (
        f"{answers[FORMAT].nunique()} elicitation formats in one fit: one likelihood is not one behaviour, so read the "
        "terms of the format before any pooled figure."
    )
    if observations.groups is not None and cov_type != "robust":
        message += " Some respondents answered in several formats: use cov_type='robust'."
    warnings.warn(message, stacklevel=3)


def _check_identified(observations: Observations) -> None:
    """Refuse answers for which no distribution is the most likely one."""
    bounded_below = np.isin(observations.kind, (EXACT, ABOVE, BETWEEN))
    bounded_above = np.isin(observations.kind, (EXACT, BELOW, BETWEEN, ZERO_OR_BELOW))
    lower, upper, of = observations.lower, observations.upper, ""
    if observations.income is not None:
        (lower, upper), of = (special.expit(each) for each in observations.on_error_scale(True)), " over income"
    lower, upper = lower[bounded_below], upper[bounded_above]
    informative = observations.weights[bounded_below | bounded_above].sum()
    n_params = observations.design.shape[1] - (observations.income is not None) + 1
    if informative < n_params:
        raise FitError(f"{informative:g} informative answer(s) are fewer than the {n_params} parameters to be settled.")
    if not len(upper):
        raise FitError("Every answer is a yes, so nothing bounds WTP from above: higher amounts must be asked.")
    if not len(lower):
        raise FitError("Every answer is a no, so nothing bounds WTP from below: lower amounts must be asked.")
    low, high = lower.max(), upper.min()
    if low == high == lower.min() == upper.max():
        raise FitError(f"All answers are about one amount{of}, {low:g}: the spread of WTP is not identified.")
    if low <= high:
        raise FitError(
            f"All answers agree with one WTP{of} between {low:g} and {high:g}: its spread is not identified."
        )


def _check_latent(model: AnyModel, theta: np.ndarray, converged: bool) -> None:
    """Refuse a share of zeros that no zero question tells of and that the other answers do not identify."""
    observations = model.observations
    weights = observations.weights[:, None]
    plain = _model(model.distribution, observations.without_zeros())
    found, sound = plain.solve(weights)
    share = model.demand(theta[:, None], observations.design, observations.weights).share_zero()[0]
    if sound[0] and not plain.wrong_signed(found)[0] and (converged or share < _NO_ZEROS):
        without, value = (each.derivatives(at, weights)[0][0] for each, at in ((plain, found), (model, theta[:, None])))
        if not without < value - _SLACK * abs(value):
            raise FitError(
                "The likelihood is highest where nobody has a WTP of 0 (the share of zeros falls without end): leave "
                "zeros='spike' out."
            )
    if not converged:
        raise FitError(
            "The share of zeros is not identified: wherever it explains the answers the information matrix is "
            "singular, or a parameter runs off without end. Ask more amounts, or who would pay nothing; or fit fewer "
            "covariates."
        )


def _why_not(observations: Observations, gamma: np.ndarray) -> str:
    """Sentence for a likelihood without a maximum, naming the covariate that runs off furthest."""
    message = "The fit did not converge and holds no numbers: the likelihood has no maximum that could be found"
    if len(gamma) == 1:
        return f"{message}."
    reach = np.abs(gamma[1:]) * observations.location[:, 1:].std(axis=0)
    furthest = observations.terms[1 + np.argmax(reach)]
    return f"{message}; {furthest!r} may separate the answers: leave it out or merge its groups."
