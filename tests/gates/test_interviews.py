"""Once interviews are real, no executed page names a participant: the page on them is run as a real study would."""

import csv
import shutil

import pytest
from checks import ROOT
from notebook_checks import execution_problems, participant_problems

from helpers import cleaning
from helpers.compendium import notebooks
from helpers.interviews import read_interviews
from helpers.study import load

SCRIPT = ROOT / "notebooks" / "02_interview_themes.py"
PSEUDONYMS = read_interviews(cleaning.survey()).pseudonyms


@pytest.fixture
def real(tmp_path, monkeypatch):
    """The placeholders passed off as a real study: nothing else would hold real rows that may be shared."""
    data = tmp_path / "data"
    # Without the recorded checksums and the sidecar, which rightly say that these answers are invented.
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("SHA256SUMS", "*.synthetic.json", "derived"))
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    declaration = data / "study.toml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text.replace('mode = "synthetic"', 'mode = "real"'), encoding="utf-8")
    export = data / "raw" / "synthetic_export.csv"
    with export.open(encoding="utf-8", newline="") as file:
        rows = [row[:-1] for row in csv.reader(file)]
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[cell.replace("R_SYN", "R_") for cell in row] for row in rows])
    monkeypatch.setenv("STUDY", str(declaration))
    return data


def unlabel(data):
    for path in (data / "interviews").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace('"SYNTHETIC"', '""'), encoding="utf-8")


@pytest.mark.long
def test_the_page_of_a_real_study_names_no_participant(real, tmp_path):
    unlabel(real)
    assert read_interviews(cleaning.survey(load())).pseudonyms == PSEUDONYMS
    [page] = notebooks.run([SCRIPT], tmp_path)
    assert participant_problems(page, PSEUDONYMS) == []
    assert execution_problems(page) == [] and "4 of 6" in page.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_real_survey_beside_placeholders_shows_none_of_them(real, tmp_path):
    [page] = notebooks.run([SCRIPT], tmp_path)
    assert participant_problems(page, PSEUDONYMS) == []
    assert execution_problems(page) == [] and "no interviews at hand" in page.read_text(encoding="utf-8")


def test_participant_gate_sees_a_pseudonym_on_a_page():
    # The committed page shows the matrix, since its participants are invented.
    assert participant_problems(notebooks.paired(SCRIPT), PSEUDONYMS)
