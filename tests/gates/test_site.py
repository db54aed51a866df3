"""The site as it is read: what is cited has an entry."""

from checks import ROOT
from site_checks import citation_problems


def test_everything_cited_has_an_entry_and_every_entry_is_cited():
    assert citation_problems(ROOT) == []
