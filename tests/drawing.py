"""Tasks that the tests of workers hand out; workers import them by name, which a test file's is not for them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Draw:
    """A task that draws; the file named in `deadly` kills the process that takes the task while it is there."""

    seed: int
    deadly: str = ""

    @property
    def name(self):
        return f"draw-{self.seed}"


def draw(task):
    if task.deadly and Path(task.deadly).exists():
        Path(task.deadly).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return {("mean", "drawn"): np.random.default_rng(task.seed).random(3)}


def always_dies(task):
    os.kill(os.getpid(), signal.SIGKILL)
