"""One BLAS thread while a batch runs: with small matrices more threads only burn time."""

from contextlib import AbstractContextManager
from functools import cache

import threadpoolctl


@cache
def _libraries() -> threadpoolctl.ThreadpoolController:
    """The linear-algebra libraries in this process, found once."""
    return threadpoolctl.ThreadpoolController()


def one_blas_thread() -> AbstractContextManager:
    """A context in which BLAS uses one thread; what the caller had set holds again afterwards."""
    return _libraries().limit(limits=1, user_api="blas")
