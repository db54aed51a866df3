"""What other conventions and other packages make of the surveys in 07: a dozen means, known faults, run times."""

from __future__ import annotations

import warnings

import pandas as pd

from helpers import valuation as cv
from helpers.rounding import printed, rounded
from helpers.study import Study

from .surveys import COVARIATES, DOUBLE, FOREST, SINGLE, answers, park, park_answers, top_bid

# What a reader can compare, in the order of the page.
TIMED = {
    "park, double-bounded log-logistic, three covariates: one optimisation, design given": "one fit, park",
    "park, double-bounded log-logistic, three covariates: one bootstrap replicate": "one bootstrap replicate, park",
    "park, double-bounded log-logistic, three covariates: Krinsky-Robb, 10,000 draws, four measures": (
        "Krinsky-Robb with 10,000 draws, park"
    ),
}
# On answers that were made up for the benchmark, and so on no page that shows real surveys.
TIMED_ON_SIMULATED = {
    "54 card answers, log-normal: one optimisation, design given": "one fit, 54 card answers",
    "54 card answers, log-normal: one bootstrap refit": "one refit to a resample, 54 card answers",
}


def park_fit(distribution: str = "log-logistic", format: str = DOUBLE) -> cv.Fit:
    """The park's answers with sex, age and income."""
    return cv.fit(park_answers(format), distribution=distribution, covariates=COVARIATES, data=park())


def forest_fit(study: Study) -> tuple[cv.Fit, pd.DataFrame]:
    """A log-logistic fit to the Swedish forest, and the observed beside the fitted share at each of its bids."""
    intervals, weights = answers(FOREST, SINGLE, study)
    fit = cv.fit(intervals, distribution="log-logistic", weights=weights)
    yes = intervals["lower"] > 0
    return fit, cv.observed_and_fitted(fit, intervals["lower"].where(yes, intervals["upper"]), yes)


def dozen_means() -> pd.Series:
    """Twelve amounts that are printed as the mean of the park's double-bounded answers, by convention, ascending."""
    intervals = park_answers(DOUBLE)
    steps, lines = cv.turnbull(intervals), cv.kristrom(intervals)
    normal, weibull, log_normal = (park_fit(name) for name in ("normal", "weibull", "log-normal"))
    fit, limit = park_fit(), top_bid(intervals)
    with warnings.catch_warnings():
        # The page says beside it what the warning says.
        warnings.simplefilter("ignore")
        adjusted = fit.adjusted_truncated_mean(limit, at="means")
    means = {
        "Turnbull lower bound, pooled bids dropped": steps.lower_bound_mean(convention="haab-mcconnell"),
        "Turnbull lower bound, pooled bids kept": steps.lower_bound_mean(convention="dcchoice"),
        "Kriström, up to the top bid": lines.mean(tail="truncate"),
        "Kriström, last line extrapolated": lines.mean(tail="extrapolate"),
        "normal, negative amounts allowed": normal.mean(support="real"),
        "normal, negative amounts as nothing": normal.mean(),
        "Weibull": weibull.mean(),
        "log-normal": log_normal.mean(),
        "log-logistic, cut at the top bid, covariate means": fit.truncated_mean(limit, at="means"),
        "log-logistic, cut and 'adjusted' (the mean of nothing)": adjusted,
        "log-logistic, covariate means": fit.mean(at="means"),
        "log-logistic, over the sample": fit.mean(),
    }
    return pd.Series(means, name="mean").rename_axis("convention").sort_values(kind="stable", key=rounded)


def faults(study: Study) -> pd.DataFrame:
    """Faults with a number to show, as measured: package, what goes wrong, its answer, the right one."""
    table = _measured("peer_faults", study)
    table = table[table["theirs"] != ""]
    return pd.DataFrame(
        {
            "package": table["tool"] + " " + table["version"],
            "fault": table["fault"],
            "case": table["case"],
            "its answer": table["theirs"],
            "right": table["right"],
        }
    )


def run_times(study: Study, simulated: bool = False) -> pd.DataFrame:
    """CPU time of some tasks here and in R, from the stored benchmark: on a real survey, or on simulated answers."""
    timed = TIMED_ON_SIMULATED if simulated else TIMED
    table = _measured("benchmark", study).set_index("task").loc[list(timed)]
    return pd.DataFrame(
        {
            "task": list(timed.values()),
            "here": [_duration(seconds) for seconds in table["cpu_seconds"].astype(float)],
            "package in R": table["tool"].to_list(),
            "there": [_duration(seconds) for seconds in table["cpu_seconds_peer"].astype(float)],
            "times cheaper": [round(float(times)) for times in table["times_cheaper"]],
        }
    )


def quoted_on_packages(study: Study) -> dict[str, str]:
    """What the page's sentences print about conventions, faults and run times."""
    means, table = dozen_means(), _measured("peer_faults", study).set_index("id")
    first = park_answers(SINGLE)
    single, limit = park_fit("weibull", SINGLE), top_bid(first)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adjusted = single.adjusted_truncated_mean(limit, at="means")
    mean = park_fit().interval("mean", "krinsky-robb", seed=study.seeds["resampling"], at="means")
    intervals, weights = answers(FOREST, SINGLE, study)
    forest, early = cv.kristrom(intervals, weights=weights), cv.kristrom(first)
    return {
        "dozen": str(len(means)),
        "least_mean": printed(means.min(), ".1f"),
        "largest_mean": printed(means.max(), ".1f"),
        "adjusted_mean": printed(adjusted, ".1f"),
        "adjusted_top_bid": printed(limit, ".0f"),
        "negative_limit": table.loc["kr_mean_nonsense", "theirs"].replace("-", "\N{MINUS SIGN}"),
        "our_limit": printed(mean.low, ".0f"),
        "infinite_draws": f"{printed(100 * mean.infinite / mean.replicates, '.1f')} %",
        "forest_tail": f"{printed(100 * forest.tail_share(), '.0f')} %",
        "park_tail": f"{printed(100 * early.tail_share(), '.0f')} %",
        "faults": str(len(table)),
    }


def _measured(name: str, study: Study) -> pd.DataFrame:
    return pd.read_csv(study.folder / "measured" / f"{name}.csv", keep_default_na=False, dtype=str)


def _duration(seconds: float) -> str:
    unit, size = next(
        (unit, size) for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)) if seconds >= 0.999 * size
    )
    return f"{rounded(seconds / size, 2):g} {unit}"
