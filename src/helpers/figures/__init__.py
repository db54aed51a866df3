"""A function a figure, each with its mark on its face and a sentence for those who cannot see it.

Two draw anybody's answers without a declared study, and carry no mark.
"""

from .card import card
from .estimator import bid_response, dots, profile, survivor
from .legibility import faults
from .multiverse import specifications, unknowns
from .own import fitted_demand, fitted_measures
from .picture import Picture, outline
from .planning import precision_by_n
from .style import spelled
from .survey import amounts, demand, demand_bounds, means, new_codes, row_flow, shares, willing

__all__ = [
    "Picture",
    "amounts",
    "bid_response",
    "card",
    "demand",
    "demand_bounds",
    "dots",
    "faults",
    "fitted_demand",
    "fitted_measures",
    "means",
    "new_codes",
    "outline",
    "precision_by_n",
    "profile",
    "row_flow",
    "shares",
    "specifications",
    "spelled",
    "survivor",
    "unknowns",
    "willing",
]
