"""A figure is the same bytes twice, carries its mark, and says where something in it cannot be read."""

import pytest
from matplotlib.axes import Axes

from helpers import claims, cleaning, figures
from helpers.figures.picture import Drawn, picture
from helpers.study import Mark


@pytest.mark.long
def test_figures_are_the_same_bytes_twice_and_say_what_they_show():
    ledger = claims.ledger(cleaning.survey())
    first, second = figures.demand_bounds(ledger), figures.demand_bounds(ledger)
    assert first.png == second.png and first.mark == Mark.DERIVED
    # The bound quoted in CLAIMS: at most 31 of 54, 57 %, would pay 100 pounds.
    assert "at most 57 % at £100" in first.alt and b"Software" not in first.png


@picture(height=2.0)
def drawn_badly(axes: Axes) -> Drawn:
    """Two labels at one place."""
    axes.text(0.5, 0.5, "one label")
    axes.text(0.5, 0.5, "another")
    return Drawn("A finding", "what is drawn", "In words.", Mark.DERIVED)


@pytest.mark.long
def test_an_output_says_what_in_its_figure_cannot_be_read():
    assert drawn_badly()._repr_mimebundle_()[1]["illegible"] == ["'one label' and 'another' overlap"]
    assert "illegible" not in figures.demand_bounds(claims.ledger(cleaning.survey()))._repr_mimebundle_()[1]
