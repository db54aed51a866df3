"""The page of combinations tells each refusal once, and yes or no of every pair."""

import pandas as pd

from helpers.compendium.combinations_page import combinations_page


def test_page_tells_of_every_pair():
    table = pd.DataFrame(
        [["", "yes", "yes"], ["yes", "", "a and delta do not go together."], ["no way", "yes", ""]],
        ["a", "b", "c"],
        ["a", "b", "delta"],
    ).loc[["a", "b"]]
    page = combinations_page(table)
    assert "| `b` | yes |  |" in page and "| `b` | no |" in page
    assert page.count("do not go together") == 1 and page.startswith("# What goes together")
