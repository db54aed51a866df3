"""Kernels that start in a tenth of a second: each is forked from one process that has loaded the packages already.

Loading them anew for each of ten notebooks takes most of the time that the notebooks take. A kernel has a namespace,
an environment and a working directory of its own, as if it had been started from nothing.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

# Elsewhere a process cannot be forked, or not safely once its libraries are loaded: kernels are then started anew.
FORKS = sys.platform == "linux"


def manager(kernel_name: str, setting: Mapping[str, str]) -> AsyncKernelManager | None:
    """Return a manager of one kernel that will be forked, or None where kernels are to be started anew.

    Parameters
    ----------
    kernel_name : str
        The name of the kernel's specification.
    setting : mapping of str to str
        Environment variables that packages read while they are loaded, such as which processor to compute as.
    """
    if not FORKS:
        return None
    made = _ForkedKernelManager(kernel_name=kernel_name)
    made.nursery = nursery(tuple(sorted(setting.items())))
    return made


@functools.cache
def nursery(setting: tuple[tuple[str, str], ...]) -> subprocess.Popen:
    """Return the process from which kernels under a setting are forked; it lives as long as this one."""
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.compendium.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | dict(setting),
        start_new_session=True,  # an interrupt at the keyboard is for the runner, which ends its kernels in order
    )
    atexit.register(process.communicate)
    return process


def fork(parent: subprocess.Popen, arguments: list[str], folder: str, environment: Mapping[str, str]) -> int:
    """Start a kernel with IPython's arguments in a folder and an environment; return its process id."""
    print(json.dumps([arguments, folder, dict(environment)]), file=parent.stdin, flush=True)
    assert parent.stdout is not None  # `nursery` asked for a pipe
    return int(parent.stdout.readline())


class _ForkedKernelManager(AsyncKernelManager):
    nursery: subprocess.Popen

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        # kernel_cmd is python -m ipykernel_launcher and what IPython is to be told.
        arguments = kernel_cmd[kernel_cmd.index("-f") :]
        assert isinstance(self.provisioner, LocalProvisioner)
        # As much of a Popen as the manager asks for.
        process = _Forked(fork(self.nursery, arguments, options["cwd"], options["env"]))
        self.provisioner.process = process  # type: ignore[assignment]
        self._reconcile_connection_info(self.provisioner.connection_info)


class _Forked:
    """As much of a Popen as the manager of a kernel asks for; the parent of this process is the nursery."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while the process runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int | None:
        """Return at once: the manager polls until the process has gone."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the process."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)
