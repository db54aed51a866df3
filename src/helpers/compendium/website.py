"""Render the executed notebooks and docs/ as static pages that need no network."""

from __future__ import annotations

import contextlib
import io
import logging
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util import console, docutils

from helpers import claims, cleaning, figures
from helpers.study import InputError, Study

from . import combinations_page, front_page, notebooks, typefaces

TITLE = "What would link workers pay for training?"
TABLES = "tables"  # folder of the site that holds them as CSV


def build(
    docs: Path,
    executed: Path,
    target: Path,
    survey: cleaning.Survey,
    ledger: claims.Ledger,
    mark: str = "",
    reports: Sequence[Path] = (),
) -> None:
    """Build the site from its settings in `docs` and the `executed` notebooks; replace `target` only if that succeeds.

    The notebooks of another study have its ``mark`` in their names, which the pages then take up. Of the ``reports``,
    Word and PDF, every page offers those that were written since the notebooks were executed.

    Raises
    ------
    InputError
        A notebook was computed from another input than the declared one; or with the first warning of the builder: a
        page that warns is a page that reads wrongly.
    """
    with tempfile.TemporaryDirectory() as workshop:
        source, output = Path(workshop, "source"), Path(workshop, "site")
        read = _read(executed, survey.study)
        # The pages of docs/ are about claims, all but the glossary.
        about_claims = [page.name for page in docs.glob("*.md") if ledger.claims.empty and page.stem != "glossary"]
        shutil.copytree(docs, source, ignore=shutil.ignore_patterns(*about_claims))
        for page in source.glob("*.md"):
            page.write_text(notebooks.marked(page.read_text(encoding="utf-8"), mark), encoding="utf-8")
        # To try what goes together takes as long as all that is done here until the builder reads pages.
        trial = _beside(combinations_page.write, source / "what_goes_together.md")
        with contextlib.nullcontext(lambda: None) if ledger.claims.empty else trial as waited:
            typefaces.cut(source / "_static" / "fonts")
            for name, text in front_page.written(survey, ledger, [path.stem for path in read]).items():
                (source / f"{name}.md").write_text(notebooks.marked(text, mark), encoding="utf-8")
            saved: dict[str, str] = {}
            for path, notebook in read.items():
                saved |= _downloads(notebook, path.stem)
                nbformat.write(_for_readers(notebook), source / path.name)
            kept = _sources(executed, list(read))
            latest = max((path.stat().st_mtime for path in read), default=0.0)
            offered = [path for path in reports if path.exists() and path.stat().st_mtime >= latest]
            context = {"downloads": " ".join(path.name for path in kept)}
            context |= {"reports": " ".join(path.name for path in offered)}
            if ledger.claims.empty:
                settings = _settings(survey.study.title)
            else:
                (source / "_static" / "card.png").write_bytes(figures.card(ledger, TITLE))
                context |= {"bounds_alt": figures.demand_bounds(ledger).alt}
                context |= {"bounds_declared": front_page.declared(ledger)}
                settings = _published_at(os.environ.get("GITHUB_REPOSITORY", ""))
            settings |= {f"html_context.{name}": value for name, value in context.items()}
            if complaint := _render(source, output, settings, waited):
                raise InputError(f"The site was not built: {complaint.removeprefix(f'{source}/')}")
        _finish(output, [*kept, *offered], saved)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(output, target, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))


def _read(executed: Path, study: Study) -> dict[Path, nbformat.NotebookNode]:
    """The executed notebooks by their files, in reading order."""
    read = {path: notebooks.read(path) for path in sorted(executed.glob("*.ipynb"))}
    for path, notebook in read.items():
        for _, fault in notebooks.stale(notebook, cleaning.inputs(study), study.changes):
            raise InputError(f"{path.name}: {fault}; run it again.")
    return read


@contextlib.contextmanager
def _beside(work: Callable[..., None], *given: object) -> Iterator[Callable[[], None]]:
    """Have something done on another core meanwhile; whoever needs what it makes waits for it."""
    # Elsewhere a process that is forked may not compute, and one that is not imports all anew.
    process = multiprocessing.get_context("fork" if sys.platform == "linux" else None).Process(target=work, args=given)
    # Newer Pythons warn of forking beside threads; those of BLAS or of a runner of tests hold nothing meanwhile.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        process.start()

    def wait() -> None:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"{work.__module__} failed beside this process, as said above.")

    try:
        yield wait
    finally:
        process.join()


def _render(source: Path, output: Path, settings: dict[str, Any], waited: Callable[[], None]) -> str:
    """What the builder has to say against the pages, all of which are there once they are waited for."""
    said = io.StringIO()
    console.nocolor()
    with docutils.patch_docutils(source), docutils.docutils_namespace(), _kept():
        try:
            folders = (source, source, output, output / ".doctrees")
            # One process finds what belongs on a page, two write it.
            app = Sphinx(*folders, "html", settings, None, said, warningiserror=True, parallel=3)
            waited()
            app.build()
        except SphinxError as error:
            return _first_line(str(error))
    return _first_line(said.getvalue()) if app.statuscode else ""


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Keep what parts of the builder log and warn of, which is their own code, from everybody's logs and tests."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def _finish(site: Path, offered: Sequence[Path], tables: dict[str, str]) -> None:
    """Make what the builder wrote readable for everybody, and put beside it the files and tables that pages offer."""
    for page in site.rglob("*.html"):
        page.write_text(_for_everybody(page.read_text(encoding="utf-8")), encoding="utf-8")
    for style in site.glob("_static/mystnb.*.css"):
        style.write_text(_without_terminals(style.read_text(encoding="utf-8")), encoding="utf-8")
    (site / "notebooks").mkdir()
    for path in offered:
        shutil.copy(path, site / "notebooks" / path.name)
    for name, text in tables.items():
        (site / TABLES).mkdir(exist_ok=True)
        (site / TABLES / name).write_text(text, encoding="utf-8")


def _for_everybody(text: str) -> str:
    """A page as the builder wrote it, so that it can also be read without a mouse, or listened to."""
    # Whoever has no mouse scrolls a wide table or code by the keyboard, which only reaches what can be focused.
    text = text.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    text = text.replace("<pre>", '<pre tabindex="0">')
    # A region is a landmark, of which a page with many tables would have too many to be of use.
    text = text.replace('role="region" tabindex="0"', 'role="group" tabindex="0"')
    # Who listens to a page is told one side of it from the other.
    text = text.replace('<aside class="sidebar-drawer"', '<aside aria-label="All pages" class="sidebar-drawer"')
    text = text.replace('<aside class="toc-drawer', '<aside aria-label="This page" class="toc-drawer')
    # The builder follows links in what a person wrote, and leaves those in what code wrote as they are.
    return re.sub(r'(href="\d\d_[\w-]+)\.ipynb"', r'\1.html"', text)


def _without_terminals(style: str) -> str:
    """A style sheet without the colours of terminals, most of what it weighs: no page shows the output of one.

    >>> _without_terminals(
    ...     "div.highlight .-Color[class*=-C7] { color: #fff }\\np { margin: 0 }\\n"
    ... )
    'p { margin: 0 }\\n'
    """
    return re.sub(r"(?m)^div\.highlight \.-Color[^{]*\{[^}]*\}\n*", "", style)


def _sources(executed: Path, notebook_files: list[Path]) -> list[Path]:
    """The notebooks themselves and the scripts beside them, which every page offers."""
    return [path for each in notebook_files for path in (each, executed / f"{each.stem}.py") if path.exists()]


def _published_at(repository: str) -> dict[str, Any]:
    """What the builder is told of the code host's repository, owner/name, where its CI builds the site."""
    owner, _, name = repository.partition("/")
    base = f"https://{owner}.github.io/{name}/"
    told = {"html_baseurl": base, "html_context.base": base, "html_context.repository": repository}
    return told if name else {}


def _settings(title: str) -> dict[str, Any]:
    """What the builder is told of another study: its title, and nothing of our names and licences."""
    # The theme takes a title for HTML.
    title = re.sub(r"\s+", " ", title).translate(str.maketrans("<>", "‹›"))
    return {
        "project": title,
        "html_title": title,
        "author": "",
        "html_show_copyright": False,
        "html_context.about": title,
    }


def _for_readers(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Carry alternative text and roles to where the site builder looks for them, and leave out code that only speaks.

    Code stays where its cell is tagged ``show-code``: where it computes something worth reading. Parameters are for who
    runs the notebook.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tags = cell.metadata.get("tags", [])
        kept = "remove-cell" if "parameters" in tags else "" if "show-code" in tags else "remove-input"
        roles = [role for output in cell.outputs if (role := output.get("metadata", {}).get("role"))]
        cell.metadata["tags"] = [*tags, *filter(None, (kept, *roles))]
        for output in cell.outputs:
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
    notebook.metadata.pop("source_sha256", None)
    return notebook


def _downloads(notebook: nbformat.NotebookNode, stem: str) -> dict[str, str]:
    """The tables of a notebook as CSV by file name, each with its mark in it; below each goes a link that saves it."""
    saved: dict[str, str] = {}
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        data = output.get("data", {})
        if (table := data.pop("text/csv", None)) is not None:
            mark = re.sub(r"\W+", "-", output.metadata["mark"].lower())
            name = f"{stem}-table-{len(saved) + 1}-{mark}.csv"
            saved[name] = table
            data["text/html"] += f'\n<p class="download"><a download href="{TABLES}/{name}">Save as CSV</a></p>'
    return saved


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
