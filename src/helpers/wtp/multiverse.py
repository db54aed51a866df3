"""Every analysis of the same answers that has a reason: what each gives, and how far each choice moves it.

Equal fits are made once: a specification changes which rows of the same answers count, and how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers import valuation as cv

from .choices import (
    ANYBODY,
    CARD,
    CENSORED,
    CHOICES,
    DISTRIBUTIONS,
    EITHER,
    FENCES,
    LARGEST,
    OPEN,
    PEOPLE,
    ROUNDED,
    SHARES,
    SPIKE,
    TOP_CODED,
    TOPS,
    TRIMMED,
    TRUNCATED,
    WINSORISED,
    Specification,
    specifications,
)


@dataclass(frozen=True)
class Answers:
    """What each respondent said, reduced to what specifications ask of it.

    ``status`` is that of `cleaning`, with `EITHER` and `ANYBODY` told apart; ``card`` ascends.
    """

    status: np.ndarray
    amount: np.ndarray
    tick: np.ndarray
    card: np.ndarray


@dataclass(frozen=True)
class Sample:
    """Answers of one question that some people, with one rule for outliers and one reading, leave.

    ``lower`` and ``upper`` are of those who pay, ascending; ``zeros`` pay nothing.
    """

    lower: np.ndarray
    upper: np.ndarray
    zeros: int

    @property
    def n(self) -> int:
        """Answers that count."""
        return len(self.lower) + self.zeros

    def padded(self, values: np.ndarray) -> np.ndarray:
        """Values of those who pay, after a 0 for everybody who does not."""
        return np.concatenate([np.zeros(self.zeros), values])


def answers(respondents: pd.DataFrame, card: Sequence[float], both_ways: Sequence[str]) -> Answers:
    """Reduce cleaned respondents to what specifications ask of them."""
    status = respondents["wtp_status"].to_numpy(str).astype(object)
    either = respondents["zero_reason"].isin(both_ways).to_numpy() & (status == "unclear zero")
    status[either] = EITHER
    status[np.isin(status, ["missing", "unruled"])] = ANYBODY
    return Answers(
        status.astype(str),
        respondents["wtp_amount"].to_numpy(float),
        respondents["card_chosen"].to_numpy(float),
        np.array(card, dtype=float),
    )


def multiverse(given: Answers, every: Iterable[Specification] | None = None, *, published: float) -> pd.DataFrame:
    """Work out every specification.

    Parameters
    ----------
    given : Answers
    every : iterable of Specification, optional
        All that `specifications` gives, unless some are named; their order does not matter.
    published : float
        What `ratio` is to.

    Returns
    -------
    DataFrame
        Indexed by the choices, in order: estimand, n, value (infinite where a mean is), ratio.

    Examples
    --------
    >>> from helpers import cleaning
    >>> from helpers.wtp.choices import BASE
    >>> survey = cleaning.survey()
    >>> given = answers(
    ...     survey.respondents,
    ...     survey.study.card,
    ...     survey.study.questions["zero_reason"].both,
    ... )
    >>> found = multiverse(given, [BASE], published=58)
    >>> found["value"].tolist(), found["n"].tolist()
    ([58.0], [46])
    """
    [found] = multiverses([given], specifications() if every is None else every, published)
    return found


def multiverses(given: Sequence[Answers], every: Iterable[Specification], published: float) -> list[pd.DataFrame]:
    """The same for several surveys at once, in their order: their fits are made together."""
    wanted = sorted(set(every))
    keys = sorted({_key(each) for each in wanted})
    samples = {(place, *key): _sample(said, *key) for place, said in enumerate(given) for key in keys}
    everything = [(place, each) for place in range(len(given)) for each in wanted]
    modelled = [pair for pair in everything if pair[1].estimator in DISTRIBUTIONS]
    values = _modelled(modelled, samples, [float(said.card[-1]) for said in given])
    index = pd.MultiIndex.from_tuples([each.label for each in wanted], names=CHOICES)
    found = []
    for place, said in enumerate(given):
        rows = []
        for each in wanted:
            sample = samples[place, *_key(each)]
            value = values[place, each] if (place, each) in values else _plain(each, sample, said)
            rows.append((each.estimand, sample.n + _imputed(each, said), value, value / published))
        found.append(pd.DataFrame(rows, index=index, columns=["estimand", "n", "value", "ratio"]))
    return found


def _key(each: Specification) -> tuple[str, str, str, str]:
    return each.question, each.people, each.outliers, each.reading


def _imputed(each: Specification, given: Answers) -> int:
    return int((given.status == "protest zero").sum()) if each.people == "protests imputed" else 0


def _sample(given: Answers, question: str, people: str, outliers: str, reading: str) -> Sample:
    """The answers that count, after the rule for outliers, as this reading has them."""
    counted = np.isin(given.status, PEOPLE[people])
    if question == OPEN:
        payers = np.sort(given.amount[given.status == "payer"])
        lower, upper = (payers * 0.9, payers * 1.1) if reading == ROUNDED else (payers, payers)
        values = np.concatenate([np.zeros(counted.sum()), payers])
    else:
        # Who is a zero by the open question is not asked for a tick; who gave no amount may have ticked.
        zero = np.isin(given.status, ["true zero", "unclear zero", EITHER, "protest zero"])
        ticked = np.isfinite(given.tick) & ~zero
        counted &= ~ticked
        lower = np.sort(given.tick[ticked])
        upper = np.append(given.card, TOPS.get(reading, np.inf))[np.searchsorted(given.card, lower) + 1]
        values = np.concatenate([np.zeros(counted.sum()), lower])
    zeros, kept = int(counted.sum()), np.ones(len(lower), dtype=bool)
    if outliers == LARGEST:
        kept[-1:] = False
    elif outliers == FENCES:
        low, high = np.quantile(values, [0.25, 0.75])
        inside = (values >= low - 1.5 * (high - low)) & (values <= high + 1.5 * (high - low))
        zeros, kept = int(inside[:zeros].sum()), inside[zeros:]
    elif outliers in TOP_CODED:
        cap = TOP_CODED[outliers]
        capped = (lower > cap) | ((lower == cap) & (question == CARD))
        lower, upper = np.where(capped, cap, lower), np.where(capped, np.inf, upper)
    return Sample(lower[kept], upper[kept], zeros)


def _plain(each: Specification, sample: Sample, given: Answers) -> float:
    """A figure that takes no distribution."""
    lower, padded = sample.lower, sample.padded(sample.lower)
    if each.measure in SHARES:
        return float((padded >= SHARES[each.measure]).mean())
    match each.estimator, each.measure:
        case "Kriström", "median":
            return _kristrom_median(sample, given.card)
        case _, "median":
            return float(np.median(padded))
        case "geometric", _:
            return float(len(lower) / sample.n * np.exp(np.log(lower).mean()))
        case "midpoint" | "next", _:
            upper = np.where(np.isfinite(sample.upper), sample.upper, lower)
            return float(sample.padded(upper if each.estimator == "next" else (lower + upper) / 2).mean())
        case "Turnbull" | "sharp bound", _:
            bounds = pd.DataFrame({"lower": padded, "upper": sample.padded(sample.upper)})
            by = "haab-mcconnell" if each.estimator == "Turnbull" else "sharp"
            return cv.turnbull(bounds).lower_bound_mean(convention=by)
    if each.people == "protests imputed":
        protests = _imputed(each, given)
        return float((padded.sum() + protests * lower.mean()) / (sample.n + protests))
    if each.outliers in TRIMMED:
        cut = int(TRIMMED[each.outliers] * sample.n)
        return float(padded[cut : sample.n - cut].mean())
    if each.outliers in WINSORISED:
        cut = int(WINSORISED[each.outliers] * sample.n)
        return float(np.clip(padded, padded[cut], padded[sample.n - cut - 1]).mean())
    return float(padded.mean())


def _kristrom_median(sample: Sample, card: np.ndarray) -> float:
    """Where the share willing, straight between the amounts of the card, falls to a half; 0 where it starts below."""
    prices = np.append(0.0, card)
    willing = np.array([(sample.lower >= price).sum() for price in prices]) / sample.n
    if willing[0] <= 0.5:
        return 0.0
    below = int(np.argmax(willing < 0.5))
    if not below:
        return np.inf
    step = (willing[below - 1] - 0.5) / (willing[below - 1] - willing[below])
    return float(prices[below - 1] + step * (prices[below] - prices[below - 1]))


def _modelled(
    wanted: list[tuple[int, Specification]], samples: dict[tuple, Sample], tops: Sequence[float]
) -> dict[tuple, float]:
    """Figures of fitted distributions: one batch of fits for each distribution and each way of placing zeros.

    Truncated means end at the top of each survey's own card, given in ``tops``.
    """
    batches: dict[tuple, list[tuple[int, Specification]]] = {}
    for place, each in wanted:
        censored = CENSORED.get(each.zeros) if samples[place, *_key(each)].zeros else None
        batches.setdefault((each.question, each.reading, each.estimator, censored), []).append((place, each))
    values = {}
    # disable=None: a bar on a terminal, nothing in a log.
    for (_, _, distribution, censored), pairs in tqdm(batches.items(), desc="fits", unit="batch", disable=None):
        keys = list(dict.fromkeys((place, *_key(each)) for place, each in pairs))
        rows, columns, weights = _weighed([samples[key] for key in keys], censored is not None)
        column = dict(zip(keys, columns, strict=True))
        fits = cv.fit_many(rows, weights, distribution, censored)
        measures: dict[tuple, np.ndarray] = {}
        for place, each in pairs:
            key = (place, *_key(each))
            share = samples[key].zeros / samples[key].n if each.zeros == SPIKE else 0.0
            values[place, each] = _measured(fits, measures, each.measure, share, column[key], tops[place])
    return values


def _weighed(samples: list[Sample], with_zeros: bool) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """All rows of some samples once, the column of weights that is each sample's, and the distinct columns."""
    stacked = [np.column_stack([sample.lower, sample.upper]) for sample in samples]
    rows, place = np.unique(np.concatenate([np.zeros((1, 2)), *stacked]), axis=0, return_inverse=True)
    counts = np.zeros((len(rows), len(samples)))
    ends = np.cumsum([1, *map(len, stacked)])
    for column, sample in enumerate(samples):
        counts[:, column] = np.bincount(place[ends[column] : ends[column + 1]], minlength=len(rows))
        counts[place[0], column] = sample.zeros if with_zeros else 0
    used = counts.any(axis=1)
    weights, columns = np.unique(counts[used], axis=1, return_inverse=True)
    return pd.DataFrame(rows[used], columns=["lower", "upper"]), columns.ravel(), weights


def _measured(fits: cv.FitMany, measures: dict, measure: str, share: float, column: int, top: float) -> float:
    """A measure of one fit, with a share of zeros beside it; each is worked out for the whole batch at once."""
    arguments = {TRUNCATED: {"limit": top}, "median": {"share": 0.5}}.get(measure, {})
    name = {TRUNCATED: "truncated_mean", "median": "quantile"}.get(measure, measure)
    if measure in SHARES:
        name, arguments = "share_willing", {"price": SHARES[measure]}
    if measure == "median":
        # Of everybody: the price that so many of those who pay would not pay.
        if share >= 0.5:
            return 0.0
        arguments = {"share": 1 - 0.5 / (1 - share)}
    key = (name, *arguments.values())
    if key not in measures:
        measures[key] = fits.measure(name, **arguments)
    value = measures[key][column]
    return float(value if measure == "median" else (1 - share) * value)


def swings(found: pd.DataFrame) -> pd.DataFrame:
    """How far each choice moves a class of estimand with all others held.

    Parameters
    ----------
    found : DataFrame
        From `multiverse`.

    Returns
    -------
    DataFrame
        Indexed by estimand and choice: comparisons (sets of specifications that differ in this choice alone), swing
        (median over them of the largest value over the smallest), largest, and infinite (comparisons in which it is).
    """
    rows = {}
    for estimand, of_class in found.groupby("estimand", sort=True):
        for choice in CHOICES[:-1]:
            groups = of_class.groupby([name for name in CHOICES if name != choice], sort=True)["value"]
            low, high = (ends[groups.size() > 1] for ends in (groups.min(), groups.max()))
            # Where all are infinite nothing is compared, and a smallest value of zero has no ratio.
            compared = np.isfinite(low) & (low > 0)
            if compared.any():
                ratio = high[compared] / low[compared]
                rows[estimand, choice] = (len(ratio), ratio.median(), ratio.max(), int(np.isinf(ratio).sum()))
    columns = ["comparisons", "swing", "largest", "infinite"]
    index = pd.MultiIndex.from_tuples(rows, names=["estimand", "choice"])
    return pd.DataFrame(list(rows.values()), index=index, columns=columns)


def amounts_of(found: pd.DataFrame) -> pd.DataFrame:
    """Of a multiverse, class and value of the specifications that are in money."""
    kept = found[~found["estimand"].isin(list(SHARES))]
    return kept[["estimand", "value"]]
