"""The table of settings says the same, differs, fails or not exercised, each where it is so."""

import io
import shutil

import anywhere
import numpy as np
import pytest
from checks import ROOT
from committed import DERIVED, notebooks
from PIL import Image

pytestmark = pytest.mark.slow


def as_committed(tree):
    """A row that writes exactly what is committed."""
    for name in [*DERIVED, *notebooks()]:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)


def with_another_digit(tree):
    as_committed(tree)
    path = tree / "data" / "derived" / "respondents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("SYN-001", "SYN-009"), encoding="utf-8")


def without_a_notebook(tree):
    as_committed(tree)
    (tree / "notebooks" / "00_the_answer.ipynb").unlink()


def broken(tree):
    anywhere.call(tree, ["sh", "-c", "echo it broke >&2; exit 3"])


def impossible(tree):
    raise anywhere.NotExercisedError("no such processor")


@pytest.mark.long
def test_each_outcome_is_told_apart(monkeypatch, capsys):
    assert anywhere.outcome(as_committed) == ("the same", [])
    said, [sentence] = anywhere.outcome(with_another_digit)
    assert said == "DIFFERS" and sentence.startswith("data/derived/respondents.csv: ")
    assert anywhere.outcome(without_a_notebook) == ("DIFFERS", ["notebooks/00_the_answer.ipynb: was not written."])
    assert anywhere.outcome(broken) == ("FAILS", ["it broke"])
    assert anywhere.outcome(impossible) == ("not exercised: no such processor", [])
    monkeypatch.setattr(anywhere, "ROWS", {"one": ("a row that breaks", broken)})
    assert anywhere.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "a row that breaks: it broke"
    assert anywhere.main(["absent"]) == 2


def png(pixels, level):
    """A picture under a level of compression."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=level)
    return file.getvalue()


def test_elsewhere_figures_are_compared_by_their_pixels():
    pixels = np.arange(3 * 64 * 64, dtype=np.uint8).reshape(64, 64, 3)
    assert png(pixels, 1) != png(pixels, 9)
    assert anywhere.decoded("a.png", png(pixels, 1)) == anywhere.decoded("a.png", png(pixels, 9))
    other = pixels.copy()
    other[0, 0, 0] += 1
    assert anywhere.decoded("a.png", png(other, 1)) != anywhere.decoded("a.png", png(pixels, 1))


@pytest.mark.long
def test_a_python_is_found_by_its_version_or_not_at_all():
    assert anywhere.interpreter("3.2") is None
    assert anywhere.interpreter("3.11")
