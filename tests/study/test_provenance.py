"""Hashes, labels and what a result rests on."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from helpers.study import (
    InputError,
    check_label,
    check_recorded,
    digest,
    load,
    sidecar,
    source,
    write_sidecar,
)
from helpers.study.provenance import fingerprint


@pytest.fixture
def study(tmp_path):
    """The bundled declaration with an export, a label and checksums of its own."""
    export = tmp_path / "data" / "export.csv"
    export.parent.mkdir()
    export.write_bytes(b"abc")
    return replace(load(), path=export.parent / "study.toml", export=export, interviews=None)


def test_digest_is_that_of_the_standard(study):
    # FIPS 180-2, appendix B.1: SHA-256 of "abc".
    assert digest(study.export) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert fingerprint(b"abc") == "ba7816bf8f01"


def test_a_source_says_input_seeds_n_and_what_a_reader_changed(study):
    declared = replace(study, seeds={"a": 1, "b": 54})
    assert str(source(declared, "ba7816bf8f01", 54)) == "input ba7816bf8f01 · seeds 1, 54 · n 54"
    changed = source(replace(declared, changed={"spread": "spread 60"}), "ba7816bf8f01", 54)
    assert str(changed).endswith("n 54 · changed: spread 60") and changed.marks == (study.mark,)


def sums(study, text):
    (study.folder / "SHA256SUMS").write_text(text, encoding="utf-8")
    return study


def test_a_recorded_file_must_be_the_recorded_one(study):
    check_recorded(study.export, study)  # nothing is recorded yet
    sums(study, f"{digest(study.export)}  export.csv\n")
    check_recorded(study.export, study)
    # sha256sum --binary puts a star before the name, and checksums may be capitals.
    sums(study, f"{digest(study.export).upper()} *export.csv\n\n")
    check_recorded(study.export, study)
    study.export.write_bytes(b"abd")
    with pytest.raises(InputError, match=r"^data/export\.csv: is not the file whose checksum data/SHA256SUMS records"):
        check_recorded(study.export, study)


def test_a_damaged_list_of_checksums_is_named_by_line(study):
    sums(study, f"{digest(study.export)}  export.csv\nnot a checksum\n")
    with pytest.raises(InputError, match="SHA256SUMS, line 2: 'not a checksum' is no checksum and file name"):
        check_recorded(study.export, study)


IDS, SAID = pd.Series(["R_SYN1", "R_SYN2"], index=[4, 5]), pd.Series(["SYNTHETIC"] * 2, index=[4, 5])


def test_invented_answers_are_labelled_three_times(study):
    write_sidecar(study.export, rows=2)
    assert json.loads(sidecar(study.export).read_text(encoding="utf-8"))["rows"] == 2
    check_label(IDS, SAID, study.export, study)


@pytest.mark.parametrize(
    ("ids", "said", "sentence"),
    [
        (IDS, None, "row 1: column 'synthetic' is missing"),
        (IDS, SAID.replace("SYNTHETIC", "yes"), "row 4, column synthetic: is 'yes' and not SYNTHETIC"),
        (IDS.replace("R_SYN2", "R_2"), SAID, "row 5: the id 'R_2' is not that of an invented response"),
    ],
)
def test_a_label_taken_off_invented_answers_is_noticed(study, ids, said, sentence):
    write_sidecar(study.export)
    with pytest.raises(InputError, match=sentence):
        check_label(ids, said, study.export, study)


@pytest.mark.parametrize("held", ["{}", "[]", "not JSON", '{"sha256": "0"}'])
def test_the_label_of_another_file_is_noticed(study, held):
    with pytest.raises(InputError, match="is missing beside invented answers"):
        check_label(IDS, SAID, study.export, study)
    sidecar(study.export).write_text(held, encoding="utf-8")
    with pytest.raises(InputError, match="is the label of another file"):
        check_label(IDS, SAID, study.export, study)


def test_real_answers_carry_no_label(study):
    real, ids = replace(study, mode="real"), pd.Series(["R_1", "R_2"], index=[4, 5])
    check_label(ids, None, study.export, real)
    with pytest.raises(InputError, match="row 1: column 'synthetic' marks invented answers"):
        check_label(ids, SAID, study.export, real)
    with pytest.raises(InputError, match="row 4: has the id of an invented response"):
        check_label(IDS, None, study.export, real)
    write_sidecar(study.export)
    with pytest.raises(InputError, match="says that the export is invented"):
        check_label(ids, None, study.export, real)
