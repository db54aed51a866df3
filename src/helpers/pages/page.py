"""Sentences and tables as readers see them; a number enters a sentence only from the ledger."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from helpers import claims, cleaning, describe, disclosure, published, wtp
from helpers.money import formatted
from helpers.result import Result, money, shares
from helpers.study import InputError, Mark, Source

from .claims_list import ClaimsList
from .division import division
from .prose import (
    BANNER,
    BANNER_AT_LENGTH,
    CHANGED_RUN,
    CITATION,
    INVENTED,
    MARKS_EXPLAINED,
    NOBODY,
    PASSAGES,
    Prose,
    badge,
    badge_of,
    comparisons,
    inert,
)
from .shown import Shown
from .tables import Content, Register, Table

Shows = TypeVar("Shows", Table, ClaimsList)


class Page:
    """What a notebook needs to speak: the ledger of one survey, its currency and mark, and what may be shown of it."""

    def __init__(self, survey: cleaning.Survey) -> None:
        """Judge the claims once; everything the page says comes from there."""
        self.survey, self.study, self.source = survey, survey.study, survey.source
        self.ledger = claims.ledger(survey)
        # By caption, so that a cell that is run again keeps its number.
        self._numbers: dict[str, list[str]] = {"Figure": [], "Table": []}
        # Those that the page has shown, which its foot explains.
        self._marks: set[Mark] = set()

    def add(self, texts: dict[str, str], mark: Mark) -> None:
        """Put a notebook's own results into the ledger, so that `say` can print them."""
        self.ledger = self.ledger.with_entries(texts, disclosure.nameable(mark))

    def banner(self, at_length: bool = False, respondents: bool = True) -> Prose:
        """The notice at the head of a page: whose answers it is about, if anybody's, and what a reader changed."""
        if not respondents:
            changed = f"\n>\n> {CHANGED_RUN.format(changes=self.study.changes)}" if self.study.changes else ""
            return self._prose(f"> {NOBODY}{changed}", {Mark.DERIVED}, role="notice")
        text = INVENTED if self.ledger.claims.empty else BANNER_AT_LENGTH if at_length else BANNER
        if not self.study.synthetic:
            text = f"Computed from the survey export declared in {self.study.path.name}."
        if self.study.changes:
            text += f"\n>\n> {CHANGED_RUN.format(changes=self.study.changes)}"
        text += "".join(f"\n>\n> **Check the export:** {inert(slip)}" for slip in cleaning.slips(self.survey))
        return self._prose(f"> {text}", {self.study.mark}, role="notice")

    def say(self, *templates: str, mark: Mark | None = None, role: str = "") -> Prose:
        """Fill {entry ids} from the ledger; behind each paragraph stand the marks of its numbers.

        Parameters
        ----------
        templates : str
            A paragraph each.
        mark : Mark, optional
            What a paragraph without numbers rests on: published or derived figures, or another study.
        role : str
            What it is on its page, for the style sheet: the three sentences under the title are its lede.

        Raises
        ------
        InputError
            A template types a digit outside a citation, names an entry that no code has computed, has no mark, or puts
            invented numbers beside others, which one mark behind both could not tell apart.
        """
        paragraphs: list[str] = []
        every: set[Mark] = set()
        for template in templates:
            text, marks = self._filled(template)
            if not marks:
                if mark is None:
                    raise InputError(f"A sentence has no mark: say what '{template[:40]}' rests on with mark=.")
                marks = {disclosure.nameable(mark)}
            if Mark.SYNTHETIC in marks and len(marks) > 1:
                raise InputError(f"'{template[:40]}' mixes invented numbers with others; give each a paragraph.")
            every |= marks
            paragraphs.append(text + badge(marks, self.study.changed_names))
        return self._prose("\n\n".join(paragraphs), every, role=role)

    def _filled(self, template: str) -> tuple[str, set[Mark]]:
        """A template with its numbers, and their marks."""
        if typed := re.search(r"\d+", CITATION.sub("", re.sub(r"\{\w+\}", "", template))):
            raise InputError(f"A sentence types {typed.group()}: put the number in the ledger and name it in braces.")
        marks = {self.ledger[id].mark for id in re.findall(r"\{(\w+)\}", template)}
        return re.sub(r"\{(\w+)\}", lambda found: inert(self.ledger[found[1]].text), template), marks

    def figure(self, picture: object, caption: str) -> Shown | Prose:
        """A figure over its numbered caption; why it is not there, where it is withheld.

        Parameters
        ----------
        picture : Picture
            Or what a reader's choices redraw in JupyterLab.
        caption : str
            How to read it, as `say` takes it: the figure has its finding in its title.
        """
        if isinstance(picture, Prose):
            return picture
        rests_on = getattr(picture, "rests_on", self.source)
        marks = _marks(rests_on)
        text = f"{self._numbered('Figure', caption)} {self._filled(caption)[0]}"
        input = rests_on.input if isinstance(rests_on, Source) else ""
        self._marks |= {*marks}
        return Shown(picture, Prose(text, marks, input, self.study.changes, role="caption"))

    def _numbered(self, kind: str, caption: str) -> str:
        """The number of a figure or a table, with an anchor that a link can lead to."""
        known = self._numbers[kind]
        if caption not in known:
            known.append(caption)
        number = known.index(caption) + 1
        return f'<b id="{kind.lower()}-{number}">{kind} {number}.</b>'

    def table(
        self,
        result: Content,
        caption: str,
        by: disclosure.Rule | Mark | None = None,
        seen: tuple[str, str] | None = None,
    ) -> Table | Prose | Shown:
        """A table of what was released, or by the rule or the mark that is named; what is withheld is said to be.

        Parameters
        ----------
        result : Released or Result or DataFrame
            The table.
        caption : str
            What it shows.
        by : Rule or Mark, optional
            The rule by which a result of the survey is released; or, for what rests on no survey, its mark.
        seen : tuple of str, optional
            A column of numbers, and the sentence that stands below the table, as `Table.seen` fills it.
        """
        return self._over(self._shown(result, caption, by), seen)

    def _over(self, table: Table | Prose, seen: tuple[str, str] | None) -> Table | Prose | Shown:
        """A table over the sentence on one of its columns, where one is wanted and the table may be shown."""
        return table if isinstance(table, Prose) or not seen else self._told(table, table.seen(*seen))

    def _told(self, table: Table, told: str) -> Shown:
        """A table over a sentence that was filled from its numbers."""
        marked = inert(told) + badge_of(table.rests_on, table.changed)
        return Shown(table, self._prose(marked, _marks(table.rests_on)))

    def _shown(self, result: Content, caption: str, by: disclosure.Rule | Mark | None) -> Table | Prose:
        """A table by its rule or mark, or why it is withheld."""
        if by is Mark.DERIVED and self.study.changes:
            # What a reader changed is said of arithmetic on published figures too.
            content = result if isinstance(result, Result) else Result(result)
            rests_on = replace(self.source, marks=(by,))
            return self._table(disclosure.counting_nobody(content, rests_on, self.ledger.currency), caption)
        if by is None or isinstance(by, Mark):
            return self._table(result, caption, by)
        released = self.released(result, by)
        if released.withheld:
            why = "It shows single respondents, or counts not declared for release."
            return self._prose(f"*{inert(caption)}: withheld. {why}*")
        return self._table(released, caption)

    def first_rows(self, *columns: str, rows: int = 4) -> Shown | Prose:
        """The data of a page, once: its first respondents, where single rows may be shown, and of how many they are."""
        everybody = self.survey.respondents
        shown = everybody[list(columns)].head(rows).reset_index(drop=True)
        result = Result(shown, money(*(name for name in ("wtp_amount", "card_chosen") if name in columns)))
        table = self._shown(result, "The first respondents, as they are analysed", disclosure.Kind.WITHHELD)
        told = f"These are {len(shown)} of {len(everybody)} respondents."
        return table if isinstance(table, Prose) else self._told(table, told)

    def released(self, result: Content, rule: disclosure.Rule) -> disclosure.Released:
        """A result as it may be shown: judged with all declared tables where respondents are real (`disclosure`)."""
        return disclosure.released(result, rule, self.ledger.release)

    def copied(self, text: str, mark: Mark) -> Prose:
        """Text that a reader copies as it stands, with its mark below it."""
        return self._prose(
            f"```text\n{text.rstrip()}\n```\n\n{badge({disclosure.nameable(mark)}, self.study.changed_names)}", {mark}
        )

    def counts(self, column: str) -> disclosure.Released:
        """The distribution of one column of the respondents, as it may be shown."""
        asked, respondents = self.study.questions.values(), self.survey.respondents
        question, categories = next((q, c[column]) for q in asked if column in (c := q.categories))
        ranked = question.kind == "ranking"
        answers = describe.first_choice(respondents, question) if ranked else respondents[column]
        counted = describe.distribution(answers.astype(object).map(str, na_action="ignore"), categories)
        return self.released(counted, disclosure.Category(column))

    def passage(self, name: str) -> Prose:
        """What is true of invented respondents, or of real ones, whichever the study declares."""
        synthetic, real = PASSAGES[name]
        return self._prose(synthetic if self.study.synthetic else real, {self.study.mark})

    def comparisons(self) -> Prose:
        """What may be printed beside the amounts, given what the study declares of unit and price date."""
        mark = self.study.mark
        return self._prose(comparisons(self.study) + badge({mark}, self.study.changed_names), {mark})

    def division(self) -> Prose:
        """Why no more can pay the quoted price: one division."""
        rests_on = self.ledger.rests_on(Mark.DERIVED)
        return self._prose(f"{division(self.ledger)}\n\n{badge_of(rests_on)}", _marks(rests_on))

    def claims(self, *verdicts: str) -> ClaimsList:
        """Every claim by its verdict, or those of some verdicts: what is not supported first, then what agrees."""
        self._claims()
        return self._noted(ClaimsList(self.ledger, self._every_mark(), verdicts))

    def arithmetic(self) -> Prose:
        """How many published figures check against one another, and which contradict the others."""
        held = "{n_consistent} percentages check: each is a printed count over the printed sample, rounded."
        if self.ledger["n_inconsistent"].text == "0":
            return self.say(held)
        return self.say(held, "**{n_inconsistent} published figures contradict others:** {contradictions}")

    def by_averaged(self) -> Table | Prose:
        """How many could pay the quoted price, by how many were averaged."""
        everybody, quoted = len(self.survey.respondents), self.ledger.quoted
        fewest = min(wtp.FEWEST_AVERAGED, everybody)
        table = published.willing_by_averaged(self.ledger.published, everybody, quoted.price, fewest)
        result = Result(published.every_few(table), shares("share_of_them", "share_of_all"))
        price = formatted(quoted.price, self.ledger.currency, whole=True)
        return self._shown(result, f"The most who could pay {price}, by how many were averaged", Mark.DERIVED)

    def open_claims(self) -> Table | Prose | Shown:
        """What would settle the claims that nothing here can check, the most telling source first."""
        rows = self._claims()
        rows = rows[rows["verdict"].isin([claims.NO_DATA, claims.BUILT_IN])]
        settled = rows["settled_by"].value_counts().rename_axis("what would settle it").rename("claims").reset_index()
        shown = disclosure.counting_nobody(Result(settled), self._every_mark())
        # What settles a claim is a sentence, with a stop of its own.
        told = None if settled.empty else ("claims", "One source would settle {most} of them: {most_by}")
        return self._over(self._table(shown, "What would settle the open claims"), told)

    def _claims(self) -> pd.DataFrame:
        if self.ledger.claims.empty:
            beside = self.study.shown(self.study.folder / "published" / "claims.csv")
            raise InputError(f"{beside}: is missing, and without claims there are no verdicts; add it, or show none.")
        return self.ledger.claims

    def _every_mark(self) -> Source:
        """What a table rests on that sets published figures beside what the ledger lets be told of the export."""
        assumed = (Mark.ASSUMED,) if (self._claims()["mark"] == str(Mark.ASSUMED)).any() else ()
        return replace(self.source, marks=(Mark.PUBLISHED, *assumed, Mark.DERIVED, self.study.mark))

    def made(self) -> Prose:
        """The foot of a page: what its marks mean, and what its numbers were computed from."""
        explained = "; ".join(f"{badge({mark})} {MARKS_EXPLAINED[mark]}" for mark in Mark if mark in self._marks)
        made = f"**How this page was made.** Marks stand behind each paragraph: {explained}."
        inputs = f"\n\n{self._inputs()}" if self.study.mark in self._marks else ""
        return self._prose(made + inputs, {*self._marks}, role="made")

    def _inputs(self) -> str:
        """What the numbers of the page were computed from."""
        return f"What is {self.study.mark} was computed from {self.source}."

    def _prose(self, markdown: str, marks: Collection[Mark] = (), role: str = "") -> Prose:
        """Prose of this page: with its input where it rests on respondents, and with what a reader changed."""
        self._marks |= {*marks}
        return Prose(markdown, marks, self.source.input if self.study.mark in marks else "", self.study.changes, role)

    def _table(self, content: Content, caption: str, mark: Mark | None = None) -> Table:
        """A numbered table of what was released, or has a mark."""
        changed, number = self.study.changes if mark else "", self._numbered("Table", caption)
        return self._noted(Table(content, caption, mark, self.ledger.currency, changed, number))

    def _noted(self, shown: Shows) -> Shows:
        """What is shown, once its marks are known to the foot of the page."""
        self._marks |= {*_marks(shown.rests_on)}
        return shown

    def assumptions(self, prefix: str = "") -> Shown:
        """The assumptions whose id starts with a prefix, each with how far the average moves with it, as measured."""
        table = assumptions(self.survey, self.ledger, prefix)
        return self._told(self._noted(replace(table, number=self._numbered("Table", table.caption))), table.told())


def _marks(rests_on: Source | Mark) -> Collection[Mark]:
    """Those of what something rests on."""
    return rests_on.marks if isinstance(rests_on, Source) else (rests_on,)


def assumptions(survey: cleaning.Survey, ledger: claims.Ledger, prefix: str = "") -> Register:
    """The register of assumptions whose id starts with a prefix, one row each."""
    register = wtp.register(survey, prefix)
    released = disclosure.released(register, disclosure.Kind.STATISTICS, ledger.release)
    return Register(released, "What is assumed, how well it is known, and how far the average moves with it")
