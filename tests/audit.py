"""Known vulnerabilities of what is locked (`make audit`): every pin of every lock, asked of uv's advisory service.

Ends with 0 where none is known, 1 where some are, which are listed, and 2 where nobody could be asked: then nothing is
known, which is not the same as good. uv asks about a project's own lock, so that one is written of ours, which nobody
resolves or installs.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from locks import pins as pins_of

ROOT = Path(__file__).resolve().parents[1]
CLEAN, FOUND, UNKNOWN = 0, 1, 2


def pins(root: Path = ROOT) -> list[tuple[str, str]]:
    """Name and version of all that the locks hold; Pythons may have a version each."""
    locks = [path.read_text(encoding="utf-8") for path in sorted(root.glob("requirements*.lock"))]
    return sorted({pin for lock in locks for pin in pins_of(lock)})


def write_project(folder: Path, held: list[tuple[str, str]]) -> None:
    """A project whose lock holds these versions and nothing else."""
    named = [
        f'{{ name = "{name}", version = "{version}", source = {{ registry = "locked" }} }}' for name, version in held
    ]
    packages = [
        f'name = "{name}"\nversion = "{version}"\nsource = {{ registry = "locked" }}\n' for name, version in held
    ]
    whole = 'name = "locked"\nversion = "0"\nsource = { virtual = "." }\ndependencies = [' + ", ".join(named) + "]\n"
    lock = "\n[[package]]\n".join(['version = 1\nrequires-python = ">=3.11"\n', *packages, whole])
    (folder / "uv.lock").write_text(lock, encoding="utf-8")
    project = '[project]\nname = "locked"\nversion = "0"\nrequires-python = ">=3.11"\n'
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")


def main(*options: str, root: Path = ROOT, uv: str = str(Path(sys.executable).with_name("uv"))) -> int:
    """Ask, and say what came back in a sentence."""
    held = pins(root)
    with tempfile.TemporaryDirectory() as folder:
        write_project(Path(folder), held)
        command = [uv, "audit", "--frozen", "--preview-features", "audit-command", *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode not in (CLEAN, FOUND):
        cause = (done.stderr.strip().splitlines() or ["uv said nothing"])[-1].strip().removeprefix("cause: ")
        print(f"Not audited: the advisories could not be read ({cause}), so nothing is known of {len(held)} versions.")
        return UNKNOWN
    if done.returncode == FOUND:
        print(done.stdout)
        print(
            "Known vulnerabilities: move these versions (CONTRIBUTING.md, `make lock`), or say why they do not matter."
        )
        return FOUND
    print(f"Audited: no known vulnerability in the {len(held)} versions of the locks.")
    return CLEAN


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
