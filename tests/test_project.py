"""The project's shape: environment files tied together, imports in one direction."""

from checks import ROOT, environment_problems, import_problems


def test_environment_yml_pyproject_and_lock_agree():
    assert environment_problems(ROOT) == []


def test_helpers_import_in_one_direction():
    assert import_problems(ROOT / "src" / "helpers") == []
