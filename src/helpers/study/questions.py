"""The questions of a survey as declared: kinds, options, and what the analysis reads them as."""

from dataclasses import dataclass, field

from .checks import InputError, Kind, checked_table, distinct_texts, one_of

KINDS = ("choice", "multiple", "ranking", "money", "card", "amount", "text")
# Kinds that are answered item by item: a column of the export and of the respondents for each option.
ITEMISED = ("multiple", "ranking")
# The open-ended question of willingness to pay, and what may go with it: it is cleaned in the light of those declared.
VALUATION_QUESTIONS = {"pays_anything": "choice", "wtp": "money", "zero_reason": "choice", "card": "card"}
# Columns that are there whatever was asked.
OURS = ("respondent", "synthetic", "response_id", "set_aside", "shared_trace", "submitted", "row")
KEYS: dict[str, Kind] = {"text": str, "kind": str}
OPTIONAL_KEYS: dict[str, Kind] = {"column": str, "options": list}
OPTION_KEYS: dict[str, Kind] = {"text": str}
OPTIONAL_OPTION_KEYS: dict[str, Kind] = {
    "group": str,
    "code": str,
    "value": str,
    "column": str,
    "both": bool,
    "other": bool,
}
# What the analysis may read an option of these questions as.
CODES = {"pays_anything": ("yes", "no", "unknown"), "zero_reason": ("true zero", "protest", "unclear")}


@dataclass(frozen=True)
class Question:
    """One question of the survey.

    ``groups`` maps an option to the group it is reported under, ``codes`` to what the analysis reads it as (``CODES``,
    or the short name of an item). ``exported`` maps what the tool exports in place of an option's text, or writes into
    the heading of its column, to that text. ``headings`` maps an option to the heading of its own column, where the
    tool follows no pattern. ``other`` is the option under which a respondent could type an answer. ``both`` lists
    reasons for zero shown as true zero and as protest.
    """

    id: str
    column: str
    text: str
    kind: str
    options: tuple[str, ...] = ()
    groups: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    both: tuple[str, ...] = ()
    exported: dict[str, str] = field(default_factory=dict)
    other: str = ""
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that hold the answer, once read: one for each item of a kind in ``ITEMISED``, else one."""
        return tuple(f"{self.id}_{code}" for code in self.codes.values()) if self.kind in ITEMISED else (self.id,)

    @property
    def made(self) -> tuple[str, ...]:
        """Every column that the question makes, in the frame of answers as read or in that of respondents."""
        further = {"money": ("wtp_amount", "wtp_status"), "card": ("card_chosen",), "ranking": (f"{self.id}_first",)}
        grouped = (f"{self.id}_group",) if self.groups else ()
        return (*self.columns, *further.get(self.kind, ()), *grouped)

    @property
    def group_names(self) -> tuple[str, ...]:
        """Groups in the order in which the options declare them."""
        return tuple(dict.fromkeys(self.groups.values()))

    @property
    def categories(self) -> dict[str, tuple[str, ...]]:
        """Columns that may be counted, each with its categories; of a ranking, what was put first."""
        if self.kind == "multiple":
            return {f"{self.id}_{code}": ("True", "False") for code in self.codes.values()}
        if self.kind == "ranking":
            return {f"{self.id}_first": self.options}
        if self.kind != "choice":
            return {}
        return {self.id: self.options} | ({f"{self.id}_group": self.group_names} if self.groups else {})


def question(id: str, declared: dict) -> Question:
    """Check one table of ``[questions]``."""
    where = f"questions.{id}"
    checked_table(declared, where, KEYS, OPTIONAL_KEYS)
    kind = declared["kind"]
    one_of(kind, f"{where}.kind", KINDS)
    options = [
        {"text": option}
        if isinstance(option, str)
        else checked_table(option, f"{where}.options", OPTION_KEYS, OPTIONAL_OPTION_KEYS)
        for option in declared.get("options", [])
    ]
    texts = distinct_texts([option["text"] for option in options], f"{where}.options")
    if bool(texts) != (kind == "choice" or kind in ITEMISED):
        raise InputError(f"{where} is of kind {kind}; give options to choices and rankings, and to no other.")
    groups, codes, values = ({o["text"]: o[key] for o in options if key in o} for key in ("group", "code", "value"))
    if groups and len(groups) < len(texts):
        raise InputError(f"{where}.options gives only some options a group; give each one, or none.")
    if len(codes) not in ((len(texts),) if id in CODES or kind in ITEMISED else (0, len(texts) * (kind == "choice"))):
        needs = "needs a code for each option" if id in CODES or kind in ITEMISED else "takes a code for each or none"
        raise InputError(f"{where}.options {needs}; correct the list.")
    if kind in ITEMISED:
        distinct_texts(list(codes.values()), f"codes of {where}")
    distinct_texts(list(values.values()), f"values of {where}")
    headings = {option["text"]: option["column"] for option in options if "column" in option}
    distinct_texts(list(headings.values()), f"columns of {where}")
    if headings and kind not in ITEMISED:
        raise InputError(f"{where}.options gives an option a column; only kinds {' and '.join(ITEMISED)} have several.")
    if "column" not in declared and len(headings) < max(len(texts), 1):
        raise InputError(f"key 'column' is missing in {where}; add it, or give every option a column of its own.")
    for code in codes.values() if id in CODES else ():
        one_of(code, f"a code of {where}", CODES[id])
    both, other = (tuple(o["text"] for o in options if o.get(key)) for key in ("both", "other"))
    if len(other) > 1:
        raise InputError(f"{where}.options gives {len(other)} options as other; at most one takes typed answers.")
    values = {value: text for text, value in values.items()}
    column = declared.get("column", "")
    typed = other[0] if other else ""
    return Question(id, column, declared["text"], kind, texts, groups, codes, both, values, typed, headings)


def check_questions(questions: dict[str, Question], top: dict) -> None:
    """The amount that respondents would pay is one question, under its name; no column is claimed twice."""
    asked = {id: kind for id, kind in VALUATION_QUESTIONS.items() if id in questions}
    # A payment card may also stand alone.
    open_ended = bool(asked.keys() - {"card"}) or any(question.kind == "money" for question in questions.values())
    for id, kind in (asked | {"wtp": "money"} if open_ended else {}).items():
        if id not in questions or questions[id].kind != kind:
            raise InputError(f"questions.{id} is missing or not of kind {kind}; a study that asks for amounts has it.")
        if id not in top["keep"]:
            raise InputError(f"keep leaves out {id!r}, which the valuation needs; add it.")
    for id, question in questions.items():
        if question.kind == "money" and id != "wtp":
            raise InputError(f"questions.{id} is of kind money; one amount is valued, under the name wtp: drop {id}.")
    shows_card = any(question.kind == "card" for question in questions.values())
    for key, needed in {"card": shows_card, "rulings": open_ended}.items():
        if needed and key not in top:
            raise InputError(f"key {key!r} is missing in the file; a study that asks for amounts has it.")
    headings = [
        heading for question in questions.values() for heading in (question.column, *question.headings.values())
    ]
    distinct_texts([heading for heading in headings if heading], "the questions' columns")
    makers: dict[str, str] = {}
    for id, question in questions.items():
        for column in question.made:
            if column in OURS:
                raise InputError(
                    f"questions.{id} makes a column {column!r}, which is a name of ours; give it another id."
                )
            if makers.setdefault(column, id) != id:
                raise InputError(
                    f"questions.{makers[column]} and questions.{id} both make a column {column!r}; "
                    "give one of them another id or code."
                )
