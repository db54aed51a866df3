"""Sentences and tables as readers see them; a number enters a sentence only from the ledger."""

from .checklists import (
    CHECKLISTS,
    checklist_appendix,
    checklist_evidence,
    filled_checklist,
    questions_for_authors,
    read_checklist,
)
from .interviews import InterviewPage
from .other_packages import other_packages
from .page import Page, assumptions
from .parameters import parameters
from .prose import BANNER, CITATION, INVENTED, comparisons, inert
from .tables import Table
from .widgets import explore_bounds, explore_means

__all__ = [
    "BANNER",
    "CHECKLISTS",
    "CITATION",
    "INVENTED",
    "InterviewPage",
    "Page",
    "Table",
    "assumptions",
    "checklist_appendix",
    "checklist_evidence",
    "comparisons",
    "explore_bounds",
    "explore_means",
    "filled_checklist",
    "inert",
    "other_packages",
    "parameters",
    "questions_for_authors",
    "read_checklist",
]
