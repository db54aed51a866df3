"""Sentences and tables as readers see them; a number enters a sentence only from the ledger."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass

import pandas as pd

from helpers import claims, cleaning, describe, disclosure, figures, masking, slips
from helpers.files import csv_text
from helpers.labels import Source
from helpers.money import formatted
from helpers.study import InputError, Mark, Study

ANSWER = re.compile(r"(<!-- answer: written by `make results` -->\n).*?(<!-- end of answer -->)", re.DOTALL)
# A year in brackets after a name is a citation, not a result.
CITATION = re.compile(r"\([^()\d]*\d{4}[a-z]?(?:[;,][^()\d]*\d{4}[a-z]?)*\)")
# How a column is headed and printed wherever it appears: heading, and kind of number.
COLUMNS = {
    "count": ("count", "whole"),
    "n": ("n", "whole"),
    "rows": ("rows", "whole"),
    "answered": ("answered", "whole"),
    "missing": ("missing", "whole"),
    "respondents": ("respondents", "whole"),
    "share": ("share", "percent"),
    "share_willing": ("share willing", "percent"),
    "share_zero": ("share of zeros", "percent"),
    "low": ("lower limit", "percent"),
    "high": ("upper limit", "percent"),
    "total": ("total", "money"),
    "mean": ("mean", "money"),
    "median": ("median", "money"),
    "truncated_mean": ("truncated mean", "money"),
    "estimate": ("estimate", "money"),
    "from": ("from", "money"),
    "to": ("to", "money"),
    "amount": ("amount", "money"),
    "price": ("price", "money"),
    "loglik": ("log-likelihood", "number"),
    "aic": ("AIC", "number"),
    "hedges_g": ("Hedges' g", "number"),
    "mean_rank": ("mean rank", "number"),
}
# Indexes of tables that count respondents by their answers: only `disclosure` can say whether they may be shown.
UNJUDGED = {"question", "answer", "reason", "alike"}
MARKS_EXPLAINED = {
    Mark.PUBLISHED: "printed in the abstract",
    Mark.DERIVED: "arithmetic on published figures alone",
    Mark.SYNTHETIC: "computed from invented respondents: it shows the method and is no finding",
    Mark.OTHER_STUDY: "real answers to another survey, or figures that it published",
    Mark.SURVEY: "computed from the survey export declared in study.toml",
}
BANNER = (
    "**SYNTHETIC DATA.** The respondents on this page are invented. They were made to match the published totals, so "
    "what they repeat is no evidence, and all else about them is a named assumption. Read "
    "[what this compendium can and cannot tell](00_the_answer.ipynb) first."
)


@dataclass(frozen=True)
class Prose:
    """Markdown that code has written."""

    markdown: str
    mark: str = ""
    input: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        plain = re.sub(r"</?\w[^>]*>|\*\*", "", self.markdown)
        outline = {"mark": self.mark, "input": self.input} if self.input else {"mark": self.mark}
        return {"text/markdown": self.markdown, "text/plain": plain}, outline


@dataclass(frozen=True)
class Table:
    """A table with its caption, its mark, and a link that saves it as CSV."""

    frame: pd.DataFrame
    caption: str
    rests_on: Mark | Source
    currency: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        shown = self.shown()
        return {"text/html": self.html(shown), "text/plain": shown.to_string(index=False)}, figures.outline(
            self.rests_on
        )

    def shown(self) -> pd.DataFrame:
        """The table as text, every number printed to what it can bear."""
        flat = self._flat()
        texts = {name: flat[name].map(lambda value, name=name: self._text(name, value)) for name in flat.columns}
        return pd.DataFrame(texts).rename(columns=lambda name: COLUMNS.get(name, (str(name).replace("_", " "),))[0])

    def html(self, shown: pd.DataFrame) -> str:
        """HTML that can be scrolled sideways from the keyboard; the CSV travels inside the link."""
        numeric = [pd.api.types.is_numeric_dtype(kind) for kind in self._flat().dtypes]
        head = "".join(_cell("th", 'scope="col"', *cell) for cell in zip(shown.columns, numeric, strict=True))
        lines = []
        for row in shown.itertuples(index=False):
            first, *others = zip(row, numeric, strict=True)
            cells = [_cell("th", 'scope="row"', *first), *(_cell("td", "", *cell) for cell in others)]
            lines.append(f"<tr>{''.join(cells)}</tr>")
        outline = figures.outline(self.rests_on)
        caption = f'{html.escape(self.caption)} <span class="mark">{outline["mark"]}</span>'
        if isinstance(self.rests_on, Source):
            caption += f' <span class="source">{self.rests_on}</span>'
        payload = base64.b64encode(csv_text(self._flat()).encode())
        mark = outline["mark"].lower().replace(" ", "-")
        name = f"{re.sub(r'[^a-z]+', '-', self.caption.lower()).strip('-')}-{mark}.csv"
        label = html.escape(self.caption)
        return (
            f'<div class="table {mark}" role="region" tabindex="0" aria-label="{label}">\n'
            f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
            + "\n".join(lines)
            + f'\n</tbody>\n</table>\n</div>\n<p class="download"><a download="{name}" '
            f'href="data:text/csv;charset=utf-8;base64,{payload.decode()}">Save this table as CSV</a></p>'
        )

    def _flat(self) -> pd.DataFrame:
        """The table with a named index as its first columns; a nameless one only counts rows."""
        return self.frame.reset_index() if any(self.frame.index.names) else self.frame

    def _text(self, name: str, value: object) -> str:
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            return disclosure.SUPPRESSED if "released" in self.frame.attrs else ""
        kind = COLUMNS.get(name, ("", ""))[1]
        # Limits of an effect size are on its own scale, not shares.
        if name in ("low", "high") and "share" not in self.frame:
            kind = "number"
        if kind == "money" and self.currency:
            return formatted(float(value), self.currency)
        if kind == "percent":
            return f"{100 * float(value):.1f} %"
        if kind == "whole":
            return f"{int(value)}"
        return f"{value:,.2f}" if isinstance(value, float) else str(value)


class Page:
    """What a notebook needs to speak: the ledger of one survey, its currency and mark, and what may be shown of it."""

    def __init__(self, survey: cleaning.Survey) -> None:
        """Judge the claims once; everything the page says comes from there."""
        self.survey, self.study, self.source = survey, survey.study, survey.source
        self.ledger = claims.ledger(survey)

    def add(self, texts: dict[str, str], mark: Mark) -> None:
        """Put a notebook's own results into the ledger, so that `say` can print them."""
        self.ledger = self.ledger.with_entries(texts, mark)

    def banner(self) -> Prose:
        """The first thing on a page with anything synthetic; what the marks mean."""
        text = (
            BANNER if self.study.synthetic else f"Computed from the survey export declared in {self.study.path.name}."
        )
        text += "".join(f"\n>\n> **Check the export:** {slip}" for slip in slips.found(self.survey))
        return Prose(f"> {text}", str(self.study.mark))

    def say(self, *templates: str, mark: Mark | None = None) -> Prose:
        """Fill {entry ids} from the ledger; each number carries its mark, once a paragraph where all share one.

        Parameters
        ----------
        templates : str
            A paragraph each.
        mark : Mark, optional
            What a paragraph without numbers rests on.

        Raises
        ------
        InputError
            A template types a digit outside a citation, names an entry that no code has computed, or has no mark.
        """
        paragraphs, marks = [], set()
        for template in templates:
            if typed := re.search(r"\d+", CITATION.sub("", re.sub(r"\{\w+\}", "", template))):
                raise InputError(
                    f"A sentence types {typed.group()}: put the number in the ledger and name it in braces."
                )
            entries = [self.ledger[id] for id in re.findall(r"\{(\w+)\}", template)]
            own = {entry.mark for entry in entries} or {mark}
            if own == {None}:
                raise InputError(f"A sentence has no mark: say what '{template[:40]}' rests on with mark=.")
            marks |= own
            text = template.format(**{e.id: e.text + (_badge(e.mark) if len(own) > 1 else "") for e in entries})
            paragraphs.append(text + (_badge(own.pop()) if len(own) == 1 else ""))
        digest = self.source.input if self.study.mark in marks else ""
        return Prose("\n\n".join(paragraphs), ", ".join(sorted(marks)), digest)

    def table(self, frame: pd.DataFrame, caption: str, mark: Mark | None = None) -> Table | Prose:
        """A table in the study's currency, resting on its data unless another mark is named.

        Of real respondents nothing is shown that `released` has not seen: what has no rule of its own is judged here
        as statistics, and what holds single respondents, or counts that were not declared, is withheld.
        """
        if mark is None and not self.study.synthetic and "released" not in frame.attrs:
            if {"respondent", "text"} & set(frame.columns) or set(frame.index.names) & UNJUDGED:
                return Prose(f"*{caption}: withheld. It shows single respondents, or counts not declared for release.*")
            frame = self.released(frame)
        return Table(frame, caption, mark or self.source, self.study.good.currency)

    def released(self, frame: pd.DataFrame, of: str = "") -> pd.DataFrame:
        """A table as it may be shown: judged with all declared tables where respondents are real (`disclosure`)."""
        return masking.released(frame, self.ledger.release, of)

    def counts(self, column: str) -> pd.DataFrame:
        """The distribution of one column of the respondents, as it may be shown."""
        categories = next(c[column] for q in self.study.questions.values() if column in (c := q.categories))
        return self.released(describe.distribution(self.survey.respondents[column], categories), column)

    def claims_table(self, verdicts: list[str] | None = None) -> Table:
        """Every claim, or those of some verdicts: what is stated, its mark, what is found here, the verdict."""
        rows = self.ledger.claims
        if verdicts:
            rows = rows[rows["verdict"].isin(verdicts)]
        shown = rows.assign(value=[self.ledger[id].text for id in rows.index])
        columns = ["claim", "verdict", "value", "found", "mark", "source", "id"]
        shown = shown.reset_index()[columns]
        return Table(shown.loc[:, (shown != "").any()], "The claims and their verdicts", Mark.PUBLISHED)

    def open_claims(self) -> Table:
        """What would settle the claims that nothing here can check, the most telling source first."""
        rows = self.ledger.claims[self.ledger.claims["verdict"].isin([claims.NO_DATA, claims.BUILT_IN])]
        settled = rows.reset_index().groupby("settled_by")["id"].agg(["size", ", ".join])
        settled = settled.sort_values("size", ascending=False, kind="stable").reset_index()
        settled.columns = ["what would settle it", "claims", "which"]
        return Table(settled, "What would settle the open claims", Mark.PUBLISHED)

    def verdicts(self) -> Table:
        """What each verdict means, and how many claims have it."""
        counts = self.ledger.claims["verdict"].value_counts()
        needs_real_data = (claims.AGREES, claims.DIFFERS)
        offered = {v: m for v, m in claims.VERDICTS.items() if not (self.study.synthetic and v in needs_real_data)}
        frame = pd.DataFrame(
            {"verdict": offered.keys(), "meaning": offered.values(), "claims": [int(counts.get(v, 0)) for v in offered]}
        )
        return Table(frame, "Verdicts", Mark.DERIVED)

    def marks(self) -> Prose:
        """What the marks mean; the one for a real export only where there is one."""
        unused = Mark.SURVEY if self.study.synthetic else Mark.SYNTHETIC
        return Prose("\n".join(f"- **{mark}**: {text}" for mark, text in MARKS_EXPLAINED.items() if mark != unused))

    def assumptions(self, prefix: str = "") -> Table:
        """The assumptions whose id starts with a prefix, as study.toml declares them."""
        return Table(_assumptions(self.study, prefix), "Assumptions", self.source)


# --- pages and files that are not notebooks -------------------------------------------------------------------------


def answer(ledger: claims.Ledger, image: str = "answer.png") -> str:
    """The derived answer, as README and the site's first page open with it."""
    e = {id: entry.text for id, entry in ledger.entries.items()}
    figure = figures.demand_bounds(ledger)
    return "\n".join(
        (
            f"**What {e['n_survey']} link workers and an average of {e['wtp_avg']} can tell by themselves:** at most "
            f"{e['most_n']} of {e['n_survey']} ({e['most_share']}) would pay {e['quoted_price']} or more; the median "
            f"lies anywhere from nothing to about {e['largest_median']}; if nobody would pay more than "
            f"{e['quoted_cap']}, up to {e['most_zeros']} of the {e['n_survey']} could be paying nothing. "
            "An average alone gives no price. *DERIVED from the published figures; no invented data.*",
            "",
            f"![{figure.alt}]({image})",
        )
    )


def respondents(study: Study) -> str:
    """What the site's first page says of the respondents."""
    if study.synthetic:
        return (
            "**The respondents here are invented**: we have not seen the survey's data. The published figures, what "
            "follows from them, and the real surveys used to prove the estimator are not.\n"
        )
    return "The respondents are those of the export that the study declares; small counts are suppressed as [c].\n"


def replace_answer(readme: str, ledger: claims.Ledger) -> str:
    """The README with its answer written anew between its two comments."""
    if not ANSWER.search(readme):
        raise InputError("README.md: the comments around the answer are missing; restore them from the last commit.")
    return ANSWER.sub(lambda found: found.group(1) + answer(ledger, "docs/answer.png") + "\n" + found.group(2), readme)


def assumptions_page(survey: cleaning.Survey) -> str:
    """The site's page of assumptions, rendered from study.toml."""
    study = survey.study
    table = Table(_assumptions(study), "Assumptions", survey.source)
    good = "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in vars(study.good).items())
    return (
        "# Assumptions\n\nWhat the published text does not state is assumed here, by name. Quality says how well "
        "founded an assumption is; impact says how far the answer moves if it is wrong.\n\n"
        f"{table.html(table.shown())}\n\n## The good that was valued\n\n{good}\n\n"
        "While the unit or the price date is unknown, no amount per hour, no inflated amount, no aggregate and no "
        "comparison with pay is printed.\n"
    )


def rows_accounted_for(survey: cleaning.Survey) -> str:
    """One line: what was read, and that every row is analysed or excluded; confirm the count with the survey tool."""
    read, analysed = len(survey.raw), len(survey.respondents)
    name = survey.study.shown(survey.study.export)
    return f"{name}: {read} rows = {analysed} respondents + {read - analysed} excluded ({survey.study.mark})"


def summary(survey: cleaning.Survey, ledger: claims.Ledger, notebooks: int) -> str:
    """The screen that `make` ends with."""
    e = {id: entry.text for id, entry in ledger.entries.items()}
    counts = ledger.claims["verdict"].value_counts()
    verdicts = "\n".join(f"    {counts[v]:3d}  {v}" for v in claims.VERDICTS if v in counts)
    return (
        f"\n{survey.study.title}\n\n"
        f"  {rows_accounted_for(survey)}\n"
        f"  PUBLISHED  {e['n_survey']} respondents, average {e['wtp_avg']}\n"
        f"  DERIVED    at most {e['most_n']} of {e['n_survey']} would pay {e['quoted_price']} or more\n"
        f"  {survey.study.mark:10} mean {e['mean']} over {e['n_usable']} usable amounts; "
        f"{e['treatment_means']} by treatment of zeros\n\n"
        f"  {len(ledger.claims)} claims:\n{verdicts}\n\n"
        f"  {notebooks} notebooks executed; read them at build/site/index.html\n"
        "  next: `make test` checks everything, `make lab` opens JupyterLab\n"
    )


def _assumptions(study: Study, prefix: str = "") -> pd.DataFrame:
    return pd.DataFrame([vars(a) for a in study.assumptions if a.id.startswith(prefix)])


def _cell(tag: str, scope: str, text: str, numeric: bool) -> str:
    attributes = "".join((f" {scope}" if scope else "", ' class="number"' if numeric else ""))
    return f"<{tag}{attributes}>{html.escape(str(text))}</{tag}>"


def _badge(mark: Mark) -> str:
    # A hard space keeps the mark on the line of the number it belongs to.
    return f"\u00a0<sup>{mark}</sup>"
