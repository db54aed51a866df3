"""Invented answers on willingness to pay: drawn, heaped, ticked, and exact on the totals that are published."""

from __future__ import annotations

import bisect
from collections.abc import Callable

import numpy as np
import pandas as pd
import scipy
from scipy.special import ndtri

from helpers.money import formatted
from helpers.study import InputError

from .assumptions import LEAST, Assumptions, check

# What people round to; beyond, the same steps times powers of ten.
ROUND_FIGURES = (5, 10, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750)
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 7.5)
# By how much an amount that is not round may be moved to meet the total and the spread.
MOVES = (1, 2, 5, 10, 25, 50, 100)
# A card answer is mostly the amount at or below what was typed, but people are no machines.
ONE_UP, ONE_DOWN = 0.15, 0.1
# The spread is met to within half a unit; more would fight with round figures.
NEAR = 0.5
# Respondents drawn before a combination is given up; where few amounts are not round, the first draw may not do.
DRAWS = 8
TRIES = 400
# A log-normal scale beyond which every amount is the least or the most.
WIDEST = 40.0


def respondents(assumed: Assumptions) -> pd.DataFrame:
    """Invent respondents that meet every assumption: counts, mean and cap exactly, the spread to half a unit.

    Amounts are drawn log-normal, with the scale that gives the spread, then rounded as people round. What that does to
    total and spread is mended by moving as few amounts as possible.

    Parameters
    ----------
    assumed : Assumptions
        Any combination that `check` finds possible.

    Returns
    -------
    DataFrame
        One row a respondent, in random order: wtp_status, wtp_amount (0 for zeros, missing where unanswered) and
        card_chosen (missing where none was ticked).

    Raises
    ------
    InputError
        The assumptions cannot hold together; the sentence names the nearest value that can.

    Examples
    --------
    >>> made = respondents(Assumptions(card=(5, 10, 20, 50, 100, 200), seed=1))
    >>> usable = made.loc[
    ...     made["wtp_status"].isin(["payer", "true zero", "unclear zero"]),
    ...     "wtp_amount",
    ... ]
    >>> len(made), len(usable), float(usable.mean()), round(usable.std())
    (54, 46, 58.0, 73)
    """
    check(assumed)
    rng = np.random.default_rng(assumed.seed)
    amounts = _amounts(assumed, rng)
    unclear = round(assumed.n_zeros * assumed.unclear)
    counts = {
        "payer": assumed.n_payers,
        "true zero": assumed.n_zeros - unclear,
        "unclear zero": unclear,
        "protest zero": assumed.n_protests,
        "missing": assumed.n_unanswered,
    }
    frame = pd.DataFrame({"wtp_status": np.repeat(list(counts), list(counts.values()))})
    frame["wtp_amount"] = np.where(frame["wtp_status"] == "missing", np.nan, 0.0)
    frame.loc[frame["wtp_status"] == "payer", "wtp_amount"] = amounts
    frame["card_chosen"] = np.nan
    if assumed.card:
        # Half of those who typed nothing ticked the card all the same, and one of them typed a range.
        silent = frame.index[frame["wtp_status"] == "missing"][: (assumed.n_unanswered + 1) // 2]
        frame.loc[frame["wtp_status"] == "payer", "card_chosen"] = ticked(amounts, assumed.card, rng)
        frame.loc[silent, "card_chosen"] = ticked(rng.choice(amounts, len(silent)), assumed.card, rng)
        frame.loc[silent[frame.loc[silent, "card_chosen"].notna()][:1], "wtp_status"] = "unruled"
    return frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)


def heaped(amounts: np.ndarray) -> np.ndarray:
    """Amounts to the nearest round figure; below 7.5 that is 5.

    >>> heaped(np.array([2.0, 58.0, 90.0, 1300.0])).tolist()
    [5.0, 50.0, 100.0, 1500.0]
    """
    figures = _figures(float(np.max(amounts, initial=1)) * 2)
    middles = (figures[:-1] + figures[1:]) / 2
    return figures[np.searchsorted(middles, amounts, side="right")]


def ticks(amounts: np.ndarray, card: tuple[float, ...]) -> np.ndarray:
    """The highest amount of a card that is not above each amount; 0 where the lowest is.

    >>> ticks(np.array([3.0, 5.0, 60.0, 900.0]), (5, 10, 50, 100)).tolist()
    [0.0, 5.0, 50.0, 100.0]
    """
    return np.array([0.0, *card])[np.searchsorted(card, amounts, side="right")]


def ticked(amounts: np.ndarray, card: tuple[float, ...], rng: np.random.Generator) -> np.ndarray:
    """Card answers of people who typed these amounts: mostly `ticks`, some a step beside; missing below the card."""
    offered = np.array(card, dtype=float)
    places = np.searchsorted(offered, amounts, side="right") - 1
    chance = rng.random(len(places))
    moved = np.clip(places + (chance < ONE_UP) - (chance > 1 - ONE_DOWN), 0, len(offered) - 1)
    return np.where(places < 0, np.nan, offered[np.where(places < 0, 0, moved)])


def _figures(top: float) -> np.ndarray:
    """Round figures up to the first one at or above a top."""
    figures, power = [float(figure) for figure in ROUND_FIGURES], 1000.0
    while figures[-1] < top:
        figures += [step * power for step in STEPS]
        power *= 10
    return np.array(figures[: bisect.bisect_left(figures, top) + 1], dtype=float)


def _amounts(assumed: Assumptions, rng: np.random.Generator) -> np.ndarray:
    """Amounts of the payers, exact in sum: the first ones round, the others whole but for one with the pence."""
    round_ones = np.arange(assumed.n_payers) < assumed.n_heaped
    figures = _figures(assumed.cap)
    figures = figures[figures <= assumed.cap]
    if not len(figures):
        raise InputError(f"a cap of {assumed.cap:g} leaves no round figure to name; the nearest is {ROUND_FIGURES[0]}.")
    nearest = np.inf
    for _ in range(DRAWS):
        amounts = _drawn(assumed, ndtri(rng.random(assumed.n_payers)))
        amounts = np.where(round_ones, np.clip(heaped(amounts), figures[0], figures[-1]), np.rint(amounts))
        amounts = _mended(assumed, amounts, round_ones, figures)
        reached = assumed.sd(float((amounts**2).sum()))
        if not round(amounts.sum() - assumed.total, 2):
            nearest = min(nearest, reached, key=lambda each: abs(each - assumed.spread))
            if abs(reached - assumed.spread) <= NEAR:
                return amounts
    spread, cap, near = (formatted(round(each, 2), assumed.currency) for each in (assumed.spread, assumed.cap, nearest))
    raise InputError(
        f"a spread of {spread} is not met where {assumed.n_heaped} of {assumed.n_payers} payers name round figures of "
        f"at most {cap}; the nearest that they come to is {near}: take that, or a smaller heaping."
    )


def _drawn(assumed: Assumptions, scores: np.ndarray) -> np.ndarray:
    """Log-normal amounts at these normal scores, between one and the cap, with the total and the spread assumed."""
    low, high = np.log(LEAST), np.log(min(assumed.cap, assumed.total))

    def at(scale: float) -> np.ndarray:
        def amounts(location: float) -> np.ndarray:
            return np.exp(np.clip(location + scale * scores, low, high))

        ends = low - scale * scores.max(), high - scale * scores.min()
        return amounts(_crossing(lambda location: amounts(location).sum() - assumed.total, *ends))

    return at(_crossing(lambda scale: assumed.sd(float((at(scale) ** 2).sum())) - assumed.spread, 0.0, WIDEST))


def _crossing(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses zero; the end nearer to it where it does not."""
    if rising(low) >= 0:
        return low
    return high if rising(high) <= 0 else scipy.optimize.brentq(rising, low, high)


def _mended(assumed: Assumptions, amounts: np.ndarray, round_ones: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Move one or two amounts at a time until the total is exact and the spread as near as it gets."""
    amounts = amounts.copy()
    # The last amount is not a round one and carries the pence of the total, so that all moves are whole.
    amounts[-1] += assumed.total - np.floor(assumed.total)
    amounts[-1] -= amounts[-1] > assumed.cap
    wanted = assumed.spread**2 * (assumed.n_usable - 1) + assumed.total**2 / assumed.n_usable
    tolerance = 0.1 * 2 * max(assumed.spread, 1) * (assumed.n_usable - 1)
    for _ in range(TRIES):
        short, missing = round(assumed.total - amounts.sum(), 2), wanted - float((amounts**2).sum())
        if short == 0 and abs(missing) <= tolerance:
            break
        who, moves = _moves(amounts, round_ones, figures, assumed.cap)
        squares = 2 * amounts[who] * moves + moves**2
        # A single move is a pair with one that changes nothing.
        total = np.abs(short - (moves[:, None] + moves[None, :]))
        spread = np.abs(missing - (squares[:, None] + squares[None, :]))
        # First the total, then the spread, then the smallest moves.
        cost = np.where(total > 0, 1e12 * (1 + total), 0) + np.maximum(spread, tolerance)
        cost = cost + np.abs(moves[:, None]) + np.abs(moves[None, :])
        cost[(who[:, None] == who[None, :]) & (who[:, None] >= 0)] = np.inf
        first, second = np.unravel_index(np.argmin(cost), cost.shape)
        best = (total[first, second], max(spread[first, second], tolerance))
        if best >= (abs(short), max(abs(missing), tolerance)):
            break
        for place in (first, second):
            if who[place] >= 0:
                amounts[who[place]] += moves[place]
    return amounts


def _moves(
    amounts: np.ndarray, round_ones: np.ndarray, figures: np.ndarray, cap: float
) -> tuple[np.ndarray, np.ndarray]:
    """Every step that an amount can take: a round one to the figures beside it, others by `MOVES`; and none at all."""
    heaps, free = np.flatnonzero(round_ones), np.flatnonzero(~round_ones)
    places = np.searchsorted(figures, amounts[heaps])
    up, down = figures[np.minimum(places + 1, len(figures) - 1)], figures[np.maximum(places - 1, 0)]
    steps = np.array([sign * move for move in MOVES for sign in (1, -1)], dtype=float)
    who = np.concatenate([heaps, heaps, np.repeat(free, len(steps))])
    moves = np.concatenate([up - amounts[heaps], down - amounts[heaps], np.tile(steps, len(free))])
    possible = (moves != 0) & (amounts[who] + moves >= LEAST) & (amounts[who] + moves <= cap)
    return np.append(who[possible], -1), np.append(moves[possible], 0.0)
