"""Results as they may be shown of real respondents: masked, thinned or taken together; as they are of invented ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers import cleaning, describe, wtp
from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import InputError
from helpers.valuation import FitError

from .suppression import MISSING, SUPPRESSED, Release, large_enough

# The names under which sentences print what `summaries` gives.
SUMMARIES = (
    "n_usable", "mean", "sd", "mean_interval", "median", "quartiles", "median_interval", "median_level",
    "trimmed_mean", "without_one",
)  # fmt: skip
# Columns that say how many respondents a row rests on; the first one present decides.
COUNTS = ("count", "respondents", "n", "pairs", "rows", "answered")


def released(frame: pd.DataFrame, decided: Release, of: str = "") -> pd.DataFrame:
    """A table of results as it may be shown; in synthetic mode, as it is.

    Parameters
    ----------
    frame : DataFrame
        Counts of the categories of a declared column (its index), or statistics with a count of their own. A row of
        which ``attrs["tells"]`` names counts is shown where they are.
    decided : Release
        What `disclosure.release` gave.
    of : str
        The column whose categories the rows are; blank for statistics.

    Returns
    -------
    DataFrame
        With masked numbers missing; ``attrs["released"]`` says that it went through here.
    """
    study = decided.study
    if study.synthetic:
        return frame
    frame, threshold = frame.copy(), study.privacy.threshold
    counted = next((column for column in COUNTS if column in frame), None)
    match frame.index.names:
        case ["price"]:
            frame = frame[thinned(frame["count"], int(frame["n"].iloc[0]), threshold)]
        case ["question"]:
            pass  # how many did not answer a question is a printed denominator
        case ["question", "answer"]:
            labels = [(q.replace(" ", "_"), MISSING if a == "missing" else a) for q, a in frame.index]
            frame = _to_multiples(frame, decided, [column for column, _ in labels])
            frame = _masked(frame, [decided.shows(label) for label in labels])
        case _ if of:
            if (of,) not in study.privacy.tables:
                raise InputError(f"a table of {of} is not among privacy.tables; declare it before it is shown.")
            frame = _to_multiples(frame, decided, [of] * len(frame))
            frame = _masked(frame, [decided.shows((of, label)) for label in frame.index])
            frame = _in_declared_order(frame, decided, of)
        case ["group"]:
            everybody = frame.attrs.get("everybody", frame[counted].sum())
            # The median of a few is the amount of one of them.
            if "median" in frame:
                frame["median"] = frame["median"].mask(frame[counted] < 2 * threshold)
            frame = _masked(frame, large_enough(frame[counted], everybody, threshold)).drop(columns=counted)
        case _ if counted and (frame[counted] == frame[counted].iloc[0]).all():
            # One denominator for all rows tells nothing apart, but beside another it could.
            frame = _masked(frame, frame[counted] >= threshold).drop(columns=counted)
        case _ if counted:
            told = frame[counted].where(_told(frame, decided), 0)
            frame = _masked(frame, list(_apart(told, threshold)))
        case _ if "tells" in frame.attrs:
            enough = frame.attrs["n"] >= threshold
            frame = _masked(frame, [enough and told for told in _told(frame, decided)])
    frame.attrs["released"] = True
    return frame


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

    def ordered(*limits: float) -> str:
        aside = min(min((amounts <= limit).sum(), (amounts >= limit).sum()) for limit in limits)
        return money(*limits) if aside >= threshold else SUPPRESSED

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
        "mean_interval": money(found.mean_interval.low, found.mean_interval.high),
        "median": ordered(found.median),
        "quartiles": ordered(found.lower_quartile, found.upper_quartile),
        "median_interval": ordered(found.median_interval.low, found.median_interval.high),
        "median_level": f"{printed(100 * found.median_interval.coverage, '.1f')} %",
        "trimmed_mean": money(found.trimmed_mean),
        "without_one": without_one if study.synthetic else SUPPRESSED,
    }


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


def merged_flow(survey: cleaning.Survey) -> pd.DataFrame:
    """The flow of rows with rare reasons for exclusion taken together; in synthetic mode, as it is."""
    flow, threshold = survey.flow, survey.study.privacy.threshold
    if survey.study.synthetic:
        return flow
    out = flow[flow["step"] == "excluded"].sort_values("rows", kind="stable")
    rare = out["rows"] < threshold
    # One rare reason alone would follow by subtraction, so the next joins it until their sum is not small.
    while rare.any() and not rare.all() and out.loc[rare, "rows"].sum() < threshold:
        rare.loc[out.index[~rare][0]] = True
    together = pd.DataFrame([("excluded", "reasons too rare to be told apart", int(out.loc[rare, "rows"].sum()))])
    parts = [flow[flow["step"] == "in"], out[~rare].sort_index(), together.set_axis(flow.columns, axis=1)]
    merged = pd.concat([*parts, flow[flow["step"] == "analysed"]], ignore_index=True)
    merged.attrs["released"] = True
    return merged


def bands(amounts: pd.Series, card: tuple[float, ...], threshold: int) -> pd.Series:
    """Count amounts in bands that start at 0 and at declared prices, each as wide as it takes to hold enough.

    Returns
    -------
    Series
        Counts, indexed by where each band starts; the last band has no end.
    """
    starts, counts = [0.0], []
    edges = [price for price in card if price > 0]
    for edge in edges:
        held, left = ((amounts >= starts[-1]) & (amounts < edge)).sum(), (amounts >= edge).sum()
        if held >= threshold and left >= threshold:
            counts.append(int(held))
            starts.append(edge)
    bands = pd.Series([*counts, int((amounts >= starts[-1]).sum())], index=starts)
    return bands[bands >= threshold]


def _apart(counts: pd.Series, threshold: int) -> Iterator[bool]:
    """Which rows to show: those of enough respondents that no subtraction from a row shown before leaves few."""
    shown: list[float] = []
    for count in counts:
        keep = count >= threshold and all(count == other or abs(count - other) >= threshold for other in shown)
        shown += [count] if keep else []
        yield keep


def _told(frame: pd.DataFrame, decided: Release) -> list[bool]:
    """Of each row, whether every count that ``attrs["tells"]`` says it gives away is shown."""
    tells = frame.attrs.get("tells", {})
    return [all(map(decided.shows, tells.get(row, ()))) for row in frame.index]


def _in_declared_order(frame: pd.DataFrame, decided: Release, of: str) -> pd.DataFrame:
    """Hidden rows in the order of the declaration among themselves: an order by size would tell how large they are."""
    declared = [label for cell in decided.counts for column, label in cell if column == of and len(cell) == 1]
    shown = [decided.shows((of, label)) for label in frame.index]
    hidden = [label for label, seen in zip(frame.index, shown, strict=True) if not seen]
    hidden = iter(sorted(hidden, key=lambda label: declared.index(label) if label in declared else len(declared)))
    return frame.loc[[label if seen else next(hidden) for label, seen in zip(frame.index, shown, strict=True)]]


def _to_multiples(frame: pd.DataFrame, decided: Release, columns: Iterable[str]) -> pd.DataFrame:
    """Counts to the declared multiple; the shares and limits beside them follow, since exact ones would undo it."""
    counted = next(name for name in COUNTS if name in frame)
    limits = [name for name in ("share", "low", "high") if name in frame]
    for row, column in zip(frame.index, columns, strict=True):
        count, share = frame.loc[row, counted], frame.loc[row, "share"] if limits else 1.0
        # Those who did not answer have no share, and are printed as they are.
        if decided.rounds(column) and share > 0:
            n, rounded = round(count / share), decided.printed(count, column)
            frame.loc[row, counted] = rounded
            frame.loc[row, limits] = [getattr(describe.proportion(min(rounded, n), n), name) for name in limits]
    return frame


def _masked(frame: pd.DataFrame, keep: Iterable[bool]) -> pd.DataFrame:
    """Numbers of the rows that are not kept made missing; text and flags stay."""
    keep = np.fromiter(keep, dtype=bool, count=len(frame))
    for column in frame.select_dtypes("number"):
        frame[column] = frame[column].astype("Float64" if column not in COUNTS else "Int64").mask(~keep)
    return frame
