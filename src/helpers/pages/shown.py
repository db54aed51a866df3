"""A figure over its caption, as one output of a cell and a second below it."""

from __future__ import annotations

from dataclasses import dataclass

from IPython.display import display

from .prose import Prose


@dataclass(frozen=True)
class Shown:
    """A picture, or the controls that redraw it, with the numbered caption that stands below."""

    picture: object
    caption: Prose

    def _ipython_display_(self) -> None:
        display(self.picture)
        display(self.caption)
