"""A figure is the same bytes twice, and carries its mark."""

import pytest

from helpers import claims, cleaning, figures
from helpers.study import Mark


@pytest.mark.slow
def test_figures_are_the_same_bytes_twice_and_say_what_they_show():
    ledger = claims.ledger(cleaning.survey())
    first, second = figures.demand_bounds(ledger), figures.demand_bounds(ledger)
    assert first.png == second.png and first.mark == Mark.DERIVED
    # The bound quoted in CLAIMS: at most 31 of 54, 57 %, would pay 100 pounds.
    assert "at most 57% at £100" in first.alt and b"Software" not in first.png
