"""Which rows are read, by ids, forms, events and instruments; and what a damaged cell means where it is not read."""

import pytest
from small_exports import asked, survey, warnings

from helpers.study import InputError

PAY = asked("q", "choice", ["Yes", "No"], "pay")
FORMS = [["record_id", "pay", "pay_complete", "office_use_complete"], ["1", "Yes", "2", "0"], ["2", "No", "2", "0"]]
REPEATED = [
    [
        "record_id",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "pay",
        "pay_complete",
        "visit",
        "visit_complete",
    ],
    ["1", "", "", "Yes", "2", "", ""],
    ["1", "visit", "1", "", "", "9", "2"],
    ["2", "", "", "No", "2", "", ""],
]


def test_the_form_that_holds_the_questions_says_whether_a_row_is_complete(tmp_path):
    assert survey(tmp_path, FORMS, PAY).respondents["q"].to_list() == ["Yes", "No"]
    with pytest.raises(
        InputError, match=r"no row is left to analyse \(2 partial\); check \[layout\] in the declaration"
    ):
        survey(tmp_path, FORMS, PAY, layout='forms = ["office_use"]')
    with pytest.raises(
        InputError, match=r"no form 'visit' is in it, which layout\.forms names; use one of pay, office_use"
    ):
        survey(tmp_path, FORMS, PAY, layout='forms = ["visit"]')


def test_questions_of_two_forms_need_both_complete(tmp_path):
    records = [
        ["record_id", "pay", "a_complete", "age", "b_complete"],
        ["1", "Yes", "2", "old", "0"],
        ["2", "No", "2", "new", "2"],
    ]
    cleaned = survey(tmp_path, records, PAY, asked("age", "choice", ["old", "new"], "age"))
    assert cleaned.respondents["q"].to_list() == ["No"]


def test_a_field_whose_name_ends_as_a_form_is_a_question_where_it_is_declared(tmp_path):
    records = [["record_id", "pay", "training_complete", "f_complete"], ["1", "Yes", "No", "2"]]
    trained = asked("trained", "choice", ["Yes", "No"], "training_complete")
    assert survey(tmp_path, records, PAY, trained).respondents["trained"].to_list() == ["No"]


def test_several_rows_a_person_are_told_by_one_sentence_or_by_the_declaration(tmp_path):
    with pytest.raises(InputError) as caught:
        survey(tmp_path, REPEATED, PAY)
    assert "column redcap_repeat_instrument: tells several rows of a person apart" in str(caught.value)
    assert "\n" not in str(caught.value)
    cleaned = survey(tmp_path, REPEATED, PAY, layout='rows = { redcap_repeat_instrument = "" }')
    assert cleaned.respondents["q"].to_list() == ["Yes", "No"]
    assert cleaned.flow.set_index("reason")["rows"][["not among the rows to read", "respondents"]].to_list() == [1, 2]


def test_a_declared_event_is_read_and_one_that_is_not_there_is_named(tmp_path):
    records = [["record_id", "redcap_event_name", "pay", "f_complete"]]
    records += [["1", "first_arm_1", "Yes", "2"], ["1", "later_arm_1", "No", "2"], ["2", "first_arm_1", "No", "2"]]
    cleaned = survey(tmp_path, records, PAY, layout='rows = { redcap_event_name = "first_arm_1" }')
    assert cleaned.respondents["q"].to_list() == ["Yes", "No"]
    with pytest.raises(
        InputError, match=r"has no cell 'last', which layout\.rows names; it has 'first_arm_1', 'later_arm_1'"
    ):
        survey(tmp_path, records, PAY, layout='rows = { redcap_event_name = "last" }')
    with pytest.raises(InputError, match=r"column 'event' is missing, which layout\.rows names"):
        survey(tmp_path, records, PAY, layout='rows = { event = "last" }')


def test_a_file_without_ids_keeps_every_row_as_a_person_and_says_which_are_alike(tmp_path):
    records = [["pay", "town"], ["Yes", "A"], ["No", "B"], ["Yes", "A"]]
    cleaned = survey(tmp_path, records, PAY, layout='id = "none"')
    assert len(cleaned.respondents) == 3
    assert "rows 4 repeat an earlier row in every cell; without ids they are kept" in warnings(cleaned)
    # With ids, the same row again is the same person.
    records = [["id", *records[0]], ["1", *records[1]], ["2", *records[2]], ["1", *records[3]]]
    assert survey(tmp_path, records, PAY, layout='id = "id"').excluded["reason"].to_list() == ["exact duplicate"]


@pytest.mark.parametrize("heading", ["URN", "#", "study", "ID"])
def test_a_file_whose_ids_are_not_known_says_where_to_name_them(tmp_path, heading):
    records = [[heading, "pay"], ["a", "Yes"], ["b", "No"]]
    with pytest.raises(InputError) as caught:
        survey(tmp_path, records, PAY)
    assert f"in layout.id of {tmp_path.name}/study.toml, name the heading of the ids" in str(caught.value)
    assert f"{heading!r}, 'pay'" in str(caught.value) and "or write 'none'" in str(caught.value)
    assert len(survey(tmp_path, records, PAY, layout=f'id = "{heading}"').respondents) == 2


def test_ids_that_stand_on_different_rows_or_are_blank_are_named_at_once(tmp_path):
    records = [["ResponseId", "pay"], ["a", "Yes"], ["a", "No"], ["", "No"], ["b", "No"], ["a", "Yes"]]
    with pytest.raises(InputError) as caught:
        survey(tmp_path, records, PAY)
    assert "row 3, column ResponseId: 'a' stands on rows that differ (first in row 2)" in str(caught.value)
    assert "row 4, column ResponseId: '' is blank where each response needs its id" in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "warned"),
    [
        ("Â£5", "holds 'Â£', text that was once decoded wrongly"),
        ("lost \ufffd here", "holds \ufffd, for a character that was lost or that nobody would see; it is kept so"),
    ],
)
def test_damaged_characters_matter_only_where_they_are_read(tmp_path, cell, warned):
    records = [["ResponseId", "pay", "note"], ["a", "Yes", cell], ["b", "No", "fine"]]
    cleaned = survey(tmp_path, records, PAY)
    assert f"row 2, column 3: {warned}" in warnings(cleaned)
    note = asked("note", "text", (), "note")
    if "\ufffd" in cell:
        # What a respondent pasted cannot be exported again: in a column that is read it is a warning, too.
        assert warned in warnings(survey(tmp_path, records, PAY, note, keep=["q"]))
    else:
        with pytest.raises(InputError, match="row 2, column 3: holds 'Â£', text that was once decoded wrongly"):
            survey(tmp_path, records, PAY, note, keep=["q"])


@pytest.mark.parametrize("word", ["VAD TROR DU PÅ…", "AMANHÃ…", "”NÅ”", "MAÇÃ – AMANHÃ"])
def test_words_in_capitals_are_words(tmp_path, word):
    records = [["ResponseId", "pay", "note"], ["a", "Yes", word]]
    cleaned = survey(tmp_path, records, PAY, asked("note", "text", (), "note"), keep=["q"])
    assert cleaned.raw["note"].to_list() == [word]
    assert warnings(cleaned) == ""
