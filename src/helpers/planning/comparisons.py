"""Tables that set one choice beside another: how many to ask, in which format, with which card, in which groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.money import formatted
from helpers.result import Result, money, shares
from helpers.rounding import printed
from helpers.study import InputError, Plan, Study

from . import anchoring, designs, drafts, sizes

# Spreads to plan for, as multiples of the mean: even amounts, as usual, skewed, very skewed.
SPREADS = (0.5, 1.0, 1.5, 2.0)
CHANCE = 0.8
SIZES = (20, 54, 100, 200, 400, 1000)
POINTS = 60
CELLS = (2, 4, 6, 8, 12, 16)
SPLITS = ((27, 27), (38, 16), (40, 14))
ANCHORING = (0.0, 0.1, 0.2, 0.3)


def declared(study: Study) -> Plan:
    """What the next survey is planned for.

    Raises
    ------
    InputError
        The study does not declare it.
    """
    if study.planning is None:
        raise InputError(f"{study.shown(study.path)}: declares no plan; add [planning], as study_template.toml has it.")
    return study.planning


def for_mean(mean: float, half_width: float, population: float | None = None) -> Result:
    """How many answers a mean needs for a half-width, by spread.

    Parameters
    ----------
    mean, half_width : float
        In currency units.
    population : float
        How many there are to ask; none for a large one.

    Returns
    -------
    Result
        Indexed by spread (standard deviation over mean): sd, by the formula, of the population, with a declared chance.

    Examples
    --------
    >>> for_mean(58, 10).frame["by the formula"].tolist()
    [33, 130, 291, 517]
    """
    rows = {
        spread: {
            "sd": spread * mean,
            "by the formula": sizes.mean(spread * mean, half_width),
            "of the population": sizes.mean(spread * mean, half_width, population=population or np.inf),
            "with a declared chance": sizes.mean_with_chance(spread * mean, half_width, CHANCE),
        }
        for spread in SPREADS
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("spread over mean")
    # Without a population there is nothing to correct for.
    frame = frame.drop(columns="of the population") if population is None else frame
    return Result(frame.astype({name: int for name in frame.columns[1:]}), money("sd"))


def for_median(scale: float, precision: float, n: int, ratio: float) -> Result:
    """What each format tells of the median.

    Parameters
    ----------
    scale : float
        Scale of log willingness to pay (logistic).
    precision : float
        How far the upper limit may lie above the median, as a share of it.
    n : int
        Answers at hand.
    ratio : float
        The true median over the expected one, where the guess was wrong.

    Returns
    -------
    Result
        Indexed by format: information (of one answer, in units of the scale), answers needed, precision at n, and what
        of the information is lost where the guess was wrong: scale known, scale estimated, D.
    """
    losses = designs.losses(ratio, scale)
    rows = {
        design.name: {
            "information": designs.value(design, designs.SCALE_KNOWN),
            "answers needed": sizes.median(scale, precision, design),
            "precision": float(sizes.median_precision(scale, n, design)),
            **{f"lost, {criterion}": losses[design.name, criterion] for criterion in designs.CRITERIA},
        }
        for design in designs.formats()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("format")
    return Result(frame, shares("precision", *(f"lost, {criterion}" for criterion in designs.CRITERIA)))


def curves(scale: float, n: int) -> pd.DataFrame:
    """How far the upper limit of a median lies above it, as a share of it, by answers (n among them) and format."""
    ns = sorted({n, *np.geomspace(SIZES[0], SIZES[-1], POINTS).round().astype(int).tolist(), *SIZES})
    return pd.DataFrame(
        {design.name: sizes.median_precision(scale, np.array(ns), design) for design in designs.formats()},
        index=pd.Index(ns, name="n"),
    )


def cards(cells: Sequence[int] = CELLS) -> Result:
    """What a card of equal cells loses beside an open amount, by how many amounts it offers."""
    whole = designs.value(designs.open_ended(), designs.SCALE_KNOWN)
    lost = {k - 1: 1 - designs.value(designs.card(k), designs.SCALE_KNOWN) / whole for k in cells}
    return Result(
        pd.DataFrame({"information lost": lost}).rename_axis("amounts on the card"), shares("information lost")
    )


def best_bids(median: float, scale: float) -> Result:
    """D-optimal bids of each format, in currency units, for an expected median and scale (logistic on logs)."""
    rows = {
        name: {
            "distance from the median, in scales": max(max(route) for _, route in design.routes),
            "bids": ", ".join(f"{amount:g}" for amount in drafts.amounts(design, median, scale)),
        }
        for name, design in designs.d_optimal().items()
    }
    return Result(pd.DataFrame.from_dict(rows, orient="index").rename_axis("format"))


def with_anchoring(ns: Sequence[int]) -> Result:
    """Mean squared error of a double-bounded question over that of a single bid, by shift of follow-up answers.

    Returns
    -------
    Result
        Indexed by shift: the bias of the log median, in scales as the shift is, and the ratio at each n.
    """
    rows = {}
    for shift in ANCHORING:
        found = anchoring.anchored(shift)
        rows[shift] = {"bias": found.bias} | {f"n = {n}": found.mse(n) * n / anchoring.SINGLE for n in ns}
    return Result(pd.DataFrame.from_dict(rows, orient="index").rename_axis("shift, in scales"))


def groups() -> Result:
    """The smallest difference that two groups can show, by how the respondents split."""
    rows = {
        f"{first} and {second}": {"difference, in standard deviations": sizes.detectable(first, second)}
        for first, second in SPLITS
    }
    return Result(pd.DataFrame.from_dict(rows, orient="index").rename_axis("split"))


def quoted(mean: float, n: int, plan: Plan, currency: str) -> dict[str, str]:
    """Numbers that sentences on planning quote, as text, by name."""
    scale, half_width = plan.scale, plan.half_width
    double = next(design for design in designs.formats() if design.name == "double-bounded")
    single = designs.formats()[0]
    card = next(design for design in designs.formats() if design.name == "payment card")
    whole = designs.value(designs.open_ended(), designs.SCALE_KNOWN)
    amounts = len(card.routes[0][1])
    return {
        "plan_half_width": formatted(half_width, currency, whole=True),
        "plan_now": formatted(sizes.half_width(mean, n), currency),
        "plan_n": f"{sizes.mean(mean, half_width)}",
        "plan_least": f"{sizes.mean(SPREADS[0] * mean, half_width)}",
        "plan_most": f"{sizes.mean(SPREADS[-1] * mean, half_width)}",
        "plan_scale": f"{scale:g}",
        "plan_double_saves": f"{printed(100 * (1 - designs.variance_ratio(double, single)), '.0f')} %",
        "plan_card_amounts": f"{amounts}",
        "plan_card_loses": f"{printed(100 * (1 - designs.value(card, designs.SCALE_KNOWN) / whole), '.1f')} %",
        "plan_break_even": printed(anchoring.break_even(n), ".2f"),
        "plan_even": f"{SPLITS[0][0]} and {SPLITS[0][1]}",
        "plan_uneven": f"{SPLITS[-1][0]} and {SPLITS[-1][1]}",
        "plan_detectable": printed(sizes.detectable(*SPLITS[0]), ".2f"),
        "plan_detectable_uneven": printed(sizes.detectable(*SPLITS[-1]), ".2f"),
        "plan_chance": f"{printed(100 * CHANCE, '.0f')} %",
    }
