"""The copy of the estimator that becomes a wheel; tests/release/wheel.py installs it."""

import ast
import sys
import tomllib
import zipfile

import pytest
from checks import ROOT

from helpers import release
from helpers.release import estimator
from helpers.study import InputError


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    estimator.copied(folder)
    return folder


@pytest.mark.slow
def test_the_copy_has_every_module_under_its_own_name(copy):
    ours = ROOT / "src" / "helpers" / "valuation"
    names = {path.relative_to(ours).as_posix() for path in ours.rglob("*.py")}
    assert {path.relative_to(copy / release.NAME).as_posix() for path in (copy / release.NAME).rglob("*.py")} == names
    for path in (copy / release.NAME).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "helpers" not in text
        ast.parse(text)


@pytest.mark.slow
def test_what_it_imports_it_asks_for(copy):
    asked = tomllib.loads((copy / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    imported = set()
    for path in (copy / release.NAME).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    outside = imported - set(sys.stdlib_module_names)
    assert outside == {name.split(">=")[0] for name in asked}


def test_what_it_asks_for_is_no_newer_than_what_is_tested():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    declared = tomllib.loads((ROOT / "estimator" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in declared["dependencies"]:
        name, least = requirement.split(">=")
        pinned = next(line for line in lock.splitlines() if line.startswith(f"{name}==")).split("==")[1].split()[0]
        assert [int(part) for part in least.split(".")] <= [int(part) for part in pinned.split(".")]
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (declared["requires-python"], declared["license"]) == (ours["requires-python"], ours["license"])


@pytest.mark.slow
def test_the_licence_is_that_of_code(copy):
    licence = (copy / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT Licence") and "CC BY" not in licence


def test_a_line_that_names_another_helper_stops_the_copy(tmp_path, monkeypatch):
    module = tmp_path / "src" / "helpers" / "valuation" / "answers.py"
    module.parent.mkdir(parents=True)
    module.write_text("from helpers import study\n", encoding="utf-8")
    monkeypatch.setattr(estimator, "ROOT", tmp_path)
    with pytest.raises(InputError, match="'from helpers import study' names a helper of this project"):
        estimator.copied(tmp_path / "copy")


@pytest.mark.long
def test_the_wheel_holds_the_package_its_pages_and_no_clock(tmp_path):
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / f"{release.NAME}-0.0.1-py3-none-any.whl").write_bytes(b"")
    first, second = release.build(tmp_path / "one"), release.build(tmp_path / "two")
    assert [path.name for path in second.parent.iterdir()] == [first.name]
    assert first.read_bytes() == second.read_bytes()
    wheel = zipfile.ZipFile(first)
    assert {entry.date_time for entry in wheel.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    names = wheel.namelist()
    page = wheel.read(f"{release.NAME}/api/{release.NAME}.turnbull.txt").decode()
    assert f"{release.NAME}.turnbull(answers" in page and "Turnbull" in page and "Examples" in page
    assert f"{release.NAME}/__init__.py" in names and any(name.endswith("licenses/LICENSE") for name in names)
