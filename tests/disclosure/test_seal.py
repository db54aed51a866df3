"""Nothing reaches a table or a figure of a real survey but what a rule released, whatever is done with a frame."""

import copy
import dataclasses
import pickle

import pandas as pd
import pytest
from as_real import KINDS, real
from as_real import SURVEY as INVENTED
from checks import ROOT

from helpers import describe, disclosure, figures, pages
from helpers.result import Result, money
from helpers.study import InputError, Mark

SURVEY = real(tables=(("gender",),), public=())
PAGE = pages.Page(SURVEY)
RAW = describe.distribution(SURVEY.respondents["gender"], KINDS["gender"])
RULE = disclosure.Category("gender")
RELEASED = PAGE.released(RAW, RULE)
COUNTS = RAW.frame["count"]


def printed(content, *by):
    """All that a table of this holds, the CSV inside its link included."""
    data, _ = PAGE.table(content, "Gender", *by)._repr_mimebundle_()
    return data["text/plain"] + pages.Table(content, "Gender", *by)._flat().to_csv()


BEFORE = printed(RELEASED)


def test_the_small_counts_are_there_to_be_hidden():
    # By hand: 43 women, 9 men and one otherwise answered; 9 and 1 hide each other.
    assert COUNTS.to_list() == [43, 9, 1] and RELEASED.frame["count"].to_list()[1:] == [pd.NA, pd.NA]
    assert BEFORE.count("[c]") == 10 and "1,Man,,,,,\n" in BEFORE and RELEASED.rests_on.marks == (Mark.SURVEY,)


def test_what_was_released_prints_nothing_of_what_it_holds():
    assert "_held" not in repr(RELEASED)


def test_withheld_is_only_what_shows_nothing():
    alone = pd.DataFrame({"amount": [5.0, 7.0]}, index=pd.Index([3, "three"], name="row"))
    withheld = PAGE.released(Result(alone), disclosure.Kind.WITHHELD)
    assert withheld.withheld and withheld.hidden == {(3, "amount"), ("three", "amount")}
    assert RELEASED.hidden and not RELEASED.withheld


def test_where_nobody_is_real_a_result_is_released_as_it_is():
    synthetic = disclosure.released(RAW, RULE, disclosure.release(INVENTED))
    pd.testing.assert_frame_equal(synthetic.frame, RAW.frame)
    assert synthetic.hidden == frozenset() and synthetic.rests_on.marks == (Mark.SYNTHETIC,)


def test_what_counts_nobody_or_pairs_is_released_by_itself():
    coded = Result(pd.DataFrame({"pairs": [15], "kappa": [0.8]}))
    assert disclosure.counting_nobody(coded, SURVEY.source).frame["pairs"].to_list() == [15]


ATTACKS = {
    "assign": lambda frame: frame.assign(count=COUNTS),
    "merge": lambda frame: frame.drop(columns="count").merge(COUNTS, left_index=True, right_index=True),
    "join": lambda frame: frame.drop(columns="count").join(COUNTS),
    "pivot": lambda frame: frame.assign(count=COUNTS).pivot_table(index="answer", values="count", sort=False),
    "groupby": lambda frame: frame.assign(count=COUNTS).groupby("answer", sort=False).sum(),
    "concat": lambda frame: pd.concat([frame.drop(columns="count"), COUNTS], axis=1),
    "copy": lambda frame: put(copy.deepcopy(frame)),
    "item assignment": lambda frame: put(frame),
    "combine": lambda frame: frame.combine_first(RAW.frame),
}


def put(frame):
    """The raw counts put into a frame in place."""
    frame["count"] = COUNTS
    return frame


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
@pytest.mark.parametrize(
    "by",
    [(), (Mark.SURVEY,), (Mark.SYNTHETIC,), ("PUBLISHED",), ("SURVEY",), (None,)],
    ids=["nothing", "SURVEY", "SYNTHETIC", "text PUBLISHED", "text SURVEY", "None"],
)
def test_what_is_made_of_a_released_frame_is_not_released(attack, by):
    for wrapped in (attack(RELEASED.frame), Result(attack(RELEASED.frame))):
        with pytest.raises(InputError):
            PAGE.table(wrapped, "Gender", *by)
        with pytest.raises(InputError):
            pages.Table(wrapped, "Gender", *by)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_nor_does_the_attack_reach_what_was_released(attack):
    attack(RELEASED.frame)
    assert printed(RELEASED) == BEFORE


def test_judging_a_forged_count_again_is_refused():
    with pytest.raises(InputError, match="not the count that was judged"):
        PAGE.released(Result(RAW.frame.assign(count=[9, 9, 1])), RULE)
    with pytest.raises(InputError, match="A DataFrame says nothing of its units"):
        PAGE.released(RAW.frame, RULE)
    with pytest.raises(InputError, match="counts respondents"):
        disclosure.counting_nobody(RAW, SURVEY.source)


def test_a_released_result_cannot_be_built_altered_or_given_another_mark():
    with pytest.raises(InputError, match="Only disclosure releases"):
        disclosure.Released(RAW.frame, SURVEY.source, "GBP", frozenset())
    with pytest.raises(InputError, match="Only disclosure releases"):
        dataclasses.replace(RELEASED, hidden=frozenset())
    for name in ("frame", "hidden", "rests_on", "_held", "other"):
        with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
            setattr(RELEASED, name, RAW.frame)
    with pytest.raises(TypeError):
        RELEASED["count"] = COUNTS
    assert not hasattr(RELEASED, "assign")
    with pytest.raises(InputError, match="has its mark"):
        PAGE.table(RELEASED, "Gender", Mark.PUBLISHED)
    with pytest.raises(InputError):
        dataclasses.replace(PAGE.table(RELEASED, "Gender"), content=RAW)
    with pytest.raises(TypeError):
        RELEASED.units["count"] = RELEASED.hidden["count"] = None


def test_a_copy_of_a_released_result_is_the_same_result():
    for again in (copy.copy(RELEASED), copy.deepcopy(RELEASED), pickle.loads(pickle.dumps(RELEASED))):
        assert again == RELEASED and printed(again) == BEFORE


@pytest.mark.slow
def test_figures_take_what_was_released_and_no_frame():
    said = "Shares with 95 % intervals, gender: Woman 81 % (69 % to 89 %). SURVEY."
    assert figures.shares(RELEASED, "gender").alt.endswith(said)
    for mark in (None, Mark.SURVEY, Mark.SYNTHETIC, "PUBLISHED"):
        with pytest.raises(InputError):
            figures.shares(RAW, "gender", mark)
    with pytest.raises(InputError):
        figures.dots(COUNTS.astype(float), Mark.SURVEY, "people", "counts")
    with pytest.raises(InputError):
        figures.dots(COUNTS.astype(float), "DERIVED", "people", "counts")
    with pytest.raises(AttributeError):
        figures.amounts(RAW.frame, 58)


def test_sentences_name_no_mark_of_a_survey():
    for mark in (Mark.SURVEY, Mark.SYNTHETIC, "PUBLISHED"):
        with pytest.raises(InputError, match="A page names one of"):
            PAGE.say("Nine of them.", mark=mark)
        with pytest.raises(InputError, match="A page names one of"):
            PAGE.add({"men": "9"}, mark)


@pytest.mark.parametrize("mark", Mark)
def test_no_text_passes_for_a_mark(mark):
    class Posing(str):
        """Equal to whatever it is compared with."""

        __slots__ = ()

        def __eq__(self, other):
            return True

        def __hash__(self):
            return hash(mark)

    assert mark != str(mark) and not isinstance(mark, str) and str(mark) == mark.value
    for text in (str(mark), Posing(str(mark))):
        with pytest.raises(InputError):
            disclosure.nameable(text)


def test_hidden_numbers_are_signed_and_missing_ones_are_blank():
    # A fit without a spike has no share of zeros: nothing is hidden there.
    frame = pd.DataFrame({"n": [40, 40, 9], "mean": [5.0, 6, 7], "share_zero": [0.1, None, None]})
    content = PAGE.released(Result(frame, money("mean")), disclosure.Kind.STATISTICS)
    assert pages.Table(content, "Means").shown().to_numpy().tolist() == [
        ["40", "£5.00", "0.10"],
        ["40", "£6.00", ""],
        ["[c]", "[c]", "[c]"],
    ]


def test_what_is_named_has_a_mark_that_a_page_may_name():
    table = pages.Table(RAW, "Answers that another study published", Mark.OTHER_STUDY)
    assert table._repr_mimebundle_()[1] == {"mark": "OTHER STUDY"}


def test_nothing_that_judges_or_prints_hangs_on_what_a_frame_carries_along():
    # Attributes of a frame survive assign, groupby and concat. Cleaning and the estimator note there how they read.
    rooms = [path for path in (ROOT / "src" / "helpers").iterdir() if path.name not in ("valuation", "cleaning")]
    files = [file for room in rooms for file in ([room] if room.suffix == ".py" else room.rglob("*.py"))]
    assert len(files) > 30 and not [file.name for file in files if ".attrs" in file.read_text(encoding="utf-8")]
