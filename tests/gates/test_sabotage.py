"""The gates on notebooks turn red: a small one is spoilt, and the gate must say so."""

import hashlib
import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from checks import (
    ROOT,
)
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
from processors import AXES, exercised, probe

from helpers.compendium import notebooks
from helpers.study import InputError


def edit(notebook_file, change):
    notebook = nbformat.read(notebook_file, as_version=4)
    change(notebook)
    nbformat.write(notebook, notebook_file)


def nbval(script):
    """Run nbval as `make test` does, on a folder of its own."""
    shutil.copy(ROOT / "conftest.py", script.parent)
    options = ["-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(script.parent), "-c", "/dev/null"]
    command = [sys.executable, "-m", "pytest", *options, "--nbval", "--nbval-current-env", "small.ipynb"]
    return subprocess.run(command, capture_output=True, text=True, cwd=script.parent)


def figure_of(notebook):
    return next(o for cell in notebook.cells for o in cell.get("outputs", []) if "image/png" in o.data)


def table_of(notebook):
    return next(o for cell in notebook.cells for o in cell.get("outputs", []) if "text/html" in o.data)


# --- notebooks ---


def test_the_small_notebook_passes_every_gate(small):
    notebook_file = notebooks.paired(small)
    assert pair_problems(small) == []
    assert execution_problems(notebook_file) == []
    assert prose_problems(small) == []
    assert output_problems(notebook_file) == []


def test_pair_gate_sees_an_edit_on_either_side(small):
    notebook_file = notebooks.paired(small)
    edit(notebook_file, lambda notebook: notebook.cells[0].update(source="# Another page"))
    assert "cell 1" in pair_problems(small)[0]
    notebook_file.unlink()
    assert "no executed notebook" in pair_problems(small)[0]


def test_order_gate_sees_unrun_cells_errors_and_stderr(small):
    notebook_file = notebooks.paired(small)
    edit(notebook_file, lambda notebook: notebook.cells[2].update(execution_count=None))
    assert "not run in order" in execution_problems(notebook_file)[0]
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="", traceback=[])
    edit(notebook_file, lambda notebook: notebook.cells[1].outputs.append(error))
    assert any("ValueError" in problem for problem in execution_problems(notebook_file))
    stderr = nbformat.v4.new_output("stream", name="stderr", text="a warning")
    edit(notebook_file, lambda notebook: notebook.cells[1].outputs.append(stderr))
    assert any("stderr" in problem for problem in execution_problems(notebook_file))


@pytest.fixture
def repository(small):
    """The folder of the small notebook as a repository that has committed it."""
    folder = small.parent
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    return folder


def test_byte_gate_sees_stripped_outputs_though_the_working_tree_was_rewritten(small, repository):
    good = notebooks.paired(small).read_bytes()
    edit(notebooks.paired(small), lambda notebook: notebook.cells[1].update(outputs=[]))
    assert differing({"small.ipynb": good}, repository) == []
    [problem] = differing({"small.ipynb": notebooks.paired(small).read_bytes()}, repository)
    assert problem.startswith("small.ipynb, cell 2 (outputs): ") and "git add" in problem


def test_byte_gate_names_the_cell_whose_digit_changed(small, repository):
    edit(notebooks.paired(small), lambda notebook: table_of(notebook).data.update({"text/html": "<p>76.0</p>"}))
    [problem] = differing({"small.ipynb": notebooks.paired(small).read_bytes()}, repository)
    assert problem.startswith("small.ipynb, cell 2 (text/html): ")


def test_byte_gate_compares_with_checksums_where_there_is_no_git(small):
    folder, content = small.parent, notebooks.paired(small).read_bytes()
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(content).hexdigest()}  small.ipynb\n", encoding="utf-8")
    assert differing({"small.ipynb": content}, folder) == []
    assert differing({"small.ipynb": content + b" "}, folder)


def test_each_setting_is_told_apart_from_one_that_does_nothing():
    assert probe({}) == probe({"NOTHING": "1"}) != ""
    assert set(exercised()) == set(AXES)


@pytest.mark.parametrize("first", ["%%capture", "%matplotlib inline", "!ls", "# NBVAL_IGNORE_OUTPUT", "# NBVAL_SKIP"])
def test_hiding_gate_sees_a_cell_that_hides_its_output(small, first):
    small.write_text(small.read_text(encoding="utf-8") + f"\n# %%\n{first}\ntable\n", encoding="utf-8")
    assert hiding_problems(small)[0].startswith("small.py, cell 7: ")


def test_hiding_gate_sees_a_tag_that_nbval_obeys(small):
    text = small.read_text(encoding="utf-8")
    small.write_text(text + '\n# %% tags=["nbval-ignore-output"]\ntable\n', encoding="utf-8")
    assert "nbval-ignore-output" in hiding_problems(small)[0]


def test_width_gate_sees_a_line_of_shown_code_that_a_page_breaks(small):
    text = small.read_text(encoding="utf-8")
    line = "table = 1  #" + " long" * 20
    small.write_text(text + f"\n# %%\n{line}\n", encoding="utf-8")
    assert width_problems(small) == []
    small.write_text(text + f'\n# %% tags=["show-code"]\n{line}\n', encoding="utf-8")
    assert width_problems(small)[0].startswith("small.py, cell 7: shows a line of 112 characters")


def test_digit_gate_sees_a_number_in_words(small):
    text = small.read_text(encoding="utf-8")
    small.write_text(text + "\n# %% [markdown]\n# Fifty-four people answered.\n", encoding="utf-8")
    assert prose_problems(small) == ["small.py, cell 7: writes 'Fifty-four' in words; let code emit the number."]
    small.write_text(text + '\n# %%\npage.say("All of the fifty-four answered.")\n', encoding="utf-8")
    assert "cell 7" in prose_problems(small)[0]


@pytest.mark.parametrize(
    "code",
    ["disclosure.counting_nobody(raw, source)", 'page.ledger.with_entries({"men": "9"}, mark)', "released._held"],
)
def test_seal_gate_sees_a_way_round_the_rules(small, code):
    text = small.read_text(encoding="utf-8")
    assert seal_problems(small) == []
    small.write_text(text + f"\n# %%\n{code}\n", encoding="utf-8")
    assert "cell 7" in seal_problems(small)[0] and "release results by a rule" in seal_problems(small)[0]


@pytest.mark.parametrize("said", ["Limits are Wald's.", "The curve is Turnbull's."])
def test_method_gate_sees_a_method_that_no_code_uses(small, said):
    text = small.read_text(encoding="utf-8")
    small.write_text(text + "\n# %% [markdown]\n# Limits are Wilson's.\n", encoding="utf-8")
    assert method_problems(small) == []
    small.write_text(text + f"\n# %% [markdown]\n# {said}\n", encoding="utf-8")
    assert "which no code on the page uses" in method_problems(small)[0]


@pytest.mark.long
def test_nbval_passes_what_is_stored_and_says_in_one_sentence_which_output_changed(small):
    # A valid PNG of one black pixel.
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="

    def spoil(notebook):
        number, representation, figure = (cell.outputs[0].data for cell in notebook.cells[3:])
        number["text/html"] = number["text/html"].replace("75.0", "76.0")
        representation["text/plain"] = "another table"
        figure["image/png"] = pixel

    edit(notebooks.paired(small), spoil)
    done = nbval(small)
    assert done.returncode == 1 and "2 passed" in done.stdout and "3 failed" in done.stdout
    for cell in (3, 4, 5):
        assert f"small.ipynb, code cell {cell}: its output is not the stored one" in done.stdout
    assert "cell execution failed" not in done.stdout


@pytest.mark.parametrize(
    "prose", ["The mean was 58.", "About 3 in ten", "£58", "(n = 3159)", "(mean 1058; 2000)", "[58 pounds](a.html)"]
)
def test_digit_gate_sees_a_typed_number(small, prose):
    small.write_text(small.read_text(encoding="utf-8") + f"\n# %% [markdown]\n# {prose}\n", encoding="utf-8")
    assert "let code emit it" in prose_problems(small)[0]


@pytest.mark.parametrize("code", ["def mean(x):\n    return x", "class A: pass", "f = lambda x: x"])
def test_definition_gate_sees_a_function(small, code):
    small.write_text(small.read_text(encoding="utf-8") + f"\n# %%\n{code}\n", encoding="utf-8")
    assert "belongs in src/helpers" in prose_problems(small)[0]


def test_output_gate_sees_a_figure_without_alternative_text_or_mark_and_a_path(small):
    notebook_file = notebooks.paired(small)
    edit(notebook_file, lambda notebook: figure_of(notebook).metadata.clear())
    problems = " ".join(output_problems(notebook_file))
    assert "without alternative text" in problems and "without its mark" in problems
    printed = nbformat.v4.new_output("stream", name="stdout", text="/home/someone/data.csv: 58")
    said = nbformat.v4.new_output("display_data", data={"text/markdown": "The mean is £58."})
    edit(notebook_file, lambda notebook: notebook.cells[1].outputs.extend([printed, said]))
    assert pair_problems(small) == [] and execution_problems(notebook_file) == []
    problems = " ".join(output_problems(notebook_file))
    assert "prints a path" in problems and "as plain text" in problems and "a sentence with a number" in problems


@pytest.mark.parametrize("path", ["/srv/data", "/mnt/disk", r"C:\\Users", "/var/lib/x", "0x7f3a2b1c"])
def test_output_gate_sees_paths_of_every_system(small, path):
    shown = nbformat.v4.new_output("stream", name="stdout", text=f"read {path}/a.csv")
    edit(notebooks.paired(small), lambda notebook: notebook.cells[1].outputs.append(shown))
    assert "prints a path" in output_problems(notebooks.paired(small))[0]


def test_output_gate_sees_more_digits_than_processors_agree_on(small):
    def change(notebook):
        data = table_of(notebook).data
        data["text/csv"] = data["text/csv"].replace("0.75", "0.750000000001")

    assert output_problems(notebooks.paired(small)) == []
    edit(notebooks.paired(small), change)
    assert "carries 0.750000000001, more digits than every processor" in output_problems(notebooks.paired(small))[0]


def test_output_gate_sees_a_figure_in_which_something_cannot_be_read(small):
    def change(notebook):
        drawn = next(
            output for cell in notebook.cells for output in cell.get("outputs", []) if "image/png" in output.data
        )
        drawn.metadata["illegible"] = ["'a label' leaves the figure"]

    edit(notebooks.paired(small), change)
    assert output_problems(notebooks.paired(small))[0].endswith("in its figure 'a label' leaves the figure.")


def test_output_gate_sees_results_of_another_input_and_of_none(small):
    notebook_file = notebooks.paired(small)
    edit(notebook_file, lambda notebook: table_of(notebook).metadata.update(mark="SYNTHETIC"))
    assert "without the hash of its input" in output_problems(notebook_file)[0]
    edit(notebook_file, lambda notebook: table_of(notebook).metadata.update(input="0123456789ab"))
    assert "is stale, computed from 0123456789ab" in output_problems(notebook_file)[0]


def test_runner_keeps_good_output_when_a_cell_fails(small):
    before = notebooks.paired(small).read_bytes()
    small.write_text(small.read_text(encoding="utf-8") + "\n# %%\n1 / 0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"small\.py, code cell 6: ZeroDivisionError"):
        notebooks.run([small])
    assert notebooks.paired(small).read_bytes() == before


def test_runner_refuses_to_overwrite_an_edit_made_in_the_notebook(small):
    edit(notebooks.paired(small), lambda notebook: notebook.cells[0].update(source="# My own words"))
    with pytest.raises(InputError, match="edited by hand"):
        notebooks.run([small])


# --- data and claims ---


def test_notebook_files_are_json_with_a_final_newline():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        assert text.endswith("}\n")
