"""The process that kernels are forked from, spoken to as `kernels` speaks to it."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "helpers.compendium.nursery"]


@pytest.mark.long
def test_it_ends_with_its_input_and_prints_nothing_unasked():
    done = subprocess.run(COMMAND, input="", capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.long
def test_it_prints_the_number_of_a_kernel_that_has_its_folder_and_environment(tmp_path):
    connection = str(tmp_path / "connection.json")
    environment = os.environ | {"ONLY_HERE": "1"}
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        print(json.dumps([["-f", connection], str(tmp_path), environment]), file=nursery.stdin, flush=True)
        pid = int(nursery.stdout.readline())
        # Linux keeps the folder of each process under its number.
        while os.readlink(f"/proc/{pid}/cwd") != str(tmp_path):
            assert nursery.poll() is None
        assert pid != nursery.pid
        nursery.stdin.close()
