"""The compendium's commands: validate, run, results, site, summary. No analysis happens here.

`python -m helpers.compendium --help` lists them; the Makefile calls them in order.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from helpers import claims, cleaning, export, figures, notebooks, pages, slips, website
from helpers.files import csv_text
from helpers.study import InputError, load

ROOT = Path(__file__).resolve().parents[2]


def validate() -> None:
    """Read the study and its export, and say how, that every row is accounted for, and what looks like a slip."""
    study = load()
    # Said before anything can stop the run: whoever exported the file knows how many responses there were.
    raw = export.read(study.export, study)
    print(f"{study.shown(study.export)}: {len(raw)} rows read as {raw.attrs['tool']} ({raw.attrs['form']})")
    survey = cleaning.survey(study)
    print(pages.rows_accounted_for(survey))
    for slip in slips.found(survey):
        print(f"warning: {slip}", file=sys.stderr)
    if shared := int((raw[export.SHARED] == "yes").sum()):
        print(f"note: {shared} rows share an address or a location with another; they are kept")


def run(scripts: list[Path], folder: Path | None = None) -> None:
    """Execute the named notebooks, or all of them."""
    notebooks.run(scripts or all_scripts(), folder)


def results(folder: Path = ROOT) -> None:
    """Write the derived files, and the answer that the README and the site open with.

    Everything is computed before the first byte is written, and a file is only touched where its content changes.
    """
    survey = cleaning.survey()
    ledger = claims.ledger(survey)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    contents = {
        "data/derived/respondents.csv": csv_text(survey.respondents).encode(),
        "data/derived/claims.csv": csv_text(ledger.table()).encode(),
        "docs/answer.png": figures.demand_bounds(ledger).png,
        "README.md": pages.replace_answer(readme, ledger).encode(),
    }
    for name, content in contents.items():
        target = folder / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def site(folder: Path = ROOT / "build" / "site") -> None:
    """Render the executed notebooks and the docs as static pages."""
    website.build(ROOT, folder)


def summary() -> None:
    """Print one screen: what was built, what it says, where to read it."""
    survey = cleaning.survey()
    print(pages.summary(survey, claims.ledger(survey), len(all_scripts())))


def all_scripts() -> list[Path]:
    """Return the notebooks' scripts in reading order."""
    return sorted((ROOT / "notebooks").glob("[0-9]*.py"))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input gives one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.compendium", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("validate", help="read the study and its export")
    runner = commands.add_parser("run", help="execute notebooks")
    runner.add_argument("scripts", nargs="*", type=Path, help="notebooks/*.py; all of them by default")
    runner.add_argument("--to", dest="folder", type=Path, help="write the notebooks here instead")
    writer = commands.add_parser("results", help="write data/derived and the answer in README.md")
    writer.add_argument("--to", dest="folder", type=Path, default=ROOT, help="write below this folder instead")
    renderer = commands.add_parser("site", help="render the readable pages")
    renderer.add_argument("--to", dest="folder", type=Path, default=ROOT / "build" / "site", help="default: build/site")
    commands.add_parser("summary", help="print the summary")
    options = vars(parser.parse_args(arguments))
    if os.environ.get("STUDY"):
        # Kernels start in notebooks/, where a path relative to here would name nothing.
        os.environ["STUDY"] = os.path.abspath(os.environ["STUDY"])
    try:
        globals()[options.pop("command")](**options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
