"""From intervals and a formula to the arrays of a likelihood: rows checked, zeros placed, missing counted."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from ..columns import distinct
from ..errors import FitError
from .bounds import usable_bounds
from .single import ABOVE, BELOW, BETWEEN, EXACT, NOTHING, PAYER, ZERO, ZERO_OR_BELOW

FORMAT = "format"  # column of pooled answers that says how each was asked
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
    design : ndarray, shape (n, p)
        Model matrix, intercept first.
    weights : ndarray, shape (n,)
        Frequency weights.
    terms : list of str
        Names of the columns of ``design``.
    spec : formulaic.ModelSpec or None
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
    weights: np.ndarray
    terms: list
    spec: object
    people: pd.DataFrame | None
    zeros: object
    labels: pd.Index
    rows: np.ndarray
    groups: np.ndarray | None
    survey: bool
    missing_answers: int
    missing_covariates: int

    def patterns(self):
        """One row for each distinct answer and covariates, weighted by the respondents who gave it."""
        columns = np.column_stack([self.kind, self.lower, self.upper, self.covariates()])
        first, codes = distinct(columns)
        return self.taken(first, np.bincount(codes, self.weights))

    def covariates(self):
        """Columns that differ between any two respondents who differ in a covariate, shape (n, q)."""
        names = [] if self.people is None else [name for name in self.people if name not in self.terms]
        return np.column_stack([self.design, *(pd.factorize(self.people[name])[0] for name in names)])

    def taken(self, rows, weights):
        """These rows alone, with weights of their own."""
        arrays = {name: getattr(self, name)[rows] for name in ("kind", "lower", "upper", "design", "labels", "rows")}
        people = None if self.people is None else self.people.iloc[rows]
        return replace(self, **arrays, people=people, weights=weights)

    def without_zeros(self):
        """The same answers of people who all would pay something, where none is a known zero."""
        return replace(self, kind=np.where(self.kind == ZERO_OR_BELOW, BELOW, self.kind), zeros=None)

    def on_error_scale(self, positive):
        """Bounds on the scale of the error: logarithms for a positive distribution, no bound as an infinity."""
        if not positive:
            return self.lower, self.upper
        with np.errstate(divide="ignore"):
            return np.log(np.maximum(self.lower, 0)), np.log(self.upper)


def observe(answers, distribution, covariates, data, weights, survey_weights, zeros, groups):
    """Check the answers and lay them out; arguments as in ``fit``, ``distribution`` as an object."""
    survey = survey_weights is not None
    if survey and weights is not None:
        raise FitError("Give frequency weights or survey weights, not both.")
    rows, *columns, missing_answers = usable_bounds(answers, survey_weights if survey else weights)
    design, terms, spec, people, kept = _design(covariates, answers, data, rows)
    if not len(kept):
        raise FitError("No usable answers are left: every row lacks a covariate.")
    missing_covariates = len(rows) - len(kept)
    rows, lower, upper, weights = (column[kept] for column in (rows, *columns))
    if survey:
        weights = weights / weights.mean()
    kind, upper = _place_zeros(lower, upper, distribution, zeros)
    groups = _groups(groups, answers, rows)
    labels, missing = answers.index[rows], (missing_answers, missing_covariates)
    design = design, weights, terms, spec, people
    return Observations(kind, lower, upper, *design, zeros, labels, rows, groups, survey, *missing)


def _groups(groups, answers, rows):
    """Codes of the groups of these rows; pooled formats are grouped by respondent where one answered in several."""
    if groups is None and FORMAT in answers and answers.index.has_duplicates:
        groups = answers.index
    return None if groups is None else group_codes(groups, answers, rows, "group")


def group_codes(groups, answers, rows, name):
    """Codes from 0 of whom or what these rows come from; ``name`` says what one of them is called."""
    if len(groups) != len(answers) or pd.isna(groups).any():
        raise FitError(f"Give one {name} an answer, none of them missing.")
    if isinstance(groups, pd.Series) and not groups.index.equals(answers.index):
        raise FitError(f"The {name}s and the answers have different row labels; take them from one frame.")
    codes = pd.factorize(np.asarray(groups)[rows])[0]
    if codes.max() == 0:
        raise FitError(f"All answers are of one {name}, which tells nothing of how {name}s differ: leave {name}s out.")
    return codes


def _place_zeros(lower, upper, distribution, zeros):
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
    if isinstance(zeros, str) and zeros != "spike":
        raise FitError(f"zeros={zeros!r} is not known: choose {ZEROS_CHOICES}.")
    spike = zeros == "spike"
    if spike and not (is_zero | ((lower == -np.inf) & (upper < np.inf))).any():
        raise FitError(
            "zeros='spike' finds a share of zeros among those who may pay nothing, and every answer here is a payer's."
        )
    if zeros is not None and not spike:
        if not (np.isfinite(zeros) and zeros > 0):
            raise FitError(f"zeros={zeros!r} must be an amount above 0.")
        upper = np.where(is_zero, float(zeros), upper)
    elif spike:
        upper = np.where(is_zero, 0.0, upper)
    return _kinds(lower, upper, is_zero, distribution.positive, spike), upper


def _kinds(lower, upper, is_zero, positive, spike):
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


@lru_cache
def _parsed(covariates):
    """The formula of a right-hand side, parsed once."""
    import formulaic

    return formulaic.Formula(covariates)


def _design(covariates, answers, data, rows):
    """Model matrix of the answered rows, its column names, its spec, whom it is of, and which rows have all of it."""
    pooled = FORMAT in answers and len(answers[FORMAT].iloc[rows].unique()) > 1
    if pooled and not re.search(rf"\b{FORMAT}\b", covariates or ""):
        covariates = FORMAT if covariates is None else f"{covariates} + {FORMAT}"
    if covariates is None:
        return np.ones((len(rows), 1)), ["Intercept"], None, None, np.arange(len(rows))
    index, data = answers.index, answers if data is None else data
    if index.equals(data.index):
        frame = data if len(rows) == len(data) else data.iloc[rows]
    elif data.index.is_unique and index.isin(data.index).all():
        frame = data.loc[index[rows]]
    else:
        raise FitError("data must hold one row for every row label of the answers.")
    if pooled:
        frame = frame.assign(**{FORMAT: answers[FORMAT].iloc[rows].to_numpy()})
    import formulaic  # slow to import, and only needed with covariates

    if "~" in covariates:
        raise FitError(f"The covariates {covariates!r} must be a right-hand side alone: the answers are the left.")
    try:
        formula = _parsed(covariates)
        needed = sorted(formula.required_variables)
        frame = frame[needed] if set(needed) <= set(frame) else frame
        matrix = formula.get_model_matrix(frame.reset_index(drop=True), context={})
    except formulaic.errors.FormulaicError as problem:
        raise FitError(f"The covariates {covariates!r} cannot be built: {str(problem).splitlines()[0]}") from problem
    if matrix.columns[0] != "Intercept":
        raise FitError(f"The covariates {covariates!r} take the intercept out; a fit always has one.")
    design = matrix.to_numpy(dtype=float)
    if not np.isfinite(design).all():
        name = matrix.columns[np.argmin(np.isfinite(design).all(axis=0))]
        raise FitError(f"Covariate {name!r} is infinite for some respondents; correct it or leave it missing.")
    spec, kept = matrix.model_spec, matrix.index.to_numpy()
    people = frame[sorted(spec.required_variables)]
    people = people if len(kept) == len(people) else people.iloc[kept]
    return design, list(matrix.columns), spec, people, kept
