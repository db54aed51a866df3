"""Intervals for welfare measures, by every method on offer, and for plain means and medians of amounts."""

from .measure import DIFFERENCE, OFFSETS, Contrast, Target
from .methods import DRAWS, METHODS, Interval, check_level, find, recommended
from .plain import mean_interval, median_interval
from .profile import deviance
from .refits import Refits, draws
from .simulated import bootstrap, check_count, check_seed, krinsky_robb, percentiles

__all__ = [
    "DIFFERENCE",
    "DRAWS",
    "METHODS",
    "OFFSETS",
    "Contrast",
    "Interval",
    "Refits",
    "Target",
    "bootstrap",
    "check_count",
    "check_level",
    "check_seed",
    "deviance",
    "draws",
    "find",
    "krinsky_robb",
    "mean_interval",
    "median_interval",
    "percentiles",
    "recommended",
]
