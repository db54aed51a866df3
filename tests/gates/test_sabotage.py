"""Every gate has a case in which it turns red: a small fixture is spoilt, and the gate must say so."""

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from unittest import mock

import nbformat
import pytest
from checks import (
    ROOT,
    checksum_problems,
    dictionary_problems,
    environment_problems,
    import_problems,
    lint_problems,
    page_problems,
)
from committed import DERIVED, differing, manifest_problems, sums_problems
from notebook_checks import (
    execution_problems,
    hiding_problems,
    method_problems,
    output_problems,
    pair_problems,
    prose_problems,
    seal_problems,
)
from processors import AXES, exercised, probe
from project_checks import (
    hidden_import_problems,
    printing_problems,
    readme_problems,
    recipe_problems,
    settings_problems,
    skip_problems,
    writer_problems,
)

from helpers import claims, cleaning, compendium
from helpers.compendium import notebooks
from helpers.study import InputError, load


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


@pytest.fixture
def data(tmp_path):
    """A private copy of the data folder, with the citation file beside it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    return tmp_path / "data"


def validate(data, command="validate"):
    """Run a command on this copy, in this process: starting another for each case would take most of the time."""
    said, complained = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"STUDY": str(data / "study.toml")}),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        code = compendium.main([command])
    return subprocess.CompletedProcess(command, code, said.getvalue(), complained.getvalue())


def test_derived_gate_sees_a_changed_file(data, tmp_path):
    compendium.results(tmp_path / "made")
    made = (tmp_path / "made" / "data" / "derived" / "respondents.csv").read_bytes()
    assert differing({"data/derived/respondents.csv": made}) == []
    [problem] = differing({"data/derived/respondents.csv": made.replace(b"SYN-001", b"SYN-999")})
    assert problem.startswith("data/derived/respondents.csv: a fresh run gives something else")


def test_checksum_gate_sees_a_changed_and_an_added_file(data):
    assert checksum_problems(data) == []
    (data / "rulings.csv").write_text("changed", encoding="utf-8")
    (data / "raw" / "another.csv").write_text("", encoding="utf-8")
    assert len(checksum_problems(data)) == 2


def test_dictionary_gate_sees_an_undescribed_column(data):
    path = data / "published" / "kristrom1990.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bid", "price"), encoding="utf-8")
    assert "kristrom1990" in dictionary_problems(data)[0]


def test_claims_gate_sees_a_false_percentage(data):
    path = data / "published" / "claims.csv"
    text = path.read_text(encoding="utf-8")
    assert '"43"' in text
    path.write_text(text.replace('"43"', '"44"').replace("are 43 %", "are 44 %"), encoding="utf-8")
    (data / "SHA256SUMS").unlink()
    judged = claims.ledger(cleaning.survey(load(data / "study.toml"))).claims
    # 23 of 54 is 42.59 %; and 44, 24 and 33 make 101. Of four percentages three are left that check.
    assert judged.index[judged["verdict"] == claims.INCONSISTENT].tolist() == ["ug_pct", "qual_pct_sum"]
    assert judged.loc[["ug_pct", "qual_pct_sum"], "computed"].tolist() == ["42.6 %", "101.0 %"]
    # The build goes on, and the first page says it.
    for command in ("validate", "results", "summary"):
        assert validate(data, command).returncode == 0
    with mock.patch.dict(os.environ, {"STUDY": str(data / "study.toml")}):
        assert compendium.main(["run", str(ROOT / "notebooks" / "00_the_answer.py")]) == 0
    [page] = (data / "results-synthetic").glob("00_*.ipynb")
    shown = str([output for cell in nbformat.read(page, as_version=4).cells for output in cell.get("outputs", [])])
    assert "published figures contradict others:" in shown
    assert "are 44 % of the sample. Other figures give 42.6 %." in shown


def test_claims_gate_sees_a_citation_file_that_differs(data):
    declared = load(data / "study.toml")
    claims.ledger(cleaning.survey(declared))
    citation = (data.parent / "CITATION.cff").read_text(encoding="utf-8")
    (data.parent / "CITATION.cff").write_text(citation.replace("S79", "S80"), encoding="utf-8")
    with pytest.raises(InputError, match="does not hold 'S79'"):
        claims.ledger(cleaning.survey(declared))


def test_claims_gate_sees_synthetic_data_that_miss_a_published_total(data):
    path = data / "published" / "claims.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [re.sub(r'"38"', '"37"', row) if row.startswith('"trained_n"') else row for row in rows]
    changed = [re.sub(r'"70"', '"69"', row) if row.startswith('"trained_pct"') else row for row in changed]
    path.write_text("".join(changed), encoding="utf-8")
    with pytest.raises(InputError, match="trained_n comes out as 38"):
        claims.ledger(cleaning.survey(load(data / "study.toml")))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("raw/synthetic_export.csv", "Q3", "Q33"),
        ("raw/synthetic_export.csv", "Undergraduate degree", "Doctorate"),
        ("study.toml", "wtp_unit", "unit"),
        ("interviews/segments.csv", "personal skills: first code", "a code of no codebook"),
        ("study.toml", "raw/synthetic_export.csv", "raw/absent.csv"),
    ],
)
def test_bad_input_gives_one_sentence_and_no_traceback(data, file, old, new):
    path = data / file
    (data / "SHA256SUMS").unlink()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = validate(data)
    assert done.returncode == 1 and "respondents" not in done.stdout
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


def test_a_recorded_export_that_changed_is_refused_before_it_is_parsed(data):
    (data / "raw" / "synthetic_export.csv").write_text("", encoding="utf-8")
    assert "is not the file whose checksum data/SHA256SUMS records" in validate(data).stderr


def test_rows_are_counted_before_a_damaged_export_is_refused(data):
    path = data / "raw" / "synthetic_export.csv"
    (data / "SHA256SUMS").unlink()
    path.write_bytes(path.read_bytes() + b'"cut')
    done = validate(data)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "is not CSV" in done.stderr
    assert done.stdout.startswith("data/raw/synthetic_export.csv: 65 rows found as Qualtrics")


def test_an_empty_export_is_refused(data):
    (data / "SHA256SUMS").unlink()
    (data / "raw" / "synthetic_export.csv").write_text("", encoding="utf-8")
    assert "empty" in validate(data).stderr


def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path, capsys):
    # A file where a folder is needed: whoever is root may write into a folder without write permission.
    (tmp_path / "data").write_text("", encoding="utf-8")
    assert compendium.main(["results", "--to", str(tmp_path)]) == 1
    said = capsys.readouterr().err.strip()
    assert "cannot be read or written (" in said and "check the permissions" in said and "\n" not in said


def test_a_terminal_without_utf8_gets_the_summary():
    setting = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = [sys.executable, "-m", "helpers.compendium", "summary"]
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="ascii", env=os.environ | setting)
    assert done.returncode == 0 and done.stderr == ""
    assert "average ?58" in done.stdout


# --- project ---


def test_tree_gate_sees_a_test_that_writes_into_the_tree(tmp_path):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "kept.csv").write_text("1", encoding="utf-8")
    test = "from pathlib import Path\n\n\ndef test_a():\n    Path({!r}).write_text({!r})\n"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", "."]
    for file, code in (("other.csv", 0), ("kept.csv", 1)):
        (tmp_path / "test_a.py").write_text(test.format(str(tmp_path / file), "2"), encoding="utf-8")
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "conftest.py", "kept.csv", "test_a.py"], cwd=tmp_path, check=True)
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code and ("kept.csv: written by a test" in done.stderr) == bool(code)


def test_checksum_gate_sees_a_result_that_is_not_recorded(tmp_path):
    for name in (*DERIVED, "SHA256SUMS"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    sums = tmp_path / "SHA256SUMS"
    kept = [line for line in sums.read_text(encoding="utf-8").splitlines(keepends=True) if "ipynb" not in line]
    sums.write_text("".join(kept), encoding="utf-8")
    assert sums_problems(tmp_path) == []
    (tmp_path / DERIVED[0]).write_text("another", encoding="utf-8")
    assert sums_problems(tmp_path) == [
        f"{DERIVED[0]}: is not as SHA256SUMS records it; run `make record` once it is as meant."
    ]


def test_manifest_gate_sees_a_deleted_and_an_unlisted_test(tmp_path):
    (tmp_path / "test_a.py").write_text("def test_one(): pass\n", encoding="utf-8")
    (tmp_path / "manifest.txt").write_text("test_a.py::test_one\n", encoding="utf-8")
    assert manifest_problems(tmp_path) == []
    (tmp_path / "manifest.txt").write_text("test_a.py::test_one\ntest_b.py::test_two\n", encoding="utf-8")
    assert manifest_problems(tmp_path)[0].startswith("tests/test_b.py::test_two: is in tests/manifest.txt but not")
    (tmp_path / "test_a.py").write_text("def test_one(): pass\ndef test_new(): pass\n", encoding="utf-8")
    assert any("run `make record`" in problem for problem in manifest_problems(tmp_path))


@pytest.mark.parametrize("kind", ["skip", "xfail(strict=True)"])
def test_skip_gate_sees_a_skipped_test(tmp_path, kind):
    (tmp_path / "test_a.py").write_text(f"@pytest.mark.{kind}\n", encoding="utf-8")
    assert skip_problems(tmp_path)[0].startswith("test_a.py, line 1: skips a test")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t@$(PY) -m pytest tests -m slow -n 2 --dist loadfile\n", ""),
        ("--nbval --nbval-current-env", "--nbval-current-env"),
        ("--doctest-modules", ""),
        ("test: check", "test:"),
        ("tests -m slow", "tests -m slow -k rows"),
        ('-m "not slow"', '-m "not slow and not valuation"'),
    ],
)
def test_recipe_gate_sees_a_line_dropped_from_the_makefile(old, new):
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert recipe_problems(text) == [] and old in text
    assert recipe_problems(text.replace(old, new))


@pytest.mark.parametrize("old", ['filterwarnings = ["error"]', "--strict-markers"])
def test_settings_gate_sees_warnings_let_through(old):
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert settings_problems(text) == [] and old in text
    assert settings_problems(text.replace(old, ""))


@pytest.mark.parametrize(
    "code", ["import importlib", "__import__('helpers.pages')", "from importlib import import_module"]
)
def test_import_gate_sees_an_import_by_a_string(tmp_path, code):
    (tmp_path / "study.py").write_text(f"{code}\n", encoding="utf-8")
    assert hidden_import_problems(tmp_path)[0].startswith("study.py, line 1: ")


def test_writer_gate_sees_floats_that_leave_unrounded(tmp_path):
    (tmp_path / "pages.py").write_text("frame.to_csv('a.csv')\n", encoding="utf-8")
    assert "write through `files.csv_text`" in writer_problems(tmp_path)[0]
    (tmp_path / "pages.py").write_text("f'{share:.0%} of {n:,} at {price:g}'\n", encoding="utf-8")
    assert printing_problems(tmp_path) == ["pages.py, line 1: rounds as it prints; use `rounding.printed`."]


@pytest.mark.parametrize(
    "said",
    [
        "\n`make paper` writes it.\n",
        "\nSee [this](docs/absent.md).\n",
        "\n`src/absent/` holds the code.\n",
        "\nIt runs in 12 s.\n",
        "\nAll 7 notebooks.\n",
    ],
)
def test_readme_gate_sees_what_is_not_so(said):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_problems(ROOT, text, []) == []
    assert readme_problems(ROOT, text.replace("## Two commands", f"{said}\n## Two commands"), [])
    assert readme_problems(ROOT, text, ["Absent Forms"]) == ["README.md: does not name the survey tool Absent."]
    assert readme_problems(ROOT, text.replace("notebooks/07_validation.ipynb", "README.md"), [])


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("study.py", "from helpers import pages"),
        ("study.py", "from . import pages"),
        ("study.py", "from .pages import Page"),
        ("valuation/answers.py", "import helpers.study"),
        ("valuation/answers.py", "from ..study import load"),
        ("stray.py", ""),
    ],
)
def test_import_gate_sees_a_step_backwards(tmp_path, file, line):
    (tmp_path / "valuation").mkdir()
    (tmp_path / "valuation" / "fitting.py").write_text("from .answers import open_ended\n", encoding="utf-8")
    assert import_problems(tmp_path) == []
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    assert import_problems(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("requirements.lock", "nbval==", "nbwal=="),
        ("requirements.lock", "pandas==3", "pandas==2"),
        ("requirements.lock", "--hash=sha256:", "https://example.org/"),
        ("requirements-browser.lock", "playwright==", "playright=="),
        ("requirements-cluster.lock", "distributed==", "distribruted=="),
        ("requirements-report.lock", "typst==", "typist=="),
        ("requirements-release.lock", "rocrate==", "rocket=="),
        ("environment.yml", "-r requirements.lock", "pandas"),
        ("environment.yml", "python=3.11", "python=3.9"),
        ("pyproject.toml", "pingouin>=0.7", "penguin>=0.7"),
        ("pyproject.toml", "pingouin>=0.7", "pingouin"),
        ("postBuild", "--no-deps", ""),
    ],
)
def test_environment_gate_sees_files_that_disagree(tmp_path, file, old, new):
    for name in (*ROOT.glob("requirements*.lock"), "environment.yml", "pyproject.toml", "postBuild"):
        shutil.copy(ROOT / name, tmp_path)
    assert environment_problems(tmp_path) == []
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    assert environment_problems(tmp_path)


def test_lint_gate_sees_an_undocumented_function(tmp_path):
    (tmp_path / "bad.py").write_text("import os\n\n\ndef public(x):\n    return x\n", encoding="utf-8")
    assert lint_problems(tmp_path / "bad.py")


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://example.org/a.js"></script>',
        '<img src="a.png">',
        '<small class="mark synthetic" title="">SYNTHETIC</small>',
        '<img src="a.png" alt="A curve. SYNTHETIC.">',
        '<a href="00_the_answer.ipynb">a page of the site</a>',
    ],
)
def test_page_gate_sees_the_network_a_broken_link_missing_alternative_text_and_a_missing_banner(tmp_path, body):
    (tmp_path / "searchindex.js").write_text("", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>fine</p>", encoding="utf-8")
    assert page_problems(tmp_path) == []
    (tmp_path / "page.html").write_text(body, encoding="utf-8")
    assert page_problems(tmp_path)


def test_notebook_files_are_json_with_a_final_newline():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        assert text.endswith("}\n")
