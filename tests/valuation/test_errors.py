"""The two exceptions are told apart, and are what a caller of any such package would catch."""

import pytest

from helpers import valuation as cv


def test_an_answer_that_cannot_be_read_is_no_failed_fit():
    # Python's own convention: a right type with a wrong value is a ValueError.
    assert issubclass(cv.AnswerError, ValueError) and issubclass(cv.FitError, ValueError)
    assert not issubclass(cv.AnswerError, cv.FitError) and not issubclass(cv.FitError, cv.AnswerError)
    with pytest.raises(cv.AnswerError, match="Row 1"):
        cv.single_bounded([5, 10], ["yes", "perhaps"])
    with pytest.raises(cv.FitError, match="log-normal"):
        cv.fit(cv.open_ended([5, 10, 20]), "no such distribution")
