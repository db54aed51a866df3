"""What an elicitation format tells of the median: information, best amounts, and what a wrong guess costs.

Amounts are on the log scale, in units of the scale of log WTP, as distances from the median that the planner expects.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from helpers.study import InputError

# The derivative of an analytic function from its imaginary part: exact to the last digits (Squire and Trapp, 1998).
STEP = 1e-30
SCALE_KNOWN, SCALE_ESTIMATED, D = "median, scale known", "median, scale estimated", "D"
CRITERIA = (SCALE_KNOWN, SCALE_ESTIMATED, D)
GRID = np.linspace(-12, 12, 4801)


def _logistic(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    below = 1 / (1 + np.exp(-z))
    return below, below * (1 - below)


def _normal(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return special.ndtr(z), np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


ERRORS: dict[str, Callable] = {"logistic": _logistic, "normal": _normal}
QUANTILES: dict[str, Callable] = {"logistic": special.logit, "normal": special.ndtri}
# Information of an open amount on the location and the log scale; they are orthogonal.
OPEN = {"logistic": np.diag([1 / 3, (3 + np.pi**2) / 9]), "normal": np.diag([1.0, 2.0])}


@dataclass(frozen=True)
class Design:
    """Shares of the sample, each with the amounts that part its answers into cells.

    A single bid has one amount, a double-bounded question three (the bid and both follow-ups), a card of k cells k - 1.
    No routes at all are an open amount.
    """

    name: str
    routes: tuple[tuple[float, tuple[float, ...]], ...]

    def shifted(self, by: float) -> Design:
        """The design with every amount moved."""
        return Design(self.name, tuple((share, tuple(z + by for z in amounts)) for share, amounts in self.routes))


def single_bounded(*bids: float, shares: ArrayLike | None = None) -> Design:
    """One bid a respondent, drawn from these, equally often unless shares are given."""
    shares = np.full(len(bids), 1 / len(bids)) if shares is None else np.asarray(shares)
    return Design("single-bounded", tuple((share, (bid,)) for share, bid in zip(shares, bids, strict=True)))


def double_bounded(bid: float, lower: float, upper: float) -> Design:
    """A bid with its follow-ups."""
    return Design("double-bounded", ((1.0, (lower, bid, upper)),))


def one_and_one_half_bounded(low: float, high: float) -> Design:
    """Two bids, either first; all end in one of three cells (Cooper, Hanemann and Signorello, 2002)."""
    return Design("one-and-one-half-bounded", ((1.0, (low, high)),))


def card(cells: int, errors: str = "logistic") -> Design:
    """A payment card whose amounts part the expected distribution into equal cells."""
    if cells < 2:
        raise InputError(f"A card of {cells} cells asks nothing: take at least two.")
    return Design("payment card", ((1.0, tuple(QUANTILES[errors](np.arange(1, cells) / cells))),))


def open_ended() -> Design:
    """An amount in the respondent's own words."""
    return Design("open amount", ())


def formats(errors: str = "logistic", cells: int = 12) -> list[Design]:
    """Each format with its amounts placed well: at the median, at terciles, at quartiles, in equal cells, open."""
    at = QUANTILES[errors]
    return [
        single_bounded(0.0),
        one_and_one_half_bounded(at(1 / 3), at(2 / 3)),
        double_bounded(0.0, at(1 / 4), at(3 / 4)),
        card(cells, errors),
        open_ended(),
    ]


def information(design: Design, shift: float = 0.0, errors: str = "logistic") -> np.ndarray:
    """Fisher's information of one respondent on the location and the log scale of log WTP.

    Parameters
    ----------
    design : Design
        Amounts in units of the scale, about the expected median.
    shift : float
        The true log median minus the expected one, in units of the scale.
    errors : {"logistic", "normal"}
        Distribution of log WTP about its location.

    Returns
    -------
    ndarray, shape (2, 2)
        The variance of the log median is ``scale**2 / n`` times an element of its inverse.

    Examples
    --------
    >>> at = QUANTILES["logistic"]
    >>> float(round(information(double_bounded(0.0, at(1 / 4), at(3 / 4)))[0, 0], 10))
    0.3125
    """
    if not design.routes:
        return OPEN[errors].copy()
    total = np.zeros((2, 2))
    for share, amounts in design.routes:
        z = np.asarray(amounts) - shift
        below, density = ERRORS[errors](z)
        cells = np.diff(np.concatenate([[0], below, [1]]))
        slopes = np.diff(np.stack([density, z * density]), axis=1, prepend=0, append=0)
        total = total + share * (slopes / cells) @ slopes.T
    return total


def value(design: Design, criterion: str, shift: float = 0.0, errors: str = "logistic") -> float:
    """What a criterion makes of the information: larger is better, and twice as much is half the respondents."""
    matrix = information(design, shift, errors)
    if criterion == SCALE_KNOWN:
        return float(matrix[0, 0])
    if criterion == SCALE_ESTIMATED:
        # A single bid tells the median only together with a known scale.
        return float(matrix[0, 0] - matrix[0, 1] ** 2 / matrix[1, 1]) if matrix[1, 1] > 0 else 0.0
    if criterion == D:
        return float(np.sqrt(max(np.linalg.det(matrix), 0.0)))
    raise InputError(f"There is no criterion '{criterion}': choose one of {', '.join(CRITERIA)}.")


def loss(design: Design, criterion: str, ratio: float, scale: float, errors: str = "logistic") -> float:
    """Share of the information lost where the true median is `ratio` times the expected one.

    A negative loss is a gain: with the scale known, amounts away from the expected median may fit the true one better.
    """
    if not (ratio > 0 and scale > 0):
        raise InputError(f"The ratio of medians ({ratio:g}) and the scale ({scale:g}) must be above zero.")
    right = value(design, criterion, 0.0, errors)
    return 1 - value(design, criterion, np.log(ratio) / scale, errors) / right if right > 0 else np.nan


def losses(ratio: float, scale: float, errors: str = "logistic") -> dict[tuple[str, str], float]:
    """The loss of each well-placed format by each criterion; nan where the criterion needs more than one bid."""
    return {(d.name, c): loss(d, c, ratio, scale, errors) for d in formats(errors) for c in CRITERIA}


def variance_ratio(design: Design, other: Design, shift: float = 0.0, errors: str = "logistic") -> float:
    """Variance of the log median by one design over that by another, with the scale known."""
    return value(other, SCALE_KNOWN, shift, errors) / value(design, SCALE_KNOWN, shift, errors)


def best_spread(form: Callable[[float], Design], errors: str = "logistic") -> float:
    """The x that gives `form(x)` the largest determinant of information: D-optimal among designs of that form.

    Examples
    --------
    >>> round(best_spread(lambda x: single_bounded(-x, x)), 6)
    1.543405
    """

    def slope(x: float) -> float:
        # A step along the imaginary axis gives the slope without cancellation, though amounts are real elsewhere.
        design = form(x + STEP * 1j)  # type: ignore[arg-type]
        return float(np.imag(np.log(np.linalg.det(information(design, 0.0, errors)))) / STEP)

    return optimize.brentq(slope, 0.2, 6, xtol=1e-14)


def d_optimal(errors: str = "logistic") -> dict[str, Design]:
    """D-optimal bids of each format: amounts at equal distances from the median (Abdelbasit and Plackett, 1983)."""
    forms = {
        "single-bounded": lambda x: single_bounded(-x, x),
        "double-bounded": lambda x: double_bounded(0.0, -x, x),
        "one-and-one-half-bounded": lambda x: one_and_one_half_bounded(-x, x),
    }
    return {name: form(best_spread(form, errors)) for name, form in forms.items()}


def efficiency(design: Design, shift: float = 0.0, errors: str = "logistic") -> float:
    """D-efficiency: the root of the determinant beside that of the D-optimal single bids placed right."""
    return value(design, D, shift, errors) / value(d_optimal(errors)["single-bounded"], D, 0.0, errors)


def robust(shifts: ArrayLike, errors: str = "logistic", weights: ArrayLike | None = None) -> Design:
    """Single bids with the largest mean log D-efficiency over a prior of the true median (Chaloner and Larntz, 1989).

    Parameters
    ----------
    shifts : array_like, shape (k,)
        Possible log medians minus the expected one, in units of the scale; symmetric about zero.
    errors : {"logistic", "normal"}
        Distribution of log WTP.
    weights : array_like, shape (k,), optional
        Their chances; equal by default, symmetric too.

    Returns
    -------
    Design
        With as many bids as the equivalence theorem asks for: none elsewhere would add to the criterion.
    """
    shifts = np.asarray(shifts, float)
    weights = np.full(len(shifts), 1 / len(shifts)) if weights is None else np.asarray(weights, float)
    order, back = np.argsort(shifts), np.argsort(-shifts)
    if not (np.allclose(shifts[order], -shifts[back]) and np.allclose(weights[order], weights[back])):
        raise InputError("The prior is not symmetric about the expected median: expect its middle instead.")
    for pairs in range(1, 6):
        for centre in (False, True):
            design = _best_of(pairs, centre, shifts, weights, errors)
            if _sensitivity(design, shifts, weights, errors).max() < 2 + 1e-4:
                return design
    raise InputError("No design of at most eleven bids is best for so wide a prior: narrow it, or ask in two stages.")


def _best_of(pairs: int, centre: bool, shifts: np.ndarray, weights: np.ndarray, errors: str) -> Design:
    def design(x: np.ndarray) -> Design:
        spread, mass = np.cumsum(np.exp(x[:pairs])), np.exp(np.append(x[pairs:], 0.0))
        half = mass[:pairs] / mass.sum() / 2
        middle = ([0.0], [mass[pairs] / mass.sum()]) if centre else ([], [])
        return single_bounded(*-spread[::-1], *middle[0], *spread, shares=np.concatenate([half[::-1], middle[1], half]))

    def objective(x: np.ndarray) -> float:
        return -sum(w * np.log(value(design(x), D, s, errors)) for w, s in zip(weights, shifts, strict=True))

    start = np.concatenate(
        [np.full(pairs, np.log(1.6 / pairs * (1 + np.ptp(shifts) / 8))), np.zeros(pairs - 1 + centre)]
    )
    bounds = [(-6, 2)] * pairs + [(-9, 9)] * (pairs - 1 + centre)
    found = optimize.minimize(objective, start, bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9})
    return design(found.x)


def _sensitivity(design: Design, shifts: np.ndarray, weights: np.ndarray, errors: str) -> np.ndarray:
    """Expected standardised variance of one further bid at each place: nowhere above two for the best design."""
    total = np.zeros(len(GRID))
    for weight, shift in zip(weights, shifts, strict=True):
        z = GRID - shift
        below, density = ERRORS[errors](z)
        rows = np.stack([density, z * density]) / np.sqrt(np.maximum(below * (1 - below), 1e-300))
        total += weight * np.einsum("ik,ij,jk->k", rows, np.linalg.inv(information(design, shift, errors)), rows)
    return total


def two_stage(pilot: float, design: Design, shift: float, errors: str = "logistic") -> float:
    """D-efficiency of a survey whose pilot moves the bids to the median that it found, as if found exactly.

    `pilot` is the share of the sample asked with bids about the expected median; the rest meets the same bids about the
    true one. The best that two stages can do: a small pilot finds the median with error.
    """
    if not 0 <= pilot <= 1:
        raise InputError(f"The pilot's share of the sample is {pilot:g}: give one between 0 and 1.")
    moved = design.shifted(shift)
    routes = [(pilot * share, amounts) for share, amounts in design.routes]
    routes += [((1 - pilot) * share, amounts) for share, amounts in moved.routes]
    return efficiency(Design(design.name, tuple(routes)), shift, errors)
