"""Numbers as sentences print them: what follows from published figures, and what the data at hand give."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from helpers import cleaning, describe, disclosure, wtp
from helpers.interviews import PLACE, Interviews, participant_load, theme_spread
from helpers.money import formatted
from helpers.published import PublishedMean
from helpers.rounding import printed
from helpers.study import Average, Mark


@dataclass(frozen=True)
class Entry:
    """One number as a sentence prints it."""

    id: str
    text: str
    mark: Mark


def as_entries(texts: dict[str, str], mark: Mark) -> dict[str, Entry]:
    """Texts under their ids, all of one mark."""
    return {id: Entry(id, text, mark) for id, text in texts.items()}


def value_text(row: pd.Series, value: float | str | None, currency: str, whole: bool = False) -> str:
    """What a claim states, or what was found, as its statistic is printed; blank for nothing."""
    if value is None or value == "":
        return ""
    match row["statistic"]:
        case "percent":
            return f"{printed(float(value), '.0f' if whole else '.1f')} %"
        case "mean":
            return formatted(float(value), currency, whole=whole)
        case "count":
            return printed(float(value), ".0f")
    return str(value)


def _range(shares: list[float] | tuple[float, ...]) -> str:
    return " to ".join(printed(100 * share, ".0f") for share in shares).replace("-", "\u2212")


def derived_numbers(claims: pd.DataFrame, published: PublishedMean, quoted: Average, currency: str) -> dict[str, str]:
    """Arithmetic on published figures alone, at the prices, cap and protests that the study quotes."""
    amounts = {
        "quoted_price": quoted.price,
        "quoted_lower_price": quoted.lower_price,
        "quoted_cap": quoted.cap,
        "total_low": published.total[0],
        "total_high": published.total[1],
        # To the pound: the published mean is no more precise than that.
        "largest_median": round(published.largest_median()),
        "rounded_up_at": published.mean + published.rounding / 2,
        "mean_protests_as_zero": round(published.with_zeros_added(quoted.protests)),
        "mean_protests_dropped": round(published.with_zeros_dropped(quoted.protests)),
    }
    most, zeros = published.most_willing(quoted.price), published.most_zeros(quoted.cap)
    texts = {id: formatted(amount, currency, whole=amount == round(amount)) for id, amount in amounts.items()}
    texts |= {
        "most_n": str(most),
        "most_share": f"{printed(100 * most / published.n, '.0f')} %",
        # Whatever the number averaged. The first is never reached, so a half is rounded down.
        "most_of_averaged": f"{math.ceil(100 * published.most_share(quoted.price) - 0.5)} %",
        "share_not_reached": f"{printed(100 * published.most_share(quoted.price), '.1f')} %",
        "zeros_of_averaged": f"{printed(100 * published.most_share_of_zeros(quoted.cap), '.0f')} %",
        "payers_of_averaged": f"{printed(100 - 100 * published.most_share_of_zeros(quoted.cap), '.0f')} %",
        "fewest_n": str(published.fewest_willing(quoted.lower_price, quoted.cap)),
        "most_zeros": str(zeros),
        "protests": str(quoted.protests),
        "averaged_over": f"{quoted.averaged} of them",
    }
    if quoted.averaged == int(claims.loc["n_survey", "value"]):
        texts["averaged_over"] = "all of them"
    for id, row in claims[claims["statistic"] == "count"].iterrows():
        if row["of"]:
            share = describe.proportion(int(row["value"]), published.n)
            texts[f"{id}_interval"] = f"{printed(100 * share.low, '.1f')} to {printed(100 * share.high, '.1f')} %"
    texts["everybody_low"] = f"{printed(100 * describe.proportion(published.n, published.n).low, '.1f')} %"
    return texts


def survey_numbers(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """What the export at hand gives, whatever it is worth; what may not be shown of real respondents is masked."""
    texts = {
        "rows_in": str(len(survey.raw)),
        "rows_excluded": str(len(survey.raw) - len(survey.respondents)),
        "rows_analysed": str(len(survey.respondents)),
    }
    if "wtp" in survey.study.questions:
        texts |= _amounts(survey, release)
    return texts | (_skill(survey, release) if "skill" in survey.study.questions else {})


def _amounts(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """What was typed for money, and the plain summaries of it."""
    study, respondents = survey.study, survey.respondents
    both_ways = study.questions["zero_reason"].both if "zero_reason" in study.questions else ()
    treated = wtp.treatments(respondents, both_ways)
    shown_means = disclosure.released(treated, disclosure.Kind.STATISTICS, release).frame["mean"].dropna()
    means = [formatted(mean, study.good.currency) for mean in sorted(shown_means)]
    statuses = respondents["wtp_status"].value_counts().reindex(cleaning.STATUSES, fill_value=0)
    shown = {status: release.text(n, ("wtp_status", status)) for status, n in statuses.items()}
    return {f"n_{status.replace(' ', '_')}": count for status, count in shown.items()} | {
        **disclosure.summaries(survey),
        "treatment_means": f"{means[0]} to {means[-1]}" if len(means) > 1 else disclosure.SUPPRESSED,
    }


def _skill(survey: cleaning.Survey, release: disclosure.Release) -> dict[str, str]:
    """Which skill leads the ranking, and how safely; a lead is a difference of exact counts, so rounding hides it."""

    def percent(*shares: float) -> str:
        return _range(shares) + " %"

    result = describe.skills(survey)
    first, lead = result.frame, describe.lead(result, survey.study.rng("resampling"))
    # Of a hidden count neither its place among the others nor what resampling makes of it is told.
    seen = [release.shows(("skill_first", item)) for item in first.index[:2]]
    known = [shown and not release.rounds("skill_first") for shown in seen]
    texts = {
        "first_skill": (lead.first, seen[0]),
        "runner_up": (lead.runner_up, seen[1]),
        "first_share": (percent(first["share"].iloc[0]), known[0]),
        "first_interval": (percent(*first[["low", "high"]].iloc[0]), known[0]),
        "lead": (f"{_range([lead.difference])} percentage points", all(known)),
        "lead_interval": (_range([lead.low, lead.high]), all(known)),
        "stays_first": (percent(lead.stays_first), all(known)),
    }
    return {id: disclosure.masked(text, shown) for id, (text, shown) in texts.items()}


def _of_several(interviews: Interviews) -> str:
    """How many segments carry codes of several themes, in words: each is counted under every one of them."""
    several = int((interviews.segments.drop_duplicates([*PLACE, "theme"]).groupby(PLACE).size() > 1).sum())
    if several == 0:
        return "none of them carries codes of several themes"
    counted = "carries codes of several themes, and is" if several == 1 else "carry codes of several themes, and are"
    return f"{several} of them {counted} counted under each"


def _ends_of_spread(interviews: Interviews) -> dict[str, str]:
    """The themes that the most and the fewest participants speak of, and how many these are."""
    found = theme_spread(interviews)["participants"]
    ends = {"most": found.max(), "fewest": found.min()}
    themes = {f"theme_of_{word}": " and ".join(found.index[found == count]) for word, count in ends.items()}
    return themes | {f"participants_of_{word}": interviews.named(count) for word, count in ends.items()}


def interview_numbers(interviews: Interviews) -> dict[str, str]:
    """What the interviews at hand hold, in counts where the school wants them."""
    texts = {"school": interviews.declared.school, "n_themes": str(len(interviews.themes))}
    if not interviews.declared.counting:
        return texts
    return {
        **texts,
        **_ends_of_spread(interviews),
        "interviews_read": str(len(interviews.pseudonyms)),
        "n_orders": f"{math.factorial(len(interviews.pseudonyms)):,}",
        "n_segments": str(len(interviews.segments.drop_duplicates(PLACE))),
        "segments_of_several": _of_several(interviews),
        "n_codes": str(interviews.segments["code"].nunique()),
        "n_coders": str(interviews.segments["coder"].nunique()),
        "fewest_participants": str(interviews.declared.fewest_participants),
        "most_carried": f"{printed(100 * participant_load(interviews).frame['share'].iloc[0], '.0f')} %",
        "most_allowed": f"{printed(100 * interviews.declared.largest_share, '.0f')} %",
    }
