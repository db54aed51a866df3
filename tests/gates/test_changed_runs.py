"""A changed run is shown everywhere, can be made in three ways, and is never taken for the stored one."""

import shutil

import nbformat
import papermill
import pytest
from checks import ROOT
from notebook_checks import output_problems, pair_problems, parameter_problems

from helpers import compendium
from helpers.compendium import notebooks
from helpers.study import InputError

WITH_PARAMETERS = [path for path in compendium.all_scripts() if path.name[:2] in ("00", "04", "05", "08")]


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The first page as papermill runs it with another price, named as the committed one."""
    folder = tmp_path_factory.mktemp("changed")
    stored, target = ROOT / "notebooks" / "00_the_answer.ipynb", folder / "00_the_answer.ipynb"
    shutil.copy(stored.with_suffix(".py"), folder)
    papermill.execute_notebook(stored, target, {"price": 80}, progress_bar=False, log_output=False)
    return target


@pytest.mark.parametrize("script", WITH_PARAMETERS, ids=lambda path: path.stem)
def test_committed_parameters_are_as_declared(script):
    assert parameter_problems(script) == []


@pytest.mark.long
def test_every_mark_of_a_run_by_papermill_says_what_was_changed(changed):
    outputs = [o for cell in nbformat.read(changed, as_version=4).cells for o in cell.get("outputs", [])]
    marked = [o.metadata for o in outputs if o.get("metadata", {}).get("mark")]
    # The cell of parameters ran before the change, and says what is declared.
    assert [each.get("changed") for each in marked[1:]] == ["price 100 to 80"] * (len(marked) - 1)
    text = str([o.get("data") for o in outputs])
    assert "(changed: price 100 to 80)" in text and "at most 39 " in text and "£80" in text


@pytest.mark.long
def test_pair_gate_sees_a_changed_run_in_place_of_the_committed_one(changed):
    assert "has" in pair_problems(changed.with_suffix(".py"))[0]
    assert "is of a changed run (price 100 to 80)" in "\n".join(output_problems(changed))
    with pytest.raises(InputError, match="was edited by hand"):
        notebooks.run([changed.with_suffix(".py")])


def test_parameter_gate_sees_an_autosaved_what_if_before_anything_is_written(tmp_path):
    script = tmp_path / "00_the_answer.py"
    text = (ROOT / "notebooks" / script.name).read_text(encoding="utf-8")
    script.write_text(text.replace("price = None", "price = 80"), encoding="utf-8")
    assert parameter_problems(script) == ["00_the_answer.py: sets price to 80; only None."]
    for folder in (None, tmp_path / "elsewhere"):
        with pytest.raises(InputError, match=r"its cell of parameters sets price to 80; set it to None again"):
            notebooks.run([script], folder)
    assert [path.name for path in tmp_path.iterdir()] == [script.name]


@pytest.mark.long
def test_a_copy_of_the_declaration_is_a_changed_run(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "copy")
    declaration = tmp_path / "copy" / "study.toml"
    text = declaration.read_text(encoding="utf-8").replace("spread = 73", "spread = 60")
    declaration.write_text(text, encoding="utf-8")
    monkeypatch.setenv("STUDY", str(declaration))
    assert compendium.main(["run", str(ROOT / "notebooks" / "00_the_answer.py")]) == 0
    [made] = (tmp_path / "copy" / "results-synthetic").glob("*.ipynb")
    assert made.name == "00_the_answer-synthetic.ipynb"
    assert "(changed: spread 73 to 60)" in made.read_text(encoding="utf-8")
