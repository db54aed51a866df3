"""A tool is known by what its file holds, in any language, and a table of no known tool says what it leaves unread."""

import pytest
from small_exports import as_csv, asked, columns, multiple, survey, warnings

from helpers import cleaning
from helpers.study import InputError, Layout

WHEN, LATER = "2026-01-02 10:00:00", "2026-01-02 10:05:00"
SHAPES = {
    "LimeSurvey, codes": (
        "LimeSurvey",
        [["id", "submitdate", "lastpage", "startlanguage", "q"], ["4", WHEN, "3", "en", "Yes"]],
    ),
    "LimeSurvey, full": (
        "LimeSurvey",
        [["Response ID", "Date submitted", "Last page", "Start language", "q"], ["4", WHEN, "3", "en", "Yes"]],
    ),
    "LimeSurvey, German": (
        "LimeSurvey",
        [["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "q"], ["4", "", "3", "de", "Yes"]],
    ),
    "LimeSurvey, French": (
        "LimeSurvey",
        [
            ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "q"],
            ["4", WHEN, "3", "fr", "Yes"],
        ],
    ),
    "LimeSurvey, by its cells": (
        "LimeSurvey",
        [["A", "B", "C", "D", "q"], ["4", WHEN, "3", "cy", "Yes"], ["5", "", "1", "cy", "No"]],
    ),
    "REDCap, raw": ("REDCap", [["study_id", "q", "f_complete"], ["1", "Yes", "2"]]),
    "REDCap, labels": ("REDCap", [["Record ID", "q", "Complete?"], ["1", "Yes", "Complete"], ["2", "", "Incomplete"]]),
    "REDCap, other id": ("REDCap", [["patient", "q", "f_complete", "g_complete"], ["1", "Yes", "2", "0"]]),
    "REDCap, longitudinal": (
        "REDCap",
        [["record_id", "redcap_event_name", "q", "f_complete"], ["1", "one_arm_1", "Yes", "1"]],
    ),
    "SurveyMonkey": ("SurveyMonkey", [["Respondent ID", "Collector ID", "q"], ["", "", "Response"], ["1", "2", "Yes"]]),
    "SurveyMonkey, no collector": (
        "SurveyMonkey",
        [["RespondentID", "q", "Which?", ""], ["", "Response", "Bus", "Car"], ["1", "Yes", "Bus", ""]],
    ),
    "SurveyMonkey, German": (
        "SurveyMonkey",
        [["Nr.", "q", "Welche?", ""], ["", "Antwort", "Bus", "Bahn"], ["1", "Yes", "Bus", ""]],
    ),
    "SurveyMonkey, one column each": (
        "SurveyMonkey",
        [["RespondentID", "q"], ["", "Open-Ended Response"], ["1", "Yes"]],
    ),
    "Microsoft, English": (
        "Microsoft Forms",
        [
            ["ID", "Start time", "Completion time", "Email", "q"],
            ["1", "1/2/26 9:00:00", "1/2/26 9:10:00", "anonymous", "Yes"],
        ],
    ),
    "Microsoft, Welsh": (
        "Microsoft Forms",
        [
            ["ID", "Amser cychwyn", "Amser cwblhau", "E-bost", "q"],
            ["1", "1/2/26 9:00:00", "1/2/26 9:10:00", "anonymous", "Yes"],
        ],
    ),
    "Microsoft, by its cells": ("Microsoft Forms", [["Nr", "Od", "Do", "q"], ["1", WHEN, LATER, "Yes"]]),
    "Google, English": ("Google Forms", [["Timestamp", "q"], ["2026/01/02 10:00:00 am GMT", "Yes"]]),
    "Google, German": ("Google Forms", [["Zeitstempel", "q"], ["02.01.2026 10:00:00", "Yes"]]),
    "KoboToolbox": (
        "KoboToolbox",
        [
            ["start", "end", "q", "_id", "_uuid", "_submission_time", "_validation_status"],
            [WHEN, LATER, "Yes", "1", "u", WHEN, ""],
        ],
    ),
    "Typeform": (
        "Typeform",
        [["#", "q", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"], ["a1", "Yes", WHEN, LATER, "n"]],
    ),
    "plain": ("plain", [["ResponseId", "q"], ["1", "Yes"]]),
    "plain, with a yes or no": (
        "plain",
        [["ResponseId", "q", "training_complete"], ["1", "Yes", "0"], ["2", "No", "1"]],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tool_is_known_by_what_its_file_holds(tmp_path, shape):
    tool, records = SHAPES[shape]
    path = tmp_path / "export.csv"
    path.write_text(as_csv(records), encoding="utf-8")
    export = cleaning.recognised(path, "export.csv")
    assert export.tool.name == tool
    assert [column.heading for column in export.columns if column.name == "q" and column.role == "answer"] == ["q"]
    assert export.of_role("id") or tool == "Google Forms"


PAY = asked("q", "choice", ["Yes", "No"], "q")


@pytest.mark.parametrize(
    "heads", [["Response ID", "Date submitted", "Last page", "Start language"], ["A", "B", "C", "D"]]
)
def test_rows_that_were_not_submitted_are_partial_whatever_the_headings(tmp_path, heads):
    records = [[*heads, "q"], ["4", WHEN, "3", "en", "Yes"], ["5", "", "1", "en", "Yes"], ["6", "", "2", "en", "No"]]
    cleaned = survey(tmp_path, records, PAY)
    assert cleaned.respondents["q"].to_list() == ["Yes"]
    assert cleaned.excluded["reason"].to_list() == ["partial"] * 2


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Submitted on", [WHEN, "", WHEN]),
        ("Status", ["Complete", "Partial", "Complete"]),
        ("Finished", ["1", "0", "1"]),
        ("Zustand", ["complete", "incomplete", "complete"]),
        ("Last page", ["4", "1", "4"]),
        ("Progress", ["100", "20", "100"]),
    ],
)
def test_a_plain_table_says_what_may_tell_unfinished_rows(tmp_path, heading, cells):
    records = [["ResponseId", heading, "q"], *([str(row), cell, "Yes"] for row, cell in enumerate(cells))]
    cleaned = survey(tmp_path, records, PAY)
    assert f"column {heading}: may say which responses were finished, and a plain table reads nothing" in warnings(
        cleaned
    )
    # Declared, it is read, and the warning is gone.
    wanted = "*" if "" in cells else cells[0]
    cleaned = survey(tmp_path, records, PAY, layout=f'rows = {{ "{heading}" = "{wanted}" }}')
    assert cleaned.excluded["reason"].to_list() == ["not among the rows to read"]
    assert warnings(cleaned) == ""


def test_columns_that_say_nothing_of_the_kind_are_not_warned_of(tmp_path):
    records = [["ResponseId", "Comment", "q"], ["a", "not complete yet", "Yes"], ["b", "", "No"]]
    assert warnings(survey(tmp_path, records, PAY)) == ""


def test_the_first_of_two_status_columns_is_the_tools_own(tmp_path):
    ids = ['{"ImportId": "_recordId"}', '{"ImportId": "status"}', '{"ImportId": "finished"}', '{"ImportId": "Q"}']
    records = [["ResponseId", "Status", "Finished", "q", "Status"], ["", "Response Type", "", "Pay?", "Status"]]
    records += [[*ids, '{"ImportId": "Status"}'], ["a", "IP Address", "True", "Yes", "gold"]]
    records += [["b", "Survey Preview", "True", "No", "silver"]]
    cleaned = survey(tmp_path, records, PAY)
    assert cleaned.respondents["q"].to_list() == ["Yes"]
    assert cleaned.excluded["reason"].to_list() == ["preview"]


def test_columns_of_one_question_stand_together_and_personal_ones_are_named(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        as_csv(
            [["id", "submitdate", "lastpage", "P5[O1]", "P5[O2]", "E-mail", "Q1"], ["1", WHEN, "2", "Y", "", "x", "y"]]
        )
    )
    found = cleaning.recognised(path, "export.csv", Layout()).columns
    assert [(column.question, column.item) for column in found[3:5]] == [("P5", "O1"), ("P5", "O2")]
    assert [column.role for column in found] == ["id", "submitted", "page", "answer", "answer", "personal", "answer"]
    assert found[6].question == ""


@pytest.mark.parametrize("name", ["LimeSurve", "limesurvey", "Excel"])
def test_an_unknown_tool_is_named_with_those_there_are(tmp_path, name):
    with pytest.raises(InputError, match=r"layout\.tool is .*; use one of: Qualtrics, .*, plain\."):
        survey(tmp_path, [["ResponseId", "q"], ["a", "Yes"]], PAY, layout=f'tool = "{name}"')


def test_a_second_header_row_is_declared_or_said(tmp_path):
    records = [["ResponseId", "A", "B"], ["", "Would you pay?", "How? - Bus"], ["a", "Yes", "1"]]
    questions = asked("q", "choice", ["Yes", "No"], "A", "Would you pay?")
    with pytest.raises(
        InputError, match=r"row 2: repeats the questions' texts, a second header row; declare layout\.headers = 2"
    ):
        survey(tmp_path, records, questions)
    cleaned = survey(tmp_path, records, questions, layout="headers = 2")
    assert cleaned.respondents["q"].to_list() == ["Yes"]


def test_surveymonkey_tells_an_answer_from_what_was_typed_beside_it(tmp_path):
    records = [["RespondentID", "Pay?", "", "Which?", ""], ["", "Response", "Other (please specify)", "Bus", "Car"]]
    records += [["1", "Yes", "", "", "Car"], ["2", "No", "perhaps", "Bus", ""]]
    questions = asked("q", "choice", ["Yes", "No"], "Pay?"), multiple("p", "Which?", "Car", "Bus")
    cleaned = survey(tmp_path, records, *questions)
    assert cleaned.respondents["q"].to_list() == ["Yes", "No"]
    assert columns(cleaned, "p") == {"a": [True, False], "b": [False, True]}
