"""Checks on declared values: what passes, what stops, and whether the sentence names key, value and remedy."""

import pytest

from helpers.study import InputError, one_of
from helpers.study.checks import checked_table, distinct_texts

REQUIRED, OPTIONAL = {"name": str, "seed": int, "share": float}, {"options": list}
WHOLE = {"name": "a", "seed": 0, "share": 0.5}


def test_a_whole_table_comes_back_as_it_was():
    assert checked_table(WHOLE, "here", REQUIRED, OPTIONAL) is WHOLE
    # Nothing is filled in for what may be left out.
    assert checked_table({**WHOLE, "options": []}, "here", REQUIRED, OPTIONAL)["options"] == []


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ([], "here holds [] where a table is meant; give it the keys name, seed, share, options."),
        ({**WHOLE, "nme": "b"}, "key 'nme' in here is unknown; did you mean name?"),
        ({**WHOLE, "zzz": 1}, "key 'zzz' in here is unknown; use name, seed, share, options."),
        ({"name": "a", "share": 0.5}, "key 'seed' is missing in here; add it."),
        ({**WHOLE, "name": ""}, "key 'name' in here is ''; give a non-empty str."),
        ({**WHOLE, "seed": "1"}, "key 'seed' in here is '1'; give a non-empty int."),
        # TOML has booleans of their own; Python's True is a 1.
        ({**WHOLE, "seed": True}, "key 'seed' in here is True; give a non-empty int."),
        # TOML tells 1 from 1.0, so a share of 1 is declared as 1.0.
        ({**WHOLE, "share": 1}, "key 'share' in here is 1; give a non-empty float."),
    ],
)
def test_a_slip_is_one_sentence(table, sentence):
    with pytest.raises(InputError) as error:
        checked_table(table, "here", REQUIRED, OPTIONAL)
    assert str(error.value) == sentence


def test_texts_are_distinct_and_texts():
    assert distinct_texts(["b", "a"], "here") == ("b", "a")
    for values, held in ((["a", "a"], "'a'"), (["a", 1], "1")):
        with pytest.raises(InputError, match=f"^here holds {held} twice, or not as text; name each once.$"):
            distinct_texts(values, "here")


def test_a_value_is_among_those_allowed():
    one_of("a", "here", ("a", "b"))
    with pytest.raises(InputError, match=r"^here is 'c'; use one of: a, b\.$"):
        one_of("c", "here", ("a", "b"))
    # A text is not searched for its letters.
    with pytest.raises(InputError):
        one_of("a", "here", ["ab"])
