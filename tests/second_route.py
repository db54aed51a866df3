"""The other route to what the pages print: the export and the claims read by hand, and models written down anew.

Nothing here imports the helpers. Amounts are read from what was typed by a table of words, and each likelihood and mean
comes from scipy.stats.
"""

import re

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.integrate import simpson
from scipy.special import xlogy

CARD = (5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300)
TOP = max(CARD)
PROTESTS = (
    "I object to paying for training that my job requires",
    "I do not believe that payment would lead to better training",
)
TRUE_ZEROS = ("I cannot afford it", "The training is worth nothing to me")
LINK_WORKERS = ("Social prescribing link worker", "Community connector", "Community navigator")
NOUGHT = ("0", "nil", "none", "nothing", "n/a")
# A range, which nobody ruled on, reads as no amount; a note in brackets was ruled to change nothing.
TYPED = re.compile(r"(?:about |around )?£?\s?(\d+(?:\.\d+)?)(?: pounds| GBP| \(once\))?")


def export(path):
    """The respondents: agreed, link workers, finished, no preview, no response twice; with amount and status."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).iloc[2:]
    kept = rows[
        (rows["Status"] == "IP Address")
        & rows["Q1"].str.startswith("Yes")
        & rows["Q2"].isin(LINK_WORKERS)
        & (rows["Finished"] == "True")
    ].drop_duplicates("ResponseId")
    read = [_read(*row) for row in kept[["Q7", "Q8", "Q9"]].itertuples(index=False)]
    tick = pd.to_numeric(kept["Q10"].str.strip("£"))
    return kept.assign(
        status=[status for status, _ in read], amount=[amount for _, amount in read], tick=tick
    ).reset_index(drop=True)


def _read(pays, typed, reason):
    """What one respondent would pay: what became of the answer, and the amount."""
    number = TYPED.fullmatch(typed.strip())
    if number and float(number.group(1)) > 0:
        return "payer", float(number.group(1))
    if pays == "No" or typed.strip("£ ").lower() in NOUGHT:
        kinds = dict.fromkeys(PROTESTS, "protest zero") | dict.fromkeys(TRUE_ZEROS, "true zero")
        return kinds.get(reason, "unclear zero"), 0.0
    return ("unruled" if re.search(r"\d", typed) else "missing"), np.nan


def usable(rows):
    """Payers, true zeros and unclear zeros."""
    return rows["status"].isin(["payer", "true zero", "unclear zero"])


def points(rows):
    """Open-ended answers of the base case as (lower, upper), an exact amount twice."""
    amounts = rows.loc[usable(rows), "amount"]
    return list(zip(amounts, amounts, strict=True))


def steps(rows):
    """Card answers of the base case as (tick, next amount); a zero, which is not asked to tick, is (0, 0)."""
    above = dict(zip(CARD, [*CARD[1:], np.inf], strict=True))
    ticks = rows.loc[rows["tick"].notna() & ~rows["status"].str.endswith("zero"), "tick"]
    zeros = rows["status"].isin(["true zero", "unclear zero"]).sum()
    return [(tick, above[tick]) for tick in ticks] + [(0.0, 0.0)] * zeros


# Of log WTP, and of WTP: the same distribution twice, as scipy names it.
FAMILIES = {
    "log-normal": (stats.norm, lambda location, scale: stats.lognorm(scale, scale=np.exp(location))),
    "log-logistic": (stats.logistic, lambda location, scale: stats.fisk(1 / scale, scale=np.exp(location))),
    "weibull": (stats.gumbel_l, lambda location, scale: stats.weibull_min(1 / scale, scale=np.exp(location))),
}


class Model:
    """A distribution of WTP fitted to (lower, upper) pairs by Nelder and Mead, zeros apart or below an amount."""

    def __init__(self, family, pairs, zeros, start=(3.5, 0.0), tolerance=1e-9):
        lower, upper = np.transpose(np.array(pairs, float))
        nought, n = (upper == 0).sum(), len(pairs)
        self.share_zero, of_zeros = 0.0, 0.0
        if zeros == "spike":
            # A share of zeros is estimated by itself: its part of the likelihood is that of a coin.
            self.share_zero = nought / n
            of_zeros = xlogy([nought, n - nought], [self.share_zero, 1 - self.share_zero]).sum()
            lower, upper = lower[upper > 0], upper[upper > 0]
        else:
            upper = np.where(upper == 0, zeros, upper)
        with np.errstate(divide="ignore"):
            self.lower, self.upper = np.log(lower), np.log(upper)
        self.of_log, self.of_wtp = FAMILIES[family]
        options = {"xatol": tolerance, "fatol": tolerance, "maxiter": 4000}
        found = optimize.minimize(self.minus_loglik, start, method="Nelder-Mead", options=options)
        self.params, self.loglik = found.x, of_zeros - found.fun
        self.distribution = self.of_wtp(found.x[0], np.exp(found.x[1]))

    def minus_loglik(self, params):
        """Of the location and the log of the scale, both of log WTP; zeros that stand apart are left out."""
        location, scale = params[0], np.exp(params[1])
        exact = self.lower == self.upper
        points = self.of_log.logpdf(self.lower[exact], location, scale) - self.lower[exact]
        above, below = (self.of_log.cdf(ends[~exact], location, scale) for ends in (self.upper, self.lower))
        with np.errstate(divide="ignore"):
            return -points.sum() - np.log(above - below).sum()

    def willing(self, price):
        """The share willing to pay a price."""
        return (1 - self.share_zero) * self.distribution.sf(price)

    def median(self):
        """Where half are willing; nothing where fewer than half pay at all."""
        half = 0.5 / (1 - self.share_zero)
        return float(self.distribution.isf(half)) if half < 1 else 0.0

    def mean(self):
        """The whole area under the share willing; scipy knows where there is none."""
        mean = float(self.distribution.mean())
        return (1 - self.share_zero) * mean if np.isfinite(mean) else np.inf

    def truncated_mean(self, limit=TOP):
        """The area up to a limit, by Simpson's rule on the log scale, where the steep start is smooth."""
        log = np.linspace(-20, np.log(limit), 4001)
        return float(simpson(self.willing(np.exp(log)) * np.exp(log), x=log))

    def measures(self):
        """Median, mean and truncated mean."""
        return np.array([self.median(), self.mean(), self.truncated_mean()])


def extreme(most, n, chosen, others, total, whole=True):
    """The most or fewest of n respondents that can be chosen: an integer programme over amounts and who is chosen.

    The amounts of the chosen and of the others lie within a range each, and the sum of all lies within `total`. Without
    `whole`, and with the mean in place of the total, n = 1 gives the share.
    """
    (least, greatest), (least_else, greatest_else) = chosen, others
    one = np.eye(n)
    limits = [
        optimize.LinearConstraint(np.hstack([one, -(least - least_else) * one]), least_else, np.inf),
        optimize.LinearConstraint(np.hstack([one, -(greatest - greatest_else) * one]), -np.inf, greatest_else),
        optimize.LinearConstraint(np.repeat([1, 0], n)[None], *total),
    ]
    counted = np.repeat([0, -1 if most else 1], n)
    ends = optimize.Bounds(0, np.repeat([np.inf, 1], n))
    found = optimize.milp(counted, constraints=limits, bounds=ends, integrality=np.repeat([0, int(whole)], n))
    return abs(found.fun)


def largest_median(n, total):
    """The largest median of n ascending amounts, none below zero, that add up to a total: a linear programme."""
    median = np.zeros(n)
    np.subtract.at(median, [(n - 1) // 2, n // 2], 0.5)
    ascending = np.eye(n)[:-1] - np.eye(n)[1:]
    found = optimize.linprog(median, np.vstack([ascending, np.ones(n)]), np.append(np.zeros(n - 1), total))
    return -found.fun
