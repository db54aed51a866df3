"""The division is the bound."""

import re

import pytest

from helpers import cleaning, pages


# By hand: 58.50 over 100 is 58.5 %, and 58.5 % of 54 are 31.6; over 80 it is 73.1 %, of 54 39.5.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("price", "lines", "so"),
    [
        (100, ["£58.50", "÷ £100", "= 58.5 %"], "of 54 at most 31"),
        (80, ["£58.50", "÷ £80", "= 73.1 %"], "of 54 at most 39"),
    ],
)
def test_it_ends_in_the_most_who_can_pay(price, lines, so):
    said = pages.Page(cleaning.survey(price=price)).division()
    assert re.findall(r'scope="row">([^<]+)<', said.markdown) == lines
    assert so in said.markdown and said._repr_mimebundle_()[1]["mark"] == "DERIVED"
