"""A figure and its caption are two outputs of one cell, the picture first."""

from helpers.pages import shown
from helpers.pages.prose import Prose


def test_the_picture_comes_first_and_the_caption_second(monkeypatch):
    displayed = []
    monkeypatch.setattr(shown, "display", displayed.append)
    caption = Prose("Figure 1. How to read it.", role="caption")
    shown.Shown("a picture", caption)._ipython_display_()
    assert displayed == ["a picture", caption]
