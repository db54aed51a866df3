"""From an export to respondents: files read as text, the survey tool recognised, every row accounted for."""

from .export import DUPLICATE, RESPONSE_ID, SHARED, inputs, read_export, read_table, rows_found
from .files import csv_text, found_rows, neutralised, read_rows, restored
from .plausibility import slips
from .respondents import STATUSES, USABLE, ZERO_STATUSES, Survey, item_columns, possible_statuses, survey, usable
from .tools import Tool, recognise

__all__ = [
    "DUPLICATE",
    "RESPONSE_ID",
    "SHARED",
    "STATUSES",
    "USABLE",
    "ZERO_STATUSES",
    "Survey",
    "Tool",
    "csv_text",
    "found_rows",
    "inputs",
    "item_columns",
    "neutralised",
    "possible_statuses",
    "read_export",
    "read_rows",
    "read_table",
    "recognise",
    "restored",
    "rows_found",
    "slips",
    "survey",
    "usable",
]
