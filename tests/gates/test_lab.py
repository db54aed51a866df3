"""On saving in JupyterLab, as `make lab` starts it, an edit in a notebook reaches the script that is the source."""

import re
import shutil

import pytest
from checks import ROOT
from jupytext import TextFileContentsManager
from notebook_checks import pair_problems

from helpers.compendium import notebooks

NAME = "notebooks/00_the_answer"


@pytest.fixture
def served(tmp_path):
    """A copy of what `make lab` serves."""
    recipe = re.search(r"jupyter lab .*--notebook-dir=(\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe[1] == "."
    shutil.copy(ROOT / "jupytext.toml", tmp_path)
    for kind in (".py", ".ipynb"):
        (tmp_path / NAME).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / f"{NAME}{kind}", tmp_path / f"{NAME}{kind}")
    return tmp_path


def test_a_saved_edit_reaches_the_script_and_nothing_else_does(served):
    manager = TextFileContentsManager(root_dir=str(served))
    script = served / f"{NAME}.py"
    before = script.read_text(encoding="utf-8")
    model = manager.get(f"{NAME}.ipynb")
    manager.save(model, f"{NAME}.ipynb")
    assert script.read_text(encoding="utf-8") == before
    model["content"]["cells"][0]["source"] += "\n\nA sentence typed in JupyterLab."
    manager.save(model, f"{NAME}.ipynb")
    assert script.read_text(encoding="utf-8") == before.replace(
        before.split("# %%")[1].rstrip(), before.split("# %%")[1].rstrip() + "\n#\n# A sentence typed in JupyterLab.", 1
    )
    assert pair_problems(script) == []
    # What was typed in JupyterLab is no hand edit that the next run would refuse.
    notebooks.refuse_hand_edits(script)
