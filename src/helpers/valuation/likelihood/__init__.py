"""The likelihood of answers: observations made of them, distributions of WTP, and models ready to maximise."""

from .bounds import usable_bounds
from .composed import ComposedLikelihood
from .distributions import DISTRIBUTIONS, Distribution
from .formulas import FORMAT, LOCATION, NO_WTP, SCALE, SHAPE
from .gamma import SHAPED, Shaped
from .interface import AnyModel
from .maximum import ScoredLikelihood, maximise
from .model import Model, orthogonal, standardised
from .npmle import Npmle, Spread, npmle
from .observations import Observations, group_codes, observe
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
    "LOCATION",
    "NOTHING",
    "NO_WTP",
    "SCALE",
    "SHAPE",
    "SHAPED",
    "ZERO",
    "ZERO_OR_BELOW",
    "AnyModel",
    "BivariateLikelihood",
    "ComposedLikelihood",
    "Distribution",
    "HeldCorrelation",
    "Model",
    "Npmle",
    "Observations",
    "RespondentLikelihood",
    "ScoredLikelihood",
    "Shaped",
    "Spread",
    "group_codes",
    "maximise",
    "npmle",
    "observe",
    "orthogonal",
    "standardised",
    "usable_bounds",
]
