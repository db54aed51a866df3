"""Profile likelihood by its definition: the constrained maximum, found apart with SciPy's optimiser."""

import numpy as np
import pytest
from reference import surveys
from scipy import optimize, stats

from helpers import valuation as cv
from helpers.valuation.intervals.profile import _Path


@pytest.fixture(scope="module")
def fit():
    return cv.fit(surveys.paycard54(), "log-normal")


def lost(fit, location):
    """Twice the log-likelihood lost with the location of log WTP held, by a search over the scale alone."""
    answers = surveys.paycard54()
    with np.errstate(divide="ignore"):  # an open end at zero is minus infinity in logarithms
        low, high = (np.log(answers[end].to_numpy()) for end in ("lower", "upper"))

    def minus_loglik(log_scale):
        shares = np.diff(stats.norm.cdf(np.array([low, high]), location, np.exp(log_scale)), axis=0)
        return -np.log(shares).sum()

    found = optimize.minimize_scalar(minus_loglik, bounds=(-3, 3), method="bounded", options={"xatol": 1e-10})
    return 2 * (fit.llf + found.fun)


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.6])
def test_deviance_is_what_the_best_other_parameters_lose(fit, ratio):
    # The median of a log-normal is the exponential of its location.
    held = fit.median() * ratio
    assert fit.profile("median", [held]).iloc[0] == pytest.approx(lost(fit, np.log(held)), abs=1e-6)


def test_limits_are_where_the_deviance_is_the_quantile_of_chi_squared(fit):
    found = fit.interval("median", "profile", level=0.9)
    for limit in (found.low, found.high):
        assert lost(fit, np.log(limit)) == pytest.approx(stats.chi2.ppf(0.9, 1), rel=1e-5)
    assert found.low < fit.median() < found.high


def test_without_a_likelihood_there_is_no_profile():
    answers = surveys.paycard54()
    pooled = cv.fit(answers, "log-normal", groups=np.arange(len(answers)) // 2)
    with pytest.raises(cv.FitError, match="no profile likelihood here: answers of one group are not independent"):
        pooled.interval("median", "profile")


@pytest.fixture(scope="module")
def path():
    people = surveys.paycard54()
    fit = cv.fit(people, "log-normal", "female", people)
    return _Path(fit.target("truncated_mean", {"limit": 100}))


def test_slopes_of_a_measure_are_differences_of_it(path):
    # At the estimate their length is the delta error; elsewhere central differences of another order and step.
    assert path.error == pytest.approx(path.target.error, rel=1e-7)
    z, step = np.array([0.4, -0.8, 0.5]), 1e-2
    gradient, hessian = path._slopes(z)
    moves = step * np.eye(3)

    def at(*moved):
        return path.measured((z + sum(moved))[:, None])[0]

    assert gradient == pytest.approx([(at(move) - at(-move)) / (2 * step) for move in moves], rel=1e-4)
    seconds = [
        [(at(a, b) - at(a, -b) - at(-a, b) + at(-a, -b)) / (4 * step**2) for b in moves * 1.5] for a in moves / 1.5
    ]
    assert hessian == pytest.approx(np.array(seconds), rel=1e-3, abs=1e-5)


def test_the_conditions_of_lagrange_and_their_slopes(path):
    # Residuals: the gradient of the log-likelihood, less a multiple of that of the measure, and the measure less its
    # value; zero at the estimate. The Jacobian by differences of these.
    residual, _, top = path._conditions(path.centre, np.zeros(3), 0.0)
    assert residual == pytest.approx(0, abs=1e-6) and top == path.top
    z, multiplier, value, step = np.array([0.3, -0.5, 0.2]), 0.7, path.centre + path.error, 1e-4
    residual, jacobian, _ = path._conditions(value, z, multiplier)
    assert residual[-1] == pytest.approx((path.measured(z[:, None])[0] - value) / path.error)
    columns = []
    for move in step * np.eye(4):
        high, low = (path._conditions(value, z + s * move[:3], multiplier + s * move[3])[0] for s in (1, -1))
        columns.append((high - low) / (2 * step))
    assert jacobian == pytest.approx(np.column_stack(columns), rel=1e-3, abs=2e-4)


def test_a_held_measure_is_found_in_a_few_steps(path, monkeypatch):
    calls, honest = [], _Path._conditions
    monkeypatch.setattr(_Path, "_conditions", lambda self, *given: calls.append(1) or honest(self, *given))
    z, multiplier, lost = path.hold(path.centre + path.error, *path.origin)
    # The deviance one error away is about one, and Newton's method needs a handful of looks.
    assert len(calls) <= 7 and lost == pytest.approx(1, rel=0.2)
    residual, _, value = honest(path, path.centre + path.error, z, multiplier)
    assert np.abs(residual).max() < 1e-8 and lost == pytest.approx(2 * (path.top - value))


@pytest.mark.parametrize("values", [[20, 40, 33, 31, 90], [90, 31, 33, 40, 20]])
def test_deviances_come_in_the_order_of_their_values(fit, values):
    found = fit.profile("median", values)
    assert found.index.tolist() == values and found.name == "deviance"
    assert found.tolist() == pytest.approx([lost(fit, np.log(value)) for value in values], abs=1e-6)


def test_deviances_are_followed_outward_from_the_estimate(fit, monkeypatch):
    # Each point starts from the one before: so on either side from near to far, whatever the order asked in.
    held, honest = [], _Path.hold
    monkeypatch.setattr(
        _Path, "hold", lambda self, value, *given: held.append((value, *given)) or honest(self, value, *given)
    )
    fit.profile("median", fit.median() * np.array([0.6, 2.5, 0.8, 1.8, 1.2]))
    ratios = [float(np.exp(value)) / fit.median() for value, *_ in held]
    assert ratios == pytest.approx([0.8, 0.6, 1.2, 1.8, 2.5])
    # From the estimate itself, where the multiplier is nothing, on either side.
    for first in (held[0], held[2]):
        assert not first[1].any() and first[2] == 0
    assert all(each[1].any() for place, each in enumerate(held) if place not in (0, 2))
