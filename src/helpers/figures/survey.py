"""Figures of the survey and of what is published about it, a function a figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from helpers import claims, disclosure
from helpers.disclosure import Released
from helpers.money import formatted
from helpers.result import Result
from helpers.study import Mark

from . import style
from .picture import Drawn, picture

# A price so near to a whole one is spoken of as that.
NEARLY_WHOLE = 0.02


@picture(height=3.0)
def demand_bounds(axes: Axes, ledger: claims.Ledger, top: int = 300) -> Drawn:
    """What n and the mean alone allow the demand curve to be, price by price, and three curves that are possible."""
    prices = np.arange(1, top + 1)
    published, quoted, currency = ledger.published, ledger.quoted, ledger.currency
    price, cap = quoted.price, quoted.cap
    highest, capped = published.demand(prices)["highest"], published.demand(prices[prices <= cap], cap=cap)
    money = partial(formatted, currency=currency, whole=True)
    # Beyond the cap that it names nothing is shaded.
    axes.fill_between(capped.index, capped["lowest"], capped["highest"], step="pre", color=style.BLUE, alpha=0.13, lw=0)
    axes.step(prices, highest, where="pre", color=style.BLUE, lw=2.4)
    most = published.most_willing(price)
    axes.plot([price], [most / published.n], "o", ms=8, color=style.BLUE, mec=style.PAPER, mew=1.3, zorder=7)
    sets = published.admissible()
    few, many = (int((sets["few"] == end).sum()) for end in (sets["few"].max(), sets["few"].min()))
    lot, evenly = money(round(sets["few"].max())), money(2 * published.mean)
    curves = {
        "A": (style.GREEN, "same", f"all pay {money(published.mean)}", 0.72),
        "B": (style.RUST, "spread", f"spread evenly up to {evenly}", 0.8),
        "C": (style.PLUM, "few", f"{many} pay nearly nothing, {few} pay {lot}", 0.3),
    }
    step: dict[str, Any] = {
        "xytext": (6, 0),
        "textcoords": "offset points",
        "xycoords": ("data", "axes fraction"),
        "va": "top",
    }
    style.label(axes, (price, 1.0), f"Three surveys that all average {money(published.mean)}", weight=600, **step)
    for place, (letter, (colour, which, said, at)) in enumerate(curves.items(), start=1):
        share = np.array([(sets[which] >= each).mean() for each in prices])
        last = int(np.flatnonzero(share)[-1]) + 2
        axes.step(prices[:last], share[:last], where="pre", color=colour, lw=1.7)
        # A letter in a ring stands on the curve, where it runs apart from the others.
        x = {"A": published.mean, "C": 0.4 * price}.get(letter, float(prices[np.abs(share - at).argmin()]))
        y = at if which == "same" else float(share[int(x) - 1])
        axes.plot([x], [y], "o", ms=13, mfc=style.PAPER, mec=colour, mew=1.4, zorder=5)
        ring: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": 9, "weight": 600, "zorder": 6}
        style.label(axes, (x, y), letter, colour, **ring)
        style.label(axes, (price, 1.0 - 0.075 * place), f"{letter}  {said}", colour, **step)
    note = f"at most {most} of {published.n} at {money(price)}"
    style.label(axes, (price, most / published.n), note, style.BLUE, weight=600, xytext=(9, 1), va="bottom",
                textcoords="offset points")  # fmt: skip
    aside: dict[str, Any] = {"ha": "right", "va": "bottom", "size": style.SMALL}
    style.label(axes, (top, float(highest.iloc[-1]) + 0.09), "no curve passes\nabove this line", style.BLUE, **aside)
    shaded = f"shaded: possible if nobody\nwould pay more than {money(cap)}"
    style.label(axes, (min(cap, top) + 4, 0.02), shaded, ha="left", va="bottom", size=style.SMALL)
    style.share_axis(axes, top, "price", currency)
    # However many were averaged: a share that is not reached, so that a half is rounded down.
    led = math.ceil(100 * published.most_share(price) - 0.5)
    return Drawn(
        f"At most {led} % of those averaged would pay {money(price)} or more; the average says little else",
        "Share who would pay each price; the bounds hold price by price",
        f"Pointwise bounds on the share of {published.n} respondents willing to pay each price, given only that none "
        f"is below zero and their mean rounds to {money(published.mean)}: everybody up to about the mean, at most "
        f"{style.percent(most / published.n)} at {money(price)}, falling further beyond. No one demand curve runs "
        f"along them. Shaded up to {money(cap)} is what is possible if nobody would pay more; the floor there "
        f"starts at {style.percent(capped['lowest'].iloc[0])}. Three possible curves: all pay {money(published.mean)}; "
        f"amounts spread evenly up to {evenly}; {many} pay nearly nothing and {few} pay {lot}.",
        ledger.rests_on(Mark.DERIVED),
    )


@picture(height=2.4)
def row_flow(axes: Axes, released: Released) -> Drawn:
    """Every row of the export: excluded by reason, or analysed."""
    flow = released.frame
    excluded = flow[flow["step"] == "excluded"]
    read, analysed = (int(flow.loc[flow["step"] == step, "rows"].sum()) for step in ("in", "analysed"))
    names = ["rows in the export", *excluded["reason"], "respondents analysed"]
    sizes = np.array([read, *excluded["rows"], analysed])
    left = np.array([0, *(read - excluded["rows"].cumsum()), 0])
    ink = style.ink_of(released.rests_on)
    axes.barh(names, sizes, left=left, color=[ink, *[style.WASH] * len(excluded), ink], height=0.7)
    for place, (start, size) in enumerate(zip(left, sizes, strict=True)):
        style.label(axes, (start + size, place), str(size), xytext=(4, 0), textcoords="offset points", va="center")
    axes.invert_yaxis()
    axes.set_xlim(0, 1.06 * read)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    reasons = ", ".join(f"{rows} {reason}" for reason, rows in zip(excluded["reason"], excluded["rows"], strict=True))
    return Drawn(
        f"Of {read} rows {analysed} are analysed, and each of the others is set aside for one reason",
        f"Rows of the export, {style.people(released.rests_on)}",
        f"Flow of rows: {read} in the export, less {reasons}, leaves {analysed} respondents.",
        released.rests_on,
    )


@picture(height=2.2)
def shares(axes: Axes, result: Released | Result, subject: str, mark: Mark | None = None) -> Drawn:
    """Shares with their intervals, one line a row of a `describe.distribution`; suppressed ones are left out."""
    rests_on, table = disclosure.rests_on(result, mark), result.frame.dropna(subset=["share"])
    ink, table = style.ink_of(rests_on), table.astype({"share": float, "low": float, "high": float})
    table.index = table.index.map(lambda name: style.spelled(str(name)))
    axes.hlines(range(len(table)), table["low"], table["high"], color=ink, lw=2.4, alpha=0.5)
    sns.stripplot(x=table["share"], y=table.index, color=ink, size=8, jitter=False, orient="h", ax=axes)
    for place, row in enumerate(table.itertuples()):
        style.label(axes, (row.high, place), style.percent(row.share), xytext=(6, 0), textcoords="offset points",
                    va="center")  # fmt: skip
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1.1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set(xlabel="", ylabel="")
    spoken = "; ".join(
        f"{name} {style.percent(row.share)} ({style.percent(row.low)} to {style.percent(row.high)})"
        for name, row in table.iterrows()
    )
    finding = f"Too few {style.people(rests_on)} to show a share"
    if len(table):
        first = table.loc[table["share"].idxmax()]
        limits = f"{style.percent(first.low)} to {style.percent(first.high)}"
        named = f"{first.name[:1].upper()}{first.name[1:]}"
        finding = f"{named}: {style.percent(first.share)} of {style.people(rests_on)}, and by chance alone {limits}"
    return Drawn(finding, f"{subject.capitalize()}, with 95 % intervals", f"Shares with 95 % intervals, {subject}: "
                 f"{spoken}.", rests_on)  # fmt: skip


@picture(height=2.4)
def amounts(axes: Axes, released: Released, published: float) -> Drawn:
    """How many respondents named each amount, or amounts in a band where they are real; the published average."""
    counts, ink = released.frame["count"], style.ink_of(released.rests_on)
    money, who = partial(formatted, currency=released.currency), style.people(released.rests_on)
    top, banded = int(max(counts, default=0)), counts.index.name == "from"
    if banded:
        axes.vlines(counts.index, 0, counts, color=ink, lw=2)
        axes.plot(counts.index, counts, "o", color=ink, ms=6)
    else:
        # One dot a respondent, stacked over the amount.
        dots = pd.DataFrame([(each, height + 0.5) for each, n in counts.items() for height in range(int(n))])
        sns.scatterplot(x=dots[0], y=dots[1], s=40, color=ink, edgecolor=style.PAPER, legend=False, ax=axes)
        axes.set_yticks([])
    style.published_line(axes, published, released.currency, 1.0)
    axes.set_ylim(0, top + 2)
    reach = max([*counts.index, published])
    axes.set_xlim(-0.02 * reach, 1.04 * reach)
    axes.xaxis.set_major_formatter(style.money_ticks(released.currency))
    axes.set(xlabel=f"most the respondent would pay{', in bands from' if banded else ''}", ylabel="")
    if banded:
        spoken = "; ".join(f"{count} from {money(start)}" for start, count in counts.items())
        alt = f"{counts.sum()} usable amounts in bands: {spoken or 'too few to show'}."
        return Drawn(f"What {counts.sum()} {who} would pay", "Respondents in each band", alt, released.rests_on)
    below = counts[counts.index < published].sum()
    return Drawn(
        f"{below} of {counts.sum()} {who} name less than the average",
        "One dot a respondent",
        f"{counts.sum()} usable amounts, from {money(counts.index.min())} to {money(counts.index.max())}; "
        f"{below} lie below the published average of {money(published, whole=True)}.",
        released.rests_on,
    )


@picture(height=2.9)
def demand(axes: Axes, willing: Released, steps: Released, curve: Released, label: str) -> Drawn:
    """Share willing at each price: open-ended answers with band, card steps, and a fitted curve."""
    shown, ink, currency = willing.frame.astype(float), style.ink_of(willing.rests_on), willing.currency
    ticked, fitted = (each.frame["share_willing"].astype(float) for each in (steps, curve))
    axes.fill_between(shown.index, shown["low"], shown["high"], step="pre", color=ink, alpha=0.15, lw=0)
    line = {"x": "price", "errorbar": None, "legend": False, "ax": axes}
    stepped = line | {"drawstyle": "steps-pre"}
    sns.lineplot(shown.reset_index(), y="share", color=ink, lw=2.4, **stepped)
    # A step back to the price before: the lower bound, at which a tick is worth no more than its amount.
    sns.lineplot(ticked.reset_index(), y="share_willing", color=style.PLUM, lw=1.6, **stepped)
    sns.lineplot(fitted.reset_index(), y="share_willing", color=style.GREEN, lw=2, **line)
    prices = [price for each in (shown, ticked, fitted) for price in each.index]
    style.share_axis(axes, max(prices, default=1), "price", currency)
    axes.set_ylabel("")
    named = {
        label: (style.GREEN, fitted),
        "open-ended answers, with 95 % band": (ink, shown["share"]),
        "payment card by Turnbull: the least it can be": (style.PLUM, ticked),
    }
    style.name_lines(axes, {name: (colour, line) for name, (colour, line) in named.items() if len(line)}, left=0.36)
    both = shown.index.intersection(ticked.index)
    gap = style.percent((shown.loc[both, "share"] - ticked.loc[both]).abs().max()) if len(both) else ""
    spoken = ", ".join(
        f"{style.percent(row.share)} at {formatted(price, currency, whole=True)}"
        for price, row in shown.iloc[::3].iterrows()
    )
    apart = f"Two questions to the same {style.people(willing.rests_on)} agree to within {gap} of them"
    return Drawn(
        apart if gap else "Too few answers to compare the two questions",
        "Share who would pay each price",
        f"Share willing to pay each price, open-ended answers: {spoken}; beside them the card's steps and a fit.",
        willing.rests_on,
    )


def _falls(fitted: pd.Series, prices: list[float], currency: str) -> str:
    """From which share at the first price to which at the last a curve falls."""
    shares = np.interp([prices[0], prices[-1]], fitted.index, fitted)
    first, last = (
        f"{style.percent(share)} at {formatted(price, currency, whole=abs(price % 1) < NEARLY_WHOLE * price)}"
        for share, price in zip(shares, (prices[0], prices[-1]), strict=True)
    )
    return f"falls from {first} to {last}"


@picture(height=2.8)
def willing(axes: Axes, curve: Released, label: str, points: Released | None = None) -> Drawn:
    """A fitted curve of the share willing at each price, over what was answered where that may be shown."""
    fitted, ink, currency = curve.frame["share_willing"].astype(float), style.ink_of(curve.rests_on), curve.currency
    axes.plot(fitted.index, fitted, color=ink)
    spoken, named = "", {label: (ink, fitted)}
    if points is not None:
        answered = points.frame["share" if "share" in points.frame else "share_willing"].astype(float)
        # Nothing and the highest price lie on the edges, where half of a point would be cut off.
        axes.plot(answered.index, answered, "o", color=style.INK, ms=5, clip_on=False)
        named["answers"] = (style.INK, answered)
        spoken = "; ".join(f"{style.percent(s)} at {formatted(p, currency, whole=True)}" for p, s in answered.items())
        spoken = f" The answers: {spoken}." if spoken else ""
    style.share_axis(axes, max(fitted.index, default=1), "price", currency)
    style.name_lines(axes, {name: (colour, line) for name, (colour, line) in named.items() if len(line)}, left=0.5)
    ends = "is too uncertain to show"
    if len(fitted):
        # Between the prices that were answered, where there are two: the curve's own grid starts at none of them.
        shown = [price for price in named["answers"][1].index if price >= fitted.index[0]] if points is not None else []
        ends = _falls(fitted, shown if len(shown) > 1 else [*fitted.index], currency)
    return Drawn(
        f"The share of {style.people(curve.rests_on)} willing to pay {ends}",
        "Share who would pay each price",
        f"Share willing to pay each price: the {label} curve {ends}.{spoken}",
        curve.rests_on,
    )


@picture(height=3.6)
def means(axes: Axes, results: Sequence[Released], published: float) -> Drawn:
    """Means of the same survey under different treatments, beside the published average."""
    # Beside each the n, where that may be shown.
    labelled = {
        style.spelled(f"{name} ({int(row['n'])})" if "n" in row else name): float(row["mean"])
        for each in results
        for name, row in each.frame.dropna(subset=["mean"]).iterrows()
    }
    table, rests_on, currency = pd.Series(labelled, dtype=float), results[0].rests_on, results[0].currency
    whole = partial(formatted, currency=currency, whole=True)
    ink, places = style.ink_of(rests_on), np.arange(len(table))
    style.published_line(axes, published, currency)
    if table.empty:
        alt = "No mean rests on enough respondents to be shown."
        return Drawn("Too few respondents to show a mean", "Mean by treatment", alt, rests_on)
    finite = table[np.isfinite(table)]
    top = max(finite.max() if len(finite) else published, published)
    axes.hlines(places, published, table.clip(upper=top), color=ink, lw=1.6, alpha=0.5)
    axes.plot(table.clip(upper=top), places, "o", color=ink, ms=7.5)
    # An infinite mean is an arrow at the end of the axis.
    axes.plot([top] * int(np.isinf(table).sum()), places[np.isinf(table)], ">", color=ink, ms=12)
    for place, amount in zip(places, table, strict=True):
        # In the margin, where no line runs through it.
        style.label(axes, (1.02, place), whole(amount), xycoords=("axes fraction", "data"), va="center")
    axes.set_yticks(places, table.index)
    axes.set_ylim(len(table) - 0.5, -1.4)
    axes.set_xlim(0.97 * min(table.min(), published), 1.03 * top)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(style.money_ticks(currency))
    axes.set_xlabel("mean; in brackets, answers counted")
    low, high = table.idxmin(), table.idxmax()
    same = f"The same {'invented ' if style.mark_of(rests_on) is Mark.SYNTHETIC else ''}answers give means from"
    return Drawn(
        f"{same} {whole(table.min())} to {whole(table.max())}",
        "Mean by treatment and convention",
        f"{len(table)} means of one survey, from {formatted(table.min(), currency)} ({low}) to "
        f"{formatted(table.max(), currency)} ({high}), beside the published average of {whole(published)}.",
        rests_on,
    )


@picture(height=2.3)
def new_codes(axes: Axes, released: Released) -> Drawn:
    """How many codes each further interview adds: the band over every order, and its middle."""
    table, ink = released.frame, style.ink_of(released.rests_on)
    axes.fill_between(table.index, table["lowest"], table["highest"], color=ink, alpha=0.15, lw=0)
    sns.lineplot(x=table.index, y=table["middle"], marker="o", markersize=7, color=ink, legend=False, ax=axes)
    axes.set_xticks(table.index)
    axes.set_yticks(range(0, int(table["highest"].max()) + 1, 2))
    axes.set(xlabel="interview, in the order held", ylabel="")
    last = table.iloc[-1]
    spoken = "; ".join(f"interview {row.Index} {row.lowest} to {row.highest}" for row in table.itertuples())
    return Drawn(
        f"By the order they come in, the last interview adds {last['lowest']:g} to {last['highest']:g} codes",
        "New codes an interview: band over every order, and its median",
        f"Codes that each further interview adds, lowest to highest over every order: {spoken}.",
        released.rests_on,
    )
