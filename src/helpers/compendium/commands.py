"""The compendium's commands: new, validate, run, results, site, report, summary. No analysis happens here.

`python -m helpers.compendium --help` lists them; the Makefile calls them in order. Each imports what it alone needs:
all of it together takes a second and a half, which `run` would wait for before its first kernel starts.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from helpers import cleaning
from helpers.study import ROOT, InputError, Study, load

DOCUMENTS = ROOT / "build" / "documents"
# What may be said of a new study in place of an answer on the terminal.
SAID = {
    "wtp": "heading of the question what somebody would pay",
    "good": "what was valued",
    "per": "what an amount is for: one-off, per course, per hour, per year or unknown",
    "payer": "who would pay",
    "zero": "heading of the question whether anything would be paid, or none",
    "card": "the amounts that the payment card showed, as in '5, 10, 20'",
}


def new(folder: Path, export: Path, yes: bool, sheet: str, card: str, **said: str) -> None:
    """Draft a study from its export: list its columns, ask what is open, write the files, and say what is left.

    Parameters
    ----------
    folder : Path
        Where the study is to stand; nothing in it is overwritten.
    export : Path
        What the survey tool exported.
    yes : bool
        Ask nothing.
    sheet : str
        The sheet of a workbook that holds the responses; blank where there is one.
    card : str
        The amounts on the payment card, as a list; blank where none was shown or nothing was said.
    **said : str
        The other things that `drafting.Said` holds.
    """
    from helpers import drafting

    draft = drafting.read(export, sheet)
    print(drafting.listing(draft))
    told = drafting.Said(**said, card=drafting.amounts(card))
    if not yes and sys.stdin.isatty():
        told = drafting.asked(drafting.told(draft, told), told, input)
    written = drafting.write(drafting.told(draft, told), folder)
    print(f"written to {folder}: {', '.join(path.name for path in written)}")
    try:
        load(folder / "study.toml")
    except InputError as error:
        print(f"left to do: {error}")
    print(f"next: make STUDY={folder}/study.toml")


def validate() -> None:
    """Read the study, its export and interviews; say that every row is accounted for, and what looks like a slip."""
    from helpers.interviews import read_interviews

    study = load()
    # At once, so that it stands above whatever sentence stops the run, also in a log.
    print(cleaning.rows_found(study), flush=True)
    survey = cleaning.survey(study)
    read_interviews(survey)
    print(cleaning.rows_accounted_for(survey))
    for slip in cleaning.slips(survey):
        print(f"warning: {slip}", file=sys.stderr)
    if shared := int((survey.raw[cleaning.SHARED] == "yes").sum()):
        print(f"note: {shared} rows share an address or a location with another; they are kept")


def output(study: Study) -> Path | None:
    """Where a study's own results go: beside its declaration, under its mark; None for the bundled, committed one.

    Results of invented and of real respondents thus share neither a folder nor a name, and git ignores the folder.
    """
    if study.path == ROOT / "data" / "study.toml" and study.synthetic:
        return None
    return study.folder / f"results-{str(study.mark).lower()}"


def name_mark(study: Study) -> str:
    """What the names of a study's results hold, wherever they are written; nothing for the bundled one."""
    return str(study.mark).lower() if output(study) else ""


def run(scripts: list[Path], folder: Path | None = None) -> None:
    """Execute the named notebooks, or all of them."""
    from . import notebooks

    study = load()
    folder = folder or output(study)
    notebooks.run(scripts or [*all_scripts(study), *([] if folder else examples())], folder, name_mark(study))


def results(folder: Path | None = None) -> None:
    """Write the derived files, and for the bundled study the answer that the README and the site open with.

    Everything is computed before the first byte is written, and a file is only touched where its content changes.
    """
    from helpers import claims, disclosure, figures, release

    from . import front_page

    survey = cleaning.survey()
    ledger = claims.ledger(survey)
    tables = {"respondents": survey.respondents}
    texts: dict[str, str] = {}
    if not ledger.claims.empty:
        tables["claims"] = ledger.table()
        texts = front_page.derived(survey, ledger)
    own = output(survey.study)
    if own:
        if refused := disclosure.refusal(survey):
            del tables["respondents"]
            print(refused, file=sys.stderr)
        mark = name_mark(survey.study)
        contents = {f"{name}-{mark}.csv": cleaning.csv_text(table).encode() for name, table in tables.items()}
        contents |= {f"{name}-{mark}.md": text.encode() for name, text in texts.items()}
        # For the researcher's eyes: where typed answers may name somebody, who is alone, what became of each count.
        review = disclosure.scan(survey).reset_index()
        contents |= {f"review/typed-{mark}.csv": cleaning.csv_text(review).encode()}
        alike = disclosure.classes(survey.respondents, survey.study.privacy.quasi_identifiers).reset_index()
        contents |= {f"review/alike-{mark}.csv": cleaning.csv_text(alike).encode()}
        contents |= {f"review/counts-{mark}.csv": cleaning.csv_text(ledger.release.report()).encode()}
    else:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        contents = {f"data/derived/{name}.csv": cleaning.csv_text(table).encode() for name, table in tables.items()}
        contents |= {f"data/derived/{name}.md": text.encode() for name, text in texts.items()}
        contents |= {"docs/answer.png": figures.demand_bounds(ledger).png}
        contents |= {name: text.encode() for name, text in release.written().items()}
        contents |= {"README.md": front_page.replace_answer(readme, ledger).encode()}
    folder = folder or own or ROOT
    for name, content in contents.items():
        target = folder / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def site(folder: Path | None = None) -> None:
    """Render the executed notebooks and the docs as static pages."""
    from helpers import claims

    from . import website

    survey = cleaning.survey()
    own = output(survey.study)
    target = own / "site" if own else ROOT / "build" / "site"
    executed, ledger = own or ROOT / "notebooks", claims.ledger(survey)
    mark, reports = name_mark(survey.study), _reports(own or DOCUMENTS, survey.study).values()
    website.build(ROOT / "docs", executed, folder or target, survey, ledger, mark, list(reports))


def write_report(folder: Path | None = None) -> None:
    """Write the report as Word and PDF: into build/documents, or beside the declaration of another study."""
    from helpers import report

    survey = cleaning.survey()
    own = output(survey.study)
    folder = folder or own or DOCUMENTS
    document = report.document(survey)
    contents = {"Word": report.word(document), "PDF": report.pdf(document)}
    folder.mkdir(parents=True, exist_ok=True)
    for kind, target in _reports(folder, survey.study).items():
        target.write_bytes(contents[kind])
        print(f"{os.path.relpath(target)} written")


def _reports(folder: Path, study: Study) -> dict[str, Path]:
    """Where the report of a study stands in a folder, as Word and as PDF."""
    stem = "-".join(filter(None, ("report", name_mark(study))))
    return {"Word": folder / f"{stem}.docx", "PDF": folder / f"{stem}.pdf"}


def summary() -> None:
    """Print one screen: what was built, what it says, where to read it."""
    from helpers import claims

    from . import front_page

    survey = cleaning.survey()
    own = output(survey.study)
    site = survey.study.shown(own / "site") if own else "build/site"
    print(front_page.summary(survey, claims.ledger(survey), len(all_scripts(survey.study)), site))


def all_scripts(study: Study | None = None) -> list[Path]:
    """Return the notebooks' scripts in reading order: those beside a study's declaration, or else the bundled ones."""
    own = sorted(study.folder.glob("[0-9]*.py")) if study else []
    return own or sorted((ROOT / "notebooks").glob("[0-9]*.py"))


def examples() -> list[Path]:
    """Return the scripts of the studies shown as examples, which name their own declaration."""
    return sorted((ROOT / "examples").glob("*/[0-9]*.py"))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input gives one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.compendium", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    drafter = commands.add_parser("new", help="draft a study from its export")
    drafter.add_argument("folder", type=Path, help="where the study is to stand")
    drafter.add_argument("--from", dest="export", type=Path, required=True, help="what the survey tool exported")
    drafter.add_argument("--yes", action="store_true", help="ask nothing; what cannot be told is left to decide")
    drafter.add_argument("--sheet", default="", help="the sheet of a workbook that holds the responses")
    for name, told in SAID.items():
        drafter.add_argument(f"--{name}", default="", help=told)
    drafter.set_defaults(command=new)
    commands.add_parser("validate", help="read the study and its export").set_defaults(command=validate)
    runner = commands.add_parser("run", help="execute notebooks")
    runner.add_argument("scripts", nargs="*", type=Path, help="notebooks/*.py; all of them by default")
    runner.add_argument("--to", dest="folder", type=Path, help="write the notebooks here instead")
    runner.set_defaults(command=run)
    writer = commands.add_parser("results", help="write data/derived and the answer in README.md")
    writer.add_argument("--to", dest="folder", type=Path, help="write below this folder instead")
    writer.set_defaults(command=results)
    renderer = commands.add_parser("site", help="render the readable pages")
    renderer.add_argument("--to", dest="folder", type=Path, help="default: build/site")
    renderer.set_defaults(command=site)
    documents = commands.add_parser("report", help="write the report as Word and PDF")
    documents.add_argument("--to", dest="folder", type=Path, help="default: build/documents")
    documents.set_defaults(command=write_report)
    commands.add_parser("summary", help="print the summary").set_defaults(command=summary)
    options = vars(parser.parse_args(arguments))
    if os.environ.get("STUDY"):
        # Kernels start in notebooks/, where a path relative to here would name nothing.
        os.environ["STUDY"] = os.path.abspath(os.environ["STUDY"])
    # A terminal without UTF-8 (LC_ALL=C) has no pound sign: what it cannot show becomes a question mark.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        options.pop("command")(**options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        named = os.path.relpath(error.filename) if error.filename else "A file"
        print(f"{named}: cannot be read or written ({error.strerror}); check the permissions.", file=sys.stderr)
        return 1
    return 0
