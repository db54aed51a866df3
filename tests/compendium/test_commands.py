"""Commands of the compendium: what each calls, where results go, and how bad input ends."""

from dataclasses import replace
from pathlib import Path

import pytest
from checks import ROOT

from helpers import compendium
from helpers.compendium import commands
from helpers.study import InputError, load


@pytest.fixture
def called(monkeypatch):
    """What a command is called with, in place of running it."""
    calls = []

    def stand_in(name):
        return lambda **options: calls.append((name, options))

    for name in ("validate", "run", "results", "site", "summary"):
        monkeypatch.setattr(commands, name, stand_in(name))
    return calls


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["validate"], ("validate", {})),
        (["summary"], ("summary", {})),
        (["run"], ("run", {"scripts": [], "folder": None})),
        (["run", "a.py", "b.py", "--to", "x"], ("run", {"scripts": [Path("a.py"), Path("b.py")], "folder": Path("x")})),
        (["results", "--to", "x"], ("results", {"folder": Path("x")})),
        (["site"], ("site", {"folder": None})),
    ],
)
def test_a_command_is_dispatched_with_its_options(called, arguments, call):
    assert compendium.main(arguments) == 0
    assert called == [call]


@pytest.mark.parametrize("arguments", [[], ["publish"], ["validate", "--to", "x"]])
def test_what_is_no_command_ends_with_the_usage(arguments, capsys):
    # argparse ends with status 2 and the usage on standard error.
    with pytest.raises(SystemExit, match="2"):
        compendium.main(arguments)
    assert "usage: python -m helpers.compendium" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("data/a.csv: is empty."), "data/a.csv: is empty.\n"),
        (PermissionError(13, "Permission denied", "a.csv"), "a.csv: cannot be read or written (Permission denied)"),
        (OSError(28, "No space left on device"), "A file: cannot be read or written (No space left on device)"),
    ],
)
def test_bad_input_is_one_sentence_and_a_status(monkeypatch, capsys, error, sentence):
    def fail():
        raise error

    monkeypatch.setattr(commands, "validate", fail)
    assert compendium.main(["validate"]) == 1
    assert capsys.readouterr().err.startswith(sentence)


def test_a_relative_study_is_named_from_here(monkeypatch, called):
    monkeypatch.setenv("STUDY", "somewhere/study.toml")
    monkeypatch.chdir(ROOT)
    compendium.main(["summary"])
    assert Path(commands.os.environ["STUDY"]) == ROOT / "somewhere" / "study.toml"


def test_results_of_another_study_or_of_real_answers_go_beside_its_declaration(tmp_path):
    bundled = load()
    assert commands.output(bundled) is None and commands.name_mark(bundled) == ""
    real = replace(bundled, mode="real")
    assert commands.output(real) == ROOT / "data" / "results-survey" and commands.name_mark(real) == "survey"
    other = replace(bundled, path=tmp_path / "study.toml")
    assert commands.output(other) == tmp_path / "results-synthetic" and commands.name_mark(other) == "synthetic"


@pytest.mark.long
def test_an_unchanged_result_is_not_touched(tmp_path):
    assert compendium.main(["results", "--to", str(tmp_path)]) == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert compendium.main(["results", "--to", str(tmp_path)]) == 0
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert Path("data/derived/claims.csv") in [path.relative_to(tmp_path) for path in before]


@pytest.mark.slow
def test_validate_accounts_for_every_row(capsys):
    compendium.main(["validate"])
    said = capsys.readouterr().out.splitlines()
    assert "rows found as Qualtrics" in said[0] and " respondents + " in said[1]
    read, analysed, excluded = (int(word) for word in said[1].split() if word.isdigit())
    assert read == analysed + excluded and f" {read} rows found" in said[0]


def test_scripts_are_in_reading_order():
    names = [path.name for path in compendium.all_scripts()]
    assert names == sorted(names) and names[0].startswith("00_")
    assert all(path.parent.parent.name == "examples" for path in compendium.examples())
