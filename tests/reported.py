"""The surveys that reports are tried on, read once: the bundled one, one of bids, and invented answers as real."""

from functools import cache

from as_real import real
from checks import ROOT

from helpers import cleaning, pages, wtp
from helpers.study import load

BIDS = ROOT / "examples" / "bids" / "study.toml"


@cache
def bundled():
    """The page of the bundled study, and its answers by format."""
    return _with_answers(cleaning.survey())


@cache
def bids():
    """The same of the study of bids."""
    return _with_answers(cleaning.survey(load(BIDS)))


@cache
def as_real():
    """The same of the bundled respondents, passed off as real."""
    return _with_answers(real())


def _with_answers(survey):
    return pages.Page(survey), wtp.stated(survey)
