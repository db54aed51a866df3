"""Newton's method and its linear systems, against NumPy and a function whose maximum is known."""

import numpy as np
import pytest

from helpers.valuation.likelihood.maximum import _newton_step, by_replicate, maximise, solve


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


def test_a_pivot_is_small_beside_the_largest_of_its_own_replicate():
    # What is left of the second information is 1e-10, 1e-12 and 1e-10 of the first: too little in the middle one.
    left = np.array([1e-10, 1e-12, 1e-10])
    A = np.array([[np.ones(3), np.ones(3)], [np.ones(3), 1 + left]]) * np.array([1.0, 1.0, 1e-30])
    x, sound = solve(A, np.array([[1.0] * 3, [1.0] * 3]) * np.array([1.0, 1.0, 1e-30]))
    assert sound.tolist() == [True, False, True]
    np.testing.assert_allclose(x[:, [0, 2]], [[1, 1], [0, 0]], atol=1e-5)


def test_a_step_from_where_it_curves_upward_climbs_by_the_size_of_each_curvature():
    # Curvatures 2 and -3 along axes turned by 30 degrees: the gradient over 2 and over 3 along each.
    turn = np.array([[np.sqrt(3), -1], [1, np.sqrt(3)]]) / 2
    upward = turn @ np.diag([2.0, -3.0]) @ turn.T
    concave, level = np.diag([-4.0, -5.0]), np.diag([1e-9, -1.0])
    gradient = np.array([turn @ [1.0, 1.0], [4.0, 5.0], [1e-6, 1.0]]).T
    step, sound = _newton_step(gradient, np.stack([upward, concave, level], axis=-1))
    np.testing.assert_allclose(step[:, 0], turn @ [1 / 2, 1 / 3], rtol=1e-12)
    np.testing.assert_allclose(step[:, 1], 1, rtol=1e-12)
    # No direction is taken to curve less than a millionth of the most.
    np.testing.assert_allclose(step[:, 2], 1, rtol=1e-9)
    assert sound.tolist() == [False, True, False]


def test_a_hessian_that_is_no_number_is_left_to_the_next_halving():
    hessian = np.stack([np.full((2, 2), np.nan), -np.eye(2)], axis=-1)
    with np.errstate(all="ignore"):
        step, sound = _newton_step(np.ones((2, 2)), hessian)
    assert sound.tolist() == [False, True] and step[:, 1].tolist() == [1, 1]


class Curve:
    """A function of one number a replicate, from its value, slope and curvature; it remembers where it was asked."""

    def __init__(self, *derivatives):
        self.derivatives, self.asked, self.values = derivatives, [], []

    def arrange(self, weights):
        return weights

    def evaluate(self, params, weights):
        x = np.broadcast_to(params[0], weights.shape[1:])
        value, slope, bend = (weights[0] * derivative(x) for derivative in self.derivatives)
        self.asked.append(x)
        self.values.append(value)
        return value, slope[None], bend[None, None]


HILL = (lambda x: -np.sqrt(1 + x**2), lambda x: -x / np.sqrt(1 + x**2), lambda x: -((1 + x**2) ** -1.5))
TWO_HILLS = (lambda x: -((x**2 - 1) ** 2), lambda x: -4 * x * (x**2 - 1), lambda x: 4 - 12 * x**2)
WITHOUT_END = (lambda x: -np.exp(-x), lambda x: np.exp(-x), lambda x: -np.exp(-x))


def test_a_step_too_far_is_halved_until_it_climbs():
    # Newton's whole step on this hill goes from x to -x^3: from 3 it would never come back.
    hill = Curve(*HILL)
    params, converged = maximise(hill, np.ones((1, 1)), np.array([[3.0]]), 1e-14)
    assert converged.all() and abs(params[0, 0]) < 1e-12
    # 30 down from 3 by halves: the first that climbs is an eighth, to -0.75.
    assert [each[0] for each in hill.asked[:6]] == pytest.approx([3, -27, -12, -4.5, -0.75, 0.75**3])


def test_each_replicate_goes_its_own_way_to_its_own_maximum():
    start, weights = np.array([[0.1, -0.2, 3.0, -1.0, 0.4]]), np.array([[1.0, 2.0, 0.5, 3.0, 1e6]])
    params, converged = maximise(Curve(*TWO_HILLS), weights, start, 1e-14)
    assert converged.all()
    np.testing.assert_allclose(params, [[1, -1, 1, -1, 1]], atol=1e-9)
    for place in range(5):
        alone, _ = maximise(Curve(*TWO_HILLS), weights[:, [place]], start[:, [place]], 1e-14)
        assert alone[0, 0] == params[0, place]


def test_where_there_is_no_maximum_the_search_stops_at_its_limit_and_says_so():
    # Every step is 1, and the gain shrinks below any tolerance: small gains alone are no maximum.
    endless = Curve(*WITHOUT_END)
    params, converged = maximise(endless, np.ones((1, 2)), np.array([[0.0]]), 1e-3, limit=40)
    assert not converged.any() and len(endless.asked) == 41
    np.testing.assert_allclose(params, 40, rtol=1e-12)
    assert maximise(Curve(*TWO_HILLS), np.ones((1, 1)), np.array([[1.0 + 1e-9]]), 1e-14, limit=1)[1].all()


def test_the_last_step_is_taken_once_the_gain_is_below_the_tolerance():
    # At 0.01 Newton's decrement is 1e-4 and its step 0.01: a looser tolerance changes nothing while the step is large.
    for tolerance, calls in ((1e-3, 3), (1e-20, 4)):
        hill = Curve(*HILL)
        params, converged = maximise(hill, np.ones((1, 1)), np.array([[0.01]]), tolerance)
        assert converged.all() and abs(params[0, 0]) < 1e-15 and len(hill.asked) <= calls
