"""What may be shown of real respondents: counts suppressed, results masked, single respondents kept apart."""

from .anonymity import classes, kinds, refusal, scan, smallest_class
from .masking import bands, merged_flow, released, summaries, thinned
from .suppression import SUPPRESSED, Release, release

__all__ = [
    "SUPPRESSED",
    "Release",
    "bands",
    "classes",
    "kinds",
    "merged_flow",
    "refusal",
    "release",
    "released",
    "scan",
    "smallest_class",
    "summaries",
    "thinned",
]
