"""A function a figure, each with its mark on its face and a sentence for those who cannot see it."""

from .estimator import bid_response, dots, profile, survivor
from .multiverse import specifications, unknowns
from .picture import Picture, outline, said
from .survey import amounts, demand, demand_bounds, means, new_codes, row_flow, shares, willing

__all__ = [
    "Picture",
    "amounts",
    "bid_response",
    "demand",
    "demand_bounds",
    "dots",
    "means",
    "new_codes",
    "outline",
    "profile",
    "row_flow",
    "said",
    "shares",
    "specifications",
    "survivor",
    "unknowns",
    "willing",
]
