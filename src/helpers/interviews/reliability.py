"""How far two or more coders agree, and when a figure of agreement says nothing."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import krippendorff
import numpy as np
import pandas as pd

from helpers.result import Result, shares

NONE = "(no code)"
EVERY_CODE = "every code"
# From here on chance agreement is so likely that kappa and alpha are small however well coders agree.
PREVALENT = 0.9


class Agreement(NamedTuple):
    """Agreement on one set of values; a coefficient that is undefined is missing, and the note says why."""

    units: int
    pairs: int
    agreement: float
    alpha: float
    kappa: float
    note: str


def coder_agreement(segments: pd.DataFrame, unit: list[str]) -> Result:
    """Compare coders over the declared units: on the code itself, or code by code where units carry several.

    A coder who marked anything in an interview is taken to have read the whole of it, so that a unit they left
    unmarked counts as theirs without the code; an interview they never touched is missing. Segments are compared as
    they stand, so that they suit coders who were given the same stretches; where each drew their own, compare
    interviews.

    Parameters
    ----------
    segments : DataFrame
        interview, start, end, code, coder.
    unit : list of str
        The columns that make a unit, interview among them.

    Returns
    -------
    Result
        Indexed by code: the fields of `Agreement`. One row for every code together where no coder gave a unit more
        than one, else a binary comparison for each code.

    Examples
    --------
    >>> coded = pd.DataFrame(
    ...     {"interview": list("AABB"), "code": list("xxxy"), "coder": list("1212")}
    ... )
    >>> found = coder_agreement(coded, ["interview"]).frame
    >>> found[["units", "agreement"]].values.tolist()
    [[2.0, 0.5]]
    """
    coders = sorted(segments["coder"].unique())
    units = list(segments[unit].drop_duplicates().itertuples(index=False, name=None))
    given = segments.groupby([*unit, "coder"])["code"].agg(set).to_dict()
    read = set(zip(segments["interview"], segments["coder"], strict=True))
    place = unit.index("interview")
    # What each coder gave each unit: a set of codes, or None where they did not read the interview.
    sets = [[given.get((*u, c), set()) if (u[place], c) in read else None for c in coders] for u in units]
    alone = max(map(len, given.values())) == 1
    rows = {}
    for name in [EVERY_CODE] if alone else segments["code"].unique():
        values = [[_value(codes, "" if alone else name) for codes in row] for row in sets]
        rows[name] = compare(pd.DataFrame(values, columns=coders, dtype=object))
    frame = pd.DataFrame(rows.values(), index=pd.Index(rows, name="code"), columns=Agreement._fields)
    return Result(frame, shares("agreement"))


def _value(codes: set[str] | None, code: str) -> str | bool | None:
    """The one code that a unit was given, or whether it was given this one; None where it was not read."""
    if codes is None:
        return None
    return code in codes if code else next(iter(codes), NONE)


def compare(values: pd.DataFrame) -> Agreement:
    """Per cent agreement, Krippendorff's alpha at nominal level and, for two coders, Cohen's kappa.

    Parameters
    ----------
    values : DataFrame
        A row a unit, a column a coder; missing where the coder did not see the unit.

    Returns
    -------
    Agreement
        units seen by two coders or more, pairs of values compared, agreement as a share of them, alpha, kappa.

    Notes
    -----
    Krippendorff (2019) for alpha; Cohen (1960) for kappa, and Byrt et al. (1993) for what prevalence does to it.
    """
    paired = values[values.notna().sum(axis=1) > 1]
    if paired.empty:
        return Agreement(0, 0, np.nan, np.nan, np.nan, "undefined: no unit was seen by two coders")
    rows = [row[~pd.isna(row)] for row in paired.to_numpy(object)]
    same = [a == b for row in rows for a, b in itertools.combinations(row, 2)]
    numbers, kinds = pd.factorize(np.concatenate(rows))
    if len(kinds) == 1:
        reason = "undefined: every value is the same, so chance alone would agree as well"
        return Agreement(len(rows), len(same), float(np.mean(same)), np.nan, np.nan, reason)
    places = {kind: place for place, kind in enumerate(kinds)}
    coded = paired.map(lambda value: np.nan if pd.isna(value) else places[value]).to_numpy(float)
    alpha = krippendorff.alpha(coded.T, level_of_measurement="nominal")
    kappa, note = np.nan, "kappa is for two coders" if values.shape[1] > 2 else ""
    if values.shape[1] == 2:
        # Importing scikit-learn takes a second, which only pages that compare two coders should pay.
        from sklearn.metrics import cohen_kappa_score

        kappa = cohen_kappa_score(coded[:, 0], coded[:, 1])
    if np.bincount(numbers).max() / len(numbers) >= PREVALENT:
        note = "one value prevails: alpha and kappa can be low although coders agree; read the per cent beside them"
    return Agreement(len(rows), len(same), float(np.mean(same)), alpha, kappa, note)
