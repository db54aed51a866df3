"""Spoil a copy in every way that a gate is shown, and print who caught it (`make sabotage`); fails where nobody did."""

import sys

import pytest
from checks import ROOT

from helpers.compendium.sabotage import faults


class Outcomes:
    """How many cases of each test passed: the gate turned red; and how many did not."""

    def __init__(self):
        self.caught, self.missed = {}, {}

    def pytest_runtest_logreport(self, report):
        test = report.nodeid.split("[")[0].removeprefix("tests/")
        if report.failed:
            self.missed[test] = self.missed.get(test, 0) + 1
        elif report.when == "call" and report.passed:
            self.caught[test] = self.caught.get(test, 0) + 1


def main(root=ROOT):
    """Run them all, print the table, and say how many were caught."""
    found, outcomes = faults(root / "tests"), Outcomes()
    tests = [f"{root}/tests/{test}" for test in found.index]
    pytest.main(["--quiet", "--no-summary", "--no-header", "-p", "no:nbval", f"--rootdir={root}", *tests], [outcomes])
    print(f"\n{'gate':<12} {'caught':>8}  fault")
    for test, row in found.iterrows():
        caught, missed = outcomes.caught.get(test, 0), outcomes.missed.get(test, 0)
        # A test that was not run caught nothing.
        print(f"{row['gate']:<12} {f'{caught} of {max(caught + missed, 1)}':>8}  {row['fault']}")
    uncaught = sum(outcomes.missed.values()) + sum(test not in outcomes.caught for test in found.index)
    print(f"\n{sum(outcomes.caught.values())} faults caught by {found['gate'].nunique()} gates, {uncaught} not caught")
    return 1 if uncaught else 0


if __name__ == "__main__":
    sys.exit(main())
