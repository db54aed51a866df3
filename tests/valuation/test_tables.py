"""Tables whose rows stand or fall alone."""

import warnings

import pytest

from helpers.valuation import AnswerError, FitError
from helpers.valuation.tables import table_of


def test_a_row_that_fails_keeps_the_others():
    def refuse(error):
        raise error("why")

    def warn():
        warnings.warn("of one row", stacklevel=1)
        return {"value": 2}

    rows = {"a": lambda: {"value": 1}, "b": lambda: refuse(FitError), "c": lambda: refuse(AnswerError), "d": warn}
    table = table_of(rows, ["value"])
    assert table["value"].tolist()[::3] == [1, 2] and table["value"].isna().tolist() == [False, True, True, False]
    assert table["reason"].tolist() == ["", "why", "why", ""]
    with pytest.raises(ZeroDivisionError):
        table_of({"a": lambda: 1 / 0}, ["value"])
