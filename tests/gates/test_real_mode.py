"""One declared switch turns the notebooks into the real analysis: nothing then calls the respondents invented."""

import csv
import re
import shutil

import nbformat
import pytest
from checks import ROOT

from helpers import compendium, notebooks

ONLY_SYNTHETIC = r"SYNTHETIC|[Ii]nvented|by construction|built in|was assumed|made to match"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The notebooks run on the bundled answers, relabelled as if they were a survey's own."""
    data = tmp_path_factory.mktemp("real") / "data"
    for path in ("study.toml", "rulings.csv", "published/claims.csv", "raw/synthetic_export.csv"):
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data" / path, data / path)
    shutil.copytree(ROOT / "data" / "interviews", data / "interviews")
    shutil.copy(ROOT / "CITATION.cff", data.parent)
    with (data / "raw" / "synthetic_export.csv").open(encoding="utf-8", newline="") as file:
        rows = [row[:-1] for row in csv.reader(file)]
    with (data / "raw" / "export.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    declared = (data / "study.toml").read_text(encoding="utf-8")
    declared = declared.replace('mode = "synthetic"', 'mode = "real"').replace("raw/synthetic_export", "raw/export")
    # Whoever declares a real study writes its own assumptions: those on invented answers go.
    before, *assumptions = declared.split("[[assumptions]]")
    kept = [text for text in assumptions if not re.search("invented|shuffled", text)]
    (data / "study.toml").write_text("[[assumptions]]".join([before, *kept]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY", str(data / "study.toml"))
        return notebooks.run([s for s in compendium.all_scripts() if s.stem[:2] != "07"], data.parent / "notebooks")


def test_no_page_calls_real_respondents_invented(real):
    for notebook_file in real:
        for cell in nbformat.read(notebook_file, as_version=4).cells:
            shown = [cell.source] if cell.cell_type == "markdown" else []
            for output in cell.get("outputs", []):
                shown += [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
            said = re.search(ONLY_SYNTHETIC, " ".join(shown))
            assert not said, f"{notebook_file.name}: {said.group()} in {' '.join(shown)[:200]}"


def test_real_answers_carry_the_survey_mark_and_earn_verdicts(real):
    text = real[0].read_text(encoding="utf-8")
    assert "SURVEY" in text and "agrees" in text
