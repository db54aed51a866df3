"""From intervals and a formula to the arrays of a likelihood: rows checked, zeros placed, missing counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..columns import Column, distinct, listed
from ..errors import FitError
from .bounds import usable_bounds
from .distributions import Distribution
from .formulas import FORMAT, INCOME, LOCATION, NO_WTP, SCALE, Formulas, build
from .single import ABOVE, BELOW, BETWEEN, EXACT, NOTHING, PAYER, ZERO, ZERO_OR_BELOW

ZEROS_CHOICES = (
    "zeros=c to read them as at most c, an amount you name (the mean hangs on it), or zeros='spike' to give them a "
    "share of their own"
)


@dataclass(frozen=True)
class Observations:
    """The usable answers of one fit, in currency units.

    Attributes
    ----------
    kind : ndarray of int, shape (n,)
        How each answer enters the likelihood.
    lower, upper : ndarray, shape (n,)
        Bounds, zeros already placed as ``zeros`` says.
    design : ndarray, shape (n, q)
        Model matrix: the columns of the location, intercept first, then those of other predictors, and incomes.
    places : dict of slice
        Where in it the columns of each predictor stand.
    names : dict of list of str
        Names of the parameters of each predictor.
    weights : ndarray, shape (n,)
        Frequency weights.
    spec : Formulas or None
        What builds the same columns for other respondents.
    people : DataFrame or None
        The covariates that it builds them from, as they were given.
    zeros : None, float or "spike"
        How (0, 0) rows were read.
    labels : Index
        Row labels of these answers.
    rows : ndarray of int, shape (n,)
        Their positions among the answers given.
    groups : ndarray of int, shape (n,), or None
        Which answers come from one respondent or cluster.
    survey : bool
        Whether the weights are survey weights.
    missing_answers, missing_covariates : int
        Rows left out, by reason.
    """

    kind: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    design: np.ndarray
    places: dict[str, slice]
    names: dict[str, list[str]]
    weights: np.ndarray
    spec: Formulas | None
    people: pd.DataFrame | None
    zeros: object
    labels: pd.Index
    rows: np.ndarray
    groups: np.ndarray | None
    survey: bool
    missing_answers: int
    missing_covariates: int

    @property
    def terms(self) -> list[str]:
        """Names of the coefficients of the location."""
        return self.names[LOCATION]

    @property
    def location(self) -> np.ndarray:
        """Model matrix of the location, shape (n, p)."""
        return self.block(LOCATION)

    def block(self, predictor: str) -> np.ndarray:
        """Model matrix of one predictor; a column of ones where it has no formula."""
        return self.design[:, self.places[predictor]] if predictor in self.places else np.ones((len(self.design), 1))

    def intercepts_alone(self) -> Observations:
        """The same answers without covariates."""
        places, design = {LOCATION: slice(0, 1)}, np.ones((len(self.design), 1))
        if self.income is not None:
            places[INCOME], design = slice(1, None), np.column_stack([design, self.income])
        return replace(self, design=design, places=places, names={LOCATION: ["Intercept"]}, people=None)

    @property
    def income(self) -> np.ndarray | None:
        """What each respondent cannot pay more than, shape (n,); None where nothing says."""
        return self.design[:, self.places[INCOME]][:, 0] if INCOME in self.places else None

    def names_of(self, predictor: str) -> list[str]:
        """Names of the parameters of one predictor, also of one without a formula."""
        without = {SCALE: ["log_scale"], NO_WTP: ["zero:Intercept"]}
        return self.names.get(predictor) or without.get(predictor, [])

    def patterns(self) -> Observations:
        """One row for each distinct answer and covariates, weighted by the respondents who gave it."""
        columns = np.column_stack([self.kind, self.lower, self.upper, self.covariates()])
        first, codes = distinct(columns)
        return self.taken(first, np.bincount(codes, self.weights))

    def covariates(self) -> np.ndarray:
        """Columns that differ between any two respondents who differ in a covariate, shape (n, q)."""
        people = pd.DataFrame() if self.people is None else self.people
        others = [pd.factorize(people[name])[0] for name in people if name not in self.terms]
        return np.column_stack([self.design, *others])

    def taken(self, rows: np.ndarray, weights: np.ndarray) -> Observations:
        """These rows alone, with weights of their own."""
        arrays = {name: getattr(self, name)[rows] for name in ("kind", "lower", "upper", "design", "labels", "rows")}
        people = None if self.people is None else self.people.iloc[rows]
        return replace(self, **arrays, people=people, weights=weights)

    def without_zeros(self) -> Observations:
        """The same answers of people who all would pay something, where none is a known zero."""
        kind, places = np.where(self.kind == ZERO_OR_BELOW, BELOW, self.kind), dict(self.places)
        places.pop(NO_WTP, None)
        return replace(self, kind=kind, places=places, zeros=None)

    def on_error_scale(self, positive: bool) -> tuple[np.ndarray, np.ndarray]:
        """Bounds on the scale of the error: logarithms for a positive distribution, no bound as an infinity.

        Where incomes bound WTP, of amounts over what they leave of the income.
        """
        if not positive:
            return self.lower, self.upper
        with np.errstate(divide="ignore", invalid="ignore"):
            lower, upper = np.log(np.maximum(self.lower, 0)), np.log(self.upper)
            if self.income is None:
                return lower, upper
            lower = lower - np.log(self.income - self.lower)
            # Bounds above the income have been opened.
            return lower, np.where(np.isposinf(upper), upper, upper - np.log(self.income - self.upper))

    def log_stretch(self, positive: bool) -> np.ndarray:
        """Logarithm of the derivative of the scale of the error in the amount, at the upper bound."""
        if not positive:
            return np.zeros(len(self.upper))
        with np.errstate(all="ignore"):
            left = 0.0 if self.income is None else np.log(1 - self.upper / self.income)
            return -np.log(self.upper) - left


def observe(
    answers: pd.DataFrame,
    distribution: Distribution,
    covariates: str | None,
    data: pd.DataFrame | None,
    weights: Column | None = None,
    survey_weights: Column | None = None,
    zeros: float | str | None = None,
    groups: Column | None = None,
    scale: str | None = None,
    spike: str | None = None,
    income: Column | None = None,
) -> Observations:
    """Check the answers and lay them out; arguments as in ``fit``, ``distribution`` as an object."""
    survey = survey_weights is not None
    if survey and weights is not None:
        raise FitError("Give frequency weights or survey weights, not both.")
    rows, *columns, missing_answers = usable_bounds(answers, survey_weights if survey else weights)
    formulas = {LOCATION: covariates, SCALE: scale, NO_WTP: spike}
    design = build(formulas, income, answers, data, rows)
    kept = design.kept
    if not len(kept):
        raise FitError("No usable answers are left: every row lacks a covariate.")
    missing_covariates = len(rows) - len(kept)
    rows, lower, upper, weights = (column[kept] for column in (rows, *columns))
    if survey:
        weights = weights / weights.mean()
    if INCOME in design.places:
        upper = _within(design.matrix[:, design.places[INCOME]][:, 0], lower, upper, answers.index[rows])
    kind, upper = _place_zeros(lower, upper, distribution, zeros)
    groups = _groups(groups, answers, rows)
    labels, missing = answers.index[rows], (missing_answers, missing_covariates)
    laid_out = design.matrix, design.places, design.names, weights, design.spec, design.people
    return Observations(kind, lower, upper, *laid_out, zeros, labels, rows, groups, survey, *missing)


def _within(income: np.ndarray, lower: np.ndarray, upper: np.ndarray, labels: pd.Index) -> np.ndarray:
    """Upper bounds, open where they are above the income; refused where WTP is said to be."""
    beyond = lower >= income
    if beyond.any():
        shown = listed(labels, beyond, lambda place: f"{lower[place]:g} of {income[place]:g}")
        raise FitError(
            f"{shown}: WTP of at least the first amount is not below the income, the second. "
            "Correct the unit or the answer, or leave its income missing."
        )
    return np.where(upper >= income, np.inf, upper)


def _groups(groups: Column | None, answers: pd.DataFrame, rows: np.ndarray) -> np.ndarray | None:
    """Codes of the groups of these rows; pooled formats are grouped by respondent where one answered in several."""
    if groups is None and FORMAT in answers and answers.index.has_duplicates:
        groups = answers.index
    return None if groups is None else group_codes(groups, answers, rows, "group")


def group_codes(groups: Column, answers: pd.DataFrame, rows: np.ndarray, name: str) -> np.ndarray:
    """Codes from 0 of whom or what these rows come from; ``name`` says what one of them is called."""
    if len(groups) != len(answers) or pd.isna(pd.Series(groups)).any():
        raise FitError(f"Give one {name} an answer, none of them missing.")
    if isinstance(groups, pd.Series) and not groups.index.equals(answers.index):
        raise FitError(f"The {name}s and the answers have different row labels; take them from one frame.")
    codes = pd.factorize(np.asarray(groups)[rows])[0]
    if codes.max() == 0:
        raise FitError(f"All answers are of one {name}, which tells nothing of how {name}s differ: leave {name}s out.")
    return codes


def _place_zeros(
    lower: np.ndarray, upper: np.ndarray, distribution: Distribution, zeros: float | str | None
) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each answer, and the upper bounds once known zeros are placed."""
    is_zero = (upper <= 0) if distribution.positive else (lower == 0) & (upper == 0)
    if zeros is not None and not distribution.positive:
        raise FitError(
            f"zeros= is for positive distributions: on {distribution.name} a zero is (-inf, 0]. Leave zeros out."
        )
    if zeros is None and distribution.positive and is_zero.any():
        raise FitError(
            f"{is_zero.sum()} answer(s) are of at most 0, which a {distribution.name} distribution cannot produce: "
            f"take a normal or logistic one, or choose {ZEROS_CHOICES}."
        )
    spike = zeros == "spike"
    if isinstance(zeros, str) and not spike:
        raise FitError(f"zeros={zeros!r} is not known: choose {ZEROS_CHOICES}.")
    if spike and not (is_zero | ((lower == -np.inf) & (upper < np.inf))).any():
        raise FitError(
            "zeros='spike' finds a share of zeros among those who may pay nothing, and every answer here is a payer's."
        )
    if spike:
        upper = np.where(is_zero, 0.0, upper)
    elif zeros is not None:
        zeros = float(zeros)
        if not (np.isfinite(zeros) and zeros > 0):
            raise FitError(f"zeros={zeros!r} must be an amount above 0.")
        upper = np.where(is_zero, zeros, upper)
    return _kinds(lower, upper, is_zero, distribution.positive, spike), upper


def _kinds(lower: np.ndarray, upper: np.ndarray, is_zero: np.ndarray, positive: bool, spike: bool) -> np.ndarray:
    """How each answer enters the likelihood."""
    bounded_below = lower > 0 if positive else np.isfinite(lower) & ~is_zero
    bounded_above = np.isfinite(upper)
    kind = np.full(len(lower), NOTHING)
    kind[bounded_below & ~bounded_above] = ABOVE
    kind[~bounded_below & bounded_above] = BELOW
    kind[bounded_below & bounded_above] = BETWEEN
    kind[bounded_below & (lower == upper)] = EXACT
    if spike:
        kind[(kind == NOTHING) & (lower == 0)] = PAYER
        kind[(kind == BELOW) & (lower < 0)] = ZERO_OR_BELOW
        kind[is_zero] = ZERO
    return kind
