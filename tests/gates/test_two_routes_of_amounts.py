"""Every headline number of 04 by two routes: as the stored page prints it, and worked out anew (`second_route`).

Models are fitted by other likelihoods and another optimiser, and what was drawn at random is drawn again with another
seed, within the tolerance stated.
"""

import re

import numpy as np
import pytest
import second_route as anew
from checks import ROOT
from printed import StoredPage, agree, shares_agree, shown
from scipy import optimize, stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS
from statsmodels.tools.tools import add_constant

FITTED = 2e-5  # relative: two optimisers stop at different places of the same flat top
N = 54


@pytest.fixture(scope="module")
def rows():
    return anew.export(ROOT / "data" / "raw" / "synthetic_export.csv")


@pytest.fixture(scope="module")
def amounts(rows):
    return rows.loc[anew.usable(rows), "amount"]


@pytest.fixture(scope="module")
def payments():
    return StoredPage("04_willingness_to_pay")


def test_everybody_who_was_asked(payments, rows):
    table = payments.tables["Everybody who was asked, by question"].set_index("answer")
    status = rows["status"].value_counts()
    zeros = [status["true zero"], status["protest zero"], status["unclear zero"]]
    ticked = (rows["tick"].notna() & ~rows["status"].str.endswith("zero")).sum()
    for column, given, unruled in [("open_ended", status["payer"], status["unruled"]), ("payment_card", ticked, 0)]:
        answered = given + sum(zeros)
        used = answered - status["protest zero"]
        agree(table[column], [N, answered, given, *zeros, unruled, N - answered - unruled, used])


def test_the_amounts(payments, amounts):
    mean = amounts.mean()
    shown(payments.numbers("the mean is £# (SD £#) over # usable"), [mean, stats.tstd(amounts), len(amounts)], 2)
    quartiles = np.percentile(amounts, [50, 25, 75])
    shown(payments.numbers("The median is £# (quartiles £# to £#)"), quartiles, 2)
    shown(payments.numbers("top and bottom tenth is £#."), [stats.trim_mean(amounts, 0.1)], 2)
    without = [np.delete(amounts.to_numpy(), row).mean() for row in range(len(amounts))]
    shown(payments.numbers("moves the mean over £# to £#."), [min(without), max(without)], 2)
    # Efron and Tibshirani (1993, 12.5), with 40,000 resamples of other seeds: a limit's own error is about 1 %.
    drawn = np.random.default_rng(2).choice(amounts.to_numpy(), (40_000, len(amounts)))
    student = (drawn.mean(axis=1) - mean) / stats.sem(drawn, axis=1)
    limits = mean - stats.sem(amounts) * np.quantile(student, [0.975, 0.025])
    agree(payments.numbers("bootstrap-t interval of £# to £#."), limits, 0.03)


def test_the_interval_of_the_median(payments, amounts):
    ordered, n = np.sort(amounts), len(amounts)
    # The narrowest pair of ranks that are as far from either end and hold the median with 95 %, each chance summed up.
    holds = [sum(stats.binom.pmf(range(rank, n - rank + 1), n, 0.5)) for rank in range(1, n // 2)]
    rank = max(rank for rank, chance in enumerate(holds, start=1) if chance >= 0.95)
    level, *limits = payments.numbers("exact interval (at least # %) of £# to £# from the ordered answers")
    shown(level, 100 * holds[rank - 1], 1)
    shown(limits, [ordered[rank - 1], ordered[n - rank]], 2)


def test_the_treatments_of_zeros(payments, rows):
    table = payments.tables["The mean under each treatment"].set_index("treatment")
    base, amount, status = anew.usable(rows), rows["amount"], rows["status"]
    kept = {
        "base case": base,
        "reasons that could be either: protests": base & (rows["Q9"] != "My employer should pay"),
        "without any unclear zero": base & (status != "unclear zero"),
        "protests as zeros": base | (status == "protest zero"),
        "payers only": status == "payer",
        "everybody, no amount as zero": status != "",
    }
    assert list(table.index) == list(kept)
    for name, counted in kept.items():
        total = amount[counted].fillna(0).sum()
        agree(
            table.loc[name], [counted.sum(), total, total / counted.sum(), round(total / counted.sum(), 4) - 58], 2e-5
        )


def test_the_share_willing_at_each_price(payments, amounts):
    table = payments.tables["Share willing to pay each amount of the card"]
    agree(table["price"], anew.CARD)
    shares_agree(table, [(amounts >= price).sum() for price in anew.CARD], len(amounts))


def test_the_card(payments, rows):
    pairs = np.array(anew.steps(rows))
    lower, upper = pairs[:, 0], np.where(np.isinf(pairs[:, 1]), pairs[:, 0], pairs[:, 1])
    # Below the lowest price everybody is willing, so the lower bound is the steps of the demand curve times its shares.
    prices = np.diff([0, *anew.CARD])
    bound = prices @ [(lower >= price).mean() for price in anew.CARD]
    table = payments.tables["Mean of the card answers by convention; the open top tick counts as itself"]
    agree(table["n"], len(pairs))
    agree(table["mean"], [lower.mean(), ((lower + upper) / 2).mean(), upper.mean(), bound])
    both = rows[(rows["status"] == "payer") & rows["tick"].notna()]
    rho = stats.spearmanr(both["amount"], both["tick"]).statistic
    # Bonett and Wright (2000).
    margin = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (len(both) - 3))
    limits = np.tanh(np.arctanh(rho) + np.array([-margin, margin]))
    table = payments.tables["Rank correlation of the two answers by the same respondents"]
    agree(table.iloc[0], [len(both), rho, *limits])


def test_the_amounts_against_pay(payments, rows):
    bands = ["Under £20,000", "£20,000 to £24,999", "£25,000 to £29,999", "£30,000 or over"]
    known = rows[anew.usable(rows) & rows["Q15"].isin(bands)]
    band = known["Q15"].map(bands.index)
    table = payments.tables["Willingness to pay against pay"].set_index("measure")
    agree(table["pairs"], len(known))
    rho = stats.spearmanr(known["amount"], band).statistic
    # Bonett and Wright (2000), as above.
    margin = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (len(known) - 3))
    agree(table.iloc[0, 1:], [rho, *np.tanh(np.arctanh(rho) + np.array([-margin, margin]))])
    # A spike that moves by itself is a logit of the zeros beside a regression of log amounts, with the scale of maximum
    # likelihood where least squares takes two degrees of freedom off.
    payers = (known["amount"] > 0).to_numpy()
    design = add_constant(band.to_numpy(float))
    line = OLS(np.log(known["amount"][payers]), design[payers]).fit()
    error = line.bse.iloc[1] * np.sqrt(line.df_resid / line.nobs) * stats.norm.ppf(0.975)
    slope = line.params.iloc[1]
    agree(table.iloc[1, 1:], np.exp([slope, slope - error, slope + error]), FITTED)
    logit = Logit((~payers).astype(float), design).fit(disp=0)
    agree(table.iloc[2, 1:], np.exp([logit.params[1], *logit.conf_int()[1]]), FITTED)


@pytest.mark.parametrize(
    ("caption", "pairs"),
    [
        ("Models of the payment-card answers", anew.steps),
        ("Models of the open-ended answers", anew.points),
    ],
)
def test_the_models(payments, rows, caption, pairs):
    table, answers = payments.tables[caption], pairs(rows)
    asked = max(lower for lower, _ in answers)
    assert len(table) == 12
    for _, row in table.iterrows():
        amount = {"spike": "spike", "below the card": anew.CARD[0]}
        zeros = amount[row["zeros"]] if row["zeros"] in amount else float(row["zeros"].split()[-1])
        model = anew.Model(row["distribution"], answers, zeros)
        agree(row["loglik"], model.loglik)
        if zeros == "spike":
            agree(row["share_zero"], model.share_zero)
        agree(row[["median", "mean", "truncated_mean"]], model.measures(), FITTED)
        mean = model.mean()
        beyond = 1 - model.truncated_mean(asked) / mean if np.isfinite(mean) else 1
        np.testing.assert_allclose(row["share_beyond"], beyond, atol=FITTED)
        agree(row["minus_published"], row["mean"] - 58, FITTED)


def test_the_figures_of_one_survey_and_many_means(payments, rows, amounts):
    below = (amounts < 58).sum()
    said = payments.numbers(
        "# of # invented respondents name less than the average. # usable amounts, from £# to £#", True
    )
    shown(said, [below, len(amounts), len(amounts), amounts.min(), amounts.max()], 2)
    willing = [100 * (amounts >= price).mean() for price in (5, 20, 50, 150)]
    shown(payments.numbers("open-ended answers: # % at £5, # % at £20, # % at £50, # % at £150", True), willing)
    # Six treatments of zeros, four conventions of the card, and three models with a spike.
    whole, base = rows["amount"].fillna(0), anew.usable(rows)
    counted = {
        "base case": base,
        "without either": base & (rows["Q9"] != "My employer should pay"),
        "without unclear": base & (rows["status"] != "unclear zero"),
        "protests as zeros": base | (rows["status"] == "protest zero"),
        "payers only": rows["status"] == "payer",
        "everybody, no amount as zero": rows["status"] != "",
    }
    means = {f"{name} ({each.sum()})": whole[each].mean() for name, each in counted.items()}
    answers = anew.steps(rows)
    lower, upper = np.array(answers)[:, 0], np.array([high if np.isfinite(high) else low for low, high in answers])
    means |= {"ticked": lower.mean(), "between": (lower + upper).mean() / 2, "next": upper.mean()}
    means["least"] = np.diff([0, *anew.CARD]) @ [(lower >= price).mean() for price in anew.CARD]
    for family in anew.FAMILIES:
        means[f"card: {family} with a spike ({len(answers)})"] = anew.Model(family, answers, "spike").mean()
    least, most = min(means, key=means.get), max(means, key=means.get)
    count, *ends = re.search(
        r"(\d+) means of one survey, from £([\d.]+) \((.*?)\) to £([\d.]+) \((.*)\), beside the", payments.drawn
    ).groups()
    assert (int(count), ends[1], ends[3]) == (len(means), least, most)
    shown([float(ends[0]), float(ends[2])], [means[least], means[most]], 2)


@pytest.mark.long
def test_the_intervals_of_the_model(payments, rows):
    table = payments.tables["Log-normal with a spike, card answers: intervals"].set_index(["method", "measure"])
    answers = anew.steps(rows)
    model = anew.Model("log-normal", answers, "spike")
    # The delta method on the log scale, every derivative by differences; the share of zeros has a variance of its own.
    point = np.array([*model.params, model.share_zero])

    def log_measures(params):
        model.distribution, model.share_zero = model.of_wtp(params[0], np.exp(params[1])), params[2]
        return np.log(model.measures())

    gradient = optimize.approx_fprime(point, log_measures, 1e-6)
    covariance = np.zeros((3, 3))
    covariance[:2, :2] = np.linalg.inv(_hessian(model.minus_loglik, model.params))
    covariance[2, 2] = point[2] * (1 - point[2]) / len(answers)
    errors = np.sqrt(np.diag(gradient @ covariance @ gradient.T))
    estimates = np.exp(log_measures(point))
    agree(table.loc["delta", "estimate"], estimates, FITTED)
    for sign, column in [(-1, "from"), (1, "to")]:
        agree(table.loc["delta", column], estimates * np.exp(sign * stats.norm.ppf(0.975) * errors), 1e-4)
    # Respondents drawn again with another seed; 400 of them give a limit to about 3 %.
    rng, pool = np.random.default_rng(3), np.array(answers)
    drawn = [pool[rng.integers(0, len(pool), len(pool))] for _ in range(400)]
    again = [anew.Model("log-normal", pairs, "spike", model.params, 1e-5).measures() for pairs in drawn]
    limits = np.quantile(again, [0.025, 0.975], axis=0)
    agree(table.loc["bootstrap", ["from", "to"]].T, limits, 0.08)


def _hessian(function, point, step=1e-4):
    """Second derivatives by central differences."""
    shifts = step * np.eye(len(point))
    return np.array(
        [
            [
                sum(s * t * function(point + s * a + t * b) for s in (-1, 1) for t in (-1, 1)) / (4 * step**2)
                for a in shifts
            ]
            for b in shifts
        ]
    )
