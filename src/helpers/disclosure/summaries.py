"""The usable amounts summed up as sentences print them, where they rest on enough of real respondents."""

from __future__ import annotations

from helpers import cleaning, wtp
from helpers.money import borne, formatted
from helpers.rounding import printed
from helpers.study import InputError
from helpers.valuation import FitError, Interval

from .suppression import SUPPRESSED, masked

# The names under which sentences print them.
SUMMARIES = (
    "n_usable", "mean", "sd", "mean_interval", "median", "quartiles", "median_interval", "median_level",
    "trimmed_mean", "without_one",
)  # fmt: skip


def summaries(survey: cleaning.Survey) -> dict[str, str]:
    """The usable amounts summed up as sentences print them; of real ones only what rests on enough of them.

    A quartile, or a limit of the median, is the amount of one respondent: enough others must lie on either side of it.
    """
    study, amounts = survey.study, wtp.usable_amounts(survey.respondents)
    threshold = 0 if study.synthetic else study.privacy.threshold
    if len(amounts) < threshold:
        return dict.fromkeys(SUMMARIES, SUPPRESSED)

    def money(*limits: float) -> str:
        return " to ".join(formatted(limit, study.good.currency) for limit in limits)

    def simulated(interval: Interval) -> str:
        ends = zip(interval, interval.steps, strict=True)
        return " to ".join(borne(limit, study.good.currency, step) for limit, step in ends)

    def ordered(*limits: float) -> str:
        aside = min(min((amounts <= limit).sum(), (amounts >= limit).sum()) for limit in limits)
        return masked(money(*limits), aside >= threshold)

    try:
        found = wtp.moments(amounts, study.seeds["bootstrap"])
    except FitError as error:
        raise InputError(
            f"{study.shown(study.export)}: usable amounts are too few or too much alike: {error}"
        ) from None
    without_one = money(found.smallest_without_one, found.largest_without_one)
    return {
        "n_usable": str(found.n),
        "mean": money(found.mean),
        "sd": money(found.sd),
        "mean_interval": simulated(found.mean_interval),
        "median": ordered(found.median),
        "quartiles": ordered(found.lower_quartile, found.upper_quartile),
        "median_interval": ordered(found.median_interval.low, found.median_interval.high),
        "median_level": f"{printed(100 * found.median_interval.coverage, '.1f')} %",
        "trimmed_mean": money(found.trimmed_mean),
        "without_one": masked(without_one, study.synthetic),
    }
