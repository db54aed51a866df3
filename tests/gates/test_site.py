"""The site as it is read: what is cited has an entry, and an entry leads to the work or says why not."""

from checks import ROOT
from site_checks import citation_problems, handle_problems


def test_everything_cited_has_an_entry_and_every_entry_is_cited():
    assert citation_problems(ROOT) == []


def test_every_entry_has_a_doi_or_another_handle_or_says_that_it_has_none():
    assert handle_problems(ROOT) == []
