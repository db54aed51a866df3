"""A number is printed in the unit of its result, whatever its column is called."""

import pandas as pd

from helpers import pages
from helpers.disclosure import counting_nobody
from helpers.result import Result, Unit, money, shares
from helpers.study import Mark, Source

SOURCE = Source((Mark.SYNTHETIC,), "0", "none", 1)


def shown(result):
    """The one row of a result, as a page of a study in dollars prints it."""
    return pages.Table(counting_nobody(result, SOURCE, "USD"), "A row").shown().iloc[0].tolist()


def test_a_unit_goes_with_the_result_and_not_with_the_name_of_a_column():
    frame = pd.DataFrame({"mean": [0.25], "low": [0.125]})
    assert shown(Result(frame)) == ["0.25", "0.12"]
    assert shown(Result(frame, money("mean"))) == ["$0.25", "0.12"]
    assert shown(Result(frame, shares("mean") | money("low"))) == ["25 %", "$0.12"]


def test_a_column_put_beside_others_brings_its_unit_and_leaves_the_result_as_it_was():
    first = Result(pd.DataFrame({"mean": [2.0]}), money("mean"), n=5, tells={0: [("a", "b")]})
    wider = first.beside("share", pd.Series([0.5]), Unit.SHARE)
    assert shown(wider) == ["$2.00", "50 %"] and shown(first) == ["$2.00"]
    assert (wider.n, wider.tells) == (first.n, first.tells)
