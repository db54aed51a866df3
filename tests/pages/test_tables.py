"""Tables escape text, save what they show, and print each column to what it can bear."""

import io
import re

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, pages
from helpers.pages.tables import Register
from helpers.result import Result, money, shares
from helpers.study import InputError, Mark


def test_table_escapes_text_and_its_csv_holds_the_same_numbers():
    frame = pd.DataFrame({"answer": ["<b>", "a,b"], "share": [0.25, 0.5]})
    data, metadata = pages.Table(frame, "Answers", Mark.DERIVED)._repr_mimebundle_()
    assert "&lt;b&gt;" in data["text/html"] and "<b>" not in data["text/html"]
    assert metadata["mark"] == "DERIVED" and "DERIVED" in data["text/html"]
    saved = pd.read_csv(io.StringIO(data["text/csv"]))
    pd.testing.assert_frame_equal(saved, frame)


def test_missing_is_blank_and_limits_of_effect_sizes_are_no_percentages():
    frame = pd.DataFrame({"cliffs_delta": [0.2, None], "low": [-0.3, None]})
    assert pages.Table(frame, "Sizes", Mark.DERIVED).shown().iloc[:, 1].tolist() == ["\u22120.30", ""]


def test_money_of_a_derived_table_is_money_and_an_infinite_value_is_said():
    frame = pd.DataFrame({"mean": [58.0, float("inf")], "swing": [float("inf"), -float("inf")]})
    shown = pages.Table(Result(frame, money("mean")), "Means", Mark.DERIVED, "USD").shown()
    assert shown["mean"].tolist() == ["$58", "infinite"]
    assert shown["swing"].tolist() == ["infinite", "minus infinite"]


def test_alignment_stands_in_the_cells_and_a_phone_finds_the_label_of_each():
    frame = pd.DataFrame({"who": ["payers"], "n": [3], "why": ["because " * 8]})
    markup = pages.Table(frame, "Why", Mark.DERIVED, number="<b>Table 1.</b>")._repr_mimebundle_()[0]["text/html"]
    assert '<th scope="row" style="text-align: left">payers</th>' in markup
    assert '<td data-label="n" class="number">3</td>' in markup
    # A style sheet of its own, as a Styler has it, is dropped by code hosts; and no link carries the table.
    assert "<style" not in markup and "href" not in markup
    assert 'class="table words"' in markup and "<b>Table 1.</b> Why." in markup


@pytest.mark.slow
def test_money_and_shares_are_printed_without_digits_that_say_nothing_and_the_csv_has_them():
    frame = pd.DataFrame({"fee": [2.5, 4.0], "mean": [58.04, -3.55], "share": [0.826, 0.5]})
    table = pages.Table(Result(frame, money("fee", "mean") | shares("share")), "Means", Mark.DERIVED, "GBP")
    assert table.shown()["fee"].tolist() == ["£2.50", "£4.00"]
    assert table.shown()["mean"].tolist() == ["£58", "\u2212£4"]
    # Of how many the share is, a table of published arithmetic does not know; of 54 respondents a tenth says nothing.
    assert table.shown()["share"].tolist() == ["82.6 %", "50.0 %"]
    page = pages.Page(cleaning.survey())
    assert page.table(page.counts("trained"), "Trained").shown()["share"].tolist() == ["70 %", "30 %"]
    assert "58.04" in table._repr_mimebundle_()[0]["text/csv"]


def test_a_name_that_several_rows_share_stands_once():
    frame = pd.DataFrame({"model": ["weibull", "weibull", "gamma"], "mean": [1.0, 2.0, 3.0]})
    markup = pages.Table(frame, "Models", Mark.DERIVED).html(pages.Table(frame, "Models", Mark.DERIVED).shown())
    assert markup.count("Weibull") == 1 and 'scope="rowgroup" rowspan="2"' in markup
    assert markup.count("<tr>") == 4 and markup.count('scope="row"') == 1


@pytest.mark.slow
def test_the_register_has_five_columns_and_says_what_moves_the_average_and_how_well_it_is_known():
    shown = pages.Page(cleaning.survey()).assumptions("W").shown.shown()
    assert shown.columns.tolist() == ["id", "assumed", "how well known", "moves it to", "settled by"]
    row = shown.set_index("id").loc["W4"]
    assert row["how well known"] == "low ●○○"
    assert re.fullmatch(r"£\d+ to £\d+, by who counts as a zero", row["moves it to"])


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {"moves_from": [40.0, 0.0, np.nan], "moves_to": [70.0, 113.0, np.nan], "by": ["a", "b", "not measured"]},
            "Little is known of 2 of these 3 assumptions. The average moves furthest with W2: 0.00 to 113.00, by b.",
        ),
        (
            {"moves_from": [np.nan] * 3, "moves_to": [np.nan] * 3, "by": ["not measured"] * 3},
            "Little is known of 2 of these 3 assumptions. How far the average moves with them is not measured.",
        ),
        (
            {"impact": ["high", "low", "high"]},
            "Little is known of 2 of these 3 assumptions. The impact of 2 of them is called high.",
        ),
    ],
)
def test_the_register_says_how_much_is_little_known_and_what_moves_the_average_furthest(columns, told):
    known = pd.DataFrame(
        {"statement": "…", "quality": ["low", "high", "low"]}, index=pd.Index(["W1", "W2", "W3"], name="id")
    )
    assert Register(known.assign(**columns), "Assumed", Mark.DERIVED).told() == told


def test_a_long_table_of_words_opens_with_its_first_rows_and_loses_none():
    frame = pd.DataFrame({"answer": [f"answer {n} " + "in words " * 5 for n in range(30)], "n": range(30)})
    table = pages.Table(frame, "Answers", Mark.DERIVED)
    first, _, folded = table.html(table.shown()).partition("<details>")
    assert first.count("<tr>") == 13 and "<summary>The other 18 rows</summary>" in folded
    assert all(f"answer {n} " in first + folded for n in range(30)) and "<caption" not in folded
    # The rows of tables are cut, not rows left over: a few more than the limit stay together.
    assert "<details>" not in pages.Table(frame.head(16), "Answers", Mark.DERIVED).html(table.shown().head(16))


def test_a_very_long_table_of_numbers_is_folded_too_and_a_long_one_is_not():
    frame = pd.DataFrame({"bid": range(81), "yes": range(81)})
    for rows, folded in ((80, False), (81, True)):
        table = pages.Table(frame.head(rows), "Bids", Mark.DERIVED)
        assert ("<details>" in table.html(table.shown())) is folded


def test_a_minus_is_a_true_one_also_in_a_number_that_came_as_text():
    frame = pd.DataFrame({"measure": ["log-likelihood"], "value": ["-356.8"], "loss": [-2.5]})
    assert pages.Table(frame, "Fits", Mark.DERIVED).shown().iloc[0].tolist() == [
        "log-likelihood",
        "\N{MINUS SIGN}356.8",
        "\N{MINUS SIGN}2.50",
    ]


@pytest.mark.slow
def test_a_sentence_says_where_a_column_is_least_and_most():
    page = pages.Page(cleaning.survey())
    rows = pd.MultiIndex.from_tuples([("a", "of 4"), ("b", "of 5"), ("c", "of 6")], names=["treatment", "answers"])
    frame = pd.DataFrame({"reads as": ["low", "lower", "most"], "mean": [58.0, 49.4, float("inf")]}, index=rows)
    told = ("mean", "From {least} ({least_by}) to {most} ({most_by}).")
    shown = page.table(Result(frame, money("mean")), "Means", Mark.DERIVED, told)
    # A row is named by its label, not by all that stands in it.
    assert shown.below.markdown.startswith("From £49 (b, of 5) to infinite (c, of 6).")
    assert "DERIVED" in shown.below.markdown
    empty = pages.Table(pd.DataFrame({"mean": [float("nan")]}), "None", Mark.DERIVED)
    assert empty.seen(*told) == "Nothing of mean may be shown."
    single = pages.Table(pd.DataFrame({"mean": [58.0, float("nan")]}), "One", Mark.DERIVED)
    assert single.seen(*told) == "Of mean a single number may be shown."


def test_a_sentence_reads_numbers_and_names_all_rows_that_print_the_same():
    tasks = pd.DataFrame({"task": ["one fit", "replicate", "draws"], "here": ["1 ms", "2 ms", "3 ms"]})
    table = pages.Table(tasks.assign(times=[42, 1800, 86]), "Times", Mark.DERIVED)
    assert table.seen("times", "{least} ({least_by}), {most} ({most_by})") == "42 (one fit), 1,800 (replicate)"
    with pytest.raises(InputError, match=r"The column here of 'Times' holds text"):
        table.seen("here", "{most}")
    alike = pages.Table(pd.DataFrame({"item": list("abcde"), "missing": [0, 0, 0, 0, 4]}), "Items", Mark.DERIVED)
    assert alike.seen("missing", "{least}: {least_by}") == "0: a and b and 2 others"


def test_a_caption_that_asks_ends_as_it_ends_and_an_empty_table_says_none():
    empty = pd.DataFrame({"respondent": [], "text": []})
    shown = pages.Table(empty, "Who waits?", Mark.DERIVED)._repr_mimebundle_()[0]["text/html"]
    assert "Who waits?." not in shown and '<td colspan="2" style="text-align: left">none</td>' in shown


def test_ticks_are_spoken_of_as_such():
    frame = pd.DataFrame({"answer": ["True", "False"], "count": [3, 4]})
    assert pages.Table(frame, "Bus", Mark.DERIVED).shown()["answer"].tolist() == ["ticked", "not ticked"]
