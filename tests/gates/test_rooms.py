"""Rooms and recipes: a test file a module, a tree in README that names every room, recipes that name what is there."""

from checks import ROOT
from project_checks import contributing_problems, hook_problems, module_test_problems, tree_problems

HELPERS = ROOT / "src" / "helpers"
# Modules that are tested through the room that they stand in, and have no test file yet.
UNTESTED = (
    *(f"helpers/drafting/{name}.py" for name in ("columns", "draft", "scripts", "words")),
    *(f"helpers/valuation/{name}.py" for name in ("columns", "joint", "results", "welfare")),
    *(f"helpers/valuation/likelihood/{name}.py" for name in ("bounds", "npmle", "observations", "respondents")),
    *(f"helpers/cleaning/{name}.py" for name in ("characters", "tables", "tools")),
    *("helpers/interviews/codes.py", "helpers/pages/other_packages.py", "helpers/wtp/choices.py"),
)


def test_every_module_has_a_test_file_of_its_own():
    problems = module_test_problems(HELPERS, ROOT / "tests")
    assert [problem for problem in problems if not problem.startswith(UNTESTED)] == []


def test_readme_s_tree_names_the_rooms_and_no_other():
    assert tree_problems(HELPERS, (ROOT / "README.md").read_text(encoding="utf-8")) == []


def test_recipes_name_what_is_there_and_every_gate():
    assert contributing_problems(ROOT, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")) == []


def test_hooks_before_a_commit_need_no_network():
    assert hook_problems(ROOT, (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")) == []
