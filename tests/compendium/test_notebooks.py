"""Pairs of script and notebook: names, cells, hashes; edits by hand and stale results are noticed."""

import nbformat
import pytest

from helpers.compendium import notebooks
from helpers.study import InputError

SCRIPT = """# %% [markdown]
# # Title

# %% tags=["hide-input"]
a = 1

# %%
a
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "01_small.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def stored(script, change=lambda notebook: None):
    """Write the notebook of a script as a run leaves it, with something changed."""
    notebook = notebooks.from_script(script)
    change(notebook)
    nbformat.write(notebook, notebooks.paired(script))


def test_a_notebook_stands_beside_its_script_or_elsewhere_under_a_mark(script, tmp_path):
    assert notebooks.paired(script) == tmp_path / "01_small.ipynb"
    assert notebooks.paired(script, tmp_path / "there", "survey") == tmp_path / "there" / "01_small-survey.ipynb"


def test_links_between_notebooks_follow_the_mark():
    text = "see [04](04_willingness_to_pay.ipynb#models), 04_models.py and\n02_themes\n"
    marked = "see [04](04_willingness_to_pay-survey.ipynb#models), 04_models.py and\n02_themes-survey\n"
    assert notebooks.marked(text, "survey") == marked
    assert notebooks.marked(text, "") == text


@pytest.mark.slow
def test_cells_are_named_by_place_and_keep_their_tags_alone(script):
    # Format 4.5 wants an id on each cell; random ones would differ on every run.
    notebook = notebooks.from_script(script)
    assert [cell.id for cell in notebook.cells] == ["01_small-0", "01_small-1", "01_small-2"]
    assert [cell.metadata for cell in notebook.cells] == [{}, {"tags": ["hide-input"]}, {}]
    nbformat.validate(notebook)


def test_the_hash_is_of_what_a_person_wrote(script):
    notebook = notebooks.from_script(script)
    before = notebooks.source_hash(notebook)
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", text="1")]
    assert notebooks.source_hash(notebook) == before == notebook.metadata["source_sha256"]
    for change in ({"source": "a + 1"}, {"cell_type": "markdown"}):
        changed = notebooks.from_script(script)
        changed.cells[2].update(change)
        assert notebooks.source_hash(changed) != before


def test_an_edit_by_hand_is_refused_and_both_ways_out_are_named(script):
    notebooks.refuse_hand_edits(script)  # there is no notebook yet
    stored(script)
    notebooks.refuse_hand_edits(script)
    script.write_text(SCRIPT + "\n# %%\na + 1\n", encoding="utf-8")
    notebooks.refuse_hand_edits(script)  # the script alone was edited, as it should be
    stored(script, lambda notebook: notebook.cells.pop())
    with pytest.raises(InputError, match=r"01_small.ipynb was edited by hand: keep .*jupytext --to .* or drop it"):
        notebooks.refuse_hand_edits(script)


def test_a_parameter_that_was_left_changed_stops_before_anything_is_written(script, tmp_path):
    script.write_text(SCRIPT.replace("hide-input", "parameters"), encoding="utf-8")
    with pytest.raises(InputError, match=r"01_small\.py: its cell of parameters sets a to 1; set it to None again"):
        notebooks.run([script])
    assert not notebooks.paired(script).exists()


def test_what_is_no_notebook_is_named(tmp_path):
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    for name in ("a.ipynb", "absent.ipynb"):
        with pytest.raises(InputError, match=f"{name} is not a readable notebook: delete it"):
            notebooks.read(tmp_path / name)


def test_a_result_of_another_input_is_stale(script):
    notebook = notebooks.from_script(script)
    results = [nbformat.v4.new_output("display_data", {}, metadata={"input": input}) for input in ("aaa", "bbb")]
    notebook.cells[1].outputs, notebook.cells[2].outputs = results[:1], results[1:]
    assert list(notebooks.stale(notebook, {"aaa", "bbb"})) == []
    assert list(notebooks.stale(notebook, {"aaa", "ccc"})) == [
        (3, "is stale, computed from bbb where the input is aaa or ccc")
    ]


@pytest.mark.long
def test_a_run_writes_what_was_computed_and_a_failure_names_its_cell(script, tmp_path):
    [written] = notebooks.run([script], tmp_path / "there")
    assert notebooks.read(written).cells[2].outputs[0].data["text/plain"] == "1"
    assert "language_info" not in notebooks.read(written).metadata
    script.write_text(SCRIPT + "\n# %%\n1 / 0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^01_small\.py, code cell 3: ZeroDivisionError: division by zero$"):
        notebooks.run([script], tmp_path / "there")
    assert len(notebooks.read(written).cells) == 3
