"""Would a test notice? Rooms with one fault each, against the tests of their own (`make mutants`).

Of each room a sample of its mutants is drawn by a declared seed, each by itself, so that a change elsewhere draws the
same ones. Each is run in a process of its own, first against the tests of its module and its doctests, then against
each other test of the room that runs its line, the quickest first, up to a limit of seconds; it is killed by the first
that fails, or by taking far longer than before. What survives is listed. A mutant that cannot be noticed, since it
computes the same, stands with its reason in tests/equivalent.toml.
"""

import argparse
import ast
import hashlib
import importlib
import importlib.machinery
import json
import os
import resource
import signal
import sys
import time
import tomllib
from contextlib import suppress
from pathlib import Path

import coverage
import pytest
from mutants import Mutant, mutants, spoilt

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("describe", "disclosure", "claims", "wtp", "valuation")
SEED, SAMPLE, LEAST = 54, 250, 0.9
# Seconds of the other tests of a room that a mutant may outlive, as they took unspoilt.
FURTHER = 20
# Loaded once; every process below starts with them.
LOADED = (
    "pandas", "scipy.stats", "scipy.optimize", "scipy.integrate", "scipy.sparse.csgraph", "scipy.interpolate",
    "matplotlib.pyplot", "formulaic", "hypothesis", "joblib", "mpmath", "openpyxl", "pingouin", "seaborn",
    "sklearn.utils", "statsmodels.api", "tqdm", "yaml",
)  # fmt: skip


class Room:
    """A room of helpers below a root, its modules and its tests."""

    def __init__(self, name: str, root: Path):
        self.name, self.root = name, root
        helpers, tests = root / "src" / "helpers", root / "tests"
        alone = not (helpers / name).is_dir()
        self.modules = [helpers / f"{name}.py"] if alone else sorted((helpers / name).rglob("*.py"))
        self.tests = [tests / f"test_{name}.py"] if alone else sorted((tests / name).rglob("test_*.py"))
        self.tests += [path for path in self.modules if ">>>" in path.read_text(encoding="utf-8")]

    def mutants(self) -> list[Mutant]:
        """All of its modules."""
        return [
            each
            for path in self.modules
            for each in mutants(path.read_text(encoding="utf-8"), path.relative_to(self.root).as_posix())
        ]

    def kept(self, name: str) -> Path:
        """A file in build/ that spares doing something again."""
        folder = self.root / "build" / "mutants"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.name}-{name}.json"

    def own(self, file: str) -> list[Path]:
        """The tests of a module: its test file, and its doctests."""
        path = self.root / file
        test = self.root / "tests" / path.relative_to(self.root / "src" / "helpers").with_name(f"test_{path.name}")
        return [each for each in (test, path) if each in self.tests]

    def runs(self) -> dict[Path, dict]:
        """Of each file of tests: the seconds that each test takes, and which tests run each line of each module.

        Kept in build/ until a module of the room or the file changes.
        """
        code = b"".join(path.read_bytes() for path in self.modules)
        found = {}
        for test in self.tests:
            digest = hashlib.sha256(code + test.read_bytes()).hexdigest()[:16]
            record = self.kept(f"{test.stem}-{digest}")
            if not record.exists():
                said = _forked(lambda test=test: _recorded(self, test), seconds=3000)
                if said is None or said["failed"]:
                    raise SystemExit(
                        f"{test.relative_to(self.root)} fails on the helpers as they are; mend that first."
                    )
                record.write_text(json.dumps(said), encoding="utf-8")
            found[test] = json.loads(record.read_text(encoding="utf-8"))
        return found

    def noticed(self, mutant: Mutant, runs: dict[Path, dict]) -> bool:
        """Whether a test fails with this fault in place."""
        own = {test: runs[test]["seconds"] for test in self.own(mutant.file)}
        others = {}
        for test, run in runs.items():
            if test not in own:
                lines = run["lines"].get(mutant.file, {})
                names = {name for line in mutant.lines for name in lines.get(str(line), ())}
                # What is run on import, all tests of the file rest on.
                others |= {name: each for name, each in run["seconds"].items() if name in names or "" in names}
        nearest, left = {}, FURTHER
        for name in sorted(others, key=others.get):
            left -= others[name]
            if left < 0:
                break
            nearest[self.root / name] = others[name]
        tree = spoilt((self.root / mutant.file).read_text(encoding="utf-8"), mutant.number)
        whole = {test: sum(seconds.values()) for test, seconds in own.items()}
        for tests in filter(None, (whole, nearest)):
            limit = 20 + 5 * sum(tests.values())
            said = _forked(lambda tests=tests: _tested(self, [*tests], mutant.file, tree), seconds=limit)
            if said is None or said["failed"]:
                return True
        return False


class _Outcome:
    failed = False

    def pytest_runtest_logreport(self, report):
        self.failed |= report.failed

    def pytest_collectreport(self, report):
        self.failed |= report.failed


def _pytest(room: Room, tests: list[Path], *plugins: object) -> bool:
    """Whether any of these tests, or of these files, fails."""
    from hypothesis import HealthCheck, Phase, settings

    # The same examples each time, and no search for a smaller one.
    settings.register_profile(
        "mutants", database=None, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.load_profile("mutants")
    outcome = _Outcome()
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--doctest-modules"]
    # A module of which the doctests are wanted is no file of tests, whatever its classes are called.
    options += ["--assert=plain", "-W", "ignore::pytest.PytestCollectionWarning"]
    said = pytest.main([*options, f"--rootdir={room.root}", *map(str, tests)], [outcome, *plugins])
    return outcome.failed or said not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


class _Watch:
    """How long each test takes, and which lines it runs."""

    def __init__(self, room: Room):
        modules = [str(path) for path in room.modules]
        self.coverage, self.seconds = coverage.Coverage(data_file=None, config_file=False, include=modules), {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        self.coverage.switch_context(item.nodeid)
        before = time.process_time()
        yield
        self.seconds[item.nodeid] = time.process_time() - before


def _recorded(room: Room, test: Path) -> dict:
    """What a file of tests takes and runs."""
    watch = _Watch(room)
    watch.coverage.start()
    failed = _pytest(room, [test], watch)
    watch.coverage.stop()
    data = watch.coverage.get_data()
    lines = {
        Path(path).relative_to(room.root).as_posix(): data.contexts_by_lineno(path) for path in data.measured_files()
    }
    return {"failed": failed, "seconds": watch.seconds, "lines": lines}


def _tested(room: Room, tests: list[Path], file: str, tree: ast.Module) -> dict:
    """Whether tests fail where a module is this tree."""
    path, loader = str(room.root / file), importlib.machinery.SourceFileLoader
    code, honest = compile(tree, path, "exec"), loader.get_code
    loader.get_code = lambda self, name: code if self.path == path else honest(self, name)
    return {"failed": _pytest(room, tests)}


def _forked(work, seconds: float) -> dict | None:
    """What a function says in a process of its own; nothing where it was ended or takes longer than so many seconds."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        # Waiting takes no processor, so that it needs a clock of its own.
        signal.setitimer(signal.ITIMER_REAL, 20 * seconds)
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        with suppress(BaseException):
            os.write(writing, json.dumps(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def equivalent(root: Path = ROOT) -> dict[tuple, str]:
    """The mutants that cannot be noticed, each with its reason."""
    path = root / "tests" / "equivalent.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"] if path.exists() else []
    names = ("file", "function", "was", "now")
    return {(*(row[name] for name in names), row.get("nth", 1)): row["reason"] for row in rows}


def tuned(root: Path = ROOT) -> dict[tuple[str, str], str]:
    """Constants of a module, of which no larger value changes a result, each with its reason."""
    path = root / "tests" / "equivalent.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("constant", []) if path.exists() else []
    return {(row["file"], name): row["reason"] for row in rows for name in row["names"]}


def without_effect(mutant: Mutant, root: Path = ROOT) -> bool:
    """Whether a mutant is listed as one that cannot be noticed, or only changes constants that are."""
    listed = tuned(root)
    return mutant.key in equivalent(root) or (
        bool(mutant.constants) and all((mutant.file, name) in listed for name in mutant.constants)
    )


def drawn(every: list[Mutant], seed: int, sample: int) -> list[Mutant]:
    """A sample of mutants in the order of their lots, so that however many come first are a sample too."""
    lots = {each: hashlib.sha256(f"{seed} {each.key[:4]} {each.nth}".encode()).digest() for each in every}
    return sorted(every, key=lots.get)[:sample]


def tried(room: Room, seed: int, sample: int, again: bool) -> tuple[list[int], list[Mutant]]:
    """How many mutants a room has, were drawn, cannot be noticed and were killed; and those that survived."""
    every, runs = room.mutants(), room.runs()
    chosen = drawn(every, seed, sample)
    real = [each for each in chosen if not without_effect(each, room.root)]
    # Tests that were added since cannot bring a killed one back.
    kept, known = room.kept(f"seed-{seed}-{sample}"), None
    if again and kept.exists():
        known = {tuple(key) for key in json.loads(kept.read_text(encoding="utf-8"))}
    survivors = []
    for place, mutant in enumerate(real, start=1):
        if place % 25 == 0:
            print(f"{room.name}: {place} tried, {len(survivors)} survived", flush=True)
        if (known is None or mutant.key in known) and not room.noticed(mutant, runs):
            survivors.append(mutant)
            print(f"survived: {mutant}", flush=True)
    kept.write_text(json.dumps([mutant.key for mutant in survivors]), encoding="utf-8")
    return [len(every), len(chosen), len(chosen) - len(real), len(real) - len(survivors)], survivors


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Spoil, test, and print the table; fails where a room has too low a score."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("rooms", nargs="*", default=ROOMS)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--sample", type=int, default=SAMPLE)
    asked.add_argument("--again", action="store_true", help="only those that survived last time")
    chosen = asked.parse_args(arguments)
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    for name in LOADED:
        importlib.import_module(name)
    scores = []
    table = ["", f"{'room':<12}{'mutants':>9}{'tried':>7}{'the same':>10}{'killed':>8}{'survived':>10}  score"]
    for name in chosen.rooms:
        counts, survivors = tried(Room(name, root), chosen.seed, chosen.sample, chosen.again)
        scores.append(counts[-1] / (counts[-1] + len(survivors)))
        table.append("{:<12}{:>9}{:>7}{:>10}{:>8}{:>10}".format(name, *counts, len(survivors)) + f"  {scores[-1]:.1%}")
    print("\n".join([*table, f"seed {chosen.seed}"]))
    return int(min(scores) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
