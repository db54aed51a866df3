"""The newcomer's path in docs/first_study.md: its commands as printed, run beside a copy of this tree."""

import re
import shutil
import subprocess

from checks import ROOT

PAGE = (ROOT / "docs" / "first_study.md").read_text(encoding="utf-8")
COMMANDS = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
NEEDED = (
    "Makefile",
    "README.md",
    "CITATION.cff",
    "pyproject.toml",
    "docs",
    "estimator",
    "examples",
    "src",
    "notebooks",
)


def followed(folder, commands):
    """The folder of the study that the commands make, with the environments of this tree at hand."""
    tree = folder / "compendium"
    tree.mkdir()
    for name in (*NEEDED, *(path.name for path in ROOT.glob("requirements*.lock"))):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tree / name)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    (tree / "build").mkdir()
    (tree / "build" / "env.stamp").touch()
    if (ROOT / "build" / "report").exists():
        (tree / "build" / "report").symlink_to(ROOT / "build" / "report")
        (tree / "build" / "report.stamp").touch()
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=tree, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return tree.parent / "my-study"
