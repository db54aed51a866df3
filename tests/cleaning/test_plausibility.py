"""What breaks no rule but makes no sense is said, and nothing is said of the bundled export."""

import re

import pytest
from checks import ROOT
from other_exports import KEPT_ROWS, RESPONSES, SURVEY, clean

from helpers import cleaning
from helpers.study import load


def test_the_bundled_export_has_no_slip():
    assert cleaning.slips(SURVEY) == ()


@pytest.mark.slow
def test_pence_for_pounds_is_seen(tmp_path):
    pence = [r | {"Q8": f"{100 * int(n[0])}" if (n := re.findall(r"\d+", r["Q8"])) else r["Q8"]} for r in RESPONSES]
    pence = [r | {"Q8": ""} if r["Q7"] == "No" else r for r in pence]
    assert "wrong unit?" in cleaning.slips(clean(tmp_path, pence))[0]


@pytest.mark.slow
def test_reversed_card_is_seen(tmp_path):
    card = [f"£{amount:g}" for amount in SURVEY.study.card]
    turned = dict(zip(card, reversed(card), strict=True)) | {"": ""}
    backwards = [response | {"Q10": turned[response["Q10"]]} for response in RESPONSES]
    assert "is its scale reversed?" in cleaning.slips(clean(tmp_path, backwards))[0]


@pytest.mark.slow
def test_five_copied_rows_are_seen_with_their_rows(tmp_path):
    source = KEPT_ROWS[:5]
    copies = [RESPONSES[row - 4] | {"ResponseId": f"R_SYN9{row:05d}"} for row in source]
    survey = clean(tmp_path, [*RESPONSES, *copies])
    (slip,) = cleaning.slips(survey)
    named = {int(row) for row in re.findall(r"\d+", slip)}
    assert named == {*source, *range(len(RESPONSES) + 4, len(RESPONSES) + 9)}
    assert len(survey.respondents) == 54 + 5


def test_few_closed_questions_agree_by_chance():
    # 156 respondents, four fees and four questions of two answers each.
    assert cleaning.slips(cleaning.survey(load(ROOT / "examples" / "bids" / "study.toml"))) == ()
