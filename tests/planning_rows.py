"""Rows that other code computed for planning (tests/reference/planning), and the designs that they name."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import logit

from helpers import planning

REFERENCE = Path(__file__).parent / "reference" / "planning"


def rows(topics):
    """Rows of planning.csv on topics that start so, with a name for each."""
    table = pd.read_csv(REFERENCE / "planning.csv")
    wanted = table[table["topic"].str.startswith(topics)]
    return {"argvalues": [*wanted.itertuples()], "ids": [f"{row.topic}: {row.what}" for row in wanted.itertuples()]}


def numbers(text):
    return [float(n) for n in re.findall(r"\d+\.?\d*", text)]


def design(name):
    """The design that a row of the reference names."""
    at = logit
    if name.startswith("single-bounded"):
        return planning.single_bounded(0.0)
    if name.startswith("double-bounded"):
        return planning.double_bounded(0.0, at(1 / 4), at(3 / 4))
    if name.startswith("one-and-one-half"):
        share = 1 / 4 if "quartiles" in name else 1 / 3
        return planning.one_and_one_half_bounded(at(share), at(1 - share))
    if name.startswith("open"):
        return planning.open_ended()
    if "D-optimal" in name:
        return planning.d_optimal()["single-bounded"]
    if name.startswith("card") or "equal cells" in name:
        return planning.card(int(numbers(name)[0]))
    points, quantiles = int(numbers(name)[0]), name.split("quantiles ")[1]
    j = np.arange(1, points + 1)
    share = (2 * j - 1) / (2 * points) if quantiles.startswith("(") else j / (points + 1)
    return planning.single_bounded(*at(share))
