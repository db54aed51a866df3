"""The committed notebooks: paired, run in order, free of typed numbers, and the same bytes on every run."""

import pytest
from checks import ROOT, differing
from notebook_checks import execution_problems, output_problems, pair_problems, prose_problems

from helpers import compendium
from helpers.compendium import notebooks

SCRIPTS = [*compendium.all_scripts(), *compendium.examples()]


@pytest.fixture(scope="module")
def rerun(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rerun")
    notebooks.run(SCRIPTS, folder)
    return folder


def test_every_notebook_is_there():
    assert {path.name[:2] for path in compendium.all_scripts()} >= {"00", "01", "03", "04", "06", "07"}
    stored = [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "examples").glob("*/*.ipynb")]
    assert {notebooks.paired(script) for script in SCRIPTS} == set(stored)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_script_and_notebook_agree(script):
    assert pair_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_cell_was_run_in_order_without_error_or_stderr(script):
    assert execution_problems(notebooks.paired(script)) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_prose_types_no_number_and_cells_define_nothing(script):
    assert prose_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_outputs_have_marks_and_alternative_text(script):
    assert output_problems(notebooks.paired(script)) == []


def test_a_rerun_gives_the_same_bytes(rerun):
    changed = [differing(rerun, script.parent, [f"{script.stem}.ipynb"]) for script in SCRIPTS]
    assert changed == [[]] * len(SCRIPTS)
