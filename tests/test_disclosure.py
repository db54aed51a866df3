"""Small counts are suppressed, and nobody gets them back by subtraction, rounding undone or a margin."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import cleaning, disclosure, masking
from helpers.study import InputError

SURVEY = cleaning.survey()
QUESTIONS = SURVEY.study.questions.values()
KINDS = {column: kinds for question in QUESTIONS for column, kinds in question.categories.items()}
KINDS |= {"wtp_status": cleaning.STATUSES}


def real(respondents=None, **privacy):
    """The bundled respondents, or others, as if they were real, under other rules."""
    study = dataclasses.replace(SURVEY.study, mode="real")
    study = dataclasses.replace(study, privacy=dataclasses.replace(study.privacy, **privacy))
    return dataclasses.replace(
        SURVEY, study=study, respondents=SURVEY.respondents if respondents is None else respondents
    )


def answering(**counts):
    """Respondents whose answers to each question have these counts, by option; the questions are not crossed."""
    frame = pd.DataFrame({column: pd.Series(np.repeat(KINDS[column], of)) for column, of in counts.items()})
    return frame.reindex(columns=SURVEY.respondents.columns)


def crossed(counts):
    """Respondents whose area and training have these counts, by area and then training."""
    areas, trained = ("Urban", "Rural", "Both"), ("Yes", "No")
    cells = [pair for pair, count in zip(itertools.product(areas, trained), counts, strict=True) for _ in range(count)]
    frame = pd.DataFrame(cells, columns=["area", "trained"])
    return frame.reindex(columns=SURVEY.respondents.columns).assign(wtp_status="payer")


TWO_WAY = {"tables": (("area", "trained"),), "public": ()}


def test_a_hand_made_table():
    # By hand: 54 women and men of whom 3 described themselves otherwise; the 3 and the 9 hide each other (sum 12).
    release = disclosure.release(real(tables=(("gender",),), public=()))
    counts = release.table("gender")["count"].to_dict()
    assert counts == {"Woman": "43", "Man": "[c]", "I describe myself in another way": "[c]", "not answered": "1"}
    assert {release.suppressed[cell] for cell in release.suppressed} == {"small"}


def test_one_small_cell_alone_takes_another_with_it():
    release = disclosure.release(real(tables=(("employer",),), public=()))
    # 24, 15, 11, 4: 4 = 54 - 50, so the least of the others goes too.
    assert release.table("employer")["count"].to_list() == ["24", "15", "[c]", "[c]", "0"]
    assert set(release.suppressed.values()) == {"small", "secondary"}


def test_a_full_cell_is_suppressed_unless_it_is_public():
    assert disclosure.release(real(tables=(("would_benefit",),), public=())).table("would_benefit")[
        "count"
    ].to_list() == ["[c]", "[c]", "[c]", "0"]
    public = disclosure.release(real(tables=(("would_benefit",),), public=("would_benefit",)))
    assert public.table("would_benefit")["count"].to_list() == ["54", "0", "0", "0"]


def test_a_margin_and_a_crossed_table_are_judged_together():
    # Alone, 30 + 4 and 20 + 12 need two suppressed cells in the row and in the column.
    release = disclosure.release(real(crossed((30, 4, 20, 12, 15, 11)), **TWO_WAY))
    table = release.table("area", "trained")
    assert (table == "[c]").sum(axis=1).loc["Urban"] == 2
    assert ((table == "[c]").sum(axis=0) != 1).all()


def fillings(places, rows, columns, left):
    """All ways to put whole numbers into places, given what remains for each row, each column and all together."""
    if not places:
        if left == 0 and not any(rows.values()) and not any(columns.values()):
            yield ()
        return
    (i, j), *others = places
    for value in range(min(left, rows.get(i, left), columns.get(j, left)) + 1):
        spent = (
            rows | ({i: rows[i] - value} if i in rows else {}),
            columns | ({j: columns[j] - value} if j in columns else {}),
        )
        for rest in fillings(others, *spent, left - value):
            yield (value, *rest)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(lambda counts: sum(counts) >= 12))
def test_no_small_count_can_be_worked_out(counts):
    """Against every table there is: fill the suppressed cells in all ways that fit what is printed."""
    threshold = 3
    try:
        release = disclosure.release(real(crossed(counts), **TWO_WAY, threshold=threshold))
    except InputError as error:
        assert "take that table out of privacy.tables" in str(error)
        return
    areas, trained = ("Urban", "Rural", "Both"), ("Yes", "No")
    truth = dict(zip(itertools.product(range(3), range(2)), counts, strict=True))
    free = [(i, j) for i, j in truth if not release.shows(("area", areas[i]), ("trained", trained[j]))]
    if len(free) > 4:  # many tables to try, and the more cells are free the wider they range
        return
    rows = {i: sum(truth[p] for p in free if p[0] == i) for i in range(3) if release.shows(("area", areas[i]))}
    columns = {j: sum(truth[p] for p in free if p[1] == j) for j in range(2) if release.shows(("trained", trained[j]))}
    found = list(zip(*fillings(free, rows, columns, sum(truth[p] for p in free)), strict=True))
    for place, values in zip(free, found, strict=True):
        if truth[place] < threshold:
            assert max(values) - min(values) >= disclosure.SPREAD


def test_groups_of_options_are_added_up_too():
    # Bachelor and Master are groups of one option each: what the group shows, the option shows.
    release = disclosure.release(real(tables=(("qualification",), ("qualification_group",)), public=()))
    assert release.shows(("qualification", "Undergraduate degree"))
    hidden = release.table("qualification")["count"].to_list()[2:6]
    # 8, 6, 4 and 0 add up to a printed 18: all four stay hidden, and none is told to within five.
    assert hidden == ["[c]"] * 4


def test_rounded_counts_are_multiples_and_hide_nothing():
    release = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=()))
    assert release.table("area")["count"].to_list() == ["10", "15", "20", "0"]
    # 4 = 54 - 50: the pages print 54, and a share of 50 / 54, without rounding.
    release = disclosure.release(real(answering(trained=(50, 4)), tables=(("trained",),), rounding=5, public=()))
    assert release.table("trained")["count"].to_list() == ["[c]", "[c]", "0"]


def test_nothing_is_printed_where_nothing_is_declared():
    assert disclosure.release(real(tables=(), public=())).suppressed == {}


def test_what_was_not_declared_is_not_shown():
    release = disclosure.release(real(tables=(("area",),)))
    with pytest.raises(InputError, match=r"table gender is not among privacy\.tables"):
        release.table("gender")
    with pytest.raises(InputError, match=r"a table of gender is not among privacy\.tables"):
        masking.released(pd.DataFrame({"count": [43]}), release, "gender")
    assert not release.shows(("gender", "Woman"))


def test_row_order_and_irrelevant_columns_do_not_matter():
    respondents = SURVEY.respondents.iloc[::-1].assign(respondent="x", weather="rain")
    assert disclosure.release(real(respondents)).suppressed == disclosure.release(real()).suppressed


def test_nothing_is_suppressed_where_nobody_is_real():
    release = disclosure.release(SURVEY)
    assert release.suppressed == {} and release.shows(("gender", "Man"))
    assert masking.merged_flow(SURVEY) is SURVEY.flow


def test_curves_keep_only_steps_that_many_take():
    reach, n = pd.Series([54, 50, 44, 40, 31, 30, 12, 9, 0]), 54
    kept = reach[masking.thinned(reach, n, 10)]
    assert kept.to_list() == [44, 31, 12]
    assert min(-np.diff([n, *kept, 0])) >= 10


def test_bands_hold_enough_and_lose_nobody():
    amounts = SURVEY.respondents.loc[cleaning.usable(SURVEY.respondents), "wtp_amount"]
    bands = masking.bands(amounts, SURVEY.study.card, 10)
    assert bands.sum() == len(amounts) and bands.min() >= 10 and len(bands) > 2


def test_statistics_on_nearly_the_same_people_are_not_shown_twice():
    frame = pd.DataFrame({"n": [46, 44, 38, 30, 8], "mean": [58.0, 60, 70, 75, 20]})
    shown = masking.released(frame, disclosure.release(real()))
    # 44 and 38 differ from 46 by two and by eight people; 30 by sixteen; 8 are too few.
    assert shown["mean"].notna().to_list() == [True, False, False, True, False]


def test_one_group_is_never_hidden_alone():
    frame = pd.DataFrame({"n": [20, 17, 6], "mean": [1.0, 2, 3]}, index=pd.Index(["a", "b", "c"], name="group"))
    shown = masking.released(frame, disclosure.release(real()))
    assert shown["mean"].isna().to_list() == [False, True, True] and "n" not in shown


def test_rare_exclusions_are_taken_together_and_still_add_up():
    merged = masking.merged_flow(real())
    assert merged["rows"].to_list() == [65, 11, 54]
