"""What is not known of the average, as how far it could move it: by chance, by choice, and beyond any analysis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import pandas as pd

from helpers import cleaning
from helpers import valuation as cv
from helpers.published import PublishedMean, by_averaged
from helpers.result import Result, money

from .choices import BASE, CARD, CENSORED, DISTRIBUTIONS, REASONS, SPIKE, WITHOUT_A_BRANCH, Specification
from .missing import worst_case
from .multiverse import answers, multiverse
from .survey import DRAWS, usable_amounts


class Kind(Enum):
    """What could make an unknown known."""

    CHANCE = "sampling error"
    CHOICE = "a choice of the analysis"
    BEYOND = "beyond any analysis"


@dataclass(frozen=True)
class Unknown:
    """One unknown: ``low`` and ``high`` as ratios to the published average, or missing where no number can be given."""

    name: str
    kind: Kind
    low: float
    high: float
    assumptions: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """How many times the low end the high end is; infinite where either runs off."""
        return np.inf if self.low == 0 or np.isinf(self.high) else self.high / self.low


# What other studies found of bias, with what it may be used for.
LITERATURE = (
    (
        "hypothetical bias",
        "median ratio 1.35 of stated to paid, severely skewed; 28 studies, 83 ratios",
        "Murphy and others, 2005",
        "how far paid amounts may lie below stated ones; no correction",
    ),
    (
        "hypothetical bias",
        "about 3 in the mean; 29 studies",
        "List and Gallet, 2001",
        "a stress test, never a correction",
    ),
    (
        "range of the card",
        "a card to £1,000 instead of £100 raised the mean by over 30 %",
        "Whynes and others, 2004",
        "how far another card could move the mean",
    ),
    (
        "selection into protesting",
        "left out, it overestimates by 300 %",
        "Collins and Rosenberger, 2007",
        "a warning wherever protests are dropped",
    ),
    (
        "treatment of protests",
        "ad hoc rules move the mean by −10 to +14 % once selection is controlled",
        "Collins and Rosenberger, 2007",
        "the size to expect of who counts as a zero",
    ),
)
# The first and the third of these, as ratios to a stated mean.
HYPOTHETICAL, RANGE = 1 / 1.35, 1.3
# The fewest of all respondents that the published average may be over.
FEWEST_AVERAGED = 40
STATUSES = ("payer", "true zero", "protest zero", "unclear zero")


def literature() -> pd.DataFrame:
    """What the literature says of bias: finding, source, and what it may be used for."""
    return pd.DataFrame(LITERATURE, columns=["bias", "finding", "source", "may be used for"])


def measured() -> list[Specification]:
    """The specifications that `unknowns` compares: one choice at a time, all others at the base case."""
    people = [replace(BASE, people=who) for who in REASONS["people"]]
    outliers = [replace(BASE, outliers=rule) for rule in ("as given", "largest dropped", "Tukey fences")]
    return [*people, *outliers, *_questions(), *_models()]


def _questions() -> list[Specification]:
    spike = replace(BASE, estimator="log-normal", zeros=SPIKE)
    return [spike, replace(spike, question=CARD)]


def _models() -> list[Specification]:
    return [replace(BASE, estimator=name, zeros=zeros) for name in DISTRIBUTIONS for zeros in (SPIKE, *CENSORED)]


def unknowns(
    found: pd.DataFrame, worst: pd.DataFrame, averaged: pd.DataFrame, interval: tuple[float, float], published: float
) -> list[Unknown]:
    """Every unknown with how far it moves the average, widest first.

    Parameters
    ----------
    found : DataFrame
        From `multiverse`, holding at least what `measured` names.
    worst : DataFrame
        From `worst_case`.
    averaged : DataFrame
        From `published.by_averaged`.
    interval : tuple of float
        Of the mean, as if respondents were a random draw.
    published : float
        The published average.

    Returns
    -------
    list of Unknown
        The one without a number last.
    """

    def among(specs: list[Specification]) -> tuple[float, float]:
        ratios = found.loc[[each.label for each in specs], "value"] / published
        return ratios.min(), ratios.max()

    missing = worst.loc[("protests, missing and unruled", "mean"), ["lowest", "highest"]] / published
    people = [each for each in measured() if each == BASE or each.people != BASE.people]
    outliers = [each for each in measured() if each == BASE or each.outliers != BASE.outliers]
    every = [
        Unknown("chance, as if a random draw", Kind.CHANCE, interval[0] / published, interval[1] / published, ("S2",)),
        Unknown("who counts as a zero", Kind.CHOICE, *among(people), ("W2", "W4", "W5", "Q3")),
        Unknown("outliers", Kind.CHOICE, *among(outliers), ("W3",)),
        Unknown("open question or card", Kind.CHOICE, *among(_questions()), ("W6",)),
        Unknown("model of zeros and tail", Kind.CHOICE, *among(_models())),
        Unknown("mean or median", Kind.BEYOND, 0.0, averaged["largest_median"].iloc[-1] / published, ("W1",)),
        Unknown("over how many it was taken", Kind.BEYOND, averaged["mean"].min() / published, 1.0, ("W1", "W2")),
        Unknown("who gave no usable amount", Kind.BEYOND, missing["lowest"], missing["highest"], ("W2", "W5")),
        Unknown("stated, not paid", Kind.BEYOND, HYPOTHETICAL, 1.0),
        Unknown("another card", Kind.BEYOND, 1.0, RANGE, ("W7",)),
    ]
    every.sort(key=lambda each: (-each.width, each.name))
    return [*every, Unknown("per what?", Kind.BEYOND, np.nan, np.nan, ("W8", "W9"))]


def of_survey(survey: cleaning.Survey) -> list[Unknown]:
    """Every unknown of a survey that has open-ended amounts and a published average; none of any other."""
    study, respondents = survey.study, survey.respondents
    if study.average is None or "wtp" not in study.questions:
        return []
    quoted, card = study.average, study.card
    given = answers(respondents, card, study.questions["zero_reason"].both)
    mean = PublishedMean(quoted.averaged, quoted.mean, 1)
    averaged = by_averaged(
        mean, len(respondents), quoted.price, quoted.lower_price, quoted.cap, min(FEWEST_AVERAGED, len(respondents))
    )
    interval = cv.mean_interval(usable_amounts(respondents), seed=study.seeds["bootstrap"], draws=DRAWS)
    return unknowns(
        multiverse(given, measured(), published=quoted.mean),
        worst_case(respondents, card, quoted.cap),
        averaged,
        (interval.low, interval.high),
        quoted.mean,
    )


def as_table(every: list[Unknown], n: int) -> Result:
    """The unknowns for a figure, indexed by name: kind, and the ratios between which each moves the average."""
    rows = {each.name: (each.kind.value, each.low, each.high) for each in every}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["kind", "low", "high"]).rename_axis("unknown")
    return Result(frame, n=n, tells={each.name: _told(each) for each in every})


def register(survey: cleaning.Survey, prefix: str = "") -> Result:
    """The register of assumptions: how well founded each is, and how far the average moves with it, as measured.

    Returns
    -------
    Result
        Indexed by id: statement, quality, moves_from and moves_to (money; missing where nothing measures it), by (the
        widest unknown that does), settled_by. Of a study without a published average: its typed impact instead.
    """
    widest: dict[str, Unknown] = {}
    for each in of_survey(survey):
        for id in each.assumptions:
            widest.setdefault(id, each)
    rows, tells = {}, {}
    for assumption in survey.study.assumptions:
        if not assumption.id.startswith(prefix):
            continue
        known = widest.get(assumption.id)
        ends = (np.nan, np.nan) if known is None else (_money(known.low, survey), _money(known.high, survey))
        by = "not measured" if known is None else known.name
        said = (assumption.statement, assumption.quality, assumption.impact)
        rows[assumption.id] = (*said, *ends, by, assumption.settled_by)
        tells[assumption.id] = () if known is None else _told(known)
    columns = ["statement", "quality", "impact", "moves_from", "moves_to", "by", "settled_by"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("id")
    # Where something is measured, nothing is typed; and the other way round.
    frame = frame.drop(columns=["impact"] if widest else ["moves_from", "moves_to", "by"])
    units = money("moves_from", "moves_to") if widest else {}
    return Result(frame, units, n=len(survey.respondents), tells=tells)


def _money(ratio: float, survey: cleaning.Survey) -> float:
    assert survey.study.average is not None
    return ratio * survey.study.average.mean


def _told(each: Unknown) -> tuple[tuple[str, str], ...]:
    """The counts of respondents that a range gives away: all that depends on who is a zero or missing."""
    return tuple(("wtp_status", status) for status in STATUSES) if each.kind is not Kind.CHANCE else ()


def branches() -> pd.DataFrame:
    """Every branch of every choice of the multiverse, with the reason for which an analyst could take it."""
    rows = [(choice, branch, reason) for choice, named in REASONS.items() for branch, reason in named.items()]
    rows += [(choice, "none", reason) for choice, reason in WITHOUT_A_BRANCH.items()]
    return pd.DataFrame(rows, columns=["choice", "branch", "reason"])


def by_class(found: pd.DataFrame, published: float) -> pd.DataFrame:
    """Specifications by class of estimand: how many, their finite range, median, share above, how many infinite."""
    rows = {}
    for estimand, of_class in found.groupby("estimand", sort=True):
        if estimand.startswith("share"):
            continue
        values = of_class["value"]
        finite = values[np.isfinite(values)]
        above, infinite = (values > published).mean(), len(values) - len(finite)
        rows[estimand] = (len(values), finite.min(), values.median(), finite.max(), above, infinite)
    columns = ["specifications", "lowest", "middle", "highest", "share_above", "infinite"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("estimand")
