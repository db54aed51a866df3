"""A function a figure; each carries its mark on its face and a sentence for those who cannot see it.

Published and derived figures are coloured. Synthetic ones are grey, so that nobody takes them for findings.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from helpers import claims, cleaning, disclosure, wtp
from helpers.money import formatted
from helpers.study import InputError, Mark, Source

WIDTH, DPI = 6.4, 160
INK = {Mark.SYNTHETIC: "#6b6b6b"}
COLOUR = "#1b5e8c"
PUBLISHED_COLOUR = "#b03a2e"
FACES = {
    Mark.PUBLISHED: "PUBLISHED: as printed in the abstract",
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
        return _mark(self.rests_on)

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
                sns.despine(figure)
                mark = _mark(rests_on)
                foot = FACES[mark] + (f"\n{rests_on}" if isinstance(rests_on, Source) else "")
                figure.supxlabel(foot, fontsize=8.5, color="#555555", x=0.01, ha="left")
                buffer = io.BytesIO()
                # The Software key names the matplotlib version, which would change the bytes.
                figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
            return Picture(buffer.getvalue(), f"{alt} {mark}.", rests_on, figure)

        return drawn

    return decorate


def outline(rests_on: str | Source) -> dict[str, str]:
    """What an output's metadata say: its mark and, where it was computed from an export, that export's hash."""
    digest = {"input": rests_on.input} if isinstance(rests_on, Source) else {}
    return {"mark": str(_mark(rests_on)), **digest}


@picture(height=4.2)
def demand_bounds(axes: Axes, ledger: claims.Ledger, currency: str = "GBP", top: int = 300) -> tuple[Mark, str]:
    """What n and the mean alone allow the demand curve to be."""
    prices = np.arange(1, top + 1)
    published, cap = ledger.published, claims.QUOTED["quoted_cap"]
    bounds = published.demand(prices)
    capped = published.demand(prices[prices <= cap], cap=cap)
    money = partial(formatted, currency=currency, whole=True)
    area = {"step": "post", "color": COLOUR, "alpha": 0.22, "lw": 0, "label": "where the demand curve can run"}
    axes.fill_between(prices, bounds["lowest"], bounds["highest"], **area)
    axes.step(prices, bounds["highest"], where="post", color=COLOUR, lw=2)
    floor = f"its floor, if nobody would pay over {money(cap)}"
    axes.step(capped.index, capped["lowest"], where="post", color=COLOUR, lw=1.6, ls="--", label=floor)
    price = claims.QUOTED["quoted_price"]
    most = published.most_willing(price) / published.n
    axes.plot([price], [most], "o", color=COLOUR)
    note = f"at most {most:.0%} would pay {money(price)}"
    axes.annotate(note, (price, most), xytext=(9, 6), textcoords="offset points", fontsize=10.5)
    axes.legend(frameon=False, fontsize=10.5, loc="upper right")
    _demand_axes(axes, currency, (0, top))
    return Mark.DERIVED, (
        f"Bounds on the share of {published.n} respondents willing to pay each price, given only that none is below "
        f"zero and their mean rounds to {money(published.mean)}: everybody up to about the mean, at most "
        f"{most:.0%} at {money(price)}, falling further beyond. The floor is one respondent up to the mean and nobody "
        f"beyond; if nobody would pay over {money(cap)} it starts at {capped['lowest'].iloc[0]:.0%}."
    )


@picture(height=3.4)
def row_flow(axes: Axes, survey: cleaning.Survey) -> tuple[Source, str]:
    """Every row of the export: excluded by reason, or analysed."""
    flow = disclosure.merged_flow(survey)
    excluded = flow[flow["step"] == "excluded"]
    names = ["rows in the export", *excluded["reason"], "respondents analysed"]
    sizes = np.array([len(survey.raw), *excluded["rows"], len(survey.respondents)])
    left = np.array([0, *(len(survey.raw) - excluded["rows"].cumsum()), 0])
    ink = _ink(survey.study.mark)
    shades = [ink, *["#c9c9c9"] * len(excluded), ink]
    axes.barh(names, sizes, left=left, color=shades, height=0.7)
    for place, (start, size) in enumerate(zip(left, sizes, strict=True)):
        axes.annotate(
            str(size), (start + size, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=10
        )
    axes.invert_yaxis()
    axes.grid(visible=False)
    axes.set_xlabel("rows")
    reasons = ", ".join(f"{rows} {reason}" for reason, rows in zip(excluded["reason"], excluded["rows"], strict=True))
    return survey.source, (
        f"Flow of rows: {len(survey.raw)} in the export, less {reasons}, leaves {len(survey.respondents)} respondents."
    )


@picture(height=3.2)
def shares(axes: Axes, table: pd.DataFrame, mark: Mark | Source, subject: str) -> tuple[Mark | Source, str]:
    """Shares with their intervals, one line a row of a `describe.distribution`; suppressed ones are left out."""
    if _mark(mark) is Mark.SURVEY and "released" not in table.attrs:
        raise InputError(f"The figure of {subject} shows counts that nobody has judged; pass the table through page.")
    table = table.dropna(subset=["share"])
    ink, places = _ink(_mark(mark)), np.arange(len(table))
    axes.hlines(places, table["low"].astype(float), table["high"].astype(float), color=ink, lw=2.2, alpha=0.55)
    axes.plot(table["share"].astype(float), places, "o", color=ink, ms=8)
    axes.set_yticks(places, table.index)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"share of respondents ({subject}), with 95 % interval")
    spoken = "; ".join(f"{name} {row.share:.0%} ({row.low:.0%} to {row.high:.0%})" for name, row in table.iterrows())
    return mark, f"Shares with 95 % intervals, {subject}: {spoken}."


@picture(height=3.6)
def amounts(axes: Axes, survey: cleaning.Survey, published: float) -> tuple[Source, str]:
    """How many respondents named each amount, or amounts in a band where they are real; the published average."""
    values, currency = wtp.usable_amounts(survey.respondents), survey.study.good.currency
    counts = values.value_counts().sort_index()
    if not survey.study.synthetic:
        counts = disclosure.bands(values, survey.study.card, survey.study.privacy.threshold)
    axes.vlines(counts.index, 0, counts, color=_ink(survey.study.mark), lw=3)
    axes.plot(counts.index, counts, "o", color=_ink(survey.study.mark), ms=6)
    axes.axvline(published, color=PUBLISHED_COLOUR, lw=1.4)
    label = f"published average {formatted(published, currency, whole=True)}"
    top = max(counts, default=0)
    axes.annotate(label, (published, top), xytext=(6, -2), textcoords="offset points", color=PUBLISHED_COLOUR)
    axes.set_ylim(0, top + 1)
    axes.set_xlim(-6, None)
    start = "" if survey.study.synthetic else ", in bands from"
    axes.set_xlabel(f"most the respondent would pay{start}")
    axes.set_ylabel("respondents")
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    if not survey.study.synthetic:
        spoken = "; ".join(f"{count} from {formatted(start, currency)}" for start, count in counts.items())
        return survey.source, f"{counts.sum()} usable amounts in bands: {spoken or 'too few to show'}."
    return survey.source, (
        f"{len(values)} usable amounts, from {formatted(values.min(), currency)} to "
        f"{formatted(values.max(), currency)}; "
        f"{int((values < published).sum())} lie below the published average of "
        f"{formatted(published, currency, whole=True)}."
    )


@picture(height=4.2)
def demand(
    axes: Axes, survey: cleaning.Survey, willing: pd.DataFrame, steps: pd.DataFrame, curve: pd.Series, label: str
) -> tuple[Mark, str]:
    """Share willing at each price: open-ended answers with band, card steps, and a fitted curve."""
    study = survey.study
    if not study.synthetic:
        n = int(survey.respondents["card_chosen"].notna().sum())
        steps = steps[disclosure.thinned((steps["share_willing"] * n).round(), n, study.privacy.threshold)]
        # Below the lowest price shown the curve runs into the share of zeros.
        curve = curve[(curve.index >= willing.index.min()) & (curve.index <= willing.index.max())]
    ink, currency = _ink(survey.study.mark), survey.study.good.currency
    axes.fill_between(willing.index, willing["low"], willing["high"], color=ink, alpha=0.2, lw=0)
    open_ended = {"x": "price", "y": "share", "marker": "o", "color": ink, "label": "open-ended answers, 95 % band"}
    sns.lineplot(willing.reset_index(), **open_ended, ax=axes)
    # A step back to the price before: the lower bound, at which a tick is worth no more than its amount.
    axes.step(
        steps["price"],
        steps["share_willing"],
        where="pre",
        color="black",
        lw=1.3,
        ls=":",
        label="payment card, Turnbull",
    )
    axes.plot(curve.index, curve, color="black", lw=1.3, label=label)
    axes.legend(frameon=False, fontsize=9.5)
    _demand_axes(axes, currency, (0, max(study.card)))
    spoken = ", ".join(
        f"{row.share:.0%} at {formatted(price, currency, whole=True)}" for price, row in willing.iloc[::3].iterrows()
    )
    return survey.source, (
        f"Share willing to pay each price, open-ended answers: {spoken}; beside them the card's steps and a fit."
    )


@picture(height=4.6)
def means(
    axes: Axes, table: pd.Series, published: float, mark: Mark | Source, currency: str
) -> tuple[Mark | Source, str]:
    """Means of the same survey under different treatments, beside the published average."""
    table = table.dropna().astype(float)
    places = np.arange(len(table))
    axes.axvline(published, color=PUBLISHED_COLOUR, lw=1.4)
    label = f"published average {formatted(published, currency, whole=True)}"
    axes.annotate(
        label, (published, -0.9), xytext=(5, 0), textcoords="offset points", color=PUBLISHED_COLOUR, fontsize=9.5
    )
    if table.empty:
        return mark, "No mean rests on enough respondents to be shown."
    axes.plot(table, places, "o", color=_ink(_mark(mark)), ms=8)
    for place, amount in zip(places, table, strict=True):
        # In the margin, where no line runs through it.
        axes.annotate(
            formatted(amount, currency), (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=10
        )
    axes.set_yticks(places, table.index, fontsize=10)
    axes.set_ylim(len(table) - 0.5, -1.2)
    axes.set_xlim(min(0.9 * table.min(), 0.9 * published), 1.06 * table.max())
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    axes.set_xlabel("mean (in brackets: answers counted)")
    low, high = table.idxmin(), table.idxmax()
    return mark, (
        f"{len(table)} means of one survey, from {formatted(table.min(), currency)} ({low}) to "
        f"{formatted(table.max(), currency)} ({high}), beside the published average of "
        f"{formatted(published, currency, whole=True)}."
    )


@picture(height=3.2)
def new_codes(axes: Axes, table: pd.DataFrame, rests_on: str | Source) -> tuple[str | Source, str]:
    """How many codes each further interview adds: the band over every order, and its middle."""
    ink = _ink(_mark(rests_on))
    axes.fill_between(table.index, table["lowest"], table["highest"], color=ink, alpha=0.22, lw=0)
    axes.plot(table.index, table["middle"], "o-", color=ink, lw=1.6, label="median of all orders")
    axes.legend(frameon=False, fontsize=10)
    axes.set_xticks(table.index)
    axes.set_yticks(range(int(table["highest"].max()) + 1))
    axes.set_xlabel("interview, in the order held")
    axes.set_ylabel("new codes")
    spoken = "; ".join(f"interview {row.Index} {row.lowest} to {row.highest}" for row in table.itertuples())
    return rests_on, f"Codes that each further interview adds, lowest to highest over every order: {spoken}."


def _mark(rests_on: str | Source) -> str:
    return rests_on.mark if isinstance(rests_on, Source) else rests_on


def _ink(mark: Mark) -> str:
    return INK.get(mark, COLOUR)


def _money_ticks(currency: str) -> FuncFormatter:
    return FuncFormatter(lambda amount, _: formatted(amount, currency, whole=True))


def _demand_axes(axes: Axes, currency: str, limits: tuple[float, float]) -> None:
    axes.set_xlim(*limits)
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    axes.set_xlabel("price")
    axes.set_ylabel("share willing to pay the price")
