"""Move the lock to the newest releases and show what that changes in results (`make update`).

Everything is resolved, installed and run anew. Where that fails, lock and results are put back as they were.
It runs outside the environment that it rebuilds, so the standard library has to do.
"""

import difflib
import json
import subprocess
import sys

from committed import DERIVED, ROOT, notebooks
from locks import pins

# As few versions a package as the strategy of `make lock` likes would take the newest from the newer Pythons.
RESOLVE = ["make", "lock", "UPGRADE=--upgrade", "FORKS=requires-python"]
SHOWN = 3  # lines of a cell or a file


def changes(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Say in which file and cell results differ, and in which lines; pictures only that they do."""
    said = []
    for name in sorted(before | after):
        old, new = before.get(name, b""), after.get(name, b"")
        if old == new:
            continue
        if name.endswith(".ipynb"):
            said += [f"{name}, {line}" for line in _cells(old, new)]
        elif name.endswith(".png"):
            said.append(f"{name}: another picture")
        else:
            said += [f"{name}: {line}" for line in _lines(old.decode(), new.decode())]
    return said


def _cells(old: bytes, new: bytes) -> list[str]:
    cells = [json.loads(each)["cells"] if each else [] for each in (old, new)]
    if len(cells[0]) != len(cells[1]):
        return [f"{len(cells[0])} cells before, {len(cells[1])} now"]
    said = []
    for number, (was, now) in enumerate(zip(*cells, strict=True), start=1):
        shown = [_shown(each) for each in (was, now)]
        if shown[0] != shown[1]:
            said += [f"cell {number}: {line}" for line in _lines(*shown)]
        elif was != now:
            said.append(f"cell {number}: another picture, or the same text in another dress")
    return said


def _shown(cell: dict) -> str:
    """The text of a cell's outputs: a table as its CSV, which has all digits."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", output)
        kind = next((kind for kind in ("text/csv", "text/markdown", "text/plain", "text") if kind in data), "")
        texts += ["".join(data.get(kind, ""))]
    return "\n".join(texts)


def _lines(old: str, new: str) -> list[str]:
    """The first lines that differ, as they were and as they are."""
    differing = [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[:1] in "-+"]
    signs = {"-": "was ", "+": "is  "}
    said = [signs[line[0]] + line[2:] for line in differing[: 2 * SHOWN]]
    return [*said, f"… and {len(differing) - len(said)} lines more"] if len(differing) > len(said) else said


def moved(before: str, after: str) -> list[str]:
    """The packages of a lock that another holds in another version, or not at all; Pythons may have one each."""
    both = pins(before), pins(after)
    names = sorted({name for held in both for name, _ in held})
    versions = {
        name: [" and ".join(each for known, each in held if known == name) or "not there" for held in both]
        for name in names
    }
    return [f"{name} {old} to {new}" for name, (old, new) in versions.items() if old != new]


def main() -> int:
    """Resolve, rebuild and rerun; say what moved and what changed."""
    locks = {path: path.read_bytes() for path in sorted(ROOT.glob("requirements*.lock"))}
    results = {name: (ROOT / name).read_bytes() for name in [*DERIVED, *notebooks()]}
    for command in (RESOLVE, ["make"]):
        if subprocess.run(command, cwd=ROOT).returncode:
            for path, content in {**locks, **{ROOT / name: each for name, each in results.items()}}.items():
                path.write_bytes(content)
            print(f"`{' '.join(command)}` failed: locks and results are back as they were; `make` rebuilds the rest.")
            return 1
    packages = [line for path, old in locks.items() for line in moved(old.decode(), path.read_text(encoding="utf-8"))]
    print("\n".join(["", "Packages that moved:", *(sorted(set(packages)) or ["none"])]))
    found = changes(results, {name: (ROOT / name).read_bytes() for name in [*DERIVED, *notebooks()]})
    print("\n".join(["", "Results that changed:", *(found or ["none: every byte is as before"]), ""]))
    print("The new lock stands, and so do its results: run `make test`, then commit both, or `git checkout` both.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
