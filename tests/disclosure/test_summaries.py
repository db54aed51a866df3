"""Amounts of few are not summed up, and no amount of somebody is printed."""

import pytest
from as_real import SURVEY, paying, real

from helpers import disclosure, figures, pages, wtp


@pytest.mark.slow
def test_amounts_of_few_are_not_summed_up_and_no_amount_of_somebody_is_shown():
    few = disclosure.summaries(real(paying(range(10, 19))))
    assert set(few.values()) == {"[c]"}
    # Of 12, the limits of the median are the third and the tenth amount: somebody's own, with two beyond them.
    dozen = disclosure.summaries(real(paying(range(10, 22))))
    assert dozen["mean"] == "£15.50" and {dozen["median"], dozen["median_interval"], dozen["quartiles"]} == {"[c]"}
    assert disclosure.summaries(real(paying([10] * 20 + [30] * 20)))["quartiles"] == "£10.00 to £30.00"
    # The interval of the mean holds it, and its limits are money.
    low, high = (float(each.strip("£")) for each in dozen["mean_interval"].split(" to "))
    assert low < 15.5 < high
    # Ten are enough, and so are ten on either side.
    assert disclosure.summaries(real(paying(range(10, 20))))["mean"] == "£14.50"
    assert disclosure.summaries(real(paying([10] * 10 + [30] * 10)))["median"] == "£20.00"


@pytest.mark.slow
def test_a_survey_of_few_has_pages_all_the_same():
    survey = real(SURVEY.respondents.head(8), tables=(), public=())
    page = pages.Page(survey)
    ledger = page.ledger
    assert ledger["mean"].text == ledger["treatment_means"].text == ledger.claims.loc["wtp_avg", "found"] == "[c]"
    banded = page.released(wtp.amounts(survey.respondents), disclosure.Bands(survey.study.card))
    assert figures.amounts(banded, 58).alt.count("0 usable amounts in bands: too few") == 1
