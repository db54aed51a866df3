"""Figures of the survey and of what is published about it, a function a figure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from helpers import claims, disclosure
from helpers.disclosure import Released
from helpers.money import formatted
from helpers.result import Result
from helpers.rounding import printed
from helpers.study import Mark, Source

from .picture import COLOUR, PUBLISHED_COLOUR, ink_of, picture


@picture(height=4.2)
def demand_bounds(axes: Axes, ledger: claims.Ledger, top: int = 300) -> tuple[Mark | Source, str]:
    """What n and the mean alone allow the demand curve to be, price by price, and three curves that are possible."""
    prices = np.arange(1, top + 1)
    published, quoted, currency = ledger.published, ledger.quoted, ledger.currency
    price, cap = quoted.price, quoted.cap
    bounds = published.demand(prices)
    capped = published.demand(prices[prices <= cap], cap=cap)
    money = partial(formatted, currency=currency, whole=True)
    # Beyond the cap that it names nothing is shaded.
    label = f"pointwise bounds, if nobody would pay over {money(cap)}"
    axes.fill_between(
        capped.index, capped["lowest"], capped["highest"], step="post", color=COLOUR, alpha=0.18, lw=0, label=label
    )
    axes.step(prices, bounds["highest"], where="post", color=COLOUR, lw=2, label="upper bound, without a cap")
    most = published.most_willing(price) / published.n
    axes.plot([price], [most], "o", color=COLOUR)
    sets = published.admissible()
    few, many = (int((sets["few"] == end).sum()) for end in (sets["few"].max(), sets["few"].min()))
    lot, evenly = money(round(sets["few"].max())), money(2 * published.mean)
    curves = {
        f"one curve: all pay {money(published.mean)}": ("same", "-"),
        f"another: amounts spread evenly up to {evenly}": ("spread", "--"),
        f"another: {many} pay nearly nothing, {few} pay {lot}": ("few", ":"),
    }
    for name, (which, line) in curves.items():
        share = [(sets[which] >= each).mean() for each in prices]
        axes.step(prices, share, where="post", color="black", lw=1.3, ls=line, label=name)
    note = f"at most {printed(most, '.0%')} would pay {money(price)}"
    axes.annotate(note, (price, most), xytext=(9, 6), textcoords="offset points", fontsize=10.5)
    axes.legend(frameon=False, fontsize=9, loc="upper right")
    _demand_axes(axes, currency, (0, top))
    return ledger.rests_on(Mark.DERIVED), (
        f"Pointwise bounds on the share of {published.n} respondents willing to pay each price, given only that none "
        f"is below zero and their mean rounds to {money(published.mean)}: everybody up to about the mean, at most "
        f"{printed(most, '.0%')} at {money(price)}, falling further beyond. No one demand curve runs along them. "
        f"Shaded up to {money(cap)} is what is possible if nobody would pay more; the floor there starts at "
        f"{printed(capped['lowest'].iloc[0], '.0%')}. Three possible curves: all pay {money(published.mean)}; amounts "
        f"spread evenly up to {evenly}; {many} pay nearly nothing and {few} pay {lot}."
    )


@picture(height=3.4)
def row_flow(axes: Axes, released: Released) -> tuple[Source, str]:
    """Every row of the export: excluded by reason, or analysed."""
    flow = released.frame
    excluded = flow[flow["step"] == "excluded"]
    read, analysed = (int(flow.loc[flow["step"] == step, "rows"].sum()) for step in ("in", "analysed"))
    names = ["rows in the export", *excluded["reason"], "respondents analysed"]
    sizes = np.array([read, *excluded["rows"], analysed])
    left = np.array([0, *(read - excluded["rows"].cumsum()), 0])
    ink = ink_of(released.rests_on)
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
    return released.rests_on, f"Flow of rows: {read} in the export, less {reasons}, leaves {analysed} respondents."


@picture(height=3.2)
def shares(axes: Axes, result: Released | Result, subject: str, mark: Mark | None = None) -> tuple[Mark | Source, str]:
    """Shares with their intervals, one line a row of a `describe.distribution`; suppressed ones are left out."""
    rests_on, table = disclosure.rests_on(result, mark), result.frame.dropna(subset=["share"])
    ink, places = ink_of(rests_on), np.arange(len(table))
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
    return rests_on, f"Shares with 95 % intervals, {subject}: {spoken}."


@picture(height=3.6)
def amounts(axes: Axes, released: Released, published: float) -> tuple[Source, str]:
    """How many respondents named each amount, or amounts in a band where they are real; the published average."""
    counts, ink = released.frame["count"], ink_of(released.rests_on)
    money = partial(formatted, currency=released.currency)
    axes.vlines(counts.index, 0, counts, color=ink, lw=3)
    axes.plot(counts.index, counts, "o", color=ink, ms=6)
    top = max(counts, default=0)
    _published_line(axes, published, released.currency, top, (6, -2))
    axes.set_ylim(0, top + 1)
    axes.set_xlim(-6, None)
    banded = counts.index.name == "from"
    axes.set_xlabel(f"most the respondent would pay{', in bands from' if banded else ''}")
    axes.set_ylabel("respondents")
    axes.xaxis.set_major_formatter(_money_ticks(released.currency))
    if banded:
        spoken = "; ".join(f"{count} from {money(start)}" for start, count in counts.items())
        return released.rests_on, f"{counts.sum()} usable amounts in bands: {spoken or 'too few to show'}."
    return released.rests_on, (
        f"{counts.sum()} usable amounts, from {money(counts.index.min())} to {money(counts.index.max())}; "
        f"{counts[counts.index < published].sum()} lie below the published average of {money(published, whole=True)}."
    )


@picture(height=4.2)
def demand(axes: Axes, willing: Released, steps: Released, curve: Released, label: str) -> tuple[Source, str]:
    """Share willing at each price: open-ended answers with band, card steps, and a fitted curve."""
    shown, ink, currency = willing.frame.astype(float), ink_of(willing.rests_on), willing.currency
    ticked, fitted = steps.frame["share_willing"], curve.frame["share_willing"]
    axes.fill_between(shown.index, shown["low"], shown["high"], color=ink, alpha=0.2, lw=0)
    open_ended = {"x": "price", "y": "share", "marker": "o", "color": ink, "label": "open-ended answers, 95 % band"}
    sns.lineplot(shown.reset_index(), **open_ended, ax=axes)
    # A step back to the price before: the lower bound, at which a tick is worth no more than its amount.
    axes.step(ticked.index, ticked, where="pre", color="black", lw=1.3, ls=":", label="payment card, Turnbull")
    axes.plot(fitted.index, fitted, color="black", lw=1.3, label=label)
    axes.legend(frameon=False, fontsize=9.5)
    prices = [price for each in (shown, ticked, fitted) for price in each.index]
    _demand_axes(axes, currency, (0, max(prices, default=1)))
    spoken = ", ".join(
        f"{printed(row.share, '.0%')} at {formatted(price, currency, whole=True)}"
        for price, row in shown.iloc[::3].iterrows()
    )
    return willing.rests_on, (
        f"Share willing to pay each price, open-ended answers: {spoken}; beside them the card's steps and a fit."
    )


@picture(height=4.0)
def willing(axes: Axes, curve: Released, label: str, points: Released | None = None) -> tuple[Source, str]:
    """A fitted curve of the share willing at each price, over what was answered where that may be shown."""
    fitted, ink, currency = curve.frame["share_willing"].astype(float), ink_of(curve.rests_on), curve.currency
    axes.plot(fitted.index, fitted, color=ink, lw=2, label=label)
    spoken = ""
    if points is not None:
        answered = points.frame["share" if "share" in points.frame else "share_willing"].astype(float)
        axes.plot(answered.index, answered, "o", color="black", ms=5, label="answers")
        spoken = "; ".join(f"{printed(s, '.0%')} at {formatted(p, currency, whole=True)}" for p, s in answered.items())
        spoken = f" The answers: {spoken}." if spoken else ""
    axes.legend(frameon=False, fontsize=10)
    _demand_axes(axes, currency, (0, max(fitted.index, default=1)))
    ends = "is too uncertain to show"
    if len(fitted):
        first, last = (formatted(price, currency) for price in fitted.index[[0, -1]])
        ends = f"falls from {printed(fitted.iloc[0], '.0%')} at {first} to {printed(fitted.iloc[-1], '.0%')} at {last}"
    return curve.rests_on, f"Share willing to pay each price: the {label} curve {ends}.{spoken}"


@picture(height=4.6)
def means(axes: Axes, results: Sequence[Released], published: float) -> tuple[Source, str]:
    """Means of the same survey under different treatments, beside the published average."""
    # Beside each the n, where that may be shown.
    labelled = {
        f"{name} ({int(row['n'])})" if "n" in row else name: float(row["mean"])
        for each in results
        for name, row in each.frame.dropna(subset=["mean"]).iterrows()
    }
    table, rests_on, currency = pd.Series(labelled, dtype=float), results[0].rests_on, results[0].currency
    places = np.arange(len(table))
    _published_line(axes, published, currency, -0.9, (5, 0), fontsize=9.5)
    if table.empty:
        return rests_on, "No mean rests on enough respondents to be shown."
    finite = table[np.isfinite(table)]
    top = max(finite.max() if len(finite) else published, published)
    axes.plot(table.clip(upper=top), places, "o", color=ink_of(rests_on), ms=8)
    # An infinite mean is an arrow at the end of the axis.
    axes.plot([top] * int(np.isinf(table).sum()), places[np.isinf(table)], ">", color=ink_of(rests_on), ms=12)
    for place, amount in zip(places, table, strict=True):
        # In the margin, where no line runs through it.
        axes.annotate(
            formatted(amount, currency), (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=10
        )
    axes.set_yticks(places, table.index, fontsize=10)
    axes.set_ylim(len(table) - 0.5, -1.2)
    axes.set_xlim(min(0.9 * table.min(), 0.9 * published), 1.06 * (top if np.isinf(table).any() else table.max()))
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    axes.set_xlabel("mean (in brackets: answers counted)")
    low, high = table.idxmin(), table.idxmax()
    return rests_on, (
        f"{len(table)} means of one survey, from {formatted(table.min(), currency)} ({low}) to "
        f"{formatted(table.max(), currency)} ({high}), beside the published average of "
        f"{formatted(published, currency, whole=True)}."
    )


@picture(height=3.2)
def new_codes(axes: Axes, released: Released) -> tuple[Source, str]:
    """How many codes each further interview adds: the band over every order, and its middle."""
    table, ink = released.frame, ink_of(released.rests_on)
    axes.fill_between(table.index, table["lowest"], table["highest"], color=ink, alpha=0.22, lw=0)
    axes.plot(table.index, table["middle"], "o-", color=ink, lw=1.6, label="median of all orders")
    axes.legend(frameon=False, fontsize=10)
    axes.set_xticks(table.index)
    axes.set_yticks(range(int(table["highest"].max()) + 1))
    axes.set_xlabel("interview, in the order held")
    axes.set_ylabel("new codes")
    spoken = "; ".join(f"interview {row.Index} {row.lowest} to {row.highest}" for row in table.itertuples())
    return released.rests_on, f"Codes that each further interview adds, lowest to highest over every order: {spoken}."


def _published_line(
    axes: Axes, published: float, currency: str, height: float, offset: tuple[int, int], fontsize: float | None = None
) -> None:
    axes.axvline(published, color=PUBLISHED_COLOUR, lw=1.4)
    label = f"published average {formatted(published, currency, whole=True)}"
    place, colour = (published, height), PUBLISHED_COLOUR
    axes.annotate(label, place, xytext=offset, textcoords="offset points", color=colour, fontsize=fontsize)


def _money_ticks(currency: str) -> FuncFormatter:
    return FuncFormatter(lambda amount, _: formatted(amount, currency, whole=True))


def _demand_axes(axes: Axes, currency: str, limits: tuple[float, float]) -> None:
    axes.set_xlim(*limits)
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.xaxis.set_major_formatter(_money_ticks(currency))
    axes.set_xlabel("price")
    axes.set_ylabel("share willing to pay the price")
