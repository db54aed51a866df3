"""Exports that tests make by changing the bundled one."""

import csv
import io
import shutil

from helpers import cleaning
from helpers.study import load, sidecar, write_sidecar

SURVEY = cleaning.survey()
STUDY = SURVEY.study
RECORDS = list(csv.reader(io.StringIO(STUDY.export.read_text(encoding="utf-8"), newline="")))
HEADER, RESPONSES = RECORDS[0], [dict(zip(RECORDS[0], record, strict=True)) for record in RECORDS[3:]]
KEPT_ROWS = [row for row in SURVEY.raw.index if row not in SURVEY.excluded.index]


def clean(tmp_path, responses, toml=("", ""), rulings=""):
    """Clean other responses under the bundled declaration, or under one with a place changed."""
    folder = tmp_path / "data"
    (folder / "raw").mkdir(parents=True)
    text = STUDY.path.read_text(encoding="utf-8")
    assert toml[0] in text
    (folder / "study.toml").write_text(text.replace(*toml), encoding="utf-8")
    shutil.copy(STUDY.rulings, folder)
    with (folder / "rulings.csv").open("a", encoding="utf-8") as file:
        file.write(rulings)
    with (folder / "raw" / STUDY.export.name).open("w", encoding="utf-8", newline="") as file:
        names, quoting = list(responses[0]), csv.QUOTE_ALL
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n", quoting=quoting)
        writer.writeheader()
        writer.writerows(dict(zip(HEADER, header, strict=True)) for header in RECORDS[1:3])
        writer.writerows(responses)
    write_sidecar(folder / "raw" / STUDY.export.name)
    if 'mode = "real"' in toml:
        sidecar(folder / "raw" / STUDY.export.name).unlink()
    return cleaning.survey(load(folder / "study.toml"))
