"""Metadata say what CITATION.cff, pyproject.toml and the dictionary say, and stand in the tree as code writes them."""

import csv
import shutil
import tomllib

import yaml
from checks import ROOT

from helpers.release import metadata


def test_what_is_committed_is_what_code_writes():
    for name, text in metadata.written().items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name} is stale; run `make results`"


def test_codemeta_repeats_the_citation_file():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    made = metadata.codemeta()
    assert (made["name"], made["version"], made["keywords"]) == (cited["title"], cited["version"], cited["keywords"])
    dois = [each["@id"] for each in made["referencePublication"] if "@id" in each]
    assert dois == [f"https://doi.org/{each['doi']}" for each in cited["references"] if "doi" in each]


def test_the_version_is_one_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata.citation()["version"] == project["version"]


def test_every_column_of_every_table_has_a_field():
    resources = {each["path"]: each["schema"]["fields"] for each in metadata.data_package()["resources"]}
    for path in (ROOT / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resources[path.relative_to(ROOT / "data").as_posix()]] == header
    assert all(field["description"] for fields in resources.values() for field in fields)


def test_a_changed_description_changes_its_field(tmp_path):
    shutil.copy(ROOT / "CITATION.cff", tmp_path)
    (tmp_path / "data").mkdir()
    lines = (
        "file,column,description,type,unit,mark\na/b.csv,x,What it is.,count,people,SYNTHETIC\na/b.csv,y,Text.,text,,\n"
    )
    (tmp_path / "data" / "dictionary.csv").write_text(lines, encoding="utf-8")
    [resource] = metadata.data_package(tmp_path / "data")["resources"]
    assert resource["name"] == "a-b" and resource["schema"]["fields"] == [
        {"name": "x", "type": "integer", "description": "What it is.", "unit": "people", "mark": "SYNTHETIC"},
        {"name": "y", "type": "string", "description": "Text."},
    ]
