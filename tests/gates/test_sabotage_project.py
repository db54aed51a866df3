"""The gates on rooms, recipes, locks and records turn red: each is spoilt in one place, and the gate must say so."""

import shutil
import subprocess
import sys

import pytest
from checks import ROOT, environment_problems, import_problems, lint_problems
from committed import DERIVED, manifest_problems, sums_problems
from project_checks import (
    contributing_problems,
    hidden_import_problems,
    hook_problems,
    module_test_problems,
    printing_problems,
    readme_problems,
    recipe_problems,
    settings_problems,
    skip_problems,
    tree_problems,
    writer_problems,
)


def test_module_gate_sees_a_module_without_tests_and_tests_without_a_module(tmp_path):
    for path in ("helpers/room/__init__.py", "helpers/room/part.py", "helpers/alone.py", "tests/room/test_part.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("def test_a(): pass\n", encoding="utf-8")
    [alone] = module_test_problems(tmp_path / "helpers", tmp_path / "tests")
    assert alone == "helpers/alone.py: has no tests in tests/test_alone.py; write them there."
    (tmp_path / "tests" / "test_alone.py").write_text("nothing = None\n", encoding="utf-8")
    assert len(module_test_problems(tmp_path / "helpers", tmp_path / "tests")) == 1
    (tmp_path / "tests" / "room" / "test_other.py").write_text("def test_a(): pass\n", encoding="utf-8")
    assert "tests/room/test_other.py: belongs to no module" in module_test_problems(*tmp_path.iterdir())[-1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  claims/  ", "  klaims/  ", "the tree lacks src/helpers/claims/; add a line."),
        ("  claims/  ", "  klaims/  ", "names src/helpers/klaims/, which is not there."),
        ("    likelihood/", "  likelihood/", "lacks src/helpers/valuation/likelihood/"),
        ("  claims/  ", "  pages/  ", "the tree names pages/ twice."),
        ("src/helpers/  ", "helpers/  ", "the tree lacks src/helpers/wtp/"),
    ],
)
def test_tree_gate_sees_a_room_that_readme_does_not_name(old, new, sentence):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert old in text
    assert sentence in " ".join(tree_problems(ROOT / "src" / "helpers", text.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "`src/helpers/cleaning/described.py`",
            "`src/helpers/tools.py`",
            "names `src/helpers/tools.py`, which is not there",
        ),
        ("`make record`", "`make recorded`", "names `make recorded`, which the Makefile does not have"),
        ("`pair_problems`", "`pairs_problems`", "names `pairs_problems`, which no test file defines"),
        ("`test_conservation.py`", "one more", "does not say what test_conservation.py protects"),
        ("`test_conservation.py`", "`test_kept.py`", "names `test_kept.py`, which is no test file"),
        ("`test_conservation.py`", "`test_conservation.py`, `test_lab.py`", "says twice what test_lab.py protects"),
        ("`TOOLS`", "`MAKERS`", "names `MAKERS`, which no module defines"),
    ],
)
def test_recipe_gate_sees_what_contributing_names_and_is_not_there(old, new, sentence):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert old in text
    assert sentence in " ".join(contributing_problems(ROOT, text.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("repo: local", "repo: https://example.org/hooks"),
        ("language: system", "language: python"),
        (".venv/bin/python -m ruff check", "ruff check"),
        ("test_script_and_notebook_agree", "test_no_such_thing"),
    ],
)
def test_hook_gate_sees_a_hook_that_needs_the_network_or_does_nothing(old, new):
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert hook_problems(ROOT, text) == [] and old in text
    assert hook_problems(ROOT, text.replace(old, new, 1))


@pytest.mark.long
def test_tree_gate_sees_a_test_that_writes_into_the_tree(tmp_path):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "kept.csv").write_text("1", encoding="utf-8")
    test = "from pathlib import Path\n\n\ndef test_a():\n    Path({!r}).write_text({!r})\n"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", "."]
    for file, code in (("other.csv", 0), ("kept.csv", 1)):
        (tmp_path / "test_a.py").write_text(test.format(str(tmp_path / file), "2"), encoding="utf-8")
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "conftest.py", "kept.csv", "test_a.py"], cwd=tmp_path, check=True)
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code and ("kept.csv: written by a test" in done.stderr) == bool(code)


def test_checksum_gate_sees_a_result_that_is_not_recorded(tmp_path):
    for name in (*DERIVED, "SHA256SUMS"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    sums = tmp_path / "SHA256SUMS"
    kept = [line for line in sums.read_text(encoding="utf-8").splitlines(keepends=True) if "ipynb" not in line]
    sums.write_text("".join(kept), encoding="utf-8")
    assert sums_problems(tmp_path) == []
    (tmp_path / DERIVED[0]).write_text("another", encoding="utf-8")
    assert sums_problems(tmp_path) == [
        f"{DERIVED[0]}: is not as SHA256SUMS records it; run `make record` once it is as meant."
    ]


def test_manifest_gate_sees_a_deleted_and_an_unlisted_test(tmp_path):
    (tmp_path / "test_a.py").write_text("def test_one(): pass\n", encoding="utf-8")
    (tmp_path / "manifest.txt").write_text("test_a.py::test_one\n", encoding="utf-8")
    assert manifest_problems(tmp_path) == []
    (tmp_path / "manifest.txt").write_text("test_a.py::test_one\ntest_b.py::test_two\n", encoding="utf-8")
    assert manifest_problems(tmp_path)[0].startswith("tests/test_b.py::test_two: is in tests/manifest.txt but not")
    (tmp_path / "test_a.py").write_text("def test_one(): pass\ndef test_new(): pass\n", encoding="utf-8")
    assert any("run `make record`" in problem for problem in manifest_problems(tmp_path))


@pytest.mark.parametrize("kind", ["skip", "xfail(strict=True)"])
def test_skip_gate_sees_a_skipped_test(tmp_path, kind):
    (tmp_path / "test_a.py").write_text(f"@pytest.mark.{kind}\n", encoding="utf-8")
    assert skip_problems(tmp_path)[0].startswith("test_a.py, line 1: skips a test")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('\t@$(PY) -m pytest tests src/helpers --doctest-modules -m "not long" -p no:nbval -n 2 --dist loadfile\n', ""),
        ("--nbval --nbval-current-env", "--nbval-current-env"),
        ("--doctest-modules", ""),
        ("test: forget lint", "test: forget"),
        ("check: lint", "check:"),
        ("anywhere: test-long", "anywhere:"),
        ("$(MAKE) test-long test-report", "$(MAKE) test-report"),
        ('-m "not long"', '-m "not long" -k rows'),
        ("\t@$(PY) -m mypy\n", ""),
        ("\t@$(PY) -m pytest tests -m long -p no:nbval -n 2 --dist loadfile\n", ""),
        ('-m "not slow and not long"', '-m "not slow and not valuation"'),
    ],
)
def test_recipe_gate_sees_a_line_dropped_from_the_makefile(old, new):
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert recipe_problems(text) == [] and old in text
    assert recipe_problems(text.replace(old, new))


@pytest.mark.parametrize("old", ['filterwarnings = ["error"]', "--strict-markers"])
def test_settings_gate_sees_warnings_let_through(old):
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert settings_problems(text) == [] and old in text
    assert settings_problems(text.replace(old, ""))


@pytest.mark.parametrize(
    "code", ["import importlib", "__import__('helpers.pages')", "from importlib import import_module"]
)
def test_import_gate_sees_an_import_by_a_string(tmp_path, code):
    (tmp_path / "study.py").write_text(f"{code}\n", encoding="utf-8")
    assert hidden_import_problems(tmp_path)[0].startswith("study.py, line 1: ")


def test_writer_gate_sees_floats_that_leave_unrounded(tmp_path):
    (tmp_path / "pages.py").write_text("frame.to_csv('a.csv')\n", encoding="utf-8")
    assert "write through `files.csv_text`" in writer_problems(tmp_path)[0]
    (tmp_path / "pages.py").write_text("f'{share:.0%} of {n:,} at {price:g}'\n", encoding="utf-8")
    assert printing_problems(tmp_path) == ["pages.py, line 1: rounds as it prints; use `rounding.printed`."]


@pytest.mark.parametrize(
    "said",
    [
        "\n`make paper` writes it.\n",
        "\nSee [this](docs/absent.md).\n",
        "\n`src/absent/` holds the code.\n",
        "\nIt runs in 12 s.\n",
        "\nAll 7 notebooks.\n",
    ],
)
def test_readme_gate_sees_what_is_not_so(said):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_problems(ROOT, text, []) == []
    assert readme_problems(ROOT, text.replace("## Two commands", f"{said}\n## Two commands"), [])
    assert readme_problems(ROOT, text, ["Absent Forms"]) == ["README.md: does not name the survey tool Absent."]
    assert readme_problems(ROOT, text.replace("notebooks/07_validation.ipynb", "README.md"), [])


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("study.py", "from helpers import pages"),
        ("study.py", "from . import pages"),
        ("study.py", "from .pages import Page"),
        ("valuation/answers.py", "import helpers.study"),
        ("valuation/answers.py", "from ..study import load"),
        ("stray.py", ""),
    ],
)
def test_import_gate_sees_a_step_backwards(tmp_path, file, line):
    (tmp_path / "valuation").mkdir()
    (tmp_path / "valuation" / "fitting.py").write_text("from .answers import open_ended\n", encoding="utf-8")
    assert import_problems(tmp_path) == []
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    assert import_problems(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("requirements.lock", "nbval==", "nbwal=="),
        ("requirements.lock", "pandas==3", "pandas==2"),
        ("requirements.lock", "--hash=sha256:", "https://example.org/"),
        ("requirements.lock", "coverage[toml]==", "coverage=="),
        ("requirements-browser.lock", "playwright==", "playright=="),
        ("requirements-cluster.lock", "distributed==", "distribruted=="),
        ("requirements-report.lock", "typst==", "typist=="),
        ("requirements-release.lock", "rocrate==", "rocket=="),
        ("environment.yml", "-r requirements.lock", "pandas"),
        ("environment.yml", "python=3.11", "python=3.9"),
        ("pyproject.toml", "pingouin>=0.7", "penguin>=0.7"),
        ("pyproject.toml", "pingouin>=0.7", "pingouin"),
        ("postBuild", "--no-deps", ""),
    ],
)
def test_environment_gate_sees_files_that_disagree(tmp_path, file, old, new):
    for name in (*ROOT.glob("requirements*.lock"), "environment.yml", "pyproject.toml", "postBuild"):
        shutil.copy(ROOT / name, tmp_path)
    assert environment_problems(tmp_path) == []
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    assert environment_problems(tmp_path)


def test_lint_gate_sees_an_undocumented_function(tmp_path):
    (tmp_path / "bad.py").write_text("import os\n\n\ndef public(x):\n    return x\n", encoding="utf-8")
    assert lint_problems(tmp_path / "bad.py")
