"""The likelihood of answers: observations made of them, distributions of WTP, and models ready to maximise."""

from .bounds import usable_bounds
from .distributions import DISTRIBUTIONS, Distribution
from .maximum import maximise
from .model import Model, standardised
from .npmle import Npmle, Spread, npmle
from .observations import FORMAT, Observations, group_codes, observe
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
    "Distribution",
    "HeldCorrelation",
    "Model",
    "Npmle",
    "Observations",
    "RespondentLikelihood",
    "Spread",
    "group_codes",
    "maximise",
    "npmle",
    "observe",
    "standardised",
    "usable_bounds",
]
