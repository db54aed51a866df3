"""Results as they may be shown of real respondents: masked, thinned or taken together; as they are of invented ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers import cleaning, describe, disclosure
from helpers.study import InputError

# Columns that say how many respondents a row rests on; the first one present decides.
COUNTS = ("count", "respondents", "n", "pairs", "rows", "answered")


def released(frame: pd.DataFrame, decided: disclosure.Release, of: str = "") -> pd.DataFrame:
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
            labels = [(q.replace(" ", "_"), disclosure.MISSING if a == "missing" else a) for q, a in frame.index]
            frame = _to_multiples(frame, decided, [column for column, _ in labels])
            frame = _masked(frame, [decided.shows(label) for label in labels])
        case _ if of:
            if (of,) not in study.privacy.tables:
                raise InputError(f"a table of {of} is not among privacy.tables; declare it before it is shown.")
            frame = _to_multiples(frame, decided, [of] * len(frame))
            frame = _masked(frame, [decided.shows((of, label)) for label in frame.index])
        case ["group"]:
            everybody = frame.attrs.get("everybody", frame[counted].sum())
            frame = _masked(frame, disclosure.large_enough(frame[counted], everybody, threshold)).drop(columns=counted)
        case _ if counted and (frame[counted] == frame[counted].iloc[0]).all():
            # One denominator for all rows tells nothing apart, but beside another it could.
            frame = _masked(frame, frame[counted] >= threshold).drop(columns=counted)
        case _ if counted:
            tells = frame.attrs.get("tells", {})
            told = frame[counted].where([all(map(decided.shows, tells.get(row, ()))) for row in frame.index], 0)
            frame = _masked(frame, list(_apart(told, threshold)))
    frame.attrs["released"] = True
    return frame


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
    return pd.Series([*counts, int((amounts >= starts[-1]).sum())], index=starts)


def _apart(counts: pd.Series, threshold: int) -> Iterator[bool]:
    """Which rows to show: those of enough respondents that no subtraction from a row shown before leaves few."""
    shown: list[float] = []
    for count in counts:
        keep = count >= threshold and all(count == other or abs(count - other) >= threshold for other in shown)
        shown += [count] if keep else []
        yield keep


def _to_multiples(frame: pd.DataFrame, decided: disclosure.Release, columns: Iterable[str]) -> pd.DataFrame:
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
