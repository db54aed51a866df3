"""Results of real respondents are masked, thinned or taken together, by the rule of their kind."""

import numpy as np
import pandas as pd
import pytest
from as_real import KINDS, SURVEY, ZEROS, answered, answering, paying, real

from helpers import cleaning, describe, disclosure, effects, pages, wtp
from helpers import valuation as cv
from helpers.disclosure.rules import thinned
from helpers.result import Result, Unit
from helpers.study import InputError

Kind = disclosure.Kind
# Of which only the rules count here.
RELEASE = disclosure.release(real(tables=(("area",),)))


def shown(frame, rule, n=None):
    """The frame as it may be shown of real respondents."""
    return disclosure.released(Result(frame, n=n), rule, RELEASE).frame


def test_pages_print_rounded_counts_and_shares_that_do_not_undo_them():
    # 12, 13 and 18 of 43 to the nearest 5, and their shares: 10 / 43, 15 / 43 and 20 / 43.
    release = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=()))
    exact = describe.distribution(answering(area=(12, 13, 18))["area"], KINDS["area"])
    printed = disclosure.released(exact, disclosure.Category("area"), release).frame
    assert printed["count"].to_list() == [10, 15, 20] and printed["n"].to_list() == [43] * 3
    assert printed["share"].to_list() == pytest.approx([10 / 43, 15 / 43, 20 / 43])
    expected = [describe.proportion(count, 43) for count in (10, 15, 20)]
    assert printed["low"].to_list() == [each.low for each in expected]
    assert printed["high"].to_list() == [each.high for each in expected]
    # What everybody knows stays as it is.
    known = disclosure.release(real(answering(area=(12, 13, 18)), tables=(("area",),), rounding=5, public=("area",)))
    assert disclosure.released(exact, disclosure.Category("area"), known).frame["count"].to_list() == [12, 13, 18]
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
    printed = disclosure.released(table, disclosure.Category("zero_reason"), disclosure.release(survey)).frame
    assert printed["respondents"].dropna().to_list() == {1: counts, 5: [10, 15, 15, 15, 15, 20]}[rounding]


@pytest.mark.slow
def test_a_rounded_study_prints_no_exact_count_of_its_own():
    survey = real(rounding=5, public=())
    page = pages.Page(survey)
    sample = page.released(describe.sample(survey.respondents, survey.study), disclosure.Kind.SAMPLE).frame
    assert (sample["count"].drop("missing", level="answer").dropna() % 5 == 0).all()
    assert (page.counts("trained").frame["count"].dropna() % 5 == 0).all()
    entries = page.ledger.entries
    statuses = [entries[f"n_{status.replace(' ', '_')}"].text for status in cleaning.STATUSES]
    assert all(text == "[c]" or int(text) % 5 == 0 for text in statuses)
    # Nor does a verdict on a count that is not printed give it away.
    assert not {"agrees", "differs"} & set(page.ledger.claims.loc[["trained_n", "ma_n"], "verdict"])
    assert entries["lead"].text == "[c]" and not page.ledger.claims["found"].str.fullmatch("38|23|13|18").any()


def test_curves_keep_only_steps_that_many_take():
    reach, n = pd.Series([54, 50, 44, 40, 31, 30, 12, 9, 0]), 54
    kept = reach[thinned(reach, n, 10)]
    assert kept.to_list() == [44, 31, 12]
    assert min(-np.diff([n, *kept, 0])) >= 10


def test_steps_and_ends_of_just_enough_are_kept():
    # By hand, of 54 at a threshold of 10: 10 fewer would pay 44, and 10 are left at the top.
    assert thinned(pd.Series([44, 10]), 54, 10) == [True, True]
    # One price alone.
    alone = pd.DataFrame({"count": [30], "n": [40]}, pd.Index([10.0], name="price"))
    assert shown(alone, Kind.PRICES)["count"].to_list() == [30]
    # Statistics over just enough, and of just enough more than those before.
    frame = pd.DataFrame({"n": [10, 20, 29], "mean": 1.0})
    assert shown(frame, Kind.STATISTICS)["mean"].notna().to_list() == [True, True, False]


def test_prices_are_thinned_by_their_counts_or_by_their_shares_of_n():
    # Of 40: 36, 30, 20 and 8 would pay; 4, 10, 10 and 12 fewer than those before. By hand, 30 and 20 stay.
    prices = pd.Index([5.0, 10, 20, 50], name="price")
    shares = pd.DataFrame({"share_willing": [0.9, 0.75, 0.5, 0.2]}, prices)
    counts = pd.DataFrame({"count": [36, 30, 20, 8], "n": 40}, prices)
    assert shown(shares, Kind.PRICES, n=40).index.to_list() == [10, 20] == shown(counts, Kind.PRICES).index.to_list()


def test_a_fitted_curve_stays_between_the_prices_shown_beside_it():
    curve = pd.DataFrame({"share_willing": [1.0, 0.9, 0.5, 0.1]}, pd.Index([0.5, 10, 20, 50], name="price"))
    assert shown(curve, disclosure.Curve([10.0, 20.0]), n=40).index.to_list() == [10, 20]
    assert shown(curve, disclosure.Curve([10.0, 20.0]), n=10).index.to_list() == [10, 20]
    assert shown(curve, disclosure.Curve([]), n=40).empty and shown(curve, disclosure.Curve([10.0, 20.0]), n=9).empty


def test_bands_hold_enough_and_lose_nobody():
    # From nothing: 12 of zero; from 20: 7 of 20 and 4 of 25; from 50: the other 11, since from 100 there are but 3.
    counts = pd.DataFrame({"count": [12, 7, 4, 8, 3]}, pd.Index([0.0, 20, 25, 50, 100], name="amount"))
    bands = shown(counts, disclosure.Bands((10, 20, 50, 100)))
    assert bands["count"].to_dict() == {0: 12, 10: 11, 50: 11} and bands.index.name == "from"
    assert shown(counts.head(1).assign(count=9), disclosure.Bands((10,))).empty
    # Ten in each band are just enough.
    tens = pd.DataFrame({"count": [10, 10]}, pd.Index([0.0, 20], name="amount"))
    assert shown(tens, disclosure.Bands((10,)))["count"].to_dict() == {0: 10, 10: 10}


def test_statistics_on_nearly_the_same_people_are_not_shown_twice():
    frame = pd.DataFrame({"n": [46, 44, 38, 30, 8], "mean": [58.0, 60, 70, 75, 20]})
    # 44 and 38 differ from 46 by two and by eight people; 30 by sixteen; 8 are too few.
    assert shown(frame, Kind.STATISTICS)["mean"].notna().to_list() == [True, False, False, True, False]


def test_statistics_of_one_n_do_not_print_it_and_those_of_none_are_refused():
    frame = pd.DataFrame({"pairs": [40], "rho": [0.5]})
    assert list(shown(frame, Kind.STATISTICS)) == ["rho"]
    assert shown(frame.assign(pairs=9), Kind.STATISTICS)["rho"].isna().all()
    assert shown(frame[["rho"]], Kind.STATISTICS, n=40)["rho"].notna().all()
    with pytest.raises(InputError, match="does not say how many respondents"):
        shown(frame[["rho"]], Kind.STATISTICS)


def grouped(*sizes, n=None):
    """Which of groups of these sizes have their mean shown, out of `n` with an outcome."""
    frame = pd.DataFrame({"n": sizes, "mean": 1.0}, index=pd.Index(list("abcd")[: len(sizes)], name="group"))
    return shown(frame, Kind.GROUPS, n)["mean"].notna().to_list()


def test_one_group_is_never_hidden_alone():
    assert grouped(20, 17, 6) == [True, False, False]
    assert grouped(30, 12, 3, 1) == [True, False, False, False]
    # Ten are enough, shown or left out together.
    assert grouped(20, 10) == [True, True]
    assert grouped(20, 12, 6, 4) == [True, True, False, False]


def test_the_mean_of_the_few_of_no_known_group_is_not_what_the_groups_lack_of_the_total():
    assert grouped(30, 14, n=44) == [True, True] and grouped(30, 14, n=46) == [True, False]


@pytest.mark.slow
def test_the_median_of_a_few_is_the_amount_of_somebody_and_their_n_is_not_printed():
    groups = effects.subgroups(
        paying(range(30))["wtp_amount"], pd.Series(["a"] * 12 + ["b"] * 18), ["a", "b"], Unit.MONEY
    )
    released = disclosure.released(groups, Kind.GROUPS, RELEASE)
    assert released.frame["median"].isna().all() and released.frame["mean"].notna().all()
    assert "n" not in released.frame and {("a", "median"), ("b", "median")} == released.hidden


def test_the_median_of_twice_the_threshold_is_shown():
    frame = pd.DataFrame({"n": [20, 29, 19], "median": 5.0, "mean": 6.0}, index=pd.Index(list("abc"), name="group"))
    assert shown(frame, Kind.GROUPS)["median"].notna().to_list() == [True, True, False]


def test_that_a_hidden_row_never_had_a_number_is_hidden_too():
    # A group of one has no effect size: a blank beside its hidden mean would tell that it is one.
    groups = effects.subgroups(pd.Series(range(31)), pd.Series(["a"] * 30 + ["b"]), ["a", "b"], Unit.MONEY)
    released = disclosure.released(groups, Kind.GROUPS, RELEASE)
    assert ("b", "cliffs_delta") in released.hidden and ("b", "mean") in released.hidden


def test_rare_exclusions_are_taken_together_and_still_add_up():
    assert shown(SURVEY.flow, Kind.FLOW)["rows"].to_list() == [65, 11, 54]
    # One rare reason, of 3, would follow from the others: the least of these, of 12, joins it.
    steps = [
        ("in", "rows", 75),
        ("excluded", "a", 20),
        ("excluded", "b", 3),
        ("excluded", "c", 12),
        ("analysed", "", 40),
    ]
    table = shown(pd.DataFrame(steps, columns=SURVEY.flow.columns), Kind.FLOW)
    assert table["rows"].to_list() == [75, 20, 15, 40] and table.index.to_list() == [0, 1, 2, 3]
    # A rare reason is joined by the least of the others, of two alike by the first.
    steps = [
        ("in", "rows", 70),
        *(("excluded", why, n) for why, n in (("a", 12), ("b", 3), ("c", 12))),
        ("analysed", "", 43),
    ]
    table = shown(pd.DataFrame(steps, columns=SURVEY.flow.columns), Kind.FLOW)
    assert table["rows"].to_list() == [70, 12, 15, 43]
    # Four and six are ten together, which is enough.
    steps = [
        ("in", "rows", 80),
        *(("excluded", why, n) for why, n in (("a", 4), ("b", 6), ("c", 30))),
        ("analysed", "", 40),
    ]
    table = shown(pd.DataFrame(steps, columns=SURVEY.flow.columns), Kind.FLOW)
    assert table["rows"].to_list() == [80, 30, 10, 40]


def test_single_respondents_are_withheld_and_denominators_are_not():
    typed, _ = wtp.typed(SURVEY)
    assert disclosure.released(typed, Kind.WITHHELD, RELEASE).withheld
    whole = describe.completeness(SURVEY.respondents, SURVEY.study)
    pd.testing.assert_frame_equal(shown(whole.frame, Kind.DENOMINATORS), whole.frame.astype("Int64"))


def test_a_table_that_was_not_declared_and_a_rule_that_is_none_are_refused():
    with pytest.raises(InputError, match=r"a table of gender is not among privacy\.tables"):
        shown(pd.DataFrame({"count": [43]}), disclosure.Category("gender"))
    with pytest.raises(InputError, match="'group' is no rule of disclosure"):
        shown(pd.DataFrame({"count": [43]}), "group")


def test_a_count_in_the_place_of_the_one_that_was_judged_is_refused():
    real_counts = describe.distribution(SURVEY.respondents["area"], KINDS["area"]).frame
    shown(real_counts, disclosure.Category("area"))
    with pytest.raises(InputError, match=r"^area, Urban: 9 is not the count that was judged"):
        shown(real_counts.assign(count=9), disclosure.Category("area"))


def test_a_mean_that_tells_a_suppressed_count_is_not_shown():
    respondents = answered(*ZEROS).assign(wtp_amount=20.0)
    treated = wtp.treatments(respondents, SURVEY.study.questions["zero_reason"].both)
    for public, table in ((("wtp_status",), ("wtp_status",)), ((), ("pays_anything",))):
        decided = disclosure.release(real(respondents, tables=(table,), public=public))
        # 55 usable amounts less 10 unclear zeros: that mean tells how many these are.
        means = disclosure.released(treated, Kind.STATISTICS, decided).frame["mean"]
        assert decided.shows(("wtp_status", "unclear zero")) == bool(public)
        assert pd.notna(means["without any unclear zero"]) == bool(public)


@pytest.mark.slow
def test_a_spike_tells_how_many_pay_and_is_shown_where_that_is():
    # 30 of 33 pay: beside the 33 that count would leave three zeros, so it is hidden with them.
    survey = real(paying(range(5, 35), zeros=3), tables=(("wtp_status",),))
    decided = disclosure.release(survey)
    assert not decided.shows(("wtp_status", "payer"))
    table = disclosure.released(wtp.models(wtp.open_answers(survey.respondents), 300), Kind.STATISTICS, decided)
    table = table.frame
    assert table.xs("spike", level="zeros").isna().all(axis=None) and table["mean"].notna().any()
    fit = cv.fit(wtp.open_answers(survey.respondents), distribution="log-normal", zeros="spike")
    limits = disclosure.released(wtp.intervals(fit, 1, 300), Kind.STATISTICS, decided)
    assert limits.frame["estimate"].isna().all()


@pytest.mark.slow
def test_hidden_counts_do_not_stand_in_order_of_size():
    counts = dict(zip(KINDS["skill_first"], (25, 2, 14, 9, 4, 7), strict=True))
    firsts = pd.DataFrame(
        [[1 if item == first else 2 for item in counts] for first, n in counts.items() for _ in range(n)],
        columns=list(SURVEY.study.questions["skill"].columns),
    )
    survey = real(firsts.reindex(columns=SURVEY.respondents.columns), tables=(("skill_first",),))
    ranked, rule = describe.first_choices(firsts, list(counts)), disclosure.Category("skill_first")
    table = disclosure.released(ranked, rule, disclosure.release(survey))
    declared = list(counts)
    assert list(table.frame.index) == [declared[0], declared[2], declared[1], *declared[3:]]
    # How often 14 stay ahead of 9 in resamples would tell the 9.
    fewer = firsts[firsts.iloc[:, 2] != 1].reset_index(drop=True)
    few = real(SURVEY.respondents.iloc[: len(fewer)].assign(**fewer), tables=(("skill_first",),))
    entries = pages.Page(few).ledger.entries
    assert {entries[id].text for id in ("runner_up", "lead", "stays_first")} == {"[c]"}
