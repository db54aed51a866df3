"""The project's shape: environment files tied together, imports in one direction and by the faces of the rooms."""

import subprocess
import sys

import pytest
from checks import ROOT, environment_problems, import_problems
from project_checks import (
    hidden_import_problems,
    printing_problems,
    readme_problems,
    recipe_problems,
    settings_problems,
    skip_problems,
    writer_problems,
)

from helpers.cleaning import TOOLS


@pytest.mark.slow
def test_environment_yml_pyproject_and_lock_agree():
    assert environment_problems(ROOT) == []


@pytest.mark.slow
def test_helpers_import_in_one_direction():
    assert import_problems(ROOT / "src" / "helpers") == []


@pytest.mark.parametrize(
    ("file", "line", "sentence"),
    [
        ("wtp/survey.py", "from helpers import pages", "wtp.survey imports pages, which comes after it."),
        ("pages/page.py", "from helpers.wtp.survey import models", "past the face of wtp"),
        ("pages/page.py", "from helpers.wtp import survey", "past the face of wtp"),
        ("pages/page.py", "from ..wtp import models", "past the face of wtp"),
        ("wtp/__init__.py", "from helpers.wtp import models", "in its own room"),
        ("wtp/wtp.py", "", "wtp.wtp repeats the name of its room"),
        ("valuation/likelihood/likelihood.py", "", "valuation.likelihood.likelihood repeats the name of its room"),
        ("valuation/fitting.py", "from helpers.study import InputError", "which comes after it"),
    ],
)
def test_a_step_past_the_rules_of_the_rooms_is_named(tmp_path, file, line, sentence):
    for room in ("wtp", "pages", "valuation"):
        (tmp_path / room).mkdir()
    (tmp_path / "valuation" / "likelihood").mkdir()
    (tmp_path / "wtp" / "survey.py").write_text("from helpers import valuation\n", encoding="utf-8")
    (tmp_path / "pages" / "tables.py").write_text("from helpers.wtp import models\n", encoding="utf-8")
    assert import_problems(tmp_path) == []
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    [problem] = import_problems(tmp_path)
    assert sentence in problem


@pytest.mark.slow
def test_no_helper_imports_by_a_string_or_writes_floats_past_the_door():
    assert hidden_import_problems(ROOT / "src" / "helpers") == []
    assert writer_problems(ROOT / "src" / "helpers") == []
    assert printing_problems(ROOT / "src" / "helpers") == []
    assert writer_problems(ROOT / "benchmarks") == []


def test_make_check_and_make_test_run_everything():
    assert recipe_problems((ROOT / "Makefile").read_text(encoding="utf-8")) == []


def test_warnings_are_errors_and_no_test_is_skipped():
    assert settings_problems((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []
    assert skip_problems(ROOT / "tests") == []


@pytest.mark.slow
def test_the_estimator_loads_no_more_than_it_needs():
    # What takes as long to import as pandas itself waits for its first use.
    code = "import sys, helpers.valuation; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scipy.stats", "scipy.optimize", "scipy.sparse", "formulaic", "matplotlib"} & set(loaded)


def test_readme_promises_what_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_problems(ROOT, readme, [tool.name for tool in TOOLS]) == []
