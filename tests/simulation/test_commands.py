"""The command writes what it computed, and says in one sentence what stops it."""

import pandas as pd
import pytest

from helpers.simulation import commands
from helpers.simulation.experiments import Setting


def test_the_command_stores_tables_that_say_how_they_were_made(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(commands, "QUICK", Setting("quick", 50, 19, 0))
    monkeypatch.setattr(commands, "tasks", lambda setting: [t for t in _tasks(setting) if t.n == 20])
    monkeypatch.setattr(commands, "shares", lambda: pd.DataFrame({"coverage": [0.95]}))
    arguments = ["coverage", "--workers", "1", "--blocks", str(tmp_path / "blocks"), "--to", str(tmp_path / "out")]
    assert commands.main(arguments) == 0
    found = commands.stored(folder=tmp_path / "out")
    assert set(found["setting"]) == {"quick"} and len(found) == 34 and found["coverage"].between(0.5, 1).all()
    assert "34 rows" in capsys.readouterr().out
    before = (tmp_path / "out" / "coverage.csv").read_bytes()
    assert commands.main(arguments) == 0 and (tmp_path / "out" / "coverage.csv").read_bytes() == before


_tasks = commands.tasks


@pytest.mark.long
def test_the_cost_is_of_the_same_surveys_for_every_number_of_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "QUICK", Setting("quick", 50, 19, 0))
    assert commands.main(["cost", "--workers", "2", "--to", str(tmp_path)]) == 0
    found = commands.stored("simulation_cost", tmp_path)
    # Five populations, one block of fifty each.
    assert found["workers"].tolist() == [1, 2] and found["surveys"].tolist() == [250, 250]
    assert (found["seconds"] >= 0).all()


def test_an_unknown_study_is_refused(capsys):
    with pytest.raises(SystemExit):
        commands.main(["absent"])
    assert "invalid choice" in capsys.readouterr().err
