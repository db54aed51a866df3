"""The likelihood of answers: observations made of them, distributions of WTP, and models ready to maximise."""

from .bounds import usable_bounds
from .distributions import DISTRIBUTIONS
from .maximum import maximise
from .model import Model, standardised
from .npmle import Npmle, npmle
from .observations import FORMAT, group_codes, observe
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
    "Npmle",
    "RespondentLikelihood",
    "group_codes",
    "maximise",
    "npmle",
    "observe",
    "standardised",
    "usable_bounds",
]
