"""The likelihood of answers: observations made of them, distributions of WTP, and models ready to maximise."""

from .distributions import DISTRIBUTIONS
from .maximum import maximise
from .model import Model, standardised
from .observations import FORMAT, group_codes, observe, usable_bounds
from .pairs import BivariateLikelihood, HeldCorrelation
from .respondents import LARGEST_RATIO, RespondentLikelihood
from .single import ABOVE, BELOW, BETWEEN, EXACT, NOTHING, ZERO, ZERO_OR_BELOW

__all__ = [
    "ABOVE",
    "BELOW",
    "BETWEEN",
    "DISTRIBUTIONS",
    "EXACT",
    "FORMAT",
    "LARGEST_RATIO",
    "NOTHING",
    "ZERO",
    "ZERO_OR_BELOW",
    "BivariateLikelihood",
    "HeldCorrelation",
    "Model",
    "RespondentLikelihood",
    "group_codes",
    "maximise",
    "observe",
    "standardised",
    "usable_bounds",
]
