"""The derived files and the site, rebuilt elsewhere."""

import os
import shutil
import subprocess

import pytest
from checks import ROOT, page_problems
from committed import DERIVED, differing, manifest_problems, sums_problems
from project_checks import recipe_problems
from site_checks import back_link_problems, spelling_problems, validity_problems

from helpers import compendium

WRITTEN = {"assumptions", "checklists", "questions_for_authors"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site that `make` built, while it is up to date; otherwise one built here."""
    if shutil.which("make"):
        environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "STUDY")}
        command = ["make", "--question", "--no-print-directory", "build/site.stamp"]
        if not subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode:
            return ROOT / "build" / "site"
    folder = tmp_path_factory.mktemp("site") / "html"
    compendium.site(folder)
    return folder


def test_derived_files_rebuilt_elsewhere_are_the_same_bytes(tmp_path):
    compendium.results(tmp_path)
    assert differing({name: (tmp_path / name).read_bytes() for name in DERIVED}) == []


def test_checksums_record_every_committed_result():
    assert sums_problems() == []


def test_every_test_of_the_manifest_is_there():
    assert manifest_problems() == []


def test_make_check_and_make_test_run_everything():
    # Here and among the unit tests, so that dropping either line leaves the other to say so.
    assert recipe_problems((ROOT / "Makefile").read_text(encoding="utf-8")) == []


def test_pages_need_no_network_and_have_alternative_text_and_banner(site):
    assert page_problems(site) == []


def test_pages_are_valid_html_in_british_english(site):
    assert validity_problems(site) == []
    assert spelling_problems(site) == []


def test_bibliography_and_pages_are_linked_both_ways(site):
    assert back_link_problems(site) == []


def test_every_notebook_and_docs_page_is_on_the_site(site):
    wanted = {path.stem for path in [*compendium.all_scripts(), *(ROOT / "docs").glob("*.md")]} | WRITTEN
    assert wanted <= {page.stem for page in site.glob("*.html")}
