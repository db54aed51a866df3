"""Newton's method and its linear systems, against NumPy and a function whose maximum is known."""

import numpy as np
import pytest

from helpers.valuation.likelihood.maximum import by_replicate, maximise, solve


@pytest.fixture
def systems():
    """Five positive definite systems of three unknowns, stacked in the last axis."""
    rng = np.random.default_rng(1)
    roots = rng.normal(size=(5, 3, 3))
    return np.moveaxis(roots @ roots.transpose(0, 2, 1) + np.eye(3), 0, -1), rng.normal(size=(3, 5))


def test_systems_are_solved_as_numpy_solves_each(systems):
    A, b = systems
    x, sound = solve(A, b)
    expected = [np.linalg.solve(A[:, :, r], b[:, r]) for r in range(5)]
    np.testing.assert_allclose(x.T, expected, rtol=1e-10)
    assert sound.all()


def test_a_singular_or_negative_system_is_told_from_the_others(systems):
    A, b = systems
    A[:, :, 1] = 0.0
    A[:, :, 3] *= -1
    with np.errstate(all="ignore"):
        assert solve(A, b)[1].tolist() == [True, False, True, False, True]


class Quartic:
    """-w (x - 2)^4 - w (y + 1)^2 of each replicate: one maximum, at (2, -1), which is flat in x."""

    def arrange(self, weights):
        return weights

    def evaluate(self, params, weights):
        (x, y), w = params, weights[0]
        value = -w * ((x - 2) ** 4 + (y + 1) ** 2)
        gradient = np.array([-4 * w * (x - 2) ** 3, -2 * w * (y + 1)])
        hessian = np.zeros((2, 2, w.size))
        hessian[0, 0], hessian[1, 1] = -12 * w * (x - 2) ** 2, -2 * w
        return value, gradient, hessian


def test_the_maximum_is_found_from_one_start_for_all():
    params, _ = maximise(Quartic(), np.array([[1.0, 3.0]]), np.array([[5.0], [4.0]]), tolerance=1e-12)
    np.testing.assert_allclose(params[1], -1, atol=1e-8)
    # Each step takes a third of the way off a flat maximum: near, but never converged.
    np.testing.assert_allclose(params[0], 2, atol=1e-2)


def test_replicates_are_valued_one_by_one():
    def evaluate(params, weights):
        return params @ params, 2 * params, np.eye(2) * weights.sum()

    value, gradient, hessian = by_replicate(evaluate, np.array([[1.0], [2.0]]), np.ones((4, 3)))
    assert value.tolist() == [5, 5, 5] and gradient.shape == (2, 3)
    assert hessian[0, 0].tolist() == [4, 4, 4] and hessian.shape == (2, 2, 3)
