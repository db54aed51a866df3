"""Sentences that a drafted study opens with can be filled in from any study that has what they name."""

import re

import pytest

from helpers import cleaning, pages
from helpers.drafting import sentences

PAGE = pages.Page(cleaning.survey())


@pytest.mark.parametrize("said", [sentences.ROWS, sentences.MEAN, sentences.MEDIAN])
def test_every_name_in_braces_is_filled_in(said):
    shown = PAGE.say(said).markdown
    assert "{" not in shown and len(re.findall(r"\d+", shown)) >= said.count("{")


@pytest.mark.slow
def test_where_rulings_go_is_the_file_that_a_study_keeps_them_in():
    assert cleaning.survey().study.rulings.name in sentences.RULINGS
