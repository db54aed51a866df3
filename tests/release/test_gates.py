"""A release is refused unless every gate was green for exactly the files that git holds."""

import subprocess

import pytest

from helpers.release import gates
from helpers.study import InputError


@pytest.fixture
def checkout(tmp_path):
    """A small checkout with one committed file; what is built is ignored."""
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    as_somebody = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *as_somebody, *command], cwd=tmp_path, check=True)
    return tmp_path


def test_nothing_is_released_that_was_never_tested(checkout):
    with pytest.raises(InputError, match="run `make test`"):
        gates.check(checkout)
    gates.record(checkout)
    gates.check(checkout)


def test_a_file_that_changed_since_is_named_and_once_committed_must_be_tested_again(checkout):
    gates.record(checkout)
    (checkout / "a.txt").write_text("b", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: not committed"):
        gates.check(checkout)
    subprocess.run(
        ["git", "-c", "user.name=s", "-c", "user.email=s@example.org", "commit", "-qam", "b"], cwd=checkout, check=True
    )
    with pytest.raises(InputError, match="Not every gate was green"):
        gates.check(checkout)


def test_a_file_that_git_does_not_know_is_not_released(checkout):
    gates.record(checkout)
    (checkout / "new.txt").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"new\.txt: not committed"):
        gates.committed(checkout)


def test_without_git_there_is_no_release(tmp_path):
    with pytest.raises(InputError, match="made from a checkout"):
        gates.tracked(tmp_path)
