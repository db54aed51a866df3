"""The newcomer's path in docs/first_study.md: the commands printed there are run, as they stand, and lead to a site,
a Word file and a PDF: `make test-report`."""

import re

import nbformat
import pytest
from checks import page_problems
from newcomer import COMMANDS, followed

from helpers.study import load


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The folder of the study that the commands make."""
    return followed(tmp_path_factory.mktemp("newcomer"), COMMANDS)


def test_they_lead_to_tables_a_figure_and_a_site(study):
    results = study / "results-synthetic"
    shown = [
        output
        for path in sorted(results.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert not [output for output in shown if output.output_type == "error"]
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1
    assert sum("<table>" in output.get("data", {}).get("text/html", "") for output in shown) > 5
    assert page_problems(results / "site") == []
    first = (results / "site" / "index.html").read_text(encoding="utf-8")
    # The answer stands on the first page: 60 rows, as docs/first_study.md says.
    assert load(study / "study.toml").title in first and "Of 60 rows in the export" in first
    assert "usable amounts the mean is" in first


def test_what_looks_personal_is_named_and_no_count_is_written(study):
    written = (study / "study.toml").read_text(encoding="utf-8")
    assert '# not kept: "E-mail" (looks personal)' in written
    assert "E-mail" not in load(study / "study.toml").keep and "@example.org" not in written
    # Each option occurs so often, counted in the spreadsheet: a number that the declaration does not hold.
    assert not re.search(r"\b(26|20|14|24|23|13)\b", written)


def test_they_lead_to_a_table_a_figure_and_a_methods_paragraph(study):
    import docx

    [word] = (study / "results-synthetic").glob("report-*.docx")
    assert word.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    file = docx.Document(str(word))
    texts = [paragraph.text for paragraph in file.paragraphs]
    start = texts.index("Methods")
    assert any("Willingness to pay (WTP) was asked for a day in the park" in text for text in texts[start:])
    captions = [text for text in texts if re.match(r"Table \d\. Willingness to pay\. ", text)]
    table = next(table for table in file.tables if "mean (SD)" in {row.cells[0].text for row in table.rows})
    amounts = {row.cells[0].text: row.cells[1].text for row in table.rows}
    # Counted in examples/amounts/visitors.csv: sixty rows.
    assert len(captions) == 1 and amounts["asked"] == "60"
    assert len(file.inline_shapes) == 3
