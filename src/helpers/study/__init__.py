"""The study as declared, checked before anything is read, and what its files and results rest on."""

from .changes import PARAMETERS, changeable
from .checks import DECIDE, UNDECIDED, InputError, one_of
from .declaration import COMPARISONS, ROOT, UNKNOWN, Assumption, Criterion, Mark, Study, load
from .interviews import CODING_UNITS, Ask, DeclaredInterviews
from .invented import Average, Invented
from .labels import sidecar
from .layout import ANY, NO_ID, Layout
from .planned import Plan
from .privacy import SMALLEST_CLASS, Privacy
from .provenance import (
    SYNTHETIC,
    SYNTHETIC_ID,
    SYNTHETIC_LABEL,
    Source,
    check_label,
    check_recorded,
    digest,
    fingerprint,
    source,
    write_sidecar,
)
from .questions import ITEMISED, Question
from .report import PARTS, DeclaredReport
from .unseen import seen

__all__ = [
    "ANY",
    "CODING_UNITS",
    "COMPARISONS",
    "DECIDE",
    "ITEMISED",
    "NO_ID",
    "PARAMETERS",
    "PARTS",
    "ROOT",
    "SMALLEST_CLASS",
    "SYNTHETIC",
    "SYNTHETIC_ID",
    "SYNTHETIC_LABEL",
    "UNDECIDED",
    "UNKNOWN",
    "Ask",
    "Assumption",
    "Average",
    "Criterion",
    "DeclaredInterviews",
    "DeclaredReport",
    "InputError",
    "Invented",
    "Layout",
    "Mark",
    "Plan",
    "Privacy",
    "Question",
    "Source",
    "Study",
    "changeable",
    "check_label",
    "check_recorded",
    "digest",
    "fingerprint",
    "load",
    "one_of",
    "seen",
    "sidecar",
    "source",
    "write_sidecar",
]
