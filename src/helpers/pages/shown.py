"""A figure over its caption, or a table over what is to be seen in it: two outputs of one cell."""

from __future__ import annotations

from dataclasses import dataclass

from IPython.display import display

from .prose import Prose


@dataclass(frozen=True)
class Shown:
    """What is shown, or the controls that redraw it, and the words that stand below."""

    shown: object
    below: Prose

    def _ipython_display_(self) -> None:
        display(self.shown)
        display(self.below)
