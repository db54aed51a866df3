"""Settings for every test run from here."""

import subprocess
import sys
from pathlib import Path

import pytest

# With it jsonschema compiles a grammar of web addresses, two seconds in every process, and no test checks an address.
sys.modules.setdefault("rfc3987_syntax", None)
TREE = pytest.StashKey[dict]()


def pytest_collectstart(collector):
    """Let nbval compare figures too: as delivered, it skips every image."""
    skipped = getattr(collector, "skip_compare", None)
    if skipped:
        collector.skip_compare = tuple(key for key in skipped if not key.startswith("image/"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Say in one sentence what nbval found: it calls a changed output a cell whose execution failed."""
    outcome = yield
    report, fault = outcome.get_result(), call.excinfo and call.excinfo.value
    if type(fault).__name__ == "NbCellError":
        changed = "output" in str(fault).lower()
        said = "its output is not the stored one" if changed else "it ends in an error"
        remedy = "look at the difference, then run `make` and commit what it writes" if changed else "mend it"
        report.longrepr = (
            f"{item.path.name}, code cell {fault.cell_num + 1}: {said}; {remedy}.\n{fault.inner_traceback}"
        )


def pytest_sessionstart(session):
    """Remember when each file of the tree was last written."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[TREE] = _written()


def pytest_sessionfinish(session):
    """Fail where a test wrote into the tree: then `make` would do everything again, and a rerun prove nothing."""
    before = session.config.stash.get(TREE, None)
    touched = sorted(name for name, time in _written().items() if before and before.get(name) != time)
    if touched:
        print(f"\n{', '.join(touched)}: written by a test; tests work on copies.", file=sys.stderr)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _written() -> dict[str, int]:
    root = Path(__file__).parent
    try:
        done = subprocess.run(["git", "-C", str(root), "ls-files"], capture_output=True, text=True)
    except FileNotFoundError:
        return {}
    return {name: (root / name).stat().st_mtime_ns for name in done.stdout.splitlines() if (root / name).exists()}
