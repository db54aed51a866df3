"""What `make update` says of packages and results that changed."""

import json
import re
import subprocess

from checks import ROOT
from update import RESOLVE, changes, moved

LOCK = "numpy==2.4.0 \\\n    --hash=sha256:a\npandas==3.1.0 ; python_version < '4' \\\n    --hash=sha256:b\n"


def notebook(*outputs):
    """A notebook of one cell an output."""
    cells = [{"cell_type": "code", "outputs": [{"data": data}]} for data in outputs]
    return json.dumps({"cells": cells}).encode()


def test_the_same_bytes_are_no_change():
    results = {"notebooks/00.ipynb": notebook({"text/plain": "1"}), "README.md": b"a\n"}
    assert changes(results, dict(results)) == []


def test_a_change_is_said_by_file_cell_and_line():
    before = {
        "data/derived/claims.csv": b'"id","value"\n"wtp_avg","58"\n',
        "notebooks/04.ipynb": notebook({"text/plain": ["same"]}, {"text/csv": "a,b\n1,2\n", "text/html": "old"}),
        "docs/answer.png": b"1",
    }
    after = {
        "data/derived/claims.csv": b'"id","value"\n"wtp_avg","59"\n',
        "notebooks/04.ipynb": notebook({"text/plain": ["same"]}, {"text/csv": "a,b\n1,3\n", "text/html": "new"}),
        "docs/answer.png": b"2",
    }
    assert changes(before, after) == [
        'data/derived/claims.csv: was "wtp_avg","58"',
        'data/derived/claims.csv: is  "wtp_avg","59"',
        "docs/answer.png: another picture",
        "notebooks/04.ipynb, cell 2: was 1,2",
        "notebooks/04.ipynb, cell 2: is  1,3",
    ]


def test_a_picture_that_changed_and_a_cell_that_went_are_said():
    one, other = ({"image/png": each, "text/plain": "same"} for each in "ab")
    assert changes({"n.ipynb": notebook(one)}, {"n.ipynb": notebook(other)}) == [
        "n.ipynb, cell 1: another picture, or the same text in another dress"
    ]
    assert changes({"n.ipynb": notebook(one, one)}, {"n.ipynb": notebook(one)}) == ["n.ipynb, 2 cells before, 1 now"]


def test_many_lines_are_counted():
    [*_, last] = changes({"a.csv": b"1\n" * 9}, {"a.csv": b"2\n" * 9})
    assert last == "a.csv: … and 12 lines more"


def test_every_lock_is_moved_and_each_python_keeps_its_versions():
    told, kept = (
        subprocess.run([*command, "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for command in (RESOLVE, ["make", "lock"])
    )
    resolved, plain = (re.findall(r"uv pip compile (?:[^>]|\\\n)*", each) for each in (told, kept))
    assert len(resolved) == len(plain) >= 3 and all("--upgrade" in each for each in resolved)
    # The citation file is checked by one Python alone.
    assert all("--fork-strategy requires-python" in each for each in resolved if "citation" not in each)
    assert all("--fork-strategy fewest" in each for each in plain if "citation" not in each)
    assert not any("--upgrade" in each for each in plain)


def test_packages_that_moved_came_or_went_are_named():
    forked = LOCK + "pandas==3.2.0 ; python_version >= '4' \\\n    --hash=sha256:c\n"
    assert moved(forked, LOCK) == ["pandas 3.1.0 and 3.2.0 to 3.1.0"]
    newer = LOCK.replace("2.4.0", "2.4.1").replace("pandas", "polars")
    assert moved(LOCK, LOCK) == []
    assert moved(LOCK, newer) == ["numpy 2.4.0 to 2.4.1", "pandas 3.1.0 to not there", "polars not there to 3.1.0"]
