"""The table of branches: each has a reason, each specification is of one class, and classes are told by their rule."""

import re
from dataclasses import fields, replace

import pytest

from helpers.wtp.choices import (
    BASE,
    CARD,
    CENSORED,
    CHOICES,
    PEOPLE,
    REASONS,
    SHARES,
    TOP_CODED,
    TOPS,
    TRIMMED,
    WINSORISED,
    Specification,
    specifications,
)


def test_every_branch_used_has_a_reason_and_every_reason_is_used():
    every = specifications()
    for choice in CHOICES:
        assert {getattr(each, choice) for each in every} == set(REASONS[choice]), choice
    assert CHOICES == tuple(REASONS) == tuple(part.name for part in fields(Specification))
    assert len(every) == len(set(every))


# By definition: a mean with its ends cut off is no mean of everybody, and the amount ticked bounds the mean from below.
@pytest.mark.parametrize(
    ("changes", "estimand"),
    [
        ({}, "mean"),
        ({"measure": "median"}, "median"),
        ({"measure": next(iter(SHARES))}, next(iter(SHARES))),
        ({"outliers": "trimmed 10 %"}, "trimmed mean"),
        ({"outliers": "winsorised 10 %"}, "winsorised mean"),
        ({"outliers": "top-coded 100"}, "truncated mean"),
        ({"question": CARD, "estimator": "tick"}, "lower bound"),
        ({"question": CARD, "estimator": "next"}, "upper bound"),
        ({"question": CARD, "estimator": "midpoint"}, "mean"),
        ({"estimator": "geometric"}, "geometric mean"),
        ({"estimator": "weibull", "measure": "truncated mean"}, "truncated mean"),
    ],
)
def test_the_class_of_what_is_estimated(changes, estimand):
    assert replace(BASE, **changes).estimand == estimand


@pytest.mark.parametrize("table", [CENSORED, TRIMMED, WINSORISED, TOP_CODED, TOPS, SHARES])
def test_a_branch_does_what_its_name_says(table):
    said = {name: float(re.search(r"[\d.]+", name)[0]) / (100 if "%" in name else 1) for name in table}
    assert table == pytest.approx(said)


def test_whoever_counts_as_a_zero_is_a_status_and_payers_never_are():
    assert all("payer" not in statuses for statuses in PEOPLE.values())
    assert PEOPLE["payers alone"] == () and set(PEOPLE["true zeros alone"]) < set(PEOPLE["base case"])
