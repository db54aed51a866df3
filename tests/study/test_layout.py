"""How an export is laid out, as declared."""

from zoneinfo import ZoneInfo

import pytest

from helpers.study import InputError, Layout
from helpers.study.layout import layout


def test_what_is_left_out_is_as_the_survey_tool_has_it():
    assert layout({}) == Layout()


def test_a_full_layout_is_read_as_declared():
    declared = {
        "tool": "Qualtrics",
        "id": "ResponseId",
        "missing": ["-99", "n/a"],
        "status": {"Vorschau": "preview", "Fertig": ""},
        "dates": "%d.%m.%Y %H:%M",
        "time_zone": "Europe/London",
    }
    read = layout(declared)
    assert (read.missing, read.status["Fertig"]) == (("-99", "n/a"), "")
    assert ZoneInfo(read.time_zone).key == "Europe/London"


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"dates": "%Y-%m-%d"}, "layout gives only one of dates and time_zone; declare both"),
        ({"time_zone": "UTC"}, "layout gives only one of dates and time_zone; declare both"),
        ({"dates": "%Y", "time_zone": "Wales"}, "layout.time_zone is 'Wales'; use one of: "),
        ({"status": {"Preview": 1}}, "layout.status holds 1 for 'Preview'; give the reason as text"),
        ({"missing": ["-99", "-99"]}, "layout.missing holds '-99' twice"),
        ({"tol": "Qualtrics"}, "key 'tol' in layout is unknown; did you mean tool?"),
    ],
)
def test_a_slip_is_named(declared, sentence):
    with pytest.raises(InputError) as error:
        layout(declared)
    assert sentence in str(error.value)
