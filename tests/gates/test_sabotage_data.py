"""The gates on data, claims and results turn red: a copy of data/ is spoilt, and the gate must say so."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from unittest import mock

import nbformat
import pytest
from checks import ROOT, checksum_problems, dictionary_problems
from committed import differing

from helpers import claims, cleaning, compendium
from helpers.study import InputError, load


@pytest.fixture
def data(tmp_path):
    """A private copy of the data folder, with the citation file beside it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    return tmp_path / "data"


def validate(data, command="validate"):
    """Run a command on this copy, in this process: starting another for each case would take most of the time."""
    said, complained = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"STUDY": str(data / "study.toml")}),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        code = compendium.main([command])
    return subprocess.CompletedProcess(command, code, said.getvalue(), complained.getvalue())


def test_derived_gate_sees_a_changed_file(data, tmp_path):
    compendium.results(tmp_path / "made")
    made = (tmp_path / "made" / "data" / "derived" / "respondents.csv").read_bytes()
    assert differing({"data/derived/respondents.csv": made}) == []
    [problem] = differing({"data/derived/respondents.csv": made.replace(b"SYN-001", b"SYN-999")})
    assert problem.startswith("data/derived/respondents.csv: a fresh run gives something else")


def test_checksum_gate_sees_a_changed_and_an_added_file(data):
    assert checksum_problems(data) == []
    (data / "rulings.csv").write_text("changed", encoding="utf-8")
    (data / "raw" / "another.csv").write_text("", encoding="utf-8")
    assert len(checksum_problems(data)) == 2


def test_dictionary_gate_sees_an_undescribed_column(data):
    path = data / "published" / "kristrom1990.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bid", "price"), encoding="utf-8")
    assert "kristrom1990" in dictionary_problems(data)[0]


@pytest.fixture
def false(data):
    """The data with a percentage among the claims that its count does not give."""
    path = data / "published" / "claims.csv"
    text = path.read_text(encoding="utf-8")
    assert '"43"' in text
    path.write_text(text.replace('"43"', '"44"').replace("are 43 %", "are 44 %"), encoding="utf-8")
    (data / "SHA256SUMS").unlink()
    return data


def test_claims_gate_sees_a_false_percentage(false):
    judged = claims.ledger(cleaning.survey(load(false / "study.toml"))).claims
    # 23 of 54 is 42.59 %; and 44, 24 and 33 make 101. Of four percentages three are left that check.
    assert judged.index[judged["verdict"] == claims.INCONSISTENT].tolist() == ["ug_pct", "qual_pct_sum"]
    assert judged.loc[["ug_pct", "qual_pct_sum"], "computed"].tolist() == ["42.6 %", "101.0 %"]


@pytest.mark.long
def test_the_build_goes_on_and_the_first_page_tells_of_a_false_percentage(false):
    for command in ("validate", "results", "summary"):
        assert validate(false, command).returncode == 0
    with mock.patch.dict(os.environ, {"STUDY": str(false / "study.toml")}):
        assert compendium.main(["run", str(ROOT / "notebooks" / "00_the_answer.py")]) == 0
    [page] = (false / "results-synthetic").glob("00_*.ipynb")
    shown = str([output for cell in nbformat.read(page, as_version=4).cells for output in cell.get("outputs", [])])
    assert "published figures contradict others:" in shown
    assert "are 44 % of the sample. Other figures give 42.6 %." in shown


def test_claims_gate_sees_a_citation_file_that_differs(data):
    declared = load(data / "study.toml")
    claims.ledger(cleaning.survey(declared))
    citation = (data.parent / "CITATION.cff").read_text(encoding="utf-8")
    (data.parent / "CITATION.cff").write_text(citation.replace("S79", "S80"), encoding="utf-8")
    with pytest.raises(InputError, match="does not hold 'S79'"):
        claims.ledger(cleaning.survey(declared))


def test_claims_gate_sees_synthetic_data_that_miss_a_published_total(data):
    path = data / "published" / "claims.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [re.sub(r'"38"', '"37"', row) if row.startswith('"trained_n"') else row for row in rows]
    changed = [re.sub(r'"70"', '"69"', row) if row.startswith('"trained_pct"') else row for row in changed]
    path.write_text("".join(changed), encoding="utf-8")
    with pytest.raises(InputError, match="trained_n comes out as 38"):
        claims.ledger(cleaning.survey(load(data / "study.toml")))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("raw/synthetic_export.csv", "Q3", "Q33"),
        ("raw/synthetic_export.csv", "Undergraduate degree", "Doctorate"),
        ("study.toml", "wtp_unit", "unit"),
        ("interviews/segments.csv", "personal skills: first code", "a code of no codebook"),
        ("study.toml", "raw/synthetic_export.csv", "raw/absent.csv"),
    ],
)
def test_bad_input_gives_one_sentence_and_no_traceback(data, file, old, new):
    path = data / file
    (data / "SHA256SUMS").unlink()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = validate(data)
    assert done.returncode == 1 and "respondents" not in done.stdout
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


def test_a_recorded_export_that_changed_is_refused_before_it_is_parsed(data):
    (data / "raw" / "synthetic_export.csv").write_text("", encoding="utf-8")
    assert "is not the file whose checksum data/SHA256SUMS records" in validate(data).stderr


def test_rows_are_counted_before_a_damaged_export_is_refused(data):
    path = data / "raw" / "synthetic_export.csv"
    (data / "SHA256SUMS").unlink()
    path.write_bytes(path.read_bytes() + b'"cut')
    done = validate(data)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "is not CSV" in done.stderr
    assert done.stdout.startswith("data/raw/synthetic_export.csv: 65 rows found as Qualtrics")


def test_an_empty_export_is_refused(data):
    (data / "SHA256SUMS").unlink()
    (data / "raw" / "synthetic_export.csv").write_text("", encoding="utf-8")
    assert "empty" in validate(data).stderr


def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path, capsys):
    # A file where a folder is needed: whoever is root may write into a folder without write permission.
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert compendium.main(["results", "--to", str(tmp_path)]) == 1
    said = capsys.readouterr().err.strip()
    assert "cannot be read or written (" in said and "check the permissions" in said and "\n" not in said


@pytest.mark.long
def test_a_terminal_without_utf8_gets_the_summary():
    setting = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = [sys.executable, "-m", "helpers.compendium", "summary"]
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="ascii", env=os.environ | setting)
    assert done.returncode == 0 and done.stderr == ""
    assert "average ?58" in done.stdout
