"""Rounding at the door: against decimal arithmetic, and what a last digit may not change."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.cleaning import csv_text
from helpers.rounding import DIGITS, TYPED_DIGITS, rounded, rounded_frame

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)


@pytest.mark.slow
@given(NUMBERS)
def test_agrees_with_decimal_arithmetic(number):
    # Python's decimal module rounds the exact value of the double.
    exact = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(number))
    assert rounded(number) == float(exact)


@pytest.mark.slow
@given(NUMBERS)
def test_rounding_twice_is_rounding_once(number):
    assert rounded(rounded(number)) == rounded(number)


@given(st.integers(-(10**DIGITS) + 1, 10**DIGITS - 1))
def test_whole_numbers_of_few_digits_stay(number):
    assert rounded(number) == number


@pytest.mark.parametrize("number", [58.0, 1 / 3, 2.6363636363636331, 1e-12 / 7])
def test_the_last_digits_of_a_double_change_nothing(number):
    near = np.nextafter(number, np.inf), np.nextafter(number, -np.inf)
    assert {rounded(each) for each in near} == {rounded(number)}


def test_what_is_not_finite_stays_and_zero_has_no_sign():
    assert np.isnan(rounded(np.nan)) and rounded(-np.inf) == -np.inf
    assert str(rounded(-0.0)) == "0.0"
    assert rounded(np.array([[1 / 3], [np.inf]])).tolist() == [[0.333333], [np.inf]]


def test_a_table_keeps_what_was_typed_and_rounds_what_was_computed():
    frame = pd.DataFrame({"amount": [12345.67], "mean": [12345.678], "n": [1234567890], "text": ["1.23456789"]})
    assert rounded_frame(frame).iloc[0].tolist() == [12345.67, 12345.7, 1234567890, "1.23456789"]
    assert csv_text(pd.DataFrame({"x": [1 / 3, None], "y": pd.array([1 / 3, None], "Float64")})) == (
        '"x","y"\n"0.333333","0.333333"\n"",""\n'
    )
    assert rounded_frame(pd.DataFrame([[1 / 3, 2 / 3]], columns=["a", "a"])).iloc[0].tolist() == [0.333333, 0.666667]
    assert TYPED_DIGITS <= 10
