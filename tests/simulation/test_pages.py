"""What pages quote of the stored studies is what is stored."""

import re

import pytest

from helpers import simulation


def test_quoted_ranges_are_those_of_the_stored_rows():
    texts, stored = simulation.quoted(), simulation.stored("coverage")
    t = stored.query("measure == 'mean' and n == 54 and method == 't'")["coverage"]
    low, high = map(int, re.findall(r"\d+", texts["sim_t_covers"]))
    assert (low, high) == (round(100 * t.min()), round(100 * t.max()))
    # Where a t interval misses, the truth lies above it nearly always; less so for bootstrap-t.
    assert int(re.search(r"\d+", texts["sim_t_above"])[0]) > 70


def test_tables_keep_every_stored_row():
    table = simulation.coverage_of("mean")
    stored = simulation.stored("coverage").query("measure == 'mean' and n == 54")
    assert table.frame.notna().sum().sum() == len(stored)
    assert set(table.units) == set(table.frame.columns)
    assert len(simulation.planned().frame) == 4 and simulation.power_by_test().frame.shape == (6, 3)


def test_a_million_surveys_cost_what_the_measured_ones_did():
    stored = simulation.stored("simulation_cost").set_index("workers")
    hours = simulation.cost_of_a_million().frame["hours"]
    assert (hours * 3600 * stored["surveys"] / 1e6).tolist() == pytest.approx(stored["seconds"].tolist())
