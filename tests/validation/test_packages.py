"""A dozen means by the book, and what sentences print about other packages."""

import pytest

from helpers import validation
from helpers.study import load

STUDY = load()


def test_a_dozen_means_by_the_book():
    # The park by the book: lower bound 19.4 (pooled bids kept), truncated 29.0, at means 105, over the sample 132.
    means = validation.dozen_means()
    assert len(means) == 12 and means.is_monotonic_increasing
    wanted = {"Turnbull lower bound, pooled bids kept": 19.4, "log-logistic, cut at the top bid, covariate means": 29.0}
    wanted |= {"log-logistic, covariate means": 105.5, "log-logistic, over the sample": 132.5}
    assert {name: round(means[name], 1) for name in wanted} == wanted


@pytest.mark.slow
def test_sentences_say_what_is_stored_and_known():
    quoted = validation.quoted_on_packages(STUDY)
    # Adjusted truncated mean 50.15 with a top bid of 48 (reference); DCchoice's limit -324.20 (peer_faults.csv).
    assert (quoted["adjusted_mean"], quoted["adjusted_top_bid"]) == ("50.2", "48")
    assert quoted["negative_limit"] == "\N{MINUS SIGN}324.20" and 40 < int(quoted["our_limit"]) < 60
    # What was timed on made-up answers stands apart from what was timed on a real survey.
    real, simulated = validation.run_times(STUDY), validation.run_times(STUDY, simulated=True)
    assert real["task"].str.contains("park").all() and simulated["task"].str.contains("54 card answers").all()
    assert (validation.faults(STUDY)["right"] != "").all()
