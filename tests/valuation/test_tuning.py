"""Constants that only bound work, or end a sum where nothing is left: no larger value changes a result.

They are those of tests/equivalent.toml; each is set to the next number, and to half as much again.
"""

import importlib

import mutation
import numpy as np
import pandas as pd
import pytest
from reference import surveys

from helpers import valuation as cv
from helpers.valuation.bounded import share_of_income
from helpers.valuation.likelihood import DISTRIBUTIONS, RespondentLikelihood
from helpers.valuation.likelihood.gamma import GeneralisedGamma
from helpers.valuation.likelihood.pairs import BivariateLikelihood, log_binormal
from helpers.valuation.likelihood.single import ABOVE, BELOW, BETWEEN, EXACT

PLACES = np.array([-30.0, -9, -3, -1.2, -0.3, 0.4, 1, 2.5, 8])
ROOM = "src/helpers/valuation/"


def pairs():
    h, k = (each.ravel() for each in np.meshgrid(PLACES, PLACES + 0.1))
    found = [log_binormal(h, k, a) for a in (-9.0, -2.0, -0.4, 0.1, 1.5, 6.0)]
    design = np.column_stack([np.ones(9), PLACES / 9])
    likelihood = BivariateLikelihood(design, design[::-1], np.tile([1, 1, -1], 3), np.arange(9) % 3 > 0)
    return [*found, *likelihood.evaluate(np.array([[0.3], [0.5], [0.7]]), np.ones((9, 1)))]


def panel():
    kind, low = np.tile([BETWEEN, ABOVE, EXACT, BELOW], 3), np.linspace(-2, 3, 12)
    respondents = np.array([0, 0, 0, 0, 1, 2, 2, 3, 4, 4, 1, 1])
    ours = RespondentLikelihood(DISTRIBUTIONS["normal"], kind, low, low + 0.5, np.ones((12, 1)), respondents)
    return ours.evaluate(np.array([[0.2], [1.4], [1.8]]), np.ones((5, 1)))


def card(**options):
    return cv.fit(surveys.paycard54(), "log-normal", **options)


def people():
    return card(covariates="income", data=surveys.paycard54())


def turnbull():
    found = cv.turnbull(surveys.paycard54())
    return found.survival.to_numpy(float), found.llf


def bounded():
    at = [each.ravel() for each in np.meshgrid([-4.0, 0, 2], [0.05, 0.6, 1.7, 6], [0.02, 0.4, 1])]
    incomes = pd.Series(np.where(np.arange(54) % 2, 300.0, 900), surveys.paycard54().index)
    fit = card(income=incomes)
    return (
        *(share_of_income(DISTRIBUTIONS["log-normal"], *at) for _ in "1"),
        fit.share_willing([50, 299, 500]),
        fit.median(),
    )


def shares():
    z = np.append(PLACES, [600.0, 720])
    with np.errstate(all="ignore"):
        laws = DISTRIBUTIONS["weibull"], DISTRIBUTIONS["log-logistic"]
        shares = [law.sf(z) for law in laws] + [np.exp(law.log_cdf(z)[0]) for law in laws]
        at = np.array([-2.0, 3.0]), np.array([0.004, 0.5]), np.array([9.0, 9.0])
        return *shares, *(law.truncated_mean(*at) for law in laws)


def composed():
    fit = card(scale="female", data=surveys.paycard54())
    return fit.params, fit.llf


BATTERIES = {
    "likelihood/pairs.py": pairs,
    "likelihood/respondents.py": panel,
    "likelihood/npmle.py": turnbull,
    "likelihood/gamma.py": lambda: [GeneralisedGamma(q).isf([1e-9, 0.2, 0.7, 1 - 1e-6]) for q in (0.019, -0.01, 0.0)],
    "likelihood/distributions.py": shares,
    "welfare.py": lambda: [people().quantile(share) for share in (0.01, 0.5, 0.97)],
    "bounded.py": bounded,
    "individual.py": lambda: card().given_answers().to_numpy(),
    "intervals/profile.py": lambda: [tuple(card().interval("median", "profile"))],
    "intervals/refits.py": lambda: [tuple(card().interval("median", "bootstrap", draws=50, seed=1))],
    "intervals/simulated.py": lambda: [tuple(people().interval("mean", "krinsky-robb", draws=50, seed=1))],
    "joint.py": composed,
    "composition.py": composed,
}


@pytest.mark.long
@pytest.mark.parametrize(("file", "name"), mutation.tuned())
def test_a_larger_value_changes_nothing(file, name, monkeypatch):
    path = file.removeprefix(ROOM)
    battery, module = BATTERIES[path], importlib.import_module(f"helpers.valuation.{path[:-3].replace('/', '.')}")
    before, value = battery(), getattr(module, name)
    for larger in (value + 1, 0 * value + int(1.5 * value) if path != "likelihood/distributions.py" else value + 9):
        monkeypatch.setattr(module, name, larger)
        for found, expected in zip(battery(), before, strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-13)
