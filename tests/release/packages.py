"""Metadata read by tools that others wrote, in the environment that has them: `make test-release`."""

import json

from checks import ROOT

from helpers import release


def test_the_data_folder_is_a_valid_package_and_every_table_fits_its_schema():
    from frictionless import Package, validate

    found = validate(str(ROOT / "data" / "datapackage.json"))
    assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    package = Package(str(ROOT / "data" / "datapackage.json"))
    assert len(package.resources) == len(list((ROOT / "data").rglob("*.csv")))


def test_a_table_that_does_not_fit_is_found(tmp_path):
    from frictionless import validate

    made = release.data_package()
    made["resources"] = [each for each in made["resources"] if each["path"] == "published/kristrom1990.csv"]
    source = (ROOT / "data" / "published" / "kristrom1990.csv").read_text(encoding="utf-8")
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "kristrom1990.csv").write_text(source + '"many","x","y"\n', encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(made), encoding="utf-8")
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_the_crate_can_be_read_and_says_what_the_citation_file_says(tmp_path):
    from rocrate.rocrate import ROCrate

    files = {"data/dictionary.csv": b"file\n", "README.md": b"# Title\n"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    made = release.crate(files, "2026-01-02")
    assert made == release.crate(files, "2026-01-02")
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(made), encoding="utf-8")
    crate = ROCrate(tmp_path)
    cited = release.citation()
    assert (crate.name, crate.root_dataset["datePublished"]) == (cited["title"], "2026-01-02")
    assert [author["name"] for author in crate.root_dataset["author"]] == [each["name"] for each in cited["authors"]]
    table = crate.dereference("data/dictionary.csv")
    assert table["encodingFormat"] == "text/csv"
    assert "file: The file, from the data folder." in table["variableMeasured"]
