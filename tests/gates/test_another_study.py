"""A study with other questions, format, currency and survey tool than the bundled one runs on the same helpers."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from checks import ROOT

from helpers import claims, cleaning, compendium, pages
from helpers import valuation as cv
from helpers.compendium import front_page
from helpers.study import SYNTHETIC, SYNTHETIC_ID, InputError, load, sidecar, write_sidecar

FOLDER = ROOT / "examples" / "bids"
STUDY = load(FOLDER / "study.toml")


def outputs(folder):
    """What the two notebooks in a folder show."""
    for path in sorted(folder.glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            yield from cell.get("outputs", [])


def test_both_notebooks_speak_in_dollars_under_their_own_mark_and_input():
    # That they are paired, executed and the same on every run is for the gates on all notebooks.
    marks = [output.get("metadata", {}) for output in outputs(FOLDER)]
    assert {mark.get("mark") for mark in marks} == {"SYNTHETIC"}
    assert {mark["input"] for mark in marks if "input" in mark} == cleaning.inputs(STUDY)
    text = " ".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.ipynb"))
    assert "$" in text and "£" not in text and "link worker" not in text and "SYNTHETIC DATA" in text


@pytest.mark.long
def test_its_real_answers_are_marked_so_and_protected(tmp_path, monkeypatch):
    folder = tmp_path / "marsh"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.ipynb", "*.json"))
    declaration = folder / "study.toml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace('"synthetic"', '"real"'), encoding="utf-8")
    export = pd.read_csv(folder / "export.csv", dtype=str, keep_default_na=False).drop(columns=SYNTHETIC)
    export["id"] = export["id"].str.replace(SYNTHETIC_ID, "")
    export.to_csv(folder / "export.csv", index=False)
    monkeypatch.setenv("STUDY", str(declaration))
    for command in (["validate"], ["run", *map(str, folder.glob("0*.py"))], ["results"]):
        assert compendium.main(command) == 0
    written = {path.name for path in (folder / "results-survey").glob("*-survey.csv")}
    assert written == {"respondents-survey.csv"}
    shown = list(outputs(folder / "results-survey"))
    assert {output.get("metadata", {}).get("mark") for output in shown} == {"SURVEY", ""}
    assert any("withheld" in output.get("data", {}).get("text/markdown", "") for output in shown)
    assert "SYNTHETIC" not in str([output.get("data") for output in shown])


def test_a_study_without_published_claims_has_a_page_and_no_verdicts():
    page = pages.Page(cleaning.survey(STUDY))
    assert page.say("{rows_analysed} of {rows_in}.").markdown.startswith("156 of 160.")
    assert "published totals" not in page.banner().markdown
    for verdict in (page.claims, page.open_claims):
        with pytest.raises(InputError, match=r"^bids/published/claims\.csv: is missing, .* no verdicts"):
            verdict()


def test_the_first_page_of_a_study_in_dollars_with_published_claims_speaks_in_dollars(tmp_path, monkeypatch):
    # That its notebooks do is for the fake real survey, which is one in dollars.
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("SHA256SUMS", "derived", "*.json"))
    for path in filter(Path.is_file, data.rglob("*")):
        text = path.read_text(encoding="utf-8")
        for ours, theirs in (("£", "$"), ("GBP", "USD"), ("pound", "dollar")):
            text = text.replace(ours, theirs)
        path.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    declared = load(data / "study.toml")
    write_sidecar(declared.export)
    monkeypatch.setenv("STUDY", str(declared.path))
    survey, here = cleaning.survey(declared), tmp_path / "results"
    ledger = claims.ledger(survey)
    texts = [
        front_page.answer(ledger),
        front_page.summary(survey, ledger, 1, "site"),
        front_page.assumptions_page(survey, ledger),
    ]
    assert compendium.main(["results", "--to", str(here)]) == 0
    texts += [path.read_text(encoding="utf-8") for path in here.rglob("*.md")]
    assert all("$58" in text for text in texts[:2])
    assert not [text for text in texts if "£" in text or "GBP" in text]


def test_rows_are_accounted_for_and_the_median_is_the_one_put_in():
    survey = cleaning.survey(STUDY)
    assert survey.raw.attrs["tool"] == "LimeSurvey"
    assert survey.flow["rows"].iloc[0] == 160 == survey.flow["rows"].iloc[1:].sum()
    fit = cv.fit(cv.single_bounded(survey.respondents["bid"], survey.respondents["vote"]), "log-logistic")
    found = fit.interval("median", method="delta", level=0.99)
    # make_export.py draws from a median of 30 dollars.
    assert found.low < 30 < found.high
    assert survey.respondents["visits_birds"].dropna().isin([True, False]).all()


def test_the_example_export_regenerates_byte_for_byte(tmp_path):
    made = tmp_path / STUDY.export.name
    subprocess.run([sys.executable, str(FOLDER / "make_export.py"), str(made)], check=True)
    assert made.read_bytes() == STUDY.export.read_bytes()
    assert sidecar(made).read_bytes() == sidecar(STUDY.export).read_bytes()
