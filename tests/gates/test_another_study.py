"""A study with other questions, format, currency and survey tool than the bundled one runs on the same helpers."""

import subprocess
import sys

import nbformat
import pytest
from checks import ROOT

from helpers import cleaning, notebooks
from helpers import valuation as cv
from helpers.study import load

FOLDER = ROOT / "examples" / "bids"
STUDY = load(FOLDER / "study.toml")


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY", str(STUDY.path))
        return notebooks.run(sorted(FOLDER.glob("0*.py")), tmp_path_factory.mktemp("bids"))


def test_both_notebooks_run_in_dollars_under_their_own_input(executed):
    marked = [
        output
        for path in executed
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert len(marked) == 4
    assert all(output.metadata["mark"] == "SYNTHETIC" and output.metadata["input"] for output in marked)
    text = " ".join(path.read_text(encoding="utf-8") for path in executed)
    assert "$" in text and "£" not in text and "link worker" not in text


def test_rows_are_accounted_for_and_the_median_is_the_one_put_in():
    survey = cleaning.survey(STUDY)
    assert survey.raw.attrs["tool"] == "LimeSurvey"
    assert survey.flow["rows"].iloc[0] == 160 == survey.flow["rows"].iloc[1:].sum()
    fit = cv.fit(cv.single_bounded(survey.respondents["bid"], survey.respondents["vote"]), "log-logistic")
    found = fit.interval("median", method="delta", level=0.99)
    # make_export.py draws from a median of 30 dollars.
    assert found.low < 30 < found.high
    assert survey.respondents["visits_birds"].dropna().isin([True, False]).all()


def test_the_example_export_regenerates_byte_for_byte():
    before = STUDY.export.read_bytes()
    subprocess.run([sys.executable, str(FOLDER / "make_export.py")], check=True)
    assert STUDY.export.read_bytes() == before
