"""Bounds that can be used, and those that are refused by name, all at once."""

import numpy as np
import pandas as pd
import pytest

from helpers.valuation.errors import FitError
from helpers.valuation.likelihood.bounds import usable_bounds


def frame(*rows):
    return pd.DataFrame(rows, columns=["lower", "upper"])


def test_rows_without_an_answer_or_a_weight_are_left_out_and_only_the_first_are_counted():
    answers = frame((1, 2), (np.nan, np.nan), (3, np.inf), (5, 6))
    rows, lower, upper, weights, missing = usable_bounds(answers, [2, 1, 1, 0])
    assert (rows.tolist(), lower.tolist(), weights.tolist(), missing) == ([0, 2], [1, 3], [2, 1], 1)
    assert upper.tolist() == [2, np.inf]


@pytest.mark.parametrize("dtype", ["Float64", object])
def test_missing_bounds_may_be_written_as_pandas_writes_them(dtype):
    answers = pd.DataFrame({"lower": [1, pd.NA, 3], "upper": [2, pd.NA, 3]}, dtype=dtype)
    rows, lower, upper, _, missing = usable_bounds(answers)
    assert (rows.tolist(), lower.tolist(), upper.tolist(), missing) == ([0, 2], [1, 3], [2, 3], 1)
    assert lower.dtype == upper.dtype == float


def test_every_fault_is_told_with_its_rows():
    answers = frame((1, np.nan), (4, 3), (np.inf, np.inf), (-np.inf, -np.inf), (1, 1))
    with pytest.raises(FitError) as raised:
        usable_bounds(answers)
    half, order, side = str(raised.value).splitlines()
    assert half.startswith("Row 0, [1, nan): one bound is missing") and "from_interval2" in half
    assert order.startswith("Row 1, [4, 3): the lower bound is above")
    assert side.startswith("2 rows (2: [inf, inf), 3: [-inf, -inf)): a bound is infinite on the wrong side")


@pytest.mark.parametrize(
    ("answers", "weights", "words"),
    [
        (pd.DataFrame({"low": [1]}), None, "need columns lower and upper"),
        (frame((np.nan, np.nan)), None, "No usable answers are left"),
        (frame((1, 2)), [0], "No usable answers are left"),
        (frame((1, 2)), [-1], "each finite and not below 0"),
        (frame((1, 2), (2, 3)), [1, -1], "each finite and not below 0"),
        (frame((1, 2), (2, 3)), [np.inf, 1], "each finite and not below 0"),
        (frame((1, 2)), [1, 2], "one weight an answer"),
        (frame((1, 2)), pd.Series([1], index=[7]), "different row labels"),
    ],
)
def test_what_cannot_be_estimated_from_is_named(answers, weights, words):
    with pytest.raises(FitError, match=words):
        usable_bounds(answers, weights)
