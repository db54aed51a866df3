"""What study.toml declares beyond the survey: how the interviews were analysed, and what to ask the authors."""

from dataclasses import dataclass
from pathlib import Path

from .checks import InputError, Kind, checked_table, distinct_texts, one_of

# Braun and Clarke (2021) tell three schools of thematic analysis apart. Counts, thresholds and agreement between coders
# belong to the first two; in the third a theme is an interpretation, and none of them says anything about it.
SCHOOLS = {"coding reliability": True, "codebook": True, "reflexive": False}
# What two coders are compared on: each stretch of text that either marked, or each interview as a whole.
CODING_UNITS = {"segment": ["interview", "start", "end"], "interview": ["interview"]}

KEYS: dict[str, Kind] = {"folder": str, "school": str, "unit": str, "fewest_participants": int, "largest_share": float}
ASK_KEYS: dict[str, Kind] = {"question": str, "settles": list}


@dataclass(frozen=True)
class DeclaredInterviews:
    """How the interviews were analysed.

    ``unit`` is what coders are compared on, ``fewest_participants`` what a theme must rest on, and ``largest_share``
    the most that one participant may carry of all coded segments (0 to 1).
    """

    folder: Path
    school: str
    unit: str
    fewest_participants: int
    largest_share: float

    @property
    def counting(self) -> bool:
        """Whether the declared school wants counts, thresholds and agreement."""
        return SCHOOLS[self.school]


@dataclass(frozen=True)
class Ask:
    """A question to the authors, and the ids of the assumptions and claims that its answer settles."""

    question: str
    settles: tuple[str, ...]


def interviews(declared: dict, data: Path) -> DeclaredInterviews:
    """Check the table ``[interviews]``; its folder lies in the data folder."""
    table = checked_table(declared, "interviews", KEYS)
    one_of(table["school"], "interviews.school", SCHOOLS)
    one_of(table["unit"], "interviews.unit", CODING_UNITS)
    if table["fewest_participants"] < 1:
        raise InputError(f"interviews.fewest_participants is {table['fewest_participants']}; give at least 1.")
    if not 0 < table["largest_share"] <= 1:
        raise InputError(f"interviews.largest_share is {table['largest_share']:g}; give a share above 0 and up to 1.0.")
    return DeclaredInterviews(**table | {"folder": data / table["folder"]})


def asks(declared: list) -> tuple[Ask, ...]:
    """Check the tables ``[[ask]]``; that the ids exist is checked where the claims are known."""
    tables = [checked_table(table, "ask", ASK_KEYS) for table in declared]
    distinct_texts([table["question"] for table in tables], "the questions of ask")
    for table in tables:
        if not distinct_texts(table["settles"], "ask.settles"):
            raise InputError(f"ask.settles is empty under {table['question']!r}; name what the answer settles.")
    return tuple(Ask(table["question"], tuple(table["settles"])) for table in tables)
