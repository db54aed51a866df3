"""Power where amounts are log-normal: on logs a t test has what the non-central t says, on amounts less."""

import pytest

from helpers import planning, simulation
from helpers.simulation import power


@pytest.mark.parametrize(("split", "effect"), power.PLANNED)
def test_the_t_test_of_logs_has_its_textbook_power(split, effect):
    # The differences are those that a t test of normal errors finds with 80 % (non-central t).
    assert planning.detectable(*split) == pytest.approx(effect, abs=1e-9)
    found = power.power(split, effect, sigma=1.0, samples=2_000)
    assert found["t test of logs"] == pytest.approx(0.8, abs=4 * (0.8 * 0.2 / 2_000) ** 0.5)
    assert found["t test of amounts"] < found["rank test"] < found["t test of logs"] + 0.01


def test_what_is_stored_says_the_same():
    stored = simulation.stored("power")
    logs = stored[stored["test"] == "t test of logs"]
    assert ((logs["power"] - 0.8).abs() < 4 * logs["mc_se"]).all()
    assert stored.loc[stored["test"] == "t test of amounts", "power"].between(0.58, 0.8).all()
