"""Each respondent's WTP given their own answer, against quadrature and the law of total expectation."""

import itertools

import numpy as np
import pandas as pd
import pytest
from reference import exact, surveys
from scipy import integrate, stats

from helpers import valuation as cv
from helpers.valuation.individual import given_answers

INF = np.inf
ERRORS = {
    "normal": stats.norm,
    "logistic": stats.logistic,
    "log-normal": stats.norm,
    "log-logistic": stats.logistic,
    "weibull": stats.gumbel_l,
}
ROWS = [(-INF, 5), (-INF, 20), (5, 10), (10, 10.01), (10, 40), (20, INF), (30, INF), (15, 15), (20, 60), (40, 80)]


@pytest.mark.long
@pytest.mark.parametrize("distribution", ERRORS)
def test_given_answers_by_quadrature(distribution):
    answers = pd.DataFrame(ROWS, columns=["lower", "upper"], dtype=float)
    fit = cv.fit(answers, distribution)
    location, scale, positive = fit.params["Intercept"], fit.scale, distribution not in ("normal", "logistic")
    error, found = ERRORS[distribution], fit.given_answers()
    for (lower, upper), row in zip(ROWS, found.itertuples(), strict=True):
        if lower == upper:
            assert row.mean == row.median == lower
            continue
        y = np.log if positive else np.positive
        amount = (lambda z: np.exp(location + scale * z)) if positive else (lambda z: max(location + scale * z, 0))
        low, high = ((y(bound) - location) / scale if np.isfinite(bound) else bound for bound in (lower, upper))
        kink = [-location / scale] if not positive and low < -location / scale < high else []
        edges = [max(low, -60), *kink, min(high, 60 if distribution != "weibull" else 6)]
        options = {"epsabs": 0, "epsrel": 1e-12, "limit": 200}
        total = [
            sum(
                integrate.quad(lambda z, part=part: part(z) * error.pdf(z), a, b, **options)[0]
                for a, b in itertools.pairwise(edges)
            )
            for part in (lambda z: 1.0, amount)
        ]
        assert row.mean == pytest.approx(total[1] / total[0], rel=2e-8)
        half, _ = integrate.quad(error.pdf, edges[0], (y(max(row.median, 1e-9)) - location) / scale, **options)
        if row.median > 0:
            assert half == pytest.approx(total[0] / 2, rel=1e-7)


@pytest.mark.parametrize("distribution", ERRORS)
def test_means_given_answers_average_to_the_mean(distribution):
    # The law of total expectation: the cells of a card, each weighted by its fitted probability, give the mean.
    answers = cv.payment_card([0, 5, 10, 20, 40], [0, 5, 10, 20, 40])
    fit = cv.fit(answers, distribution, weights=[4, 6, 9, 5, 2])
    shares = -np.diff([1, *fit.share_willing([5, 10, 20, 40]), 0])
    assert shares @ fit.given_answers()["mean"] == pytest.approx(fit.mean(), rel=1e-9)


def test_spike_given_answers():
    rows = [(0, 0)] * 6 + [(-INF, 5)] * 5 + [(0, 5)] * 3 + [(5, 10)] * 8 + [(10, 20)] * 9 + [(20, INF)] * 6 + [(0, INF)]
    fit = cv.fit(pd.DataFrame(rows, columns=["lower", "upper"], dtype=float), "log-normal", zeros="spike")
    found = fit.given_answers()
    below = (1 - fit.share_willing(5) - fit.share_zero) / (1 - fit.share_zero)
    # By Bayes: p / (p + (1 - p) F(5)) for an answer of at most 5 that may be zero.
    chance = fit.share_zero / (fit.share_zero + (1 - fit.share_zero) * below)
    assert found["share_zero"].iloc[[0, 6, 11, 14]].tolist() == pytest.approx([1, chance, 0, 0])
    assert found["mean"].iloc[6] == pytest.approx((1 - chance) * found["mean"].iloc[11], rel=1e-10)
    assert found["mean"].iloc[-1] == pytest.approx(fit.mean() / (1 - fit.share_zero), rel=1e-10)
    assert found.iloc[0, :2].tolist() == [0, 0]


def test_infinite_tails_stay_infinite():
    fit = cv.fit(surveys.natural_park_answers(followups=False), "log-logistic")
    found = fit.given_answers()
    yes = surveys.natural_park_answers(followups=False)["upper"] == INF
    assert (found.loc[yes, "mean"] == INF).all() and np.isfinite(found.loc[~yes, "mean"]).all()
    assert np.isfinite(found["median"]).all()


def plain_mean(fit, row, lower, upper):
    """Mean of an answer by quadrature of one respondent's own curve of this fit."""
    at = fit.model.observations.people.iloc[[row]]

    def willing(price):
        return fit.predict("share_willing", at=at, price=price).iloc[0]

    end = min(upper, 1e5 if fit.model.observations.income is None else at["income"].iloc[0])
    share = willing(max(lower, 1e-9)) - (willing(upper) if np.isfinite(upper) else 0.0)
    top = willing(upper) if np.isfinite(upper) else 0.0
    edges = [max(lower, 0), *(edge for edge in (30.0, 100, 300, 1000, 3000, 1e4) if max(lower, 0) < edge < end), end]
    area = sum(
        integrate.quad(lambda price: willing(price) - top, a, b, epsrel=1e-8, limit=60)[0]
        for a, b in itertools.pairwise(edges)
    )
    return max(lower, 0) + area / share


@pytest.mark.long
@pytest.mark.parametrize(
    ("survey", "options"),
    [
        ("gamma", {"distribution": "gamma"}),
        ("gamma", {"distribution": "generalised-gamma", "scale": "income"}),
        pytest.param("scale", {"distribution": "weibull", "scale": "female"}, marks=pytest.mark.long),
        ("income_bounded", {"distribution": "log-normal"}),
    ],
)
def test_given_answers_of_every_model(survey, options):
    # The area between each respondent's own demand curve and its height at the upper bound, by scipy's quadrature.
    table = exact.data(survey)
    if survey == "gamma":
        said = table[["lower_pos", "upper_pos"]].set_axis(["lower", "upper"], axis=1)
    else:
        said = cv.double_bounded(*(table[name] for name in ("bid", "first", "followup_bid", "second")))
    if survey == "income_bounded":
        options = options | {"income": table["income"]}
    fit = cv.fit(said, covariates="income" if survey != "income_bounded" else "female", data=table, **options)
    found = fit.given_answers()
    bounds = pd.DataFrame({name: getattr(fit.model.observations, name) for name in ("lower", "upper")})
    for row in [*bounds.drop_duplicates().index[:6], *bounds.index[bounds["upper"] == INF][:2]]:
        lower, upper = bounds.loc[row]
        assert found["mean"].iloc[row] == pytest.approx(plain_mean(fit, row, lower, upper), rel=1e-5), (lower, upper)
        # Half of what the answer leaves lies above the median.
        people = fit.model.observations.people.iloc[[row]]
        low, middle, high = (
            fit.predict("share_willing", at=people, price=price).iloc[0] if price < INF else 0.0
            for price in (max(lower, 1e-9), found["median"].iloc[row], upper)
        )
        assert middle == pytest.approx((low + high) / 2, rel=1e-8)


@pytest.mark.slow
def test_given_answers_of_a_share_with_its_own_formula():
    # By Bayes with each respondent's own share of zeros, and the means of the same spike common to all where it is.
    table = exact.data("spike_latent")
    said = cv.double_bounded(*(table[name] for name in ("bid", "first", "followup_bid", "second")))
    common, own = (cv.fit(said, data=table, **each) for each in ({"zeros": "spike"}, {"spike": "1"}))
    pd.testing.assert_frame_equal(common.given_answers(), own.given_answers(), rtol=1e-6)
    fit = cv.fit(said, data=table, spike="female")
    found, share = fit.given_answers(), fit.predict("share_zero")
    willing = pd.Series(
        [fit.predict("share_willing", price=upper).iloc[row] for row, upper in enumerate(said["upper"][:40])]
    )
    below = np.isneginf(said["lower"][:40])
    chance = share[:40] / (1 - willing)
    np.testing.assert_allclose(found["share_zero"][:40][below], chance[below], rtol=1e-9)
    assert (found["share_zero"][:40][~below] == 0).all()


def test_who_pays_nothing_on_the_real_line_pays_nothing_given_that():
    # A zero is (-inf, 0] on a normal (Kriström, 1997): given that, WTP is 0 for certain.
    answers = pd.DataFrame([(0, 0), (0, 0), (5, 10), (10, 20), (20, 40), (2, 9), (30, 60)], columns=["lower", "upper"])
    found = cv.fit(answers.astype(float), "normal").given_answers()
    assert (found.iloc[:2] == 0).all(axis=None) and (found.iloc[2:] > 0).all(axis=None)


@pytest.mark.parametrize("distribution", ["normal", "log-normal"])
@pytest.mark.parametrize("location", [-25.0, -9.0, 9.0, 25.0])
@pytest.mark.parametrize("width", [0.05, 0.4, 4.0])
def test_answers_far_from_what_was_expected_keep_their_digits(distribution, location, width):
    # At 25 deviations from the location a difference of shares holds no digit: by quadrature of a scaled density.
    positive = distribution == "log-normal"
    ends = np.array([1.0, 1.0 + width])
    bounds = np.exp(ends) if positive else ends
    answers = pd.DataFrame([bounds, [0.5, 1.2], [5, 30], [1, 3]], columns=["lower", "upper"])
    model = cv.fit(answers, distribution).model
    found = given_answers(model, np.array([location, 1.0])).iloc[0]
    nearest = np.clip(location, *ends)

    def density(y):
        return np.exp(((nearest - location) ** 2 - (y - location) ** 2) / 2)

    options = {"epsabs": 0, "epsrel": 1e-12, "limit": 200}
    amount = np.exp if positive else np.positive
    mass = integrate.quad(density, *ends, **options)[0]
    assert found["mean"] == pytest.approx(
        integrate.quad(lambda y: amount(y) * density(y), *ends, **options)[0] / mass, rel=1e-9
    )
    median = np.log(found["median"]) if positive else found["median"]
    assert ends[0] <= median <= ends[1]
    if abs(location) < 8:
        assert integrate.quad(density, ends[0], median, **options)[0] == pytest.approx(mass / 2, rel=1e-6)
