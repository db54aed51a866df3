"""Time the estimator: one fit, and bootstrap refits, as CPU seconds; writes build/bench.csv and prints it."""

import time
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers import cleaning, validation, wtp
from helpers import valuation as cv

REPLICATES = 10_000


def cpu(task) -> float:
    """CPU seconds of the fastest of five runs: the others were interrupted."""
    times = []
    for _ in range(5):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Time each model, and write the table."""
    survey = cleaning.survey()
    card = wtp.card_answers(survey.respondents, survey.study.card)
    park, _ = validation.answers(validation.PARK, validation.DOUBLE)
    models = {
        "payment card, log-normal with spike": {"answers": card, "distribution": "log-normal", "zeros": "spike"},
        "park, double-bounded log-logistic, three covariates": {
            "answers": park,
            "distribution": "log-logistic",
            "covariates": validation.COVARIATES,
            "data": validation.park(),
        },
    }
    rows = []
    for name, options in tqdm(models.items(), desc="models", disable=None):
        fit = cv.fit(**options)
        once = cpu(lambda options=options: cv.fit(**options))
        refits = cpu(lambda fit=fit: fit.interval("median", method="bootstrap", replicates=REPLICATES, seed=1))
        rows.append((name, 1000 * once, refits, 1e6 * refits / REPLICATES))
    columns = ["model", "one fit, ms", f"{REPLICATES:,} refits, s", "per refit, µs"]
    table = pd.DataFrame(rows, columns=columns).round(2)
    target = Path(__file__).resolve().parents[1] / "build" / "bench.csv"
    target.parent.mkdir(exist_ok=True)
    table.to_csv(target, index=False)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
