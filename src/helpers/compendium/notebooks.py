"""Pair and execute the notebooks: the .py is edited, the .ipynb is read."""

from __future__ import annotations

import ast
import asyncio
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm import tqdm

from helpers.study import InputError

from . import kernels

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# One more than fills two cores: each waits for a third of a second while it starts and ends.
KERNELS = 3
# Where one page names a notebook: in a link, or on a line of its own as in a table of contents.
NAMED = re.compile(r"\b(\d\d_[a-z]\w*)(?=\.ipynb\b|$)", re.MULTILINE)
# BLAS threads and a user's own IPython profile could both change what a cell prints.
KERNEL_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def paired(script: Path, folder: Path | None = None, mark: str = "") -> Path:
    """Return the .ipynb that belongs to a .py script, in its own folder or in another, under its name and a mark."""
    return (folder or script.parent) / f"{script.stem}{mark and f'-{mark}'}.ipynb"


def marked(text: str, mark: str) -> str:
    """The text with a mark added to the name of every notebook that it names."""
    return NAMED.sub(rf"\1-{mark}", text) if mark else text


def stale(notebook: nbformat.NotebookNode, inputs: set[str], changes: str = "") -> Iterator[tuple[int, str]]:
    """The number of each cell with an output of another input, or other changes, than those at hand; and which."""
    for index, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if (changed := output.get("metadata", {}).get("changed", "")) not in ("", changes):
                yield index, f"is of a changed run ({changed})"
            if (recorded := output.get("metadata", {}).get("input")) and recorded not in inputs:
                yield index, f"is stale, computed from {recorded} where the input is {' or '.join(sorted(inputs))}"


def from_script(script: Path) -> nbformat.NotebookNode:
    """Read a percent script as a notebook that nothing but its content can change."""
    notebook = jupytext.read(script, fmt="py:percent")
    for index, cell in enumerate(notebook.cells):
        cell.id = f"{script.stem}-{index}"
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = {"kernelspec": KERNELSPEC, "source_sha256": source_hash(notebook)}
    return notebook


def source_hash(notebook: nbformat.NotebookNode) -> str:
    """Hash what a person wrote in a notebook, whatever its outputs."""
    return hashlib.sha256(json.dumps(written(notebook)).encode()).hexdigest()


def refuse_hand_edits(script: Path) -> None:
    """Stop where running would overwrite an edit that was made in the .ipynb alone.

    The runner leaves the hash of the cells it ran in the notebook; cells that match neither it nor the script were
    typed into the notebook by hand.
    """
    notebook_file = paired(script)
    if not notebook_file.exists():
        return
    stored = read(notebook_file)
    present = source_hash(stored)
    if present not in (stored.metadata.get("source_sha256"), source_hash(from_script(script))):
        named = os.path.relpath(notebook_file)
        raise InputError(
            f"{notebook_file.name} was edited by hand: keep the edit with `.venv/bin/jupytext --to py:percent "
            f"{named}`, or drop it by deleting {named}; then run again."
        )


def parameters(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What the cell tagged `parameters` assigns, as it is written; nothing where there is none."""
    assigned: dict[str, str] = {}
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Assign):
                    assigned |= {ast.unparse(target): ast.unparse(node.value) for target in node.targets}
    return assigned


def refuse_parameters(script: Path) -> None:
    """Stop before anything is overwritten where a what-if was saved: as committed, every parameter is as declared."""
    for name, value in parameters(from_script(script)).items():
        if value != "None":
            raise InputError(
                f"{script.name}: its cell of parameters sets {name} to {value}; set it to None again. What others "
                "are to see changed goes into a copy of study.toml, or into a file of its own by papermill."
            )


def read(notebook_file: Path) -> nbformat.NotebookNode:
    """Read an .ipynb, naming the file where it is not one."""
    try:
        return nbformat.read(notebook_file, as_version=4)
    except (OSError, UnicodeDecodeError, ValueError, nbformat.reader.NotJSONError) as error:
        raise InputError(f"{notebook_file} is not a readable notebook: delete it and run `make` again.") from error


def run(
    scripts: list[Path], folder: Path | None = None, mark: str = "", setting: dict[str, str] | None = None
) -> list[Path]:
    """Execute scripts from top to bottom and write their notebooks, next to them or into `folder`.

    Nothing is written for a notebook that fails, so good output is never replaced by bad.

    Parameters
    ----------
    scripts : list of Path
        Percent scripts.
    folder : Path, optional
        Where to write; by default next to each script, after checking that no hand edit would be lost.
    mark : str
        What to add to the name of each notebook, and to the links from one to another.
    setting : dict, optional
        Further environment variables of the kernels, such as those that make one processor compute as another.

    Returns
    -------
    list of Path
        The notebooks written.

    Raises
    ------
    InputError
        Naming the notebook, the cell and the error of the first failure.
    """
    for script in scripts:
        refuse_parameters(script)
    if folder is None:
        for script in scripts:
            refuse_hand_edits(script)
    else:
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        setting = KERNEL_ENVIRONMENT | (setting or {})
        return asyncio.run(_run_all(scripts, folder, mark, setting, profile))


async def _run_all(
    scripts: list[Path], folder: Path | None, mark: str, setting: dict[str, str], profile: str
) -> list[Path]:
    slots = asyncio.Semaphore(KERNELS)
    # A notebook that is given up because another failed leaves a watch on its kernel behind, which would complain.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    # disable=None: a bar on a terminal, nothing in a log.
    with tqdm(total=len(scripts), desc="notebooks", unit="notebook", disable=None) as progress:

        async def one(script: Path) -> Path:
            async with slots:
                notebook = await _execute(script, setting, profile)
            progress.update()
            return _write(notebook, paired(script, folder, mark), mark)

        tasks = [asyncio.ensure_future(one(script)) for script in scripts]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise


async def _execute(script: Path, setting: dict[str, str], profile: str) -> nbformat.NotebookNode:
    notebook = from_script(script)
    client = NotebookClient(
        notebook,
        km=kernels.manager(KERNELSPEC["name"], setting),
        timeout=600,
        kernel_name=KERNELSPEC["name"],
        record_timing=False,
        # The kernel would warn of unencrypted loopback on every start, and of a cell that is given up in a traceback.
        extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        resources={"metadata": {"path": str(script.parent)}},
    )
    # The client ends its kernel, also one that it was given.
    client.owns_km = True
    try:
        await client.async_execute(env=os.environ | setting | {"IPYTHONDIR": profile})
    except (DeadKernelError, CellTimeoutError) as error:
        raise InputError(
            f"{script.name}: the kernel died or a cell ran over ten minutes; run it in JupyterLab."
        ) from error
    except CellExecutionError as error:
        code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        number = 1 + next(i for i, cell in enumerate(code_cells) if any(o.output_type == "error" for o in cell.outputs))
        raise InputError(f"{script.name}, code cell {number}: {error.ename}: {error.evalue}") from error
    # language_info names the Python version, which would differ from one machine to the next.
    notebook.metadata.pop("language_info", None)
    return notebook


def _write(notebook: nbformat.NotebookNode, target: Path, mark: str) -> Path:
    # Two runs at once never write into the same unfinished file.
    temporary = target.with_suffix(f".{os.getpid()}.partial")
    temporary.write_text(marked(nbformat.writes(notebook), mark) + "\n", encoding="utf-8", newline="\n")
    return temporary.replace(target)


def written(notebook: nbformat.NotebookNode) -> list[list]:
    """What a person wrote in each cell: its kind, source and tags."""
    return [[cell.cell_type, cell.source, list(cell.metadata.get("tags", []))] for cell in notebook.cells]
