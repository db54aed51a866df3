"""The newcomer's path in docs/first_study.md: the commands printed there are run, as they stand, and lead to a site."""

import re
import shutil
import subprocess
import sys

import nbformat
import newcomer
import pytest
from checks import ROOT, page_problems

from helpers.study import load

# The last command of the page, which needs what sets Word and PDF, is run by tests/report/documents.py.
COMMANDS = newcomer.COMMANDS


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The folder of the study that the commands make."""
    return newcomer.followed(tmp_path_factory.mktemp("newcomer"), COMMANDS[:-1])


def test_the_path_is_short_and_ends_in_a_report():
    assert 1 < len(COMMANDS) <= 5 and COMMANDS[-1].startswith("make report ")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_the_commands_lead_to_tables_a_figure_and_a_site(study):
    results = study / "results-synthetic"
    shown = [
        output
        for path in sorted(results.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert not [output for output in shown if output.output_type == "error"]
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1
    assert sum("<table>" in output.get("data", {}).get("text/html", "") for output in shown) > 5
    assert page_problems(results / "site") == []
    first = (results / "site" / "index.html").read_text(encoding="utf-8")
    # The answer stands on the first page: 60 rows, as docs/first_study.md says.
    assert load(study / "study.toml").title in first and "Of 60 rows in the export" in first
    assert "usable amounts the mean is" in first


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_what_looks_personal_is_named_and_no_count_is_written(study):
    written = (study / "study.toml").read_text(encoding="utf-8")
    assert '# not kept: "E-mail" (looks personal)' in written
    assert "E-mail" not in load(study / "study.toml").keep and "@example.org" not in written
    # Each option occurs so often, counted in the spreadsheet: a number that the declaration does not hold.
    assert not re.search(r"\b(26|20|14|24|23|13)\b", written)


def test_the_spreadsheet_regenerates_byte_for_byte(tmp_path):
    folder = ROOT / "examples" / "amounts"
    subprocess.run([sys.executable, str(folder / "make_export.py"), str(tmp_path / "visitors.csv")], check=True)
    for name in ("visitors.csv", "visitors.csv.synthetic.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
