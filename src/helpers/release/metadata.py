"""Metadata made from CITATION.cff, pyproject.toml and the data dictionary: nothing about the project is typed twice."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from helpers.study import ROOT

LICENCES = {"MIT": "https://spdx.org/licenses/MIT", "CC-BY-4.0": "https://spdx.org/licenses/CC-BY-4.0"}
# From the types of the dictionary to those of a Table Schema; whatever else there is, is text.
TYPES = {"count": "integer", "rank": "integer", "number": "number", "amount": "number", "yes/no": "boolean"}


def citation(root: Path = ROOT) -> dict[str, Any]:
    """What CITATION.cff says."""
    return yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))


def codemeta(root: Path = ROOT) -> dict[str, Any]:
    """What software catalogues read: codemeta.json.

    Examples
    --------
    >>> codemeta()["@type"], codemeta()["license"]
    ('SoftwareSourceCode', 'https://spdx.org/licenses/MIT')
    """
    cited = citation(root)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "@context": "https://doi.org/10.5063/schema/codemeta-2.0",
        "@type": "SoftwareSourceCode",
        "name": cited["title"],
        "description": project["description"],
        "version": str(cited["version"]),
        "license": LICENCES[cited["license"]],
        "author": [_author(each) for each in cited["authors"]],
        "keywords": cited["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python'].removeprefix('>=')} or newer",
        "softwareRequirements": project["dependencies"],
        "referencePublication": [_publication(each) for each in cited["references"]],
    }


def _author(declared: dict[str, str]) -> dict[str, str]:
    if "name" in declared:
        return {"@type": "Organization", "name": declared["name"]}
    names = {"familyName": declared.get("family-names", ""), "givenName": declared.get("given-names", "")}
    return {"@type": "Person", **{key: name for key, name in names.items() if name}}


def _publication(reference: dict[str, Any]) -> dict[str, Any]:
    doi = {"@id": f"https://doi.org/{reference['doi']}"} if "doi" in reference else {}
    return {
        "@type": "ScholarlyArticle",
        **doi,
        "name": reference["title"],
        "author": [_author(each) for each in reference["authors"]],
        "isPartOf": {"@type": "Periodical", "name": reference["journal"]},
        "datePublished": str(reference["year"]),
    }


def data_package(data: Path = ROOT / "data") -> dict[str, Any]:
    """What tools that read tables want of the data folder: datapackage.json, a resource a CSV.

    A survey's own export is text in every column: three rows of it are headings.

    Parameters
    ----------
    data : Path
        A folder with ``dictionary.csv``.
    """
    dictionary = pd.read_csv(data / "dictionary.csv", dtype=str, keep_default_na=False)
    resources = [_resource(str(file), rows) for file, rows in dictionary.groupby("file", sort=False)]
    cited = citation(data.parent)
    return {
        "profile": "tabular-data-package",
        "name": "link-worker-wtp",
        "title": cited["title"],
        "description": "Each column is described as in dictionary.csv; its mark says where its numbers come from.",
        "version": str(cited["version"]),
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": each["name"], "role": "author"} for each in cited["authors"] if "name" in each],
        "keywords": cited["keywords"],
        "resources": resources,
    }


def _resource(file: str, rows: pd.DataFrame) -> dict[str, Any]:
    fields = []
    for column, described, kind, unit, mark in rows[["column", "description", "type", "unit", "mark"]].to_numpy():
        schema = "string" if file.startswith("raw/") else TYPES.get(kind, "string")
        field = {"name": column, "type": schema, "description": described}
        if schema == "boolean":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}
        fields.append(field | {name: value for name, value in (("unit", unit), ("mark", mark)) if value})
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", file.removesuffix(".csv").lower()),
        "path": file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def as_json(content: dict[str, Any]) -> str:
    """As the files hold it."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def written(root: Path = ROOT) -> dict[str, str]:
    """Both files, by their path from the root."""
    return {
        "codemeta.json": as_json(codemeta(root)),
        "data/datapackage.json": as_json(data_package(root / "data")),
    }
