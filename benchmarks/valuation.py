"""Time the estimator in CPU seconds beside other packages and beside the functions it cannot do without.

Writes build/bench.csv and prints it; with `store` also writes data/measured/benchmark.csv, rounded, which 07 shows.
"""

import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
from reference import surveys
from scipy import special
from tqdm import tqdm

from helpers import valuation as cv
from helpers.cleaning import csv_text
from helpers.valuation.intervals.refits import Refits, resamples
from helpers.valuation.likelihood.single import Likelihood

ROOT = Path(__file__).resolve().parents[1]
REPLICATES, SIZES, RUNS = 10_000, (1_000, 10_000, 100_000, 1_000_000), 5
PARK = "park, double-bounded log-logistic, three covariates"
CARD = "54 card answers, log-normal"


def cpu(task, runs=RUNS) -> float:
    """CPU seconds of the fastest of some runs: the others were interrupted."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def elementary() -> dict[str, float]:
    """Nanoseconds per element of the functions that every likelihood is made of, on arrays that stay in cache."""
    x = np.random.default_rng(1).normal(size=10_000)
    positive, result = np.exp(x), np.empty_like(x)
    tasks = {
        "multiplication": lambda: np.multiply(x, positive, out=result),
        "exponential": lambda: np.exp(x, out=result),
        "logarithm": lambda: np.log(positive, out=result),
        "log1p": lambda: np.log1p(positive, out=result),
        "logistic function": lambda: special.expit(x, out=result),
        "normal distribution function": lambda: special.ndtr(x, out=result),
        "log of the normal distribution function": lambda: special.log_ndtr(x, out=result),
    }
    return {
        name: 1e9 * cpu(lambda task=task: [task() for _ in range(100)]) / 100 / len(x) for name, task in tasks.items()
    }


def fits() -> dict[str, cv.Fit]:
    """The two models that peers were timed with."""
    park = surveys.natural_park()
    answers = surveys.natural_park_answers()
    return {
        PARK: cv.fit(answers, "log-logistic", "female + age + income", data=park),
        CARD: cv.fit(surveys.paycard54(), "log-normal"),
    }


def resample_and_refit(fit: cv.Fit) -> int:
    """Bootstrap refits without a measure of them: how many replicates converged."""
    model = fit.model.merged
    weights = resamples(model.observations, REPLICATES, 1)
    return sum(int(Refits(model, each, fit.theta).converged.sum()) for each in weights)


def terms_evaluated(fit: cv.Fit) -> int:
    """How many terms of the log-likelihood these refits evaluate."""
    evaluate, terms = Likelihood.evaluate, 0

    def counting(self, params, weights):
        nonlocal terms
        terms += len(weights) * params.shape[1]
        return evaluate(self, params, weights)

    with mock.patch.object(Likelihood, "evaluate", counting):
        assert resample_and_refit(fit) == REPLICATES
    return terms


def versus_peers() -> list[tuple]:
    """Tasks that peers were timed at: name, unit, our CPU seconds, its floor."""
    rows, ns = [], elementary()
    # At the least these for each distinct answer at each evaluation: F of its ends, and a logarithm.
    floors = {PARK: ns["exponential"] + ns["log1p"], CARD: 2 * ns["normal distribution function"] + ns["logarithm"]}
    for name, fit in tqdm(fits().items(), desc="models", disable=None):
        model, weights = fit.model, fit.model.observations.weights[:, None]
        rows.append(
            (f"{name}: one optimisation, design given", cpu(lambda m=model, w=weights: m.solve(w), 50), np.nan, np.nan)
        )
        floor = terms_evaluated(fit) * floors[name] / 1e9 / REPLICATES
        seconds = cpu(lambda fit=fit: resample_and_refit(fit), 60)
        rows.append((f"{name}: one bootstrap refit", seconds / REPLICATES, floor, np.nan))
        seconds = cpu(lambda fit=fit: fit.interval("median", "bootstrap", draws=REPLICATES, seed=1, at="means"))
        rows.append((f"{name}: one bootstrap replicate", seconds / REPLICATES, floor, np.nan))
        limits = {"mean": {}, "truncated_mean": {"limit": 120}, "adjusted_truncated_mean": {"limit": 120}, "median": {}}

        def krinsky_robb(fit=fit, limits=limits):
            for measure, arguments in limits.items():
                fit.interval(measure, "krinsky-robb", draws=REPLICATES, seed=1, at="means", **arguments)

        rows.append((f"{name}: Krinsky-Robb, 10,000 draws, four measures", cpu(krinsky_robb), np.nan, np.nan))
    return rows


def by_size() -> list[tuple]:
    """One fit of n double-bounded answers with a covariate: seconds and peak bytes an answer."""
    rows, rng = [], np.random.default_rng(1)
    for n in tqdm(SIZES, desc="sizes", disable=None):
        income = rng.gamma(4, 6, n)
        bid = rng.choice([10.0, 20, 40], n)
        amount = np.exp(2.5 + 0.02 * income + 0.8 * rng.logistic(size=n))
        first = amount >= bid
        followup = np.where(first, 2 * bid, bid / 2)
        answers = cv.double_bounded(bid, first, followup, amount >= followup)
        people = pd.DataFrame({"income": income})

        def task(answers=answers, people=people):
            return cv.fit(answers, "log-logistic", "income", data=people)

        seconds = cpu(task, 3 if n < 1e6 else 1)
        rows.append((f"one fit of {n:,} double-bounded answers, per answer", seconds / n, np.nan, peak(task) / n))
    return rows


def loading() -> list[tuple]:
    """A start of Python with what the estimator is built on, and with the estimator."""
    rows = []
    for name, modules in (
        ("pandas and scipy.special", "pandas, scipy.special"),
        ("the estimator", "helpers.valuation"),
    ):
        command = [sys.executable, "-c", f"import time, {modules}; print(time.process_time())"]
        starts = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(RUNS)]
        rows.append((f"a start of Python that imports {name}", min(map(float, starts)), np.nan, np.nan))
    return rows


def people(n: int, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """Invented respondents with three covariates, and their log-normal amounts."""
    rng = np.random.default_rng(seed)
    covariates = {"income": rng.gamma(4, 6, n), "age": rng.integers(20, 70, n), "female": rng.integers(0, 2, n)}
    frame = pd.DataFrame(covariates)
    return frame, np.exp(2.5 + 0.02 * frame["income"].to_numpy() + 0.8 * rng.normal(size=n))


def on_card(amounts: np.ndarray, kinds: int = 20) -> pd.DataFrame:
    """Card answers of so many kinds."""
    card = np.append(0.0, np.geomspace(2, 400, kinds - 1))
    return cv.payment_card(card[np.searchsorted(card, amounts, side="right") - 1], card)


def asked_twice(amounts: np.ndarray) -> tuple[np.ndarray, ...]:
    """First and follow-up bids with their answers, the second amount told with an error of its own."""
    rng = np.random.default_rng(2)
    bid = rng.choice([10.0, 20, 40], len(amounts))
    first = amounts >= bid
    followup = np.where(first, 2 * bid, bid / 2)
    return bid, first, followup, amounts * np.exp(0.4 * rng.normal(size=len(amounts))) >= followup


def whole_tasks() -> list[tuple]:
    """What a user waits for: seconds each, after the first call."""
    frame, amounts = people(670)
    covariates = "income + age + female"
    answers = on_card(amounts)
    fit = cv.fit(answers, covariates=covariates, data=frame)
    million = cv.fit(on_card(people(1_000_000)[1]))
    ids, rng = np.repeat(np.arange(500), 4), np.random.default_rng(3)
    panel = on_card(np.exp(3 + 0.9 * rng.normal(size=500)[ids] + 0.5 * rng.normal(size=2000)), kinds=8)
    pairs = asked_twice(people(1_000)[1])
    frame = frame.assign(cash=200 * np.exp(0.3 * rng.normal(size=len(frame))))
    free = rng.random(len(frame)) < 0.2
    models = {
        "scale=": {"scale": "female"},
        "spike=, with a zero question": {"answers": answers.mask(pd.Series(free), 0.0), "spike": "female"},
        "zeros='spike', latent": {
            "answers": cv.double_bounded(*asked_twice(np.where(free, 0, amounts))),
            "zeros": "spike",
        },
        "income=": {"answers": on_card(np.minimum(amounts, 0.9 * frame["cash"])), "income": frame["cash"]},
        "distribution='gamma'": {"distribution": "gamma"},
        "distribution='generalised-gamma'": {"distribution": "generalised-gamma"},
    }
    tasks = {
        "one fit() of 670 card answers, three covariates from a frame": lambda: cv.fit(
            answers, covariates=covariates, data=frame
        ),
        "predictions for 670 respondents": lambda: fit.predict("median", at=frame),
        "difference between two settings, delta": lambda: fit.difference("mean", {"female": 1}, {"female": 0}),
        "average marginal effect, 670 respondents, delta": lambda: fit.effect("income", "median"),
        "bootstrap of a million answers of 20 kinds, 10,000 replicates": lambda: million.interval(
            "median", "bootstrap", draws=REPLICATES, seed=1
        ),
        "random effects, 500 respondents by 4 answers": lambda: cv.fit(panel, respondents=ids),
        "bivariate probit, 1,000 pairs": lambda: cv.bivariate(*pairs),
    }
    for name, options in models.items():
        given = {"answers": answers, "covariates": "income", "data": frame, **options}
        tasks[f"one fit() of 670 answers with {name}"] = lambda given=given: cv.fit(**given)
    rows = [(name, cpu(task), np.nan, np.nan) for name, task in tqdm(tasks.items(), desc="tasks", disable=None)]

    for n in (10_000, 100_000):
        many, their_amounts = people(n)
        spread = cv.fit(on_card(their_amounts), covariates="income", data=many)

        def simulated(spread=spread):
            return spread.interval("median", "krinsky-robb", draws=1_000, seed=1)

        name = f"Krinsky-Robb, {n:,} respondents with a continuous covariate, 1,000 draws: peak of all memory"
        rows.append((name, cpu(simulated, 1), np.nan, peak(simulated)))
    return rows


def peak(task) -> int:
    """Most bytes that a task holds at once, arrays of NumPy among them."""
    tracemalloc.start()
    task()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def table() -> pd.DataFrame:
    """Everything, with the peers' stored figures beside ours."""
    functions = [(f"{name}, per element", ns / 1e9, np.nan, np.nan) for name, ns in elementary().items()]
    columns = ["task", "cpu_seconds", "floor_seconds", "bytes"]
    measured = pd.DataFrame([*versus_peers(), *by_size(), *loading(), *whole_tasks(), *functions], columns=columns)
    peers = pd.read_csv(ROOT / "data" / "measured" / "peer_timings.csv")
    found = measured.merge(peers[["task", "tool", "cpu_seconds"]], on="task", how="left", suffixes=("", "_peer"))
    found["times_cheaper"] = found["cpu_seconds_peer"] / found["cpu_seconds"]
    found["times_floor"] = found["cpu_seconds"] / found["floor_seconds"]
    return found.drop(columns="floor_seconds").map(
        lambda value: float(f"{value:.2g}") if isinstance(value, float) else value
    )


def main() -> None:
    """Measure, print and write."""
    found = table()
    targets = [ROOT / "build" / "bench.csv"]
    if "store" in sys.argv[1:]:
        targets.append(ROOT / "data" / "measured" / "benchmark.csv")
    for target in targets:
        target.parent.mkdir(exist_ok=True)
        target.write_text(csv_text(found), encoding="utf-8")
    print(found.to_string(index=False))


if __name__ == "__main__":
    main()
