"""Verdicts on published claims: what the data at hand say to each, and what may be said of it."""

from __future__ import annotations

import pandas as pd

from helpers.study import InputError, Mark

from .checks import CHECKS, Evidence, Found, rounds_to

CONSISTENT = "consistent"
INCONSISTENT = "inconsistent"
DERIVED = "derived"
BUILT_IN = "built in"
AGREES = "agrees"
DIFFERS = "differs"
NO_DATA = "no data here"
NOT_SUPPORTED = "not supported by what is reported"
VERDICTS = {
    CONSISTENT: "two published figures could contradict each other here, and do not",
    INCONSISTENT: "two published figures contradict each other",
    DERIVED: "it adds up, takes away or repeats published figures, and so checks none of them",
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
    if check.computed is not None:
        if not rounds_to(check.computed(evidence.claims, row["of"]), row):
            return INCONSISTENT
        return CONSISTENT if check.can_fail and row["mark"] == str(Mark.PUBLISHED) else DERIVED
    if check.cited is not None:
        check.cited(evidence, row)
        return DERIVED
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


def contradictions(judged: pd.DataFrame) -> dict[str, str]:
    """How many published figures check against one another, and which of them do not."""
    broken = judged[judged["verdict"] == INCONSISTENT]
    told = [f"{row['claim']} Other figures give {row['computed']}." for _, row in broken.iterrows()]
    return {
        "n_consistent": str(int((judged["verdict"] == CONSISTENT).sum())),
        "n_inconsistent": str(len(broken)),
        "contradictions": " ".join(told),
    }
