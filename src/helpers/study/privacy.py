"""How those who answered are protected: a table of the declaration."""

from collections.abc import Collection
from dataclasses import dataclass

from .checks import InputError, Kind, checked_table, distinct_texts, one_of

# Below this many respondents who look alike, a file of single respondents is not released (k-anonymity).
SMALLEST_CLASS = 5
# Counts below it are suppressed where a study declares no other (UK LLC; ONS Longitudinal Study).
THRESHOLD = 10
KEYS: dict[str, Kind] = dict.fromkeys(("tables", "public", "quasi_identifiers"), list)
OPTIONAL_KEYS: dict[str, Kind] = {"threshold": int, "rounding": int, "signed_by": str}


@dataclass(frozen=True)
class Privacy:
    """What may be published of a real survey.

    Attributes
    ----------
    threshold : int
        A count below it, zero included, is suppressed; `THRESHOLD` unless declared.
    rounding : int
        Counts of columns that are not public are printed to the nearest multiple of it, and the shares beside them
        follow; 1 leaves them. How many answered stays exact, so that nothing counts as protected by it.
    tables : tuple of tuple of str
        Every table that may be published: one column of the respondents, or two that are crossed.
    public : tuple of str
        Columns whose counts are public already, so that they are shown, and taken as known to everybody.
    quasi_identifiers : tuple of str
        Columns that others may know of a respondent; those alike in all of them hide among one another.
    signed_by : str
        Who answers for releasing single respondents although fewer than `SMALLEST_CLASS` are alike; blank: nobody.
    """

    threshold: int
    rounding: int
    tables: tuple[tuple[str, ...], ...]
    public: tuple[str, ...]
    quasi_identifiers: tuple[str, ...]
    signed_by: str = ""


def privacy(declared: dict, columns: Collection[str]) -> Privacy:
    """Check the table ``privacy`` against the columns that respondents will have."""
    checked_table(declared, "privacy", KEYS, OPTIONAL_KEYS)
    declared = {"threshold": THRESHOLD, "rounding": 1} | declared
    for key in ("threshold", "rounding"):
        if declared[key] < 1:
            raise InputError(f"privacy.{key} is {declared[key]}; give a whole number of at least 1.")
    for key in ("public", "quasi_identifiers"):
        for column in distinct_texts(declared[key], f"privacy.{key}"):
            one_of(column, f"privacy.{key}", columns)
    tables = []
    for names in declared["tables"]:
        if not isinstance(names, list) or len(names) not in (1, 2):
            raise InputError(f"privacy.tables holds {names!r}; give each table as a list of one or two columns.")
        for column in distinct_texts(names, "privacy.tables"):
            one_of(column, "privacy.tables", columns)
        tables.append(tuple(names))
    named = {key: tuple(declared[key]) for key in ("public", "quasi_identifiers")}
    return Privacy(**declared | named | {"tables": tuple(tables)})
