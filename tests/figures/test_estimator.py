"""Figures of the estimator say in words what they draw."""

import pytest

from helpers import figures, validation
from helpers import valuation as cv
from helpers.study import Mark, load

STUDY = load()


@pytest.mark.long
def test_curves_have_a_mark_and_say_what_they_show():
    fit, table = validation.forest_fit(STUDY)
    answers = validation.park_answers(validation.SINGLE)
    single = cv.fit(answers, "log-normal")
    drawn = [
        figures.bid_response(fit, table, Mark.OTHER_STUDY, "SEK", "log-logistic"),
        figures.survivor(single, cv.turnbull(answers), 48, Mark.OTHER_STUDY, "EUR", "log-normal"),
        figures.profile(single, "median", Mark.OTHER_STUDY, "EUR"),
        figures.dots(validation.dozen_means(), Mark.OTHER_STUDY, "EUR", "means"),
    ]
    # Kriström (1990): 51 of 60 at 100, 5 of 45 at 7000.
    assert "from 85 % at 100 to 11 % at 7000 SEK" in drawn[0].alt
    # The alternative text names the limits that the estimator gives.
    low, high = single.interval("median", "profile")
    assert f"{low:.1f}" in drawn[2].alt and f"{high:.1f}" in drawn[2].alt
    assert not any(figures.faults(each.figure) for each in drawn)
    assert all(figure.mark == Mark.OTHER_STUDY and figure.png.startswith(b"\x89PNG") for figure in drawn)
