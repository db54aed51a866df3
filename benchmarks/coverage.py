"""How often the 95 % intervals of a small card survey hold the truth: what `recommended` rests on; prints a table."""

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers import valuation as cv

SURVEYS, RESPONDENTS, SEED = 600, 54, 7
CARD = np.array([0, 1, 5, 10, 20, 30, 50, 75, 100, 150, 200])
LOCATION, SCALE = 3.3, 1.0
METHODS = ("delta", "krinsky-robb", "bootstrap", "bootstrap-t", "profile")
DRAWS = {"krinsky-robb": 2000, "bootstrap": 1000, "bootstrap-t": 1000}
MEASURES = {
    "median": {},
    "mean": {},
    "truncated_mean": {"limit": 200},
    "conditional_mean": {"limit": 200},
    "share_willing": {"price": 50},
}


def truths() -> dict[str, float]:
    """Every measure of the population: from a fit to a million of its quantiles, given exactly."""
    normal = np.random.default_rng(SEED).standard_normal(500_000)
    # Antithetic and standardised, so that location and scale are those of the population to the last digit.
    errors = np.concatenate([normal, -normal])
    population = cv.fit(cv.open_ended(np.exp(LOCATION + SCALE * errors / errors.std())), "log-normal")
    return {name: getattr(population, name)(**arguments) for name, arguments in MEASURES.items()}


def main() -> None:
    """Simulate, fit, and count."""
    truth, rng, rows = truths(), np.random.default_rng(SEED), []
    for seed in tqdm(range(SURVEYS), desc="surveys", disable=None):
        amounts = np.exp(LOCATION + SCALE * rng.standard_normal(RESPONDENTS))
        fit = cv.fit(cv.payment_card(CARD[np.searchsorted(CARD, amounts, side="right") - 1], CARD))
        for measure, arguments in MEASURES.items():
            for method in METHODS:
                drawn = {"seed": seed, "draws": DRAWS[method]} if method in DRAWS else {}
                low, high = fit.interval(measure, method, **drawn, **arguments)
                rows.append((measure, method, low <= truth[measure] <= high))
    coverage = pd.DataFrame(rows, columns=["measure", "method", "covered"])
    print(coverage.pivot_table("covered", "measure", "method", sort=False).mul(100).round(1).to_string())


if __name__ == "__main__":
    main()
