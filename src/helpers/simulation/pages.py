"""What the pages show and quote of the stored studies."""

from __future__ import annotations

import pandas as pd

from helpers.money import formatted
from helpers.result import Result, money, shares
from helpers.rounding import printed

from .commands import stored
from .intervals import LEVEL
from .sample_sizes import HALF_WIDTH, MEAN


def planned() -> Result:
    """Of each planned size: what its t interval covers, how many surveys are as narrow as planned, the n for most."""
    found = stored("planned_sizes")
    frame = pd.DataFrame(
        {
            "sd": found["spread"] * MEAN,
            "n by the formula": found["n"],
            "covers": found["coverage"],
            "as narrow as planned": found["kept"],
            "n that keeps its word": found["n_with_chance"],
        }
    ).set_axis(pd.Index(found["spread"], name="spread over mean"))
    return Result(frame, money("sd") | shares("covers", "as narrow as planned"))


def planned_for(currency: str) -> str:
    """What the surveys of `planned` were planned for, whatever a page plans now."""
    half_width, mean = (formatted(amount, currency, whole=True) for amount in (HALF_WIDTH, MEAN))
    return f"What surveys planned for {half_width} either side of {mean} keep, in stored simulations"


def power_by_test() -> Result:
    """Power of each test at the difference that was planned for, by split and log scale."""
    found = stored("power")
    split = found["first"].astype(str) + " and " + found["second"].astype(str)
    frame = found.assign(split=split).pivot_table(index=["split", "sigma"], columns="test", values="power", sort=False)
    return Result(frame.rename_axis(index={"sigma": "log scale"}, columns=None), shares(*frame.columns))


def cost_of_a_million() -> Result:
    """What a million simulated surveys with every interval would take, by workers; measured on one machine."""
    found = stored("simulation_cost").set_index("workers")
    surveys = 1_000_000
    hours = found["seconds"] / found["surveys"] * surveys / 3600
    return Result(pd.DataFrame({"surveys": surveys, "hours": hours, "times faster than one": hours.iloc[0] / hours}))


def coverage_of(measure: str, n: int = 54) -> Result:
    """Coverage of each interval of a mean or median at one size, by population.

    Parameters
    ----------
    measure : {"mean", "median"}
    n : int
        One of the sizes that were simulated.
    """
    found = stored("coverage").query("measure == @measure and n == @n")
    table = found.pivot_table(index="method", columns="population", values="coverage")
    table = table.loc[found["method"].drop_duplicates(), found["population"].drop_duplicates()].rename_axis(
        columns=None
    )
    return Result(table, shares(*table.columns))


def quoted() -> dict[str, str]:
    """Numbers of the stored studies that sentences quote, as text, by name."""
    sizes, power, coverage = stored("planned_sizes"), stored("power"), stored("coverage")
    at = coverage.query("measure == 'mean' and n == 54")

    def span(values: pd.Series) -> str:
        low, high = (printed(100 * value, ".0f") for value in (values.min(), values.max()))
        return f"{low} %" if low == high else f"{low} to {high} %"

    def by(method: str, column: str = "coverage") -> pd.Series:
        return at.loc[at["method"] == method, column]

    missed = at[at["method"].isin(["t", "bootstrap-t"])]
    above = missed["truth_above_interval"] / (missed["truth_above_interval"] + missed["truth_below_interval"])
    return {
        "sim_level": f"{printed(100 * LEVEL, '.0f')} %",
        "sim_planned_covers": span(sizes["coverage"]),
        "sim_planned_keeps": span(sizes["kept"]),
        "sim_power_amounts": span(power.loc[power["test"] == "t test of amounts", "power"]),
        "sim_power_ranks": span(power.loc[power["test"] == "rank test", "power"]),
        "sim_t_covers": span(by("t")),
        "sim_bootstrap_t_covers": span(by("bootstrap-t")),
        "sim_percentile_covers": span(by("percentile")),
        "sim_bca_covers": span(by("BCa")),
        "sim_model_covers": span(by("log-normal MLE, delta on logs")),
        "sim_t_above": span(above[missed["method"] == "t"]),
        "sim_bootstrap_t_above": span(above[missed["method"] == "bootstrap-t"]),
    }
