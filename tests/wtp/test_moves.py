"""What moves the answer of a study without a published average."""

import dataclasses

import pytest
from checks import ROOT

from helpers import cleaning, wtp
from helpers.study import load


def without_an_average():
    survey = cleaning.survey()
    return dataclasses.replace(survey, study=dataclasses.replace(survey.study, average=None))


@pytest.mark.long
def test_with_a_published_average_its_own_unknowns_are_used():
    survey = cleaning.survey()
    found = wtp.moves(survey)
    assert (found.base, found.named, found.unknowns) == (58, "published", wtp.of_survey(survey))


@pytest.mark.slow
def test_amounts_are_moved_around_their_own_mean():
    survey = without_an_average()
    found = wtp.moves(survey)
    amounts = wtp.usable_amounts(survey.respondents)
    assert (found.named, found.base) == ("mean", amounts.mean())
    ranges = {each.name: (each.low, each.high) for each in found.unknowns}
    treated = wtp.treatments(survey.respondents, survey.study.questions["zero_reason"].both).frame["mean"]
    assert ranges["who counts as a zero"] == pytest.approx((treated.min() / 58, treated.max() / 58))
    assert ranges["mean or median"] == pytest.approx((amounts.median() / 58, 1))
    fitted = wtp.models(wtp.open_answers(survey.respondents), max(survey.study.card)).frame["mean"]
    assert ranges["model of zeros and tail"] == pytest.approx((min(1, fitted.min() / 58), fitted.max() / 58))
    # What an amount is per is not known here, and has no number.
    assert found.unknowns[-1].name == "per what?"


@pytest.mark.slow
def test_a_study_that_asks_for_no_reason_has_no_reason_that_could_be_either():
    survey = without_an_average()
    questions = {id: each for id, each in survey.study.questions.items() if id != "zero_reason"}
    bare = dataclasses.replace(survey, study=dataclasses.replace(survey.study, questions=questions))
    ranges = {each.name: (each.low, each.high) for each in wtp.moves(bare).unknowns}
    treated = wtp.treatments(survey.respondents, ()).frame["mean"]
    assert ranges["who counts as a zero"] == pytest.approx((treated.min() / 58, treated.max() / 58))


@pytest.mark.slow
def test_bids_are_moved_around_the_median_of_the_model():
    survey = cleaning.survey(load(ROOT / "examples" / "bids" / "study.toml"))
    found, fit = wtp.moves(survey), wtp.stated(survey)[0].fit()
    assert (found.named, found.base) == ("median", fit.median())
    chance = next(each for each in found.unknowns if each.name.startswith("chance"))
    interval = fit.interval("median", method="delta")
    assert (chance.low, chance.high) == (interval.low / fit.median(), interval.high / fit.median())
    assert [each.width for each in found.unknowns] == sorted((each.width for each in found.unknowns), reverse=True)


@pytest.mark.slow
def test_only_where_amounts_were_asked_does_a_range_tell_of_zeros():
    bids = cleaning.survey(load(ROOT / "examples" / "bids" / "study.toml"))
    assert not wtp.moves(bids).table(bids).tells
    amounts = without_an_average()
    assert wtp.moves(amounts).table(amounts).tells["who counts as a zero"]
