"""The commands of a release."""

from helpers.release import commands
from helpers.study import InputError


def test_what_is_refused_is_one_sentence(monkeypatch, capsys):
    def refused():
        raise InputError("Not every gate was green.")

    monkeypatch.setattr(commands.gates, "check", refused)
    assert commands.main(["check"]) == 1
    assert capsys.readouterr().err == "Not every gate was green.\n"


def test_each_command_does_what_it_says(monkeypatch, capsys):
    done = []
    monkeypatch.setattr(commands.gates, "record", lambda: done.append("green"))
    monkeypatch.setattr(commands.gates, "committed", lambda: done.append("committed"))
    monkeypatch.setattr(commands.estimator, "build", lambda folder: folder / "package.whl")
    monkeypatch.setattr(commands.archive, "write", lambda: commands.ROOT / "build" / "archive" / "all.zip")
    assert [commands.main([name]) for name in ("green", "committed", "wheel", "archive")] == [0] * 4
    said = capsys.readouterr().out
    assert done == ["green", "committed"] and "build/wheel/package.whl" in said and "build/archive/all.zip" in said
