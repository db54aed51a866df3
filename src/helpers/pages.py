"""Sentences and tables as readers see them; a number enters a sentence only from the ledger."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass, replace

import pandas as pd

from helpers import claims, cleaning, describe, disclosure, figures
from helpers.money import formatted
from helpers.study import COMPARISONS, InputError, Mark, Source, Study

# Names with a year in brackets are a citation, not a result.
NAMES = r"[A-ZÀ-Þ][^\W\d_]+(?:,? (?:and|et|al\.|others|[A-ZÀ-Þ][^\W\d_]+))*"
CITATION = re.compile(rf"\({NAMES}, (?:18|19|20)\d\d(?:; {NAMES}, (?:18|19|20)\d\d)*\)")
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
    "low": ("95 % from", "percent"),
    "high": ("95 % to", "percent"),
    "total": ("total", "money"),
    "mean": ("mean", "money"),
    "median": ("median", "money"),
    "truncated_mean": ("truncated mean", "money"),
    "minus_published": ("minus published", "money"),
    "open_ended": ("open-ended", "whole"),
    "payment_card": ("payment card", "whole"),
    "estimate": ("estimate", "money"),
    "from": ("95 % from", "money"),
    "to": ("95 % to", "money"),
    "amount": ("amount", "money"),
    "price": ("price", "money"),
    "loglik": ("log-likelihood", "number"),
    "hedges_g": ("Hedges' g", "number"),
    "agreement": ("per cent agreement", "percent"),
    "alpha": ("Krippendorff's alpha", "number"),
    "kappa": ("Cohen's kappa", "number"),
    "limit": ("most declared", "percent"),
    "mean_rank": ("mean rank", "number"),
}
# Indexes of tables that count respondents by their answers: only `disclosure` can say whether they may be shown.
UNJUDGED = {"question", "answer", "reason", "alike"}
# Columns of single respondents; and a share gives its count away beside its standard error.
WITHHELD = {"respondent", "text", "standard_error"}
MARKS_EXPLAINED = {
    Mark.PUBLISHED: "printed in the abstract, or at the start of the longer paper's abstract where that is named",
    Mark.DERIVED: "arithmetic on published figures alone",
    Mark.SYNTHETIC: "computed from invented respondents: it shows the method and is no finding",
    Mark.OTHER_STUDY: "real answers to another survey, or figures that it published",
    Mark.SURVEY: "computed from the survey export declared in study.toml",
}
INVENTED = "**SYNTHETIC DATA.** The respondents on this page are invented."
BANNER = (
    f"{INVENTED} They were made to match the published totals, so what they repeat is no evidence, and all else about "
    "them is a named assumption: see [what this compendium can and cannot tell](00_the_answer.ipynb)."
)
# What holds of invented respondents, or of real ones: notebooks name the passage, the declared mode decides.
PASSAGES = {
    "respondents": (
        "- **Respondents are invented.** We have not seen the answers of the people who took the survey. The bundled "
        "export is synthetic: it was made to add up to the published totals, so that the analysis can be read, run and "
        "checked.\n"
        "- **What was built in is no evidence.** Where the synthetic data repeat a published total, that is arithmetic "
        "we put there. Such claims are marked *built in*.\n"
        "- **What is not invented:** the published figures, what follows from them by arithmetic, and the real answers "
        "to other surveys on which the [estimator is checked](07_validation.ipynb).",
        "- **Respondents are those of the export** that the study declares. Claims that it can check are marked "
        "*agrees* or *differs*. Beside them stand the published figures, what follows from them by arithmetic, and "
        "other surveys on which the [estimator is checked](07_validation.ipynb).",
    ),
    "verdicts": (
        "In synthetic mode no claim can earn *agrees* or *differs*: only a real export can.",
        "A claim *agrees* where the export gives the published figure after rounding.",
    ),
    "skills": (
        "That personal skills lead is published; by how much is not, and was assumed. Leading means being ranked first "
        "by the largest share. By mean rank the first two tie, so another definition could name another leader.",
        "Leading means being ranked first by the largest share; another definition could name another leader.",
    ),
    "subgroups": (
        "Synthetic answers were shuffled, so any difference here is chance by construction.",
        "The groups were not assigned and are small: a difference describes these respondents and proves no cause.",
    ),
    "amounts": (
        "The mean was built in, and the spread is an assumption.",
        "The mean is that of the base case, over the usable amounts.",
    ),
    "joint": (
        "Between invented answers and placeholders there is nothing to agree on: only where both sides are published "
        "may another word than *silent* stand.",
        "The verdicts are those that the study declares, with their reasons.",
    ),
    "agreement": (
        "The two answers agree closely by construction: the card answer was made from the open one.",
        "Close agreement is expected of two questions put to the same people one after the other.",
    ),
}


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
    rests_on: str | Source
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
        payload = base64.b64encode(cleaning.csv_text(self._flat()).encode())
        mark = re.sub("[^a-z]+", "-", outline["mark"].lower())
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
        text = INVENTED if self.ledger.claims.empty else BANNER
        if not self.study.synthetic:
            text = f"Computed from the survey export declared in {self.study.path.name}."
        text += "".join(f"\n>\n> **Check the export:** {slip}" for slip in cleaning.slips(self.survey))
        return Prose(f"> {text}", str(self.study.mark))

    def say(self, *templates: str, mark: Mark | None = None) -> Prose:
        """Fill {entry ids} from the ledger; numbers carry their mark, once for a run of numbers that share it.

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
            if not entries and mark is None:
                raise InputError(f"A sentence has no mark: say what '{template[:40]}' rests on with mark=.")
            marks |= {entry.mark for entry in entries} or {mark}
            paragraphs.append(_filled(template, entries) if entries else template + _badge(mark))
        digest = self.source.input if self.study.mark in marks else ""
        return Prose("\n\n".join(paragraphs), ", ".join(sorted(marks)), digest)

    def table(self, frame: pd.DataFrame, caption: str, mark: Mark | None = None) -> Table | Prose:
        """A table in the study's currency, resting on its data unless another mark is named.

        Of real respondents nothing is shown that `released` has not seen: what has no rule of its own is judged here
        as statistics, and what holds single respondents, or counts that were not declared, is withheld.
        """
        if mark is None and not self.study.synthetic and "released" not in frame.attrs:
            if WITHHELD & set(frame.columns) or set(frame.index.names) & UNJUDGED:
                return Prose(f"*{caption}: withheld. It shows single respondents, or counts not declared for release.*")
            frame = self.released(frame)
        return Table(frame, caption, mark or self.source, self.study.good.currency)

    def released(self, frame: pd.DataFrame, of: str = "") -> pd.DataFrame:
        """A table as it may be shown: judged with all declared tables where respondents are real (`disclosure`)."""
        return disclosure.released(frame, self.ledger.release, of)

    def counts(self, column: str) -> pd.DataFrame:
        """The distribution of one column of the respondents, as it may be shown."""
        categories = next(c[column] for q in self.study.questions.values() if column in (c := q.categories))
        return self.released(describe.distribution(self.survey.respondents[column], categories), column)

    def passage(self, name: str) -> Prose:
        """What is true of invented respondents, or of real ones, whichever the study declares."""
        synthetic, real = PASSAGES[name]
        return Prose(synthetic if self.study.synthetic else real, str(self.study.mark))

    def comparisons(self) -> Prose:
        """What may be printed beside the amounts, given what the study declares of unit and price date."""
        if all(self.study.allows(comparison) for comparison in COMPARISONS):
            text = f"The amounts are {self.study.good.wtp_unit}, at prices of {self.study.good.price_date}."
            return Prose(text + _badge(self.study.mark), str(self.study.mark))
        return Prose(
            "What the amount is per, or at what date's prices, is not known. So no amount per hour, no inflated "
            "amount, no total and no comparison with pay is printed."
        )

    def claims_table(self, verdicts: list[str] | None = None) -> Table:
        """Every claim, or those of some verdicts: what is stated, its mark, what is found here, the verdict."""
        rows = self._claims()
        if verdicts:
            rows = rows[rows["verdict"].isin(verdicts)]
        shown = rows.assign(value=[self.ledger.shown(id) for id in rows.index]).reset_index()
        found = f"found ({self.study.mark})"
        columns = ["claim", "verdict", "value", "mark", found, "source", "id"]
        shown = shown.rename(columns={"found": found})[columns]
        return Table(shown.loc[:, (shown != "").any()], "The claims and their verdicts", self._all_marks())

    def open_claims(self) -> Table:
        """What would settle the claims that nothing here can check, the most telling source first."""
        rows = self._claims()
        rows = rows[rows["verdict"].isin([claims.NO_DATA, claims.BUILT_IN])]
        settled = rows.reset_index().groupby("settled_by")["id"].agg(["size", ", ".join])
        settled = settled.sort_values("size", ascending=False, kind="stable").reset_index()
        settled.columns = ["what would settle it", "claims", "which"]
        return Table(settled, "What would settle the open claims", self._all_marks())

    def verdicts(self) -> Table:
        """What each verdict means, and how many claims have it."""
        counts = self._claims()["verdict"].value_counts()
        unused = {claims.AGREES, claims.DIFFERS} if self.study.synthetic else {claims.BUILT_IN}
        offered = {verdict: means for verdict, means in claims.VERDICTS.items() if verdict not in unused}
        frame = pd.DataFrame(
            {"verdict": offered.keys(), "meaning": offered.values(), "claims": [int(counts.get(v, 0)) for v in offered]}
        )
        return Table(frame, "Verdicts", self._all_marks())

    def _claims(self) -> pd.DataFrame:
        if self.ledger.claims.empty:
            beside = self.study.shown(self.study.folder / "published" / "claims.csv")
            raise InputError(f"{beside}: is missing, and without claims there are no verdicts; add it, or show none.")
        return self.ledger.claims

    def _all_marks(self) -> Source:
        """What a table rests on that sets published figures beside what the export gives."""
        return replace(self.source, mark=", ".join((Mark.PUBLISHED, Mark.DERIVED, self.study.mark)))

    def marks(self) -> Prose:
        """What the marks mean; the one for a real export only where there is one."""
        unused = Mark.SURVEY if self.study.synthetic else Mark.SYNTHETIC
        return Prose("\n".join(f"- **{mark}**: {text}" for mark, text in MARKS_EXPLAINED.items() if mark != unused))

    def assumptions(self, prefix: str = "") -> Table:
        """The assumptions whose id starts with a prefix, as study.toml declares them."""
        return Table(assumptions(self.study, prefix), "Assumptions", self.source)


def assumptions(study: Study, prefix: str = "") -> pd.DataFrame:
    """The declared assumptions whose id starts with a prefix, one row each."""
    return pd.DataFrame([vars(a) for a in study.assumptions if a.id.startswith(prefix)])


def _cell(tag: str, scope: str, text: str, numeric: bool) -> str:
    attributes = "".join((f" {scope}" if scope else "", ' class="number"' if numeric else ""))
    return f"<{tag}{attributes}>{html.escape(str(text))}</{tag}>"


def _filled(template: str, entries: list[claims.Entry]) -> str:
    """The template with its numbers, a mark behind the last of each run of numbers that share it."""
    texts = []
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        ends_run = following is None or following.mark != entry.mark
        texts.append(entry.text + (_badge(entry.mark) if ends_run else ""))
    numbers = iter(texts)
    return re.sub(r"\{\w+\}", lambda _: next(numbers), template)


def _badge(mark: Mark) -> str:
    # A hard space keeps the mark on the line of the number it belongs to.
    return f"\u00a0<sup>{mark}</sup>"
