"""The newcomer's path in docs/first_study.md: tests/report/first_study.py runs what is printed there."""

import subprocess
import sys

from checks import ROOT
from newcomer import COMMANDS


def test_the_path_is_short_and_ends_in_a_report():
    assert 1 < len(COMMANDS) <= 5 and COMMANDS[-1].startswith("make report ")


def test_the_spreadsheet_regenerates_byte_for_byte(tmp_path):
    folder = ROOT / "examples" / "amounts"
    subprocess.run([sys.executable, str(folder / "make_export.py"), str(tmp_path / "visitors.csv")], check=True)
    for name in ("visitors.csv", "visitors.csv.synthetic.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
