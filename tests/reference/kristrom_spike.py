"""Maximum-likelihood fits with zeros, to 40 digits: rewrites kristrom_spike.json beside this file.

Kriström's (1997) spike on the real line, zeros being (-inf, 0], for the single- and double-bounded and the open-ended
answers of formats300.csv, and open-ended answers with zeros censored at named amounts. Newton's method on gradient and
Hessian by mpmath's own differentiation of a likelihood written out from the definition; nothing here uses the package.
Run with `python tests/reference/kristrom_spike.py`; it takes some minutes.
"""

import csv
import json
from collections import Counter
from pathlib import Path

import mpmath
from mpmath import mp, mpf

HERE = Path(__file__).parent
mp.dps = 50
ERRORS = {
    "normal": (mpmath.ncdf, lambda z: -z * z / 2 - mpmath.log(2 * mpmath.pi) / 2),
    "logistic": (lambda z: 1 / (1 + mpmath.exp(-z)), lambda z: -z - 2 * mpmath.log1p(mpmath.exp(-z))),
    "weibull": (lambda z: -mpmath.expm1(-mpmath.exp(z)), lambda z: z - mpmath.exp(z)),
}
POSITIVE = {"log-normal": "normal", "log-logistic": "logistic", "weibull": "weibull"}


def answers(name):
    """Counts of (lower, upper) by format; None is no bound."""
    rows = Counter()
    with (HERE / "formats300.csv").open(encoding="utf-8") as lines:
        for person in csv.DictReader(lines):
            if person["pays"] == "0":
                rows[0, 0] += 1
            elif name == "open":
                # A payer whose amount rounds to 0 would be no payer.
                rows[int(person["amount"]), int(person["amount"])] += 1
            else:
                lower, upper = 0, None
                asked = [("bid", "first_answer")] + [("followup_bid", "followup_answer")] * (name == "double")
                for bid, answer in asked:
                    if person[answer] == "1":
                        lower = max(lower, int(person[bid]))
                    else:
                        upper = int(person[bid]) if upper is None else min(upper, int(person[bid]))
                rows[lower, upper] += 1
    return rows


def log_likelihood(rows, distribution, censored_at):
    """Of location and log scale; a zero is WTP of at most ``censored_at``."""
    positive = distribution in POSITIVE
    F, log_f = ERRORS[POSITIVE.get(distribution, distribution)]

    def value(location, log_scale):
        scale, total = mpmath.exp(log_scale), mpf(0)

        def share(bound):
            if positive and bound == 0:
                return mpf(0)
            return F(((mpmath.log(bound) if positive else mpf(bound)) - location) / scale)

        for (lower, upper), count in rows.items():
            if lower == upper == 0:
                term = mpmath.log(share(censored_at))
            elif lower == upper:
                y = mpmath.log(lower) if positive else mpf(lower)
                term = log_f((y - location) / scale) - log_scale - (y if positive else 0)
            else:
                term = mpmath.log((1 if upper is None else share(upper)) - share(lower))
            total += count * term
        return total

    return value


def maximise(value, start):
    """Newton's method to a step below 1e-30, and the inverse of the information."""
    point = mpmath.matrix(start)
    for _ in range(40):
        at = tuple(point)
        gradient = mpmath.matrix([mpmath.diff(value, at, order) for order in ((1, 0), (0, 1))])
        cross = mpmath.diff(value, at, (1, 1))
        hessian = mpmath.matrix([[mpmath.diff(value, at, (2, 0)), cross], [cross, mpmath.diff(value, at, (0, 2))]])
        step = mpmath.lu_solve(hessian, -gradient)
        while value(*(point + step)) < value(*point) - mpf(10) ** -40:
            step /= 2
        point += step
        if max(abs(part) for part in step) < mpf(10) ** -18:  # the next error is its square
            break
    return point, mpmath.inverse(-hessian)


def main():
    """Fit every case and write the numbers."""
    results = {}
    for name in ("single", "double", "open"):
        rows = answers(name)
        cases = [(distribution, 0) for distribution in ("normal", "logistic")]
        if name == "open":
            cases += [(distribution, at) for distribution in POSITIVE for at in (mpf("0.5"), mpf(5))]
        for distribution, censored_at in cases:
            value = log_likelihood(rows, distribution, censored_at)
            start = [mpf(3), mpf(0)] if distribution in POSITIVE else [mpf(25), mpmath.log(20)]
            (location, log_scale), covariance = maximise(value, start)
            positive, scale = distribution in POSITIVE, mpmath.exp(log_scale)
            F = ERRORS[POSITIVE.get(distribution, distribution)][0]
            found = {
                "format": name,
                "distribution": distribution,
                "zeros": float(censored_at) if positive else None,
                "location": float(location),
                "log_scale": float(log_scale),
                "loglik": float(value(location, log_scale)),
                "covariance": [[float(covariance[i, j]) for j in range(2)] for i in range(2)],
                "median": float(mpmath.exp(location + scale * mpmath.log(mpmath.log(2)) * (distribution == "weibull")))
                if positive
                else float(location),
            }
            if not positive:
                survivor = lambda w, F=F, m=location, s=scale: 1 - F((w - m) / s)  # noqa: E731
                found["share_zero"] = float(1 - survivor(mpf(0)))
                found["mean"] = float(mpmath.quad(survivor, [0, 20, 60, 150, 400, 1500, mpmath.inf]))
            results[f"{name}__{distribution}" + (f"__{float(censored_at):g}" if positive else "")] = found
            print(name, distribution, found["loglik"])
    (HERE / "kristrom_spike.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
