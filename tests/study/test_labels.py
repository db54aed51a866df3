"""The label beside a synthetic export, and what it says was declared."""

import json
from dataclasses import replace

import pytest

from helpers.study import load, sidecar
from helpers.study.labels import stored_with


@pytest.fixture
def study(tmp_path):
    """The bundled declaration with an export of its own, which has no label yet."""
    return replace(load(), export=tmp_path / "export.csv")


def test_the_label_stands_beside_the_export_under_its_name(study, tmp_path):
    assert sidecar(study.export) == tmp_path / "export.csv.synthetic.json"


def test_what_was_declared_is_read_back(study):
    sidecar(study.export).write_text(json.dumps({"declared": {"invented.spread": 73}}), encoding="utf-8")
    assert stored_with(study) == {"invented.spread": 73}
    # Of real respondents nothing is stored that a reader could have changed.
    assert stored_with(replace(study, mode="real")) == {}


@pytest.mark.parametrize("held", ["", "[]", "{}", "not JSON", '{"declared": 3}'])
def test_a_damaged_label_says_nothing_here(study, held):
    assert stored_with(study) == {}
    sidecar(study.export).write_text(held, encoding="utf-8")
    assert stored_with(study) == {}


def test_the_bundled_label_holds_what_the_bundled_study_declares():
    bundled = load()
    stored = stored_with(bundled)
    assert stored["average.mean"] == bundled.average.mean and stored["invented.spread"] == bundled.invented.spread
