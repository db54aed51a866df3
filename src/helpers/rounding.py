"""The one door through which numbers leave: rounded, so that every processor writes the same digits.

Kernels for other instruction sets add up in another order and differ in the last digits of a double. Whatever is
written or compared keeps fewer digits than that, and fewer than its computation guarantees.
"""

from __future__ import annotations

from typing import overload

import numpy as np
import pandas as pd

# Refits of a bootstrap stop at 1e-9 of the value (the loosest of all: full fits go to 1e-13); three digits in reserve.
DIGITS = 6
# What a person typed or declared is no result and is kept as it came; printing rounds to pence and the like from here,
# so that a half that one processor puts just below and another just above prints alike.
TYPED_DIGITS = 10
TYPED = ("amount", "wtp_amount", "card_chosen", "price", "bid", "fee")


@overload
def rounded(numbers: float, digits: int = DIGITS) -> float: ...
@overload
def rounded(numbers: np.ndarray, digits: int = DIGITS) -> np.ndarray: ...
def rounded(numbers: float | np.ndarray, digits: int = DIGITS) -> float | np.ndarray:
    """Numbers to so many significant digits; what is not finite stays, and there is no negative zero.

    Parameters
    ----------
    numbers : float or array of float
        Any shape.
    digits : int
        Significant digits, at most `TYPED_DIGITS`.

    Returns
    -------
    float or ndarray
        In the shape given.

    Examples
    --------
    >>> rounded(40.68123456), rounded(-0.000123456789), rounded(float("inf"))
    (40.6812, -0.000123457, inf)
    """
    if np.ndim(numbers) == 0:
        return float(f"{float(numbers):.{digits - 1}e}") + 0.0
    shape = np.shape(numbers)
    return np.array([rounded(each, digits) for each in np.ravel(numbers)], dtype=float).reshape(shape)


def to_step(number: float, step: float) -> float:
    """The nearest multiple of a step: the last digit that a simulated number bears; 0 leaves it.

    >>> (
    ...     to_step(89.38, 1.0),
    ...     to_step(76.4, 10.0),
    ...     to_step(float("inf"), 1.0),
    ...     to_step(40.48, 0),
    ... )
    (89.0, 80.0, inf, 40.48)
    """
    return number if not step or np.isinf(number) else rounded(round(number / step) * step)


def printed(number: float, form: str) -> str:
    """A number as a sentence or a figure shows it: rounded first, so that a half falls to one side everywhere.

    Parameters
    ----------
    number : float
        The result.
    form : str
        As in a format string: ``".1f"``, ``".0%"``.

    Examples
    --------
    >>> (
    ...     0.15 + 0.15 + 0.15,
    ...     f"{0.15 + 0.15 + 0.15:.1f}",
    ...     printed(0.15 + 0.15 + 0.15, ".1f"),
    ... )
    (0.44999999999999996, '0.4', '0.5')
    """
    return format(rounded(number, TYPED_DIGITS), form)


def rounded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as it may be written: floats rounded, those of columns named in `TYPED` as typed."""

    def column(values: pd.Series) -> pd.Series:
        if not pd.api.types.is_float_dtype(values.dtype) and values.dtype != object:
            return values
        digits = TYPED_DIGITS if values.name in TYPED else DIGITS
        return values.map(lambda value: rounded(value, digits) if isinstance(value, float) else value)

    # By position: a table may have two columns of one name.
    columns = [column(frame.iloc[:, place]) for place in range(frame.shape[1])]
    return pd.concat(columns, axis=1) if columns else frame
