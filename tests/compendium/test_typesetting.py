"""A line never ends before a sign of per cent, and cells that a phone stacks say whose column they are."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from helpers.compendium import typesetting

WORDS = "a cell that is longer than a phone is wide, by far"


def table(*rows):
    return publish_doctree("\n".join([".. list-table::", "   :header-rows: 1", "", *(row_of(cells) for cells in rows)]))


def row_of(cells):
    return "\n".join(f"   {'* -' if place == 0 else '  -'} {cell}" for place, cell in enumerate(cells))


def test_a_number_keeps_its_sign_in_text_and_in_tables_of_notebooks_and_code_stays_as_it_is():
    page = publish_doctree("Up to 58 % of 54 would, ``5 % 3`` is 2.\n\n::\n\n   7 % 2\n")
    page += nodes.raw("", '<td title="9 % of it">9 % and 10 %</td>', format="html")
    typesetting.bind(page)
    assert page.astext().startswith("Up to 58\u00a0% of 54 would, 5 % 3 is 2.\n\n7 % 2")
    assert page.astext().endswith('<td title="9 % of it">9\u00a0% and 10\u00a0%</td>')


@pytest.mark.parametrize(
    ("rows", "stacked"),
    [
        ([("item", "asks", "status", "note"), ("1", WORDS, "ready", "")], True),
        ([("item", "asks", "answer"), ("1", WORDS, WORDS)], True),
        ([("item", "asks", "cases"), ("1", WORDS, "2")], False),
        ([("item", "here", "there", "digits"), ("mean", "1.5", "1.5", "10")], False),
    ],
)
def test_tables_of_words_are_stacked_and_their_cells_labelled(rows, stacked):
    page = table(*rows)
    typesetting.label(page)
    (made,) = page.findall(nodes.table)
    assert ("stacked" in made["classes"]) == stacked
    labels = [each.astext() for each in made.findall(nodes.inline) if "column" in each["classes"]]
    # A cell without text needs none.
    assert labels == ([f"{name}: " for name, cell in zip(*rows, strict=True) if cell][1:] if stacked else [])


def test_a_table_without_heads_is_left_alone():
    page = publish_doctree(".. list-table::\n\n" + row_of(("a", WORDS, WORDS, WORDS)))
    typesetting.label(page)
    assert not any(page.findall(nodes.inline))


def test_the_builder_sets_each_page_once_its_links_are_known():
    asked = {}

    class App:
        def connect(self, event, done):
            asked[event] = done

    assert typesetting.setup(App())["parallel_write_safe"]
    page = publish_doctree("It is 58 %.")
    asked["doctree-resolved"](None, page, "index")
    assert page.astext() == "It is 58\u00a0%."
