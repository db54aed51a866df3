"""What the page on the interviews shows, and what it leaves out: by school, and because pages are public."""

from __future__ import annotations

from helpers import cleaning, disclosure, figures
from helpers.interviews import (
    coder_agreement,
    joint_display,
    new_codes,
    participant_load,
    read_interviews,
    theme_basis,
    theme_matrix,
)
from helpers.result import Result
from helpers.study import CODING_UNITS, Source, digest

from .page import Page
from .prose import Prose
from .tables import Table

PLACEHOLDERS = (
    " The interviews are placeholders: of their themes only one is published, all else stands for what a study would "
    "put there, and nobody is quoted."
)
ABSENT = "*{caption}: left out. There are no interviews at hand; placeholders count as none beside a real survey.*"
UNWANTED = (
    "*{caption}: left out. The study declares {school} thematic analysis, which counts neither themes nor coders.*"
)
LOCAL = (
    "*{caption}: left out. It singles participants out and pages are public; call `interviews.theme_matrix` in a "
    "session of your own, and keep what it prints there.*"
)


class InterviewPage(Page):
    """A page with the interviews at hand; each view is a table or a figure, or says why it is not there."""

    def __init__(self, survey: cleaning.Survey) -> None:
        """Read the interviews beside the survey."""
        super().__init__(survey)
        self.interviews = read_interviews(survey)
        # The views rest on the coded segments; only the joint display sets the survey beside them.
        self.heard = self.source
        if self.interviews is not None:
            segments = digest(survey.study.interviews.folder / "segments.csv")[:12]
            self.heard = Source(
                (survey.study.mark,), segments, "none", len(self.interviews.pseudonyms), survey.study.changes
            )

    def banner(self) -> Prose:
        """The banner of every page, and in synthetic mode what the interviews on this one are."""
        return self._prose(
            super().banner().markdown + (PLACEHOLDERS if self.study.synthetic else ""), {self.study.mark}
        )

    def basis(self) -> Table | Prose:
        """Themes with what they rest on."""
        caption = "Themes and what they rest on"
        return self._missing(caption, counts=False) or self._view(Result(theme_basis(self.interviews)), caption)

    def matrix(self) -> Table | Prose:
        """Themes by participant, on placeholders alone: in real mode no page may hold it."""
        caption = "Themes by participant"
        if missing := self._missing(caption):
            return missing
        if not self.study.synthetic:
            return Prose(LOCAL.format(caption=caption), {self.study.mark})
        return self._view(Result(theme_matrix(self.interviews)), caption)

    def load(self) -> Table | Prose:
        """What the participant with the most segments carries."""
        caption = "Segments of the participant who carries most"
        return self._missing(caption) or self._view(participant_load(self.interviews), caption)

    def new_codes(self) -> figures.Picture | Prose:
        """New codes an interview, over every order."""
        missing = self._missing("New codes an interview")
        if missing:
            return missing
        return figures.new_codes(disclosure.counting_nobody(Result(new_codes(self.interviews)), self.heard))

    def agreement(self) -> Table | Prose:
        """Agreement between coders over the declared units."""
        caption = "Agreement between coders"
        if missing := self._missing(caption):
            return missing
        units = CODING_UNITS[self.interviews.declared.unit]
        return self._view(coder_agreement(self.interviews.segments, units), caption)

    def joint_display(self) -> Table | Prose:
        """Survey items beside the themes that led to them."""
        caption = "Joint display"
        missing = self._missing(caption, counts=False)
        if missing:
            return missing
        shown = Result(joint_display(self.survey, self.interviews, self.ledger.release))
        return Table(disclosure.counting_nobody(shown, self.source), caption)

    def say_counts(self, *templates: str) -> Prose:
        """Sentences on counts, where there are interviews and their school counts."""
        return self._missing("Counts") or self.say(*templates)

    def _view(self, result: Result, caption: str) -> Table:
        """A table that rests on the interviews.

        The survey's thresholds count respondents; here the rule is that nobody interviewed can be told apart, and the
        views keep it themselves.
        """
        return Table(disclosure.counting_nobody(result, self.heard), caption)

    def _missing(self, caption: str, counts: bool = True) -> Prose | None:
        """Why a view is not there, if it is not."""
        if self.interviews is None:
            return Prose(ABSENT.format(caption=caption), {self.study.mark})
        if counts and not self.interviews.declared.counting:
            return Prose(UNWANTED.format(caption=caption, school=self.interviews.declared.school), {self.study.mark})
        return None
