"""Verdicts on published claims: what the data at hand say to each, and what may be said of it."""

from __future__ import annotations

import pandas as pd

from helpers.study import InputError

from .checks import CHECKS, Evidence, Found, rounds_to

CONSISTENT = "consistent"
BUILT_IN = "built in"
AGREES = "agrees"
DIFFERS = "differs"
NO_DATA = "no data here"
NOT_SUPPORTED = "not supported by what is reported"
VERDICTS = {
    CONSISTENT: "the published figures bear it out",
    BUILT_IN: "the synthetic data were made to match it, so they are no evidence for it",
    AGREES: "a real export gives the same, after rounding",
    DIFFERS: "a real export gives something else",
    NO_DATA: "nothing here can check it",
    NOT_SUPPORTED: "it is stated, but nothing that is reported bears on it",
}


def verdict_on(row: pd.Series, found: Found, evidence: Evidence) -> str:
    """The verdict on one claim, or a stop where a slip of ours contradicts what is published."""
    check = CHECKS[row["check"]]
    if not check.supported:
        return NOT_SUPPORTED
    if check.holds is not None:
        check.holds(evidence, row)
        return CONSISTENT
    if found is None:
        return NO_DATA
    same = found.casefold() == row["value"].casefold() if isinstance(found, str) else rounds_to(found, row)
    study = evidence.survey.study
    if not study.synthetic:
        return AGREES if same else DIFFERS
    if not same and study.changed:
        # What was changed was not made to match, and what was made up says nothing.
        return NO_DATA
    if not same:
        made, remedy = study.export, "run `python -m helpers.synthetic`"
        if check.on_interviews and study.interviews is not None:
            made, remedy = study.interviews.folder, "restore the placeholder tables"
        raise InputError(
            f"{study.shown(made)}: {row.name} comes out as {found}, but was made to be {row['value']}; {remedy}."
        )
    return BUILT_IN
