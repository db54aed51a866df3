"""The study as declared in ``data/study.toml``: questions, options, the valued good, assumptions, seeds, marks."""

import itertools
import math
import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from .changes import ANALYSIS_SEEDS, NAMES, NOT_OF_RESPONDENTS, changeable, differences, with_parameters
from .checks import InputError, Kind, check_decided, checked_table, distinct_texts, one_of
from .interviews import Ask, DeclaredInterviews, asks, interviews
from .invented import Average, Invented, average, facts, invented
from .labels import stored_with
from .layout import Layout, layout
from .planned import Plan, plan
from .privacy import Privacy, privacy
from .questions import Question, check_questions, question
from .report import DeclaredReport, report
from .unseen import unseen_in

# The checkout that this code belongs to.
ROOT = Path(__file__).resolve().parents[3]
WTP_UNITS = ("one-off", "per course", "per hour", "per year", "unknown")
UNKNOWN = "unknown"
# What each comparison of a stated amount must know of it.
COMPARISONS = {
    "per hour": ("wtp_unit",),
    "inflated": ("price_date",),
    "aggregate": ("wtp_unit",),
    "pay": ("wtp_unit", "price_date"),
}
RATINGS = ("low", "medium", "high")
MOST_SUBGROUPS = 3
KEYS: dict[str, Kind] = {
    **dict.fromkeys(("title", "mode", "export"), str),
    **dict.fromkeys(("keep", "subgroups", "eligibility", "assumptions"), list),
    **dict.fromkeys(("good", "questions", "seeds", "privacy"), dict),
}
OPTIONAL_KEYS: dict[str, Kind] = {
    **{"card": list, "rulings": str, "ask": list},
    **dict.fromkeys(("layout", "interviews", "invented", "average", "planning", "report"), dict),
}
CRITERION_KEYS: dict[str, Kind] = {"question": str, "accept": list, "reason": str}


class Mark(Enum):
    """Where a number comes from; every figure, table and sentence carries one, and no text passes for one."""

    PUBLISHED = "PUBLISHED"
    ASSUMED = "ASSUMED"
    DERIVED = "DERIVED"
    SYNTHETIC = "SYNTHETIC"
    OTHER_STUDY = "OTHER STUDY"
    SURVEY = "SURVEY"

    def __str__(self) -> str:
        """The mark as it is printed."""
        return self.value


@dataclass(frozen=True)
class Good:
    """What respondents were asked to value, and in which money."""

    good: str
    wtp_unit: str
    payment_vehicle: str
    payer: str
    currency: str
    price_date: str


@dataclass(frozen=True)
class Assumption:
    """Something taken for granted: its quality, what would settle it, and its impact where that is not measured."""

    id: str
    statement: str
    quality: str
    settled_by: str
    impact: str = ""


@dataclass(frozen=True)
class Criterion:
    """One condition of eligibility: the accepted answers, and the reason given for leaving the others out."""

    question: str
    accept: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Study:
    """A declared study; paths are absolute, and everything else is as written in the file."""

    path: Path
    title: str
    mode: str
    export: Path
    rulings: Path
    card: tuple[float, ...]
    keep: tuple[str, ...]
    subgroups: tuple[str, ...]
    good: Good
    questions: dict[str, Question]
    eligibility: tuple[Criterion, ...]
    assumptions: tuple[Assumption, ...]
    seeds: dict[str, int]
    layout: Layout
    privacy: Privacy
    interviews: DeclaredInterviews | None
    ask: tuple[Ask, ...]
    invented: Invented | None
    average: Average | None
    planning: Plan | None
    report: DeclaredReport
    # What a reader changed since the invented respondents were stored, or of what is declared: in words, by its name.
    changed: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The data folder: the one that holds the declaration."""
        return self.path.parent

    @property
    def synthetic(self) -> bool:
        """Whether the respondents are invented."""
        return self.mode == "synthetic"

    @property
    def mark(self) -> Mark:
        """The mark that every number from this study's respondents carries."""
        return Mark.SYNTHETIC if self.synthetic else Mark.SURVEY

    @property
    def changes(self) -> str:
        """What a reader changed, in one line; blank where nothing was."""
        return "; ".join(self.changed.values())

    @property
    def changed_names(self) -> str:
        """What a reader changed, by name alone: short enough for a mark."""
        return ", ".join(NAMES.get(name, name) for name in self.changed)

    @property
    def made_anew(self) -> bool:
        """Whether respondents must be invented anew, since what they are made from is not what was stored."""
        kept = {*NOT_OF_RESPONDENTS, *ANALYSIS_SEEDS}
        moved = {name for name in self.changed if not name.startswith("planning.")}
        return self.synthetic and self.invented is not None and not kept >= moved

    def allows(self, comparison: str) -> bool:
        """Whether a comparison, one of ``COMPARISONS``, may be printed: what it must know of the amount is declared.

        Prices alone allow an amount to be brought to those of another year; all else waits for the unit.
        """
        one_of(comparison, "comparison", COMPARISONS)
        return all(getattr(self.good, needed) != UNKNOWN for needed in COMPARISONS[comparison])

    def rng(self, name: str) -> np.random.Generator:
        """A fresh generator from the seed declared under ``name``."""
        if name not in self.seeds:
            raise InputError(f"{self.shown(self.path)}: seed {name!r} is missing in seeds; add it as a whole number.")
        return np.random.default_rng(self.seeds[name])

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the folder above the data, so that no machine's layout leaks."""
        root = self.folder.parent
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def load(path: str | Path | None = None, **parameters: object) -> Study:
    """Read and check the declaration of a study.

    Parameters
    ----------
    path : path, optional
        The declaration; else the one that the environment variable ``STUDY`` names; else ``data/study.toml``.
    **parameters
        Values in place of the declared ones, by the names in `PARAMETERS`; None leaves what is declared.

    Returns
    -------
    Study

    Raises
    ------
    InputError
        The file cannot be read, or a key is missing, unknown or holds a value that cannot be meant.

    Examples
    --------
    >>> study = load()
    >>> study.good.currency, study.questions["wtp"].kind
    ('GBP', 'money')
    >>> study.allows("per hour")
    False
    >>> load(spread=60, price=None).changes
    'spread 73 to 60'
    """
    path = Path(path or os.environ.get("STUDY") or _bundled()).resolve()
    shown = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        declared = tomllib.loads(text)
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); name the declaration in STUDY.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{shown}: is not UTF-8 TOML ({error}); correct that place.") from None
    try:
        check_decided(text)
        if hidden := list(unseen_in(declared)):
            raise InputError(" ".join(hidden))
        study = _study(path, with_parameters(declared, parameters))
        stored = stored_with(study) or changeable(_study(path, declared))
        return replace(study, changed=differences(stored, changeable(study)))
    except InputError as error:
        raise InputError(f"{shown}: {error}") from None


def _bundled() -> Path:
    """The declaration of this checkout, else the nearest one above the working directory."""
    for folder in (ROOT, Path.cwd(), *Path.cwd().parents):
        if (declaration := folder / "data" / "study.toml").is_file():
            return declaration
    raise InputError("data/study.toml: was not found; run from inside the checkout, or name the file in STUDY.")


def _study(path: Path, declared: dict) -> Study:
    top = checked_table(declared, "the file", KEYS, OPTIONAL_KEYS)
    one_of(top["mode"], "mode", ("synthetic", "real"))
    questions = {id: question(id, table) for id, table in top["questions"].items()}
    check_questions(questions, top)
    closed = [id for id, question in questions.items() if question.kind == "choice"]
    for id in distinct_texts(top["keep"], "keep"):
        one_of(id, "keep", [id for id, question in questions.items() if question.kind != "text"])
    for id in distinct_texts(top["subgroups"], "subgroups"):
        one_of(id, "subgroups", [id for id in closed if id in top["keep"]])
    if len(top["subgroups"]) > MOST_SUBGROUPS:
        raise InputError(f"subgroups names {len(top['subgroups'])} questions; declare at most {MOST_SUBGROUPS}.")
    for name, seed in top["seeds"].items():
        if type(seed) is not int or seed < 0:
            raise InputError(f"seeds.{name} is {seed!r}; give a whole number of at least 0.")
    parsed: dict[str, Any] = {
        "path": path,
        "export": _inside(path.parent, top["export"], "export"),
        "rulings": _inside(path.parent, top.get("rulings", "rulings.csv"), "rulings"),
        "card": _card(top["card"]) if "card" in top else (),
        "keep": tuple(top["keep"]),
        "subgroups": tuple(top["subgroups"]),
        "good": _good(top["good"]),
        "questions": questions,
        "eligibility": tuple(_criterion(table, questions, closed) for table in top["eligibility"]),
        "assumptions": _assumptions(top["assumptions"], "average" in top),
        "layout": layout(top.get("layout", {})),
        "privacy": privacy(top["privacy"], _categories(questions, top["keep"])),
        "interviews": interviews(top["interviews"], path.parent) if "interviews" in top else None,
        "ask": asks(top.get("ask", [])),
        "invented": invented(top["invented"], questions) if "invented" in top else None,
        "average": average(top["average"]) if "average" in top else None,
        "planning": plan(top["planning"]) if "planning" in top else None,
        "report": report(top.get("report", {}), [id for id in top["keep"] if questions[id].categories]),
    }
    known = facts(parsed, parsed["card"], questions)
    parsed["assumptions"] = tuple(_stated(assumption, known) for assumption in parsed["assumptions"])
    return Study(**top | parsed)


def _inside(folder: Path, named: str, key: str) -> Path:
    """A file of the study lies below its declaration: nothing else is read, and no result names another place."""
    path = folder / named
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{key} is {named!r}, outside the study's folder; copy the file beside the declaration.")
    return path


def _good(declared: dict) -> Good:
    good = Good(**checked_table(declared, "good", dict.fromkeys((part.name for part in fields(Good)), str)))
    one_of(good.wtp_unit, "good.wtp_unit", WTP_UNITS)
    if good.price_date != UNKNOWN and not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", good.price_date):
        raise InputError(f"good.price_date is {good.price_date!r}; write a year, a month (2020-05) or unknown.")
    return good


def _categories(questions: dict[str, Question], keep: list[str]) -> list[str]:
    """Columns of the respondents that a table may count."""
    status = ["wtp_status"] if "wtp" in keep else []
    return [column for id in keep for column in questions[id].categories] + status


def _criterion(declared: dict, questions: dict[str, Question], closed: list[str]) -> Criterion:
    checked_table(declared, "eligibility", CRITERION_KEYS)
    one_of(declared["question"], "eligibility.question", closed)
    for option in declared["accept"]:
        one_of(option, "eligibility.accept", questions[declared["question"]].options)
    return Criterion(declared["question"], tuple(declared["accept"]), declared["reason"])


def _assumptions(tables: list, measured: bool) -> tuple[Assumption, ...]:
    """Where the answer's moves are measured, a typed impact could only repeat or contradict them."""
    expected: dict[str, type] = dict.fromkeys(("id", "statement", "quality", "settled_by"), str)
    rated: dict[str, type] = {"impact": str}
    assumptions = tuple(Assumption(**checked_table(table, "assumptions", expected, rated)) for table in tables)
    distinct_texts([assumption.id for assumption in assumptions], "assumptions' ids")
    for assumption in assumptions:
        one_of(assumption.quality, f"quality of assumption {assumption.id}", RATINGS)
        if assumption.impact and measured:
            raise InputError(f"impact of assumption {assumption.id} is measured from [average]; leave it out.")
        if not measured:
            one_of(assumption.impact, f"impact of assumption {assumption.id}", RATINGS)
    return assumptions


def _stated(assumption: Assumption, known: dict[str, str]) -> Assumption:
    """The assumption with the numbers that its statement names, so that none can say other than what is declared."""
    for name in re.findall(r"\{(.*?)\}", assumption.statement):
        one_of(name, f"a number in the statement of {assumption.id}", known)
    return replace(assumption, statement=assumption.statement.format(**known))


def _card(amounts: list) -> tuple[float, ...]:
    if not amounts:
        raise InputError("card is empty; list the amounts offered.")
    for amount in amounts:
        if type(amount) not in (int, float) or not math.isfinite(amount) or amount < 0:
            raise InputError(f"card holds {amount!r}; give amounts of at least 0, as numbers.")
    for before, after in itertools.pairwise(amounts):
        if after <= before:
            raise InputError(f"card must ascend, but {after:g} follows {before:g}; put the amounts in order.")
    return tuple(float(amount) for amount in amounts)
