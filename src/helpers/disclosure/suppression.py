"""What may be published of real respondents: counts suppressed, and every suppressed count safe from subtraction.

The rules are those of data services that release small counts: a threshold that zero does not escape (UK LLC, ONS
Longitudinal Study: 10), totals that do not give a suppressed cell away, no minima or maxima, no single points.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from helpers import cleaning, describe
from helpers.study import InputError, Source, Study

# Shown in place of a suppressed count, be it small itself or suppressed to protect another (GSS symbol).
SUPPRESSED = "[c]"
# A reader who subtracts all that is published must be left with a range at least so wide for a small count.
SPREAD = 5
# Not a word that a survey would use for one of its own options.
MISSING = "not answered"
# Of these each tells of the others: who would pay nothing is a zero, and its reason gives its class.
VALUED = ("pays_anything", "zero_reason", "wtp_status")
Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Release:
    """The declared tables of one survey, judged together.

    Attributes
    ----------
    study : Study
        The declaration.
    source : Source
        What every result of the survey rests on.
    counts : dict
        True count of each cell; a cell is a tuple of (column, category) pairs, sorted by column.
    suppressed : dict
        Why each suppressed cell is: zero, small, full, secondary, or not printed. Not for publication: it would help
        to undo it.
    """

    study: Study
    source: Source
    counts: dict[Cell, int]
    suppressed: dict[Cell, str]

    def shows(self, *cell: tuple[str, str]) -> bool:
        """Whether the count of a cell, given as (column, category) pairs, may be published."""
        cell = tuple(sorted(cell))
        return self.study.synthetic or (cell in self.counts and cell not in self.suppressed)

    def report(self) -> pd.DataFrame:
        """Every cell with its count and what became of it: for the researcher alone."""
        rows = [
            (" by ".join(name for name, _ in cell), " / ".join(label for _, label in cell), count)
            for cell, count in self.counts.items()
        ]
        frame = pd.DataFrame(rows, columns=["table", "cell", "count"])
        return frame.assign(suppressed=[self.suppressed.get(cell, "") for cell in self.counts])

    def rounds(self, *columns: str) -> bool:
        """Whether counts of these columns are printed to a multiple: of invented or public answers they never are."""
        privacy = self.study.privacy
        return not self.study.synthetic and privacy.rounding > 1 and not set(columns) <= set(privacy.public)

    def printed(self, count: int, *columns: str) -> int:
        """A count in a table of these columns; halves go up, so that it does not hang on the number beside it."""
        base = self.study.privacy.rounding if self.rounds(*columns) else 1
        return (int(count) + base // 2) // base * base

    def text(self, count: int, *cell: tuple[str, str]) -> str:
        """The count of a cell as it may be printed; of those who did not answer it is exact everywhere."""
        counted = count if _is_missing(cell) else self.printed(count, *(column for column, _ in cell))
        return masked(str(counted), self.shows(*cell))


def masked(text: str, seen: bool) -> str:
    """A text, or the sign that stands in its place."""
    return text if seen else SUPPRESSED


def release(survey: cleaning.Survey) -> Release:
    """Decide which counts of the declared tables may be published.

    A count below the threshold is suppressed, zero included, and so is one that is all of its row or column, since it
    tells the answer of each member. Then whatever is left is taken together, over all tables, with every printed
    denominator and with what the columns of `VALUED` tell of one another, and solved for each small count; while the
    range of one is narrower than `SPREAD`, the smallest count that hangs together with it is suppressed too. Public
    columns are shown, and whoever subtracts has them.

    Parameters
    ----------
    survey : Survey
        Respondents, and the declaration with its ``privacy``.

    Returns
    -------
    Release
        Empty of suppression in synthetic mode, where there is nobody to protect.
    """
    study, columns = survey.study, _columns(survey)
    declared = dict.fromkeys(tuple(sorted(table)) for table in study.privacy.tables)
    # A table of two columns prints both of its margins.
    tables = dict.fromkeys([*((column,) for table in declared for column in table), *declared])
    printed = {cell: count for table in tables for cell, count in _counted(columns, table, study).items()}
    if study.synthetic:
        return Release(study, survey.source, printed, {})
    counts = printed | _linked(columns, printed, study)
    sums = _sums(counts, survey)
    public = {cell for cell in counts if all(column in study.privacy.public for column, _ in cell) and len(cell) == 1}
    # How many did not answer is printed as a denominator, but not by a second question.
    unprinted: set[Cell] = {cell for cell in printed if len(cell) == 2 and MISSING in (label for _, label in cell)}
    unprinted |= counts.keys() - printed.keys()
    # What hangs together: the cells of each sum, and all those of columns that tell of one another.
    bound = [together.keys() & printed.keys() for together, _ in sums]
    bound.append({cell for cell in printed if _within(cell, VALUED)})
    small = _primary(counts, study, public | unprinted)
    suppressed = dict(small) | dict.fromkeys(unprinted, "not printed")
    # What public counts alone give away is public, and no suppression can take it back.
    lost = _narrow(small, counts, counts.keys() - public, sums)
    sums += _sizes(counts, study)
    threatened = _narrow(small.keys() - lost, counts, suppressed, sums)
    while threatened:
        hidden = suppressed.keys() - unprinted
        holding = [together for together in bound if together & hidden]
        # Where one cell of a sum is hidden it follows from the others: such sums come first, then those that hold what
        # is threatened, then all that hide any.
        alone = [together for together in holding if len(together & hidden) == 1]
        about = [together for together in holding if together & threatened]
        spared = (set().union(*sets) - hidden - unprinted - public for sets in (alone, about, holding))
        spare = next(filter(None, ([c for c in cells if not _is_missing(c)] for cells in spared)), [])
        if not spare:
            told = {" by ".join(column for column, _ in cell) for cell in threatened}
            raise InputError(
                f"{study.shown(study.path)}: a small count can be worked out from the printed totals of "
                f"{', '.join(sorted(told))} however much is suppressed; take that table out of privacy.tables."
            )
        # Inside a table before its margin, which more sums hang on; then the smallest, which costs readers least.
        suppressed[min(spare, key=lambda cell: (-len(cell), counts[cell], cell))] = "secondary"
        # Suppression only ever widens what a count can be, so that whatever was safe still is.
        threatened = _narrow(threatened, counts, suppressed, sums)
    return Release(study, survey.source, printed, {cell: why for cell, why in suppressed.items() if cell in printed})


# --- counting -------------------------------------------------------------------------------------------------------


def _categories(study: Study) -> dict[str, tuple[str, ...]]:
    """Every column that may be counted, with its categories; an option that makes nobody eligible is none."""
    accepted = {criterion.question: criterion.accept for criterion in study.eligibility}
    kinds = {c: tuple(k) for id in study.keep for c, k in study.questions[id].categories.items()}
    kinds |= {id: tuple(option for option in kinds[id] if option in accepted[id]) for id in accepted if id in kinds}
    if "wtp" in study.questions:
        kinds["wtp_status"] = cleaning.STATUSES
    return kinds


def _labels(column: str, kinds: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*kinds[column], MISSING)


def _columns(survey: cleaning.Survey) -> pd.DataFrame:
    """The countable columns as text, unanswered ones as `MISSING`."""
    respondents, study = survey.respondents, survey.study
    columns = {column: respondents[column] for column in _categories(study) if column in respondents}
    for id in study.keep:
        if study.questions[id].kind == "ranking":
            columns |= {f"{id}_first": describe.first_choice(respondents, study.questions[id])}
    return pd.DataFrame(columns).astype("object").map(lambda value: MISSING if pd.isna(value) else str(value))


def _counted(columns: pd.DataFrame, table: tuple[str, ...], study: Study) -> dict[Cell, int]:
    kinds = _categories(study)
    if len(table) == 1:
        found = columns[table[0]].value_counts()
        return {((table[0], label),): int(found.get(label, 0)) for label in _labels(table[0], kinds)}
    found = columns.groupby(list(table)).size()
    pairs = [(a, b) for a in _labels(table[0], kinds) for b in _labels(table[1], kinds)]
    return {((table[0], a), (table[1], b)): int(found.get((a, b), 0)) for a, b in pairs}


def _linked(columns: pd.DataFrame, printed: dict[Cell, int], study: Study) -> dict[Cell, int]:
    """Count `VALUED` together, if any of them is printed: never printed, but known to leave out what cannot be.

    A reader who knows the questionnaire subtracts, say, the reasons of true zeros from their number.
    """
    if not any(_within(cell, VALUED) for cell in printed):
        return {}
    asked = _asked(study)
    # Of a question that was not put, there is nothing to leave out.
    pays, reasons = (study.questions[id].codes | {MISSING: ""} if id in asked else {"": ""} for id in VALUED[:2])
    answers = itertools.product(pays.items(), reasons.items())
    can_be = {(p, r, status) for (p, said), (r, why) in answers for status in cleaning.possible_statuses(said, why)}
    found = columns[asked].value_counts()
    # Whoever did not keep to the questions is there all the same.
    labels = sorted({tuple(filter(None, each)) for each in can_be}.union(found.index))
    return {tuple(sorted(zip(asked, each, strict=True))): int(found.get(each, 0)) for each in labels}


def _asked(study: Study) -> list[str]:
    """Those of `VALUED` that the study has."""
    return [column for column in VALUED if column in study.questions or column == "wtp_status"]


def _within(cell: Cell, columns: tuple[str, ...]) -> bool:
    return all(column in columns for column, _ in cell)


def _sums(counts: dict[Cell, int], survey: cleaning.Survey) -> list[tuple[dict[Cell, int], int]]:
    """What anybody can add up: cells with signs, and the sum, from margins, groups and printed denominators."""
    n, sums = len(survey.respondents), []
    for table in dict.fromkeys(tuple(column for column, _ in cell) for cell in counts):
        cells = [cell for cell in counts if tuple(column for column, _ in cell) == table]
        if len(table) == 1:
            sums.append((dict.fromkeys(cells, 1), n))
        for margin in counts:
            if len(margin) < len(table) and _within(margin, table):
                inside = dict.fromkeys((cell for cell in cells if set(margin) <= set(cell)), 1)
                sums.append((inside | {margin: -1}, 0))
    for id, question in survey.study.questions.items():
        if question.groups and ((id, MISSING),) in counts and ((f"{id}_group", MISSING),) in counts:
            for group in question.group_names:
                held: list[Cell] = [((id, option),) for option, of in question.groups.items() if of == group]
                options = {cell: 1 for cell in held if cell in counts}
                sums.append((options | {((f"{id}_group", group),): -1}, 0))
    # The number of usable amounts stands beside every mean.
    asked = set(_asked(survey.study))
    usable = {c: 1 for c in counts if {column for column, _ in c} == asked and dict(c)["wtp_status"] in cleaning.USABLE}
    return [*sums, (usable, sum(counts[cell] for cell in usable))] if usable else sums


def _sizes(counts: dict[Cell, int], study: Study) -> Iterator[tuple[dict[Cell, int], int]]:
    """How many usable amounts a subgroup's mean is over, which readers find from the mean itself."""
    for column, groups in (describe.grouping(study.questions[id]) for id in study.subgroups):
        crossed = [c for c in counts if {name for name, _ in c} == {column, "wtp_status"}]
        usable = [cell for cell in crossed if dict(cell)["wtp_status"] in cleaning.USABLE]
        sizes = pd.Series({group: sum(counts[c] for c in usable if (column, group) in c) for group in groups})
        keep = large_enough(sizes, sum(counts[cell] for cell in usable), study.privacy.threshold)
        for group, size in sizes[keep].items():
            yield {cell: 1 for cell in usable if (column, group) in cell}, size


def large_enough(counts: pd.Series, everybody: int, threshold: int) -> pd.Series:
    """Groups large enough to be shown, unless few are left out: theirs is what the shown ones lack of the total.

    Left out are the groups that are hidden and those of no known group; the smallest group shown joins them first.
    """
    keep = counts >= threshold
    while keep.any():
        left = everybody - counts[keep].sum()
        if left >= threshold or (left == 0 and keep.all()):
            break
        keep[counts[keep].idxmin()] = False
    return keep


def _primary(counts: dict[Cell, int], study: Study, exempt: set[Cell]) -> dict[Cell, str]:
    """Cells that may not be shown for their own sake, and why."""
    reasons = {}
    for cell, count in counts.items():
        if cell in exempt or _is_missing(cell):
            continue
        margins = [counts[(part,)] for part in cell] if len(cell) == 2 else [_answered(counts, cell[0][0])]
        if count == 0:
            reasons[cell] = "zero"
        elif count < study.privacy.threshold:
            reasons[cell] = "small"
        elif count in margins:
            reasons[cell] = "full"
    return reasons


def _answered(counts: dict[Cell, int], column: str) -> int:
    return sum(n for cell, n in counts.items() if len(cell) == 1 and cell[0][0] == column and not _is_missing(cell))


def _is_missing(cell: Cell) -> bool:
    """Whether a cell counts those who did not answer; of a question put to some, these are an answer like any other."""
    return any(label == MISSING and column not in describe.FOLLOW_UPS for column, label in cell)


def _narrow(
    wanted: Iterable[Cell],
    counts: dict[Cell, int],
    suppressed: Collection[Cell],
    sums: list[tuple[dict[Cell, int], int]],
) -> set[Cell]:
    """Cells that can be told to within `SPREAD` from all that is printed: the least and most each can be.

    What is printed counts as exact even where counts are rounded: rounding is no protection on which others hang.
    """
    place = {cell: column for column, cell in enumerate(counts)}
    matrix = np.zeros((len(sums), len(counts)))
    for row, (cells, _) in enumerate(sums):
        for cell, sign in cells.items():
            matrix[row, place[cell]] = sign
    totals = np.array([total for _, total in sums])
    low = np.array([0 if cell in suppressed else count for cell, count in counts.items()])
    high = np.array([totals.max() if cell in suppressed else count for cell, count in counts.items()])
    # Tables that share no sum tell nothing of one another, and small programmes are solved in no time.
    _, part = connected_components(abs(matrix).T @ abs(matrix))
    narrow = set()
    for cell in wanted:
        near = part == part[place[cell]]
        rows = matrix[:, near].any(axis=1)
        known = LinearConstraint(matrix[np.ix_(rows, near)], totals[rows], totals[rows])
        options = {"constraints": known, "bounds": Bounds(low[near], high[near]), "integrality": np.ones(near.sum())}
        aim = np.zeros(len(counts))
        aim[place[cell]] = 1
        # Integer programmes: bounds of a linear one may lie between whole numbers that no table can have.
        down, up = milp(aim[near], **options), milp(-aim[near], **options)
        if round(-up.fun) - round(down.fun) < SPREAD:
            narrow.add(cell)
    return narrow
