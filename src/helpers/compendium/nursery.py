"""Run as a process of its own by `kernels`: loads the packages, then forks a kernel for every line that it reads."""

import json
import os
import signal
import sys

import ipykernel.debugger  # noqa: F401
import pingouin  # noqa: F401
import scipy.stats  # noqa: F401
import seaborn  # noqa: F401
from ipykernel.kernelapp import IPKernelApp

import helpers.pages
import helpers.validation  # noqa: F401


def main() -> None:
    """Fork a kernel for each line of standard input, a JSON list of arguments, folder and environment; print its id.

    The nursery ends with its input, and with it the kernels that still run.
    """
    # Kernels that ended are not waited for; nobody asks how.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        arguments, folder, environment = json.loads(line)
        if pid := os.fork():
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        # The pipes belong to the nursery alone; what a kernel prints travels in messages.
        with open(os.devnull, "r+b") as nothing:
            for stream in (0, 1):
                os.dup2(nothing.fileno(), stream)
        IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
        # The kernel has ended its own children and sent its last message; to take down all that was loaded, in order,
        # would keep the runner waiting for half a second.
        os._exit(0)


if __name__ == "__main__":
    main()
