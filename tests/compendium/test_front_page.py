"""The answer is written into the README between its comments, and nowhere else."""

import json

import pytest

from helpers import cleaning, figures, pages
from helpers.compendium import front_page
from helpers.study import InputError


@pytest.fixture(scope="module")
def page():
    return pages.Page(cleaning.survey())


@pytest.mark.long
def test_answer_is_replaced_between_its_comments_only(page):
    readme = "# Title\n<!-- answer: written by `make results` -->\nold\n<!-- end of answer -->\nrest\n"
    once = front_page.replace_answer(readme, page.ledger)
    assert once.startswith("# Title\n") and once.endswith("\nrest\n") and "old" not in once
    assert front_page.replace_answer(once, page.ledger) == once
    with pytest.raises(InputError, match="comments around the answer"):
        front_page.replace_answer("# Title\n", page.ledger)


@pytest.mark.long
def test_the_interactive_picture_starts_from_what_is_published(page):
    start = json.loads(front_page.declared(page.ledger))
    # As the abstract prints them, and as the pages quote.
    assert (start["n"], start["mean"], start["rounding"], start["price"], start["cap"]) == (54, 58, 1, 100, 200)
    assert start["before"] + "58" + start["after"] == "£58"
    assert start["alt"] == figures.demand_bounds(page.ledger).alt
