"""Rooms and recipes: a test file a module, a tree in README that names every room, recipes that name what is there."""

from checks import ROOT
from project_checks import contributing_problems, hook_problems, module_test_problems, tree_problems

HELPERS = ROOT / "src" / "helpers"


def test_every_module_has_a_test_file_of_its_own():
    assert module_test_problems(HELPERS, ROOT / "tests") == []


def test_readme_s_tree_names_the_rooms_and_no_other():
    assert tree_problems(HELPERS, (ROOT / "README.md").read_text(encoding="utf-8")) == []


def test_recipes_name_what_is_there_and_every_gate():
    assert contributing_problems(ROOT, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")) == []


def test_hooks_before_a_commit_need_no_network():
    assert hook_problems(ROOT, (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")) == []
