"""Two surveys, or two answers of the same people, beside closed forms."""

import numpy as np
import pandas as pd
import pytest
from reference import surveys
from scipy import stats

from helpers import valuation as cv
from helpers.valuation.intervals import draws

INF = np.inf


def test_convolution_of_normals_has_its_closed_form():
    # The difference of two normals is normal: P(first larger) = Phi((m1 - m2) / sqrt(s1^2 + s2^2)).
    rng = np.random.default_rng(1)
    test = cv.convolution_test(rng.normal(1, 1, 50_000), rng.normal(0, 0.5, 30_000))
    expected = stats.norm.cdf(1 / np.sqrt(1.25))
    assert test.statistic == pytest.approx(expected, abs=0.004)
    assert test.pvalue == pytest.approx(2 * (1 - test.statistic))
    # Every pair by hand: 4 > 1, 4 > 3, 3 > 1, 3 = 3 (half), inf = inf (half), inf > 1, inf > 3, 3 < inf, 4 < inf.
    assert cv.convolution_test([3, 4, INF], [1, 3, INF]).statistic == pytest.approx((5 + 2 * 0.5) / 9)
    for bad in ([], [np.nan]):
        with pytest.raises(cv.FitError, match="two sets of replicates"):
            cv.convolution_test(bad, [1.0])


def test_convolution_of_fits_to_independent_samples():
    people = surveys.formats300()
    card = surveys.formats300_answers("card")
    halves = [cv.fit(card[people["id"] % 2 == half]) for half in (0, 1)]
    medians = [fit.replicates("median", draws=2000, seed=seed) for seed, fit in enumerate(halves)]
    # Against the normal approximation with the two delta errors.
    intervals = [fit.interval("median") for fit in halves]
    gap = (intervals[0].estimate - intervals[1].estimate) / np.hypot(*(each.standard_error for each in intervals))
    assert cv.convolution_test(*medians).statistic == pytest.approx(stats.norm.cdf(gap), abs=0.03)
    with pytest.raises(cv.FitError, match="no replicates"):
        halves[0].replicates("median", "delta")


@pytest.mark.long
def test_paired_bootstrap_sees_that_they_are_the_same_people():
    card, double = (cv.fit(surveys.formats300_answers(name)) for name in ("card", "double"))
    paired = cv.paired_difference(card, double, "median", draws=2000, seed=1)
    assert paired.estimate == pytest.approx(card.median() - double.median())
    apart = np.hypot(card.interval("median").standard_error, double.interval("median").standard_error)
    assert (paired.high - paired.low) / (2 * 1.96) < 0.95 * apart
    # The same answers twice: no difference in any resample.
    assert tuple(cv.paired_difference(card, card, "median", draws=50, seed=1)) == (0, 0)
    weighted = cv.fit(surveys.formats300_answers("card"), weights=np.full(300, 2.0))
    with pytest.raises(cv.FitError, match="without weights"):
        cv.paired_difference(weighted, double, "median", draws=50, seed=1)
    # Different people: as wide as independent samples.
    others = cv.fit(surveys.formats300_answers("double").set_axis(range(1000, 1300)))
    independent = cv.paired_difference(card, others, "median", draws=5000, seed=1)
    assert (independent.high - independent.low) / (2 * 1.96) == pytest.approx(apart, rel=0.1)


def test_the_paired_bootstrap_by_hand():
    # Means of exact amounts in each resample of people: who answered one question counts in that one alone.
    first = pd.Series([12.0, 30, 7, 55, 20, 24, 90, 41], index=list("abcdefgh"))
    second = pd.Series([15.0, 9, 60, 35, 22, 80, 33], index=list("bcdefgz"))
    fits = [cv.fit(cv.open_ended(each), "normal") for each in (first, second)]
    found = cv.paired_difference(*fits, "mean", level=0.8, draws=300, seed=4, support="real")
    people = first.index.union(second.index)
    drawn = np.hstack(list(draws(np.ones(len(people)), 300, 4)))
    means = []
    for amounts in (first, second):
        weights = drawn[people.get_indexer(amounts.index)]
        means.append(amounts.to_numpy() @ weights / weights.sum(axis=0))
    differences = means[0] - means[1]
    assert tuple(found) == pytest.approx(np.quantile(differences, [0.1, 0.9]), rel=1e-7)
    assert found.estimate == pytest.approx(first.mean() - second.mean())
    assert (found.replicates, found.failed, found.wrong_signed, found.level) == (300, 0, 0, 0.8)
    assert (found.measure, found.method) == ("difference of mean", "paired bootstrap")
    with pytest.raises(cv.FitError, match="level=80 must lie"):
        cv.paired_difference(*fits, "mean", level=80, seed=1)


@pytest.mark.long
def test_resamples_that_fail_in_either_survey_are_counted_as_failed():
    # Eight answers at two bids: some resamples hold one bid alone; of others the curve rises.
    few = cv.fit(cv.single_bounded([10, 10, 10, 10, 40, 40, 40, 40], [1, 1, 1, 0, 1, 0, 0, 0]), "log-logistic")
    other = cv.fit(cv.open_ended([12.0, 30, 7, 55, 20, 24, 90, 41]), "log-normal")
    alone = few.interval("median", "bootstrap", draws=400, seed=1)
    found = cv.paired_difference(few, other, "median", draws=400, seed=1)
    assert 0 < found.failed < 400 and found.wrong_signed > 0 and found.replicates == 400
    assert alone.failed > 0 and abs(found.failed - alone.failed) < 60
    assert found.infinite == found.wrong_signed
