"""What a study declares of its report: the questions that are findings, and the sentences of its abstract."""

from __future__ import annotations

from dataclasses import dataclass

from .checks import InputError, Kind, checked_table, distinct_texts, one_of

# A structured abstract has these parts, in this order; each is a list of sentences.
PARTS = ("background", "methods", "findings", "interpretation")
OPTIONAL_KEYS: dict[str, Kind] = dict.fromkeys(("outcomes", "references", *PARTS), list)


@dataclass(frozen=True)
class DeclaredReport:
    """What the report shows and says beyond what every study has.

    Attributes
    ----------
    outcomes : tuple of str
        Questions whose answers are findings (Table 2); the others describe the sample (Table 1).
    references : tuple of str
        What the study refers to, by its keys in a bibliography: docs/references.bib, or one beside the declaration.
    background, methods, findings, interpretation : tuple of str
        Sentences of the abstract, which name numbers of the ledger in braces.
    """

    outcomes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether the study writes its abstract itself."""
        return any(getattr(self, part) for part in PARTS)


def report(declared: dict, kept: list[str]) -> DeclaredReport:
    """Check the table ``[report]``; ``kept`` are the questions that can be counted."""
    checked_table(declared, "report", {}, OPTIONAL_KEYS)
    parsed = {key: distinct_texts(values, f"report.{key}") for key, values in declared.items()}
    for id in parsed.get("outcomes", ()):
        one_of(id, "report.outcomes", kept)
    said = [part for part in PARTS if part in parsed]
    if said and len(said) < len(PARTS):
        missing = ", ".join(part for part in PARTS if part not in parsed)
        raise InputError(
            f"report says {', '.join(said)} and not {missing}; an abstract has all four, or none is written."
        )
    return DeclaredReport(**parsed)
