"""Who has no make types the same commands: docs/without_make.md beside what make would run; and the container."""

import json
import os
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml
from checks import ROOT

from helpers.release import gates

PAGE = (ROOT / "docs" / "without_make.md").read_text(encoding="utf-8")
WINDOWS, POSIX, TESTS, REPORT = (block.splitlines() for block in re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL))
NEEDS_MAKE = pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands(target):
    """What `make` would run for a target in a fresh clone, each command on its own, as somebody would type it."""
    # -B as if nothing had been built; -n runs nothing.
    done = subprocess.run(
        ["make", "--no-print-directory", "-n", "-B", target], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = []
    for command in re.findall(
        r"^ *((?:\S*/)?(?:python|uv|\"python3\") .*?)[; ]*(?:\\|; fi|$)", done.stdout, re.MULTILINE
    ):
        # Every notebook by name is what no name means; uv is looked for, and pip is what stays without it.
        command = re.sub(r"(helpers\.compendium run) .*", r"\1", command).replace('"python3"', "python3")
        if "build/uv.txt" not in command and not re.search(r"-c '|ensurepip", command):
            found.append(command.replace(" --clear .venv", " .venv"))
    return found


@pytest.mark.slow
@NEEDS_MAKE
def test_the_plain_commands_are_those_of_make():
    assert [line for line in POSIX if not line.startswith("export")] == commands("all")
    assert "export OPENBLAS_NUM_THREADS := 1" in MAKEFILE and POSIX[0] == "export OPENBLAS_NUM_THREADS=1"


def test_on_windows_they_are_the_same_by_other_paths():
    said = [line.replace(".venv\\Scripts\\python", ".venv/bin/python") for line in WINDOWS]
    said = [re.sub(r"^py -3\.\d+ ", "python3 ", line) for line in said]
    said = [re.sub(r'^\$env:(\w+) = "(\w+)"', r"export \1=\2", line) for line in said]
    assert said == POSIX


@pytest.mark.slow
@NEEDS_MAKE
def test_tests_and_report_run_the_same_too():
    beyond = [command.replace(".venv/bin/", "") for command in commands("test") if command not in commands("env")]
    assert beyond == TESTS
    made = commands("report")
    own = [command.replace(".venv/bin/", "") for command in made if "build/report" in command]
    assert own == REPORT


def test_every_command_names_files_that_are_there():
    for line in (*POSIX, *TESTS, *REPORT):
        for name in re.findall(r"(?<=-r )\S+", line):
            assert (ROOT / name).exists()


def test_the_container_has_the_python_that_the_project_asks_for():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    least = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    version = re.match(r"python:([\d.]+)-", container["image"])[1]
    assert [int(part) for part in version.split(".")] >= [int(part) for part in least.removeprefix(">=").split(".")]
    assert re.search(rf"^{container['postCreateCommand'].removeprefix('make ')}:", MAKEFILE, re.MULTILINE)


@NEEDS_MAKE
def test_the_last_run_of_all_tests_decides_whether_there_is_a_release():
    # `make test` begins by forgetting what was green, and remembers it after the last gate.
    told = ["make", "--no-print-directory", "-n", "-o", "build/env.stamp", "test"]
    lines = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[0] == f"rm -f {gates.EVIDENCE.as_posix()}" and lines[-1].endswith("-m helpers.release green")


def test_container_and_binder_name_what_is_there():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    # Properties of https://containers.dev/implementors/json_reference; an editor passes over what it does not know.
    assert set(container) <= {"name", "image", "postCreateCommand", "forwardPorts", "customizations"}
    assert all(isinstance(port, int) for port in container["forwardPorts"])
    [interpreter] = container["customizations"]["vscode"]["settings"].values()
    built = re.search(r"^PY := (\S+)$", MAKEFILE, re.MULTILINE)[1]
    assert interpreter == f"${{containerWorkspaceFolder}}/{built}"
    # Binder reads both from the root: what conda and pip bring, then the package itself, as make installs it.
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert set(environment) == {"name", "channels", "dependencies"}
    [brought] = [each["pip"] for each in environment["dependencies"] if isinstance(each, dict)]
    assert [line.startswith("-r ") and (ROOT / line[3:]).is_file() for line in brought] == [True]
    script = (ROOT / "postBuild").read_text(encoding="utf-8").splitlines()
    assert script[0].startswith("#!") and os.access(ROOT / "postBuild", os.X_OK)
    assert script[-1] == POSIX[3].split(" -m ")[1].replace(" --quiet", "")


@NEEDS_MAKE
def test_help_lists_every_target_and_what_it_was_measured_to_take():
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    lines = {line.split()[1]: line for line in told.splitlines()}
    assert set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)) == set(lines)
    rows = (ROOT / "data" / "measured" / "targets.csv").read_text(encoding="utf-8").splitlines()[1:]
    for target, seconds, _ in (row.replace('"', "").split(",") for row in rows):
        shown = re.search(r"\[(\d+) (s|min)\]$", lines[target])
        assert int(shown[1]) == pytest.approx(float(seconds) / {"s": 1, "min": 60}[shown[2]], abs=0.51)
