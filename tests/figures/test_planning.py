"""The figure of planning says what it draws, and nothing in it overlaps."""

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import figures, planning
from helpers.study import Mark


def test_every_format_has_its_line_and_its_label_apart_from_the_others():
    curves = planning.curves(0.5, 54)
    picture = figures.precision_by_n(curves, 54, Mark.DERIVED)
    # By hand for a single bid: exp(z 0.5 / sqrt(54 / 4)) - 1 = 31 %.
    assert "at 54: single-bounded 31%" in picture.alt and picture.alt.endswith("DERIVED.")
    axes = picture.figure.axes[0]
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in axes.texts]
    boxes += [tick.get_window_extent(renderer) for tick in axes.get_yticklabels()]
    names = [text.get_text() for text in axes.texts]
    assert set(curves) <= set(names)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
