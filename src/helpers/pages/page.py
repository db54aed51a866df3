"""Sentences and tables as readers see them; a number enters a sentence only from the ledger."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from helpers import claims, cleaning, describe, disclosure, published, wtp
from helpers.money import formatted
from helpers.result import Result, shares
from helpers.study import InputError, Mark

from .prose import BANNER, CITATION, INVENTED, MARKS_EXPLAINED, PASSAGES, Prose, badge, comparisons, filled
from .tables import Content, Table


class Page:
    """What a notebook needs to speak: the ledger of one survey, its currency and mark, and what may be shown of it."""

    def __init__(self, survey: cleaning.Survey) -> None:
        """Judge the claims once; everything the page says comes from there."""
        self.survey, self.study, self.source = survey, survey.study, survey.source
        self.ledger = claims.ledger(survey)

    def add(self, texts: dict[str, str], mark: Mark) -> None:
        """Put a notebook's own results into the ledger, so that `say` can print them."""
        self.ledger = self.ledger.with_entries(texts, disclosure.nameable(mark))

    def banner(self) -> Prose:
        """The first thing on a page with anything synthetic; what the marks mean."""
        text = INVENTED if self.ledger.claims.empty else BANNER
        if not self.study.synthetic:
            text = f"Computed from the survey export declared in {self.study.path.name}."
        if self.study.changes:
            text += f"\n>\n> **A changed run** (changed: {self.study.changes}). It is not what is stored here."
        text += "".join(f"\n>\n> **Check the export:** {slip}" for slip in cleaning.slips(self.survey))
        return self._prose(f"> {text}", {self.study.mark})

    def say(self, *templates: str, mark: Mark | None = None) -> Prose:
        """Fill {entry ids} from the ledger; numbers carry their mark, once for a run of numbers that share it.

        Parameters
        ----------
        templates : str
            A paragraph each.
        mark : Mark, optional
            What a paragraph without numbers rests on: published or derived figures, or another study.

        Raises
        ------
        InputError
            A template types a digit outside a citation, names an entry that no code has computed, or has no mark.
        """
        paragraphs: list[str] = []
        marks: set[Mark] = set()
        for template in templates:
            if typed := re.search(r"\d+", CITATION.sub("", re.sub(r"\{\w+\}", "", template))):
                raise InputError(
                    f"A sentence types {typed.group()}: put the number in the ledger and name it in braces."
                )
            entries = [self.ledger[id] for id in re.findall(r"\{(\w+)\}", template)]
            if entries:
                marks |= {entry.mark for entry in entries}
                paragraphs.append(filled(template, entries, self.study.changed_names))
            elif mark is None:
                raise InputError(f"A sentence has no mark: say what '{template[:40]}' rests on with mark=.")
            else:
                marks.add(disclosure.nameable(mark))
                paragraphs.append(template + badge(mark, self.study.changed_names))
        return self._prose("\n\n".join(paragraphs), marks, self.source.input if self.study.mark in marks else "")

    def table(self, result: Content, caption: str, by: disclosure.Rule | Mark | None = None) -> Table | Prose:
        """A table of what was released, or by the rule or the mark that is named; what is withheld is said to be.

        Parameters
        ----------
        result : Released or Result or DataFrame
            The table.
        caption : str
            What it shows.
        by : Rule or Mark, optional
            The rule by which a result of the survey is released; or, for what rests on no survey, its mark.
        """
        if by is Mark.DERIVED and self.study.changes:
            # What a reader changed is said of arithmetic on published figures too.
            content = result if isinstance(result, Result) else Result(result)
            rests_on = replace(self.source, marks=(by,))
            return Table(disclosure.counting_nobody(content, rests_on, self.ledger.currency), caption)
        if by is None or isinstance(by, Mark):
            return Table(result, caption, by, self.ledger.currency, self.study.changes)
        released = self.released(result, by)
        if released.withheld:
            why = "It shows single respondents, or counts not declared for release."
            return self._prose(f"*{caption}: withheld. {why}*")
        return Table(released, caption)

    def released(self, result: Content, rule: disclosure.Rule) -> disclosure.Released:
        """A result as it may be shown: judged with all declared tables where respondents are real (`disclosure`)."""
        return disclosure.released(result, rule, self.ledger.release)

    def copied(self, text: str, mark: Mark) -> Prose:
        """Text that a reader copies as it stands, with its mark below it."""
        return self._prose(
            f"```text\n{text.rstrip()}\n```\n\n{badge(disclosure.nameable(mark), self.study.changed_names)}", {mark}
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
        return Prose(comparisons(self.study))

    def claims_table(self, verdicts: list[str] | None = None) -> Table:
        """Every claim, or those of some verdicts: what is stated, its mark, what is found here, the verdict.

        What follows from other claims stands apart, in `derived_claims`, unless its verdict is asked for.
        """
        rows = self._claims()
        rows = rows[rows["verdict"].isin(verdicts) if verdicts else rows["verdict"] != claims.DERIVED]
        shown = rows.assign(value=[self.ledger.shown(id) for id in rows.index]).reset_index()
        found = f"found ({self.study.mark})"
        columns = ["claim", "verdict", "value", "mark", found, "other figures give", "note", "source", "id"]
        shown = shown.rename(columns={"found": found, "computed": "other figures give"})[columns]
        return self._on_claims(shown.loc[:, (shown != "").any()], "The claims and their verdicts")

    def derived_claims(self) -> Table:
        """What follows from published figures, and why it checks none of them."""
        rows = self._claims()
        rows = rows[rows["verdict"] == claims.DERIVED].reset_index()
        shown = rows.assign(value=[self.ledger.shown(id) for id in rows["id"]])
        shown = shown[["claim", "value", "mark", "note", "id"]].rename(columns={"note": "how it follows"})
        return self._on_claims(shown, "What follows from the published figures, and checks none of them")

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
        return self.table(result, f"The most who could pay {price}, by how many were averaged", Mark.DERIVED)

    def open_claims(self) -> Table:
        """What would settle the claims that nothing here can check, the most telling source first."""
        rows = self._claims()
        rows = rows[rows["verdict"].isin([claims.NO_DATA, claims.BUILT_IN])]
        settled = rows.reset_index().groupby("settled_by")["id"].agg(["size", ", ".join])
        settled = settled.sort_values("size", ascending=False, kind="stable").reset_index()
        settled.columns = ["what would settle it", "claims", "which"]
        return self._on_claims(settled, "What would settle the open claims")

    def verdicts(self) -> Table:
        """What each verdict means, and how many claims have it."""
        counts = self._claims()["verdict"].value_counts()
        unused = {claims.AGREES, claims.DIFFERS} if self.study.synthetic else {claims.BUILT_IN}
        offered = {verdict: means for verdict, means in claims.VERDICTS.items() if verdict not in unused}
        frame = pd.DataFrame(
            {"verdict": offered.keys(), "meaning": offered.values(), "claims": [int(counts.get(v, 0)) for v in offered]}
        )
        return self._on_claims(frame, "Verdicts")

    def _claims(self) -> pd.DataFrame:
        if self.ledger.claims.empty:
            beside = self.study.shown(self.study.folder / "published" / "claims.csv")
            raise InputError(f"{beside}: is missing, and without claims there are no verdicts; add it, or show none.")
        return self.ledger.claims

    def _on_claims(self, frame: pd.DataFrame, caption: str) -> Table:
        """A table that sets published figures beside what the ledger lets be told of the export."""
        assumed = (Mark.ASSUMED,) if (self._claims()["mark"] == str(Mark.ASSUMED)).any() else ()
        every = replace(self.source, marks=(Mark.PUBLISHED, *assumed, Mark.DERIVED, self.study.mark))
        return Table(disclosure.counting_nobody(Result(frame), every), caption)

    def marks(self) -> Prose:
        """What the marks mean; one for a real export, or for what a reader assumed, only where there is any."""
        unused = {Mark.SURVEY if self.study.synthetic else Mark.SYNTHETIC}
        unused |= set() if self.study.changes else {Mark.ASSUMED}
        explained = {mark: text for mark, text in MARKS_EXPLAINED.items() if mark not in unused}
        return self._prose("\n".join(f"- **{mark}**: {text}" for mark, text in explained.items()))

    def _prose(self, markdown: str, marks: Collection[Mark] = (), input: str = "") -> Prose:
        """Prose of this page, with what a reader changed."""
        return Prose(markdown, marks, input, self.study.changes)

    def assumptions(self, prefix: str = "") -> Table:
        """The assumptions whose id starts with a prefix, each with how far the average moves with it, as measured."""
        return assumptions(self.survey, self.ledger, prefix)


def assumptions(survey: cleaning.Survey, ledger: claims.Ledger, prefix: str = "") -> Table:
    """The register of assumptions whose id starts with a prefix, one row each."""
    register = wtp.register(survey, prefix)
    return Table(disclosure.released(register, disclosure.Kind.STATISTICS, ledger.release), "Assumptions")
