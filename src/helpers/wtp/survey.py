"""From respondents to what they would pay: answers, treatments of zeros, plain summaries and fitted models."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers import cleaning, describe
from helpers import valuation as cv
from helpers.money import HUNDREDTH
from helpers.result import Result, Unit, money, shares
from helpers.rounding import printed, rounded, to_step
from helpers.study import Study

DISTRIBUTIONS = ("log-normal", "log-logistic", "weibull")
# A zero on a log scale must be censored somewhere, and the mean hangs on where: three amounts a reader can judge.
ZERO_AMOUNTS = (0.5, 1.0, 5.0)
TRIMMED = 0.10
SPIKE = "spike"
# What ticking nothing says: less than the lowest amount of the card.
BELOW_CARD = "below the card"
# Resamples behind the interval of the mean: enough that its limits bear whole pounds.
DRAWS = 100_000
_MEASURES = ("loglik", "share_zero", "median", "mean", "truncated_mean", "share_beyond")
MEAN = money("mean")
PAYERS = (("wtp_status", "payer"),)


class Moments(NamedTuple):
    """Plain summaries of the usable amounts, with their intervals."""

    n: int
    mean: float
    sd: float
    mean_interval: cv.Interval
    median: float
    lower_quartile: float
    upper_quartile: float
    median_interval: cv.Interval
    trimmed_mean: float
    smallest_without_one: float
    largest_without_one: float


def usable_amounts(respondents: pd.DataFrame) -> pd.Series:
    """Amounts of the base case: payers, true zeros and unclear zeros (assumption W2)."""
    return respondents.loc[cleaning.usable(respondents), "wtp_amount"]


def amounts(respondents: pd.DataFrame) -> Result:
    """How many respondents named each usable amount, indexed by it: the amounts themselves, so somebody's each."""
    counts = usable_amounts(respondents).value_counts().sort_index().rename_axis("amount")
    return Result(counts.to_frame("count"), money("amount"))


def typed(survey: cleaning.Survey) -> tuple[Result, Result]:
    """Each answer to the money question as typed and as read, and of these the ones that wait for a ruling."""
    return Result(survey.money, money("amount")), Result(survey.unruled, money("amount"))


def accounting(respondents: pd.DataFrame) -> Result:
    """Account for everybody who was asked, by question: what became of the answer, and how many are used.

    Who would pay nothing at all is a zero in both, and is not asked to use the card.

    Returns
    -------
    Result
        Indexed by what became of the answer: open_ended and, where a card was shown, payment_card. Those answered,
        unruled and missing add up to all respondents.
    """
    status = respondents["wtp_status"]
    zeros = {kind: status == kind for kind in cleaning.ZERO_STATUSES.values()}
    zero = status.isin(zeros)
    columns, asked = {}, {"open_ended": status == "payer"}
    if "card_chosen" in respondents:
        asked["payment_card"] = respondents["card_chosen"].notna() & ~zero
    for question, amount in asked.items():
        unruled = (status == "unruled") & (question == "open_ended")
        parts = {"respondents": status.notna(), "answered": amount | zero, "an amount": amount, **zeros}
        parts |= {"unruled": unruled, "missing": ~(amount | zero | unruled)}
        parts["used in the base case"] = amount | (zero & (status != "protest zero"))
        columns[question] = {name: int(rows.sum()) for name, rows in parts.items()}
    return Result(pd.DataFrame(columns).rename_axis("answer"))


def beside(table: Result, published: float) -> Result:
    """Set every mean of a table beside the published one: a last column holds the difference.

    It is that of the rounded mean: a small difference of two large numbers has fewer certain digits than either.
    """
    difference = rounded(table.frame["mean"].to_numpy(float)) - published
    return table.beside("minus_published", pd.Series(difference, table.frame.index), Unit.MONEY)


def card_overview(answers: pd.DataFrame, card: tuple[float, ...]) -> Result:
    """Every mean that card answers give by the usual conventions and models, indexed by what it is: n, mean."""
    fitted = models(answers, max(card), card).frame
    zeros = fitted.index[0][1]
    modelled = fitted.xs(zeros, level="zeros").rename(lambda name: f"card: {named(name, zeros)}")
    by_convention = card_means(answers).frame.rename(lambda name: f"card: {name}")
    table = pd.concat([by_convention, modelled.assign(n=len(answers))])
    table = table[["n", "mean", *(["reason"] if "reason" in table else [])]].fillna({"reason": ""})
    return Result(table, MEAN, tells=dict.fromkeys(modelled.index, PAYERS) if zeros == SPIKE else {})


def zero_reasons(respondents: pd.DataFrame, study: Study) -> Result:
    """Count the respondents by their reason for paying nothing, beside the class declared for it.

    Returns
    -------
    Result
        Indexed by reason: class, shown both ways, respondents. Zeros without a reason are the last row.
    """
    question = study.questions["zero_reason"]
    zeros = respondents[respondents["wtp_status"].isin(cleaning.ZERO_STATUSES.values())]
    rows = {
        reason: (kind, "yes" if reason in question.both else "no", int((zeros["zero_reason"] == reason).sum()))
        for reason, kind in question.codes.items()
    }
    rows["no reason given"] = ("unclear", "no", int(zeros["zero_reason"].isna().sum()))
    columns = ["class", "shown both ways", "respondents"]
    return Result(pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("reason"))


def moments(amounts: pd.Series, seed: int) -> Moments:
    """Mean with bootstrap-t interval, median with exact order statistics, and how much one respondent matters.

    Parameters
    ----------
    amounts : Series
        Usable amounts, zeros included, none missing.
    seed : int
        Of the bootstrap.

    Notes
    -----
    For skewed amounts at this size no interval of the mean keeps its level; of the plain ones bootstrap-t comes closest
    (`helpers.simulation`). The median of heaped answers has an exact interval in its order statistics.
    """
    without_one = (amounts.sum() - amounts) / (len(amounts) - 1)
    ordered = np.sort(amounts.to_numpy(float))
    dropped = int(TRIMMED * len(ordered))
    return Moments(
        n=len(amounts),
        mean=amounts.mean(),
        sd=amounts.std(ddof=1),
        mean_interval=cv.mean_interval(amounts, seed=seed, draws=DRAWS),
        median=amounts.median(),
        lower_quartile=amounts.quantile(0.25),
        upper_quartile=amounts.quantile(0.75),
        median_interval=cv.median_interval(amounts),
        trimmed_mean=ordered[dropped : len(ordered) - dropped].mean(),
        smallest_without_one=without_one.min(),
        largest_without_one=without_one.max(),
    )


def treatments(respondents: pd.DataFrame, both_ways: tuple[str, ...]) -> Result:
    """Take the mean under the base case and under each alternative, every one with its denominator.

    Parameters
    ----------
    respondents : DataFrame
        Cleaned respondents.
    both_ways : tuple of str
        Reasons for a zero that the study declares to be shown both as a true zero and as a protest.

    Returns
    -------
    Result
        Indexed by treatment, base case first: n, total, mean; and which counts the n of a treatment gives away beside
        that of the base case. Where no reason for a zero was asked, none is told from another.
    """
    status, amount = respondents["wtp_status"], respondents["wtp_amount"]
    base = cleaning.usable(respondents)
    kept = {"base case": base}
    if "zero_reason" in respondents:
        either = respondents["zero_reason"].isin(both_ways) & (status == "unclear zero")
        kept |= {
            "reasons that could be either: protests": base & ~either,
            "without any unclear zero": base & (status != "unclear zero"),
            "protests as zeros": base | (status == "protest zero"),
        }
    everyone = pd.Series(True, index=respondents.index)
    kept |= {"payers only": status == "payer", "everybody, no amount as zero": everyone}
    sums = {name: (int(rows.sum()), amount[rows].sum()) for name, rows in kept.items()}
    frame = pd.DataFrame.from_dict(sums, orient="index", columns=["n", "total"]).rename_axis("treatment")
    # Where nobody is left the mean is missing.
    frame["mean"] = frame["total"] / frame["n"]
    tells = {
        "reasons that could be either: protests": [("zero_reason", reason) for reason in both_ways],
        "without any unclear zero": [("wtp_status", "unclear zero")],
        "protests as zeros": [("wtp_status", "protest zero")],
        "payers only": PAYERS,
    }
    return Result(frame, money("total") | MEAN, tells=tells)


def open_answers(respondents: pd.DataFrame) -> pd.DataFrame:
    """Open-ended answers of the base case as intervals: an amount is a point, a zero is (0, 0)."""
    usable = respondents[cleaning.usable(respondents)]
    return cv.open_ended(usable["wtp_amount"], zero=usable["wtp_status"] != "payer")


def card_answers(respondents: pd.DataFrame, card: tuple[float, ...]) -> pd.DataFrame:
    """Payment-card answers of the base case as intervals; the zeros are those of the open-ended question, if asked.

    Protest zeros are out here as there; who answered neither question is out; so is a zero whose class is unknown.
    """
    if "wtp_status" not in respondents:
        return cv.payment_card(respondents["card_chosen"].dropna(), card)
    zero = respondents["wtp_status"].isin(["true zero", "unclear zero"])
    answered = respondents[(zero | respondents["card_chosen"].notna()) & (respondents["wtp_status"] != "protest zero")]
    return cv.payment_card(answered["card_chosen"], card, zero=zero[answered.index])


def card_means(answers: pd.DataFrame) -> Result:
    """Mean of card answers by the usual conventions: the tick itself, the midpoint, the next amount, Turnbull.

    The open top interval has neither midpoint nor end: it counts as its tick, which understates both.
    """
    # A tick at nothing has no lower end, and counts as nothing.
    lower = answers["lower"].clip(lower=0)
    upper = answers["upper"].where(np.isfinite(answers["upper"]), lower)
    steps = cv.turnbull(answers)
    values = {
        "amount ticked": lower.mean(),
        "midpoint to the next amount": ((lower + upper) / 2).mean(),
        "next amount on the card": upper.mean(),
        "Turnbull lower bound": steps.lower_bound_mean(convention="haab-mcconnell"),
    }
    return Result(pd.DataFrame({"n": len(answers), "mean": values}).rename_axis("convention"), MEAN)


def models(answers: pd.DataFrame, limit: float, card: tuple[float, ...] = ()) -> Result:
    """Fit every distribution under every treatment of zeros: one survey, many means.

    Parameters
    ----------
    answers : DataFrame
        Intervals, zeros as (0, 0); where there are none, there is nothing to treat.
    limit : float
        Where the truncated mean stops: the highest amount offered.
    card : tuple of float
        Amounts ticked from, ascending; none where amounts were named freely. Ticking nothing says less than the lowest
        of them, so zeros censored there need no threshold of the analyst's; others are shown as sensitivity.

    Returns
    -------
    Result
        Indexed by distribution and zeros: loglik, share_zero, median, mean, truncated_mean, and share_beyond, the part
        of the mean that comes from above the highest amount. A spike is the share of zeros and so gives away how many
        pay. What cannot be fitted is a row without numbers; then a last column, reason, says why.
    """
    treated: dict[str, str | float | None] = {"none": None}
    if _has_zeros(answers):
        lowest = next((amount for amount in card if amount > 0), None)
        below = {} if lowest is None else {BELOW_CARD: lowest}
        thresholds = {f"≤\u00a0{printed(amount, '.2f')}": amount for amount in ZERO_AMOUNTS if amount != lowest}
        treated = {SPIKE: SPIKE, **below, **thresholds}
    rows, reasons = {}, {}
    for distribution in DISTRIBUTIONS:
        for name, zeros in treated.items():
            fit = cv.fit_each(answers, [distribution], zeros=zeros)[distribution]
            reasons[distribution, name] = _why_not(fit)
            rows[distribution, name] = _measures(fit, limit)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(index=["distribution", "zeros"])
    if any(reasons.values()):
        frame = frame.assign(reason=pd.Series(reasons))
    units = shares("share_zero", "share_beyond") | money("median", "mean", "truncated_mean")
    return Result(frame, units, n=len(answers), tells={row: PAYERS for row in frame.index if row[1] == SPIKE})


def _why_not(fit: cv.Fit | cv.FitError) -> str:
    """Why there are no numbers; not in a sentence that counts answers or names one, which nobody has judged."""
    why = str(fit) if isinstance(fit, cv.FitError) else "" if fit.converged else fit.message
    return why if not re.search(r"\d", why) else "The answers do not identify this distribution."


def _measures(fit: cv.Fit | cv.FitError, limit: float) -> dict[str, float]:
    if isinstance(fit, cv.FitError) or not fit.converged:
        return dict.fromkeys(_MEASURES, np.nan)
    values = fit.llf, fit.share_zero if fit.zeros == SPIKE else np.nan, fit.median(), fit.mean()
    return dict(zip(_MEASURES, [*values, fit.truncated_mean(limit), fit.share_beyond()], strict=True))


def log_normal(answers: pd.DataFrame) -> cv.Fit:
    """The log-normal fit, with a share of its own for the zeros if anybody gave one."""
    return cv.fit(answers, distribution="log-normal", zeros=SPIKE if _has_zeros(answers) else None)


def named(distribution: str, zeros: object) -> str:
    """What readers call a fit of this distribution with this treatment of zeros."""
    return f"{distribution} with a spike" if zeros == SPIKE else distribution


def _has_zeros(answers: pd.DataFrame) -> bool:
    return bool((answers["upper"] == 0).any())


def share_willing(amounts: pd.Series, prices: tuple[float, ...]) -> Result:
    """Share of usable answers that reach each price, with Wilson limits: an exact amount is a yes to itself."""
    rows = [describe.proportion(int((amounts >= price).sum()), len(amounts)) for price in prices]
    return Result(pd.DataFrame(rows, index=pd.Index(prices, name="price")), describe.SHARES | money("price"))


def steps(answers: pd.DataFrame) -> Result:
    """Turnbull's share willing at each price, indexed by price, and how many answers that is a share of."""
    survival = cv.turnbull(answers).survival.set_index("price")[["share_willing"]]
    return Result(survival, shares("share_willing") | money("price"), n=len(answers))


def intervals(fit: cv.Fit, seed: int, limit: float) -> Result:
    """Point estimates of a fit with delta and bootstrap limits: median, mean, and mean truncated at `limit`.

    Limits are printed to what the Monte Carlo error of the simulated ones bears. The share beyond is how much of an
    estimate comes from above the highest amount asked: all of a median that lies there.
    """
    rows, coarse = [], False
    of: dict[str, dict[str, Any]] = {"median": {}, "mean": {}, "truncated_mean": {"limit": limit}}
    by: dict[str, dict[str, Any]] = {"delta": {}, "bootstrap": {"seed": seed}}
    for measure, extra in of.items():
        for method, drawn in by.items():
            found = fit.interval(measure, method=method, **drawn, **extra)
            beyond = {"median": float(found.estimate > fit.highest_amount), "mean": fit.share_beyond()}.get(
                measure, 0.0
            )
            named = measure.replace("_", " "), method
            low, high = (to_step(*each) for each in zip(found, found.steps, strict=True))
            rows.append((*named, getattr(fit, measure)(**extra), low, high, beyond))
            coarse |= max(found.steps) > HUNDREDTH
    frame = pd.DataFrame(rows, columns=["measure", "method", "estimate", "from", "to", "share_beyond"])
    # Three measures of a fit with three parameters give the spike among them.
    tells = dict.fromkeys(frame.index, PAYERS) if fit.zeros == SPIKE else {}
    limits = Unit.WHOLE_MONEY if coarse else Unit.MONEY
    units = money("estimate") | dict.fromkeys(("from", "to"), limits) | shares("share_beyond")
    return Result(frame, units, n=int(fit.nobs), tells=tells)


def curve(fit: cv.Fit, top: float) -> Result:
    """Fitted share willing at every price up to `top`, indexed by price."""
    prices = np.linspace(0.5, top, 300)
    willing = {"share_willing": [fit.share_willing(price) for price in prices]}
    frame = pd.DataFrame(willing, pd.Index(prices, name="price"))
    return Result(frame, shares("share_willing") | money("price"), n=int(fit.nobs))
