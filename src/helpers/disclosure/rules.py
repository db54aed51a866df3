"""The rules by which results of real respondents are judged, one for each kind of result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from helpers import describe
from helpers.result import Counted, Result
from helpers.study import InputError

from .suppression import MISSING, Release, large_enough

# Columns that say how many respondents a row rests on; the first one present decides.
COUNTS = ("count", "respondents", "n", "pairs", "rows", "answered")
# The rows that may stand there at all, and which of them keep their numbers.
Judged = tuple[pd.DataFrame, Sequence[bool]]


class Kind(Enum):
    """What a result is, where nothing more need be said of it."""

    SAMPLE = "every option of several questions with its count, by question and answer"
    DENOMINATORS = "how many answered each question and how many did not, of which no answer follows"
    GROUPS = "statistics of groups, each with its n, out of the result's own n"
    PRICES = "how many would pay each price, as a count, or as a share of the result's n"
    STATISTICS = "statistics over the n of their row, or all over the result's n"
    FLOW = "rows of the export, excluded by reason"
    WITHHELD = "single respondents, or counts that nobody declared: for the researcher's own eyes"


@dataclass(frozen=True)
class Category:
    """Counts of the categories of one declared column of the respondents."""

    column: str


@dataclass(frozen=True)
class Curve:
    """A fitted curve, beside a result that shows these prices: beyond them it runs into the share of zeros."""

    prices: Sequence[float]


@dataclass(frozen=True)
class Bands:
    """How many named each amount, taken together in bands from 0 and from these prices."""

    prices: Sequence[float]


Rule = Kind | Category | Curve | Bands


def judged(result: Result, rule: Rule, decided: Release) -> Judged:
    """What may stand there of a result of real respondents."""
    frame, threshold = result.frame, decided.study.privacy.threshold
    match rule:
        case Category(column):
            return _categories(frame, column, decided)
        case Kind.SAMPLE:
            cells = [(q.replace(" ", "_"), MISSING if a == "missing" else a) for q, a in frame.index]
            return _to_multiples(frame, decided, cells), [decided.shows(cell) for cell in cells]
        case Kind.GROUPS:
            # The median of a few is the amount of one of them.
            seen = {"median": frame["median"].mask(frame["n"] < 2 * threshold)} if "median" in frame else {}
            everybody = frame["n"].sum() if result.n is None else result.n
            keep = large_enough(frame["n"], everybody, threshold)
            return frame.assign(**seen).drop(columns="n"), list(keep)
        case Kind.STATISTICS:
            return _statistics(result, decided)
        case Kind.PRICES:
            n = frame["n"].iloc[0] if "count" in frame else _over(result)
            counts = frame["count"] if "count" in frame else (frame["share_willing"] * n).round()
            frame = frame[thinned(counts, n, threshold)]
        case Curve(prices):
            inside = (frame.index >= min(prices, default=0)) & (frame.index <= max(prices, default=0))
            frame = frame[inside & (_over(result) >= threshold)]
        case Bands(prices):
            frame = _bands(frame["count"], prices, threshold)
        case Kind.FLOW:
            frame = _merged(frame, threshold)
        case Kind.WITHHELD:
            frame = frame.iloc[:0]
        case Kind.DENOMINATORS:
            pass
        case _:
            raise InputError(f"{rule!r} is no rule of disclosure; name the kind of result that is to be shown.")
    return frame, [True] * len(frame)


def thinned(counts: pd.Series, n: int, threshold: int) -> list[bool]:
    """Which points of a falling curve to keep, so that each step from one to the next is nobody or many.

    The tail is merged first: points that fewer than the threshold reach are left out, and so are those that fewer
    than the threshold fail to reach.

    >>> thinned(pd.Series([50, 44, 40, 30, 12, 4]), 54, 10)
    [False, True, False, True, True, False]
    """
    kept, above = [], n
    for count in counts:
        keep = count >= threshold and above - count >= threshold
        above = count if keep else above
        kept.append(keep)
    return kept


def _categories(frame: pd.DataFrame, column: str, decided: Release) -> Judged:
    """Hidden rows in the order of the declaration among themselves: an order by size would tell how large they are."""
    declared = [label for cell in decided.counts for name, label in cell if name == column and len(cell) == 1]
    if not declared:
        raise InputError(f"a table of {column} is not among privacy.tables; declare it before it is shown.")
    seen = [decided.shows((column, label)) for label in frame.index]
    hidden = [label for label, each in zip(frame.index, seen, strict=True) if not each]
    order = iter(sorted(hidden, key=lambda label: declared.index(label) if label in declared else len(declared)))
    rows = [label if each else next(order) for label, each in zip(frame.index, seen, strict=True)]
    return _to_multiples(frame, decided, [(column, str(label)) for label in frame.index]).loc[rows], seen


def _statistics(result: Result, decided: Release) -> Judged:
    """Rows over enough respondents, which are not nearly those of a row shown before, and give no hidden count away."""
    frame, counted = result.frame, next((column for column in COUNTS if column in result.frame), None)
    n = frame[counted] if counted else pd.Series(_over(result), index=frame.index)
    told = [all(map(decided.shows, result.tells.get(row, ()))) for row in frame.index]
    keep = list(_apart(n.where(told, 0), decided.study.privacy.threshold))
    # One denominator for all rows tells nothing apart, but beside another it could.
    return frame.drop(columns=counted) if counted and (n == n.iloc[0]).all() else frame, keep


def _over(result: Result) -> int:
    if result.n is None:
        raise InputError("the result does not say how many respondents it rests on; give its n.")
    return result.n


def _apart(counts: pd.Series, threshold: int) -> Iterator[bool]:
    """Which rows to show: those of enough respondents that no subtraction from a row shown before leaves few."""
    shown: list[float] = []
    for count in counts:
        keep = count >= threshold and all(count == other or abs(count - other) >= threshold for other in shown)
        shown += [count] if keep else []
        yield keep


def _bands(named: pd.Series, prices: Sequence[float], threshold: int) -> pd.DataFrame:
    """Counts by where each band starts, each as wide as it takes to hold enough; the last band has no end."""
    starts, counts = [0.0], []
    for price in prices:
        held = named[(named.index >= starts[-1]) & (named.index < price)].sum()
        if held >= threshold and named[named.index >= price].sum() >= threshold:
            counts.append(int(held))
            starts.append(price)
    bands = pd.Series([*counts, int(named[named.index >= starts[-1]].sum())], index=pd.Index(starts, name="from"))
    return bands[bands >= threshold].to_frame("count")


def _merged(flow: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """The flow of rows with rare reasons for exclusion taken together."""
    out = flow[flow["step"] == "excluded"].sort_values("rows", kind="stable")
    rare = out["rows"] < threshold
    # One rare reason alone would follow by subtraction, so the next joins it until their sum is not small.
    while rare.any() and not rare.all() and out.loc[rare, "rows"].sum() < threshold:
        rare.loc[out.index[~rare][0]] = True
    together = pd.DataFrame([("excluded", "reasons too rare to be told apart", int(out.loc[rare, "rows"].sum()))])
    parts = [flow[flow["step"] == "in"], out[~rare].sort_index(), together.set_axis(flow.columns, axis=1)]
    return pd.concat([*parts, flow[flow["step"] == "analysed"]], ignore_index=True)


def _to_multiples(frame: pd.DataFrame, decided: Release, cells: Sequence[Counted]) -> pd.DataFrame:
    """Counts to the declared multiple; the shares and limits beside them follow, since exact ones would undo it."""
    frame, counted = frame.copy(), next(name for name in COUNTS if name in frame)
    limits = [name for name in describe.SHARES if name in frame]
    for row, cell in zip(frame.index, cells, strict=True):
        count, share = frame.loc[row, counted], frame.loc[row, "share"] if limits else 1.0
        # What was judged is what is printed, and no other count in its place.
        if decided.counts.get((cell,), count) != count:
            raise InputError(f"{cell[0]}, {cell[1]}: {count} is not the count that was judged; count respondents.")
        # Those who did not answer have no share, and are printed as they are.
        if decided.rounds(cell[0]) and share > 0:
            n, rounded = round(count / share), decided.printed(count, cell[0])
            frame.loc[row, counted] = rounded
            frame.loc[row, limits] = [getattr(describe.proportion(min(rounded, n), n), name) for name in limits]
    return frame
