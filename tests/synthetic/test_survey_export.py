"""The synthetic export says what it is, looks as a survey tool writes one, and meets its totals whatever the seed."""

import csv
import dataclasses
import io
import ipaddress
import json

import pytest

from helpers import cleaning, synthetic
from helpers.study import load
from helpers.synthetic.__main__ import main

STUDY = load()
ROWS = synthetic.build(STUDY)


def test_every_row_is_labelled():
    assert (ROWS["synthetic"] == "SYNTHETIC").all()
    assert ROWS.columns[-1] == "synthetic"
    assert ROWS["ResponseId"].str.startswith("R_SYN").all()


@pytest.mark.slow
def test_same_seed_same_bytes(tmp_path):
    for name in ("one.csv", "two.csv"):
        synthetic.write(STUDY, tmp_path / name)
    content = (tmp_path / "one.csv").read_bytes()
    assert content == (tmp_path / "two.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")


@pytest.mark.long
def test_totals_do_not_hang_on_the_seed(tmp_path):
    study = dataclasses.replace(STUDY, seeds=STUDY.seeds | {"synthetic": 1}, export=tmp_path / "export.csv")
    synthetic.write(study, study.export)
    other, ours = cleaning.survey(study).respondents, cleaning.survey(STUDY).respondents
    assert not other.equals(ours)
    assert other.loc[cleaning.usable(other), "wtp_amount"].mean() == 58
    for column in ("qualification_group", "trained", "would_benefit", "wtp_status", "zero_reason", "gender"):
        assert other[column].value_counts().to_dict() == ours[column].value_counts().to_dict()


def test_three_header_rows_as_qualtrics_writes_them(tmp_path):
    # Qualtrics support, "Understanding Your Data Set": ids, then question texts, then ImportIds in JSON.
    synthetic.write(STUDY, tmp_path / "export.csv")
    ids, texts, imports, *rows = csv.reader(io.StringIO((tmp_path / "export.csv").read_text("utf-8"), newline=""))
    assert ids[0] == "StartDate"
    assert STUDY.questions["consent"].text in texts
    assert all("ImportId" in json.loads(cell) for cell in imports)
    assert len(rows) == len(ROWS) == 65


def test_addresses_are_reserved_for_documentation_and_some_are_shared():
    # RFC 5737: 192.0.2.0/24 is never anybody's address.
    network = ipaddress.ip_network("192.0.2.0/24")
    addresses = ROWS.loc[ROWS["IPAddress"] != "", "IPAddress"]
    assert all(ipaddress.ip_address(address) in network for address in addresses)
    assert addresses.duplicated().sum() > 1
    assert (ROWS.loc[ROWS["Status"] == "Survey Preview", "IPAddress"] == "").all()


def test_amounts_are_typed_as_people_type_them():
    typed = set(ROWS["Q8"])
    assert {"£50", "50 pounds", "about 40", "nothing", "None", ""} <= typed


@pytest.mark.slow
def test_the_card_follows_the_typed_amount_but_not_slavishly():
    paying = cleaning.survey(STUDY).respondents.query("wtp_status == 'payer'")
    at_or_below = [max(step for step in STUDY.card if step <= amount) for amount in paying["wtp_amount"]]
    assert 0.5 < (paying["card_chosen"] == at_or_below).mean() < 1


def test_command_writes_the_export(tmp_path):
    main([str(tmp_path / "export.csv")])
    assert (tmp_path / "export.csv").read_bytes() == STUDY.export.read_bytes()


def test_command_never_writes_over_a_real_export(tmp_path, monkeypatch):
    real = STUDY.path.read_text(encoding="utf-8").replace('mode = "synthetic"', 'mode = "real"')
    (tmp_path / "study.toml").write_text(real, encoding="utf-8")
    monkeypatch.setenv("STUDY", str(tmp_path / "study.toml"))
    with pytest.raises(SystemExit, match="mode is real; invented answers are not written over real ones"):
        main([])
    assert list(tmp_path.iterdir()) == [tmp_path / "study.toml"]
