"""How every figure looks: one width, one type, inks that everybody can tell apart, a title that says what is found."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import font_source_sans_pro
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import font_manager, ft2font, patheffects
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import Mark, Source

WIDTH, DPI = 5.2, 200  # inches; a phone shows them 374 pixels wide, where ten points are ten pixels
TITLE, BODY, SMALL, TINY = 13, 10.5, 9.5, 8
PAPER, INK, MUTED, WASH = "#ffffff", "#1c2127", "#59626d", "#c9ced4"
BLUE, OCHRE, GREEN, RUST, PLUM = "#2468b0", "#9a5f00", "#14604f", "#a8461d", "#6b2163"
# The main line by where its numbers come from: ochre is for what is invented, and for nothing else.
INKS = {Mark.SYNTHETIC: OCHRE, Mark.OTHER_STUDY: GREEN}
FACES = {
    Mark.PUBLISHED: "as printed in the abstract",
    Mark.ASSUMED: "put in place of a published figure by a reader",
    Mark.DERIVED: "arithmetic on published figures alone",
    Mark.SYNTHETIC: "invented respondents, not a finding",
    Mark.OTHER_STUDY: "real answers to another survey, or counts it published",
    Mark.SURVEY: "the export declared in study.toml",
}
SPELLED = {"weibull": "Weibull", "masters": "Master's"}
TITLE_LINE, TEXT_LINE, FOOT = 0.215, 0.175, 0.32  # inches
FAMILY = "Source Sans of the compendium"
NARROW_SPACE = "\u00a0"


def _family() -> str:
    """The font that comes as a package, under a name of its own: a font of the machine would change the bytes."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for weight in ("Regular", "Semibold"):
        font = ft2font.FT2Font(str(folder / f"SourceSansPro-{weight}.ttf"))
        font_manager.fontManager.ttflist.append(replace(font_manager.ttfFontProperty(font), name=FAMILY))
    return FAMILY


STYLE = {
    **sns.axes_style("ticks"),
    **sns.plotting_context("paper"),
    **{"text.parse_math": False},  # a dollar sign is one
    **{"font.family": _family(), "font.size": BODY, "figure.dpi": DPI},
    **{"text.color": INK, "axes.labelcolor": MUTED, "axes.edgecolor": MUTED, "axes.labelsize": 10},
    **{"xtick.color": MUTED, "ytick.color": MUTED, "xtick.labelsize": 10, "ytick.labelsize": 10},
    **{"axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False},
    **{"xtick.major.size": 3.5, "xtick.major.width": 0.8, "ytick.major.size": 0, "ytick.left": False},
    **{"lines.linewidth": 2.0, "lines.solid_capstyle": "round", "hatch.linewidth": 1.1},
}


def dress(figure: Figure, finding: str, drawn: str, rests_on: Mark | Source | None = None, meant: str = "") -> None:
    """Put the finding and what is drawn above the axes, flush left, and the mark below them, as high as they need."""
    # A number and its sign stay on one line.
    title, what = _balanced(finding.replace(" %", f"{NARROW_SPACE}%"), 54), _balanced(drawn, 70)
    head = 0.08 + TITLE_LINE * len(title) + 0.05 + TEXT_LINE * len(what) + 0.1
    foot = 0.06 if rests_on is None else FOOT
    height = figure.get_figheight() + head + foot
    figure.set_size_inches(WIDTH, height)
    figure.set_layout_engine(
        "constrained", rect=(0, foot / height, 1, 1 - (head + foot) / height), h_pad=0.02, w_pad=0.03
    )
    aside: dict[str, Any] = {"in_layout": False, "va": "top", "linespacing": 1.15}
    figure.text(0.01, 1 - 0.08 / height, "\n".join(title), size=TITLE, weight=600, **aside)
    below = (0.08 + TITLE_LINE * len(title) + 0.05) / height
    figure.text(0.01, 1 - below, "\n".join(what), size=BODY, color=MUTED, **aside)
    if rests_on is not None:
        _face(figure, rests_on, height, meant)


def _balanced(text: str, width: int) -> list[str]:
    """A text in as few lines as it takes, of about one length."""
    fewest = len(textwrap.wrap(text, width))
    return next(lines for narrow in range(1, width + 1) if len(lines := textwrap.wrap(text, narrow)) <= fewest)


def _face(figure: Figure, rests_on: Mark | Source, height: float, meant: str) -> None:
    """The mark in a frame of its colour, so that no copy goes without; beside it what it means."""
    mark, changed = mark_of(rests_on), rests_on.changed if isinstance(rests_on, Source) else ""
    frame: dict[str, Any] = {
        "boxstyle": "round,pad=0.28,rounding_size=0.25",
        "fc": "none",
        "ec": ink_of(rests_on),
        "lw": 0.9,
    }
    said: dict[str, Any] = {"in_layout": False, "va": "center"}
    word = figure.text(
        0.0195, 0.14 / height, str(mark), size=TINY, weight=600, color=ink_of(rests_on), bbox=frame, **said
    )
    width = word.get_window_extent(FigureCanvasAgg(figure).get_renderer()).width / (WIDTH * figure.dpi)
    meant = f"changed: {changed}" if changed else meant or FACES[mark]
    shown = textwrap.shorten(meant, 66, placeholder=" …")
    figure.text(0.0195 + width + 0.025, 0.14 / height, shown, size=SMALL, color=MUTED, **said)


def mark_of(rests_on: Mark | Source) -> Mark:
    """The mark of what a figure rests on; where it rests on several, that of the export."""
    return rests_on.marks[-1] if isinstance(rests_on, Source) else rests_on


def ink_of(rests_on: Mark | Source) -> str:
    """The colour of the main line."""
    return INKS.get(mark_of(rests_on), BLUE)


def people(rests_on: Mark | Source) -> str:
    """Who answered, as a title says it."""
    return "invented respondents" if mark_of(rests_on) is Mark.SYNTHETIC else "respondents"


def spelled(name: str) -> str:
    """A name of code as people spell it.

    >>> spelled("card: weibull with a spike"), spelled("masters")
    ('card: Weibull with a spike', "Master's")
    """
    return re.sub(rf"\b({'|'.join(SPELLED)})\b", lambda found: SPELLED[found[1]], name)


def percent(share: float) -> str:
    """A share as figures and their words print it.

    >>> percent(0.574)
    '57 %'
    """
    return f"{printed(100 * share, '.0f')} %"


def label(axes: Axes, place: tuple[Any, Any], text: str, colour: str = INK, **options: Any) -> None:
    """A label where it belongs, with a halo of paper, so that no line runs through it."""
    halo = [patheffects.withStroke(linewidth=3, foreground=PAPER)]
    axes.annotate(text, place, color=colour, path_effects=halo, **({"linespacing": 1.15} | options))


def name_lines(axes: Axes, lines: dict[str, tuple[str, pd.Series]], left: float = 0.4, top: float = 0.95) -> None:
    """Name falling lines in their colours where the axes are empty, each with a thin leader to its line."""
    bottom, ceiling = axes.get_ylim()
    start, end = axes.get_xlim()
    for place, (name, (colour, line)) in enumerate(lines.items()):
        height = top - 0.11 * place
        at = bottom + (height - 0.16) * (ceiling - bottom)
        shown = line[(line.index >= start) & (line.index <= end)]
        falling = shown.to_numpy(float)[::-1]
        x = float(np.interp(at, np.maximum.accumulate(falling), shown.index.to_numpy(float)[::-1]))
        y = min(at, float(shown.max()))
        leader = [start + (left - 0.01) * (end - start), bottom + height * (ceiling - bottom)]
        axes.plot([x, leader[0]], [y, leader[1]], color=colour, lw=0.8, zorder=1)
        label(axes, (leader[0], leader[1]), name, colour, xytext=(3, 0), textcoords="offset points", va="center",
              weight=600)  # fmt: skip


def published_line(axes: Axes, published: float, currency: str, height: float = 1.0) -> None:
    """The published average as a thin line in ink behind the data, named above the axes."""
    axes.axvline(published, color=INK, lw=1.2, zorder=0)
    text = f"{formatted(published, currency, whole=True)}, the published average"
    label(axes, (published, height), text, xycoords=("data", "axes fraction"), xytext=(5, 0), weight=600,
          textcoords="offset points", va="top")  # fmt: skip


def share_axis(axes: Axes, top: float, xlabel: str, currency: str = "") -> None:
    """Shares from nothing to all upwards, prices from nothing to the dearest along."""
    axes.set_xlim(0, top)
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=f"{NARROW_SPACE}%"))
    if currency:
        # Labels are whole amounts, so ticks are too.
        axes.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True))
        axes.xaxis.set_major_formatter(money_ticks(currency))
    axes.set_xlabel(xlabel)


def money_ticks(currency: str) -> FuncFormatter:
    """Amounts along an axis."""
    return FuncFormatter(lambda amount, _: formatted(amount, currency, whole=True))


def log_axis(axes: Axes, low: float, high: float, ticks: Sequence[float] = ()) -> None:
    """A logarithmic axis along, with ticks at round figures."""
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    every = ticks or [digit * 10.0**power for power in range(-2, 7) for digit in (1, 2, 5)]
    shown = [tick for tick in every if low <= tick <= high]
    axes.set_xticks(shown, [f"{tick:,g}" for tick in shown])
    axes.minorticks_off()
