"""Figures of the survey and of what is published about it, a function a figure."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from helpers import claims, cleaning, disclosure, wtp
from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import InputError, Mark, Source

from .picture import COLOUR, PUBLISHED_COLOUR, ink_of, mark_of, picture


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
    note = f"at most {printed(most, '.0%')} would pay {money(price)}"
    axes.annotate(note, (price, most), xytext=(9, 6), textcoords="offset points", fontsize=10.5)
    axes.legend(frameon=False, fontsize=10.5, loc="upper right")
    _demand_axes(axes, currency, (0, top))
    return Mark.DERIVED, (
        f"Bounds on the share of {published.n} respondents willing to pay each price, given only that none is below "
        f"zero and their mean rounds to {money(published.mean)}: everybody up to about the mean, at most "
        f"{printed(most, '.0%')} at {money(price)}, falling further beyond. The floor is one respondent up to the "
        f"mean and nobody beyond; if nobody would pay over {money(cap)} it starts at "
        f"{printed(capped['lowest'].iloc[0], '.0%')}."
    )


@picture(height=3.4)
def row_flow(axes: Axes, survey: cleaning.Survey) -> tuple[Source, str]:
    """Every row of the export: excluded by reason, or analysed."""
    flow = disclosure.merged_flow(survey)
    excluded = flow[flow["step"] == "excluded"]
    names = ["rows in the export", *excluded["reason"], "respondents analysed"]
    sizes = np.array([len(survey.raw), *excluded["rows"], len(survey.respondents)])
    left = np.array([0, *(len(survey.raw) - excluded["rows"].cumsum()), 0])
    ink = ink_of(survey.study.mark)
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
    if mark_of(mark) is Mark.SURVEY and "released" not in table.attrs:
        raise InputError(f"The figure of {subject} shows counts that nobody has judged; pass the table through page.")
    table = table.dropna(subset=["share"])
    ink, places = ink_of(mark_of(mark)), np.arange(len(table))
    axes.hlines(places, table["low"].astype(float), table["high"].astype(float), color=ink, lw=2.2, alpha=0.55)
    axes.plot(table["share"].astype(float), places, "o", color=ink, ms=8)
    axes.set_yticks(places, table.index)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"share of respondents ({subject}), with 95 % interval")
    spoken = "; ".join(
        f"{name} {printed(row.share, '.0%')} ({printed(row.low, '.0%')} to {printed(row.high, '.0%')})"
        for name, row in table.iterrows()
    )
    return mark, f"Shares with 95 % intervals, {subject}: {spoken}."


@picture(height=3.6)
def amounts(axes: Axes, survey: cleaning.Survey, published: float) -> tuple[Source, str]:
    """How many respondents named each amount, or amounts in a band where they are real; the published average."""
    values, currency = wtp.usable_amounts(survey.respondents), survey.study.good.currency
    counts = values.value_counts().sort_index()
    if not survey.study.synthetic:
        counts = disclosure.bands(values, survey.study.card, survey.study.privacy.threshold)
    axes.vlines(counts.index, 0, counts, color=ink_of(survey.study.mark), lw=3)
    axes.plot(counts.index, counts, "o", color=ink_of(survey.study.mark), ms=6)
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
    ink, currency = ink_of(survey.study.mark), survey.study.good.currency
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
        f"{printed(row.share, '.0%')} at {formatted(price, currency, whole=True)}"
        for price, row in willing.iloc[::3].iterrows()
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
    axes.plot(table, places, "o", color=ink_of(mark_of(mark)), ms=8)
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
    ink = ink_of(mark_of(rests_on))
    axes.fill_between(table.index, table["lowest"], table["highest"], color=ink, alpha=0.22, lw=0)
    axes.plot(table.index, table["middle"], "o-", color=ink, lw=1.6, label="median of all orders")
    axes.legend(frameon=False, fontsize=10)
    axes.set_xticks(table.index)
    axes.set_yticks(range(int(table["highest"].max()) + 1))
    axes.set_xlabel("interview, in the order held")
    axes.set_ylabel("new codes")
    spoken = "; ".join(f"interview {row.Index} {row.lowest} to {row.highest}" for row in table.itertuples())
    return rests_on, f"Codes that each further interview adds, lowest to highest over every order: {spoken}."


def _money_ticks(currency: str) -> FuncFormatter:
    return FuncFormatter(lambda amount, _: formatted(amount, currency, whole=True))


def _demand_axes(axes: Axes, currency: str, limits: tuple[float, float]) -> None:
    axes.set_xlim(*limits)
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    axes.set_xlabel("price")
    axes.set_ylabel("share willing to pay the price")
