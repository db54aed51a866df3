"""Effect sizes against another package and their formulas."""

import numpy as np
import pandas as pd
import pytest

from helpers import effects
from helpers.result import Unit


def test_cliffs_delta_against_another_package():
    # R, effsize: cliff.delta(treatment, control) on the example of its documentation, where it gives
    # delta -0.25, 95 percent confidence interval -0.7265846 to 0.3890062.
    treatment, control = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    found = effects.dominance(treatment, control)
    assert found == pytest.approx((-0.25, -0.7265846, 0.3890062), abs=5e-8)
    mirrored = effects.dominance(control, treatment)
    assert mirrored == pytest.approx((0.25, -0.3890062, 0.7265846), abs=5e-8)
    # One enormous amount is one amount that is above the others, and no more.
    assert effects.dominance([*treatment[:-1], 5_000_000], control).delta == pytest.approx(-0.25, abs=1 / 60)
    assert effects.dominance([3, 4], [1, 2])[0] == 1 and np.isnan(effects.dominance([3, 4], [1, 2]).low)


def test_each_group_is_compared_with_all_others():
    outcome = pd.Series([1.0, 2, 4, 8, 2.0, 3, 3, 5, 9])
    table = effects.subgroups(outcome, pd.Series(["a"] * 4 + ["b"] * 5), ["a", "b"], Unit.MONEY).frame
    # By hand, of 20 pairs: 1 is below all five, 2 below four and level with one, 4 above three, 8 above four.
    assert table.loc["a", "cliffs_delta"] == pytest.approx((-5 - 4 + 3 - 2 + 4 - 1) / 20)
    assert table.loc["b", "cliffs_delta"] == pytest.approx(-table.loc["a", "cliffs_delta"])


def test_a_group_of_one_has_no_effect_size():
    table = effects.subgroups(pd.Series([1.0, 2, 3]), pd.Series(["a", "b", "b"]), ["a", "b"], Unit.MONEY).frame
    assert table["cliffs_delta"].isna().all()


def test_rank_correlation_by_its_formula():
    # Spearman (1904): 1 - 6 sum(d^2) / (n (n^2 - 1)), here 1 - 6 x 4 / 120; the sixth pair is incomplete.
    result = effects.agreement(pd.Series([1.0, 5, 9, 20, 30, None]), pd.Series([2.0, 4, 3, 100, 7, 1])).frame
    assert result["pairs"].item() == 5 and result["rho"].item() == pytest.approx(0.8)
    # Bonett and Wright (2000): tanh(atanh(0.8) - 1.959964 sqrt(1.32 / 2)), by hand.
    assert result["low"].item() == pytest.approx(np.tanh(1.0986123 - 1.959964 * np.sqrt(0.66)), abs=1e-6)
