"""What every figure has: its mark on its face, and a sentence for those who cannot see it.

Published and derived figures are coloured. Synthetic ones are grey, so that nobody takes them for findings.
"""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure

from helpers import disclosure
from helpers.rounding import rounded
from helpers.study import Mark, Source

WIDTH, DPI = 6.4, 160
FOOT = 95  # characters of its foot that a figure is wide
INK = {Mark.SYNTHETIC: "#6b6b6b"}
COLOUR = "#1b5e8c"
PUBLISHED_COLOUR = "#b03a2e"
FACES = {
    Mark.PUBLISHED: "PUBLISHED: as printed in the abstract",
    Mark.ASSUMED: "ASSUMED: put in place of a published figure by a reader",
    Mark.DERIVED: "DERIVED: arithmetic on published figures alone",
    Mark.SYNTHETIC: "SYNTHETIC: invented respondents, not a finding",
    Mark.OTHER_STUDY: "OTHER STUDY: real answers to another survey, or counts it published",
    Mark.SURVEY: "SURVEY: the export declared in study.toml",
}
STYLE = {
    # Seaborn would ask for Arial first, which is not on every machine; DejaVu comes with matplotlib.
    **sns.axes_style("whitegrid", {"font.sans-serif": ["DejaVu Sans"], "font.family": "sans-serif"}),
    **sns.plotting_context("notebook", font_scale=1.0),
    "figure.dpi": DPI,
}


@dataclass(frozen=True)
class Picture:
    """A drawn figure: PNG, alternative text, what it rests on, and the matplotlib figure for who wants to alter it."""

    png: bytes
    alt: str
    rests_on: Mark | Source
    figure: Figure

    @property
    def mark(self) -> Mark:
        """Where the numbers come from."""
        return mark_of(self.rests_on)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        width = round(self.figure.get_figwidth() * 100)
        data = {"image/png": base64.b64encode(self.png).decode(), "text/plain": self.alt}
        return data, {"image/png": {"alt": self.alt, "width": width}, **outline(self.rests_on)}


def picture(height: float) -> Callable:
    """Turn `draw(axes, ...) -> (what it rests on, alt)` into a function that returns a Picture so many inches high."""

    def decorate(draw: Callable[..., tuple[Mark | Source, str]]) -> Callable[..., Picture]:
        @wraps(draw)
        def drawn(*arguments: object, **options: object) -> Picture:
            with mpl.rc_context(STYLE):
                # Not pyplot: a figure it does not know of is never displayed twice, and never leaks.
                figure = Figure(figsize=(WIDTH, height), layout="constrained")
                rests_on, alt = draw(figure.subplots(), *arguments, **options)
                if not isinstance(rests_on, Source):
                    disclosure.nameable(rests_on)
                _round_coordinates(figure)
                sns.despine(figure)
                mark = mark_of(rests_on)
                foot = [FACES[mark], *(textwrap.wrap(str(rests_on), FOOT) if isinstance(rests_on, Source) else [])]
                figure.supxlabel("\n".join(foot), fontsize=8.5, color="#555555", x=0.01, ha="left")
                buffer = io.BytesIO()
                # The Software key names the matplotlib version, which would change the bytes.
                figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
            return Picture(buffer.getvalue(), f"{alt} {said(rests_on)}.", rests_on, figure)

        return drawn

    return decorate


def plain(height: float) -> Callable:
    """Turn `draw(axes, ...) -> words` into a function that returns a matplotlib figure, without a mark.

    No page of the compendium shows such a figure: its gate asks for a mark.
    """

    def decorate(draw: Callable[..., str]) -> Callable[..., Figure]:
        @wraps(draw)
        def drawn(*arguments: object, **options: object) -> Figure:
            with mpl.rc_context(STYLE):
                figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
                figure.set_label(draw(figure.subplots(), *arguments, **options))
                sns.despine(figure)
            return figure

        return drawn

    return decorate


def outline(rests_on: Mark | Source) -> dict[str, str]:
    """What an output's metadata say: its mark and, where it was computed from an export, that export's hash."""
    if isinstance(rests_on, Source):
        changed = {"changed": rests_on.changed} if rests_on.changed else {}
        return {"mark": ", ".join(map(str, rests_on.marks)), "input": rests_on.input, **changed}
    return {"mark": str(rests_on)}


def said(rests_on: Mark | Source) -> str:
    """The mark as it is read: with what a reader changed, if anything."""
    changed = isinstance(rests_on, Source) and rests_on.changed
    return f"{outline(rests_on)['mark']}, changed: {changed}" if changed else outline(rests_on)["mark"]


def mark_of(rests_on: Mark | Source) -> Mark:
    """The mark of what a figure rests on; where it rests on several, that of the export."""
    return rests_on.marks[-1] if isinstance(rests_on, Source) else rests_on


def ink_of(rests_on: Mark | Source) -> str:
    """Grey for what is synthetic, a colour for all else."""
    return INK.get(mark_of(rests_on), COLOUR)


def _round_coordinates(figure: Figure) -> None:
    """Lines, areas and limits to the digits that may leave, so that no pixel hangs on the last ones of a double."""
    for axes in figure.axes:
        limits = rounded(np.array([axes.get_xlim(), axes.get_ylim()], dtype=float))
        for line in axes.lines:
            line.set_data(*(rounded(np.asarray(values, dtype=float)) for values in line.get_data(orig=False)))
        for collection in axes.collections:
            for path in collection.get_paths():
                path.vertices = rounded(np.asarray(path.vertices, dtype=float))
        axes.set(xlim=limits[0], ylim=limits[1])
