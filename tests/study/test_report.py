"""What a study declares of its report."""

import pytest

from helpers.study import InputError
from helpers.study.report import report

KEPT = ["trained", "skill"]


def test_nothing_need_be_declared():
    assert not report({}, KEPT).says_something
    assert report({"outcomes": ["skill"]}, KEPT).outcomes == ("skill",)


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"outcomes": ["skills"]}, "report.outcomes is 'skills'; use one of: trained, skill."),
        ({"finding": ["It is."]}, "did you mean findings?"),
        ({"findings": ["It is."]}, "report says findings and not background, methods, interpretation"),
        ({"findings": ["It is.", "It is."]}, "twice"),
    ],
)
def test_a_slip_is_one_sentence(declared, sentence):
    with pytest.raises(InputError) as error:
        report(declared, KEPT)
    assert sentence in str(error.value)
