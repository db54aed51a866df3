"""Ids that a draft gives, and what becomes of what a person said of the valuation."""

import pytest

from helpers.drafting import draft
from helpers.study import InputError

TEXT = (
    "id,How old are you?,Area,Area,Would you pay anything?,What would you pay at most?,What should it cost?\n"
    + "".join(f"{n},{20 + n},Urban,North,Yes,£{5 * n},£{7 * n}\n" for n in range(1, 9))
)


@pytest.fixture
def found(tmp_path):
    (tmp_path / "export.csv").write_text(TEXT.replace("Area,Area", "Area,Area 2"), encoding="utf-8")
    return draft.read(tmp_path / "export.csv")


def test_ids_are_names_and_none_is_the_beginning_of_another(found):
    ids = list(found.ids)
    assert len(set(ids)) == len(ids) and all(id.isidentifier() and id == id.casefold() for id in ids)
    # The export of a question's items is headed by its id and a code: so no id may go on where another ends.
    assert not [(a, b) for a in ids for b in ids if a != b and b.startswith(f"{a}_")]


def test_what_is_said_decides_between_candidates_and_only_among_columns_of_the_file(found):
    assert found.currency == "GBP"
    said = draft.told(found, draft.Said(wtp="What would you pay at most?", zero=draft.NONE))
    assert said.ids["wtp"].column == "What would you pay at most?" and "pays_anything" not in said.ids
    assert said.formats == ("open amount",)
    with pytest.raises(InputError, match=r"--wtp names 'Nothing'; columns that may be meant: "):
        draft.told(found, draft.Said(wtp="Nothing"))
    assert draft.told(found, draft.Said()) is found


@pytest.mark.parametrize(
    ("text", "longest", "name"),
    [
        ("Prénom d'usage", 80, "prenom_d_usage"),
        ("How would you", 9, "how_would"),
        ("Abcdefghij", 4, "abcd"),
        ("??", 80, ""),
    ],
)
def test_a_slug_ends_at_a_word(text, longest, name):
    assert draft.slug(text, longest) == name
