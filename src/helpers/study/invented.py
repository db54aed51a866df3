"""What study.toml assumes of respondents that are invented, and what pages quote of a published average."""

from __future__ import annotations

from dataclasses import dataclass, field

from .checks import InputError, Kind, checked_table, one_of
from .questions import Question

KEYS: dict[str, Kind] = {
    **dict.fromkeys(("respondents", "unanswered", "without_reason"), int),
    **dict.fromkeys(("spread", "heaping", "cap"), int | float),
    "answers": dict,
}
OPTIONAL_KEYS: dict[str, Kind] = dict.fromkeys(("zeros", "protests"), int | float)
AVERAGE_KEYS: dict[str, Kind] = {
    **{"averaged": int, "protests": int},
    **dict.fromkeys(("mean", "price", "lower_price", "cap"), int | float),
}


@dataclass(frozen=True)
class Invented:
    """Assumptions from which respondents are invented; amounts in the currency of the study.

    Attributes
    ----------
    respondents : int
        How many there are.
    spread : float
        Standard deviation of the usable amounts; their mean is that of `Average`.
    heaping : float
        Share of payers who name a round figure.
    cap : float
        Highest amount that anybody names.
    unanswered, without_reason : int
        How many give no amount, and how many zeros no reason.
    answers : dict of tuple of int
        From a question to how many chose each of its options, in the declared order; of a ranking, put it first.
    zeros, protests : float or None
        Where given, the share of zeros among the amounts averaged, and of protests among all, in place of the counts.
    """

    respondents: int
    spread: float
    heaping: float
    cap: float
    unanswered: int
    without_reason: int
    answers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    zeros: float | None = None
    protests: float | None = None

    def zeros_by_class(self, codes: dict[str, str]) -> dict[str, int]:
        """How many zeros there are of each class, by the reasons given and how each is read."""
        counts = dict.fromkeys(("true zero", "protest", "unclear"), 0)
        for code, count in zip(codes.values(), self.answers["zero_reason"], strict=True):
            counts[code] += count
        counts["unclear"] += self.without_reason
        if self.protests is not None:
            counts["protest"] = round(self.protests * self.respondents)
        if self.zeros is not None:
            zeros = round(self.zeros * (self.respondents - counts["protest"] - self.unanswered))
            unclear = counts["unclear"] / max(counts["unclear"] + counts["true zero"], 1)
            counts["unclear"] = round(zeros * unclear)
            counts["true zero"] = zeros - counts["unclear"]
        return counts


@dataclass(frozen=True)
class Average:
    """What the published average is taken to be, and which prices, cap and protests pages quote of what follows.

    ``mean`` is the average as printed, ``averaged`` the number of amounts it is over.
    """

    mean: float
    averaged: int
    price: float
    lower_price: float
    cap: float
    protests: int


def invented(declared: dict, questions: dict[str, Question]) -> Invented:
    """Check the table ``[invented]``."""
    checked_table(declared, "invented", KEYS, OPTIONAL_KEYS)
    _at_least_nothing(declared, "invented", {*KEYS, *OPTIONAL_KEYS} - {"answers"})
    for id, counts in declared["answers"].items():
        where = f"invented.answers.{id}"
        one_of(id, "a question of invented.answers", [id for id, asked in questions.items() if asked.options])
        if not isinstance(counts, list) or any(type(count) is not int or count < 0 for count in counts):
            raise InputError(f"{where} is {counts!r}; give a list of whole numbers of at least 0.")
        if len(counts) != len(questions[id].options) or sum(counts) > declared["respondents"]:
            raise InputError(
                f"{where} has {len(counts)} counts that add up to {sum(counts)}; give one for each of "
                f"{len(questions[id].options)} options, adding up to at most {declared['respondents']}."
            )
    if "zero_reason" not in declared["answers"]:
        raise InputError("invented.answers leaves out 'zero_reason'; say how many give each reason for paying nothing.")
    return Invented(**declared | {"answers": {id: tuple(counts) for id, counts in declared["answers"].items()}})


def average(declared: dict) -> Average:
    """Check the table ``[average]``."""
    checked_table(declared, "average", AVERAGE_KEYS)
    _at_least_nothing(declared, "average", set(AVERAGE_KEYS))
    if declared["averaged"] <= declared["protests"]:
        raise InputError(f"average.averaged is {declared['averaged']}; give more than the protests among them.")
    return Average(**declared)


def facts(declared: dict, card: tuple[float, ...], questions: dict[str, Question]) -> dict[str, str]:
    """The numbers that the statement of an assumption may name in braces, as they are declared."""
    average, invented = declared["average"], declared["invented"]
    numbers = {"mean": average.mean, "averaged": average.averaged} if average else {}
    if card:
        numbers |= {"steps": len(card), "lowest": card[0], "highest": card[-1]}
    if invented:
        zeros = invented.zeros_by_class(questions["zero_reason"].codes)
        numbers |= {"respondents": invented.respondents, "spread": invented.spread, "cap": invented.cap}
        numbers |= {"heaping": 100 * invented.heaping, "nothing": sum(zeros.values())}
        numbers |= {f"{code.split()[0]}_zeros": count for code, count in zeros.items()}
    return {name: f"{number:g}" for name, number in numbers.items()}


def _at_least_nothing(declared: dict, where: str, keys: set[str]) -> None:
    for key in keys & set(declared):
        if declared[key] < 0:
            raise InputError(f"{where}.{key} is {declared[key]!r}; give a number of at least 0.")
