"""Questions as declared: their columns, groups and codes, and what an open-ended valuation needs."""

import pytest

from helpers.study import InputError
from helpers.study.questions import check_questions, question

MULTIPLE = {
    "column": "Q5",
    "text": "Which?",
    "kind": "multiple",
    "options": [{"text": "Birds", "code": "birds"}, {"text": "Walks", "code": "walks"}],
}
CHOICE = {"column": "Q1", "text": "Highest?", "kind": "choice", "options": ["BSc", "MSc", "None"]}
AMOUNT = {"column": "B", "text": "Bid", "kind": "amount"}


def test_an_item_has_a_column_of_its_own():
    read = question("activities", MULTIPLE)
    assert read.columns == ("activities_birds", "activities_walks")
    # A box is ticked or it is not.
    assert read.categories == {"activities_birds": ("True", "False"), "activities_walks": ("True", "False")}


def test_of_a_ranking_what_was_put_first_is_counted():
    read = question("skill", MULTIPLE | {"kind": "ranking"})
    assert read.categories == {"skill_first": ("Birds", "Walks")}
    assert read.columns == ("skill_birds", "skill_walks")


def test_groups_keep_the_order_of_the_options():
    options = [{"text": t, "group": g} for t, g in (("BSc", "degree"), ("None", "no degree"), ("MSc", "degree"))]
    read = question("highest", CHOICE | {"options": options})
    assert read.group_names == ("degree", "no degree")
    assert read.categories == {"highest": ("BSc", "None", "MSc"), "highest_group": ("degree", "no degree")}
    assert question("bid", AMOUNT).categories == {}


def test_values_that_a_tool_exports_lead_back_to_the_option():
    options = [{"text": "Yes", "value": "1"}, {"text": "No", "value": "2"}, {"text": "Else", "other": True}]
    read = question("vote", CHOICE | {"options": options})
    assert read.exported == {"1": "Yes", "2": "No"} and read.other == "Else"


@pytest.mark.parametrize(
    ("id", "declared", "sentence"),
    [
        ("a", CHOICE | {"kind": "number"}, "questions.a.kind is 'number'; use one of: choice"),
        ("a", AMOUNT | {"options": ["1"]}, "questions.a is of kind amount; give options to choices and rankings"),
        ("a", MULTIPLE | {"options": ["Birds", "Walks"]}, "questions.a.options needs a code for each option"),
        (
            "a",
            CHOICE | {"options": [{"text": "Yes", "code": "y"}, "No"]},
            "questions.a.options takes a code for each or none",
        ),
        (
            "a",
            CHOICE | {"options": [{"text": "A", "other": True}, {"text": "B", "other": True}]},
            "gives 2 options as other; at most one takes typed answers.",
        ),
        (
            "a",
            CHOICE | {"options": [{"text": "A", "value": "1"}, {"text": "B", "value": "1"}]},
            "values of questions.a holds '1' twice",
        ),
        ("a", CHOICE | {"options": [{"txt": "A"}]}, "key 'txt' in questions.a.options is unknown; did you mean text?"),
    ],
)
def test_a_slip_is_named(id, declared, sentence):
    with pytest.raises(InputError) as error:
        question(id, declared)
    assert sentence in str(error.value)


def test_a_study_of_amounts_values_one_under_its_name_and_has_rulings():
    wtp = question("wtp", {"column": "W", "text": "Most?", "kind": "money"})
    fee = question("fee", {"column": "F", "text": "Fee?", "kind": "money"})
    whole = {"keep": ["wtp", "fee"], "rulings": "rulings.csv"}
    check_questions({"wtp": wtp}, whole)
    for questions, top, sentence in (
        ({"wtp": wtp}, {"keep": ["wtp"]}, "key 'rulings' is missing in the file; a study that asks for amounts"),
        ({"wtp": wtp}, whole | {"keep": []}, "keep leaves out 'wtp', which the valuation needs"),
        ({"fee": fee}, whole, "questions.wtp is missing or not of kind money"),
        ({"wtp": wtp, "fee": fee}, whole, "questions.fee is of kind money; one amount is valued"),
    ):
        with pytest.raises(InputError, match=sentence):
            check_questions(questions, top)
    # Bids and votes need none of it.
    check_questions({"bid": question("bid", AMOUNT)}, {"keep": ["bid"]})


def test_no_column_answers_two_questions():
    twice = {id: question(id, AMOUNT) for id in ("first", "second")}
    with pytest.raises(InputError, match="the questions' columns holds 'B' twice"):
        check_questions(twice, {"keep": []})
