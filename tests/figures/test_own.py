"""Figures without a study: from a frame alone, saying in words what they show."""

import io

import numpy as np
import pytest
from reference import surveys

from helpers import figures
from helpers import valuation as cv


def saved(figure):
    """The figure as PNG."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


@pytest.mark.slow
def test_demand_is_drawn_from_a_frame_alone():
    answers = surveys.paycard54()
    fit = cv.fit(answers, "weibull")
    figure = figures.fitted_demand(fit, answers, "EUR", top=150)
    assert saved(figure).startswith(b"\x89PNG")
    assert f"falls to {100 * fit.share_willing(150):.0f} % at 150 EUR" in figure.get_label()
    (axes,) = figure.axes
    assert figures.faults(figure) == []
    # The steps drawn are Turnbull's.
    steps = next(line for line in axes.lines if line.get_drawstyle() == "steps-pre")
    np.testing.assert_allclose(steps.get_ydata(), cv.turnbull(answers).survival["share_willing"])


@pytest.mark.slow
def test_measures_are_drawn_with_their_limits():
    fit = cv.fit(surveys.paycard54())
    intervals = {name: fit.interval(name, "profile") for name in ("mean", "median")}
    unbounded = cv.Interval("mean", "profile", 40.0, 20.0, np.inf, 0.95)
    figure = figures.fitted_measures({**intervals, "open": unbounded}, "EUR")
    assert saved(figure).startswith(b"\x89PNG")
    for name, each in intervals.items():
        assert f"{name} {each.estimate:.1f} ({each.low:.1f} to {each.high:.1f})" in figure.get_label()
    assert "open 40.0 (20.0 to inf)" in figure.get_label()
    with pytest.raises(cv.FitError, match="None of these estimates is finite"):
        figures.fitted_measures({"mean": cv.Interval("mean", "delta", np.inf, np.nan, np.nan, 0.95)})
