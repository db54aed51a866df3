"""No page of the site is built from what another input gave."""

import nbformat
import pytest
from checks import ROOT

from helpers import claims, cleaning
from helpers.compendium import website
from helpers.study import InputError


def test_no_site_is_built_of_pages_computed_from_another_input(tmp_path):
    # After the export has changed, a page not run again would stand among those that were.
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()])
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", {}, metadata={"input": "0123456789ab"})]
    nbformat.write(notebook, tmp_path / "01_old.ipynb")
    survey = cleaning.survey()
    with pytest.raises(InputError, match=r"01_old.ipynb: is stale, computed from 0123456789ab where the input is"):
        website.build(ROOT / "docs", tmp_path, tmp_path / "site", survey, claims.ledger(survey))
