"""Published claims: every number that a sentence prints, and what the data at hand say to each claim."""

from .ledger import Ledger, ledger
from .numbers import Entry
from .verdicts import AGREES, BUILT_IN, CONSISTENT, DERIVED, DIFFERS, INCONSISTENT, NO_DATA, NOT_SUPPORTED, VERDICTS

__all__ = [
    "AGREES",
    "BUILT_IN",
    "CONSISTENT",
    "DERIVED",
    "DIFFERS",
    "INCONSISTENT",
    "NOT_SUPPORTED",
    "NO_DATA",
    "VERDICTS",
    "Entry",
    "Ledger",
    "ledger",
]
