"""The estimator as a wheel of its own: copied out of this project under its own name, built without a clock."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from helpers.study import ROOT, InputError

CONFIGURATION = ROOT / "estimator"
NAME = tomllib.loads((CONFIGURATION / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["flit"]["module"]["name"]
# How examples and documents here name the estimator, and how they name the package.
RENAMED = (
    (re.compile(r"\bfrom helpers import valuation as cv\b"), f"import {NAME} as cv"),
    (re.compile(r"\bfrom helpers import valuation\b"), f"import {NAME}"),
    (re.compile(r"\bhelpers\.valuation\b"), NAME),
)
# Flit puts no file into an archive that is older than archives can tell.
EPOCH = "315532800"


def renamed(text: str) -> str:
    """Text in which the estimator has the name of its package.

    >>> (
    ...     renamed("from helpers import valuation as cv"),
    ...     renamed("from helpers.valuation import fit"),
    ... )
    ('import contingent_valuation as cv', 'from contingent_valuation import fit')
    """
    for pattern, name in RENAMED:
        text = pattern.sub(name, text)
    return text


def copied(folder: Path) -> None:
    """Write the package into a folder, ready to be built: its code under its own name, configuration and licence.

    Raises
    ------
    InputError
        A line of the copy still names this project.
    """
    source = ROOT / "src" / "helpers" / "valuation"
    for path in sorted(source.rglob("*.py")):
        target = folder / NAME / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = renamed(path.read_text(encoding="utf-8"))
        if left := re.search(r"^.*\bhelpers\b.*$", text, re.MULTILINE):
            raise InputError(
                f"{path.relative_to(ROOT).as_posix()}: '{left[0].strip()}' names a helper of this project."
            )
        target.write_text(text, encoding="utf-8")
    version = tomllib.loads((CONFIGURATION / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    face = folder / NAME / "__init__.py"
    face.write_text(f'{face.read_text(encoding="utf-8")}\n__version__ = "{version}"\n', encoding="utf-8")
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(CONFIGURATION / name, folder / name)
    (folder / "LICENSE").write_text(_mit((ROOT / "LICENSE").read_text(encoding="utf-8")), encoding="utf-8")


def build(target: Path) -> Path:
    """Build the wheel into a folder, with a page for every function in it, and return its path."""
    with tempfile.TemporaryDirectory() as workshop:
        folder = Path(workshop, "package")
        copied(folder)
        pages(folder, folder / NAME / "api")
        target.mkdir(parents=True, exist_ok=True)
        # That of an older version is no part of the next release.
        for old in target.glob("*.whl"):
            old.unlink()
        # Of whoever builds, only the Python counts: flit_core is in the environment, and nothing is fetched.
        code = f"import os, flit_core.buildapi as flit; print(flit.build_wheel({str(target.resolve())!r}))"
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise InputError(f"The wheel was not built: {done.stderr.strip().splitlines()[-1]}")
    return target / done.stdout.strip()


def pages(package: Path, target: Path) -> None:
    """A page for every function of the package, as plain text files: what docs/estimator.md lists, in its order."""
    with tempfile.TemporaryDirectory() as workshop:
        source = Path(workshop, "source")
        source.mkdir()
        text = renamed((ROOT / "docs" / "estimator.md").read_text(encoding="utf-8"))
        (source / "index.md").write_text(text.replace(":toctree: estimator", ":toctree: ."), encoding="utf-8")
        shutil.copytree(ROOT / "docs" / "_templates", source / "_templates")
        (source / "conf.py").write_text(SETTINGS, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-b", "text", "-q", "-W", str(source), str(target)]
        done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(package)}, capture_output=True, text=True)
        if done.returncode:
            raise InputError(f"The pages of the package were not built: {done.stderr.strip().splitlines()[0]}")
    shutil.rmtree(target / ".doctrees", ignore_errors=True)


SETTINGS = """extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
templates_path = ["_templates"]
autodoc_typehints = "none"
"""


def _mit(licences: str) -> str:
    """The licence of code, out of those of the project."""
    return licences[licences.index("MIT Licence\n") :]
