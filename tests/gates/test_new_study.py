"""From an export to notebooks that run: every format, the examples, and tables that hold nothing to be valued."""

import re
import subprocess
import sys

import nbformat
import pytest
from checks import ROOT
from invented_exports import FORMATS
from newcomer import COMMANDS

from helpers import compendium

SAID = ["--good", "a day in the park", "--per", "one-off", "--payer", "the visitor"]
CARD = ["--card", "1, 2, 5, 10, 20, 50, 100"]
AMOUNT, BIDS = "Share willing to pay each price", "Share willing at each bid"
TOLD = dict(zip(FORMATS, (AMOUNT, "Mean of the card answers", BIDS, BIDS), strict=True))
EXAMPLES = {
    "bids": (ROOT / "examples" / "bids" / "export.csv", []),
    "amounts": (ROOT / "examples" / "amounts" / "visitors.csv", []),
}


def drafted(folder, export, *said):
    """Draft a study from an export, with nothing asked."""
    return compendium.main(["new", str(folder), "--from", str(export), "--yes", *said])


def texts(folder):
    """What the notebooks of a study show, none of it an error."""
    outputs = [
        output
        for path in sorted(folder.glob("results-*/0*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert outputs and not [output for output in outputs if output.output_type in ("error", "stream")]
    return " ".join(str(output.get("data")) for output in outputs)


@pytest.mark.long
@pytest.mark.parametrize("name", TOLD)
def test_each_format_leads_to_notebooks_that_run_on_real_answers(tmp_path, monkeypatch, name):
    FORMATS[name]().to_csv(tmp_path / "export.csv", index=False)
    folder = tmp_path / "study"
    assert drafted(folder, tmp_path / "export.csv", *SAID, *(CARD if name == "payment card" else [])) == 0
    monkeypatch.setenv("STUDY", str(folder / "study.toml"))
    for command in ("validate", "results", "run"):
        assert compendium.main([command]) == 0
    shown = texts(folder)
    assert TOLD[name] in shown and "SURVEY" in shown and "SYNTHETIC" not in shown


@pytest.mark.long
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_drafted_as_invented_and_run(tmp_path, monkeypatch, name):
    export, said = EXAMPLES[name]
    folder = tmp_path / "study"
    assert drafted(folder, export, *SAID, *said) == 0
    monkeypatch.setenv("STUDY", str(folder / "study.toml"))
    assert [compendium.main([command]) for command in ("validate", "results", "run")] == [0, 0, 0]
    assert "SYNTHETIC DATA" in texts(folder)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("no money", "id,Area,Age\n1,Urban,31\n2,Rural,45\n3,Urban,62\n4,Rural,28\n", "no column looks like amounts"),
        ("nothing but text", "id,Why?\n1,because of this\n2,a long story\n", "no column looks like amounts"),
        ("one row", "id,What would you pay?\n1,£5\n", "good"),
        ("no ids", "What would you pay?,Area\n£5,Urban\nabout 10,Rural\n", "good"),
    ],
)
def test_a_hostile_table_is_drafted_and_says_what_is_left_to_do(tmp_path, capsys, monkeypatch, name, text, left):
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    assert drafted(tmp_path / "study", tmp_path / "export.csv") == 0
    assert re.search(rf"left to do: study/study\.toml: is a draft; decide .*{left}", capsys.readouterr().out)
    monkeypatch.setenv("STUDY", str(tmp_path / "study" / "study.toml"))
    assert compendium.main(["validate"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,pay\n", "export.csv: holds a header and no response"),
        ("id,pay\n1,5\n2,5,6\n", "export.csv, row 3: has 3 fields where the header has 2"),
        ("", "export.csv: is empty"),
    ],
)
def test_what_is_no_table_of_answers_is_refused_and_nothing_is_written(tmp_path, capsys, text, sentence):
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    assert drafted(tmp_path / "study", tmp_path / "export.csv") == 1
    assert capsys.readouterr().err.startswith(sentence) and not (tmp_path / "study").exists()


def test_one_row_is_described_and_estimated_by_nobody(tmp_path):
    (tmp_path / "export.csv").write_text("id,What would you pay?\n1,£5\n", encoding="utf-8")
    assert drafted(tmp_path / "study", tmp_path / "export.csv", *SAID) == 0
    script = (tmp_path / "study" / "02_valuation.py").read_text(encoding="utf-8")
    assert "too few answers to fit a model" in script and "cv.fit" not in script and "wtp.models" not in script


def test_the_path_of_a_newcomer_is_short_and_ends_in_a_report():
    # What is printed there is run by tests/report/first_study.py.
    assert 1 < len(COMMANDS) <= 5 and COMMANDS[-1].startswith("make report ")


def test_the_spreadsheet_regenerates_byte_for_byte(tmp_path):
    folder = ROOT / "examples" / "amounts"
    subprocess.run([sys.executable, str(folder / "make_export.py"), str(tmp_path / "visitors.csv")], check=True)
    for name in ("visitors.csv", "visitors.csv.synthetic.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
