"""The data folder is whole: checksums hold, every column is described, and the synthetic export regenerates."""

import csv
import re
from pathlib import Path

from checks import checksum_problems, dictionary_problems

from helpers import synthetic
from helpers.claims.checks import CHECKS
from helpers.study import Mark, load

STUDY = load()
DATA = STUDY.folder


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DICTIONARY = table("dictionary.csv")


def test_checksums_hold():
    assert checksum_problems(DATA) == []


def test_every_column_is_described_and_nothing_else():
    assert dictionary_problems(DATA) == []


def test_every_description_is_filled_in():
    assert all(row["description"].endswith((".", "?")) and row["type"] for row in DICTIONARY)


def test_bundled_export_regenerates_byte_for_byte(tmp_path):
    synthetic.write(STUDY, tmp_path / "export.csv")
    assert (tmp_path / "export.csv").read_bytes() == STUDY.export.read_bytes()


def test_claims_hold_the_published_figures():
    # Lancet 2022; 400: S79, read in full.
    published = {row["id"]: row["value"] for row in table("published/claims.csv")}
    figures = {"n_survey": 54, "n_interviews": 6, "ug_n": 23, "ug_pct": 43, "ma_n": 13, "ma_pct": 24, "nongrad_n": 18}
    figures |= {"nongrad_pct": 33, "trained_n": 38, "trained_pct": 70, "benefit_pct": 100, "wtp_avg": 58, "sp_n": 54}
    assert {id: published[id] for id in figures} == {id: str(value) for id, value in figures.items()}


def test_claims_keep_to_the_closed_sets():
    rows = table("published/claims.csv")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        # What was not read has no mark.
        assert row["mark"] in ([""] if row["status"] == "unread" else [str(Mark.PUBLISHED), str(Mark.DERIVED)])
        assert row["status"] in ("read", "read in part", "unread")
        assert row["statistic"] in ("count", "percent", "mean", "text")
        assert (row["rounding"] == "") == (row["statistic"] == "text")
        assert row["check"] in CHECKS
        assert row["claim"] and row["note"] and row["settled_by"]
        if row["status"] == "unread":
            assert row["value"] == ""


def test_the_dictionary_names_every_kind_of_check():
    [said] = [row["description"] for row in table("dictionary.csv") if row["column"] == "check"]
    assert set(re.split(r", | or ", said.partition(": ")[2].rstrip("."))) == set(CHECKS)


def test_every_cell_is_quoted():
    # A lone carriage return or a comma in an unquoted cell would make another row or column of it.
    for name in ("dictionary.csv", "rulings.csv", "published/claims.csv"):
        for line in Path(DATA / name).read_text(encoding="utf-8").splitlines():
            assert line.startswith('"') and line.endswith('"')
