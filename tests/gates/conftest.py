"""A small notebook, executed once, for the gates to be shown failing on."""

import shutil
from pathlib import Path

import pytest

from helpers.compendium import notebooks

SCRIPT = """# %% [markdown]
# # A small page
# One sentence with a citation (Turnbull, 1976).

# %%
import pandas as pd
from helpers import describe, figures, pages
from helpers.study import Mark

table = describe.distribution(pd.Series(["yes"] * 3 + ["no"]), ["yes", "no"])
pages.Table(table, "Answers", Mark.PUBLISHED)

# %%
figures.shares(table, "answers", Mark.PUBLISHED)

# %%
pages.Table(table, "Answers again", Mark.PUBLISHED)

# %%
pages.Table(table, "Answers once more", Mark.PUBLISHED)

# %%
figures.shares(table, "answers again", Mark.PUBLISHED)
"""


def pytest_collection_modifyitems(items):
    """Every gate is for `make test`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """A folder with one script and its executed notebook; copy it before spoiling it."""
    folder = tmp_path_factory.mktemp("executed")
    (folder / "small.py").write_text(SCRIPT, encoding="utf-8")
    notebooks.run([folder / "small.py"])
    return folder


@pytest.fixture
def small(executed, tmp_path):
    """The script of a private copy of the small notebook."""
    folder = tmp_path / "notebooks"
    shutil.copytree(executed, folder)
    return folder / "small.py"
