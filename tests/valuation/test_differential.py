"""Random surveys of every format and model against plain likelihoods."""

import pytest
from reference import differential

from helpers import valuation as cv


@pytest.mark.long
def test_random_surveys_agree_with_plain_likelihoods():
    problems, counts = differential.run(range(20))
    assert problems == []
    assert sum(count for kind, count in counts.items() if kind.startswith("fitted")) >= 36


def test_a_wrong_estimate_is_seen(monkeypatch):
    monkeypatch.setattr(cv.Fit, "median", lambda self: 1.0)
    problems, _ = differential.differences(2)
    assert len(problems) == 1 and "truncated mean and median" in problems[0]
