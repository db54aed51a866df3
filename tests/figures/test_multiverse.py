"""Every unknown is drawn and said, and nothing that runs off its axis is dropped."""

import pandas as pd
import pytest
from as_real import real

from helpers import cleaning, disclosure, figures, pages, wtp
from helpers.disclosure import Kind
from helpers.figures.multiverse import KINDS
from helpers.result import Result, money


@pytest.mark.long
def test_every_unknown_is_drawn_and_said():
    survey = cleaning.survey()
    page, every = pages.Page(survey), wtp.of_survey(survey)
    drawn = figures.unknowns(page.released(wtp.as_table(every, 54), Kind.STATISTICS), 58)
    assert all(each.name in drawn.alt for each in every)
    assert "nothing to £113" in drawn.alt and "to infinite" in drawn.alt and "per what? is not known" in drawn.alt
    markers = [line for line in drawn.figure.axes[0].lines if line.get_marker() in "<>"]
    assert len(markers) == sum(each.low < 0.4 or each.high > 6 for each in every) == 2
    legend = drawn.figure.axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == list(KINDS)
    assert figures.faults(drawn.figure) == []
    # By hand from the ratios: mean or median, the model of zeros and tail, and what it is per.
    assert drawn.alt.startswith("3 of 11 unknowns could move £58 further than chance does.")


@pytest.mark.slow
def test_of_too_few_respondents_no_analysis_is_shown():
    survey = real(tables=(("area",),))
    table = pd.DataFrame({"estimand": ["mean"], "value": [58.0]}, pd.Index(["base"], name="specification"))
    withheld = disclosure.released(Result(table, money("value")), Kind.WITHHELD, disclosure.release(survey))
    assert figures.specifications(withheld, 58).alt.startswith("Too few respondents to show what each analysis gives.")
