"""Invented respondents, from declared assumptions, and the export that a survey tool would have made of them."""

from .amounts import heaped, respondents, ticks
from .assumptions import Assumptions, assumptions
from .survey_export import build, content, write

__all__ = ["Assumptions", "assumptions", "build", "content", "heaped", "respondents", "ticks", "write"]
