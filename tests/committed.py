"""What is committed: the results that a fresh run must give again, and the tests that must be there.

`python tests/committed.py` (`make record`) writes SHA256SUMS and tests/manifest.txt anew, after somebody has looked.
"""

import ast
import hashlib
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DERIVED = [
    "README.md",
    "codemeta.json",
    "data/derived/checklists.md",
    "data/derived/claims.csv",
    "data/derived/questions_for_authors.md",
    "data/derived/respondents.csv",
    "data/datapackage.json",
    "docs/answer.png",
]
SUMS, MANIFEST = "SHA256SUMS", "tests/manifest.txt"


def notebooks(root: Path = ROOT) -> list[str]:
    """Every executed notebook, by its path from the root."""
    found = [*(root / "notebooks").glob("*.ipynb"), *(root / "examples").glob("*/*.ipynb")]
    return sorted(path.relative_to(root).as_posix() for path in found if "-" not in path.stem)


def index(name: str, root: Path = ROOT) -> bytes | None:
    """The content that git's index holds; None where there is no git, or it does not know the file."""
    try:
        done = subprocess.run(["git", "-C", str(root), "show", f":./{name}"], capture_output=True)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def recorded(root: Path = ROOT) -> dict[str, str]:
    """The checksums of SHA256SUMS, by name."""
    lines = (root / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def differing(fresh: dict[str, bytes], root: Path = ROOT) -> list[str]:
    """Say which fresh results, by name, are not those that git's index holds, or, without git, that SHA256SUMS records.

    What lies in the working tree is not asked: whoever has just rewritten it would always agree with himself.
    """
    problems = []
    for name, content in fresh.items():
        held = index(name, root)
        digest = hashlib.sha256(held).hexdigest() if held is not None else recorded(root).get(name)
        if hashlib.sha256(content).hexdigest() != digest:
            against = held if held is not None else (root / name).read_bytes()
            where = _cell(content, against) if name.endswith(".ipynb") else ""
            problems.append(
                f"{name}{where}: a fresh run gives something else than is committed; look at the difference, then "
                "run `make` and add what it writes (`git add`, and `make record` for SHA256SUMS)."
            )
    return problems


def _cell(content: bytes, held: bytes) -> str:
    """The first cell in which two notebooks differ, and in what."""
    fresh, stored = (json.loads(each)["cells"] for each in (content, held))
    for number, (a, b) in enumerate(zip(fresh, stored, strict=False), start=1):
        if a != b:
            keys = [key for key in a if a[key] != b.get(key)]
            kinds = [kind for x, y in zip(a.get("outputs", []), b.get("outputs", []), strict=False)
                     for kind in x.get("data", {}) if x["data"][kind] != y.get("data", {}).get(kind)]  # fmt: skip
            return f", cell {number} ({', '.join(dict.fromkeys(kinds or keys))})"
    return f" ({len(fresh)} cells where {len(stored)} are stored)" if len(fresh) != len(stored) else ""


def tests(folder: Path = ROOT / "tests") -> list[str]:
    """Every test function by file and name: a parametrised one counts once."""
    found = []
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        shown = path.relative_to(folder).as_posix()
        found += [f"{shown}::{name}" for name in names if name.startswith("test_")]
    return sorted(found)


def manifest_problems(folder: Path = ROOT / "tests") -> list[str]:
    """Say which test of the manifest is gone or twice, and which is not in it."""
    listed, found = (folder / "manifest.txt").read_text(encoding="utf-8").splitlines(), tests(folder)
    gone = [
        f"tests/{name}: is in tests/manifest.txt but not there; restore it." for name in listed if name not in found
    ]
    new = [f"tests/{name}: is not in tests/manifest.txt; run `make record`." for name in found if name not in listed]
    return gone + new + [f"tests/{name}: stands twice, and only the last runs." for name in _twice(found)]


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def sums_problems(root: Path = ROOT) -> list[str]:
    """Say which committed result SHA256SUMS does not record, or records otherwise than git's index holds it."""
    sums, problems = recorded(root), []
    for name in [*DERIVED, *notebooks(root)]:
        held = index(name, root)
        content = (root / name).read_bytes() if held is None else held
        if sums.get(name) != hashlib.sha256(content).hexdigest():
            problems.append(f"{name}: is not as SHA256SUMS records it; run `make record` once it is as meant.")
    return problems + [f"{name}: is in SHA256SUMS but not there." for name in sums if not (root / name).exists()]


def record() -> None:
    """Write SHA256SUMS and the manifest of tests from what is there."""
    lines = [f"{hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}  {name}\n" for name in [*DERIVED, *notebooks()]]
    (ROOT / SUMS).write_text("".join(lines), encoding="utf-8")
    (ROOT / MANIFEST).write_text("".join(f"{name}\n" for name in tests()), encoding="utf-8")


if __name__ == "__main__":
    record()
