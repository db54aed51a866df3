"""Words that say what a column holds: found whole, in several languages, and not inside other words."""

import pytest

from helpers.drafting import words


@pytest.mark.parametrize(
    ("pattern", "heading", "there"),
    [
        (words.PERSONAL, "Your_E-mail address", True),
        (words.PERSONAL, "Geburtsdatum", True),
        (words.PERSONAL, "Rename the scheme", False),
        (words.PERSONAL, "IPAddress", True),
        (words.IDS, "Response ID", True),
        (words.IDS, "Idea", False),
        (words.PAY, "Was würden Sie höchstens zahlen?", True),
        (words.PAY, "Taxpayers", False),
        (words.OTHER_MONEY, "Household income", True),
        (words.BID, "bid2", True),
        (words.WHY, "Pam?", True),
        (words.KNOWN, "Average score", False),
    ],
)
def test_words_are_found_whole(pattern, heading, there):
    assert bool(pattern.search(words.plain(heading))) is there


def test_yes_no_and_unsure_have_nothing_in_common():
    # Each is compared with answers after casefold, so each is written so.
    groups = (words.YES, words.NO, words.UNSURE)
    assert len(set.union(*groups)) == sum(map(len, groups))
    assert all(word == word.casefold() for group in groups for word in group)
    assert not words.TICKED & words.NOT_TICKED


def test_a_unit_is_said_in_one_way_only():
    said = {name: [unit for unit, pattern in words.UNITS.items() if pattern.search(name)] for name in words.UNITS}
    assert said == {name: [name] for name in words.UNITS}


def test_telling_words_are_kept_and_a_heading_never_becomes_empty():
    assert words.telling("How many of these have you seen?") == "seen?"
    assert words.telling("Why?") == "Why?"
