"""From formulas to one model matrix: the columns of location, scale and share of zeros, and incomes, side by side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import FitError

FORMAT = "format"  # column of pooled answers that says how each was asked
LOCATION, SCALE, SHAPE, NO_WTP, INCOME = "location", "scale", "shape", "zero", "income"
_ASKED_FOR_AS = {LOCATION: "covariates", SCALE: "scale", NO_WTP: "spike"}


@dataclass(frozen=True)
class Formulas:
    """What builds the model matrix of a fit, also for other people.

    Attributes
    ----------
    specs : dict of formulaic.ModelSpec
        By predictor, where it has a formula; a location without one is a column of ones.
    income : str or None
        The variable that bounds WTP, if any: the last column.
    """

    specs: dict[str, Any]
    income: str | None

    @property
    def required_variables(self) -> set[str]:
        """Names of the variables that must be known of a person."""
        needed = {str(name) for spec in self.specs.values() for name in spec.required_variables}
        return needed | ({self.income} if self.income else set())

    def get_model_matrix(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The matrix of these people, a row each unless a formula cannot take theirs."""
        frame = frame.reset_index(drop=True)
        parts = [spec.get_model_matrix(frame) for spec in self.specs.values()]
        if LOCATION not in self.specs:
            parts = [pd.DataFrame({"Intercept": np.ones(len(frame))}), *parts]
        if self.income:
            parts.append(frame[[self.income]])
        return pd.concat(parts, axis=1, join="inner")


@dataclass(frozen=True)
class Design:
    """The model matrix of the answered rows.

    Attributes
    ----------
    matrix : ndarray, shape (m, q)
    places : dict of slice
        Where the columns of each predictor stand; of the income too.
    names : dict of list of str
        Names of the parameters of each predictor.
    spec : Formulas or None
        None where there is nothing but an intercept.
    people : DataFrame or None
        The covariates that it is built from, as they were given.
    kept : ndarray of int, shape (m,)
        Which of the answered rows have every covariate.
    """

    matrix: NDArray[np.float64]
    places: dict[str, slice]
    names: dict[str, list[str]]
    spec: Formulas | None
    people: pd.DataFrame | None
    kept: NDArray[np.int_]


def build(
    formulas: dict[str, str | None],
    income: pd.Series | None,
    answers: pd.DataFrame,
    data: pd.DataFrame | None,
    rows: NDArray[np.int_],
) -> Design:
    """Model matrix of the answered rows.

    Parameters
    ----------
    formulas : dict of str
        Right-hand sides by predictor: "location", "scale" and "zero"; None for an intercept of the location alone, and
        for no formula of the others.
    income : Series, optional
        What nobody can pay more than, under the row labels of the answers.
    answers, data : DataFrame
    rows : ndarray of int, shape (n,)
        Positions of the answered rows.
    """
    asked = {name: formula for name, formula in formulas.items() if formula is not None}
    pooled = FORMAT in answers and len(answers[FORMAT].iloc[rows].unique()) > 1
    if pooled and not re.search(rf"\b{FORMAT}\b", asked.get(LOCATION, "")):
        asked = asked | {LOCATION: f"{asked[LOCATION]} + {FORMAT}" if LOCATION in asked else FORMAT}
    asked = {name: asked[name] for name in (LOCATION, SCALE, NO_WTP) if name in asked}
    if not asked and income is None:
        ones = np.ones((len(rows), 1))
        return Design(ones, {LOCATION: slice(0, 1)}, {LOCATION: ["Intercept"]}, None, None, np.arange(len(rows)))
    frame = _people(answers, data, rows) if asked else pd.DataFrame()
    if pooled:
        frame = frame.assign(**{FORMAT: answers[FORMAT].iloc[rows].to_numpy()})
    frame, bounding = _with_income(frame, income, answers, rows)
    parsed = {name: _parsed(formula, _ASKED_FOR_AS[name]) for name, formula in asked.items()}
    frame = _needed(frame, parsed.values(), bounding).reset_index(drop=True)
    matrices = {name: _matrix(each, frame, asked[name], _ASKED_FOR_AS[name]) for name, each in parsed.items()}
    spec = Formulas({name: matrix.model_spec for name, matrix in matrices.items()}, bounding)
    if LOCATION not in matrices:
        matrices = {LOCATION: pd.DataFrame({"Intercept": np.ones(len(frame))}, frame.index), **matrices}
    if bounding:
        matrices[INCOME] = frame[[bounding]].dropna()
    whole = pd.concat(matrices.values(), axis=1, join="inner") if len(matrices) > 1 else matrices[LOCATION]
    ends = np.cumsum([matrix.shape[1] for matrix in matrices.values()])
    places = {
        name: slice(int(end - matrix.shape[1]), int(end))
        for (name, matrix), end in zip(matrices.items(), ends, strict=True)
    }
    names = {name: _parameters(name, list(matrix.columns)) for name, matrix in matrices.items()}
    kept = whole.index.to_numpy()
    variables = sorted(spec.required_variables)
    people = frame if list(frame) == variables else frame[variables]
    people = people if len(kept) == len(people) else people.iloc[kept]
    return Design(whole.to_numpy(dtype=float), places, names, spec, people, kept)


def _parameters(predictor: str, columns: list[str]) -> list[str]:
    """Names of the parameters of a predictor, from those of its columns."""
    if predictor == SCALE:
        return ["log_scale" if name == "Intercept" else f"log_scale:{name}" for name in columns]
    return [f"zero:{name}" for name in columns] if predictor == NO_WTP else columns


def _people(answers: pd.DataFrame, data: pd.DataFrame | None, rows: NDArray[np.int_]) -> pd.DataFrame:
    """Covariates of the answered rows."""
    index, data = answers.index, answers if data is None else data
    if index.equals(data.index):
        return data if len(rows) == len(data) else data.iloc[rows]
    if data.index.is_unique and index.isin(data.index).all():
        return data.loc[index[rows]]
    raise FitError("data must hold one row for every row label of the answers.")


def _with_income(
    frame: pd.DataFrame, income: pd.Series | None, answers: pd.DataFrame, rows: NDArray[np.int_]
) -> tuple[pd.DataFrame, str | None]:
    """The covariates with the incomes that bound WTP, and under what name."""
    if income is None:
        return frame, None
    if np.ndim(income) != 1 or len(income) != len(answers):
        raise FitError("Give one income an answer, missing where it is not known.")
    if isinstance(income, pd.Series) and not income.index.equals(answers.index):
        raise FitError("The incomes and the answers have different row labels; take them from one frame.")
    name, amounts = str(getattr(income, "name", None) or INCOME), np.asarray(income, dtype=float)[rows]
    if np.any(amounts <= 0) or np.isinf(amounts).any():
        raise FitError("income= bounds WTP from above, so each must be a finite amount above 0, or missing.")
    if name in frame and not np.array_equal(np.asarray(frame[name], dtype=float), amounts, equal_nan=True):
        raise FitError(f"income= and the covariate {name!r} differ: give one of them another name.")
    return frame.assign(**{name: amounts}), name


@lru_cache
def _parsed(formula: str, asked_for_as: str) -> Any:
    """A right-hand side, parsed once."""
    import formulaic  # slow to import, and only needed with covariates

    if "~" in formula:
        raise FitError(f"The {asked_for_as} {formula!r} must be a right-hand side alone: the answers are the left.")
    try:
        return formulaic.Formula(formula)
    except formulaic.errors.FormulaicError as problem:
        raise FitError(f"The {asked_for_as} {formula!r} cannot be built: {str(problem).splitlines()[0]}") from problem


def _needed(frame: pd.DataFrame, formulas: Iterable[Any], income: str | None) -> pd.DataFrame:
    """The columns that the formulas name, in order, if they are all there; else the frame, for formulaic to say so."""
    names = {str(name) for formula in formulas for name in formula.required_variables} | ({income} if income else set())
    return frame[sorted(names)] if names <= set(frame) else frame


def _matrix(parsed: Any, frame: pd.DataFrame, formula: str, asked_for_as: str) -> pd.DataFrame:
    """The model matrix of one formula, without the rows that lack a covariate."""
    import formulaic

    try:
        matrix = parsed.get_model_matrix(frame, context={})
    except formulaic.errors.FormulaicError as problem:
        raise FitError(f"The {asked_for_as} {formula!r} cannot be built: {str(problem).splitlines()[0]}") from problem
    if matrix.columns[0] != "Intercept":
        raise FitError(f"The {asked_for_as} {formula!r} take the intercept out; a fit always has one.")
    finite = np.isfinite(matrix.to_numpy(dtype=float)).all(axis=0)
    if not finite.all():
        name = matrix.columns[np.argmin(finite)]
        raise FitError(f"Covariate {name!r} is infinite for some respondents; correct it or leave it missing.")
    return matrix
