"""From an export to respondents: files read as text, the survey tool recognised, every row accounted for."""

from .described import TOOLS
from .export import DUPLICATE, RESPONSE_ID, SHARED, inputs, read_export, read_table, rows_found
from .files import csv_text, neutralised, restored
from .plausibility import slips
from .recognition import Column, Export, recognised
from .respondents import (
    STATUSES,
    USABLE,
    ZERO_STATUSES,
    Survey,
    possible_statuses,
    rows_accounted_for,
    survey,
    usable,
)
from .sheet import short_row
from .tools import NOT_SHOWN, Tool, pattern

__all__ = [
    "DUPLICATE",
    "NOT_SHOWN",
    "RESPONSE_ID",
    "SHARED",
    "STATUSES",
    "TOOLS",
    "USABLE",
    "ZERO_STATUSES",
    "Column",
    "Export",
    "Survey",
    "Tool",
    "csv_text",
    "inputs",
    "neutralised",
    "pattern",
    "possible_statuses",
    "read_export",
    "read_table",
    "recognised",
    "restored",
    "rows_accounted_for",
    "rows_found",
    "short_row",
    "slips",
    "survey",
    "usable",
]
