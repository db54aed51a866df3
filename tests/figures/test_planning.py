"""The figure of planning says what it draws, and nothing in it overlaps."""

import pytest

from helpers import figures, planning
from helpers.study import Mark


@pytest.mark.slow
def test_every_format_has_its_line_and_its_label_apart_from_the_others():
    curves = planning.curves(0.5, 54)
    picture = figures.precision_by_n(curves, 54, Mark.DERIVED)
    # By hand for a single bid: exp(z 0.5 / sqrt(54 / 4)) - 1 = 31 %.
    assert "at 54: single-bounded 31 %" in picture.alt and picture.alt.endswith("DERIVED.")
    assert set(curves) <= {text.get_text() for text in picture.figure.axes[0].texts}
    # The scale of log amounts is supposed, which no published figure gives.
    assert "arithmetic on what is supposed, no respondents" in [text.get_text() for text in picture.figure.texts]
    assert figures.faults(picture.figure) == []
