"""The interviews' tables: each check on a fixture that passes and one that fails, and views on counts done by hand."""

import itertools
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from helpers import cleaning
from helpers.interviews import (
    PLACE,
    leading_theme,
    new_codes,
    participant_load,
    read_interviews,
    theme_basis,
    theme_matrix,
    theme_spread,
)
from helpers.study import InputError, Mark, load

SURVEY = cleaning.survey()
BUNDLED = read_interviews(SURVEY)


def with_interviews(tmp_path, table="", old="", new="", mode="synthetic", **declared):
    """The bundled survey beside a copy of the interviews in which one place is changed."""
    folder = tmp_path / "data" / "interviews"
    shutil.copytree(SURVEY.study.interviews.folder, folder, dirs_exist_ok=True)
    if table:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    inquiry = replace(SURVEY.study.interviews, folder=folder, **declared)
    study = replace(SURVEY.study, path=tmp_path / "data" / "study.toml", interviews=inquiry, mode=mode)
    return replace(SURVEY, study=study)


def unlabelled(survey):
    """The same tables without their label, as a study of its own would keep them."""
    for path in survey.study.interviews.folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace('"SYNTHETIC"', '""'), encoding="utf-8")
    return survey


def test_bundled_tables_pass_and_hold_the_one_published_theme():
    # Lancet 2022; 400: S79: six interviews; personal skills is the one theme named.
    assert len(BUNDLED.pseudonyms) == 6 and BUNDLED.mark is Mark.SYNTHETIC
    assert [theme for theme in BUNDLED.themes if "placeholder" not in theme] == ["Personal skills"]
    assert (BUNDLED.segments["memo"] == "").all()


FAULTS = [
    ("codebook", '"personal skills: second code"', '"personal skills: first code"', "column code: .* is there twice"),
    ("codebook", '"third theme: only code"', '" third theme: only code"', "spaces around it"),
    ("codebook", "The one theme that the abstract names; its codes are placeholders.", "", "column definition"),
    ("codebook", '"yes"', '"perhaps"', "'perhaps' is neither yes nor no"),
    ("codebook", '"second theme","Second', '"a code that is not there","Second', "column parent: .* is not a code"),
    ("codebook", 'placeholders.","","",""', 'placeholders.","","","personal skills: first code"', "leads round"),
    ("codebook", '"SYNTHETIC"', '""', "must be 'SYNTHETIC' in every row"),
    (
        "segments",
        "personal skills: first code",
        "a new code",
        "row 2, column code: 'a new code' is not in the codebook",
    ),
    ("segments", '"personal skills: first code"', '"personal skills"', "is not codable"),
    ("segments", '"Interviewee A"', '"Interviewee Z"', "is not in interviews.csv"),
    ("segments", '"120"', '"12O"', "column start: '12O' is not an offset"),
    ("segments", '"120"', '"١٢"', "is not an offset"),
    ("segments", '"280"', '"120"', "does not come after start"),
    ("segments", '"coder 1"', '""', "column coder"),
    ("segments", '"coder 2"', '"coder 1"', "is given twice"),
    ("interviews", "Interviewee B", "Interviewee A", "stands there twice"),
    ("interviews", "Interviewee A", "", "is blank; give each participant one"),
    ("interviews", "Interviewee A", "SYN-001", "is an id of the survey"),
    ("interviews", "Interviewee A", SURVEY.raw["response_id"].iloc[5], "is an id of the survey"),
    ("links", '"Personal skills"', '"Impersonal skills"', "is no theme"),
    ("links", '"skill"', '"skills"', "is no question"),
    ("links", '"agree"', '"agrees"', "none of: agree, expand, differ, silent"),
    ("links", '"silent"', '"expand"', "needs published claims while answers are invented"),
    ("links", "A placeholder theme says nothing of training.", "", "column why"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("table", "old", "new", "sentence"), FAULTS)
def test_a_fault_is_named_in_one_sentence(tmp_path, table, old, new, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        read_interviews(with_interviews(tmp_path, table, old, new))
    message = str(caught.value)
    assert message.startswith(f"data/interviews/{table}.csv, row ") and "\n" not in message
    assert str(tmp_path) not in message


def test_no_segment_and_no_table_are_refused(tmp_path):
    survey = with_interviews(tmp_path)
    path = survey.study.interviews.folder / "segments.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no segment"):
        read_interviews(survey)
    path.unlink()
    with pytest.raises(InputError, match=r"data/interviews/segments\.csv: cannot be read"):
        read_interviews(survey)


def test_a_theme_on_one_participant_is_flagged_and_on_two_is_not(tmp_path):
    # Of the placeholders, the third theme is in the interview of participant F alone.
    flags = theme_basis(BUNDLED)["flag"]
    assert flags[flags != ""].index.tolist() == ["Third theme (placeholder)"]
    lenient = read_interviews(with_interviews(tmp_path, fewest_participants=1))
    assert (theme_basis(lenient)["flag"] == "").all()


def test_a_participant_who_carries_more_than_declared_is_flagged(tmp_path):
    # By hand: A and B have four of the 20 stretches each, the others three.
    assert participant_load(BUNDLED).frame.loc[0, ["share", "flag"]].tolist() == [0.2, ""]
    strict = read_interviews(with_interviews(tmp_path, largest_share=0.19))
    assert "more than declared" in participant_load(strict).frame.loc[0, "flag"]
    assert participant_load(read_interviews(with_interviews(tmp_path, largest_share=0.2))).frame.loc[0, "flag"] == ""


def test_counts_are_of_participants_and_never_a_percentage():
    table, seen = theme_basis(BUNDLED), theme_matrix(BUNDLED)
    assert table["participants"].tolist() == ["6 of 6", "4 of 6", "1 of 6"] == seen["found"].tolist()
    assert (seen[list(BUNDLED.pseudonyms)] == "yes").sum(axis=1).tolist() == [6, 4, 1]
    assert theme_spread(BUNDLED).to_numpy().tolist() == [[6, 14], [4, 6], [1, 1]]
    assert not table.astype(str).map(lambda cell: "%" in cell).any(axis=None)
    # Two coders of one stretch do not make it two segments: C has three stretches, one of them with two codes.
    of_c = BUNDLED.segments.query("interview == 'Interviewee C'")
    assert len(of_c) == 4 and len(of_c.drop_duplicates(PLACE)) == 3


def test_reflexive_analysis_counts_nothing(tmp_path):
    reflexive = read_interviews(with_interviews(tmp_path, school="reflexive"))
    assert theme_basis(reflexive).columns.tolist() == ["codes"]
    assert leading_theme(reflexive) is None


def test_new_codes_over_every_order_are_those_of_the_orders_one_by_one():
    codes = [set(BUNDLED.segments.query("interview == @person")["code"]) for person in BUNDLED.pseudonyms]
    orders = list(itertools.permutations(codes))
    assert len(orders) == 720
    new = pd.DataFrame([[len(codes - set().union(*order[:at])) for at, codes in enumerate(order)] for order in orders])
    table = new_codes(BUNDLED)
    assert table["lowest"].tolist() == new.min().tolist() and table["highest"].tolist() == new.max().tolist()
    assert table["middle"].tolist() == new.median().tolist()


def test_row_order_of_the_segments_does_not_matter():
    shuffled = replace(BUNDLED, segments=BUNDLED.segments.sample(frac=1, random_state=1))
    for view in (theme_basis, theme_matrix, lambda interviews: participant_load(interviews).frame, new_codes):
        pd.testing.assert_frame_equal(view(shuffled), view(BUNDLED))


def test_placeholders_count_as_none_once_the_survey_is_real(tmp_path):
    assert read_interviews(with_interviews(tmp_path, mode="real")) is None
    real = read_interviews(unlabelled(with_interviews(tmp_path, mode="real")))
    assert real.mark is Mark.SURVEY and len(real.pseudonyms) == 6
    with pytest.raises(InputError, match="must be '' in every row"):
        read_interviews(with_interviews(tmp_path, "interviews", '"SYNTHETIC"', '""', mode="real"))


def test_a_study_without_interviews_has_none():
    assert read_interviews(replace(SURVEY, study=replace(SURVEY.study, interviews=None))) is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'school = "codebook"',
            'school = "grounded"',
            "interviews.school is 'grounded'; use one of: coding reliability",
        ),
        ('unit = "segment"', 'unit = "word"', "interviews.unit is 'word'"),
        ("fewest_participants = 2", "fewest_participants = 0", "give at least 1"),
        ("largest_share = 0.4", "largest_share = 40.0", "give a share above 0 and up to 1"),
        ("largest_share = 0.4", "larger_share = 0.4", "did you mean largest_share?"),
        ('settles = ["W6", "W7", "full_wtp"]', "settles = []", "ask.settles is empty under 'In what format"),
    ],
)
def test_a_slip_in_the_declaration_is_named(tmp_path, old, new, sentence):
    text = SURVEY.study.path.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "study.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        load(tmp_path / "study.toml")
