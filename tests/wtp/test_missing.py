"""Missing answers at their worst, against bounds worked out apart on the same 54 respondents."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers.wtp import means_of, worst_case

PLANNING = Path(__file__).parents[1] / "reference" / "planning"
CARD = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300)
RESPONDENTS = pd.read_csv(PLANNING / "respondents.csv")
with (PLANNING / "worst_case.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['what']}, {row['measure']}")
def test_bounds_are_those_worked_out_apart(row):
    # reference/planning/worst_case.csv: usable as in the base case, the rest at 0 and at the cap.
    if capped := re.search(r" in \[0, (\d+)\]", row["what"]):
        cap, what = float(capped[1]), row["what"].replace(capped[0], "")
    else:
        cap, what = 300, row["what"].removesuffix(", cap 300")
    lowest, highest = worst_case(RESPONDENTS, CARD, cap).loc[(what, row["measure"]), ["lowest", "highest"]]
    assert (lowest, highest) == pytest.approx((float(row["lowest"]), float(row["highest"])), rel=1e-9)


def test_the_worst_cases_of_the_mean_stand_by_what_is_unknown():
    worst = worst_case(RESPONDENTS, CARD, 300)
    means = means_of(worst)
    assert means.index.name == "unknown" and set(means.index) == {unknown for unknown, _ in worst.index}
    for unknown, row in means.iterrows():
        assert row.tolist() == worst.loc[(unknown, "mean")].tolist()
