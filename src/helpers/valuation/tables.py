"""Tables of models whose rows stand or fall alone: what cannot be fitted is a row of nan with the reason."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd

from .errors import AnswerError, FitError
from .results import Fit

AFit = TypeVar("AFit", bound=Fit)


def table_of(rows: Mapping[Any, Callable[[], dict]], columns: Sequence[str]) -> pd.DataFrame:
    """A frame of the rows, with a last column that says why a row holds no numbers.

    Parameters
    ----------
    rows : dict of callable
        By the row's name: from nothing to a dict of some of ``columns``, and of ``reason`` where there is one; or an
        error, FitError or AnswerError.
    columns : list of str

    Returns
    -------
    DataFrame
        ``columns`` and ``reason``, which is empty where there is nothing to explain.

    Examples
    --------
    >>> def refused():
    ...     raise FitError("Every answer is a yes.")
    >>> print(
    ...     table_of(
    ...         {"all": lambda: {"median": 5.0}, "some": refused}, ["median"]
    ...     ).to_csv(),
    ...     end="",
    ... )
    ,median,reason
    all,5.0,
    some,,Every answer is a yes.
    """
    found: dict[object, dict] = {}
    for name, build in rows.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a fit without a maximum: its row says so
            try:
                found[name] = {"reason": "", **build()}
            except (FitError, AnswerError) as problem:
                found[name] = {"reason": str(problem)}
    index = pd.MultiIndex.from_tuples(found) if isinstance(next(iter(found)), tuple) else list(found)
    return pd.DataFrame(list(found.values()), index, [*columns, "reason"])


def checked(fit: AFit) -> AFit:
    """The fit, once it is known to hold numbers."""
    if not fit.converged:
        raise FitError(fit.message)
    return fit
