"""A fake real survey with planted secrets, set up as docs/new_study.md says, goes through everything.

None of the secrets comes out, nothing small does, and nothing is marked as invented. It is also in another currency.
"""

import base64
import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from checks import ROOT

from helpers import cleaning, compendium
from helpers.study import SYNTHETIC, digest, load

# Planted where a survey keeps what identifies people, each once.
SECRETS = {
    "IPAddress": "203.0.113.77",
    "RecipientEmail": "canary.mail@example.org",
    "RecipientLastName": "Canaryname",
    "RecipientFirstName": "Firstcanary",
    "ExternalReference": "EXT-CANARY-1",
    "LocationLatitude": "51.48160",
    "LocationLongitude": "-3.17910",
    "StartDate": "2020-04-01 07:07:07",
    "RecordedDate": "2020-04-01 07:31:13",
    "ResponseId": "R_canaryID0001",
    "Q8": "$45, ring Dr Canarydoctor on 029 2018 0999",
    "Q17": "I live at CF99 9ZZ, NHS 943 476 5919",
}
ADDED = ("Browser", "CanaryBrowser/1.0")
COMMANDS = ("validate", "results", "run", "site", "summary")
# Those that write pages, for which `make test` has no time.
PAGES = ("run", "site")
# What the first step of the page leaves out of the copy of data/.
LEFT_OUT = ("raw", "derived")


def declared_real(text):
    """The bundled declaration as the page has it changed: export, mode, and nothing that speaks of invented answers."""
    text = text.replace('mode = "synthetic"', 'mode = "real"').replace("raw/synthetic_export.csv", "export.csv")
    assumptions = re.findall(r"^\[\[assumptions\]\]\n(?:\w.*\n)+", text, re.MULTILINE)
    invented = [each for each in assumptions if re.search("invented|shuffled|placeholder", each)]
    assert 0 < len(invented) < len(assumptions)
    for each in invented:
        name = re.search(r'id = "(\w+)"', each)[1]
        text = text.replace(each, "").replace(f'"{name}", ', "")
    return text


def in_dollars(text):
    """A declaration, ledger or export with dollars for pounds."""
    for ours, theirs in (("£", "$"), ("GBP", "USD"), ("pound", "dollar")):
        text = text.replace(ours, theirs)
    return text


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The outputs of the fake study, and what it printed."""
    folder = tmp_path_factory.mktemp("real") / "survey"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for path in filter(Path.is_file, folder.rglob("*")):
        path.write_text(in_dollars(path.read_text(encoding="utf-8")), encoding="utf-8")
    text = (folder / "study.toml").read_text(encoding="utf-8")
    (folder / "study.toml").write_text(declared_real(text), encoding="utf-8")
    export = in_dollars((ROOT / "data" / "raw" / "synthetic_export.csv").read_text(encoding="utf-8"))
    header, *others = [record[:-1] for record in csv.reader(io.StringIO(export, newline=""))]
    rows = [dict(zip(header, record, strict=True)) for record in others]
    for row in rows[2:]:
        row["ResponseId"] = row["ResponseId"].replace("R_SYN", "R_")
    # A respondent who is analysed carries them all.
    rows[next(place for place, row in enumerate(rows) if row["Q8"] == "$200")] |= SECRETS
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        head = [[*header, ADDED[0]], [*rows[0].values(), ADDED[0]], [*rows[1].values(), '{"ImportId":"browser"}']]
        writer.writerows([*head, *([*row.values(), ADDED[1]] for row in rows[2:])])
    return folder, printed(folder, [command for command in COMMANDS if command not in PAGES])


@pytest.fixture(scope="module")
def pages(real):
    """The same with its executed notebooks and its site, which take most of the time."""
    return real[0], real[1] + printed(real[0], PAGES)


def printed(folder, commands):
    """What these commands print of the study in a folder."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY", str(folder / "study.toml"))
        patch.setattr("sys.stdout", said)
        patch.setattr("sys.stderr", said)
        done = [compendium.main([command]) for command in commands]
    assert set(done) == {0}, said.getvalue()
    return said.getvalue()


def test_the_pages_say_what_this_gate_does():
    for page in ("README.md", "docs/new_study.md"):
        text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
        assert f"Copy `data/` without `{LEFT_OUT[0]}/` and `{LEFT_OUT[1]}/` to a folder of your own" in text
        assert 'set `mode = "real"`' in text and "`results-survey/`" in text


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_make_runs_these_commands(real, tmp_path):
    study = real[0] / "study.toml"
    command = ["make", "--dry-run", "--old-file=build/env.stamp", f"STAMPS={tmp_path}", f"STUDY={study}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert tuple(re.findall(r"-m helpers\.compendium (\w+)", said)) == COMMANDS


def marked_synthetic(folder, said):
    """The names of what came out with a mark of invented numbers."""
    # The glossary explains every mark, and so does what shows when one of its terms is pointed at.
    pages = [(name, re.sub(r'title="[^"]*"', "", text)) for name, text in everything(folder, said)]
    return {name for name, text in pages if "SYNTHETIC" in text and "glossary" not in name}


def test_nothing_real_is_marked_synthetic(real):
    assert marked_synthetic(*real) == set()
    assert "54 respondents + 11 excluded (SURVEY)" in real[1]


@pytest.mark.long
def test_no_page_is_marked_synthetic(pages):
    assert marked_synthetic(*pages) == set()


def test_an_export_recorded_as_the_page_says_may_not_change(real, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "survey"
    shutil.copytree(real[0], folder, ignore=shutil.ignore_patterns("results-*"))
    (folder / "SHA256SUMS").write_text(f"{digest(folder / 'export.csv')}  export.csv\n")
    monkeypatch.setenv("STUDY", str(folder / "study.toml"))
    assert compendium.main(["validate"]) == 0
    with (folder / "export.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert compendium.main(["validate"]) == 1
    assert "is not the file whose checksum survey/SHA256SUMS records" in capsys.readouterr().err


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def everything(folder, printed):
    """All that came out, by name: text with the tables inside links decoded, and figures as bytes."""
    yield "log", printed
    for path in sorted((folder / "results-survey").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            payloads = rb"(?:base64,|\"image/png\": \")([A-Za-z0-9+/=]{40,})"
            # Four letters in a row come by chance in what is coded, so that is read decoded alone.
            yield path.name, re.sub(payloads, b"", content).decode("utf-8", "replace")
            for payload in re.findall(payloads, content):
                yield f"{path.name}, payload", base64.b64decode(payload).decode("utf-8", "replace")


def secrets(folder, said):
    """What of the secrets came out, and where."""
    pieces = ("Canarydoctor", "2018 0999", "CF99", "943 476", "Canaryname", "07:31", ADDED[1], "203.0.113")
    wanted = (*SECRETS.values(), *pieces)
    return [(name, each) for name, text in everything(folder, said) for each in wanted if each in text]


def test_planted_secrets_come_out_nowhere(real):
    assert secrets(*real) == []


@pytest.mark.long
def test_no_page_shows_a_secret(pages):
    results = pages[0] / "results-survey"
    assert (results / "site" / "index.html").exists() and len(list(results.glob("*.ipynb"))) > 5
    assert secrets(*pages) == []


def test_the_typed_answers_are_on_the_review_list_by_row_and_kind(real):
    folder, _ = real
    review = table(folder / "results-survey" / "review" / "typed-survey.csv")
    assert {row["kind"] for row in review} == {"name", "telephone", "postcode", "NHS number"}
    assert {row["column"] for row in review} == {"Q8", "Q17"}


def test_single_respondents_are_not_written_and_the_log_says_why(real):
    folder, printed = real
    assert not (folder / "results-survey" / "respondents-survey.csv").exists()
    assert "single respondents are not written" in printed and "signed_by" in printed


@pytest.mark.long
def test_real_outputs_share_no_folder_and_no_name_with_synthetic_ones(pages):
    folder, _ = pages
    names = {path.name for path in (folder / "results-survey").glob("*.csv")}
    assert names == {"claims-survey.csv"}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "results-survey").glob("*.ipynb")}
    assert texts and all(name.endswith("-survey") for name in texts)
    # A link from one page to another follows its name.
    assert "(07_validation-survey.ipynb)" in texts["00_the_answer-survey"]
    assert not re.search(r"\d\d_\w+\.ipynb", " ".join(texts.values()))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [path.name for path in (ROOT / "data").iterdir() if path.name not in LEFT_OUT]
        + ["export.csv", "results-survey"]
    )


def outputs(folder):
    for path in sorted((folder / "results-survey").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                yield path.stem, output


@pytest.mark.long
def test_every_real_result_says_what_it_was_computed_from(pages):
    folder, _ = pages
    recorded = digest(folder / "export.csv")[:12]
    marks = [m for _, o in outputs(folder) if (m := o.get("metadata", {})).get("mark") == "SURVEY"]
    assert len(marks) > 20
    assert {mark.get("input") for mark in marks if "input" in mark} == {recorded}
    assert "SYNTHETIC" not in {o.get("metadata", {}).get("mark") for _, o in outputs(folder)}


@pytest.mark.long
def test_no_count_below_the_threshold_is_in_a_table_of_respondents(pages):
    folder, _ = pages
    counted = {"count", "respondents", "answered", "classes", "rows", "n"}
    for stem, output in outputs(folder):
        if output.get("metadata", {}).get("mark") != "SURVEY" or "text/html" not in output.data:
            continue
        caption = re.search(r'aria-label="(.*?)"', output.data["text/html"])[1]
        if caption == "Would consider benefitting from training":
            continue  # all of them would: the abstract prints it, and the study declares it public
        for row in csv.DictReader(io.StringIO(output.data["text/csv"])):
            # How many did not answer is a printed denominator, and no answer of theirs.
            if row.get("question") == "would benefit" or row.get("answer") == "missing":
                continue
            for name in counted & row.keys():
                assert row[name] == "" or int(float(row[name])) >= 10, (stem, caption, row)


@pytest.mark.long
def test_single_answers_and_lists_of_them_are_withheld(pages):
    folder, _ = pages
    withheld = [t for _, o in outputs(folder) if "withheld" in (t := o.get("data", {}).get("text/markdown", ""))]
    assert any("as typed and as read" in text for text in withheld)
    assert any("wait for a ruling" in text for text in withheld)


def test_verdicts_that_need_real_answers_are_given_here_and_only_here(real):
    folder, _ = real
    given = {row["verdict"] for row in table(folder / "results-survey" / "claims-survey.csv")}
    bundled = {row["verdict"] for row in table(ROOT / "data" / "derived" / "claims.csv")}
    assert "agrees" in given and not {"agrees", "differs"} & bundled


def test_the_fake_survey_was_read_whole(real):
    folder, _ = real
    survey = cleaning.survey(load(folder / "study.toml"))
    assert (len(survey.raw), len(survey.respondents)) == (65, 54)
    assert SYNTHETIC not in survey.raw


# Headings and tables of the study's own assumptions apart, which whoever declares a real study writes anew.
ONLY_SYNTHETIC = r"SYNTHETIC|[Ii]nvented|by construction|built in|was assumed|made to match"


@pytest.mark.long
def test_no_page_calls_real_respondents_invented(pages):
    folder, _ = pages
    for path in sorted((folder / "results-survey").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            shown = [cell.source] if cell.cell_type == "markdown" else []
            for output in cell.get("outputs", []):
                shown += [text for kind, text in output.get("data", {}).items() if kind == "text/markdown"]
            said = re.search(ONLY_SYNTHETIC, " ".join(shown))
            assert path.stem[:2] == "07" or not said, f"{path.name}: {said.group()} in {' '.join(shown)[:200]}"


@pytest.mark.long
def test_a_study_in_dollars_prints_dollars_everywhere(pages):
    # The surveys of 07 are those of others, each in its own currency; so is whatever else rests on them.
    shown = [(stem, output) for stem, output in outputs(pages[0]) if not stem.startswith("07")]
    shown = [(stem, output) for stem, output in shown if output.get("metadata", {}).get("mark") != "OTHER STUDY"]
    # All but the picture itself, whose letters mean nothing.
    texts = [(stem, str({**output, "data": {**output.get("data", {}), "image/png": ""}})) for stem, output in shown]
    assert sum("$58" in text for _, text in texts) > 5
    assert {stem for stem, text in texts if re.search("£|GBP|pound", text)} == set()
