"""What n and a mean imply, against brute force and hand arithmetic."""

import csv
import re
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest

from helpers.published import PublishedMean, by_averaged, willing_by_averaged

STUDY = PublishedMean(n=54, mean=58, rounding=1)
with (Path(__file__).parent / "reference" / "planning" / "bounds_without_data.csv").open(encoding="utf-8") as _file:
    BOUNDS = [row for row in csv.DictReader(_file) if row["n_averaged"]]


def test_worked_figures_of_the_abstract():
    # By hand: 54 x 57.5 and 54 x 58.5; 3159 / 100 rounded down; 3159 / 28; 54 - 3105 / 200 rounded up.
    assert STUDY.total == (3105, 3159)
    assert STUDY.most_willing(100) == 31
    assert STUDY.largest_median() == pytest.approx(112.82, abs=0.005)
    assert STUDY.most_zeros(200) == 38
    assert STUDY.fewest_willing(50, cap=200) == 3
    # 58 x 49 / 54 and 58 x 54 / 49.
    assert STUDY.with_zeros_added(5) == pytest.approx(52.63, abs=0.005)
    assert STUDY.with_zeros_dropped(5) == pytest.approx(63.92, abs=0.005)


@pytest.mark.parametrize("price", [1, 2, 3, 4, 5, 6])
def test_bounds_are_those_of_every_possible_sample(price):
    # Brute force over all samples of five whole amounts up to 6 whose mean rounds to 3 (sum 13 to 17). Whole amounts
    # below a price stop at price - 1, so the lower bound may be beaten but never undercut.
    small = PublishedMean(n=5, mean=3, rounding=1)
    samples = [s for s in combinations_with_replacement(range(7), 5) if 12.5 <= sum(s) <= 17.5]
    willing = [sum(amount >= price for amount in s) for s in samples]
    assert small.most_willing(price) == max(willing)
    assert small.fewest_willing(price, cap=6) <= min(willing)
    assert small.most_zeros(6) == max(s.count(0) for s in samples)
    assert small.largest_median() >= max(np.median(s) for s in samples)


def test_without_a_cap_one_respondent_could_hold_it_all():
    assert STUDY.fewest_willing(57) == 1 and STUDY.fewest_willing(58) == 0


@pytest.mark.parametrize("averaged", range(40, 55))
def test_a_share_that_is_not_reached_however_many_were_averaged(averaged):
    # By hand: 58.50 / 100, and 1 - 57.50 / 200. In whole people the bounds come close, and never reach them.
    mean = PublishedMean(averaged, 58, 1)
    assert mean.most_share(100) - 1 / averaged <= mean.most_willing(100) / averaged < mean.most_share(100) == 0.585
    assert mean.most_zeros(200) / averaged <= mean.most_share_of_zeros(200) == 0.7125


def test_willing_by_how_many_were_averaged():
    # By hand: 58.5 n / 100 rounded down; then 54 - n more, over 54.
    table = willing_by_averaged(STUDY, 54, 100, 40).loc[[40, 46, 54]]
    assert table["most_of_them"].tolist() == [23, 26, 31] and table["most_of_all"].tolist() == [37, 34, 31]
    assert [f"{share:.0%}" for share in table["share_of_all"]] == ["69%", "63%", "57%"]


def test_no_one_demand_curve_runs_along_the_upper_edge():
    prices = np.arange(1, 301)
    bounds = STUDY.demand(prices)
    for amounts in STUDY.admissible().values():
        willing = np.array([(amounts >= price).mean() for price in prices])
        assert (willing <= bounds["highest"]).all() and (willing >= bounds["lowest"]).all()
        # The area under a demand curve is the mean of the amounts.
        steps = np.append(np.sort(amounts)[::-1], 0)
        assert -np.diff(steps) @ (np.arange(len(amounts)) + 1) / len(amounts) == pytest.approx(58)
    # 29 pay nearly nothing and 25 a lot.
    few = STUDY.admissible()["few"]
    assert (few < 1).sum() == 29 and few.max() == pytest.approx((54 * 58 - 29 * 0.58) / 25)
    # Up to 58 everybody, then 58.5 / price: the area under the edge is far more than any mean that rounds to 58.
    assert bounds["highest"].sum() > 2 * 58.5


def test_currency_does_not_matter():
    pence = PublishedMean(n=54, mean=5800, rounding=100)
    prices = np.array([5.0, 50.0, 100.0, 250.0])
    ours, theirs = STUDY.demand(prices, cap=200), pence.demand(100 * prices, cap=20_000)
    assert np.array_equal(ours.to_numpy(), theirs.to_numpy())


def test_demand_falls_and_bounds_never_cross():
    bounds = STUDY.demand(np.arange(0, 301), cap=300)
    assert (bounds.diff().dropna() <= 0).all().all()
    assert (bounds["lowest"] <= bounds["highest"]).all()


def bound(what, n, cap):
    """What the code gives for a row of the reference, over n averaged of 54."""
    mean, others = PublishedMean(n, 58, 1), 54 - n
    price = float(found[1]) if (found := re.search(r"paying (\d+) or more", what)) else None
    step = {"whole pounds": 1, "pence": 0.01}.get(what.rsplit("in ", 1)[-1], 0)
    everybody, share = mean.of_everybody(54), "share" in what
    if "most paying" in what:
        over = n if "averaged" in what and "not averaged" not in what else 54
        beyond = others if "share of all 54" in what else 0
        return (mean.most_willing(price) + beyond) / (over if share or "among 54" in what else 1)
    if "fewest paying" in what:
        return mean.fewest_willing(price, cap, step) / (54 if share else 1)
    if "most zeros" in what:
        return mean.most_zeros(cap) + (others if "all 54" in what else 0)
    by_text = {"largest median of those": mean.largest_median(), "largest median of all": everybody["largest_median"]}
    by_text |= {"total, lowest": mean.total[0], "total, highest": mean.total[1], "mean over 54": everybody["mean"]}
    return next(value for text, value in by_text.items() if what.startswith(text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "row", [row for row in BOUNDS if row["n_averaged"]], ids=lambda row: f"{row['what']}, {row['cap']}"
)
def test_bounds_without_data_are_those_worked_out_apart(row):
    # reference/planning/bounds_without_data.csv: total in [57.5 n, 58.5 n), amounts at least 0; suprema not attained.
    cap = float(row["cap"]) if row["cap"] not in ("", "none") else float("inf")
    assert bound(row["what"], int(row["n_averaged"]), cap) == pytest.approx(float(row["value"]), rel=1e-9)


def test_the_fewer_were_averaged_the_less_is_known_of_everybody():
    table = by_averaged(STUDY, 54, 100, 50, 200, 40)
    assert table.index.tolist() == list(range(40, 55))
    assert (table["largest_median"].diff().dropna() < 0).all() and (table["mean"].diff().dropna() > 0).all()
    assert table.loc[54, ["most_willing", "fewest_willing", "most_zeros"]].tolist() == [31, 3, 38]
