"""What may be published, as declared."""

import pytest

from helpers.study import SMALLEST_CLASS, InputError
from helpers.study.privacy import privacy

COLUMNS = ["area", "trained", "gender"]
LEAST = {"tables": [["area"]], "public": [], "quasi_identifiers": ["area", "gender"]}


def test_thresholds_are_those_of_trusted_research_environments_unless_declared():
    # UK LLC and the ONS Longitudinal Study suppress counts below 10; k-anonymity with k = 5 is the usual floor
    # (El Emam and Dankar, 2008).
    declared = privacy(LEAST, COLUMNS)
    assert (declared.threshold, declared.rounding, SMALLEST_CLASS, declared.signed_by) == (10, 1, 5, "")
    assert privacy(LEAST | {"threshold": 5, "rounding": 3}, COLUMNS).threshold == 5


def test_tables_are_of_one_column_or_two():
    declared = privacy(LEAST | {"tables": [["area"], ["area", "trained"]]}, COLUMNS)
    assert declared.tables == (("area",), ("area", "trained"))
    assert declared.quasi_identifiers == ("area", "gender")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"threshold": 0}, "privacy.threshold is 0; give a whole number of at least 1."),
        ({"rounding": -5}, "privacy.rounding is -5; give a whole number of at least 1."),
        ({"tables": [["area", "trained", "gender"]]}, "give each table as a list of one or two columns."),
        ({"tables": [[]]}, "privacy.tables holds []; give each table"),
        ({"tables": ["area"]}, "privacy.tables holds 'area'; give each table"),
        ({"tables": [["area", "area"]]}, "privacy.tables holds 'area' twice"),
        ({"tables": [["colour"]]}, "privacy.tables is 'colour'; use one of: area, trained, gender."),
        ({"public": ["colour"]}, "privacy.public is 'colour'; use one of"),
        ({"quasi_identifiers": ["area", "area"]}, "privacy.quasi_identifiers holds 'area' twice"),
        ({"signed_by": ""}, "key 'signed_by' in privacy is ''; give a non-empty str."),
    ],
)
def test_a_slip_is_named(changed, sentence):
    with pytest.raises(InputError) as error:
        privacy(LEAST | changed, COLUMNS)
    assert sentence in str(error.value)
