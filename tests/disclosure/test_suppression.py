"""Small counts are suppressed, and nobody gets them back by subtraction, rounding undone or a margin."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import cleaning, describe, disclosure, figures, pages, wtp
from helpers import valuation as cv
from helpers.disclosure.suppression import SPREAD
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
    return pd.DataFrame(cells, columns=["area", "trained"]).reindex(columns=SURVEY.respondents.columns)


TWO_WAY = {"tables": (("area", "trained"),), "public": ()}


def test_a_hand_made_table():
    # By hand: 43 women, 9 men, one otherwise and one without an answer; the 9 and the 1 hide each other (sum 10).
    release = disclosure.release(real(tables=(("gender",),), public=()))
    counts = release.table("gender")["count"].to_dict()
    assert counts == {"Woman": "43", "Man": "[c]", "I describe myself in another way": "[c]", "not answered": "1"}
    assert {release.suppressed[cell] for cell in release.suppressed} == {"small"}


def test_one_small_cell_alone_takes_another_with_it():
    release = disclosure.release(real(tables=(("employer",),), public=()))
    # 24, 15, 11, 4: 4 = 54 - 50, so the least of the others goes too.
    assert release.table("employer")["count"].to_list() == ["24", "15", "[c]", "[c]", "0"]
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


@pytest.mark.parametrize(("counts", "public", "printed"), BY_HAND)
def test_tables_by_hand(counts, public, printed):
    release = disclosure.release(
        real(answering(**counts), tables=tuple((column,) for column in printed), public=public)
    )
    assert {column: " ".join(release.table(column)["count"]) for column in printed} == printed


def test_a_crossed_table_with_nothing_small_is_printed_whole():
    # In the order declared, which is not that of the letters.
    release = disclosure.release(
        real(crossed((40, 30, 20, 12, 15, 10)), tables=(("trained", "area"), ("area",)), public=())
    )
    table = release.table("trained", "area")
    assert table.index.name == "trained" and release.table("area").index.name == "area"
    assert table.to_dict() == {
        "Urban": {"Yes": "40", "No": "30"},
        "Rural": {"Yes": "20", "No": "12"},
        "Both": {"Yes": "15", "No": "10"},
    }


def test_who_left_one_of_two_questions_blank_is_not_subtracted():
    # Six in towns do not say whether they are trained, and six of either kind not where they work; printed are only the
    # sums of the blanks. So the 4 is 40 - 30 less anything from 0 to 6, and nothing else need be hidden.
    blanks = pd.DataFrame({"area": ["Urban"] * 6 + [None] * 12, "trained": [None] * 6 + ["Yes", "No"] * 6})
    respondents = pd.concat([crossed((30, 4, 20, 15, 15, 11)), blanks], ignore_index=True)
    table = disclosure.release(real(respondents, **TWO_WAY)).table("area", "trained")
    assert table.to_numpy().tolist() == [["30", "[c]"], ["20", "15"], ["15", "11"]]


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
    assert list(release.table("role").index) == [*accepted, "not answered"]


def test_tables_that_cannot_be_protected_are_named():
    # Four who answered, beside a printed fifty who did not: no count of theirs can range over five.
    respondents = pd.concat([crossed((1, 0, 2, 0, 1, 0)), pd.DataFrame(index=range(50))])
    with pytest.raises(InputError, match=r"^data/study\.toml: .* of area, area by trained, trained however much"):
        disclosure.release(real(respondents, **TWO_WAY))


def test_a_full_cell_is_suppressed_unless_it_is_public():
    assert disclosure.release(real(tables=(("would_benefit",),), public=())).table("would_benefit")[
        "count"
    ].to_list() == ["[c]", "[c]", "[c]", "0"]
    public = disclosure.release(real(tables=(("would_benefit",),), public=("would_benefit",)))
    assert public.table("would_benefit")["count"].to_list() == ["54", "0", "0", "0"]
    # All 30 in towns are trained: who is known to work in one is known to be.
    report = disclosure.release(real(crossed((30, 0, 20, 12, 15, 11)), **TWO_WAY)).report().set_index(["table", "cell"])
    found = report["suppressed"]["area by trained"][["Urban / Yes", "Urban / No", "Urban / not answered"]]
    assert found.to_list() == ["full", "zero", "not printed"]


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


# Of the first, 2 lies between 5 + 12 - 16 = 1 and 5 once all four cells of the first two rows are hidden: too narrow.
@example([2, 3, 10, 1, 30, 40])
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
            assert max(values) - min(values) >= SPREAD


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


def test_pages_print_rounded_counts_and_shares_that_do_not_undo_them():
    # 12, 13 and 18 of 43 to the nearest 5, and their shares: 10 / 43, 15 / 43 and 20 / 43.
    release = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=()))
    exact = describe.distribution(answering(area=(12, 13, 18))["area"], KINDS["area"])
    shown = disclosure.released(exact, release, "area")
    assert shown["count"].to_list() == [10, 15, 20] and shown["n"].to_list() == [43] * 3
    assert shown["share"].to_list() == pytest.approx([10 / 43, 15 / 43, 20 / 43])
    expected = [describe.proportion(count, 43) for count in (10, 15, 20)]
    assert shown["low"].to_list() == [each.low for each in expected]
    assert shown["high"].to_list() == [each.high for each in expected]
    # What everybody knows stays as it is.
    known = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=("area",)))
    assert disclosure.released(exact, known, "area")["count"].to_list() == [12, 13, 18]
    assert release.text(13, ("area", "Rural")) == "15" and known.text(13, ("area", "Rural")) == "13"


@pytest.mark.parametrize("rounding", [1, 5])
def test_reasons_for_paying_nothing_have_no_share_and_are_rounded_all_the_same(rounding):
    # Reasons that many give, of people who would pay nothing: a table of counts alone has nothing that follows.
    reason, counts = SURVEY.study.questions["zero_reason"], [12, 13, 14, 16, 17, 18]
    zeros = pd.DataFrame({"zero_reason": np.repeat(KINDS["zero_reason"], counts)}).assign(pays_anything="No")
    zeros["wtp_status"] = zeros["zero_reason"].map(reason.codes).map(cleaning.ZERO_STATUSES)
    answers = pd.concat([zeros, pd.DataFrame({"pays_anything": ["Yes"] * 29, "wtp_status": "payer"})])
    survey = real(answers.reindex(columns=SURVEY.respondents.columns), tables=(("zero_reason",),), rounding=rounding)
    table = wtp.zero_reasons(survey.respondents, survey.study)
    shown = disclosure.released(table, disclosure.release(survey), "zero_reason")["respondents"].dropna().to_list()
    assert shown == {1: counts, 5: [10, 15, 15, 15, 15, 20]}[rounding]


def test_a_rounded_study_prints_no_exact_count_of_its_own():
    survey = real(rounding=5, public=())
    page = pages.Page(survey)
    sample = page.released(describe.sample(survey.respondents, survey.study))
    assert (sample["count"].drop("missing", level="answer").dropna() % 5 == 0).all()
    assert (page.counts("trained")["count"].dropna() % 5 == 0).all()
    entries = page.ledger.entries
    statuses = [entries[f"n_{status.replace(' ', '_')}"].text for status in cleaning.STATUSES]
    assert all(text == "[c]" or int(text) % 5 == 0 for text in statuses)
    # Nor does a verdict on a count that is not printed give it away.
    assert not {"agrees", "differs"} & set(page.ledger.claims.loc[["trained_n", "ma_n"], "verdict"])
    assert entries["lead"].text == "[c]" and not page.ledger.claims["found"].str.fullmatch("38|23|13|18").any()


def test_nothing_is_printed_where_nothing_is_declared():
    assert disclosure.release(real(tables=(), public=())).suppressed == {}


def test_what_was_not_declared_is_not_shown():
    release = disclosure.release(real(tables=(("area",),)))
    with pytest.raises(InputError, match=r"table area by trained is not among privacy\.tables"):
        release.table("area", "trained")
    with pytest.raises(InputError, match=r"a table of gender is not among privacy\.tables"):
        disclosure.released(pd.DataFrame({"count": [43]}), release, "gender")
    assert not release.shows(("gender", "Woman"))


def test_row_order_and_irrelevant_columns_do_not_matter():
    respondents = SURVEY.respondents.iloc[::-1].assign(respondent="x", weather="rain")
    assert disclosure.release(real(respondents)).suppressed == disclosure.release(real()).suppressed


def test_nothing_is_suppressed_where_nobody_is_real():
    release = disclosure.release(SURVEY)
    assert release.suppressed == {} and release.shows(("gender", "Man"))
    assert release.table("gender")["count"].to_list() == ["43", "9", "1", "1"]
    assert disclosure.merged_flow(SURVEY) is SURVEY.flow


def test_curves_keep_only_steps_that_many_take():
    reach, n = pd.Series([54, 50, 44, 40, 31, 30, 12, 9, 0]), 54
    kept = reach[disclosure.thinned(reach, n, 10)]
    assert kept.to_list() == [44, 31, 12]
    assert min(-np.diff([n, *kept, 0])) >= 10


def test_bands_hold_enough_and_lose_nobody():
    amounts = SURVEY.respondents.loc[cleaning.usable(SURVEY.respondents), "wtp_amount"]
    bands = disclosure.bands(amounts, SURVEY.study.card, 10)
    assert bands.sum() == len(amounts) and bands.min() >= 10 and len(bands) > 2


def test_statistics_on_nearly_the_same_people_are_not_shown_twice():
    frame = pd.DataFrame({"n": [46, 44, 38, 30, 8], "mean": [58.0, 60, 70, 75, 20]})
    shown = disclosure.released(frame, disclosure.release(real()))
    # 44 and 38 differ from 46 by two and by eight people; 30 by sixteen; 8 are too few.
    assert shown["mean"].notna().to_list() == [True, False, False, True, False]


def test_one_group_is_never_hidden_alone():
    frame = pd.DataFrame({"n": [20, 17, 6], "mean": [1.0, 2, 3]}, index=pd.Index(["a", "b", "c"], name="group"))
    shown = disclosure.released(frame, disclosure.release(real()))
    assert shown["mean"].isna().to_list() == [False, True, True] and "n" not in shown


def test_rare_exclusions_are_taken_together_and_still_add_up():
    merged = disclosure.merged_flow(real())
    assert merged["rows"].to_list() == [65, 11, 54]


def answered(*groups):
    """Respondents by whether they would pay, why not, and what the amount was read as; each group with its size."""
    rows = [group[:3] for group in groups for _ in range(group[3])]
    frame = pd.DataFrame(rows, columns=["pays_anything", "zero_reason", "wtp_status"])
    return frame.reindex(columns=SURVEY.respondents.columns)


ZEROS = (
    ("Yes", None, "payer", 30),
    ("No", "I cannot afford it", "true zero", 11),
    ("No", "The training is worth nothing to me", "true zero", 4),
    ("No", "I object to paying for training that my job requires", "protest zero", 12),
    ("No", "Another reason", "unclear zero", 10),
)


def test_reasons_are_not_subtracted_from_the_zeros_that_they_explain():
    status, reason = ("wtp_status", "true zero"), ("zero_reason", "I cannot afford it")
    both = disclosure.release(real(answered(*ZEROS), tables=(("wtp_status",), ("zero_reason",)), public=()))
    # 15 true zeros less 11 who cannot afford it would leave the 4 to whom it is worth nothing.
    assert not (both.shows(status) and both.shows(reason))
    assert disclosure.release(real(answered(*ZEROS), tables=(("wtp_status",),), public=())).shows(status)


def test_answers_that_keep_to_no_rule_are_counted_too():
    odd = (("Yes", "I cannot afford it", "payer", 3), ("No", "Another reason", "missing", 12))
    release = disclosure.release(
        real(answered(*ZEROS, *odd), tables=(("wtp_status",), ("zero_reason",), ("pays_anything",)), public=())
    )
    assert not release.shows(("zero_reason", "The training is worth nothing to me"))
    assert {len(cell) for cell in release.counts} == {1}


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


# Of which only the rules count here.
RELEASE = disclosure.release(real(tables=(("area",),)))


def test_the_mean_of_the_few_of_no_known_group_is_not_what_the_groups_lack_of_the_total():
    frame = pd.DataFrame({"n": [30, 14], "mean": [50.0, 60]}, index=pd.Index(["a", "b"], name="group"))
    frame.attrs["everybody"] = 44
    assert disclosure.released(frame, RELEASE)["mean"].notna().all()
    frame.attrs["everybody"] = 46
    assert disclosure.released(frame, RELEASE)["mean"].notna().to_list() == [True, False]


def test_groups_hidden_together_are_not_few():
    frame = pd.DataFrame({"n": [30, 12, 3, 1], "mean": 1.0}, index=pd.Index(list("abcd"), name="group"))
    assert disclosure.released(frame, RELEASE)["mean"].notna().to_list() == [True, False, False, False]


def test_a_mean_that_tells_a_suppressed_count_is_not_shown():
    respondents = answered(*ZEROS).assign(wtp_amount=20.0)
    treated = wtp.treatments(respondents, SURVEY.study.questions["zero_reason"].both)
    unclear, without = ("wtp_status", "unclear zero"), "without any unclear zero"
    # 55 usable amounts less 10 unclear zeros: that mean tells how many these are.
    shown = disclosure.release(real(respondents, tables=(("wtp_status",),), public=("wtp_status",)))
    assert shown.shows(unclear) and disclosure.released(treated, shown)["mean"].notna()[without]
    hidden = disclosure.release(real(respondents, tables=(("pays_anything",),), public=()))
    assert not hidden.shows(unclear) and disclosure.released(treated, hidden)["mean"].isna()[without]


def paying(amounts, zeros=0):
    """Respondents who would pay these amounts, and so many true zeros."""
    answers = pd.DataFrame({"wtp_amount": [*map(float, amounts), *[0.0] * zeros]})
    answers["wtp_status"] = ["payer"] * len(amounts) + ["true zero"] * zeros
    return answers.reindex(columns=SURVEY.respondents.columns)


def test_amounts_of_few_are_not_summed_up_and_no_amount_of_somebody_is_shown():
    few = disclosure.summaries(real(paying(range(10, 19))))
    assert set(few.values()) == {"[c]"}
    # Of 12, the limits of the median are the third and the tenth amount: somebody's own, with two beyond them.
    dozen = disclosure.summaries(real(paying(range(10, 22))))
    assert dozen["mean"] == "£15.50" and {dozen["median"], dozen["median_interval"], dozen["quartiles"]} == {"[c]"}
    assert disclosure.summaries(real(paying([10] * 20 + [30] * 20)))["quartiles"] == "£10.00 to £30.00"
    groups = describe.subgroups(paying(range(30))["wtp_amount"], pd.Series(["a"] * 12 + ["b"] * 18), ["a", "b"])
    shown = disclosure.released(groups, disclosure.release(real()))
    assert shown["median"].isna().all() and shown["mean"].notna().all()


def test_a_survey_of_few_has_pages_all_the_same():
    survey = real(SURVEY.respondents.head(8), tables=(), public=())
    ledger = pages.Page(survey).ledger
    assert ledger["mean"].text == ledger["treatment_means"].text == ledger.claims.loc["wtp_avg", "found"] == "[c]"
    assert figures.amounts(survey, 58).alt.startswith("0 usable amounts in bands: too few")


def test_a_spike_tells_how_many_pay_and_is_shown_where_that_is():
    # 30 of 33 pay: beside the 33 that count would leave three zeros, so it is hidden with them.
    survey = real(paying(range(5, 35), zeros=3), tables=(("wtp_status",),))
    decided = disclosure.release(survey)
    assert not decided.shows(("wtp_status", "payer"))
    table = disclosure.released(wtp.models(wtp.open_answers(survey.respondents), 300), decided)
    assert table.xs("spike", level="zeros").isna().all(axis=None) and table["mean"].notna().any()
    fit = cv.fit(wtp.open_answers(survey.respondents), distribution="log-normal", zeros="spike")
    assert disclosure.released(wtp.intervals(fit, 1, 300), decided)["estimate"].isna().all()


def test_hidden_counts_do_not_stand_in_order_of_size():
    counts = dict(zip(KINDS["skill_first"], (25, 2, 14, 9, 4, 7), strict=True))
    firsts = pd.DataFrame(
        [[1 if item == first else 2 for item in counts] for first, n in counts.items() for _ in range(n)],
        columns=cleaning.item_columns(SURVEY.study.questions["skill"]),
    )
    survey = real(firsts.reindex(columns=SURVEY.respondents.columns), tables=(("skill_first",),))
    table = disclosure.released(describe.first_choices(firsts, list(counts)), disclosure.release(survey), "skill_first")
    declared = list(counts)
    assert list(table.index) == [declared[0], declared[2], declared[1], *declared[3:]]
    # How often 14 stay ahead of 9 in resamples would tell the 9.
    fewer = firsts[firsts.iloc[:, 2] != 1].reset_index(drop=True)
    few = real(SURVEY.respondents.iloc[: len(fewer)].assign(**fewer), tables=(("skill_first",),))
    entries = pages.Page(few).ledger.entries
    assert {entries[id].text for id in ("runner_up", "lead", "stays_first")} == {"[c]"}
