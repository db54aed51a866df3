"""Typed amounts are read where they are clear, and left to a person where they are not."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.money import MISSING_WORDS, ZERO_WORDS, Money, check_rulings, formatted, parse, parse_column
from helpers.study import InputError

# Read by eye: what a careful person would write down for each answer.
AMOUNTS = {
    "£5": 5,
    "£ 5": 5,
    " 5 ": 5,
    "£5.00": 5,
    "£5.5": 5.5,
    "£1,000": 1000,
    "12,345,678": 12_345_678,
    "50p": 0.5,
    "50 pence": 0.5,
    "about 10": 10,
    "approx. £10": 10,
    "~10": 10,
    "around £10": 10,
    "approximately 10": 10,
    "roughly 10 pounds": 10,
    "circa 10": 10,
    "c. 10": 10,
    "50 pounds": 50,
    "50 Pounds.": 50,
    "GBP 50": 50,
    "50gbp": 50,
    "£50 pounds": 50,
    "50 pounds sterling": 50,
    "1 pound": 1,
    "5 quid": 5,
    "1 penny": 0.01,
}
ZEROS = ["nothing", "Nothing at all", "Nothing.", "none", "None", "NIL", "zero", "£0", "0", "0.00", "0p", "about 0"]
MISSING = ["", "  ", "\n", "don't know", "Don’t know", "dk", "not sure", "n/a", "N/A"]
MISSING += ["I don't know", "Dont know", "do not know", "unknown", "Unsure", "NA", "Not applicable."]
UNCLEAR = {
    "£5-10": "range",
    "£5 – £10": "range",
    "5 to 10": "range",
    "5 or 10": "range",
    "£5 and £10": "range",
    "5—10": "range",
    "£60 a year": "rate",
    "50/month": "rate",
    "£50 per month": "rate",
    "£50 each month": "rate",
    "£50 every month": "rate",
    "50 weekly": "rate",
    "1/2": "fraction",
    "½": "fraction",
    "-5": "negative",
    "£-5": "negative",
    "£10+": "open-ended",
    "at least 10": "open-ended",
    "more than 10": "open-ended",
    "over 10": "open-ended",
    "10,00": "decimal",
    "1.000": "decimal",
    "0,100": "decimal",
    "1 000": "decimal",
    "1e3": "abbreviated",
    "5k": "abbreviated",
    "5m": "abbreviated",
    "=5": "formula",
    "Â£5": "garbled",
    "٥٠": "another script",
    "５": "another script",
    "$5": "another currency",
    "5 euros": "another currency",
    "ten": "not an amount",
    "inf": "not an amount",
    "nan": "not an amount",
    "£50p": "other words",
    "p50": "other words",
    "£60 (once)": "other words",
    "9999999999": "other words",
}


@pytest.mark.parametrize(("text", "amount"), AMOUNTS.items())
def test_clear_amounts(text, amount):
    assert parse(text, "GBP")[:2] == (amount, "amount")


@pytest.mark.parametrize("text", ZEROS)
def test_zeros(text):
    assert parse(text, "GBP")[:2] == (0, "zero")


@pytest.mark.parametrize("text", MISSING)
def test_missing_answers_say_why(text):
    money = parse(text, "GBP")
    assert (math.isnan(money.amount), money.status) == (True, "missing")
    assert money.reason


@pytest.mark.parametrize(("text", "reason"), UNCLEAR.items())
def test_anything_else_is_unclear_and_never_zero(text, reason):
    money = parse(text, "GBP")
    assert (math.isnan(money.amount), money.status) == (True, "unclear")
    assert reason in money.reason


@pytest.mark.slow
@given(st.text(max_size=12))
def test_no_text_is_an_amount_without_a_plain_digit_or_a_word_for_zero(text):
    money = parse(text, "GBP")
    word = " ".join(text.casefold().split()).removesuffix(".")
    if not any(digit in text for digit in "0123456789") and word not in ZERO_WORDS:
        assert money.status in ("missing", "unclear")
    assert (money.status in ("amount", "zero")) == math.isfinite(money.amount)
    assert money.status in ("amount", "zero") or money.reason


@pytest.mark.slow
@given(st.integers(1, 99_999_999), st.sampled_from(["GBP", "EUR", "USD"]))
def test_a_printed_amount_reads_back(hundredths, currency):
    assert parse(formatted(hundredths / 100, currency), currency).amount == hundredths / 100


def test_only_the_currency_asked_for_is_read():
    assert parse("€5", "EUR").amount == 5
    assert parse("50 cents", "EUR").amount == 0.5
    assert parse("£5", "EUR").reason == "another currency"
    assert parse("$5", "USD").amount == parse("5 dollars", "USD").amount == parse("US$5", "USD").amount == 5
    assert parse("50¢", "USD").amount == parse("50c", "EUR").amount == 0.5
    with pytest.raises(InputError, match="currency 'XYZ' is not known; declare one of GBP, EUR, USD"):
        parse("5", "XYZ")


def test_declared_words_are_as_a_person_types_them():
    # parse folds case and space first, so that other spellings in the tables could never match.
    for word in (*ZERO_WORDS, *MISSING_WORDS):
        assert word == " ".join(word.casefold().split())


def test_column_keeps_its_index_and_takes_rulings_only_where_unclear():
    texts = pd.Series(["£5", " £20-30 ", "ten"], index=[9, 4, 7])
    ruled = {"£20-30": Money(25.0, "amount", "ruled by A: the middle")}
    read = parse_column(texts, ruled, "GBP")
    assert list(read.index) == [9, 4, 7]
    assert list(read.columns) == ["text", "amount", "status", "reason"]
    assert read["status"].to_list() == ["amount", "amount", "unclear"]
    assert read.loc[4, "amount"] == 25
    assert read.loc[4, "reason"] == "ruled by A: the middle"


def rulings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["text", "amount", "ruled_by", "why"], index=range(2, 2 + len(rows)))


def test_rulings_may_be_an_amount_zero_or_missing():
    table = rulings(("ten", "10", "A", "in words"), ("zilch", "0", "A", "slang"), ("1/2", "", "A", "a date?"))
    assert [money.status for money in check_rulings(table, "GBP", "rulings.csv").values()] == [
        "amount",
        "zero",
        "missing",
    ]
    assert check_rulings(rulings(), "GBP", "rulings.csv") == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("£5", "5", "A", "b")], "rulings.csv, row 2, column text: '£5' is clear as typed; remove the ruling."),
        ([("ten", "10", "A", "b"), ("ten ", "9", "A", "b")], "row 3, column text: 'ten' is ruled on twice"),
        ([("ten", "£10", "A", "b")], "row 2, column amount: '£10' is not an amount"),
        ([("ten", "10", " ", "b")], "row 2, columns ruled_by and why: one is blank"),
    ],
)
def test_bad_ruling_is_named(rows, sentence):
    with pytest.raises(InputError) as caught:
        check_rulings(rulings(*rows), "GBP", "rulings.csv")
    assert sentence in str(caught.value)


def test_formatted_amounts():
    assert formatted(3105, "GBP", whole=True) == "£3,105"
    assert formatted(0.5, "EUR") == "€0.50"
    # The sign stands before the currency's, and nothing has none.
    assert (formatted(-1058, "USD"), formatted(0, "GBP")) == ("−$1,058.00", "£0.00")
    assert formatted(math.inf, "GBP") == "infinite"
