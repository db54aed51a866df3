"""The archive that can be deposited: sources, executed notebooks, site, report, wheel, locks, metadata, checksums."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.study import ROOT, InputError

from . import gates, metadata

SUMS = "RELEASE-SHA256SUMS"
CRATE = "ro-crate-metadata.json"
# What was built beside the sources, and where it stands in the archive.
BUILT = {"site": "build/site", "documents": "build/documents", "wheel": "build/wheel"}
KINDS = {".csv": "text/csv", ".ipynb": "application/x-ipynb+json", ".pdf": "application/pdf", ".py": "text/x-python"}


def write(target: Path | None = None, root: Path = ROOT) -> Path:
    """Write the archive and its checksum into a folder; the same commit gives the same bytes.

    Raises
    ------
    InputError
        A gate is red, a change is not committed, or site, report or wheel have not been built.
    """
    gates.check(root)
    target = target or root / "build" / "archive"
    files = {name: (root / name).read_bytes() for name in gates.tracked(root)}
    for place, folder in BUILT.items():
        found = sorted(path for path in (root / folder).rglob("*") if path.is_file())
        if not found:
            raise InputError(f"{folder}: is not there; `make release` builds it before the archive.")
        files |= {f"{place}/{path.relative_to(root / folder).as_posix()}": path.read_bytes() for path in found}
    files[CRATE] = json.dumps(crate(files, _date(root), root), indent=1, ensure_ascii=False).encode() + b"\n"
    files[SUMS] = sums(files).encode()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"{project['name']}-{project['version']}"
    archive = target / f"{name}.zip"
    # What writes reports takes a second to import, which the other commands of a release have no use for.
    from helpers import report

    content = report.archived({f"{name}/{path}": content for path, content in files.items()})
    target.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(content)
    (target / "SHA256SUMS").write_text(sums({archive.name: content}), encoding="utf-8")
    return archive


def sums(files: Mapping[str, bytes]) -> str:
    """Checksums as `sha256sum` prints them, in order of name.

    >>> sums({"b": b"", "a": b""}).splitlines()[0]
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a'
    """
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def crate(files: Mapping[str, bytes], date: str, root: Path = ROOT) -> dict[str, Any]:
    """RO-Crate metadata of the archive: what it is, by whom, and each table with its columns from the dictionary.

    Parameters
    ----------
    files : mapping
        What the archive holds, by path.
    date : str
        Of the commit that it is made from, as a year, month and day.
    """
    try:
        from rocrate.model.contextentity import ContextEntity
        from rocrate.rocrate import ROCrate
    except ImportError:
        raise InputError("The metadata of a release need what `make release` installs: run that instead.") from None
    cited, package = metadata.citation(root), metadata.data_package(root / "data")
    made = ROCrate()
    made.name, made.description = cited["title"], metadata.codemeta(root)["description"]
    made.license, made.keywords, made.datePublished = metadata.LICENCES[cited["license"]], cited["keywords"], date
    made.root_dataset["version"] = str(cited["version"])
    for number, author in enumerate(metadata.codemeta(root)["author"]):
        made.root_dataset.append_to("author", made.add(ContextEntity(made, f"#author-{number}", author)))
    tables = {f"data/{resource['path']}": resource for resource in package["resources"]}
    with tempfile.TemporaryDirectory() as empty:
        for path in sorted(files):
            said: dict[str, Any] = {"name": path, "contentSize": str(len(files[path]))}
            if kind := KINDS.get(Path(path).suffix):
                said["encodingFormat"] = kind
            if path in tables:
                said["license"] = metadata.LICENCES["CC-BY-4.0"]
                fields = tables[path]["schema"]["fields"]
                said["variableMeasured"] = [f"{field['name']}: {field['description']}" for field in fields]
            # The crate notes the file, and copies none: a path that is not there yet is enough.
            made.add_file(Path(empty, path), dest_path=path, properties=said, validate_url=False)
    content = made.metadata.generate()
    for entity in content["@graph"]:
        if entity["@id"] == "./":
            entity["datePublished"] = date
    return content


def _date(root: Path) -> str:
    done = subprocess.run(["git", "-C", str(root), "log", "-1", "--format=%cs"], capture_output=True, text=True)
    return done.stdout.strip()
