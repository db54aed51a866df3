"""The gates that are not about one module: each returns sentences, and an empty list when all is well."""

import ast
import csv
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from locks import extras_problems, pins

ROOT = Path(__file__).resolve().parents[1]
# One direction, no way back: a room may import from the face of those named before it, never from one named after it.
# `valuation` stands alone, and so does `study`.
ORDER = (
    ("study", "valuation", "rounding", "result"),
    ("money", "validation"),
    ("synthetic",),
    ("cleaning",),
    ("simulation",),
    ("published", "planning"),
    ("describe", "effects"),
    ("wtp",),
    ("disclosure",),
    ("interviews",),
    ("claims",),
    ("figures",),
    ("pages",),
    ("drafting", "report"),
    ("release",),
    ("compendium",),
)


def import_problems(folder: Path) -> list[str]:
    """Say which helper looks upwards, past the face of another room, or out of `valuation`; and which name misleads."""
    rank = {name: place for place, names in enumerate(ORDER) for name in names}
    problems = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        room = parts[0]
        if room == "__init__":
            continue
        if room not in rank:
            problems.append(f"{room} has no place in the order of imports.")
            continue
        if len(parts) > 1 and parts[-1] == parts[-2]:
            problems.append(f"{'.'.join(parts)} repeats the name of its room; say what is in it.")
        for relative, name in _imported(path, folder):
            other, *deeper = name.split(".")
            if other == room:
                if not relative:
                    problems.append(f"{'.'.join(parts)} imports {name} by its full name, though it is in its own room.")
            elif other in rank and (rank[other] >= rank[room] or room == "valuation"):
                problems.append(f"{'.'.join(parts)} imports {name}, which comes after it.")
            elif relative or len(deeper) > 1 or (deeper and (folder / other / f"{deeper[0]}.py").exists()):
                problems.append(f"{'.'.join(parts)} imports {name} past the face of {other}.")
    return problems


def _imported(path: Path, folder: Path) -> list[tuple[bool, str]]:
    """What a file imports of ours, each as written from the top (`room.module.name`), and whether relatively."""
    package = ("helpers", *path.relative_to(folder).parts[:-1])
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [(False, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            names += [(bool(node.level), f"{base}.{alias.name}") for alias in node.names]
    return [(relative, name.removeprefix("helpers.")) for relative, name in names if name.startswith("helpers.")]


def environment_problems(root: Path) -> list[str]:
    """Say where environment.yml, pyproject.toml and the lock disagree, and whether the lock holds a URL."""
    problems = []
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    conda = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    everywhere = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    extras = project["project"]["optional-dependencies"]
    # An extra may have a lock of its own, which then holds what all need too.
    apart = {extra: f"requirements-{extra}.lock" for extra in extras if (root / f"requirements-{extra}.lock").exists()}
    shared = everywhere + [each for extra, wanted in extras.items() if extra not in apart for each in wanted]
    problems += _lock_problems(root / "requirements.lock", shared)
    for extra, lock in apart.items():
        problems += _lock_problems(root / lock, everywhere + extras[extra])
    if conda["name"] != project["project"]["name"]:
        problems.append("environment.yml and pyproject.toml name the project differently.")
    pips = [item["pip"] for item in conda["dependencies"] if isinstance(item, dict)]
    if pips != [["-r requirements.lock"]]:
        problems.append("environment.yml does not install exactly requirements.lock with pip.")
    pythons = [item for item in conda["dependencies"] if str(item).startswith("python=")]
    least = project["project"]["requires-python"].removeprefix(">=")
    if not pythons or _release(pythons[0].removeprefix("python=")) < _release(least):
        problems.append(f"environment.yml does not bring Python {least} or newer.")
    if "pip install --no-deps --no-build-isolation -e ." not in (root / "postBuild").read_text(encoding="utf-8"):
        problems.append("postBuild does not install the package.")
    return problems


def _lock_problems(file: Path, wanted: list[str]) -> list[str]:
    """Say which requirement a lock lacks or holds too old, and whether it lacks a hash or holds a URL."""
    problems, lock = [], file.read_text(encoding="utf-8")
    held = {_plain(name): version for name, version in pins(lock)}
    for requirement in wanted:
        if not (parts := re.match(r"([\w.\[\]-]+)>=([\d.]+)(,<[\d.]+)?$", requirement)):
            problems.append(f"{requirement!r} in pyproject.toml does not name a least version as name>=version.")
            continue
        name, least, _ = parts.groups()
        pinned = held.get(_plain(name))
        if pinned is None:
            problems.append(f"{name} is in pyproject.toml but not in {file.name}.")
        elif _release(pinned) < _release(least):
            problems.append(f"{name} is locked in {file.name} at {pinned}, below {least} as pyproject.toml asks.")
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    problems += [f"{b.split('==')[0]} is locked without a hash." for b in blocks if "==" in b and "--hash=" not in b]
    if "://" in lock:
        problems.append(f"{file.name} holds a URL.")
    problems += [f"{file.name}: {problem}" for problem in extras_problems(lock)]
    return problems


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def checksum_problems(data: Path) -> list[str]:
    """Say which data file differs from SHA256SUMS or is missing in it; derived files are rebuilt instead."""
    lines = (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    paths = [path for path in sorted(data.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    # Written anew with the results, like what is derived.
    paths = [path for path in paths if path.name != "datapackage.json"]
    names = [path.relative_to(data).as_posix() for path in paths if path.parent.name != "derived"]
    recorded.pop("datapackage.json", None)
    problems = [f"{name} is in SHA256SUMS but not in the folder." for name in recorded if name not in names]
    for name in names:
        if recorded.get(name) != hashlib.sha256((data / name).read_bytes()).hexdigest():
            problems.append(f"{name} is not as SHA256SUMS records it.")
    return problems


def dictionary_problems(data: Path) -> list[str]:
    """Say which column of a CSV has no row in dictionary.csv, and which row describes nothing."""
    tables = {}
    for path in sorted(data.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.relative_to(data).as_posix()] = next(csv.reader(file))
    with (data / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    problems = [f"{row['file']}, {row['column']}: has no description." for row in rows if not row["description"]]
    for name in dict.fromkeys([*tables, *(row["file"] for row in rows)]):
        described = [row["column"] for row in rows if row["file"] == name]
        if described != tables.get(name):
            problems.append(f"{name}: dictionary.csv describes {described}, but the columns are {tables.get(name)}.")
    return problems


def lint_problems(path: Path) -> list[str]:
    """Say what ruff has against a file or folder."""
    config = ["--config", str(ROOT / "pyproject.toml")]
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", *config, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).splitlines() if done.returncode else []


def page_problems(site: Path) -> list[str]:
    """Say which page needs the network, links to nothing, shows a figure without alternative text, or no banner."""
    problems = []
    for page in sorted(site.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        for tag in re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", text):
            if re.search(r'(?:src|href)="(?:https?:)?//', tag) and 'rel="canonical"' not in tag:
                problems.append(f"{page.name} fetches something from outside: {tag[:80]}")
        for image in re.findall(r"<img\b[^>]*>", text):
            if not re.search(r'alt="[^"]', image):
                problems.append(f"{page.name} shows an image without alternative text.")
        for link in re.findall(r'href="(?![a-z]+:|//|#)([^"#?]+)', text):
            if not (site / link).exists():
                problems.append(f"{page.name} links to {link}, which is not on the site.")
        marked = re.search(
            r'<small class="mark[^>]*>[^<]*SYNTHETIC[^<]*</small>(?! computed from)|alt="[^"]*SYNTHETIC\.', text
        )
        if marked and "<strong>SYNTHETIC DATA.</strong>" not in text:
            problems.append(f"{page.name} holds synthetic results but no banner.")
    if not (site / "searchindex.js").exists():
        problems.append("The site cannot be searched.")
    return problems
