"""Every pair of parts of a model, and every part with every method of interval: it works, or both are named."""

import re

import numpy as np
import pytest

from helpers import valuation as cv
from helpers.valuation.combinations import PARTS, _survey
from helpers.valuation.intervals import METHODS

# Refused since they have no meaning or are not built, one line a reason: two readings of one thing, no likelihood to
# profile, no ratio of two coefficients, no integral over a respondent's effect, no other error of the bounded logit.
REFUSED = {
    ("respondents=", "zeros='spike'"),
    ("respondents=", "spike="),
    ("respondents=", "scale="),
    ("respondents=", "distribution='gamma'"),
    ("respondents=", "distribution='generalised-gamma'"),
    ("scale=", "distribution='gamma'"),
    ("income=", "distribution='gamma'"),
    ("income=", "distribution='generalised-gamma'"),
    ("distribution='gamma'", "distribution='generalised-gamma'"),
    ("groups=", "profile"),
    *((part, "fieller") for part in PARTS if part not in ("income=", "weights=", "groups=")),
}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table():
    return cv.combinations()


@pytest.mark.long
def test_every_pair_works_or_is_refused_by_name(table):
    for first in PARTS:
        for second in [*PARTS, *METHODS]:
            said = table.loc[first, second]
            if first == second:
                assert said == ""
            elif {(first, second), (second, first)} & REFUSED:
                for name in (first, second):
                    assert re.search(name.removesuffix("=").replace("fieller", "Fieller"), said), (first, second, said)
            else:
                assert said == cv.WORKS, (first, second, said)


def test_the_invented_people_are_those_that_the_parts_are_tried_on():
    # Everybody answers twice and is one person; five make a village; nobody pays what they do not have.
    survey = _survey()
    assert survey["person"].value_counts().eq(2).all() and survey["person"].nunique() == 70
    assert (survey.groupby("person")[["female", "income", "nothing", "village"]].nunique() == 1).all(axis=None)
    assert survey.groupby("village")["person"].nunique().eq(5).all()
    assert (survey["lower"] < survey["income"]).all() and survey["lower"].max() <= 80
    assert (survey["upper"] > survey["lower"]).all() and survey["lower"].nunique() >= 5
    people = survey.drop_duplicates("person")
    assert 0.3 < people["female"].mean() < 0.7 and 0.1 < people["nothing"].mean() < 0.4
    # As declared: log incomes around 6 with a deviation of 0.4, more zeros and a wider spread among women.
    logs = np.log(people["income"])
    assert logs.mean() == pytest.approx(6, abs=4 * 0.4 / np.sqrt(70))
    assert logs.std() == pytest.approx(0.4, rel=4 / np.sqrt(140))
