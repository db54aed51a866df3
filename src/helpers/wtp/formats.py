"""Answers on willingness to pay as intervals, in each elicitation format that a study declares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import cleaning, describe
from helpers import valuation as cv
from helpers.result import Result, money
from helpers.study import InputError, Question

from .survey import card_answers, log_normal, named, open_answers, usable_amounts

OPEN_ENDED, PAYMENT_CARD, SINGLE, DOUBLE = "open-ended", "payment card", "single-bounded", "double-bounded"
# A bid and the question that answers it, first and follow-up; drafts and plans write these names too.
OFFERS = (("bid", "vote"), ("followup_bid", "followup_vote"))
# Amounts that people say: where a curve of typed amounts is read off, between its outer tenths.
ROUND = [digit * 10.0**power for power in range(-1, 7) for digit in (1, 2, 5)]
# Fewer answers than this bear no model of a group.
FEWEST_IN_A_GROUP = 10


@dataclass(frozen=True)
class Stated:
    """Answers in one elicitation format.

    Attributes
    ----------
    format : str
        ``"open-ended"``, ``"payment card"``, ``"single-bounded"`` or ``"double-bounded"``.
    answers : DataFrame
        lower and upper, a row for each usable answer, indexed as the respondents.
    prices : tuple of float
        Amounts asked, ascending; of an open question round amounts within the answers.
    """

    format: str
    answers: pd.DataFrame
    prices: tuple[float, ...]

    @property
    def name(self) -> str:
        """What the model fitted to them is called."""
        return named("log-normal", self.fit().zeros)

    def fit(self) -> cv.Fit:
        """The log-normal fit, with a share of its own for the zeros if anybody gave one."""
        return log_normal(self.answers)


def stated(survey: cleaning.Survey) -> list[Stated]:
    """The answers in every format that the study declares: amounts, a card, bids, or several of these.

    Raises
    ------
    InputError
        No question of the study asks what somebody would pay, by the names that the valuation knows.

    Examples
    --------
    >>> [(each.format, len(each.answers)) for each in stated(cleaning.survey())]
    [('open-ended', 46), ('payment card', 49)]
    """
    study, respondents = survey.study, survey.respondents
    found = []
    if "wtp" in study.keep:
        amounts = usable_amounts(respondents)
        found.append(Stated(OPEN_ENDED, open_answers(respondents), study.card or _round_prices(amounts)))
    if "card" in study.keep:
        found.append(Stated(PAYMENT_CARD, card_answers(respondents, study.card), study.card))
    asked = [pair for pair in OFFERS if set(pair) <= set(study.keep)]
    if asked:
        found.append(_bids(respondents, study.questions, asked))
    if not found:
        raise InputError(
            f"{study.shown(study.path)}: no question asks what somebody would pay; name an amount wtp, a payment card "
            "card, a bid bid and the answer to it vote (followup_bid and followup_vote for a second)."
        )
    return found


def _bids(respondents: pd.DataFrame, questions: dict[str, Question], asked: list[tuple[str, str]]) -> Stated:
    offered = []
    for bid, vote in asked:
        meant = {option: _yes_or_no(option, questions[vote]) for option in questions[vote].options}
        offered += [respondents[bid], respondents[vote].astype(object).map(meant)]
    bounded = cv.double_bounded if len(asked) > 1 else cv.single_bounded
    prices = pd.concat(offered[::2]).dropna().unique()
    answers = bounded(*offered).dropna()
    return Stated(DOUBLE if len(asked) > 1 else SINGLE, answers, tuple(sorted(float(price) for price in prices)))


def _yes_or_no(option: str, vote: Question) -> bool | None:
    """What an option says to a bid, by its declared code or else by its text; anything else is no usable answer."""
    return {"yes": True, "no": False}.get(vote.codes.get(option, option).casefold())


def _round_prices(amounts: pd.Series) -> tuple[float, ...]:
    above = amounts[amounts > 0]
    if above.empty:
        return tuple(ROUND[6:9])
    low, middle, high = above.quantile([0.1, 0.5, 0.9])
    inside = [price for price in ROUND if low <= price <= high]
    return tuple(inside or sorted(sorted(ROUND, key=lambda price: (abs(price - middle), price))[:3]))


def groups_by_model(given: Stated, respondents: pd.DataFrame, question: Question) -> Result:
    """The median of each declared group by a log-normal of its own, with delta limits; too few answers give none.

    Returns
    -------
    Result
        Indexed by group: n, median, low, high. Its own n is that of all usable answers.
    """
    column, order = describe.grouping(question)
    rows = {}
    for group in order:
        inside = given.answers[respondents.loc[given.answers.index, column] == group]
        rows[group] = (len(inside), *_median(inside))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["n", "median", "low", "high"]).rename_axis("group")
    return Result(frame, money("median", "low", "high"), n=len(given.answers))


def _median(answers: pd.DataFrame) -> tuple[float, float, float]:
    if len(answers) < FEWEST_IN_A_GROUP:
        return (np.nan,) * 3
    try:
        fit = log_normal(answers)
        interval = fit.interval("median", method="delta")
    except cv.FitError:
        return (np.nan,) * 3
    return (interval.estimate, interval.low, interval.high) if fit.converged else (np.nan,) * 3
