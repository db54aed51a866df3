"""What a reader may change of a declaration, and what was changed since the invented respondents were stored."""

from __future__ import annotations

from dataclasses import asdict

from .declaration import Study


def changeable(study: Study) -> dict[str, object]:
    """Every value that a reader may change, under the name that study.toml gives it, as JSON holds it."""
    flat: dict[str, object] = {f"seeds.{name}": seed for name, seed in study.seeds.items()}
    flat["card"] = list(study.card)
    if study.average:
        flat |= {f"average.{key}": value for key, value in asdict(study.average).items()}
    if study.invented:
        answers = {f"answers.{id}": list(counts) for id, counts in study.invented.answers.items()}
        values = asdict(study.invented) | answers
        flat |= {f"invented.{key}": value for key, value in values.items() if key != "answers"}
    if reason := study.questions.get("zero_reason"):
        flat |= {f"{option!r} read as": code for option, code in reason.codes.items()}
    return flat
