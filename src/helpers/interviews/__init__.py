"""The interviews: coded segments checked, themes and what they rest on, and the joint display beside the survey."""

from .joint import joint_display, statistic
from .reliability import coder_agreement, compare
from .themes import (
    JOINT_VERDICTS,
    PLACE,
    Interviews,
    leading_theme,
    new_codes,
    participant_load,
    read_interviews,
    theme_basis,
    theme_matrix,
    theme_spread,
)

__all__ = [
    "JOINT_VERDICTS",
    "PLACE",
    "Interviews",
    "coder_agreement",
    "compare",
    "joint_display",
    "leading_theme",
    "new_codes",
    "participant_load",
    "read_interviews",
    "statistic",
    "theme_basis",
    "theme_matrix",
    "theme_spread",
]
