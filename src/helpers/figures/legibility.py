"""Whether everything written in a figure can be read: nothing cut, nothing over another text, no line through it."""

from __future__ import annotations

import itertools

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK = 1.0  # pixels by which boxes may touch


def faults(figure: Figure) -> list[str]:
    """Say which text leaves the figure, which two overlap, and which a line strikes through.

    A text with a halo or a ground of its own may stand on a line.

    Examples
    --------
    >>> figure = Figure(figsize=(2, 2))
    >>> _ = (
    ...     figure.text(0.9, 0.5, "a long label"),
    ...     figure.text(0.2, 0.2, "one"),
    ...     figure.text(0.21, 0.21, "two"),
    ... )
    >>> faults(figure)
    ["'a long label' leaves the figure", "'one' and 'two' overlap"]
    """
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()
    texts = [text for text in _written(figure) if text.get_text().strip() and text.get_visible()]
    boxes = [(_name(text), text.get_window_extent(renderer).padded(-SLACK)) for text in texts]
    whole = figure.bbox
    found = [
        f"{name} leaves the figure"
        for name, box in boxes
        if box.x0 < whole.x0 or box.y0 < whole.y0 or box.x1 > whole.x1 or box.y1 > whole.y1
    ]
    pairs = itertools.combinations(boxes, 2)
    found += [f"{one} and {other} overlap" for (one, a), (other, b) in pairs if a.overlaps(b)]
    bare = [(_name(text), box) for text, (_, box) in zip(texts, boxes, strict=True) if not _has_ground(text)]
    lines = [line for axes in figure.axes for line in axes.lines if line.get_visible()]
    return found + [f"a line runs through {name}" for name, box in bare for line in lines if _strikes(line, box)]


def _written(figure: Figure) -> list[Text]:
    """Every text of a figure that is drawn; ticks beyond the limits of an axis are not."""
    texts = list(figure.texts)
    for legend in figure.legends:
        texts += legend.get_texts()
    for axes in figure.axes:
        texts += [*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label, *_tick_labels(axes)]
        texts += [text for legend in [axes.get_legend()] if legend is not None for text in legend.get_texts()]
    return texts


def _tick_labels(axes: Axes) -> list[Text]:
    labels = []
    for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        low, high = sorted(limits)
        labels += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return labels


def _has_ground(text: Text) -> bool:
    return bool(text.get_path_effects()) or text.get_bbox_patch() is not None


def _strikes(line: Line2D, box: Bbox) -> bool:
    x, y = (np.asarray(values, dtype=float) for values in line.get_data(orig=False))
    if line.get_linestyle() == "None" or not len(x):
        return False
    path = Path(list(zip(*STEP_LOOKUP_MAP[line.get_drawstyle()](x, y), strict=True)))
    return line.get_transform().transform_path(path).intersects_bbox(box, filled=False)


def _name(text: Text) -> str:
    return repr(text.get_text().replace("\n", " "))
