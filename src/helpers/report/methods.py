"""The methods paragraph, emitted from the declaration: what was asked, who and what counts, how it was analysed."""

from __future__ import annotations

from helpers import cleaning, disclosure, wtp
from helpers.money import formatted
from helpers.study import UNKNOWN, Study

from .listed import escaped

# The literature of each format's model.
MODELS = {
    "open-ended": "an amount is a point",
    "payment card": "a tick lies between its amount and the next [@cameron1989]",
    "single-bounded": "a yes lies at or above its bid and a no below it [@hanemann1984]",
    "double-bounded": "two answers bound the amount from both sides where they differ [@hanemann1991]",
}
CLASSES = {"true zero": "true zeros", "protest": "protests", "unclear": "zeros for an unclear reason"}


def methods(survey: cleaning.Survey, given: list[wtp.Stated]) -> str:
    """Paragraphs as Pandoc reads them: the good, the questions, who counts, zeros, and the analysis."""
    study = survey.study
    parts = [
        _good(study),
        _asked(study, given),
        _who(study),
        _zeros(study),
        _analysis(study, given),
        _disclosure(study),
    ]
    return "\n\n".join(part for part in parts if part)


def _good(study: Study) -> str:
    good = study.good
    unknown = {
        "what an amount is per": good.wtp_unit,
        "the date of the prices": good.price_date,
        "how it would be paid": good.payment_vehicle,
        "who would pay": good.payer,
    }
    text = f"Willingness to pay (WTP) was asked for {escaped(good.good)}"
    text += f", to be paid by {escaped(good.payer)}" if good.payer != UNKNOWN else ""
    text += f" ({escaped(good.payment_vehicle)})" if good.payment_vehicle != UNKNOWN else ""
    text += f", {good.wtp_unit}" if good.wtp_unit != UNKNOWN else ""
    text += f", at prices of {good.price_date}" if good.price_date != UNKNOWN else ""
    silent = [name for name, value in unknown.items() if value == UNKNOWN]
    return f"{text}. Amounts are in {good.currency}." + (f" Not known: {_listing(silent)}." if silent else "")


def _asked(study: Study, given: list[wtp.Stated]) -> str:
    said = []
    for each in given:
        prices = escaped(
            _listing([formatted(price, study.good.currency, whole=price == int(price)) for price in each.prices])
        )
        match each.format:
            case "open-ended":
                said.append(f"An open question asked for an amount: “{_text(study, 'wtp')}”")
            case "payment card":
                said.append(f"A payment card of {prices} asked: “{_text(study, 'card')}”")
            case _:
                twice = ", and a second bid after the answer" if each.format == "double-bounded" else ""
                said.append(
                    f"Each respondent was offered one of the bids {prices}{twice} ({each.format} dichotomous choice): "
                    f"“{_text(study, 'vote')}”"
                )
    return " ".join(said)


def _text(study: Study, id: str) -> str:
    return escaped(" ".join(study.questions[id].text.split()))


def _who(study: Study) -> str:
    reasons = _listing([f"“{escaped(criterion.reason)}”" for criterion in study.eligibility])
    text = "Every row of the export is either analysed or excluded for one named reason, the first that applies"
    return f"{text}; those declared are {reasons}." if reasons else f"{text}."


def _zeros(study: Study) -> str:
    parts = []
    if "zero_reason" in study.keep:
        codes = study.questions["zero_reason"].codes
        classes = [
            f"{name} ({'; '.join(escaped(reason) for reason, code in codes.items() if code == kind)})"
            for kind, name in CLASSES.items()
            if kind in codes.values()
        ]
        parts.append(f"The reason for paying nothing decides what a zero is: {_listing(classes)}.")
    if "wtp" in study.keep:
        parts.append(
            "In the base case true zeros and zeros for an unclear reason are nothing paid, while protests, blanks and "
            "amounts that nobody could read for certain are left out; the table of other choices has other treatments."
        )
    return " ".join(parts)


def _analysis(study: Study, given: list[wtp.Stated]) -> str:
    formats = [each.format for each in given]
    parts = ["Shares have Wilson intervals [@wilson1927], exact ones where everybody or nobody gave an answer."]
    if "open-ended" in formats:
        parts.append(
            "The mean of the usable amounts has a bootstrap-t interval [@efron1981], the median an exact one from the "
            "ordered answers."
        )
    if set(formats) != {"open-ended"}:
        parts.append(
            "Without a distribution, Turnbull's estimator [@turnbull1976] gives a lower bound of the mean [@haab1997]."
        )
    fit = given[0].fit()
    spike = ", with a share of its own for the zeros [@kristrom1997]," if fit.zeros else ""
    parts.append(
        f"A log-normal distribution{spike} was fitted by maximum likelihood to answers as intervals: "
        f"{_listing([MODELS[name] for name in formats])}. Its limits are by the delta method, and log-logistic and "
        "Weibull distributions stand beside it."
    )
    if study.subgroups:
        named = _listing([name.replace("_", " ") for name in study.subgroups])
        effect = ", compared by Cliff's delta [@cliff1993]" if "open-ended" in formats else ""
        parts.append(f"Subgroups, declared before any answer was looked at, are {named}{effect}.")
    parts.append("No hypothesis was tested.")
    seeds = _listing([f"{seed} ({name})" for name, seed in study.seeds.items()])
    return " ".join([*parts, f"Seeds of random numbers: {seeds}."])


def _disclosure(study: Study) -> str:
    if study.synthetic:
        return ""
    rounding = f" and printed to multiples of {study.privacy.rounding}" if study.privacy.rounding > 1 else ""
    sign = escaped(disclosure.SUPPRESSED)
    return (
        f"Counts below {study.privacy.threshold} are suppressed as {sign}{rounding}, together with whatever would give "
        "them away; results over few respondents are not shown."
    )


def _listing(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
