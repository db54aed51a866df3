"""A picture that answers to choices: the first of them without a session, controls with one, and what each says."""

import numpy as np
import pytest

from helpers import cleaning, figures, pages
from helpers.pages import widgets

PAGE = pages.Page(cleaning.survey())


@pytest.fixture
def session(monkeypatch):
    """A notebook that somebody has open."""
    monkeypatch.setenv(widgets.SESSION, "notebook.ipynb")


@pytest.mark.long
def test_without_a_session_there_is_the_picture_of_what_is_declared_and_no_widget(monkeypatch):
    monkeypatch.delenv(widgets.SESSION, raising=False)
    shown = pages.explore_bounds(PAGE)
    assert shown.png == figures.demand_bounds(PAGE.ledger).png
    assert "application/vnd.jupyter.widget-view+json" not in shown._repr_mimebundle_()[0]
    assert "58.00" in pages.explore_means(PAGE).alt


@pytest.mark.long
def test_in_a_session_controls_start_from_what_is_declared(session):
    explored = pages.explore_bounds(PAGE)
    # JupyterLab shows the picture too, which a browser sees (tests/browser/notebooks_in_lab.py).
    assert explored.auto_display and explored.result.shown.png == figures.demand_bounds(PAGE.ledger).png
    assert "57 % at £100" in explored.result.below.markdown and "changed" not in explored.result.below.markdown
    controls = {each.description: each for each in explored.children if hasattr(each, "options")}
    assert {name: each.value for name, each in controls.items()} == {"price": 100, "cap": 200, "averaged": 54}
    assert sorted(controls["averaged"].options) == list(range(40, 55))
    chosen = {each.description for each in pages.explore_means(PAGE).children if hasattr(each, "options")}
    assert chosen == {"zeros", "estimator"}


@pytest.mark.slow
def test_what_is_chosen_is_drawn_and_said_to_be_changed():
    # By hand: 58.5 x 46 = 2691 pounds; at 80 each they go 33 times.
    drawn = widgets.bounds(PAGE, price=80, cap=200, averaged=46)
    assert "46 respondents" in drawn.alt and "72 % at £80" in drawn.alt
    assert "changed: price 100 to 80; averaged 54 to 46" in drawn.alt


@pytest.mark.long
def test_every_choice_of_means_can_be_drawn_also_where_a_mean_is_infinite():
    for estimator in widgets.ESTIMATORS:
        drawn = widgets.means(PAGE, "base case", estimator)
        values = drawn.figure.axes[0].lines[1].get_xdata()
        assert np.isfinite(np.asarray(values, dtype=float)).all()
    assert "infinite" in widgets.means(PAGE, "base case", "log-logistic").alt
    # By hand: 2,668 pounds over 38 payers.
    assert "£70.21" in widgets.means(PAGE, "payers alone", "amounts").alt
