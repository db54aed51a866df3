"""What an anchored second answer costs, beside values computed apart."""

import pandas as pd
import pytest
from planning_rows import REFERENCE

from helpers import planning
from helpers.study import InputError

ANCHORING = pd.read_csv(REFERENCE / "anchoring.csv")


# Reference: anchoring.csv, nine digits.
@pytest.mark.parametrize("row", [*ANCHORING.itertuples()], ids=lambda row: f"{row.design}, a {row.a}, n {row.n}")
def test_anchoring_beside_the_reference(row):
    if row.design.startswith("single"):
        assert row.n_variance == planning.SINGLE and planning.SINGLE / row.n == pytest.approx(row.mse, rel=1e-8)
    elif row.design.startswith("break-even"):
        assert planning.break_even(row.n, "scale known" in row.design.split(": ")[1]) == pytest.approx(row.a, rel=1e-8)
    else:
        ours = planning.anchored(row.a, "scale known" in row.design)
        assert ours.bias == pytest.approx(row.bias, rel=1e-8, abs=1e-12)
        assert (ours.n_variance, ours.mse(row.n)) == pytest.approx((row.n_variance, row.mse), rel=1e-8)
        if row.pseudo_scale == row.pseudo_scale:
            assert ours.pseudo_scale == pytest.approx(row.pseudo_scale, rel=1e-8)


def test_without_anchoring_nothing_is_biased_and_the_follow_up_tells_more():
    unmoved = planning.anchored(0.0)
    assert unmoved.bias == pytest.approx(0, abs=1e-12) and unmoved.n_variance < planning.SINGLE
    # The more asked, the less anchoring it takes until the first answer alone is better.
    assert planning.break_even(50) > planning.break_even(200) > planning.break_even(800) > 0


def test_what_cannot_be_planned_is_one_sentence():
    with pytest.raises(InputError, match="respondents is 0"):
        planning.break_even(0)
