"""The declaration is read as written, and a slip in it is named in one sentence."""

import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from helpers import compendium
from helpers.study import (
    COMPARISONS,
    InputError,
    Layout,
    Mark,
    Privacy,
    Study,
    declaration,
    interviews,
    invented,
    layout,
    load,
    planned,
    privacy,
    questions,
)

TEMPLATE = (Path(__file__).resolve().parents[2] / "examples" / "study_template.toml").read_text(encoding="utf-8")
BIDS = Path(__file__).resolve().parents[2] / "examples" / "bids" / "study.toml"
BUNDLED = load().path.read_text(encoding="utf-8")


def declared(tmp_path, old="", new="") -> Study:
    """Load the bundled declaration with one place changed."""
    assert old in BUNDLED
    path = tmp_path / "data" / "study.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(BUNDLED.replace(old, new, 1), encoding="utf-8")
    return load(path)


def test_bundled_study_is_synthetic_and_its_unit_unknown():
    study = load()
    assert (study.mode, study.mark) == ("synthetic", Mark.SYNTHETIC)
    assert (study.good.wtp_unit, study.good.price_date) == ("unknown", "2020")
    assert list(study.card) == sorted(set(study.card))
    assert len(study.subgroups) <= 3
    # Lancet 2022; 400: S79 groups qualifications so.
    assert study.questions["qualification"].group_names == ("undergraduate", "masters", "no graduate qualification")


def test_employer_should_pay_is_the_one_reason_shown_both_ways():
    study = load()
    assert study.questions["zero_reason"].both == ("My employer should pay",)
    assert study.questions["zero_reason"].codes["My employer should pay"] == "unclear"
    assert set(study.questions["zero_reason"].codes.values()) == {"true zero", "protest", "unclear"}


def test_environment_names_another_study(tmp_path, monkeypatch):
    other = declared(tmp_path, 'title = "Qualifications', 'title = "Other qualifications').path
    monkeypatch.setenv("STUDY", str(other))
    assert load().title.startswith("Other")
    assert load().folder == other.parent


def test_real_mode_carries_its_own_mark(tmp_path):
    assert declared(tmp_path, 'mode = "synthetic"', 'mode = "real"').mark is Mark.SURVEY


@pytest.mark.parametrize(
    ("unit", "date", "allowed"),
    [
        ("unknown", "unknown", set()),
        ("unknown", "2020", {"inflated"}),
        ("per course", "unknown", {"per hour", "aggregate"}),
        ("per course", "2020-05", {"per hour", "inflated", "aggregate", "pay"}),
    ],
)
def test_each_comparison_needs_what_it_rests_on(tmp_path, unit, date, allowed):
    # An index brings an amount to another year's prices whatever it is per; rates and totals need the unit, pay both.
    text = BUNDLED.replace('wtp_unit = "unknown"', f'wtp_unit = "{unit}"')
    text = text.replace('price_date = "2020"', f'price_date = "{date}"')
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    study = load(tmp_path / "study.toml")
    assert {name for name in COMPARISONS if study.allows(name)} == allowed


def test_threshold_is_ten_unless_declared(tmp_path):
    # The threshold of UK LLC and the ONS Longitudinal Study.
    held = re.search(r"threshold = .*\nrounding = .*\n", BUNDLED)[0]
    privacy = declared(tmp_path, held, "").privacy
    assert (privacy.threshold, privacy.rounding) == (10, 1)


def test_unknown_comparison_or_seed_is_an_error():
    with pytest.raises(InputError, match="use one of: per hour"):
        load().allows("per week")
    with pytest.raises(InputError, match=r"^data/study\.toml: seed 'weather' is missing"):
        load().rng("weather")


def test_seed_gives_the_same_stream_each_time():
    # numpy: default_rng(seed) is the whole state.
    expected = np.random.default_rng(load().seeds["bootstrap"]).random(3)
    assert np.array_equal(load().rng("bootstrap").random(3), expected)


SLIPS = [
    ("5, 10, 15, 20", "5, 15, 10, 20", "card must ascend, but 10 follows 15; put the amounts in order."),
    ("5, 10, 15, 20", "5, 5, 15, 20", "card must ascend, but 5 follows 5"),
    ("5, 10, 15, 20", '5, "10", 15, 20', "card holds '10'"),
    ("5, 10, 15, 20", "-5, 10, 15, 20", "card holds -5"),
    ("5, 10, 15, 20", "5, nan, 15, 20", "card holds nan"),
    ("5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300", "", "card is empty"),
    ('mode = "synthetic"', 'mode = "invented"', "mode is 'invented'; use one of: synthetic, real."),
    ('mode = "synthetic"', 'mod = "synthetic"', "key 'mod' in the file is unknown; did you mean mode?"),
    ('currency = "GBP"', "", "key 'currency' is missing in good; add it."),
    ('payer = "the link worker"', "payer = 1", "key 'payer' in good is 1; give a non-empty str."),
    ('wtp_unit = "unknown"', 'wtp_unit = "weekly"', "good.wtp_unit is 'weekly'; use one of: one-off, per course"),
    ('price_date = "2020"', 'price_date = "May"', "good.price_date is 'May'"),
    ('id = "W2"', 'id = "W1"', "assumptions' ids holds 'W1' twice"),
    ('quality = "medium"', 'quality = "good"', "quality of assumption W1 is 'good'"),
    ('subgroups = ["qualification", "trained", "area"]', 'subgroups = ["colour"]', "subgroups is 'colour'"),
    (
        'subgroups = ["qualification", "trained", "area"]',
        'subgroups = ["qualification", "trained", "area", "gender"]',
        "subgroups names 4 questions; declare at most 3.",
    ),
    ('"area", "skill",', '"area", "comments",', "keep is 'comments'"),
    ('"pays_anything", "wtp",', '"pays_anything",', "keep leaves out 'wtp'"),
    ('column = "Q3"', 'column = "Q2"', "the questions' columns holds 'Q2' twice"),
    ('kind = "money"', 'kind = "number"', "questions.wtp.kind is 'number'"),
    ('code = "unknown"', 'code = "maybe"', "a code of questions.pays_anything is 'maybe'"),
    ('{ text = "Don\'t know", code = "unknown" }', '"Don\'t know"', "needs a code for each option"),
    ('code = "records"', 'code = "local"', "codes of questions.skill holds 'local' twice"),
    (
        '{ text = "Master\'s degree", group = "masters" }',
        '"Master\'s degree"',
        "questions.qualification.options gives only some options a group",
    ),
    ('options = ["Yes", "No"]', 'options = ["Yes", "Yes"]', "questions.trained.options holds 'Yes' twice"),
    ('options = ["Yes", "No"]', "options = []", "questions.trained is of kind choice; give options"),
    ('accept = ["Yes, I', 'accept = ["Sure, I', "eligibility.accept is 'Sure, I agree to take part'"),
    ("bootstrap = 54", "bootstrap = -54", "seeds.bootstrap is -54"),
    ("[good]", "[good", "is not UTF-8 TOML"),
    (
        "[questions.gender]",
        "[questions.respondent]",
        "questions.respondent makes a column 'respondent', which is a name of ours",
    ),
    (
        "[questions.gender]",
        "[questions.submitted]",
        "questions.submitted makes a column 'submitted', which is a name of ours",
    ),
    (
        "[questions.gender]",
        "[questions.skill_personal]",
        "questions.skill and questions.skill_personal both make a column 'skill_personal'; give one of them another id",
    ),
    ("[questions.gender]", "[questions.wtp_status]", "questions.wtp and questions.wtp_status both make a column"),
    ("[questions.gender]", "[questions.qualification_group]", "both make a column 'qualification_group'"),
    ('column = "Q3"\n', "", "key 'column' is missing in questions.qualification; add it, or give every option"),
    ('export = "raw/', 'export = "../raw/', "outside the study's folder; copy the file beside the declaration."),
    ('rulings = "', 'rulings = "/', "rulings is '/rulings.csv', outside the study's folder"),
    ('missing = ["-99"]', 'encoding = "cp12"', "layout.encoding is 'cp12', which Python does not know"),
    ('missing = ["-99"]', 'decimal = ";"', "layout.decimal is ';'; use one of: ., ,."),
    ('missing = ["-99"]', "headers = 3", "layout.headers is 3; use one of: 1, 2."),
    ('missing = ["-99"]', 'ticks = { Ja = "yes" }', "layout.ticks holds 'yes' for 'Ja'; give true"),
    ('missing = ["-99"]', "rows = { Q1 = 1 }", "layout.rows, 'Q1', holds 1 twice, or not as text"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), SLIPS)
def test_slip_is_named_in_one_sentence(tmp_path, old, new, sentence):
    with pytest.raises(InputError) as caught:
        declared(tmp_path, old, new)
    message = str(caught.value)
    assert message.startswith("data/study.toml: ")
    assert sentence in message
    assert "\n" not in message
    assert str(tmp_path) not in message


def test_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"study\.toml: cannot be read \(No such file or directory\)"):
        load(tmp_path / "study.toml")


def test_error_is_one_line_in_jupyter():
    # IPython shows what _render_traceback_ returns, line by line.
    assert InputError("a.csv: is empty.")._render_traceback_() == ["InputError: a.csv: is empty."]


# Every key that a declaration may hold, from the lists that it is checked against.
EVERY_KEY = [
    *(declaration.KEYS | declaration.OPTIONAL_KEYS | declaration.CRITERION_KEYS),
    *(questions.KEYS | questions.OPTIONAL_KEYS | questions.OPTION_KEYS | questions.OPTIONAL_OPTION_KEYS),
    *(layout.KEYS | privacy.KEYS | privacy.OPTIONAL_KEYS | interviews.KEYS | interviews.ASK_KEYS),
    *(planned.KEYS | planned.OPTIONAL_KEYS),
    *(invented.KEYS | invented.OPTIONAL_KEYS | invented.AVERAGE_KEYS),
    *(part.name for table in (declaration.Good, declaration.Assumption) for part in fields(table)),
]


@pytest.mark.parametrize("key", EVERY_KEY)
def test_template_names_every_key(key):
    assert re.search(rf"(^|[{{ \[]|# ){key} = |^(# )?\[+{key}(\.|\])", TEMPLATE, re.MULTILINE)


def test_template_is_a_valid_declaration(tmp_path):
    path = tmp_path / "park" / "study.toml"
    path.parent.mkdir()
    path.write_text(TEMPLATE, encoding="utf-8")
    template = load(path)
    assert (template.mark, template.good.currency) == (Mark.SURVEY, "EUR")
    assert template.questions["activities"].other == "Something else"
    assert template.questions["activities"].headings == {"Sports, games": "Q2[games]"}
    assert template.layout.rows == {"startlanguage": ("en", "de")}


def test_keys_of_the_layout_are_its_attributes():
    assert set(layout.KEYS) == {part.name for part in fields(Layout)}
    assert set(privacy.KEYS | privacy.OPTIONAL_KEYS) == {part.name for part in fields(Privacy)}


def test_study_of_bids_needs_no_open_ended_questions(tmp_path):
    before, after = TEMPLATE.split("# A study that asks for amounts")
    bids = (
        '[questions.bid]\ncolumn = "B"\ntext = "Bid"\nkind = "amount"\n\n[[assumptions]]'
        + after.split("[[assumptions]]")[1]
    )
    bids = before + bids
    for old, new in (
        ('"area", "pays_anything", "wtp", "zero_reason", "card", "activities"', '"area", "activities", "bid"'),
        ("card = [1, 2, 5, 10]\n", ""),
        ('["wtp_status"], ', ""),
        (', ["area", "wtp_status"]', ""),
    ):
        assert old in bids
        bids = bids.replace(old, new)
    (tmp_path / "study.toml").write_text(bids, encoding="utf-8")
    assert load(tmp_path / "study.toml").questions["bid"].kind == "amount"


def test_a_payment_card_may_stand_alone_and_needs_its_amounts(tmp_path):
    text = BIDS.read_text(encoding="utf-8")
    # The natural name of the question, which an open-ended valuation uses too.
    text = text.replace("questions.bid", "questions.card").replace('kind = "amount"', 'kind = "card"')
    text = text.replace('keep = ["bid"', 'keep = ["card"')
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="key 'card' is missing in the file"):
        load(tmp_path / "study.toml")
    (tmp_path / "study.toml").write_text(text.replace("keep = [", "card = [5, 10]\nkeep = ["), encoding="utf-8")
    assert load(tmp_path / "study.toml").questions["card"].kind == "card"


def test_the_summary_of_a_study_without_claims_accounts_for_its_rows(monkeypatch, capsys):
    # It quoted published figures, of which a study of its own has none.
    monkeypatch.setenv("STUDY", str(BIDS))
    assert compendium.main(["summary"]) == 0
    assert "160 rows = 156 respondents + 4 excluded (SYNTHETIC)\n  2 notebooks" in capsys.readouterr().out
