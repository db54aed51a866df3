"""How many to ask: for a mean, a median, a comparison of two groups, a decision on a fee."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize, special, stats

from helpers.study import InputError

from . import designs

LEVEL = 0.95


def quantile(level: float = LEVEL) -> float:
    """The normal quantile of a two-sided interval."""
    if not 0 < level < 1:
        raise InputError(f"The level is {level:g}: give one between 0 and 1.")
    return float(special.ndtri((1 + level) / 2))


def _above_zero(**values: float) -> None:
    for name, value in values.items():
        if not (value > 0 and math.isfinite(value)):
            raise InputError(f"The {name.replace('_', ' ')} is {value:g}: give a number above zero.")


def mean(sd: float, half_width: float, level: float = LEVEL, population: float = math.inf) -> int:
    """Respondents for a mean with this half-width: n = (z V / d)^2 (Cochran, 1977).

    With a finite population of N the variance of the mean is S^2 / n (1 - n / N), which gives n / (1 + n / N).
    For a share of the mean give the coefficient of variation and the share.

    Examples
    --------
    >>> mean(58, 10), mean(58, 10, population=500), mean(2, 0.25)
    (130, 103, 246)
    """
    _above_zero(spread=sd, half_width=half_width)
    if not population > 0:
        raise InputError(f"The population is {population:g}: give a number above zero, or none for a large one.")
    n = (quantile(level) * sd / half_width) ** 2
    return max(math.ceil(n / (1 + n / population)), 1)


def mean_by_t(sd: float, half_width: float, level: float = LEVEL) -> int:
    """The smallest n whose t interval has this half-width where the sample's spread is the expected one."""
    _above_zero(spread=sd, half_width=half_width)
    return _smallest(lambda n: stats.t.ppf((1 + level) / 2, n - 1) * sd / np.sqrt(n) <= half_width)


def mean_with_chance(sd: float, half_width: float, chance: float, level: float = LEVEL) -> int:
    """The smallest n whose t interval is that narrow with the declared chance, where amounts are normal.

    The sample's variance is then a multiple of chi-squared. Amounts with a long right tail vary more, and
    need more respondents than this says.
    """
    _above_zero(spread=sd, half_width=half_width)
    if not 0 < chance < 1:
        raise InputError(f"The chance is {chance:g}: give one between 0 and 1.")

    def narrow(n: int) -> bool:
        largest = half_width * np.sqrt(n) / stats.t.ppf((1 + level) / 2, n - 1) / sd
        return stats.chi2.cdf((n - 1) * largest**2, n - 1) >= chance

    return _smallest(narrow)


def _smallest(enough: Callable[[int], bool]) -> int:
    """The smallest n of at least two from which on a condition holds: doubled until it does, then halved in."""
    high = 2
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def half_width(sd: float, n: int, level: float = LEVEL) -> float:
    """Half-width of the interval of a mean of n amounts."""
    _above_zero(spread=sd, n=n)
    return quantile(level) * sd / math.sqrt(n)


def median(scale: float, precision: float, design: designs.Design, level: float = LEVEL) -> int:
    """Respondents for a median whose upper limit is at most (1 + precision) times it; logistic on logs, scale known.

    The variance of the log median is scale^2 / (n I); the interval is formed on logs.

    Examples
    --------
    >>> (
    ...     median(0.5, 0.2, designs.single_bounded(0.0)),
    ...     median(0.5, 0.2, designs.open_ended()),
    ... )
    (116, 87)
    """
    _above_zero(scale=scale, precision=precision)
    reach = quantile(level) * scale / math.log1p(precision)
    return math.ceil(reach**2 / designs.value(design, designs.SCALE_KNOWN))


def median_precision(scale: float, n: float | np.ndarray, design: designs.Design, level: float = LEVEL) -> np.ndarray:
    """How far the upper limit of the median lies above it, as a share of it."""
    variance = scale**2 / (np.asarray(n) * designs.value(design, designs.SCALE_KNOWN))
    return np.expm1(quantile(level) * np.sqrt(variance))


def power(effect: float, first: int, second: int, alpha: float = 0.05) -> float:
    """Power of the two-sided t test of two groups, normal errors, effect in standard deviations (Cohen, 1988)."""
    degrees, centre = first + second - 2, effect * math.sqrt(first * second / (first + second))
    critical = stats.t.ppf(1 - alpha / 2, degrees)
    return float(stats.nct.sf(critical, degrees, centre) + stats.nct.cdf(-critical, degrees, centre))


def detectable(first: int, second: int, power_wanted: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest difference, in standard deviations, that a t test finds with this power.

    Examples
    --------
    >>> round(detectable(27, 27), 6)
    0.776942
    """
    if min(first, second) < 2:
        raise InputError(f"Groups of {first} and {second}: each needs at least two respondents.")
    if not alpha < power_wanted < 1:
        raise InputError(f"The power is {power_wanted:g}: give one between {alpha:g} and 1.")
    high = 12 / math.sqrt(1 / (1 / first + 1 / second))
    return optimize.brentq(lambda d: power(d, first, second, alpha) - power_wanted, 1e-9, high, xtol=1e-13)


def value_of_information(n: float, sd: float, expected: float, doubt: float, fee: float, payers: float) -> float:
    """What asking n people is worth to a decision on a fee, in money (Vaughan, Russell and Darling, 2000).

    A course is offered where mean WTP exceeds the fee. Before asking, mean WTP is normal with mean `expected` and
    standard deviation `doubt`; n answers with spread `sd` move it. The value is the expected gain of deciding after
    them.
    """
    _above_zero(spread=sd, doubt=doubt, number_of_payers=payers)
    if n <= 0:
        return 0.0
    moved = doubt**2 / math.sqrt(doubt**2 + sd**2 / n)
    u = abs(expected - fee) / moved
    return payers * moved * float(stats.norm.pdf(u) - u * stats.norm.sf(u))


def worth_asking(
    sd: float, expected: float, doubt: float, fee: float, payers: float, fixed: float, per_answer: float
) -> tuple[int, float]:
    """The n with the largest value of information less its cost, and that net value; (0, 0) where none pays."""
    _above_zero(cost_of_an_answer=per_answer)

    def net(n: np.ndarray) -> np.ndarray:
        return np.array([value_of_information(k, sd, expected, doubt, fee, payers) - fixed - per_answer * k for k in n])

    # Beyond what perfect knowledge would pay for, no answer pays.
    most = math.ceil(value_of_information(1e15, sd, expected, doubt, fee, payers) / per_answer) + 1
    grid = np.unique(np.geomspace(1, most, 400).round())
    near = int(net(grid).argmax())
    low, high = grid[max(near - 1, 0)], grid[min(near + 1, len(grid) - 1)]
    fine = np.unique(np.linspace(low, high, 2001).round())
    best = int(net(fine).argmax())
    gain = float(net(fine)[best])
    return (int(fine[best]), gain) if gain > 0 else (0, 0.0)
