"""Exact reference results for the estimators (tests/reference/estimators): 25 digits, simulated data, free to copy."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent / "estimators"


@cache
def fits(name):
    """The fits of one file, by name."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["fits"]


@cache
def bounds():
    """Lower, middle and upper non-parametric means."""
    return json.loads((FOLDER / "nonparametric_bounds.json").read_text(encoding="utf-8"))


@cache
def data(name):
    """The data of one file."""
    return pd.read_csv(FOLDER / "data" / f"{name}.csv")


def numbers(strings):
    """Strings of 25 digits as floats."""
    return np.array(strings, dtype=float)


def measure(name, expected):
    """A measure of the reference as measure and arguments of ``Fit.interval``."""
    return {
        "mean_real": ("mean", {"support": "real"}),
        "truncated_mean": ("truncated_mean", {"limit": expected.get("limit")}),
        "share_willing": ("share_willing", {"price": expected.get("price")}),
        "median_of_average_survivor": ("median", {}),
    }.get(name, (name, {}))
