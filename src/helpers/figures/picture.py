"""What every figure has: a title that says what is found, its mark on its face, and words for who cannot see it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from helpers import disclosure
from helpers.rounding import rounded
from helpers.study import Mark, Source

from .legibility import faults
from .style import DPI, STYLE, WIDTH, dress, mark_of

SHOWN = 600  # pixels wide on a page


@dataclass(frozen=True)
class Drawn:
    """What a function that draws says of its figure.

    Attributes
    ----------
    finding : str
        The title: what is found, in two lines at most.
    what : str
        What is drawn and in what unit, below it.
    alt : str
        The same for who cannot see it, with the numbers.
    rests_on : Mark or Source, optional
        Where the numbers come from; None for a figure of anybody's own answers.
    meant : str
        What the mark means beside it on the face, where that is not what it means everywhere.
    """

    finding: str
    what: str
    alt: str
    rests_on: Mark | Source | None = None
    meant: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawn figure: PNG, alternative text, what it rests on, and the matplotlib figure for who wants to alter it."""

    alt: str
    rests_on: Mark | Source
    figure: Figure

    @cached_property
    def png(self) -> bytes:
        """The figure as it is seen, painted once somebody looks: to tell of it, its words are enough."""
        buffer = io.BytesIO()
        with mpl.rc_context(STYLE):
            # The Software key names the matplotlib version, which would change the bytes.
            self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    @property
    def mark(self) -> Mark:
        """Where the numbers come from."""
        return mark_of(self.rests_on)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data = {"image/png": base64.b64encode(self.png).decode(), "text/plain": self.alt}
        # A gate turns red where anything in the figure cannot be read.
        illegible = {"illegible": found} if (found := faults(self.figure)) else {}
        return data, {"image/png": {"alt": self.alt, "width": SHOWN}, **outline(self.rests_on), **illegible}


def picture(height: float) -> Callable:
    """Turn `draw(axes, ...) -> Drawn` into a function that returns a Picture whose axes are so many inches high."""

    def decorate(draw: Callable[..., Drawn]) -> Callable[..., Picture]:
        @wraps(draw)
        def drawn(*arguments: object, **options: object) -> Picture:
            figure, said = _drawn(draw, height, arguments, options)
            assert said.rests_on is not None
            alt = f"{said.finding}. {said.alt} {_spoken(said.rests_on)}."
            return Picture(alt, said.rests_on, figure)

        return drawn

    return decorate


def plain(height: float) -> Callable:
    """Turn `draw(axes, ...) -> Drawn` into a function that returns a matplotlib figure, without a mark.

    No page of the compendium shows such a figure: its gate asks for a mark.
    """

    def decorate(draw: Callable[..., Drawn]) -> Callable[..., Figure]:
        @wraps(draw)
        def drawn(*arguments: object, **options: object) -> Figure:
            figure, said = _drawn(draw, height, arguments, options)
            figure.set_label(said.alt)
            return figure

        return drawn

    return decorate


def _drawn(draw: Callable[..., Drawn], height: float, arguments: tuple, options: dict) -> tuple[Figure, Drawn]:
    with mpl.rc_context(STYLE):
        # Not pyplot: a figure it does not know of is never displayed twice, and never leaks.
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
        said = draw(figure.subplots(), *arguments, **options)
        if said.rests_on is not None:
            if not isinstance(said.rests_on, Source):
                disclosure.nameable(said.rests_on)
            _round_coordinates(figure)
        dress(figure, said.finding, said.what, said.rests_on, said.meant)
    return figure, said


def outline(rests_on: Mark | Source) -> dict[str, str]:
    """What an output's metadata say: its mark and, where it was computed from an export, that export's hash."""
    if isinstance(rests_on, Source):
        changed = {"changed": rests_on.changed} if rests_on.changed else {}
        return {"mark": ", ".join(map(str, rests_on.marks)), "input": rests_on.input, **changed}
    return {"mark": str(rests_on)}


def _spoken(rests_on: Mark | Source) -> str:
    """The mark as it is read out: with what a reader changed, if anything."""
    changed = isinstance(rests_on, Source) and rests_on.changed
    return f"{outline(rests_on)['mark']}, changed: {changed}" if changed else outline(rests_on)["mark"]


def _round_coordinates(figure: Figure) -> None:
    """Lines, areas and limits to the digits that may leave, so that no pixel hangs on the last ones of a double."""
    for axes in figure.axes:
        limits = rounded(np.array([axes.get_xlim(), axes.get_ylim()], dtype=float))
        for line in axes.lines:
            line.set_data(*(rounded(np.asarray(values, dtype=float)) for values in line.get_data(orig=False)))
        for collection in axes.collections:
            for path in collection.get_paths():
                path.vertices = rounded(np.asarray(path.vertices, dtype=float))
            collection.set_offsets(rounded(np.asarray(collection.get_offsets(), dtype=float)))
        axes.set(xlim=limits[0], ylim=limits[1])
