"""Inks of the figure of unknowns are told apart by everybody, and nothing that runs off its axis is dropped."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import cleaning, figures, pages, wtp
from helpers.disclosure import Kind
from helpers.figures.multiverse import KINDS

OCHRE = "#9a5f00"  # of whatever is invented
# Machado, Oliveira and Fernandes (2009), severity 1.
SEEN = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour, matrix):
    """CIE 1976 L*a*b* of a hex colour as it is seen, under D65."""
    srgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(matrix) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    root = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", SEEN)
def test_inks_are_over_ten_apart_for_everybody(sight):
    inks = [lab(colour, SEEN[sight]) for colour in (*KINDS.values(), OCHRE)]
    assert min(np.linalg.norm(one - two) for one, two in itertools.combinations(inks, 2)) > 10


@pytest.mark.slow
def test_every_unknown_is_drawn_and_said():
    survey = cleaning.survey()
    page, every = pages.Page(survey), wtp.of_survey(survey)
    drawn = figures.unknowns(page.released(wtp.as_table(every, 54), Kind.STATISTICS), 58)
    assert all(each.name in drawn.alt for each in every)
    assert "nothing to £113" in drawn.alt and "to infinite" in drawn.alt and "per what? is not known" in drawn.alt
    markers = [line for line in drawn.figure.axes[0].lines if line.get_marker() in "<>"]
    assert len(markers) == sum(each.low < 0.4 or each.high > 6 for each in every) == 2
    # The three kinds stand apart above the bars.
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()
    kinds = drawn.figure.legends[0].get_texts()
    boxes = [text.get_window_extent(renderer) for text in kinds]
    assert [text.get_text() for text in kinds] == list(KINDS)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
