"""Agreement between coders: the canonical data of the literature, and the cases in which a figure says nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.interviews import coder_agreement, compare
from helpers.interviews.reliability import EVERY_CODE
from helpers.study import CODING_UNITS

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units; a dot is a
# gap.
CANONICAL = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def segments(rows: list[tuple[str, int, str, str]]) -> pd.DataFrame:
    """Rows of interview, start, code and coder."""
    frame = pd.DataFrame(rows, columns=["interview", "start", "code", "coder"])
    return frame.assign(end=frame["start"] + 10)


def test_canonical_reliability_data_give_the_published_alpha():
    # Krippendorff (2011), section C: alpha at nominal level is 0.743. Each unit is an interview of its own, so that
    # a gap is an interview which that observer did not read.
    rows = [
        (f"unit {place:02d}", 0, value, f"observer {observer}")
        for observer, values in enumerate(CANONICAL)
        for place, value in enumerate(values)
        if value != "."
    ]
    for unit in CODING_UNITS.values():
        table = coder_agreement(segments(rows), unit).frame
        assert table.index.tolist() == [EVERY_CODE]
        assert round(table["alpha"].iloc[0], 3) == 0.743
        # Units 1 to 11 were seen by two observers or more, unit 12 by one: 40 of the 41 values are pairable.
        assert table["units"].iloc[0] == 11
        assert np.isnan(table["kappa"].iloc[0]) and "two coders" in table["note"].iloc[0]


@pytest.mark.slow
def test_kappa_and_per_cent_agreement_on_a_worked_table():
    # Cohen (1960): kappa = (po - pe) / (1 - pe). 20 both yes, 5 and 10 apart, 15 both no: po = 0.7, pe = 0.5.
    values = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    result = compare(pd.DataFrame(values, dtype=object))
    assert (result.units, result.pairs, result.note) == (50, 50, "")
    assert result.agreement == pytest.approx(0.7) and result.kappa == pytest.approx(0.4)


@pytest.mark.slow
def test_high_agreement_on_a_rare_code_is_flagged():
    # 96 of 100 agree, and kappa is below zero: po = 0.96, pe = 0.98^2 + 0.02^2 = 0.9608, kappa = -0.0204.
    values = [(False, False)] * 96 + [(True, False)] * 2 + [(False, True)] * 2
    result = compare(pd.DataFrame(values, dtype=object))
    assert result.agreement == pytest.approx(0.96) and result.kappa == pytest.approx(-0.0204, abs=1e-4)
    assert "one value prevails" in result.note


def test_undefined_says_why():
    same = compare(pd.DataFrame([("a", "a")] * 3, dtype=object))
    assert same.agreement == 1 and np.isnan([same.alpha, same.kappa]).all() and "every value is the same" in same.note
    apart = compare(pd.DataFrame([("a", None), (None, "a")], dtype=object))
    assert apart.units == 0 and np.isnan(apart.agreement) and "no unit was seen by two coders" in apart.note


@pytest.mark.slow
def test_multi_coded_segments_are_compared_code_by_code():
    rows = [("A", 0, "x", "1"), ("A", 0, "y", "1"), ("A", 0, "x", "2"), ("A", 50, "y", "2"), ("B", 0, "y", "1")]
    table = coder_agreement(segments(rows), CODING_UNITS["segment"]).frame
    # By hand: both read A (two segments), only coder 1 read B. x: yes/yes, no/no. y: yes/no, no/yes.
    assert table["agreement"].to_dict() == {"x": 1.0, "y": 0.0} and (table["units"] == 2).all()
    by_interview = coder_agreement(segments(rows), CODING_UNITS["interview"]).frame
    assert by_interview["agreement"].to_dict() == {"x": 1.0, "y": 1.0}


@pytest.mark.slow
def test_a_stretch_left_unmarked_in_an_interview_that_was_read_counts_against():
    rows = [("A", 0, "x", "1"), ("A", 0, "x", "2"), ("A", 50, "x", "1")]
    table = coder_agreement(segments(rows), CODING_UNITS["segment"]).frame
    assert table.loc[EVERY_CODE, ["units", "agreement"]].tolist() == [2, 0.5]


CODED = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from([0, 50]), st.sampled_from("xy"), st.sampled_from("12")),
    min_size=1,
    unique=True,
)


@pytest.mark.long
@settings(max_examples=40)
@given(rows=CODED)
def test_order_of_rows_and_names_of_coders_do_not_matter(rows):
    table = coder_agreement(segments(rows), CODING_UNITS["segment"]).frame
    renamed = [(interview, start, code, {"1": "z", "2": "a"}[coder]) for interview, start, code, coder in rows[::-1]]
    again = coder_agreement(segments(renamed), CODING_UNITS["segment"]).frame
    pd.testing.assert_frame_equal(table.sort_index(), again.sort_index())
