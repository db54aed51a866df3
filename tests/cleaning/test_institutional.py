"""What LimeSurvey, REDCap and KoboToolbox write of rows and answers, in the shape of public exports."""

import pytest
from small_exports import asked, columns, multiple, option, survey

WHEN = "2026-01-01 10:00:00"


def lime(headings, *cells):
    own = ["id", "submitdate", "lastpage"]
    return [[*own, *headings], *([str(row), WHEN, "2", *held] for row, held in enumerate(cells))]


def test_a_question_that_limesurvey_did_not_show_has_no_answer(tmp_path):
    # As in bhermann/artifact-survey: N/A stands where a condition hid the question.
    records = lime(["g1"], ["Yes"], ["N/A"], ["No"])
    cleaned = survey(tmp_path, records, asked("q", "choice", ["Yes", "No"], "g1"))
    assert cleaned.respondents["q"].fillna("").to_list() == ["Yes", "", "No"]
    # Where the questionnaire itself offers it, it is an answer.
    cleaned = survey(tmp_path, records, asked("q", "choice", ["Yes", "No", "N/A"], "g1"))
    assert cleaned.respondents["q"].to_list() == ["Yes", "N/A", "No"]


@pytest.mark.parametrize("other", ["Other", "Sonstiges", "Autre", "Otro", "Altro", "Outro", "Anders"])
def test_what_was_typed_under_other_counts_as_a_tick_in_every_language(tmp_path, other):
    # As in monsieurpapa/DRCInternet: the options tick, and the last column holds words.
    options = [option("Bus", "bus"), option("Car", "car"), option("By other means", "else", other=True)]
    records = lime(["How? [Bus]", "How? [Car]", f"How? [{other}]"], ["Yes", "No", ""], ["No", "No", "on a donkey"])
    cleaned = survey(tmp_path, records, asked("p", "multiple", options, "How?", "How?"))
    assert columns(cleaned, "p") == {"bus": [True, False], "car": [False, False], "else": [False, True]}


def test_a_table_as_the_interface_of_kobo_hands_it_out_is_read(tmp_path):
    # As in csisarep/groundwater_dashboard: {} where nobody has judged the response yet.
    own = ["_uuid", "_submission_time", "_validation_status", "group/way/bus", "group/way/car"]
    records = [own, ["a", WHEN, "{}", "1", "0"], ["b", WHEN, "validation_status_not_approved", "0", "1"]]
    cleaned = survey(tmp_path, records, multiple("p", "group/way", ("Bus", "bus"), ("Car", "car")))
    assert columns(cleaned, "p") == {"a": [True], "b": [False]}
    assert cleaned.excluded["reason"].to_list() == ["not approved"]
