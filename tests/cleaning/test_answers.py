"""Only a tick is a tick: in every language that a tool exports, and anything else is one sentence naming the cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_exports import asked, columns, multiple, option, survey

from helpers.cleaning.described import TOOLS
from helpers.study import InputError, seen

LIME = ["id", "submitdate", "lastpage", "P5[a]", "P5[b]"]
BUS_CAR = multiple("p", "P5", ("Bus", "a"), ("Car", "b"))


def lime(*cells):
    return [LIME, *([str(row), "2026-01-01 10:00:00", "2", *held] for row, held in enumerate(cells))]


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Yes", "No"),
        ("Ja", "Nein"),
        ("Oui", "Non"),
        ("Ydy", "Nac ydy"),
        ("Sí", "No"),
        ("Sim", "Não"),
        ("Tak", "Nie"),
        ("Ja", "Nej"),
        ("1", "0"),
    ],
)
def test_limesurvey_says_yes_and_no_in_the_language_of_the_survey(tmp_path, yes, no):
    cleaned = survey(tmp_path, lime([yes, no], [no, yes], [no, no], ["N/A", yes], ["", ""]), BUS_CAR)
    assert columns(cleaned, "p") == {"a": [True, False, False, None, None], "b": [False, True, False, True, None]}


@pytest.mark.parametrize("cell", ["maybe", "2", "Hanoi", "-", "NA", "Y N", "Bus"])
def test_a_cell_that_is_no_known_tick_is_refused(tmp_path, cell):
    with pytest.raises(InputError) as caught:
        survey(tmp_path, lime(["Y", ""], [cell, ""], [cell, "Y"]), BUS_CAR)
    said = str(caught.value)
    assert f"row 3, column P5[a]: {cell!r} does not say whether 'Bus' was ticked" in said
    assert "(and so do 1 more rows); declare the cell in layout.ticks, as true or false." in said


def test_further_ticks_are_declared(tmp_path):
    layout = 'ticks = { "angekreuzt" = true, "leer" = false }'
    cleaned = survey(tmp_path, lime(["Angekreuzt", "leer"]), BUS_CAR, layout=layout)
    assert columns(cleaned, "p") == {"a": [True], "b": [False]}


@pytest.mark.slow
@settings(max_examples=80)
@given(st.sampled_from([tool.name for tool in TOOLS if tool.names]), st.text(max_size=6))
def test_no_text_is_taken_for_a_tick(tmp_path_factory, name, cell):
    """Whatever stands in a cell, it is a tick only if the tool's description, the option or the study says so."""
    tool = next(tool for tool in TOOLS if tool.name == name)
    cell = "".join(cell.split("\0")).replace("\r", "").replace("\n", "").replace("\ufeff", "")
    cell = seen(cell)  # a character that nobody sees is read as lost
    word = "".join(cell.casefold().split())
    records = [["id", tool.names[0].format(column="P5", code="a"), tool.names[0].format(column="P5", code="b"), "end"]]
    records += [["1", cell, "1", "x"]]
    question = multiple("p", "P5", ("Bus", "a"), ("Car", "b"))
    own = {mark: tool.own[mark][0].replace("*", "f") for mark in tool.marks if mark != "id"}
    records = [[*row, *extra] for row, extra in zip(records, (own.values(), ["x"] * len(own)), strict=True)]
    layout = f'tool = "{name}"\nid = "id"\nheaders = 1\nstatus = {{ x = "" }}'
    try:
        cleaned = survey(tmp_path_factory.mktemp("cell"), records, question, layout=layout)
    except InputError as error:
        assert "does not say whether" in str(error) or "mojibake" in str(error)
        assert tool.cells.get(word) is None
    else:
        ticks = {"1": True, "0": False, "": False, "-": None}
        said = ticks[tool.cells[word]] if word in tool.cells else True
        assert columns(cleaned, "p")["a"] == [said]
        assert word in tool.cells or (tool.option_cells and (word == "bus" or cell == "a"))


def test_an_option_called_no_is_not_told_from_an_unticked_one(tmp_path):
    question = multiple("p", "P", ("No", "1"), ("Yes", "2"))
    with pytest.raises(InputError, match=r"row 2, column P_1: 'No' does not say whether 'No' was ticked"):
        survey(tmp_path, [["ResponseId", "P_1", "P_2"], ["a", "No", ""]], question)
    assert columns(survey(tmp_path, [["ResponseId", "P_1", "P_2"], ["a", "1", ""]], question), "p")["a"] == [True]


def test_what_was_typed_under_other_is_a_tick_and_goes_no_further(tmp_path):
    options = [option("Bus", "a", value="a"), option("Other", "other", other=True)]
    records = [[*LIME[:4], "P5[other]"], ["1", "2026-01-01 10:00:00", "2", "", "by moped"]]
    records += [["2", "2026-01-01 10:00:00", "2", "Y", ""]]
    cleaned = survey(tmp_path, records, asked("p", "multiple", options, "P5"))
    assert columns(cleaned, "p") == {"a": [False, True], "other": [True, False]}
    assert "moped" not in cleaned.raw.to_csv()


def test_redcap_labels_say_checked_and_its_zeros_say_nothing(tmp_path):
    headings = ["How? (choice=Bus)", "How? (choice=Car)"]
    records = [["Record ID", *headings, "Complete?"], ["1", "Checked", "Unchecked", "Complete"]]
    records += [["2", "Unchecked", "Unchecked", "Complete"], ["3", "Checked", "", "Incomplete"]]
    cleaned = survey(tmp_path, records, multiple("p", "How?", "Car", "Bus"))
    assert columns(cleaned, "p") == {"a": [False, None], "b": [True, None]}
    assert cleaned.excluded["reason"].to_list() == ["partial"]


def test_lists_of_codes_are_split_by_blanks(tmp_path):
    records = [
        ["_uuid", "_submission_time", "p"],
        ["a", "2026-01-01T10:00:00", "bus car"],
        ["b", "2026", "car"],
        ["c", "2026", ""],
    ]
    cleaned = survey(tmp_path, records, multiple("p", "p", ("Bus", "bus"), ("Car", "car"), ("Car pool", "car_pool")))
    assert columns(cleaned, "p") == {"a": [True, False, None], "b": [True, True, None], "c": [False, False, None]}


def test_white_space_around_what_was_chosen_tells_nothing(tmp_path):
    cells = ["Town\n", "\xa0Town", "Country ", " "]
    records = [["id", "Q1"], *([str(row), cell] for row, cell in enumerate(cells))]
    cleaned = survey(tmp_path, records, asked("q", "choice", ["Town", "Country "], "Q1"), layout='id = "id"')
    # An option that was declared with its space is found as it is.
    assert cleaned.respondents["q"].fillna("").to_list() == ["Town", "Town", "Country ", ""]


def test_every_cell_at_fault_is_told_in_one_go_and_previews_are_held_to_nothing(tmp_path):
    questions = asked("q", "choice", ["Yes", "No"], "Q1"), asked("bid", "amount", (), "Q2"), BUS_CAR
    records = [[*LIME, "Q1", "Q2"], ["1", "2026-01-01 10:00:00", "2", "Y", "", "Perhaps", "much"]]
    records += [["2", "2026-01-01 10:00:00", "2", "?", "", "Yes", "5"], ["3", "", "2", "?", "", "Old", "old"]]
    with pytest.raises(InputError) as caught:
        survey(tmp_path, records, *questions)
    said = str(caught.value).split("\n")
    assert [
        "'Perhaps' is not a declared option" in said[0],
        "'much' is not an amount" in said[1],
        "'?'" in said[2],
    ] == [True] * 3
    assert len(said) == 3 and "Old" not in "".join(said)


@pytest.mark.parametrize(
    ("layout", "typed", "amounts"),
    [
        ('decimal = ","', ["12,50 €", "1.012,50", "7"], [12.5, 1012.5, 7]),
        ("", ["12.50 €", "1,012.50", "7"], [12.5, 1012.5, 7]),
        ('nothing = ["nichts", "Dim byd", "rien"]', ["Nichts", "dim  byd", "RIEN."], [0, 0, 0]),
    ],
)
def test_amounts_are_read_as_the_layout_declares(tmp_path, layout, typed, amounts):
    (tmp_path / "rulings.csv").write_text("text,amount,ruled_by,why\n", encoding="utf-8")
    records = [["ResponseId", "A"], *([f"r{row}", text] for row, text in enumerate(typed))]
    question = asked("wtp", "money", (), "A")
    layout = f"{layout or 'user_missing = false'}\n"
    content = 'rulings = "rulings.csv"'
    cleaned = survey(tmp_path, records, question, layout=layout, top=content)
    assert cleaned.respondents["wtp_amount"].to_list() == amounts
