"""Each column is told for what it is, in the shape of every tool; options are those that occur, counted by hand."""

import pytest
from export_shapes import SHAPES
from invented_exports import FORMATS

from helpers.drafting import columns, kinds


def found(folder, text, name="export.csv"):
    """The questions of an export, by heading."""
    (folder / name).write_text(text, encoding="utf-8")
    return {each.column: each for each in kinds.judged(columns.read(folder / name))}


@pytest.mark.parametrize("shape", SHAPES)
def test_kinds_and_options_in_every_shape(tmp_path, shape):
    text, expected = SHAPES[shape]
    asked = {name: each for name, each in found(tmp_path, text).items() if each.kind not in ("tool", "id", "personal")}
    assert {name: (each.kind, list(each.options)) for name, each in asked.items()} == expected


@pytest.mark.slow
def test_addresses_of_a_long_file_are_seen_wherever_they_stand(tmp_path):
    # By hand: 14 of every 100 rows, next to each other, so that every second or every hundredth row may show none.
    rows = [f"{n},write to a{n}@example.org" if n % 100 < 14 else f"{n},nothing {n}" for n in range(5_000)]
    assert found(tmp_path, "\n".join(["id,Anything else?", *rows]))["Anything else?"].kind == "personal"


def test_options_are_counted(tmp_path):
    # By hand: ant 1, bee 1, cow 3, dog 1, whatever Qualtrics numbered them.
    assert found(tmp_path, SHAPES["choice ids skip"][0])["Q7"].options == {"Ant": 1, "Bee": 1, "Cow": 3, "Dog": 1}
    assert found(tmp_path, SHAPES["Ja and Nein"][0])["P5"].options == {"SQ001": 1, "SQ002": 1}


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("E-mail", ["a@example.org", "b@example.org"], "personal"),
        # Whatever it is called, an address is one.
        ("Anything else?", ["write to a@example.org", "no"] * 3, "personal"),
        ("first_name", ["A", "B"], "personal"),
        ("Geburtsdatum", ["1990", "1980"], "personal"),
        ("What would you pay?", ["5", "about 10", "nothing", "20 or 30"], "money"),
        ("Q4", ["£5", "£10", "£5"], "money"),
        # Small whole numbers from 1 on may be codes, also under a heading that speaks of paying.
        ("pay", ["1", "2", "3", "1", "2", "3"], "choice"),
        ("How old are you?", ["31", "45", "62", "28"], "number"),
        ("Area", ["Urban", "Rural", "Urban", "Rural"], "choice"),
        ("Why?", ["because I like it", "a long story", "none of these", "whatever"], "text"),
        ("What brings you here?", ["Birds;Walking;", "Birds;", "Walking;", "Walking;Birds;"], "multiple"),
        ("Rank these", ["Sea;Hill;Wood;", "Hill;Sea;Wood;", "Wood;Hill;Sea;", "Sea;Wood;Hill;"], "ranking"),
        ("Never answered", ["", ""], "text"),
    ],
)
def test_one_column(tmp_path, heading, cells, kind):
    rows = "".join(f'{place},"{cell}"\n' for place, cell in enumerate(cells))
    assert found(tmp_path, f'id,"{heading}"\n{rows}')[heading].kind == kind


def test_an_option_that_holds_a_comma_is_one_and_said(tmp_path):
    # Google joins options by a comma: what never stands apart is one option, as a person should check.
    cells = ['"Walking, Sports, games"', '"Sports, games"', "Walking", '"Sports, games"', "Walking", "Walking"]
    each = found(tmp_path, "Timestamp,What do you do?\n" + "".join(f"t,{cell}\n" for cell in cells))["What do you do?"]
    assert (each.kind, each.options) == ("multiple", {"Sports, games": 3, "Walking": 4})
    assert each.note == "one option or several: Sports, games?"


def test_bands_of_income_are_one_choice_and_ascend(tmp_path):
    bands = [
        '"£20,000 to £24,999"',
        '"Under £20,000"',
        '"£20,000 to £24,999"',
        '"Under £20,000"',
        '"£30,000 or over"',
    ] * 2
    each = found(tmp_path, "Timestamp,Income\n" + "".join(f"t,{band}\n" for band in bands))["Income"]
    assert (each.kind, list(each.options)) == ("choice", ["Under £20,000", "£20,000 to £24,999", "£30,000 or over"])


def test_ranks_by_item_are_a_ranking_and_grades_are_not(tmp_path):
    ranked = found(tmp_path, "ResponseId,Q1_1,Q1_2,Q1_3\na,1,2,3\nb,2,1,3\n")
    assert (ranked["Q1"].kind, ranked["Q1"].options) == ("ranking", {"1": 1, "2": 1, "3": 0})
    graded = found(tmp_path, "ResponseId,Q1_1,Q1_2\na,5,5\nb,5,4\nc,5,4\nd,4,5\n")
    assert [graded[name].kind for name in ("Q1_1", "Q1_2")] == ["choice", "choice"]


@pytest.mark.parametrize(("name", "code"), [("open amount", "EUR"), ("payment card", "GBP"), ("double-bounded", "USD")])
def test_the_currency_is_the_one_that_is_written(tmp_path, name, code):
    FORMATS[name]().to_csv(tmp_path / "export.csv", index=False)
    assert kinds.currency_of(columns.read(tmp_path / "export.csv")) == code


def test_two_currencies_are_left_to_a_person(tmp_path):
    (tmp_path / "export.csv").write_text("id,pay\n1,£5\n2,$5\n", encoding="utf-8")
    assert kinds.currency_of(columns.read(tmp_path / "export.csv")) == ""
