"""The gates on rooms, recipes and hooks turn red: each text is spoilt in one place, and the gate must say so."""

import pytest
from checks import ROOT
from project_checks import contributing_problems, hook_problems, module_test_problems, tree_problems


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
