"""Hostile text in an export and a declaration is inert everywhere: no script, formula, link, control or direction mark.

A study drafted from hostile answers, headings and options goes through everything that the commands write.
"""

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser

import pandas as pd
import pytest
from checks import ROOT
from hostile import drafted, unseen
from markdown_it import MarkdownIt

from helpers import claims, cleaning, compendium, figures, pages
from helpers.compendium import front_page
from helpers.result import Result, shares
from helpers.study import Mark, load, write_sidecar


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The drafted study after every command; its results are beside it."""
    written = drafted(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY", str(written / "study.toml"))
        for command in ("validate", "results", "run", "site", "summary"):
            assert compendium.main([command]) == 0, command
    return written


class Live(HTMLParser):
    """What a browser would do with the hostile text in a page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            runs = name.startswith("on") or "javascript:" in (value or "")
            self.found += [f"<{tag} {name}={value}>"] if runs and "pwned" in (value or "") else []
        # The tags that hostile text opens: none of them has an attribute of ours.
        self.found += [f"<{tag}>"] if tag in ("b", "img") and {"src": "x"}.items() <= dict(attrs).items() else []

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside and "pwned" in data:
            self.found.append(f"<{self.inside}> {data[:60]}")

    def handle_comment(self, data):
        self.found += [f"<!-- {data[:60]}"] if "pwned" in data else []


def formulas(text):
    """Cells that a spreadsheet would run (OWASP, CSV Injection); a number is none."""
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.])", cell)]


def rendered(markdown):
    """As code hosts and JupyterLab render it, HTML let through and without what they sanitise."""
    return MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown)


def problems(name, text):
    """What is live in one file, or in one output of a notebook."""
    found = [f"{name}: holds U+{ord(each):04X}" for each in unseen(text)]
    if name.endswith(("html", "markdown", ".md")):
        page = text if name.endswith("html") else rendered(text)
        found += [f"{name}: {live}" for live in Live(page).found]
    if name.endswith("csv"):
        found += [f"{name}: {cell}" for cell in formulas(text)]
    return found


def outputs(notebook):
    """Every output of a notebook by its kind; pictures have no text."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            for kind, text in output.get("data", {}).items():
                if not kind.startswith("image/"):
                    yield f"{notebook.name} {kind}", "".join(text) if isinstance(text, list) else str(text)


@pytest.mark.long
def test_everything_that_the_commands_write_is_inert(study):
    results, found, kinds = study / "results-synthetic", [], set()
    for path in sorted(results.rglob("*")):
        if path.is_file() and "_static" not in path.parts and path.suffix in (".csv", ".md", ".html", ".js", ".ipynb"):
            kinds.add(path.suffix)
            found += problems(path.name, path.read_text(encoding="utf-8"))
    for notebook in results.glob("*.ipynb"):
        for name, text in outputs(notebook):
            kinds.add(name.rpartition("/")[2])
            found += problems(name, text)
    assert {".csv", ".html", ".ipynb", "html", "markdown", "csv", "plain"} <= kinds
    assert found == []


@pytest.mark.long
def test_the_hostile_text_is_there_to_be_read(study):
    # Else the test above would pass over pages that show nothing of it.
    site = "".join(path.read_text(encoding="utf-8") for path in (study / "results-synthetic" / "site").glob("*.html"))
    for shown in ("&lt;script&gt;pwned()&lt;/script&gt;", "&lt;img src=x onerror=pwned()&gt;", "cmd|"):
        assert shown in site
    assert "\ufffddenwp\ufffd" in site and "pw\ufffdn\ufffd[31med" in site


@pytest.mark.long
def test_the_draft_holds_it_as_text_alone(study):
    for script in study.glob("*.py"):
        text = script.read_text(encoding="utf-8")
        assert unseen(text) == set()
        # No heading or option has begun a line of its own.
        assert not re.search(r"^\s*(raise|# %%\n*raise|<script)", text, re.MULTILINE)
    assert unseen((study / "study.toml").read_text(encoding="utf-8")) == set()
    assert load(study / "study.toml").good.good.startswith("<script>")


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """The bundled study with hostile text in its claims, questions to the authors, skills and codes of interviews."""
    data = tmp_path_factory.mktemp("bundled") / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("SHA256SUMS", "derived", "*.json"))
    shutil.copy(ROOT / "CITATION.cff", data.parent)
    said = "<script>pwned()</script> [go](javascript:pwned()) $x$ `pwned`"
    texts = {
        "study.toml": ["Personal skills", "Communication skills", "Is the £58 an", "Undergraduate degree"],
        "raw/synthetic_export.csv": ["Personal skills", "Communication skills", "Undergraduate degree"],
        "published/claims.csv": ["54 link workers took", "Personal skills", "Count the rows analysed"],
        "interviews/codebook.csv": ["Personal skills"],
        "interviews/links.csv": ["Personal skills"],
    }
    for name, replaced in texts.items():
        path = data / name
        text = path.read_text(encoding="utf-8")
        for old in replaced:
            assert old in text, (name, old)
            text = text.replace(old, f"{said} {old}")
        path.write_text(text, encoding="utf-8")
    declared = load(data / "study.toml")
    write_sidecar(declared.export)
    return cleaning.survey(declared)


def test_claims_questions_sentences_and_interviews_are_inert(bundled):
    ledger, page = claims.ledger(bundled), pages.InterviewPage(bundled)
    evidence = pages.checklist_evidence(bundled, ledger)
    shown = [page.basis(), page.joint_display(), page.claims()]
    shown += [part for each in (page.assumptions(), page.open_claims()) for part in (each.shown, each.below)]
    shown += [page.say("{first_skill} leads, ahead of {runner_up} by {lead}.")]
    texts = [(kind, text) for each in shown for kind, text in each._repr_mimebundle_()[0].items()]
    texts += [
        ("md", pages.questions_for_authors(bundled.study, ledger)),
        ("md", pages.checklist_appendix(bundled.study, evidence)),
        ("md", front_page.assumptions_page(bundled, ledger)),
        ("csv", cleaning.csv_text(ledger.table())),
    ]
    kinds = {"md": ".md"}
    assert any("pwned" in text for _, text in texts)
    assert [each for kind, text in texts for each in problems(kinds.get(kind, kind), text)] == []
    assert "<script" not in "".join(text for kind, text in texts if kind == "text/markdown").replace("\\<script", "")


def test_dollars_in_labels_of_a_figure_are_letters():
    # Between two dollar signs matplotlib would look for a formula, and stop where there is none.
    counts = pd.DataFrame(
        {"count": [1, 2], "n": 3, "share": [1 / 3, 2 / 3], "low": 0.1, "high": 0.9},
        index=pd.Index(["$\\frac$ pwned", "<b>$5 to $10</b>"], name="answer"),
    )
    assert "pwned" in figures.shares(Result(counts, shares("share", "low", "high")), "answers", Mark.PUBLISHED).alt
