"""Answers in every format to amounts that are known, and between which bounds each answer puts its amount."""

import warnings

import numpy as np
import pandas as pd

from helpers import valuation as cv

BIDS = np.array([5.0, 10, 20, 40, 80])
CARD = np.array([0.0, 5, 10, 20, 40, 80])


def between(said):
    """Bounds from pairs of a bid and its answer, by looking at all of them."""
    said = [(bid, bool(yes)) for bid, yes in said if yes is not None]
    lows = [bid for bid, yes in said if yes]
    highs = [bid for bid, yes in said if not yes]
    return max(lows, default=-np.inf), min(highs, default=np.inf)


def open_ended(w, rng):
    amount = np.round(w) + (np.round(w) == 0)
    return cv.open_ended(amount), [(a, a) for a in amount]


def payment_card(w, rng):
    amount = np.maximum(w, 0.0)
    chosen = [CARD[a >= CARD].max() for a in amount]
    above = dict(zip(CARD, [*CARD[1:], np.inf], strict=True))
    return cv.payment_card(chosen, CARD), [(c if c > 0 else -np.inf, above[c]) for c in chosen]


def single_bounded(w, rng):
    bid = rng.choice(BIDS, len(w))
    return cv.single_bounded(bid, w >= bid), [between([(b, bool(a >= b))]) for a, b in zip(w, bid, strict=True)]


def double(w, rng):
    bid = rng.choice(BIDS, len(w))
    return bid, w >= bid, np.where(w >= bid, bid * rng.choice([1.5, 2.0], len(w)), bid / rng.choice([1.5, 2.0], len(w)))


def double_bounded(w, rng):
    bid, first, followup = double(w, rng)
    asked = rng.random(len(w)) < 0.9
    second = [bool(a >= f) if yes else None for a, f, yes in zip(w, followup, asked, strict=True)]
    pairs = zip(bid, first, followup, second, strict=True)
    return cv.double_bounded(bid, first, followup, second), [between([(b, bool(y)), (f, s)]) for b, y, f, s in pairs]


def wrong_side(w, rng):
    bid, first, _ = double(w, rng)
    followup = bid + rng.choice([-3.0, 3.0, 7.0], len(w))
    second = w + rng.normal(0, 2, len(w)) >= followup
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = cv.double_bounded(bid, first, followup, second, wrong_side="use")
    pairs = zip(bid, first, followup, second, strict=True)
    bounds = [between([(b, bool(y)), (f, bool(s))]) for b, y, f, s in pairs]
    return answers, [each if each[0] < each[1] else None for each in bounds]


def one_and_one_half_bounded(w, rng):
    low, starts = rng.choice(BIDS[:-1], len(w)), rng.random(len(w)) < 0.5
    first = np.where(starts, w >= low, w >= 2 * low)
    settled = first != starts
    later = np.where(starts, 2 * low, low)
    second = [None if done else bool(a >= b) for a, b, done in zip(w, later, settled, strict=True)]
    bounds = [between([(3 * b - b2, bool(y)), (b2, s)]) for b, b2, y, s in zip(low, later, first, second, strict=True)]
    return cv.one_and_one_half_bounded(low, 2 * low, starts, first, second), bounds


def multiple_bounded(w, rng):
    said = w[:, None] >= BIDS
    frame = pd.DataFrame(said).astype(object).mask(rng.random(said.shape) < 0.1, None)
    rows = [between(zip(BIDS, row, strict=True)) for row in frame.to_numpy()]
    blank = frame.isna().all(axis=1)
    return cv.multiple_bounded(BIDS, frame), [None if none else row for row, none in zip(rows, blank, strict=True)]


def price_list(w, rng):
    prices = np.array([-40.0, -10, 0, 10, 40])
    said = (w - 20)[:, None] >= prices
    return cv.multiple_bounded(prices, pd.DataFrame(said)), [
        between([(p, bool(y)) for p, y in zip(prices, row, strict=True)]) for row in said
    ]


def unsure(w, rng):
    bid, sure = rng.choice(BIDS, len(w)), rng.random(len(w)) < 0.8
    as_ = rng.choice(["no", "missing", "interval"])
    answers = cv.single_bounded(bid, w >= bid, uncertain=~sure, as_=as_)
    taken = {"no": lambda b: (-np.inf, b), "missing": lambda b: None, "interval": lambda b: (-np.inf, np.inf)}[as_]
    bounds = [between([(b, bool(a >= b))]) if s else taken(b) for a, b, s in zip(w, bid, sure, strict=True)]
    return answers, bounds


def interval2(w, rng):
    bounds = double_bounded(w, rng)[1]
    missing = [(None if np.isinf(low) else low, None if np.isinf(high) else high) for low, high in bounds]
    return cv.from_interval2(*zip(*missing, strict=True)), bounds


FORMATS = (open_ended, payment_card, single_bounded, double_bounded, wrong_side, one_and_one_half_bounded)
FORMATS += (multiple_bounded, price_list, unsure, interval2)
