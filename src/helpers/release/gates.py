"""Whether every gate was green for exactly the files at hand: what `make test` leaves behind when it has passed."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from helpers.study import ROOT, InputError

# Git ignores it, so that no clone inherits a promise.
EVIDENCE = Path("build") / "green"


def tracked(root: Path = ROOT) -> list[str]:
    """The files that git knows, by their path from the root, in order.

    Raises
    ------
    InputError
        The folder is no checkout.
    """
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, text=True)
    if done.returncode:
        raise InputError("A release is made from a checkout: git does not know these files; clone the project first.")
    return sorted(filter(None, done.stdout.split("\0")))


def fingerprint(root: Path = ROOT) -> str:
    """One digest of every file that git knows, as it lies in the working tree."""
    whole = hashlib.sha256()
    for name in tracked(root):
        path = root / name
        content = path.read_bytes() if path.is_file() else b"missing"
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def record(root: Path = ROOT) -> None:
    """Remember that all gates were green for these files."""
    (root / EVIDENCE).parent.mkdir(exist_ok=True)
    (root / EVIDENCE).write_text(fingerprint(root) + "\n", encoding="utf-8")


def check(root: Path = ROOT) -> None:
    """Refuse where a gate is red, or nobody has looked since a file changed; and where a change is not committed.

    Raises
    ------
    InputError
        With what to do.
    """
    committed(root)
    evidence = root / EVIDENCE
    if not evidence.is_file() or evidence.read_text(encoding="utf-8").strip() != fingerprint(root):
        raise InputError("Not every gate was green for these files: run `make test`, and mend what is red.")


def committed(root: Path = ROOT) -> None:
    """Refuse where a file differs from what git holds.

    Raises
    ------
    InputError
        It names up to five.
    """
    done = subprocess.run(["git", "-C", str(root), "status", "--porcelain"], capture_output=True, text=True)
    if changed := [line[3:] for line in done.stdout.splitlines()]:
        raise InputError(f"{', '.join(changed[:5])}: not committed; a release holds what git holds, so commit first.")
