"""Every kind of model offers what fits, intervals and refits ask of it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from reference import exact
from scipy import stats

from helpers import valuation as cv
from helpers.valuation.likelihood import AnyModel

OFFERED = {name for name in vars(AnyModel) if not name.startswith("_")} | set(AnyModel.__annotations__)


def bivariate():
    table = exact.data("bivariate")
    return cv.bivariate(*(table[name] for name in ("bid", "first", "followup_bid", "second")))


def random_effects():
    table = exact.data("panel_lognormal")
    return cv.fit(table[["lower", "upper"]], respondents=table["id"])


def plain(**options):
    table = exact.data("groups")
    return cv.fit(table[["lower", "upper"]], covariates="female", data=table, **options)


def composed():
    return plain(scale="female")


@pytest.mark.slow
@pytest.mark.parametrize("fitted", [plain, composed, bivariate, random_effects])
def test_a_model_offers_all_of_it(fitted):
    # Properties: names and Jacobian by central differences, a maximum, and one covariance with and without its Hessian.
    fit = fitted()
    model, theta, weights = fit.model, fit.theta, fit.model.observations.weights
    assert set(dir(model)) >= OFFERED
    steps = np.eye(len(theta)) * 1e-6
    slopes = [(model.named(theta + step)[1] - model.named(theta - step)[1]) / 2e-6 for step in steps]
    np.testing.assert_allclose(model.named(theta)[2], np.transpose(slopes), rtol=1e-6, atol=1e-8)
    value, gradient, hessian = model.derivatives(theta[:, None], weights[:, None])
    assert (value[0], np.abs(gradient).max()) == pytest.approx((fit.llf, 0), abs=1e-6)
    np.testing.assert_array_equal(model.covariance(theta, weights, hessian=hessian), model.covariance(theta, weights))
    assert not model.wrong_signed(theta[:, None]).any() and len(model.units(theta)) == len(theta)


@pytest.mark.slow
def test_what_has_no_utility_difference_says_so_in_refits_too():
    for fitted in (composed, bivariate):
        fit = fitted()
        refits = fit.refit(fit.model.observations.weights[:, None])
        for ask in (fit.utility_difference, refits.utility_difference):
            with pytest.raises(cv.FitError, match="one scale and one share of zeros"):
                ask()


def survey(n=90):
    """Answers of every kind with known and possible zeros, a covariate, and a group of three for every row."""
    rng = np.random.default_rng(12)
    people = pd.DataFrame({"x": rng.integers(0, 3, n), "group": np.arange(n) // 3, "count": rng.integers(1, 4, n)})
    amount = np.exp(3 + 0.3 * people["x"] + 0.8 * rng.normal(size=n)).round(1)
    card = np.array([5.0, 10, 20, 40, 80])
    place = np.searchsorted(card, amount, side="right")
    bounds = pd.DataFrame({"lower": np.append(-np.inf, card)[place], "upper": np.append(card, np.inf)[place]})
    bounds.loc[::9], bounds.loc[1::11], bounds.loc[2::13] = amount.to_numpy()[::9, None], 0.0, [0.0, np.inf]
    return pd.concat([people, bounds], axis=1)


def columns(table, options):
    """Arguments of a fit, the columns of a table by name."""
    return {name: table.get(each, each) for name, each in options.items()}


def pairs(**options):
    """Two questions of every respondent; of some, one."""
    rng = np.random.default_rng(5)
    bid, x = rng.choice([10.0, 20, 40], 120), rng.integers(0, 2, 120)
    amounts = np.exp(3 + 0.3 * x + rng.normal(size=120) + 0.5 * rng.normal(size=(2, 120)))
    first = amounts[0] >= bid
    followup = np.where(first, 2 * bid, bid / 2)
    second = np.where(np.arange(120) % 10 == 0, np.nan, amounts[1] >= followup)
    table = pd.DataFrame({"x": x, "group": np.arange(120) // 3, "count": rng.integers(1, 4, 120)})
    return cv.bivariate(
        bid, first, followup, second, covariates="x", data=table, form="free", **columns(table, options)
    )


def of_formulas(*arguments, positive_only=False, payers=False, **formulas):
    """A fit to the survey; columns are asked for by name."""

    def fitted(**options):
        table = survey()
        table = table[table["upper"] > 0].reset_index(drop=True) if positive_only else table
        table["lower"] = table["lower"].clip(lower=0) if payers else table["lower"]
        return cv.fit(table, *arguments, covariates="x", data=table, **formulas, **columns(table, options))

    return fitted


MODELS = {
    "plain": of_formulas("log-logistic", positive_only=True),
    "real": of_formulas("normal"),
    "known zeros": of_formulas("log-normal", zeros="spike", payers=True),
    "spike": of_formulas("weibull", zeros="spike"),
    "composed": of_formulas("log-normal", scale="x", spike="x"),
    "pairs": pairs,
}


KINDS = [*(kind for kind in MODELS if kind != "pairs"), pytest.param("pairs", marks=pytest.mark.slow)]


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_equal_rows_merged_say_the_same(kind):
    fit = MODELS[kind](weights="count")
    model, merged, theta = fit.model, fit.model.merged, fit.theta[:, None] * 1.01
    counts, fewer = (each.observations.weights[:, None] for each in (model, merged))
    assert len(fewer) < len(counts) and fewer.sum() == counts.sum()
    for found, expected in zip(merged.derivatives(theta, fewer), model.derivatives(theta, counts), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-8)
    # Rows of one group are no respondents each: they are drawn together and stay apart.
    grouped = MODELS[kind](groups="group").model
    assert grouped.merged is grouped


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("options", [{}, {"weights": "count"}, {"groups": "group", "weights": "count"}])
def test_the_sandwich_is_made_of_what_each_row_or_group_adds_to_the_gradient(kind, options):
    # Huber (1967): of a respondent counted k times k squares of one, of a group the square of its sum.
    fit = MODELS[kind](cov_type="robust", **options)
    model, theta, weights = fit.model, fit.theta, fit.model.observations.weights
    bread = np.linalg.inv(-model.derivatives(theta[:, None], weights[:, None])[2][..., 0])
    np.testing.assert_allclose(model.covariance(theta, weights), bread, rtol=1e-7, atol=1e-14)
    groups = model.observations.groups
    parts = np.diag(np.sqrt(weights)) if groups is None else weights[:, None] * (groups[:, None] == np.unique(groups))
    scores = model.derivatives(np.repeat(theta[:, None], parts.shape[1], axis=1), parts)[1]
    expected = bread @ (scores @ scores.T) @ bread
    np.testing.assert_allclose(model.covariance(theta, weights, robust=True), expected, rtol=1e-6, atol=1e-12)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_variance_is_that_of_the_covariance_in_every_replicate(kind):
    model, theta = (getattr(MODELS[kind](), name) for name in ("model", "theta"))
    weights = np.random.default_rng(1).integers(1, 4, (len(model.observations.weights), 3)).astype(float)
    gradient = np.random.default_rng(2).normal(size=(len(theta), 3))
    found = model.variance(np.repeat(theta[:, None], 3, axis=1), weights, gradient)
    for r in range(3):
        covariance = model.covariance(theta, weights[:, r])
        assert found[r] == pytest.approx(gradient[:, r] @ covariance @ gradient[:, r], rel=1e-8)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_maximum_is_found_from_nothing_from_elsewhere_and_as_a_refit(kind):
    fit = MODELS[kind]()
    model, theta, weights = fit.model, fit.theta, fit.model.observations.weights[:, None]
    for found, converged in (model.solve(weights), model.solve(weights, theta * 1.02), model.resolve(weights, theta)):
        assert converged.all()
        np.testing.assert_allclose(found[:, 0], theta, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("kind", ["plain", "real", KINDS[-1]])
def test_a_curve_that_is_level_or_rises_has_the_wrong_sign(kind):
    fit = MODELS[kind]()
    theta = np.repeat(fit.theta[:, None], 3, axis=1)
    slopes = getattr(fit.model, "slopes", fit.model.n_terms)
    theta[slopes] *= np.array([1, 0, -1])
    assert fit.model.wrong_signed(theta).tolist() == [False, True, True]


@pytest.mark.slow
def test_units_say_how_much_of_a_parameter_changes_a_curve():
    # A slope moves the location by itself times the largest value of its covariate, x = 2.
    plain, composed = MODELS["plain"](), MODELS["composed"]()
    np.testing.assert_allclose(plain.model.units(plain.theta), [1, 1 / 2, abs(plain.theta[2])], rtol=1e-12)
    b = composed.params
    scale = np.exp(np.mean(b["log_scale"] + b["log_scale:x"] * survey()["x"]))
    expected = [scale, scale / 2, 1, 1 / 2, 1, 1 / 2]
    np.testing.assert_allclose(composed.model.units(composed.theta), expected, rtol=1e-9)
    common = of_formulas("log-normal", spike="x")()
    scale = np.exp(common.params["log_scale"])
    np.testing.assert_allclose(common.model.units(common.theta), [scale, scale / 2, 1, 1, 1 / 2], rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_names_and_their_jacobian_with_covariates(kind):
    fit = MODELS[kind]()
    model, theta = fit.model, fit.theta * 1.1
    names, values, jacobian = model.named(theta)
    assert names == list(fit.params.index) and len(values) == len(names)
    slopes = [
        (model.named(theta + step)[1] - model.named(theta - step)[1]) / 2e-6 for step in np.eye(len(theta)) * 1e-6
    ]
    np.testing.assert_allclose(jacobian, np.transpose(slopes), rtol=1e-6, atol=1e-8)
    # The curve is that of the parameters named: of a location-scale model the share willing at e^3 by hand.
    if kind == "plain":
        at = {"x": 1.0}
        z = (3 - fit.params["Intercept"] - fit.params["x"]) / np.exp(fit.params["log_scale"])
        assert fit.share_willing(np.exp(3), at=at) == pytest.approx(1 / (1 + np.exp(z)), rel=1e-10)


@pytest.mark.slow
def test_either_amount_of_a_pair_has_the_curve_of_its_own_parameters():
    fit = pairs()
    for part in ("first", "followup"):
        b = fit.params.filter(like=f"{part}:").to_numpy()
        z = (3 - b[0] - b[1]) / np.exp(b[2])
        assert fit.of(part).share_willing(np.exp(3), at={"x": 1}) == pytest.approx(stats.norm.sf(z), rel=1e-10)
        assert fit.of(part).median(at={"x": 0}) == pytest.approx(np.exp(b[0]), rel=1e-10)
    assert fit.params.index[-1] == "atanh_rho" and fit.rho == pytest.approx(np.tanh(fit.theta[-1]))
    assert fit.rho_se == pytest.approx((1 - fit.rho**2) * fit.bse["atanh_rho"])


@pytest.mark.long
@pytest.mark.parametrize("kind", [*MODELS, "different rows"])
def test_replicates_at_once_are_each_alone(kind):
    rows = {"different rows": of_formulas("gamma", positive_only=True)}
    model = (MODELS | rows)[kind]().model
    if kind == "different rows":
        # Every row of its own kind, so that searches run over the rows themselves.
        moved = model.observations.design + np.arange(len(model.observations.kind))[:, None] * [0, 1e-6]
        model = type(model)(model.distribution, dataclasses.replace(model.observations, design=moved))
    weights = np.random.default_rng(7).integers(1, 5, (len(model.observations.weights), 8)).astype(float)
    weights[:, -1] = 1.0  # the highest likelihood of all, in the last place
    together, converged = model.solve(weights)
    assert converged.all()
    for r in (0, 4, 7):
        alone, _ = model.solve(weights[:, [r]])
        np.testing.assert_allclose(together[:, r], alone[:, 0], rtol=1e-7, atol=1e-9)


@pytest.mark.slow
def test_a_start_that_leads_nowhere_does_not_matter_beside_one_that_does():
    model = MODELS["spike"]().model
    weights, honest = model.observations.weights[:, None], model._first_guesses
    assert len(honest()) == 3
    expected, _ = model.solve(weights)
    nowhere = honest()[0] * np.array([1.0, 1, -1e6, 1])
    model._first_guesses = lambda: [nowhere, *honest()]
    found, converged = model.solve(weights)
    assert not model._climb(weights, nowhere[:, None], 1e-14)[1][0] and converged[0]
    np.testing.assert_allclose(found, expected, rtol=1e-9)
