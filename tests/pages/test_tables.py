"""Tables escape text, save what they show, and print each column to what it can bear."""

import io

import pandas as pd

from helpers import pages
from helpers.result import Result, money
from helpers.study import Mark


def test_table_escapes_text_and_its_csv_holds_the_same_numbers():
    frame = pd.DataFrame({"answer": ["<b>", "a,b"], "share": [0.25, 0.5]})
    data, metadata = pages.Table(frame, "Answers", Mark.DERIVED)._repr_mimebundle_()
    assert "&lt;b&gt;" in data["text/html"] and "<b>" not in data["text/html"]
    assert metadata["mark"] == "DERIVED" and "DERIVED" in data["text/html"]
    saved = pd.read_csv(io.StringIO(data["text/csv"]))
    pd.testing.assert_frame_equal(saved, frame)


def test_missing_is_blank_and_limits_of_effect_sizes_are_no_percentages():
    frame = pd.DataFrame({"cliffs_delta": [0.2, None], "low": [-0.3, None]})
    assert pages.Table(frame, "Sizes", Mark.DERIVED).shown().iloc[:, 1].tolist() == ["-0.30", ""]


def test_money_of_a_derived_table_is_money_and_an_infinite_value_is_said():
    frame = pd.DataFrame({"mean": [58.0, float("inf")], "swing": [float("inf"), -float("inf")]})
    shown = pages.Table(Result(frame, money("mean")), "Means", Mark.DERIVED, "USD").shown()
    assert shown["mean"].tolist() == ["$58.00", "infinite"]
    assert shown["swing"].tolist() == ["infinite", "minus infinite"]


def test_alignment_stands_in_the_cells_and_a_phone_finds_the_label_of_each():
    frame = pd.DataFrame({"who": ["payers"], "n": [3], "why": ["because " * 8]})
    markup = pages.Table(frame, "Why", Mark.DERIVED, number="<b>Table 1.</b>")._repr_mimebundle_()[0]["text/html"]
    assert '<th scope="row" style="text-align: left">payers</th>' in markup
    assert '<td data-label="n" class="number" style="text-align: right">3</td>' in markup
    # A style sheet of its own, as a Styler has it, is dropped by code hosts; and no link carries the table.
    assert "<style" not in markup and "href" not in markup
    assert 'class="table words"' in markup and "<b>Table 1.</b> Why." in markup
