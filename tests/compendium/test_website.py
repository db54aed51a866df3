"""No page of the site is built from what another input gave, and none that reads wrongly."""

import logging
import os
import re
import sys

import nbformat
import pytest
from checks import ROOT, page_problems

from helpers import claims, cleaning
from helpers.compendium import website
from helpers.study import InputError, load


@pytest.mark.slow
def test_no_site_is_built_of_pages_computed_from_another_input(tmp_path):
    # After the export has changed, a page not run again would stand among those that were.
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()])
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", {}, metadata={"input": "0123456789ab"})]
    nbformat.write(notebook, tmp_path / "01_old.ipynb")
    survey = cleaning.survey()
    with pytest.raises(InputError, match=r"01_old.ipynb: is stale, computed from 0123456789ab where the input is"):
        website.build(ROOT / "docs", tmp_path, tmp_path / "site", survey, claims.ledger(survey))


def notebook_of(*cells):
    """A notebook with cells of code: tags, and the data and metadata of one output."""
    made = nbformat.v4.new_notebook()
    for tags, data, metadata in cells:
        cell = nbformat.v4.new_code_cell("code()", metadata={"tags": tags})
        cell.outputs = [nbformat.v4.new_output("display_data", data, metadata=metadata)]
        made.cells.append(cell)
    return made


def test_readers_see_code_only_where_it_is_worth_reading_and_no_parameters():
    notebook = notebook_of((["parameters"], {}, {}), (["show-code"], {}, {}), ([], {}, {"role": "lede"}))
    tags = [cell.metadata["tags"] for cell in website._for_readers(notebook).cells]
    assert tags == [["parameters", "remove-cell"], ["show-code"], ["remove-input", "lede"]]


def test_a_table_is_saved_as_a_file_that_has_its_mark_in_its_name():
    table = {"text/html": "<table></table>", "text/csv": "a\n1\n"}
    notebook = notebook_of(([], dict(table), {"mark": "PUBLISHED, SYNTHETIC"}), ([], {"text/plain": "none"}, {}))
    assert website._downloads(notebook, "01_x") == {"01_x-table-1-published-synthetic.csv": "a\n1\n"}
    left = notebook.cells[0].outputs[0].data
    assert 'href="tables/01_x-table-1-published-synthetic.csv"' in left["text/html"] and "text/csv" not in left


@pytest.mark.slow
def test_what_is_wrong_with_a_page_is_said_and_the_builder_can_be_asked_again(tmp_path, capfd):
    logs = list(logging.getLogger().handlers)
    (tmp_path / "conf.py").write_text("pygments_style = 'a11y-high-contrast-light'", encoding="utf-8")
    for link, said in (("nowhere", "index.rst:4: WARNING: unknown document: 'nowhere' [ref.doc]"), ("index", "")):
        (tmp_path / "index.rst").write_text(f"Title\n=====\n\n:doc:`{link}`\n", encoding="utf-8")
        assert website._render(tmp_path, tmp_path / "site", {}, lambda: None).removeprefix(f"{tmp_path}/") == said
    assert (tmp_path / "site" / "index.html").exists()
    assert logging.getLogger().handlers == logs and capfd.readouterr() == ("", "")


def test_what_is_done_beside_can_be_waited_for_and_says_that_it_failed(tmp_path):
    with website._beside((tmp_path / "made").mkdir) as waited:
        waited()
        assert (tmp_path / "made").exists()
    with website._beside(sys.exit, 1) as waited, pytest.raises(RuntimeError, match="failed beside this process"):
        waited()


@pytest.mark.long
def test_a_study_without_claims_has_a_site_of_its_own_notebooks(tmp_path):
    study = load(ROOT / "examples" / "bids" / "study.toml")
    survey = cleaning.survey(study)
    reports = [tmp_path / name for name in ("report-A.docx", "report-A.pdf", "report-old.pdf", "report-none.pdf")]
    for path in reports[:3]:
        path.write_text("A report.", encoding="utf-8")
    os.utime(reports[2], (0, 0))
    website.build(ROOT / "docs", study.folder, tmp_path / "site", survey, claims.ledger(survey), "", reports)
    assert page_problems(tmp_path / "site") == []
    # A report that is older than its notebooks, or is not there, is offered nowhere.
    head = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="(?:\./)?(notebooks/report[^"]*)" download>([^<]*)<', head)
    assert linked == [("notebooks/report-A.docx", "Report (Word)"), ("notebooks/report-A.pdf", "Report (PDF)")]
    assert all((tmp_path / "site" / address).read_text() == "A report." for address, _ in linked)
    first = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert study.title in first and "What the pass is worth" in first and "SYNTHETIC DATA" in first
    text = " ".join(page.read_text(encoding="utf-8") for page in (tmp_path / "site").glob("*.html"))
    assert "link worker" not in text and "Lancet" not in text
