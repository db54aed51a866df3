"""The workflow runs what it names and nothing that somebody else can change: hashes, least permissions, no findings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from checks import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def workflow_problems(folder):
    """Say which action is not named by the hash of a commit, and what zizmor finds, offline and at its strictest.

    And where nothing waits for the tests that `make test` has no time for, those on what pages show of real answers.
    """
    problems = []
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"^ +- run: make anywhere$", text, re.MULTILINE):
            problems.append(f"{path.name}: no job runs `make anywhere`, and with it the tests marked long.")
        if not re.search(r"^ +needs: \[.*\banywhere\b", text, re.MULTILINE):
            problems.append(f"{path.name}: pages are published without waiting for the job anywhere.")
        for number, line in enumerate(text.splitlines(), start=1):
            if "uses:" in line and not re.search(r"@[0-9a-f]{40} # v[\d.]+$", line):
                problems.append(
                    f"{path.name}, line {number}: pin the action by the hash of a commit, its version beside."
                )
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [
        zizmor,
        "--offline",
        "--no-progress",
        "--color=never",  # which CI would turn on
        "--persona=pedantic",
        "--format=plain",
        *map(str, folder.glob("*.yml")),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.findall(r"^\w+\[[\w-]+\]: .*$", done.stdout, re.MULTILINE)
    return problems + (found or [done.stderr] if done.returncode else [])


def test_the_workflow_is_pinned_and_has_no_findings():
    assert workflow_problems(WORKFLOW.parent) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (r"@[0-9a-f]{40} # v", "@v4 # v", "pin the action by the hash"),
        (r" +with:\n +persist-credentials: false\n", "", "credential"),
        ("contents: read", "contents: write", "permissions"),
        (r"- run: make anywhere\n", "- run: make check\n", "the tests marked long"),
        ("gate, anywhere, browser", "gate, browser", "without waiting"),
        ("bash .ci/run", "bash .ci/run ${{ github.event.pull_request.title }}", "template"),
    ],
)
def test_workflow_gate_sees_one_that_trusts_too_much(tmp_path, old, new, sentence):
    text = WORKFLOW.read_text(encoding="utf-8")
    spoilt = re.sub(old, new, text, count=1)
    assert spoilt != text
    (tmp_path / "ci.yml").write_text(spoilt, encoding="utf-8")
    assert any(sentence in problem for problem in workflow_problems(tmp_path))


def test_every_target_that_the_workflow_makes_is_there():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"make ([a-z-]+)", WORKFLOW.read_text(encoding="utf-8"))) <= set(targets)
