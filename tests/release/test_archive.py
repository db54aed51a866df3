"""The archive: refused before its time, and the same bytes each time; tests/release/packages.py reads its metadata."""

import io
import subprocess
import zipfile

import pytest
from checks import ROOT

from helpers.release import archive, gates
from helpers.study import InputError


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout that could be released: committed, tested, with site, report and wheel beside it."""
    for name in ("CITATION.cff", "pyproject.toml", "data/dictionary.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    for name in ("site/index.html", "documents/report.pdf", "wheel/package.whl"):
        (tmp_path / "build" / name).parent.mkdir(parents=True)
        (tmp_path / "build" / name).write_text(name, encoding="utf-8")
    as_somebody = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first", "--date", "2026-01-02"]):
        subprocess.run(["git", *as_somebody, *command], cwd=tmp_path, check=True)
    gates.record(tmp_path)
    monkeypatch.setattr(archive, "crate", lambda files, date, root: {"@graph": sorted(files)})
    return tmp_path


def opened(path):
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_it_holds_sources_site_report_wheel_and_the_checksum_of_each(checkout):
    made = opened(archive.write(root=checkout))
    [top] = {name.split("/")[0] for name in made.namelist()}
    for name in ("CITATION.cff", "site/index.html", "documents/report.pdf", "wheel/package.whl", archive.CRATE):
        assert f"{top}/{name}" in made.namelist()
    listed = dict(reversed(line.split("  ")) for line in made.read(f"{top}/{archive.SUMS}").decode().splitlines())
    assert {f"{top}/{name}" for name in listed} == set(made.namelist()) - {f"{top}/{archive.SUMS}"}
    assert archive.sums({"x": made.read(f"{top}/CITATION.cff")}).split()[0] == listed["CITATION.cff"]


@pytest.mark.slow
def test_a_second_time_the_bytes_are_the_same(checkout, tmp_path):
    first = archive.write(root=checkout).read_bytes()
    assert archive.write(tmp_path / "build" / "again", checkout).read_bytes() == first


def test_beside_it_stands_its_checksum(checkout):
    written = archive.write(root=checkout)
    assert (written.parent / "SHA256SUMS").read_text(encoding="utf-8") == archive.sums(
        {written.name: written.read_bytes()}
    )


def test_while_a_gate_is_red_there_is_none(checkout):
    (checkout / gates.EVIDENCE).unlink()
    with pytest.raises(InputError, match="run `make test`"):
        archive.write(root=checkout)
    assert not (checkout / "build" / "archive").exists()


@pytest.mark.slow
def test_without_site_or_report_there_is_none(checkout):
    (checkout / "build" / "site" / "index.html").unlink()
    with pytest.raises(InputError, match="build/site: is not there"):
        archive.write(root=checkout)
