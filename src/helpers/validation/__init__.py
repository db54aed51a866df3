"""The estimator held against surveys that others published, and against their packages."""

from .commands import ELSEWHERE, Task, translated
from .packages import dozen_means, faults, forest_fit, park_fit, quoted_on_packages, run_times
from .surveys import (
    COVARIATES,
    DOUBLE,
    PARK,
    SINGLE,
    agreed_digits,
    answers,
    nonparametric,
    park,
    park_answers,
    quoted,
    results,
    side_by_side,
    surveys,
    top_bid,
)

__all__ = [
    "COVARIATES",
    "DOUBLE",
    "ELSEWHERE",
    "PARK",
    "SINGLE",
    "Task",
    "agreed_digits",
    "answers",
    "dozen_means",
    "faults",
    "forest_fit",
    "nonparametric",
    "park",
    "park_answers",
    "park_fit",
    "quoted",
    "quoted_on_packages",
    "results",
    "run_times",
    "side_by_side",
    "surveys",
    "top_bid",
    "translated",
]
