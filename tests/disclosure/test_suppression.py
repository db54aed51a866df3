"""Small counts are suppressed, and nobody gets them back by subtraction, rounding undone or a margin."""

import dataclasses
import itertools

import pandas as pd
import pytest
from as_real import SURVEY, ZEROS, answered, answering, crossed, printed, real
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import disclosure
from helpers.disclosure.suppression import SPREAD
from helpers.study import InputError

TWO_WAY = {"tables": (("area", "trained"),), "public": ()}


def test_a_hand_made_table():
    # By hand: 43 women, 9 men, one otherwise and one without an answer; the 9 and the 1 hide each other (sum 10).
    release = disclosure.release(real(tables=(("gender",),), public=()))
    counts = printed(release, "gender")
    assert counts == {"Woman": "43", "Man": "[c]", "I describe myself in another way": "[c]", "not answered": "1"}
    assert {release.suppressed[cell] for cell in release.suppressed} == {"small"}


def test_one_small_cell_alone_takes_another_with_it():
    release = disclosure.release(real(tables=(("employer",),), public=()))
    # 24, 15, 11, 4: 4 = 54 - 50, so the least of the others goes too.
    assert [*printed(release, "employer").values()] == ["24", "15", "[c]", "[c]", "0"]
    assert set(release.suppressed.values()) == {"small", "secondary"}


BY_HAND = [
    # Ten is not below ten.
    ({"area": (10, 11, 12)}, (), {"area": "10 11 12 0"}),
    # 2 + 3 = 5: either may be anything from 0 to 5, which is wide enough; of 1 + 2 = 3 it is not, and the 51 goes too.
    ({"area": (2, 3, 49)}, (), {"area": "[c] [c] 49 0"}),
    ({"area": (1, 2, 51), "trained": (26, 28)}, (), {"area": "[c] [c] [c] 0", "trained": "26 28 0"}),
    # 4 = 54 - 50 follows from the others and takes the 20 along; 3 + 9 = 12 need no company, though 18 is less than 20.
    (
        {"area": (4, 20, 30), "employer": (24, 3, 9, 18)},
        (),
        {"area": "[c] [c] 30 0", "employer": "24 [c] [c] 18 0"},
    ),
    # The first two options are groups of their own. 8 = 73 - 23 - 42, so the group of 23 goes, and its option with it;
    # 9 = 42 - 12 - 11 - 10 within the last group, so the 10 goes.
    (
        {"qualification": (23, 8, 12, 9, 11, 10), "qualification_group": (23, 8, 42)},
        (),
        {"qualification": "[c] [c] 12 [c] 11 [c] 0", "qualification_group": "[c] [c] 42 0"},
    ),
    # Where the groups are public, so is the 8, and nothing need be hidden for it.
    (
        {"qualification": (23, 8, 12, 9, 11, 10), "qualification_group": (23, 8, 42)},
        ("qualification_group",),
        {"qualification": "23 [c] 12 [c] 11 [c] 0", "qualification_group": "23 8 42 0"},
    ),
    # 50 usable amounts stand beside every mean: 8 = 50 - 30 - 12 among them and 9 = 33 - 11 - 13 among the others, so
    # that 8 and 9 do not hide each other.
    ({"wtp_status": (30, 8, 9, 12, 11, 13)}, (), {"wtp_status": "30 [c] [c] [c] [c] 13 0"}),
]


@pytest.mark.parametrize(("counts", "public", "shown"), BY_HAND)
def test_tables_by_hand(counts, public, shown):
    release = disclosure.release(real(answering(**counts), tables=tuple((column,) for column in shown), public=public))
    assert {column: " ".join(printed(release, column).values()) for column in shown} == shown


def test_a_crossed_table_with_nothing_small_is_printed_whole():
    release = disclosure.release(
        real(crossed((40, 30, 20, 12, 15, 10)), tables=(("trained", "area"), ("area",)), public=())
    )
    pairs = itertools.product(("Urban", "Rural", "Both"), ("Yes", "No"))
    assert printed(release, "area", "trained") == dict(zip(pairs, ("40", "30", "20", "12", "15", "10"), strict=True))


def test_who_left_one_of_two_questions_blank_is_not_subtracted():
    # Six in towns do not say whether they are trained, and six of either kind not where they work; printed are only the
    # sums of the blanks. So the 4 is 40 - 30 less anything from 0 to 6, and nothing else need be hidden.
    blanks = pd.DataFrame({"area": ["Urban"] * 6 + [None] * 12, "trained": [None] * 6 + ["Yes", "No"] * 6})
    respondents = pd.concat([crossed((30, 4, 20, 15, 15, 11)), blanks], ignore_index=True)
    release = disclosure.release(real(respondents, **TWO_WAY))
    assert [*printed(release, "area", "trained").values()] == ["30", "[c]", "20", "15", "15", "11"]


def test_the_report_says_what_became_of_each_count():
    respondents, tables = answering(trained=(30, 0), area=(8, 9, 37)), (("trained",), ("area",))
    release = disclosure.release(real(respondents, tables=tables, public=()))
    # Whoever answered said yes, so that the 30 tell each answer, as the zero does.
    assert release.report().to_numpy().tolist() == [
        ["trained", "Yes", 30, "full"],
        ["trained", "No", 0, "zero"],
        ["trained", "not answered", 24, ""],
        ["area", "Urban", 8, "small"],
        ["area", "Rural", 9, "small"],
        ["area", "Both", 37, ""],
        ["area", "not answered", 0, ""],
    ]
    assert list(release.report().columns) == ["table", "cell", "count", "suppressed"]


def test_only_what_makes_somebody_eligible_is_a_category():
    accepted = next(criterion.accept for criterion in SURVEY.study.eligibility if criterion.question == "role")
    release = disclosure.release(real(tables=(("role",),)))
    assert [*printed(release, "role")] == [*accepted, "not answered"]


@pytest.mark.slow
def test_tables_that_cannot_be_protected_are_named():
    # Four who answered, beside a printed fifty who did not: no count of theirs can range over five.
    respondents = pd.concat([crossed((1, 0, 2, 0, 1, 0)), pd.DataFrame(index=range(50))])
    with pytest.raises(InputError, match=r"^data/study\.toml: .* of area, area by trained, trained however much"):
        disclosure.release(real(respondents, **TWO_WAY))


@pytest.mark.slow
def test_a_full_cell_is_suppressed_unless_it_is_public():
    release = disclosure.release(real(tables=(("would_benefit",),), public=()))
    assert [*printed(release, "would_benefit").values()] == ["[c]", "[c]", "[c]", "0"]
    public = disclosure.release(real(tables=(("would_benefit",),), public=("would_benefit",)))
    assert [*printed(public, "would_benefit").values()] == ["54", "0", "0", "0"]
    # All 30 in towns are trained: who is known to work in one is known to be.
    report = disclosure.release(real(crossed((30, 0, 20, 12, 15, 11)), **TWO_WAY)).report().set_index(["table", "cell"])
    found = report["suppressed"]["area by trained"][["Urban / Yes", "Urban / No", "Urban / not answered"]]
    assert found.to_list() == ["full", "zero", "not printed"]


def test_a_margin_and_a_crossed_table_are_judged_together():
    # Alone, 30 + 4 and 20 + 12 need two suppressed cells in the row and in the column.
    release = disclosure.release(real(crossed((30, 4, 20, 12, 15, 11)), **TWO_WAY))
    table = printed(release, "area", "trained")
    hidden = [cell for cell, count in table.items() if count == "[c]"]
    assert [area for area, _ in hidden].count("Urban") == 2
    assert all([trained for _, trained in hidden].count(answer) != 1 for answer in ("Yes", "No"))


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


@pytest.mark.slow
# Of the first, 2 lies between 5 + 12 - 16 = 1 and 5 once all four cells of the first two rows are hidden: too narrow.
@example([2, 3, 10, 1, 30, 40])
@settings(max_examples=30)
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
            assert max(values) - min(values) >= SPREAD


def test_groups_of_options_are_added_up_too():
    # Bachelor and Master are groups of one option each: what the group shows, the option shows.
    release = disclosure.release(real(tables=(("qualification",), ("qualification_group",)), public=()))
    assert release.shows(("qualification", "Undergraduate degree"))
    hidden = [*printed(release, "qualification").values()][2:6]
    # 8, 6, 4 and 0 add up to a printed 18: all four stay hidden, and none is told to within five.
    assert hidden == ["[c]"] * 4


def test_rounded_counts_are_multiples_and_hide_nothing():
    release = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=()))
    assert [*printed(release, "area").values()] == ["10", "15", "20", "0"]
    # 4 = 54 - 50: the pages print 54, and a share of 50 / 54, without rounding.
    release = disclosure.release(real(answering(trained=(50, 4)), tables=(("trained",),), rounding=5, public=()))
    assert [*printed(release, "trained").values()] == ["[c]", "[c]", "0"]


def test_counts_are_rounded_from_two_on_and_never_where_all_is_public():
    assert not disclosure.release(real(tables=(("area",),), rounding=1, public=())).rounds("area")
    twos = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=2, public=()))
    assert twos.rounds("area") and [*printed(twos, "area").values()] == ["12", "14", "18", "0"]


def test_nothing_is_printed_where_nothing_is_declared():
    assert disclosure.release(real(tables=(), public=())).suppressed == {}


def test_what_was_not_declared_is_not_shown():
    release = disclosure.release(real(tables=(("area",),)))
    assert not release.shows(("gender", "Woman"))
    assert not release.shows(("area", "Urban"), ("trained", "Yes"))


@pytest.mark.long
def test_row_order_and_irrelevant_columns_do_not_matter():
    respondents = SURVEY.respondents.iloc[::-1].assign(respondent="x", weather="rain")
    assert disclosure.release(real(respondents)).suppressed == disclosure.release(real()).suppressed


def test_nothing_is_suppressed_where_nobody_is_real():
    release = disclosure.release(SURVEY)
    assert release.suppressed == {} and release.shows(("gender", "Man"))
    assert [*printed(release, "gender").values()] == ["43", "9", "1", "1"]


@pytest.mark.slow
def test_reasons_are_not_subtracted_from_the_zeros_that_they_explain():
    status, reason = ("wtp_status", "true zero"), ("zero_reason", "I cannot afford it")
    both = disclosure.release(real(answered(*ZEROS), tables=(("wtp_status",), ("zero_reason",)), public=()))
    # 15 true zeros less 11 who cannot afford it would leave the 4 to whom it is worth nothing.
    assert not (both.shows(status) and both.shows(reason))
    assert disclosure.release(real(answered(*ZEROS), tables=(("wtp_status",),), public=())).shows(status)


@pytest.mark.slow
def test_answers_that_keep_to_no_rule_are_counted_too():
    odd = (("Yes", "I cannot afford it", "payer", 3), ("No", "Another reason", "missing", 12))
    release = disclosure.release(
        real(answered(*ZEROS, *odd), tables=(("wtp_status",), ("zero_reason",), ("pays_anything",)), public=())
    )
    assert not release.shows(("zero_reason", "The training is worth nothing to me"))
    assert {len(cell) for cell in release.counts} == {1}


@pytest.mark.long
def test_the_size_of_a_subgroup_behind_its_mean_is_known():
    sizes = {("Urban", "payer"): 6, ("Urban", "true zero"): 8, ("Urban", "protest zero"): 6}
    sizes |= {("Rural", "payer"): 12, ("Rural", "missing"): 6}
    frame = pd.DataFrame([pair for pair, n in sizes.items() for _ in range(n)], columns=["area", "wtp_status"])
    survey = real(frame.reindex(columns=SURVEY.respondents.columns), tables=(("area", "wtp_status"),), public=())
    payers = ("area", "Rural"), ("wtp_status", "payer")
    # 26 amounts less the 14 behind the urban mean leave 12; beside 12 rural payers, no rural zero.
    assert not disclosure.release(survey).shows(*payers)
    without = dataclasses.replace(survey, study=dataclasses.replace(survey.study, subgroups=()))
    assert disclosure.release(without).shows(*payers)
