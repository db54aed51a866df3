"""What the page on the interviews shows, and what it leaves out: by school, and because pages are public."""

from __future__ import annotations

from collections.abc import Callable

from helpers import cleaning, disclosure, figures
from helpers.interviews import (
    Interviews,
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
from .shown import Shown
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
    "*{caption}: left out. It singles participants out and pages are public; look at it in a session of your own "
    "(`interviews.read_interviews`, `interviews.theme_matrix`), and keep what it prints there.*"
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
            segments = digest(self.interviews.declared.folder / "segments.csv")[:12]
            people = len(self.interviews.pseudonyms)
            self.heard = Source((survey.study.mark,), segments, "none", people, survey.study.changes)

    def banner(self, at_length: bool = False, respondents: bool = True) -> Prose:
        """The banner of every page, and in synthetic mode what the interviews on this one are."""
        said = super().banner(at_length, respondents).markdown + (PLACEHOLDERS if self.study.synthetic else "")
        return self._prose(said, {self.study.mark}, role="notice")

    def basis(self) -> Table | Prose:
        """Themes with what they rest on."""
        return self._view("Themes and what they rest on", lambda held: Result(theme_basis(held)), counts=False)

    def matrix(self) -> Table | Prose:
        """Themes by participant, on placeholders alone: in real mode no page may hold it."""
        caption = "Themes by participant"
        if isinstance(self._held(caption), Interviews) and not self.study.synthetic:
            return Prose(LOCAL.format(caption=caption), {self.study.mark})
        return self._view(caption, lambda held: Result(theme_matrix(held)))

    def first_segments(self, rows: int = 4) -> Table | Prose:
        """The data of the page, once: its first coded segments, where no participant could be recognised by them."""
        caption = "The first coded segments, as offsets into transcripts"
        if isinstance(self._held(caption, counts=False), Interviews) and not self.study.synthetic:
            return Prose(LOCAL.format(caption=caption), {self.study.mark})
        columns = ["interview", "start", "end", "code", "coder"]
        return self._view(caption, lambda held: Result(held.segments[columns].head(rows)), counts=False)

    def load(self) -> Table | Prose:
        """What the participant with the most segments carries."""
        return self._view("Segments of the participant who carries most", participant_load)

    def new_codes(self) -> figures.Picture | Prose:
        """New codes an interview, over every order."""
        held = self._held("New codes an interview")
        if isinstance(held, Prose):
            return held
        return figures.new_codes(disclosure.counting_nobody(Result(new_codes(held)), self.heard))

    def agreement(self) -> Table | Prose | Shown:
        """Agreement between coders over the declared units, and where it is least and most."""
        table = self._view(
            "Agreement between coders", lambda held: coder_agreement(held.segments, CODING_UNITS[held.declared.unit])
        )
        return self._over(table, ("alpha", "Alpha runs from {least} ({least_by}) to {most} ({most_by})."))

    def joint_display(self) -> Table | Prose:
        """Survey items beside the themes that led to them."""
        held = self._held("Joint display", counts=False)
        if isinstance(held, Prose):
            return held
        shown = Result(joint_display(self.survey, held, self.ledger.release))
        return self._table(disclosure.counting_nobody(shown, self.source), "Joint display")

    def _inputs(self) -> str:
        """What the numbers of the page were computed from: the survey, and the coded segments."""
        heard = f" Themes and codes: {self.heard}." if self.interviews is not None else ""
        return super()._inputs() + heard

    def say_counts(self, *templates: str) -> Prose:
        """Sentences on counts, where there are interviews and their school counts."""
        held = self._held("Counts")
        return held if isinstance(held, Prose) else self.say(*templates)

    def _view(self, caption: str, made: Callable[[Interviews], Result], counts: bool = True) -> Table | Prose:
        """A table that rests on the interviews, or why it is not there.

        The survey's thresholds count respondents; here the rule is that nobody interviewed can be told apart, and the
        views keep it themselves.
        """
        held = self._held(caption, counts)
        if isinstance(held, Prose):
            return held
        return self._table(disclosure.counting_nobody(made(held), self.heard), caption)

    def _held(self, caption: str, counts: bool = True) -> Interviews | Prose:
        """The interviews that a view shows, or why there is none."""
        if self.interviews is None:
            return Prose(ABSENT.format(caption=caption), {self.study.mark})
        if counts and not self.interviews.declared.counting:
            return Prose(UNWANTED.format(caption=caption, school=self.interviews.declared.school), {self.study.mark})
        return self.interviews
