"""A draft is read by `load`, but for what it leaves to a person; it holds no count, and no answer that is personal."""

import re
import tomllib
import zipfile

import pandas as pd
import pytest
from export_shapes import READ, SHAPES
from invented_exports import FORMATS, MONEY

from helpers import cleaning, drafting
from helpers.study import InputError, load

SAID = drafting.Said(good="a day in the park", per="one-off", payer="the visitor", card=(1, 2, 5, 10, 20, 50, 100))


def declared(folder, text, said=None):
    """The declaration drafted from the text of an export, once written beside it."""
    (folder / "export.csv").write_text(text, encoding="utf-8")
    draft = drafting.read(folder / "export.csv")
    drafting.write(drafting.told(draft, said or drafting.Said()), folder / "study")
    return folder / "study" / "study.toml"


def decided(path):
    """The declaration once somebody has decided all that was left open, whatever they chose."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^(good|title) = "\?".*', r'\1 = "a good"', text, flags=re.MULTILINE)
    text = re.sub(r'^wtp_unit = "\?".*', 'wtp_unit = "unknown"', text, flags=re.MULTILINE)
    text = re.sub(r'^currency = "\?".*', 'currency = "EUR"', text, flags=re.MULTILINE)
    text = re.sub(r'^card = "\?" # decide: delete.*\n', "", text, flags=re.MULTILINE)
    text = re.sub(r'^(\w+) = "\?" # decide: "([^"]*)".*', r'\1 = "\2"', text, flags=re.MULTILINE)
    text = re.sub(r'^(\w+) = "\?" # decide: (\[.*?\]).*', r"\1 = \2", text, flags=re.MULTILINE)
    path.write_text(re.sub(r'^(\w+) = "\?".*', r'\1 = "some words"', text, flags=re.MULTILINE), encoding="utf-8")
    return load(path)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_draft_in_every_shape_lacks_only_what_it_leaves_to_a_person(tmp_path, shape):
    path = declared(tmp_path, SHAPES[shape][0])
    with pytest.raises(InputError, match=r"is a draft; decide line \d+, "):
        load(path)
    assert decided(path).export.is_file()


def without_valuation(path):
    """The declaration without the question of money that a shape does not ask; what is left is decided."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'\[questions\.wtp\]\ncolumn = "\?".*?\n\n', "", text, flags=re.DOTALL)
    if "[questions.wtp]" not in text:
        text = text.replace('keep = ["wtp"', "keep = [").replace("keep = [, ", "keep = [")
        text = re.sub(r',? ?\["wtp_status"\],?', "", text)
    path.write_text(text, encoding="utf-8")
    return decided(path)


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_draft_declares_is_read_right_in_every_shape(tmp_path, shape):
    study = without_valuation(declared(tmp_path, SHAPES[shape][0]))
    if isinstance(READ[shape], str):
        with pytest.raises(InputError, match=re.escape(READ[shape])):
            cleaning.survey(study)
        return
    respondents = cleaning.survey(study).respondents
    ticks = {
        f"{id}_{code}": code for id, q in study.questions.items() if q.kind == "multiple" for code in q.codes.values()
    }
    ticked = {code: int(respondents[column].sum()) for column, code in ticks.items()}
    assert (len(respondents), ticked) == READ[shape]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_declared_without_a_doubt_once_four_things_are_said(tmp_path, name):
    study = load(declared(tmp_path, FORMATS[name]().to_csv(index=False), SAID))
    assert study.good.good == SAID.good and study.good.payer == SAID.payer and study.mode == "real"
    wanted = {"open amount": "wtp", "payment card": "card", "single-bounded": "bid", "double-bounded": "followup_vote"}
    assert wanted[name] in study.questions


def test_candidates_stand_beside_what_is_open_and_validation_names_them(tmp_path):
    frame = FORMATS["open amount"]().assign(**{"What would you pay next year?": [*range(20, 140)]})
    path = declared(tmp_path, frame.to_csv(index=False))
    with pytest.raises(InputError, match=rf'column \("{re.escape(MONEY)}" or "What would you pay next year\?"\)'):
        load(path)


def test_no_count_and_no_personal_answer_is_written(tmp_path):
    frame = FORMATS["open amount"]()
    text = declared(tmp_path, frame.to_csv(index=False), SAID).read_text(encoding="utf-8")
    counts = {
        str(count) for column in ("Where do you live?", "How old are you?") for count in frame[column].value_counts()
    }
    assert not counts & set(re.findall(r"\d+", re.sub(r"\d+ to \d+|\d+ or over", "", text)))
    assert "example.org" not in text and '# not kept: "E-mail" (looks personal)' in text
    assert "E-mail" not in str(tomllib.loads(text))


def test_consent_is_a_condition_whose_answer_is_left_to_a_person(tmp_path):
    text = "id,Do you consent to take part?,Area\n1,I do,Urban\n2,I do not,Rural\n3,I do,Urban\n4,I do not,Rural\n"
    path = declared(tmp_path, text)
    assert 'accept = "?" # decide: ["I do"] or ["I do not"]' in path.read_text(encoding="utf-8")


def test_a_unit_that_the_question_names_is_certain(tmp_path):
    path = declared(tmp_path, "id,What would you pay per year?\n1,£5\n2,about 10\n3,nothing\n")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["good"]["wtp_unit"] == "per year"


@pytest.mark.parametrize(
    "hostile", ['a "quoted" \\ heading', "ends in a\x07bell", "[[questions]]", "# decide: this", "'''"]
)
def test_a_hostile_heading_breaks_no_declaration(tmp_path, hostile):
    frame = pd.DataFrame({"id": range(4), hostile: ["Yes", "No", "Yes", "No"], "pay": ["£5", "£10", "£15", "nothing"]})
    study = decided(declared(tmp_path, frame.to_csv(index=False)))
    # A bell is shown as a lost character, wherever it was read.
    assert " ".join(hostile.replace("\a", "\ufffd").split()) in {
        question.column for question in study.questions.values()
    }


@pytest.mark.slow
def test_ids_never_collide_with_ours_or_with_an_item_of_another_question(tmp_path):
    frame = pd.DataFrame(
        {
            "id": range(4),
            **{name: ["Yes", "No"] * 2 for name in ("wtp", "row", "synthetic ", "Q 1", "q_1", "act", "act walk")},
        }
    )
    study = decided(declared(tmp_path, frame.to_csv(index=False)))
    ids = list(study.questions)
    assert len(ids) == len(set(ids)) and not {"row", "synthetic"} & set(ids)


def test_an_encoding_that_nothing_decides_is_left_to_a_person(tmp_path):
    # A Macintosh wrote it; read as Windows-1252 it would be "na•ve".
    (tmp_path / "export.csv").write_bytes("id,Q1,Why?\n1,Yes,naïve\n2,No,café\n".encode("mac-roman"))
    drafting.write(drafting.read(tmp_path / "export.csv"), tmp_path / "study")
    assert 'encoding = "?" # decide: ' in (tmp_path / "study" / "study.toml").read_text(encoding="utf-8")


def test_an_archive_is_drafted_as_the_table_in_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("export.csv", SHAPES["in an archive"][0])
    draft = drafting.read(tmp_path / "export.zip")
    assert [each.column for each in draft.of_kind("choice")] == ["Q1"]
