"""Named analyses of the frozen respondents, worked out apart; the multiverse as a whole; and what each choice moves."""

import csv
import dataclasses
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, wtp
from helpers import valuation as cv
from helpers.study import load
from helpers.wtp.choices import BASE, CARD, CHOICES, OPEN, REASONS, SHARES, SPIKE, Specification, specifications
from helpers.wtp.choices import PEOPLE as COUNTED
from helpers.wtp.multiverse import amounts_of, answers, multiverse, swings

PLANNING = Path(__file__).parents[1] / "reference" / "planning"
CARD_AMOUNTS = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300)
FROZEN = answers(pd.read_csv(PLANNING / "respondents.csv"), CARD_AMOUNTS, ("My employer should pay",))
EVERY = specifications()
PEOPLE = {"base": "base case", "no unclear": "true zeros alone", "payers only": "payers alone"}
PLAIN = {
    "top-coded 100": {"outliers": "top-coded 100"},
    "top-coded 200": {"outliers": "top-coded 200"},
    "top-coded 300": {"outliers": "top-coded 300"},
    "geometric mean of payers times share": {"estimator": "geometric"},
    "share 50": {"measure": "share 50"},
    "share 100": {"measure": "share 100"},
    "median": {"measure": "median"},
    "mean": {},
    "lower": {"estimator": "tick"},
    "midpoint": {"estimator": "midpoint"},
    "top midpoint 400": {"estimator": "midpoint", "reading": "top up to 400"},
    "next": {"estimator": "next"},
    "next, top 400": {"estimator": "next", "reading": "top up to 400"},
    "next, top 500": {"estimator": "next", "reading": "top up to 500"},
    "median tick": {"estimator": "tick", "measure": "median"},
    "Kristrom median": {"estimator": "Kriström", "measure": "median"},
}
ZEROS = {"spike": SPIKE, "payers": "none", "c=0.5": "at most 0.50", "c=1": "at most 1", "c=5": "at most 5"}
READINGS = {"open fit": (OPEN, "as given"), "open fit, rounded": (OPEN, "within 10 %"), "card fit": (CARD, "as given")}


@pytest.fixture(scope="module")
def found():
    """The whole multiverse of the frozen respondents."""
    return multiverse(FROZEN, EVERY, published=58)


def named(name):
    """The specification that a name of the reference stands for."""
    if name == "open/base+protests imputed payers' mean":
        return dataclasses.replace(BASE, people="protests imputed")
    if name.startswith(("open fit", "card fit")):
        first, who, distribution, zeros, measure = name.replace("fit/rounded 10%", "fit, rounded/base").split("/")
        question, reading = READINGS[first]
        people = "payers alone" if zeros == "payers" else PEOPLE[who]
        measure = measure.replace("truncated 300", "truncated mean")
        return Specification(question, people, "as given", reading, distribution, ZEROS[zeros], measure)
    question, who, rest = name.split("/", 2)
    changes = PLAIN.get(rest, {"outliers": rest.replace("%", " %")})
    if question == "card" and rest.startswith("share"):
        changes = {"estimator": "tick", "measure": rest}
    return dataclasses.replace(BASE, question={"open": OPEN, "card": CARD}[question], people=PEOPLE[who], **changes)


with (PLANNING / "multiverse.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["specification"])
def test_a_named_specification_comes_out_to_1e_8(row, found):
    # Thirty-digit Newton steps, or arithmetic by hand, on these rows; 1e-6 for the log-logistic mean near scale 1.
    spec = named(row["specification"])
    result = found.loc[spec.label]
    near_one = "log-logistic" in row["specification"] and row["specification"].endswith("/mean")
    assert result["value"] == pytest.approx(float(row["value"]), rel=1e-6 if near_one else 1e-8)
    assert result["n"] == int(row["n"])
    if row["ratio_to_58"]:
        assert result["ratio"] == pytest.approx(float(row["ratio_to_58"]), rel=1e-6)
    classes = {"share willing": row["specification"].rsplit("/", 1)[1], "other": "geometric mean"}
    assert result["estimand"] == classes.get(row["class"], row["class"])


@pytest.mark.long
def test_there_are_over_a_thousand_and_none_is_lost(found):
    assert len(EVERY) == len(set(EVERY)) == len(found) > 1000
    assert found["value"].notna().all()
    assert np.isinf(found["value"]).any()
    assert set(found["estimand"]) >= {"mean", "truncated mean", "median", "lower bound"}


@pytest.mark.slow
def test_every_branch_is_used_and_has_a_reason(found):
    for choice in CHOICES:
        assert set(found.index.get_level_values(choice)) == set(REASONS[choice])
    assert all(reason for branches in REASONS.values() for reason in branches.values())


@pytest.mark.long
def test_the_order_of_declaration_changes_no_byte(found):
    shuffled = EVERY.copy()
    random.Random(1).shuffle(shuffled)
    assert multiverse(FROZEN, shuffled, published=58).to_csv() == found.to_csv()


@pytest.mark.long
def test_a_multiverse_of_one_branch_is_page_04():
    study, respondents = load(), cleaning.survey().respondents
    given = answers(respondents, study.card, study.questions["zero_reason"].both)
    assert multiverse(given, [BASE], published=58)["value"].item() == wtp.usable_amounts(respondents).mean()
    ticks = wtp.card_answers(respondents, study.card)
    table = wtp.models(ticks, max(study.card)).frame
    for name in ("log-normal", "log-logistic", "weibull"):
        for zeros, treated in {"spike": SPIKE, "≤\u00a00.50": "at most 0.50", "≤\u00a05.00": "at most 5"}.items():
            for column, measure in {"mean": "mean", "truncated_mean": "truncated mean", "median": "median"}.items():
                spec = Specification(CARD, "base case", "as given", "as given", name, treated, measure)
                expected = table.loc[(name, zeros), column]
                assert multiverse(given, [spec], published=58)["value"].item() == pytest.approx(expected, rel=1e-9)
    means = wtp.card_means(ticks).frame["mean"]
    for estimator, row in {"tick": 0, "midpoint": 1, "next": 2, "Turnbull": 3}.items():
        spec = dataclasses.replace(BASE, question=CARD, estimator=estimator)
        assert multiverse(given, [spec], published=58)["value"].item() == pytest.approx(means.iloc[row], rel=1e-12)


def test_a_truncated_mean_ends_at_the_top_of_the_card_that_was_shown():
    spec = dataclasses.replace(BASE, estimator="log-normal", zeros="at most 5", measure="truncated mean")
    wider = dataclasses.replace(FROZEN, card=np.append(FROZEN.card, 500.0))
    counted = np.where(np.isin(FROZEN.status, COUNTED["base case"]), 0.0, np.nan)
    amounts = np.where(FROZEN.status == "payer", FROZEN.amount, counted)
    fit = cv.fit(cv.open_ended(amounts), "log-normal", zeros=5)
    for given, top in ((FROZEN, 300), (wider, 500)):
        assert multiverse(given, [spec], published=58)["value"].item() == pytest.approx(
            fit.truncated_mean(top), rel=1e-8
        )


def test_where_most_pay_nothing_a_model_with_a_spike_has_a_median_of_nothing():
    rows = pd.DataFrame({"wtp_status": ["true zero"] * 4 + ["payer"] * 3, "zero_reason": "", "card_chosen": np.nan})
    rows["wtp_amount"] = [0.0] * 4 + [5, 10, 30]
    spec = dataclasses.replace(BASE, estimator="log-normal", zeros=SPIKE, measure="median")
    assert multiverse(answers(rows, CARD_AMOUNTS, ()), [spec], published=58)["value"].item() == 0


def test_shares_willing_are_no_amounts():
    some = multiverse(FROZEN, [BASE, *(dataclasses.replace(BASE, measure=each) for each in SHARES)], published=58)
    assert amounts_of(some)["estimand"].tolist() == ["mean"] and len(some) == 3


def test_two_analyses_are_one_comparison():
    two = multiverse(FROZEN, [BASE, dataclasses.replace(BASE, people="payers alone")], published=58)
    low, high = sorted(two["value"])
    assert swings(two).loc[("mean", "people")].tolist() == [1, pytest.approx(high / low), pytest.approx(high / low), 0]


def test_only_the_declared_reason_can_be_a_protest_too():
    # Counted by hand from the rows: payers, true zeros, and unclear zeros who do not say that the employer should pay.
    rows = pd.read_csv(PLANNING / "respondents.csv")
    unclear = (rows["wtp_status"] == "unclear zero") & (rows["zero_reason"] != "My employer should pay")
    counted = rows["wtp_status"].isin(["payer", "true zero"]) | unclear
    assert unclear.any() and (rows["zero_reason"] == "My employer should pay").any()
    found = multiverse(FROZEN, [dataclasses.replace(BASE, people="either reason a protest")], published=58)
    assert found["n"].item() == counted.sum()


def test_an_amount_at_the_cap_is_what_was_typed_and_one_above_is_at_least_that():
    spec = Specification(OPEN, "payers alone", "top-coded 100", "as given", "log-normal", "none", "median")
    amounts = FROZEN.amount[FROZEN.status == "payer"]
    assert (amounts == 100).any() and (amounts > 100).any()
    bounds = {"lower": np.minimum(amounts, 100), "upper": np.where(amounts > 100, np.inf, amounts)}
    expected = cv.fit(pd.DataFrame(bounds), "log-normal").median()
    assert multiverse(FROZEN, [spec], published=58)["value"].item() == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(("ticking", "median"), [(1, 0), (2, 0), (3, 30 + 10 / 3)])
def test_where_half_or_more_pay_nothing_the_median_is_nothing(ticking, median):
    # Of four so many tick 30 and the others pay nothing. By hand for three: the share is 3/4 at the tick of 30 and none
    # at 40, so that a half lies a third of the way from 30 to 40.
    rows = pd.DataFrame({"wtp_status": ["true zero"] * 4, "wtp_amount": 0.0, "card_chosen": np.nan, "zero_reason": ""})
    rows.loc[: ticking - 1, ["wtp_status", "wtp_amount", "card_chosen"]] = "payer", 30.0, 30.0
    spec = dataclasses.replace(BASE, question=CARD, estimator="Kriström", measure="median")
    found = multiverse(answers(rows, CARD_AMOUNTS, ()), [spec], published=58)["value"].item()
    assert found == pytest.approx(median)


@pytest.mark.slow
def test_swings_compare_what_differs_in_one_choice_alone(found):
    rows = swings(found)
    # By hand from the reference: of the four counts of zeros, 70.21 over payers against 49.41 over everybody.
    only = multiverse(FROZEN, [dataclasses.replace(BASE, people=who) for who in REASONS["people"]], published=58)
    [swing] = swings(only)["swing"]
    assert swing == pytest.approx(54 / 38)
    assert swings(only).loc[("mean", "people"), "comparisons"] == 1
    # The question is compared where both were read and fitted alike, and an infinite mean is counted, never divided.
    assert rows.loc[("mean", "question"), "comparisons"] > 100
    assert rows["infinite"].sum() > 0
    assert rows["swing"].notna().all()
