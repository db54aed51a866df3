"""Mutants are the faults that they say, and one that no test would notice is listed."""

import ast
import os
import subprocess
import sys

import mutation
import pytest
from checks import ROOT
from mutants import mutants, spoilt

SOURCE = '''"""A room."""


def paid(amount, price):
    """Whether an amount reaches a price."""
    return amount >= price
'''


def changes(source):
    """What stood there and what stands there now, of each mutant."""
    return [(mutant.was, mutant.now) for mutant in mutants(source, "a.py")]


def test_each_kind_of_fault_is_made():
    # Written down by hand, one line a kind.
    assert changes("x = a < b") == [("a < b", "a <= b")]
    assert changes("x = a * b") == [("a * b", "a / b")]
    assert changes("x += y") == [("x += y", "x -= y")]
    assert changes("x = a and b") == [("a and b", "a or b")]
    assert changes("x = not a") == [("not a", "a")]
    assert changes("x = [3, True]") == [("3", "4"), ("True", "False")]
    assert changes("x = f(a, b=c)") == [("f(a, b=c)", "f(a)")]
    assert changes("x = max(a)") == [("max", "min")]
    assert changes("if f(a):\n    pass") == [("f(a)", "not f(a)")]
    assert changes("def f(x):\n    return x") == [("return x", "return None")]


def test_what_is_only_said_or_declared_is_left():
    said = '"""Text."""\n@dataclass(frozen=True)\nclass A:\n    x: tuple[1, 2]\n\n\nraise ValueError(f"{1 + 1}")\n'
    assert changes(said) == [] and changes("zip(a, b, strict=True)") == []


def test_a_comparison_with_a_tolerance_is_turned_round_as_a_whole():
    # Nothing promises on which side of 1e-9 a number counts that equals it; of a limit that counts, something does.
    for named in ("_SLACK = 1e-9", "_SLACK, _STEPS = 1e-9, 30"):
        assert ("a <= _SLACK * b", "a > _SLACK * b") in changes(f"{named}\nx = a <= _SLACK * b")
    for named in ("_SLACK = 30", "SLACK = 1e-9", "a = 1e-9", ""):
        assert ("a <= _SLACK * b", "a < _SLACK * b") in changes(f"{named}\nx = a <= _SLACK * b")
    assert ("a < b", "a <= b") in changes("_SLACK = 1e-9\nx = a < b")


def test_a_number_that_one_more_leaves_as_it_is_is_no_mutant():
    assert changes("x = [1e300, 1e15]") == [("1000000000000000.0", "1000000000000001.0")]


def test_what_is_left_in_a_shape_is_any_number_below_zero():
    assert changes("x = a.reshape(2, -1)") == [("2", "3"), ("-1", "1")]
    assert changes("x = a.take(-1)") == [("-1", "1"), ("1", "2")]


def test_a_constant_without_effect_is_left_and_what_is_beside_it_is_not(tmp_path):
    (tmp_path / "tests").mkdir()
    listed = '[[constant]]\nfile = "a.py"\nnames = ["_STEPS", "_MOST"]\nreason = "It stops before."\n'
    (tmp_path / "tests" / "equivalent.toml").write_text(f"mutant = []\n{listed}", encoding="utf-8")
    source = "_STEPS, _MOST = 30, 9\n_STEPS, _LEAST = 20, 3\n\n\ndef f():\n    _STEPS = 5\n"
    without = {each.was: mutation.without_effect(each, tmp_path) for each in mutants(source, "a.py")}
    assert without == {"30": True, "9": True, "20": False, "3": False, "5": False}


def test_a_mutant_differs_from_the_module_in_its_one_fault():
    for mutant in mutants(SOURCE, "a.py"):
        text = ast.unparse(spoilt(SOURCE, mutant.number))
        assert text == ast.unparse(ast.parse(SOURCE)).replace(mutant.was, mutant.now) and mutant.lines.start == 6


def test_a_sample_hangs_on_its_seed_and_not_on_what_stands_elsewhere():
    lines = [f"x{place} = a{place} < b" for place in range(40)]
    whole, more = (mutants("\n".join(each), "a.py") for each in (lines, ["y = 1", *lines]))
    first = {each.key for each in mutation.drawn(whole, 1, 10)}
    assert len(first) == 10 and first != {each.key for each in mutation.drawn(whole, 2, 10)}
    assert first >= {each.key for each in mutation.drawn(more, 1, 10)} - {more[0].key}
    assert mutation.drawn(whole, 1, 10) == mutation.drawn(whole, 1, 10)


@pytest.mark.long
def test_what_cannot_be_noticed_is_still_there_and_has_a_reason():
    every = {each.key for room in mutation.ROOMS for each in mutation.Room(room, ROOT).mutants()}
    reasons = mutation.equivalent()
    assert set(reasons) <= every and all(len(reason.split()) > 5 for reason in reasons.values())
    named = {
        (each.file, name)
        for room in mutation.ROOMS
        for each in mutation.Room(room, ROOT).mutants()
        for name in each.constants
    }
    assert set(mutation.tuned()) <= named and all(len(reason.split()) > 5 for reason in mutation.tuned().values())


@pytest.mark.long
@pytest.mark.parametrize(
    ("asserted", "code", "said"),
    [
        ("paid(1, 1) and not paid(1, 2)", 0, "                2      2         0       2         0  100.0%"),
        ("paid(2, 1) and not paid(1, 2)", 1, "                2      2         0       1         1  50.0%"),
    ],
)
def test_mutation_gate_sees_a_line_that_no_test_would_miss(tmp_path, asserted, code, said):
    (tmp_path / "src" / "helpers").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "src" / "helpers" / "__init__.py").touch()
    (tmp_path / "src" / "helpers" / "room.py").write_text(SOURCE, encoding="utf-8")
    test = f"from helpers.room import paid\n\n\ndef test_paid():\n    assert {asserted}\n"
    (tmp_path / "tests" / "test_room.py").write_text(test, encoding="utf-8")
    driver = "import pathlib, sys, mutation; mutation.LOADED = (); "
    driver += f"sys.exit(mutation.main(['room'], pathlib.Path({str(tmp_path)!r})))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "src"), str(ROOT / "tests")])}
    command = [sys.executable, "-c", driver]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert f"room{said}\n" in done.stdout
    assert ("survived: src/helpers/room.py:6 paid: amount >= price  ->  amount > price\n" in done.stdout) == bool(code)
