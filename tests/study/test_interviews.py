"""How the interviews were analysed, and what to ask the authors, as declared."""

from pathlib import Path

import pytest

from helpers.study import Ask, InputError
from helpers.study.interviews import asks, interviews

DECLARED = {
    "folder": "interviews",
    "school": "codebook",
    "unit": "segment",
    "fewest_participants": 2,
    "largest_share": 0.5,
}


@pytest.mark.parametrize(
    ("school", "counting"),
    # Braun and Clarke (2021): reflexive thematic analysis does without counts and agreement between coders.
    [("coding reliability", True), ("codebook", True), ("reflexive", False)],
)
def test_the_school_says_whether_anything_is_counted(school, counting):
    read = interviews(DECLARED | {"school": school}, Path("data"))
    assert read.counting is counting and read.folder == Path("data", "interviews")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"school": "grounded theory"}, "interviews.school is 'grounded theory'; use one of: coding reliability"),
        ({"unit": "word"}, "interviews.unit is 'word'; use one of: segment, interview."),
        ({"fewest_participants": 0}, "interviews.fewest_participants is 0; give at least 1."),
        ({"largest_share": 0.0}, "interviews.largest_share is 0; give a share above 0 and up to 1.0."),
        ({"largest_share": 1.5}, "interviews.largest_share is 1.5; give a share above 0"),
    ],
)
def test_a_slip_is_named(changed, sentence):
    with pytest.raises(InputError) as error:
        interviews(DECLARED | changed, Path("data"))
    assert str(error.value).startswith(sentence)


def test_a_question_to_the_authors_settles_something():
    assert asks([{"question": "Why?", "settles": ["W1", "wtp_avg"]}]) == (Ask("Why?", ("W1", "wtp_avg")),)
    for tables, sentence in (
        ([{"question": "Why?", "settles": []}], "ask.settles is empty under 'Why\\?'"),
        ([{"question": "Why?", "settles": ["W1"]}] * 2, "the questions of ask holds 'Why\\?' twice"),
        ([{"question": "Why?"}], "key 'settles' is missing in ask"),
    ):
        with pytest.raises(InputError, match=sentence):
            asks(tables)
