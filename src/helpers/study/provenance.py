"""What keeps invented and real answers apart, and a recorded file from being another: columns, ids, hashes."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .checks import InputError
from .declaration import Mark, Study
from .labels import sidecar

SYNTHETIC, SYNTHETIC_LABEL, SYNTHETIC_ID = "synthetic", "SYNTHETIC", "R_SYN"
SUMS = "SHA256SUMS"
REMEDY = "keep real and invented answers in different files."


@dataclass(frozen=True)
class Source:
    """What a result rests on, as printed on every figure and table: first digits of the input's SHA-256, seeds, n.

    ``changed`` says what a reader changed; blank where nothing was.
    """

    marks: tuple[Mark, ...]
    input: str
    seeds: str
    n: int
    changed: str = ""

    def __str__(self) -> str:
        """One line for a figure's foot or a table's caption."""
        changed = f" \u00b7 changed: {self.changed}" if self.changed else ""
        return f"input {self.input} \u00b7 seeds {self.seeds} \u00b7 n {self.n}{changed}"


def source(study: Study, input: str, n: int) -> Source:
    """What the results of a study rest on that were computed from an input with `n` respondents."""
    return Source((study.mark,), input, ", ".join(map(str, study.seeds.values())), n, study.changes)


def fingerprint(content: bytes) -> str:
    """The first twelve digits of an input's SHA-256: enough to tell inputs apart, and to compare by eye."""
    return hashlib.sha256(content).hexdigest()[:12]


def digest(path: Path) -> str:
    """SHA-256 of a file, as `sha256sum` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sidecar(path: Path, **facts: object) -> None:
    """Label a synthetic export: with its hash, so that neither file can be exchanged, and other facts."""
    content = {"mark": SYNTHETIC_LABEL, "sha256": digest(path), **facts}
    sidecar(path).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def check_recorded(path: Path, study: Study) -> None:
    """A file whose checksum is recorded is that file, before anything in it is read."""
    sums = study.folder / SUMS
    if not (sums.is_file() and path.is_file() and path.is_relative_to(study.folder)):
        return
    recorded = {}
    for number, line in enumerate(sums.read_text(encoding="utf-8-sig", errors="replace").splitlines(), start=1):
        # Two blanks between checksum and name; a star in place of the second where the file was read as binary.
        if not line.strip():
            continue
        parts = re.fullmatch(r"([0-9a-fA-F]{64}) [ *](.+)", line)
        if parts is None:
            raise InputError(
                f"{study.shown(sums)}, line {number}: {line[:80]!r} is no checksum and file name; use sha256sum."
            )
        recorded[(study.folder / parts[2]).resolve()] = parts[1].lower()
    if recorded.get(path.resolve(), digest(path)) != digest(path):
        raise InputError(
            f"{study.shown(path)}: is not the file whose checksum {study.shown(sums)} records; restore it, or record "
            "the new one if the change was meant."
        )


def check_label(ids: pd.Series, said: pd.Series | None, path: Path, study: Study) -> None:
    """Column, ids and sidecar all agree with the declared mode, so that stripping one of them is noticed.

    Respondents that are made anew in memory have no sidecar.

    Parameters
    ----------
    ids, said : Series of str
        The response ids, and the synthetic column if there is one; index: row of the file.
    path : Path
        The export.
    study : Study
        Its mode says what must be there, or must not.
    """
    mode = f"mode in {study.shown(study.path)}"
    (_check_synthetic if study.synthetic else _check_real)(ids, said, path, study, mode)


def _check_real(ids: pd.Series, said: pd.Series | None, path: Path, study: Study, mode: str) -> None:
    shown, invented = study.shown(path), ids[ids.str.startswith(SYNTHETIC_ID)]
    if said is not None:
        raise InputError(f"{shown}, row 1: column {SYNTHETIC!r} marks invented answers; {mode} must be synthetic.")
    if len(invented):
        raise InputError(f"{shown}, row {invented.index[0]}: has the id of an invented response; {REMEDY}")
    if sidecar(path).exists():
        raise InputError(f"{study.shown(sidecar(path))}: says that the export is invented; {mode} must be synthetic.")


def _check_synthetic(ids: pd.Series, said: pd.Series | None, path: Path, study: Study, mode: str) -> None:
    shown, beside = study.shown(path), sidecar(path)
    if said is None:
        raise InputError(f"{shown}, row 1: column {SYNTHETIC!r} is missing; for real answers set {mode} to real.")
    for row in ids.index:
        if said[row] != SYNTHETIC_LABEL:
            raise InputError(
                f"{shown}, row {row}, column {SYNTHETIC}: is {said[row]!r} and not {SYNTHETIC_LABEL}; {REMEDY}"
            )
        if not ids[row].startswith(SYNTHETIC_ID):
            raise InputError(f"{shown}, row {row}: the id {ids[row]!r} is not that of an invented response; {REMEDY}")
    if study.made_anew:
        return
    if not beside.exists():
        raise InputError(
            f"{study.shown(beside)}: is missing beside invented answers; run `python -m helpers.synthetic`."
        )
    try:
        recorded = json.loads(beside.read_text(encoding="utf-8"))["sha256"]
    except (ValueError, KeyError, TypeError):
        recorded = None
    if recorded != digest(path):
        raise InputError(f"{study.shown(beside)}: is the label of another file; run `python -m helpers.synthetic`.")
