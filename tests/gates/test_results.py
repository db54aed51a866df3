"""The derived files and the site, rebuilt elsewhere."""

import pytest
from checks import ROOT, differing, page_problems

from helpers import compendium

DERIVED = ["data/derived/respondents.csv", "data/derived/claims.csv", "docs/answer.png", "README.md"]
DERIVED += ["data/derived/checklists.md", "data/derived/questions_for_authors.md"]
WRITTEN = {"assumptions", "checklists", "questions_for_authors"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "html"
    compendium.site(folder)
    return folder


def test_derived_files_rebuilt_elsewhere_are_the_same_bytes(tmp_path):
    compendium.results(tmp_path)
    assert differing(tmp_path, ROOT, DERIVED) == []


def test_pages_need_no_network_and_have_alternative_text_and_banner(site):
    assert page_problems(site) == []


def test_every_notebook_and_docs_page_is_on_the_site(site):
    wanted = {path.stem for path in [*compendium.all_scripts(), *(ROOT / "docs").glob("*.md")]} | WRITTEN
    assert wanted <= {page.stem for page in site.glob("*.html")}
