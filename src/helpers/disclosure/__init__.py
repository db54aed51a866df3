"""What may be shown of real respondents: counts suppressed, results released by rule, single respondents kept apart."""

from .anonymity import classes, kinds, refusal, scan, smallest_class
from .rules import Bands, Category, Curve, Kind, Rule
from .seal import Released, counting_nobody, nameable, released, rests_on
from .summaries import summaries
from .suppression import SUPPRESSED, Release, masked, release

__all__ = [
    "SUPPRESSED",
    "Bands",
    "Category",
    "Curve",
    "Kind",
    "Release",
    "Released",
    "Rule",
    "classes",
    "counting_nobody",
    "kinds",
    "masked",
    "nameable",
    "refusal",
    "release",
    "released",
    "rests_on",
    "scan",
    "smallest_class",
    "summaries",
]
