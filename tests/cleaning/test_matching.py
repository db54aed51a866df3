"""An option's column is told by its text, its value or its own heading, and by nothing else in silence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_exports import asked, columns, multiple, option, survey, warnings

from helpers.cleaning.tools import pattern
from helpers.study import InputError

ANIMALS = ("Ant", "Bee", "Cow", "Dog")
OWN = ["ResponseId", "Status", "Finished"]
OWN_IDS = ["_recordId", "status", "finished"]
# Who ticked what; the last answered nothing.
TICKS = [("Ant",), ("Cow",), ("Cow", "Dog"), ("Cow",), ("Bee",), ()]
READ = {
    code: [(animal in ticked) if ticked else None for ticked in TICKS]
    for code, animal in zip("abcd", ANIMALS, strict=True)
}


def qualtrics(headings, texts, cells):
    """Three header rows, as Qualtrics writes them, above finished responses."""
    ids = [json.dumps({"ImportId": id}) for id in [*OWN_IDS, *headings]]
    rows = [[f"R_{row}", "IP Address", "True", *held] for row, held in enumerate(cells)]
    return [[*OWN, *headings], [*OWN, *texts], ids, *rows]


def ticked(options, tick=lambda option: "1", blank=""):
    return [[tick(each) if each in held else blank for each in options] for held in TICKS]


@pytest.mark.long
@settings(max_examples=60)
@given(
    st.permutations(range(4)),
    st.lists(st.integers(0, 40) | st.sampled_from(["a", "b", "x1", "A2"]), min_size=4, max_size=4, unique_by=str),
    st.booleans(),
    st.sampled_from(["qualtrics", "redcap", "limesurvey", "plain", "kobo"]),
    st.sampled_from(["right", "none", "shifted"]),
)
def test_any_numbering_gives_the_same_answers_or_a_refusal(tmp_path_factory, order, codes, shown, tool, values):
    """Permuted, with gaps, renamed: read as declared, or refused; and never one option's column for another."""
    animals = [ANIMALS[place] for place in order]
    codes = [str(code) for code in codes]
    cells = ticked(animals)
    heads = {"qualtrics": "Q7_{}", "redcap": "q7___{}", "limesurvey": "Q7[{}]", "plain": "Q7_{}", "kobo": "Q7/{}"}
    headings = [heads[tool].format(code) for code in codes]
    if tool == "qualtrics":
        records = qualtrics(headings, [f"Which? - {animal}" if shown else "Which?" for animal in animals], cells)
        records = records if shown else [records[0], *records[3:]]
    elif tool == "redcap":
        records = [["record_id", *headings, "f_complete"]]
        records += [[f"R{row}", *(cell or "0" for cell in held), "2"] for row, held in enumerate(cells)]
    elif tool == "limesurvey":
        records = [["id", "submitdate", "lastpage", *headings]]
        records += [
            [f"R{row}", "2026-01-01 10:00:00", "1", *("Y" * bool(c) for c in held)] for row, held in enumerate(cells)
        ]
    elif tool == "kobo":
        records = [["_uuid", "_submission_time", *headings]]
        records += [[f"R{row}", "2026-01-01T10:00:00", *held] for row, held in enumerate(cells)]
    else:
        records = [["ResponseId", *headings], *([f"R{row}", *held] for row, held in enumerate(cells))]
    declared = dict(zip(animals, codes if values == "right" else [*codes[1:], codes[0]], strict=True))
    options = [(animal, None if values == "none" else declared[animal]) for animal in ANIMALS]
    column = "q7" if tool == "redcap" else "Q7"
    folder = tmp_path_factory.mktemp("numbered")
    if values == "shifted" and not (tool == "qualtrics" and shown):
        # Nothing in the file contradicts a declaration that is wrong: its values are the word of the researcher.
        return
    try:
        cleaned = survey(folder, records, multiple("an", column, *options, text="Which?"))
    except InputError as error:
        told = values == "right" or (tool == "qualtrics" and shown and values == "none")
        assert not told, str(error)
        assert "nothing says which is theirs" in str(error) or "correct" in str(error)
    else:
        assert values != "shifted"
        assert columns(cleaned, "an") == READ


def test_text_and_number_that_disagree_are_refused(tmp_path):
    records = qualtrics(["Q7_1", "Q7_2"], ["Which? - Bee", "Which? - Ant"], [["1", ""], ["", "1"]])
    with pytest.raises(InputError) as caught:
        survey(tmp_path, records, multiple("an", "Q7", ("Ant", "1"), ("Bee", "2")))
    assert "column Q7_1: is headed 'Bee' where '1' is declared as the value of 'Ant'" in str(caught.value)
    # Without the numbers, the texts decide.
    assert columns(survey(tmp_path, records, multiple("an", "Q7", "Ant", "Bee")), "an") == {
        "a": [False, True],
        "b": [True, False],
    }


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        (["gym___0", "gym___1", "gym___2"], ["0", "1", "2"]),
        (["gym___a", "gym___b", "gym___c"], ["A", "B", "C"]),
        (["gym____1", "gym___1", "gym___99"], ["-1", "1", "99"]),
        (["gym___dont_know", "gym___no", "gym___yes"], ["dont_know", "no", "yes"]),
    ],
)
def test_redcap_codes_from_zero_by_letter_below_zero_and_by_word(tmp_path, headings, values):
    records = [["record_id", *headings, "week_complete"], ["1", "1", "0", "0", "2"], ["2", "0", "1", "1", "2"]]
    cleaned = survey(tmp_path, records, multiple("gym", "gym", *zip(("Mon", "Tue", "Wed"), values, strict=True)))
    assert columns(cleaned, "gym") == {"a": [True, False], "b": [False, True], "c": [False, True]}


def test_an_option_that_is_not_declared_answers_the_question_all_the_same(tmp_path):
    records = [
        ["record_id", "gym___0", "gym___1", "gym___4", "week_complete"],
        ["1", "1", "0", "0", "2"],
        ["2", "0", "0", "1", "2"],
        ["3", "0", "0", "0", "2"],
    ]
    cleaned = survey(tmp_path, records, multiple("gym", "gym", ("Mon", "0"), ("Tue", "1")))
    # Boxes left alone are exported as 0, so that the third said nothing, while the second ticked Friday.
    assert columns(cleaned, "gym") == {"a": [True, False, None], "b": [False, False, None]}


@pytest.mark.parametrize("codes", [["O1", "O2"], ["A1", "A2"], ["SQ002", "SQ001"], ["7", "3"], ["bus", "car"]])
def test_limesurvey_own_codes_are_values(tmp_path, codes):
    records = [
        ["id", "submitdate", "lastpage", *(f"P5[{code}]" for code in codes)],
        ["1", "2026-01-01 10:00:00", "2", "Y", ""],
    ]
    cleaned = survey(tmp_path, records, multiple("p", "P5", *zip(("Bus", "Car"), codes, strict=True)))
    assert columns(cleaned, "p") == {"a": [True], "b": [False]}


LIME = ["id", "submitdate", "lastpage"]


def lime(headings, *cells):
    return [[*LIME, *headings], *([str(row), "2026-01-01 10:00:00", "2", *held] for row, held in enumerate(cells))]


def test_codes_that_the_tool_gives_itself_are_taken_in_order_and_said(tmp_path):
    records = lime(["P5[SQ001]", "P5[SQ002]"], ["Ja", "Nein"], ["Nein", "Ja"], ["Nein", "Nein"])
    cleaned = survey(tmp_path, records, multiple("p", "P5", "Bus", "Car"))
    # Three people, of whom the last said no to both.
    assert columns(cleaned, "p") == {"a": [True, False, False], "b": [False, True, False]}
    assert "nothing but the tool's own codes (SQ001, SQ002) tells the options of questions.p apart" in warnings(cleaned)


@pytest.mark.parametrize(
    "headings", [["P5[SQ002]", "P5[SQ001]"], ["P5[SQ001]", "P5[SQ003]"], ["P5[1]", "P5[2]"], ["P5[SQ001]", "P5[A]"]]
)
def test_other_codes_without_values_are_refused_with_what_to_do(tmp_path, headings):
    with pytest.raises(
        InputError, match=r"'Bus', 'Car' of questions\.p have no column; of P5.*give each option as `value`"
    ):
        survey(tmp_path, lime(headings, ["Y", ""]), multiple("p", "P5", "Bus", "Car"))


@pytest.mark.parametrize(
    ("headings", "column"),
    [
        (["How? [Car]", "How? [Bus]"], "How?"),
        (["P5. How? [Car]", "P5. How? [Bus]"], "P5"),
        (["How?  [Car]", "How?\n[Bus]"], "How?"),
    ],
)
def test_full_headings_tell_options_by_text(tmp_path, headings, column):
    records = lime(headings, ["Yes", "No"], ["N/A", "Yes"], ["N/A", "N/A"])
    records[0][:3] = ["Response ID", "Date submitted", "Last page"]
    cleaned = survey(tmp_path, records, multiple("p", column, "Bus", "Car", text="How?"))
    assert columns(cleaned, "p") == {"a": [False, True, None], "b": [True, None, None]}


def test_an_option_may_name_its_own_column(tmp_path):
    question = asked("act", "multiple", [option("Walking", "w", column="I walk"), option("Sports", "s", column="Q9")])
    records = [["ResponseId", "I walk", "Q9"], ["a", "1", ""], ["b", "", "yes"]]
    assert columns(survey(tmp_path, records, question), "act") == {"w": [True, False], "s": [False, True]}
    with pytest.raises(
        InputError, match=r"column 'Q9' is missing; option 'Sports' of questions\.act is declared with it"
    ):
        survey(tmp_path, [record[:2] for record in records], question)


def test_typeform_heads_a_column_by_its_option_alone(tmp_path):
    own = ["Response Type", "Submit Date (UTC)"]
    records = [["#", "Walking", "Sports", *own], ["a", "Walking", "", "completed", "2026-01-01 10:00:00"]]
    question = multiple("act", "What do you do?", "Sports", "Walking")
    assert columns(survey(tmp_path, records, question), "act") == {"a": [False], "b": [True]}
    records = [["#", "Walking", "Sports", "Sports", *own], ["a", "Walking", "", "", "completed", "2026-01-01 10:00:00"]]
    with pytest.raises(InputError, match="give the option its own `column`"):
        survey(tmp_path, records, question)


def test_ranks_by_item_are_told_by_text_and_ranks_by_place_by_what_they_hold(tmp_path):
    texts = ["Rank these - Law", "Rank these - Listening"]
    records = qualtrics(["Q6_9", "Q6_4"], texts, [["2", "1"], ["1", ""]])
    topics = multiple("t", "Q6", "Listening", "Law", kind="ranking")
    assert columns(survey(tmp_path, records, topics), "t") == {"a": [1, None], "b": [2, 1]}
    coded = multiple("t", "Q6", ("Listening", "A2"), ("Law", "A1"), kind="ranking")
    records = lime(["Q6[1]", "Q6[2]"], ["A1", "A2"], ["A1", ""])
    assert columns(survey(tmp_path, records, coded), "t") == {"a": [2, None], "b": [1, 1]}


@pytest.mark.parametrize("heading", ["Rank these [Rank {}]", "Rank these [Rang {}]", "Q6. Rank these [{}]", "Q6_{}"])
def test_columns_by_rank_in_any_language_hold_items(tmp_path, heading):
    column = "Q6" if heading.startswith("Q6") else "Rank these"
    records = lime([heading.format(1), heading.format(2)], ["Law", "Listening"])
    topics = multiple("t", column, "Listening", "Law", text="Rank these", kind="ranking")
    assert columns(survey(tmp_path, records, topics), "t") == {"a": [2], "b": [1]}


def test_items_coded_by_numbers_are_no_ranks(tmp_path):
    # A column for each rank holds numbers, which are items here: read by item, they would say the reverse.
    coded = multiple("t", "Q6", ("Listening", "1"), ("Law", "2"), ("Digital", "3"), kind="ranking")
    records = lime(["Q6[1]", "Q6[2]", "Q6[3]"], ["2", "3", "1"])
    assert columns(survey(tmp_path, records, coded), "t") == {"a": [3], "b": [1], "c": [2]}


def test_headings_that_stand_twice_matter_where_they_are_declared(tmp_path):
    pay = asked("q", "choice", ["Yes", "No"], "Pay", "Would you?")
    records = [["ResponseId", "Pay", "Note", "Note"], ["a", "Yes", "x", "y"], ["b", "No", "", ""]]
    cleaned = survey(tmp_path, records, pay)
    assert "columns 3, 4 have no heading of their own, and are not read" in warnings(cleaned)
    records = [["ResponseId", "Pay", "Note", "Pay"], ["a", "x", "x", "Yes"]]
    with pytest.raises(InputError, match=r"'Pay' stands above columns 2 and 4; declare .* as 'Pay \(column 4\)'"):
        survey(tmp_path, records, pay)
    cleaned = survey(tmp_path, records, asked("q", "choice", ["Yes", "No"], "Pay (column 4)", "Would you?"))
    assert cleaned.respondents["q"].to_list() == ["Yes"]


def test_a_column_without_a_heading_is_named_by_its_place(tmp_path):
    records = [["ResponseId", "Pay", ""], ["a", "Yes", "12"]]
    questions = asked("q", "choice", ["Yes", "No"], "Pay"), asked("bid", "amount", (), "(column 3)")
    assert survey(tmp_path, records, *questions).respondents["bid"].to_list() == [12]


def test_every_missing_column_and_option_is_named_in_one_go(tmp_path):
    questions = [
        asked("q", "choice", ["Yes", "No"], "Q1"),
        asked("r", "choice", ["Yes", "No"], "Q2"),
        multiple("p", "P5", "Bus", "Car"),
        asked("s", "choice", ["Old", "New"], "Q3"),
    ]
    records = lime(["P5[a]", "P5[b]", "Q3"], ["Y", "", "Blue"], ["Y", "", "Red"])
    with pytest.raises(InputError) as caught:
        survey(tmp_path, records, *questions)
    said = str(caught.value).split("\n")
    assert len(said) == 4 and all(sentence.startswith(f"{tmp_path.name}/export.csv, row") for sentence in said)
    assert "column 'Q1' is missing" in said[0] and "column 'Q2' is missing" in said[1]
    assert "'Bus', 'Car' of questions.p have no column" in said[2]
    assert "'Blue' is not a declared option (Old; New) (and so do 1 more rows, with 'Red')" in said[3]


def test_two_questions_cannot_read_one_column(tmp_path):
    questions = asked("q", "choice", ["Yes", "No"], "Q1", "Pay?"), asked("r", "choice", ["Yes", "No"], "Pay?")
    records = qualtrics(["Q1"], ["Pay?"], [["Yes"]])
    with pytest.raises(InputError, match=r"column Q1: is read for questions\.q and for questions\.r"):
        survey(tmp_path, records, *questions)


def test_a_template_needs_its_question():
    assert pattern("{text} - {option}", "Q1", "").fullmatch("anything - else") is None
