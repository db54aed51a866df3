"""Monte Carlo studies: populations of which the truth is known, how intervals do in them, and who computes it."""

from .commands import cost, coverage, main, stored
from .experiments import FULL, QUICK, SEED, Setting, Task, limits, share_coverage, shares, table, tasks
from .pages import cost_of_a_million, coverage_of, planned, planned_for, power_by_test, quoted
from .populations import Population
from .workers import run

__all__ = [
    "FULL",
    "QUICK",
    "SEED",
    "Population",
    "Setting",
    "Task",
    "cost",
    "cost_of_a_million",
    "coverage",
    "coverage_of",
    "limits",
    "main",
    "planned",
    "planned_for",
    "power_by_test",
    "quoted",
    "run",
    "share_coverage",
    "shares",
    "stored",
    "table",
    "tasks",
]
