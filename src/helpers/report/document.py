"""The report as one text that Pandoc reads, and its figures: written once, set as Word and as PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import cleaning, figures, pages, wtp
from helpers.disclosure import Curve, Kind
from helpers.study import ROOT, InputError, Study

from . import tables, valued
from .abstract import abstract
from .listed import Listed, escaped, said
from .methods import methods

MOVES = (
    "How far each unknown could move the answer, as a ratio, widest first. An arrow runs off the axis; what has no "
    "number is hatched."
)
INVENTED = "SYNTHETIC DATA: the respondents are invented, and no number from them is a finding."


@dataclass(frozen=True)
class Document:
    """A report before it is set.

    Attributes
    ----------
    title : str
        Of the study.
    header : str
        What stands at the head of every page.
    text : str
        As Pandoc reads it.
    figures : dict of str to bytes
        PNG files by the name under which the text shows them.
    invented : bool
        Whether the header is a warning.
    libraries : tuple of Path
        BibTeX files in which what it refers to is found.
    """

    title: str
    header: str
    text: str
    figures: dict[str, bytes]
    invented: bool
    libraries: tuple[Path, ...]


def document(survey: cleaning.Survey) -> Document:
    """Write the report of a survey: abstract, methods, tables, figures, references and checklists.

    Every number passes the rule by which it may be shown, as on the pages.

    Raises
    ------
    InputError
        The study asks nobody what they would pay.
    """
    page, given = pages.Page(survey), wtp.stated(survey)
    drawn = dict(zip(("flow", "demand", "moves"), _figures(page, given), strict=True))
    made = [
        tables.sample(page),
        tables.outcomes(page),
        valued.willingness(page, given),
        tables.reasons(page),
        tables.subgroups(page),
        valued.sensitivity(page, given),
    ]
    numbered = [(table, number) for number, table in enumerate(filter(None, made), start=1)]
    by_title = {table.title: table.markdown(f"Table {number}") for table, number in numbered}
    *first, last = by_title.values()
    sections = [
        f"# Abstract\n\n{abstract(page, given)}",
        f"# Methods\n\n{methods(survey, given)}",
        "# Results",
        _shown(drawn["flow"], 1, "Every row of the export, analysed or excluded for one reason."),
        *first,
        _shown(drawn["demand"], 2, "The share that would pay each price: the answers, and a model fitted to them."),
        last,
        _shown(drawn["moves"], 3, MOVES),
        "# References\n\n::: {#refs}\n:::",
        *_appendix(page),
    ]
    header = INVENTED if survey.study.synthetic else f"{survey.study.mark}: {survey.study.title}"
    header += f" Changed: {survey.study.changes}." if survey.study.changes else ""
    pictures = {f"{name}.png": picture.png for name, picture in drawn.items()}
    own = survey.study.folder / "references.bib"
    libraries = (ROOT / "docs" / "references.bib", *([own] if own.is_file() else []))
    text = "\n\n".join([*_uncited(survey.study, libraries), _lead(page), *sections]) + "\n"
    return Document(survey.study.title, header, text, pictures, survey.study.synthetic, libraries)


def _uncited(study: Study, libraries: tuple[Path, ...]) -> list[str]:
    """A study's own references are listed whether or not a sentence cites them."""
    texts = [path.read_text(encoding="utf-8") for path in libraries]
    known = {key for text in texts for key in re.findall(r"^@\w+\{([^,\s]+),", text, re.MULTILINE)}
    keys = study.report.references
    if unknown := [key for key in keys if key not in known]:
        raise InputError(
            f"{study.shown(study.path)}: report.references names {', '.join(unknown)}, in no bibliography; add each to "
            "references.bib beside the declaration."
        )
    return [f"---\nnocite: |\n  {', '.join(f'@{key}' for key in keys)}\n---"] if keys else []


def _lead(page: pages.Page) -> str:
    """What stands before the abstract: where the numbers come from, and what looks like a slip."""
    told = [f"Computed from {escaped(page.study.shown(page.study.export))}: {escaped(str(page.source))}."]
    told += [f"**Check the export:** {escaped(slip)}" for slip in cleaning.slips(page.survey)]
    return "\n\n".join(told)


def _figures(page: pages.Page, given: list[wtp.Stated]) -> Iterator[figures.Picture]:
    yield figures.row_flow(valued.flow(page))
    yield _demand(page, given)
    found = wtp.moves(page.survey)
    yield figures.unknowns(page.released(found.table(page.survey), Kind.STATISTICS), found.base, found.named)


def _demand(page: pages.Page, given: list[wtp.Stated]) -> figures.Picture:
    """The share willing at each price: typed amounts with a card beside them, or one format with its model."""
    by_format = {each.format: each for each in given}
    last, prices = given[-1], given[-1].prices
    fit, top = last.fit(), max(prices)
    if "open-ended" in by_format:
        amounts = wtp.usable_amounts(page.survey.respondents)
        willing = page.released(wtp.share_willing(amounts, by_format["open-ended"].prices), Kind.PRICES)
        curve = page.released(wtp.curve(fit, top), Curve(willing.frame.index))
        if "payment card" in by_format:
            steps = page.released(wtp.steps(last.answers), Kind.PRICES)
            return figures.demand(willing, steps, curve, f"{last.format}, {last.name}")
        return figures.willing(curve, last.name, willing)
    curve = page.released(wtp.curve(fit, top), Curve(prices))
    # How many said yes to each bid was not declared for release.
    rule = Kind.PRICES if last.format == "payment card" else Kind.WITHHELD
    return figures.willing(curve, last.name, page.released(wtp.steps(last.answers), rule))


def _shown(picture: figures.Picture, number: int, caption: str) -> str:
    name = ("flow", "demand", "moves")[number - 1]
    alt = picture.alt.replace('"', "'").replace("\n", " ")
    mark = escaped(said(picture.rests_on))
    return f'![**Figure {number}.** {escaped(caption)} {mark}.]({name}.png){{width=15cm alt="{alt}"}}'


def _appendix(page: pages.Page) -> Iterator[str]:
    """The register of assumptions, and the reporting checklists where the study has them."""
    study = page.study
    register = pages.assumptions(page.survey, page.ledger)
    yield "# Appendix: assumptions"
    yield _words(register.shown(), "What is taken for granted", "", said(register.rests_on)).markdown("Table A1")
    if not (study.folder / "checklists").is_dir():
        return
    yield "# Appendix: reporting checklists"
    if study.synthetic:
        yield "Where an item says *ready*, the same code fills it in from a real export."
    ledger = pages.checklist_evidence(page.survey, page.ledger)
    for number, (name, title) in enumerate(pages.CHECKLISTS.items(), start=2):
        filled = pages.filled_checklist(name, study, ledger)
        source = pages.read_checklist(name, study)["citation"].iloc[0]
        if len(set(filled["note"])) == 1:
            source, filled = f"{source} {filled['note'].iloc[0]}".strip(), filled.drop(columns="note")
        shown = filled[["asks", "status"]].assign(answer=filled.agg(_answer, axis=1)).reset_index()
        yield _words(shown, title, source, "").markdown(f"Table A{number}")


def _answer(item: pd.Series) -> str:
    """What is said of an item of a checklist, where that stands, and what to note."""
    told = f"{item['answer'].removesuffix('.')} ({item['where']})" if item["where"] else item["answer"]
    return "; ".join(filter(None, (told, item.get("note", ""))))


def _words(shown: pd.DataFrame, title: str, note: str, mark: str) -> Listed:
    rows = tuple(tuple(map(str, row)) for row in shown.itertuples(index=False))
    return Listed(title, note, mark, tuple(map(str, shown.columns)), rows, tuple(False for _ in shown.columns))
