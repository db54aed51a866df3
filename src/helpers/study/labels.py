"""The label beside a synthetic export: that it is one, whose it is, and what was declared when it was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .declaration import Study


def sidecar(path: Path) -> Path:
    """The file that stands beside a synthetic export and says so."""
    return path.with_name(f"{path.name}.synthetic.json")


def stored_with(study: Study) -> dict[str, object]:
    """What was declared when the respondents of a synthetic study were stored; empty where no label says so."""
    label = sidecar(study.export)
    try:
        declared = json.loads(label.read_text(encoding="utf-8")).get("declared", {}) if study.synthetic else {}
    except (OSError, ValueError, AttributeError):
        # A label that is missing or damaged is named where the export is read.
        return {}
    return declared if isinstance(declared, dict) else {}
