"""Every pair of parts of a model, and every part with every method of interval: it works, or both are named."""

import re

import pytest

from helpers import valuation as cv
from helpers.valuation.combinations import PARTS
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
