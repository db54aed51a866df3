"""The committed notebooks: paired, run in order, free of typed numbers, and the same bytes on every run."""

import pytest
from checks import ROOT
from committed import differing
from notebook_checks import (
    execution_problems,
    hiding_problems,
    method_problems,
    output_problems,
    pair_problems,
    prose_problems,
    seal_problems,
    width_problems,
)
from processors import other_processor

from helpers import compendium
from helpers.compendium import notebooks

SCRIPTS = [*compendium.all_scripts(), *compendium.examples()]


@pytest.fixture(scope="module")
def rerun(tmp_path_factory):
    """All notebooks executed anew as another processor would; nbval executes them as this one does."""
    folder = tmp_path_factory.mktemp("rerun")
    setting, idle = other_processor()
    notebooks.run(SCRIPTS, folder, setting=setting)
    return folder, idle


def test_every_notebook_is_there():
    assert {path.name[:2] for path in compendium.all_scripts()} >= {"00", "01", "03", "04", "05", "06", "07"}
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
def test_no_cell_hides_from_readers_or_gates(script):
    assert hiding_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_line_of_shown_code_is_wider_than_its_page(script):
    assert width_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_cell_goes_round_the_rules_of_disclosure(script):
    assert seal_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_prose_names_only_methods_that_the_code_uses(script):
    assert method_problems(script) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_outputs_have_marks_and_alternative_text(script):
    assert output_problems(notebooks.paired(script)) == []


def test_a_rerun_on_another_processor_gives_the_committed_bytes(rerun, capsys):
    folder, idle = rerun
    with capsys.disabled():
        for axis in idle:
            print(f"\nnot exercised on this machine: {axis} (no digit of the probe changes)")
    stored = [notebooks.paired(script) for script in SCRIPTS]
    fresh = {path.relative_to(ROOT).as_posix(): (folder / path.name).read_bytes() for path in stored}
    assert differing(fresh) == []
