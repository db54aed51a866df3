"""What invented respondents can be made of: each impossible value is one sentence with the nearest that is possible."""

import dataclasses
import re

import numpy as np
import pytest

from helpers.study import InputError, load
from helpers.synthetic import Assumptions, assumptions, respondents

PLAIN = Assumptions(protests=0, unanswered=0, zeros=0)


def refused(**values):
    with pytest.raises(InputError) as caught:
        respondents(dataclasses.replace(PLAIN, **values))
    assert str(caught.value).count(". ") == 0
    return str(caught.value)


def test_zeros_force_a_spread():
    # By hand: all payers alike give a standard deviation of 58 sqrt(z / (1 - z)) sqrt(n / (n - 1)), z = 16 of 54 zeros.
    least = 58 * np.sqrt(16 / 38) * np.sqrt(54 / 53)
    assert f"30 % zeros force a standard deviation of at least £{least:.2f}" in refused(zeros=0.3, spread=30)
    assert round(least) == 38


def test_a_cap_allows_only_so_much_spread():
    # Bhatia and Davis (2000): a variance is at most (mean - least)(most - mean); here with divisor n - 1.
    most = np.sqrt(58 * 142 * 54 / 53)
    sentence = refused(cap=200, spread=100)
    assert f"a cap of £200.00 allows at most £{most:.2f}" in sentence
    nearest = float(re.search(r"the nearest is £(\d+\.\d\d)", sentence)[1])
    assert nearest < most
    # The nearest is a value that goes through, where nobody need name a round figure.
    made = respondents(dataclasses.replace(PLAIN, cap=200, spread=nearest, heaping=0))
    assert made["wtp_amount"].std() == pytest.approx(nearest, abs=0.51)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"n": 5}, "5 respondents are too few to invent; the nearest that can be made is 10."),
        ({"zeros": 1.2}, "zeros of 1.2 is no share; the nearest is 1."),
        ({"zeros": 1.0}, "zeros of 1 leave nobody to pay the mean; the nearest is 0.96."),
        ({"heaping": 1.0}, "heaping of 1 leaves no amount to make the total exact; the nearest is 0.98."),
        ({"mean": 58.001}, "a mean of 58.001 is not met by hundredths; the nearest is £58.00."),
        ({"mean": 250, "cap": 200}, "between £1.00 and £200.00; the nearest is £200.00."),
        ({"mean": 0.5}, "the nearest is £1.00."),
        ({"unanswered": 0.9}, "leave 5 of 54 amounts to average, too few; the nearest is unanswered of 0.83."),
        ({"cap": 4, "mean": 3, "spread": 1}, "a cap of 4 leaves no round figure to name; the nearest is 5."),
    ],
)
def test_an_impossible_value_is_named_with_the_nearest(values, sentence):
    assert sentence in refused(**values)


def test_a_reason_read_as_a_protest_leaves_fewer_amounts_to_average():
    study = load()
    reason = study.questions["zero_reason"]
    recoded = dataclasses.replace(reason, codes=reason.codes | {"My employer should pay": "protest"})
    assumed = assumptions(dataclasses.replace(study, questions=study.questions | {"zero_reason": recoded}))
    assert (assumed.n_usable, assumed.n_protests, assumed.n_zeros) == (44, 5, 6)
    assert respondents(assumed)["wtp_amount"].sum() == 44 * 58
