"""A forked kernel is as good as one that was started from nothing."""

import gc
import os
import time
from pathlib import Path

import nbformat
import pytest

from helpers.compendium import kernels, notebooks
from helpers.study import InputError

pytestmark = pytest.mark.slow

FIRST = """# %%
import os
import sys

import numpy as np
import pandas as pd

kept = 1
print(os.getcwd() == os.environ["EXPECTED"], np.exp(1.5), "kept" in vars(pd))
pd.kept = 1

# %%
pd.DataFrame({"a": [0.1, 0.2]})
"""
SECOND = """# %%
import pandas as pd

print("kept" in globals(), "kept" in vars(pd))
"""


def text(notebook_file):
    """What the cells of a notebook print and show."""
    cells = nbformat.read(notebook_file, as_version=4).cells
    return [output.get("text") or output.data["text/plain"] for cell in cells for output in cell.outputs]


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """Two notebooks, of which the first leaves something behind where it can."""
    monkeypatch.setenv("EXPECTED", str(tmp_path))
    for name, script in (("first", FIRST), ("second", SECOND)):
        (tmp_path / f"{name}.py").write_text(script, encoding="utf-8")
    return [tmp_path / "first.py", tmp_path / "second.py"]


@pytest.mark.long
def test_kernels_share_nothing_and_give_the_bytes_of_kernels_started_anew(scripts, tmp_path, monkeypatch):
    # e^1.5 = 4.4816890703380645 to the last digit of a double.
    forked = notebooks.run(scripts, tmp_path / "forked")
    first, second = map(text, forked)
    assert first[0] == "True 4.4816890703380645 False\n" and second == ["False False\n"]
    monkeypatch.setattr(kernels, "FORKS", False)
    anew = notebooks.run(scripts, tmp_path / "anew")
    assert [path.read_bytes() for path in forked] == [path.read_bytes() for path in anew]


@pytest.mark.long
def test_a_kernel_that_dies_is_a_sentence(tmp_path):
    (tmp_path / "dies.py").write_text("# %%\nimport os\n\nos._exit(1)\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^dies\.py: the kernel died"):
        notebooks.run([tmp_path / "dies.py"])


@pytest.mark.long
def test_a_failure_gives_up_the_others_without_a_word_of_theirs(tmp_path, capfd):
    (tmp_path / "fails.py").write_text("# %%\nimport time\n\ntime.sleep(1)\n1 / 0\n", encoding="utf-8")
    (tmp_path / "lasts.py").write_text("# %%\nimport time\n\ntime.sleep(60)\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^fails\.py, code cell 1: ZeroDivisionError"):
        notebooks.run([tmp_path / "fails.py", tmp_path / "lasts.py"])
    gc.collect()
    assert capfd.readouterr().err == ""


@pytest.mark.long
def test_a_kernel_takes_what_it_started_with_it(tmp_path):
    script = "# %%\nimport subprocess\n\nsleeping = subprocess.Popen(['sleep', '600'])\nprint(sleeping.pid)\n"
    (tmp_path / "starts.py").write_text(script, encoding="utf-8")
    [pid] = map(int, text(notebooks.run([tmp_path / "starts.py"])[0]))
    assert not running(pid)


@pytest.mark.long
def test_kernels_end_with_the_nursery(tmp_path):
    nursery = kernels.nursery.__wrapped__(())
    pid = kernels.fork(nursery, ["-f", str(tmp_path / "connection.json")], str(tmp_path), os.environ)
    assert running(pid)
    nursery.communicate()
    deadline = time.monotonic() + 30
    while running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not running(pid)


def running(pid):
    """Whether there is a process of this number that has not ended, whoever has yet to be told."""
    stat = Path("/proc", str(pid), "stat")
    return stat.exists() and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
