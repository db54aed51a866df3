"""Typed answers that may name somebody are found, and respondents who stand alone are not written out."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from helpers import cleaning, disclosure

SURVEY = cleaning.survey()

NAMED = {
    "write to jo.bloggs+x@example.ac.uk": "e-mail",
    "ring 029 2018 0999": "telephone",
    "+44 7700 900123": "telephone",  # Ofcom's numbers for drama
    "I work in CF10 3AT": "postcode",
    "cf103at": "postcode",
    "943 476 5919": "NHS number",  # the NHS Data Dictionary's own example of a valid number
    "ask Dr Jones": "name",
    "see https://example.org/me": "web address",
}


@pytest.mark.parametrize(("text", "kind"), NAMED.items())
def test_what_names_somebody_is_found(text, kind):
    assert kind in disclosure.kinds(text)


@pytest.mark.parametrize("text", ["", "£1,000", "about 40", "A1 is busy", "943 476 5918", "Dr who?", "10 20 30"])
def test_what_names_nobody_is_not(text):
    assert disclosure.kinds(text) == []


def test_the_review_list_names_the_place_and_never_the_text():
    raw = SURVEY.raw.copy()
    raw.loc[7, "comments"] = "jo@example.org"
    found = disclosure.scan(dataclasses.replace(SURVEY, raw=raw))
    assert found.reset_index().to_numpy().tolist() == [[7, "Q17", "e-mail"]]


def test_classes_by_hand():
    frame = pd.DataFrame({"a": list("xxxxxyyyz"), "b": [1, 1, 1, 1, 1, 2, 2, None, 3]})
    # (x, 1) five times, (y, 2) twice, (y, missing) and (z, 3) once each.
    assert disclosure.smallest_class(frame, ("a", "b")) == 1
    assert disclosure.classes(frame, ("a", "b"))["classes"].to_list() == [2, 1, 1, 0]
    assert disclosure.classes(frame, ("a", "b"))["respondents"].sum() == len(frame)


def test_bands_of_classes_begin_and_end_where_they_say():
    # Classes of 1, 2, 4, 5, 9 and 10 respondents, each band with its first and its last size.
    alike = pd.DataFrame({"area": np.repeat(list("abcdef"), [1, 2, 4, 5, 9, 10])})
    assert disclosure.classes(alike, ("area",))["classes"].to_dict() == {"1": 1, "2 to 4": 2, "5 to 9": 2, "more": 1}


def test_single_respondents_are_refused_below_five_unless_signed():
    def survey(mode="real", **privacy):
        study = dataclasses.replace(SURVEY.study, mode=mode)
        rules = dataclasses.replace(study.privacy, **privacy)
        return dataclasses.replace(SURVEY, study=dataclasses.replace(study, privacy=rules))

    assert "are not written" in disclosure.refusal(survey())
    assert disclosure.refusal(survey(signed_by="A. Controller")) == ""
    assert disclosure.refusal(survey(mode="synthetic")) == ""
    # 38 trained, 16 not: nobody is among fewer than five.
    assert disclosure.refusal(survey(quasi_identifiers=("trained",))) == ""
    # Five alike in all are enough, four are not.
    for alike, said in ((5, False), (4, True)):
        people = SURVEY.respondents.head(2 * alike).assign(trained=["Yes", "No"] * alike)
        asked = dataclasses.replace(survey(quasi_identifiers=("trained",)), respondents=people)
        assert bool(disclosure.refusal(asked)) == said


def test_without_quasi_identifiers_all_are_alike():
    alone = pd.DataFrame({"area": ["Urban", "Rural"] * 6})
    assert disclosure.classes(alone, ())["respondents"].to_dict() == {"1": 0, "2 to 4": 0, "5 to 9": 0, "more": 12}
