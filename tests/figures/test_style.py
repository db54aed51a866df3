"""Inks of one figure are told apart by everybody, on paper and on a dark page; titles take as few lines as they can."""

import itertools
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.multiverse import KINDS
from helpers.figures.planning import LINES
from helpers.study import Mark

# Machado, Oliveira and Fernandes (2009), severity 1.
SEEN = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# Inks that stand in one figure.
TOGETHER = {
    "bounds": (style.BLUE, style.GREEN, style.RUST, style.PLUM),
    "demand": (style.OCHRE, style.GREEN, style.PLUM),
    "unknowns": (*KINDS.values(), style.OCHRE),
    "planning": LINES,
}


def rgb(colour):
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def linear(srgb):
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(srgb, matrix):
    """CIE 1976 L*a*b* of a colour as it is seen, under D65."""
    seen = np.clip(np.array(matrix) @ linear(srgb), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    root = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def turned(srgb):
    """What the style sheet's filter makes of a colour on a dark page (Filter Effects Module, W3C)."""
    grey = np.array([[0.213, 0.715, 0.072]] * 3)
    srgb = np.clip((2 * grey - np.eye(3)) @ (0.935 - 0.87 * srgb), 0, 1)
    return np.clip((grey + 1.15 * (np.eye(3) - grey)) @ np.clip(1.12 * srgb, 0, 1), 0, 1)


def contrast(one, other):
    """WCAG 2: of two colours."""
    light = sorted((float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other)), reverse=True)
    return (light[0] + 0.05) / (light[1] + 0.05)


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("figure", TOGETHER)
@pytest.mark.parametrize("page", [lambda srgb: srgb, turned], ids=["light", "dark"])
def test_inks_of_a_figure_are_over_ten_apart_for_everybody(figure, sight, page):
    inks = [lab(page(rgb(colour)), SEEN[sight]) for colour in TOGETHER[figure]]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(inks, 2)) > 10


def test_the_filter_measured_is_the_one_of_the_style_sheet():
    sheet = Path(__file__).parents[2] / "docs" / "_static" / "compendium.css"
    assert "filter: invert(0.935) hue-rotate(180deg) brightness(1.12) saturate(1.15)" in sheet.read_text("utf-8")


@pytest.mark.parametrize("page", [lambda srgb: srgb, turned], ids=["light", "dark"])
def test_what_is_written_in_ink_is_read_on_its_paper(page):
    for colour in (style.INK, style.MUTED, style.BLUE, style.OCHRE, style.GREEN, style.RUST, style.PLUM):
        assert contrast(page(rgb(colour)), page(rgb(style.PAPER))) > 4.5


def test_a_title_is_set_in_as_few_lines_as_it_takes_of_about_one_length():
    lines = style._balanced("32 of 46 invented respondents name less than the average", 54)
    assert len(lines) == 2 and max(map(len, lines)) <= 30


def test_a_dollar_sign_is_money_and_begins_no_formula():
    with mpl.rc_context(style.STYLE):
        figure = Figure()
        style.dress(figure, "From 84 % at $0.50 to 4 % at $300", "Share willing at each price", Mark.DERIVED)
        figure.draw_without_rendering()
    assert not any(text.get_parse_math() for text in figure.texts)
