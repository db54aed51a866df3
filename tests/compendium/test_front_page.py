"""The answer is written into the README between its comments, and nowhere else."""

import pytest

from helpers import cleaning, pages
from helpers.compendium import front_page
from helpers.study import InputError


@pytest.fixture(scope="module")
def page():
    return pages.Page(cleaning.survey())


def test_answer_is_replaced_between_its_comments_only(page):
    readme = "# Title\n<!-- answer: written by `make results` -->\nold\n<!-- end of answer -->\nrest\n"
    once = front_page.replace_answer(readme, page.ledger)
    assert once.startswith("# Title\n") and once.endswith("\nrest\n") and "old" not in once
    assert front_page.replace_answer(once, page.ledger) == once
    with pytest.raises(InputError, match="comments around the answer"):
        front_page.replace_answer("# Title\n", page.ledger)
