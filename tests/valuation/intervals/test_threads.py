"""BLAS uses one thread inside the context, and what the caller had set afterwards."""

import threadpoolctl

from helpers.valuation.intervals.threads import one_blas_thread


def blas():
    # threadpoolctl's own report of every library in the process.
    return [library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]


def test_one_thread_inside_and_what_was_set_afterwards():
    with threadpoolctl.threadpool_limits(limits=2, user_api="blas"):
        before = blas()
        with one_blas_thread():
            assert blas() and set(blas()) == {1}
        assert blas() == before


def test_contexts_may_stand_in_one_another():
    with one_blas_thread(), one_blas_thread():
        assert set(blas()) == {1}
