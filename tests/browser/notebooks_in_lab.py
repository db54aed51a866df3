"""JupyterLab as `make lab` starts it: opened, run, edited and saved as a reader does (`make test-browser`)."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest
from checks import ROOT
from notebook_checks import pair_problems

SENTENCE = "A sentence typed in JupyterLab."
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.py"))
RUN = """async () => {
  const { commands, shell } = window.jupyterapp;
  await shell.currentWidget.context.sessionContext.ready;
  await commands.execute("notebook:run-all-cells");
  const { cells } = shell.currentWidget.context.model.toJSON();
  return cells.flatMap((cell) => (cell.outputs || [])).filter((output) => output.output_type === "error")
    .map((output) => output.evalue);
}"""
# Of each page with controls: one of them, what is chosen, and what the words below the picture then say.
CHOSEN = {
    "00_the_answer": (
        "price",
        "80",
        "At most 73 % of those averaged would pay £80 or more",
        "changed: price 100 to 80",
    ),
    "04_willingness_to_pay": ("zeros", "payers alone", "£70.21", ""),
    "05_what_moves_the_answer": ("zeros", "payers alone", "£70.21", ""),
}
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A copy of the repository, served as the Makefile's recipe says; and where."""
    copy = tmp_path_factory.mktemp("lab") / "compendium"
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    exported = dict(re.findall(r"^lab: export (\w+) := \$\(CURDIR\)(\S+)$", makefile, re.MULTILINE))
    environment = {**os.environ, **{name: f"{copy}{path}" for name, path in exported.items()}}
    assert len(exported) == 3
    jupyter = [sys.executable, "-m", "jupyter", "lab"]
    subprocess.run([*jupyter, "workspaces", "import", ".jupyter/workspace.json"], cwd=copy, env=environment, check=True)
    [options] = re.findall(r"jupyter lab (--.*) \$\(LAB\)$", makefile, re.MULTILINE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = ["--no-browser", f"--port={port}", "--IdentityProvider.token=", "--allow-root", "--expose-app-in-browser"]
    command = [*jupyter, *options.split(), *quiet]
    server = subprocess.Popen(command, cwd=copy, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield copy, f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def visited(chromium, address):
    """A page of JupyterLab, and what it asked of anybody else."""
    page, outside = chromium.new_context(viewport={"width": 1400, "height": 900}).new_page(), []
    here = re.compile(r"(https?://127\.0\.0\.1:|data:|blob:)")
    page.on("request", lambda request: here.match(request.url) or outside.append(request.url))
    page.set_default_timeout(120_000)
    page.goto(address)
    page.locator(".jp-Notebook-cell").first.wait_for()
    return page, outside


def test_the_answer_opens_beside_the_readme_without_twins_prompts_or_requests(chromium, served):
    page, outside = visited(chromium, f"{served[1]}/")
    page.locator(".jp-MarkdownViewer h1").first.wait_for()
    assert "/lab/workspaces/compendium" in page.url
    assert page.locator(".jp-MarkdownViewer h1").first.inner_text() == "What would link workers pay for training?"
    page.locator(".jp-DirListing-itemName", has_text=NAMES[-1]).wait_for()
    listed = page.locator(".jp-DirListing-itemName").all_inner_texts()
    assert [name.removesuffix(".ipynb") for name in listed if name.endswith(".ipynb")] == NAMES
    assert not [name for name in listed if name.endswith(".py")]
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    page.context.close()
    assert outside == []


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_chosen_redraws_the_picture_and_the_words_below_say_what_it_shows(chromium, served, name):
    control, option, said, changed = CHOSEN[name]
    page, _ = visited(chromium, f"{served[1]}/doc/tree/notebooks/{name}.ipynb")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.isReady")
    assert page.evaluate(RUN) == []
    cell = page.locator(".jp-Cell:has(.widget-dropdown)")
    select = cell.get_by_label(control)
    select.evaluate("each => each.scrollIntoView({ block: 'center' })")
    picture = cell.locator("img").get_attribute("src")
    assert "changed" not in cell.locator(".jp-RenderedMarkdown").first.inner_text()
    select.select_option(option)
    cell.get_by_text(said).first.wait_for()
    assert changed in cell.inner_text() and cell.locator("img").get_attribute("src") != picture
    page.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_what_is_typed_into_it_reaches_its_script(chromium, served, name):
    folder = served[0] / "notebooks"
    script, notebook = folder / f"{name}.py", folder / f"{name}.ipynb"
    before = script.read_text(encoding="utf-8")
    page, outside = visited(chromium, f"{served[1]}/doc/tree/notebooks/{name}.ipynb")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.isReady")
    assert page.evaluate(RUN) == []
    page.locator(".jp-MarkdownCell").first.dblclick()
    page.locator(".jp-MarkdownCell .cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f"\n\n{SENTENCE}")
    page.keyboard.press("Shift+Enter")
    page.evaluate(SAVE)
    page.context.close()
    after = script.read_text(encoding="utf-8")
    assert after.replace(f"\n#\n# {SENTENCE}", "", 1) == before and after != before
    assert pair_problems(script) == []
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    assert set(stored["metadata"]) <= {"kernelspec", "source_sha256"}
    assert {key for cell in stored["cells"] for key in cell["metadata"]} <= {"tags"}
    assert outside == []
