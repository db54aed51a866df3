"""What a reader changes shows by name, with what was stored and what stands now; what was not changed stays silent."""

import json
import shutil

import pytest
from checks import ROOT

from helpers import cleaning, pages
from helpers.study import InputError, Mark, load, sidecar


@pytest.fixture
def copied(tmp_path):
    """The data folder as a reader copies it."""
    shutil.copytree(ROOT / "data", tmp_path / "copy")
    return tmp_path / "copy" / "study.toml"


def edited(declaration, old, new):
    text = declaration.read_text(encoding="utf-8")
    assert text.count(old) == 1
    declaration.write_text(text.replace(old, new), encoding="utf-8")
    return cleaning.survey(load(declaration))


def test_nothing_changed_says_nothing(copied):
    for study in (load(), load(spread=None, price=None), load(copied)):
        assert (study.changes, study.made_anew) == ("", False)
    assert load(spread=73).changes == ""


@pytest.mark.slow
def test_a_parameter_and_a_line_of_a_copy_are_the_same_change(copied):
    one, two = cleaning.survey(spread=60), edited(copied, "spread = 73", "spread = 60")
    assert one.study.changes == two.study.changes == "spread 73 to 60"
    assert one.respondents.equals(two.respondents)
    assert one.source == two.source
    amounts = one.respondents.loc[cleaning.usable(one.respondents), "wtp_amount"]
    assert (amounts.mean(), round(amounts.std())) == (58, 60)


@pytest.mark.slow
def test_provenance_is_of_what_was_used(copied):
    stored = cleaning.survey()
    other = edited(copied, "synthetic = 20220079", "synthetic = 7")
    assert other.source.seeds.startswith("7, ")
    assert other.source.input != stored.source.input
    # What is written to disk by the same declaration is that very input.
    written = json.loads(sidecar(stored.study.export).read_text(encoding="utf-8"))["sha256"]
    assert written.startswith(stored.source.input)


@pytest.mark.slow
def test_a_reason_read_as_a_protest_leaves_fewer_amounts_with_the_same_mean(copied):
    survey = edited(
        copied,
        '{ text = "My employer should pay", code = "unclear", both = true }',
        '{ text = "My employer should pay", code = "protest", both = true }',
    )
    amounts = survey.respondents.loc[cleaning.usable(survey.respondents), "wtp_amount"]
    assert (len(amounts), amounts.mean()) == (44, 58)
    assert survey.study.changes == "'My employer should pay' read as unclear to protest"
    assert pages.Page(survey).ledger.claims.loc["wtp_avg", "verdict"] == "built in"


@pytest.mark.long
def test_another_card_and_another_price_need_no_other_code(copied):
    survey = edited(copied, "card = [5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300]", "card = [10, 50, 250, 1000]")
    assert set(survey.respondents["card_chosen"].dropna()) <= {10, 50, 250, 1000}
    priced = cleaning.survey(price=80)
    assert not priced.study.made_anew
    assert priced.respondents.equals(cleaning.survey().respondents)
    # By hand: 3159 pounds at 80 each go 39 times.
    assert pages.Page(priced).ledger["most_n"].text == "39"


@pytest.mark.slow
def test_a_changed_published_figure_is_never_published():
    page = pages.Page(cleaning.survey(published_mean=60))
    assert page.ledger["wtp_avg"].mark is Mark.ASSUMED
    assert page.ledger["n_survey"].mark is Mark.PUBLISHED
    said = page.say("The average is {wtp_avg}, of {n_survey}, at most {most_n}.").markdown
    assert said.startswith("The average is £60, of 54, at most ")
    assert ">PUBLISHED</small>" in said and ">ASSUMED, changed: published average</small>" in said
    assert ">DERIVED, changed: published average</small>" in said
    assert "changed: published average 58 to 60" in page.banner().markdown
    caption = page.claims()._repr_mimebundle_()[0]["text/html"]
    assert "changed: published average 58 to 60" in caption


def test_what_cannot_be_is_one_sentence_with_the_nearest(copied):
    with pytest.raises(InputError, match=r"at least £\d+\.\d\d, the nearest\.$"):
        cleaning.survey(zeros=0.3, spread=30)
    with pytest.raises(InputError, match=r"copy/study\.toml: a parameter is 'sprad'; use one of: published_mean, "):
        load(copied, sprad=60)
    with pytest.raises(InputError, match=r"mode is real, and spread is of invented respondents; leave it at None"):
        copied.write_text(copied.read_text("utf-8").replace('mode = "synthetic"', 'mode = "real"'), encoding="utf-8")
        load(copied, spread=60)
