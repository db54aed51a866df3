"""What the first cell of a page says: what is declared, and what a reader put in its place."""

from helpers import pages


def test_declared_values_are_printed_and_a_changed_one_stands_beside_its_own():
    said = pages.parameters(published_mean=None, price=80, zeros=None, seed=None)
    assert said.markdown.splitlines()[2:] == [
        "- `published_mean`: 58",
        "- `price`: 100, changed to 80",
        "- `zeros`: as the declared counts have it",
        "- `seed`: 20220079",
    ]
    assert said.changed == "price 100 to 80"
    assert pages.parameters(price=None).changed == ""


def test_amounts_of_a_card_are_printed_as_people_say_them():
    assert pages.parameters(card=None).markdown.endswith("- `card`: 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300")
