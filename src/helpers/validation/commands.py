"""Coming from another package: its command, ours, and the numbers of both for surveys that others published."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import dedent

import pandas as pd

from helpers import valuation as cv
from helpers.study import Study

from .surveys import DOUBLE, FOREST, OIL, PARK, SINGLE, agreed_digits, answers, park


@dataclass(frozen=True)
class Task:
    """Something to estimate, as other packages are asked for it and as this one is.

    Attributes
    ----------
    name, survey : str
        What is estimated, and of which survey.
    stata, r, limdep : str
        Commands; empty where we know of none.
    note : str
        What to know of how their numbers correspond to ours.
    here : callable
        From the answers and their frequency weights to the numbers; its source, up to what it returns, is the command
        that the page shows.
    """

    name: str
    survey: tuple[str, str]
    stata: str
    r: str
    limdep: str
    note: str
    here: Callable[[pd.DataFrame, pd.Series | None], dict[str, float]]

    @property
    def command(self) -> str:
        """Ours, as it stands in the source below."""
        lines = inspect.getsource(self.here).splitlines()[1:]
        return dedent("\n".join(line for line in lines if not line.strip().startswith("return")))


def _logit(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    fit = cv.fit(answers, "log-logistic", weights=n)
    coefficients = fit.utility_difference()
    return {**coefficients, "log-likelihood": fit.llf}


def _probit(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    fit = cv.fit(answers, "log-normal", "female + age + income", data=park())
    coefficients = fit.utility_difference()
    return {**coefficients, "log-likelihood": fit.llf}


def _double(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    fit = cv.fit(answers, "normal", "female + age + income", data=park())
    location, sigma = fit.params.drop("log_scale"), fit.scale
    return {**location, "sigma": sigma, "log-likelihood": fit.llf}


def _interval(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    fit = cv.fit(answers, "log-normal", weights=n)
    location, sigma = fit.params.drop("log_scale"), fit.scale
    return {**location, "sigma": sigma, "log-likelihood": fit.llf}


def _delta(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    found = cv.fit(answers, "log-logistic", weights=n).interval("median", "delta")
    return {"median": found.estimate, "standard error": found.standard_error}


def _steps(answers: pd.DataFrame, n: pd.Series) -> dict[str, float]:
    steps, lines = cv.turnbull(answers, n), cv.kristrom(answers, n)
    bound = steps.lower_bound_mean(convention="dcchoice")
    return {"Turnbull lower bound": bound, "Kriström mean": lines.mean(), "Kriström median": lines.median()}


TASKS = (
    Task(
        "Single-bounded logit on the log of the bid",
        (FOREST, SINGLE),
        "logit yes lnbid [fweight=n]",
        'DCchoice::sbchoice(yes ~ 1 | log(bid), data, dist = "log-logistic")',
        "LOGIT ; Lhs = yes ; Rhs = one,lnbid $",
        "Coefficients of the difference in utility. Our `params` hold the location and log scale of log WTP: location "
        "is minus the constant over the coefficient of the bid, scale minus one over it.",
        _logit,
    ),
    Task(
        "Single-bounded probit on the log of the bid, with covariates",
        (PARK, SINGLE),
        "probit yes female age income lnbid",
        'DCchoice::sbchoice(yes ~ female + age + income | log(bid), data, dist = "log-normal")',
        "PROBIT ; Lhs = yes ; Rhs = one,female,age,income,lnbid $",
        "A generalised linear model reports standard errors by expected information, ours are by observed information: "
        "they differ by up to a twentieth.",
        _probit,
    ),
    Task(
        "Double-bounded, normal WTP in currency units, with covariates",
        (PARK, DOUBLE),
        "doubleb bid followup_bid first second female age income",
        'DCchoice::dbchoice(first + second ~ female + age + income | bid + followup_bid, data, dist = "normal")',
        "",
        "doubleb reports the location of WTP and sigma, as here; DCchoice the coefficients of the difference in "
        "utility, which `fit.utility_difference()` gives.",
        _double,
    ),
    Task(
        "Interval regression of log WTP",
        (OIL, DOUBLE),
        "intreg lnlower lnupper [fweight=n]",
        'survival::survreg(Surv(lower, upper, type = "interval2") ~ 1, data, weights = n, dist = "lognormal")',
        "GROUPED DATA ; Lhs = class ; Rhs = one ; Limits = bids $",
        "A missing bound is an open end there: read such columns by `cv.from_interval2(lower, upper)`. Stata's lnsigma "
        "and the log scale of survreg are our `log_scale`.",
        _interval,
    ),
    Task(
        "Median WTP with its standard error by the delta method",
        (FOREST, SINGLE),
        "nlcom exp(-_b[_cons]/_b[lnbid])",
        "msm::deltamethod(~ exp(-x1 / x2), coef(fit), vcov(fit))",
        "WALD ; Fn1 = exp(-b1/b2) $",
        "The standard error is the same; our limits are symmetric on the log scale, so that none is negative.",
        _delta,
    ),
    Task(
        "Without a distribution",
        (FOREST, SINGLE),
        "",
        "DCchoice::turnbull.sb(yes ~ bid, data); DCchoice::kristrom(yes ~ bid, data)",
        "",
        'DCchoice keeps the dearer of two pooled bids; `convention="haab-mcconnell"`, the default here, drops it.',
        _steps,
    ),
)

# What corresponds to what where there is no one number to compare, since it hangs on draws or on a survey of one's own.
ELSEWHERE = pd.DataFrame(
    [
        ("Krinsky-Robb interval", "wtpcikr", "DCchoice::krCI(fit)", 'fit.interval("mean", "krinsky-robb", seed=1)'),
        ("bootstrap interval", "bootstrap", "DCchoice::bootCI(fit)", 'fit.interval("mean", "bootstrap", seed=1)'),
        ("average marginal effect", "margins, dydx(income)", "marginaleffects::avg_slopes", 'fit.effect("income")'),
        (
            "difference of groups",
            "margins, at(female=(0 1))",
            "marginaleffects::avg_comparisons",
            'fit.difference("mean", {"female": 1}, {"female": 0})',
        ),
        ("fitted value of each", "predict", "predict(fit)", 'fit.predict("mean")'),
        (
            "bivariate probit",
            "biprobit",
            "VGAM::vglm, family binom2.rho",
            "cv.bivariate(bid, first, followup_bid, second)",
        ),
        ("random effects, intervals", "xtintreg", "none that we know", "cv.fit(..., respondents=ids)"),
        ("clustered errors", "vce(cluster id)", "sandwich::vcovCL", 'cv.fit(..., groups=ids, cov_type="robust")'),
        ("survey weights", "[pweight=w]", "survey::svysurvreg", 'cv.fit(..., survey_weights=w, cov_type="robust")'),
        ("likelihood-ratio test", "lrtest", "lmtest::lrtest", "cv.likelihood_ratio(fit, smaller)"),
        ("information criteria", "estat ic", "AIC, BIC", "cv.compare({...})"),
        ("a table of results", "esttab", "modelsummary", "cv.results_table({...}).to_latex()"),
    ],
    columns=["what", "Stata", "R", "here"],
)


def translated(study: Study) -> Iterator[tuple[Task, pd.DataFrame]]:
    """Every task with its numbers, references beside a study: quantity, reference, ours, digits to which they agree."""
    references = pd.read_csv(study.folder / "published" / "reference_commands.csv")
    for task in TASKS:
        ours = task.here(*answers(*task.survey, study))
        wanted = references[references["task"] == task.name].set_index("quantity")["value"]
        rows = [(name, wanted[name], value, agreed_digits(value, wanted[name])) for name, value in ours.items()]
        yield task, pd.DataFrame(rows, columns=["quantity", "reference", "here", "digits"])
