"""Every row is accounted for, every amount is read in the light of what was said before it, and bad input stops."""

import re
import shutil

import pytest
from checks import ROOT
from other_exports import KEPT_ROWS, RESPONSES, SURVEY, clean

from helpers import cleaning
from helpers.study import InputError, load, write_sidecar

RESPONDENTS = SURVEY.respondents


def with_cells(row: int, **cells: str) -> list[dict[str, str]]:
    """The bundled responses with some cells of one row changed; rows as a spreadsheet numbers them."""
    responses = [dict(response) for response in RESPONSES]
    responses[row - 4] |= cells
    return responses


def one(survey, row: int):
    """The respondent and the audited amount that a row of the export became."""
    place = sorted(SURVEY.raw.loc[KEPT_ROWS, "response_id"]).index(RESPONSES[row - 4]["ResponseId"])
    return survey.respondents.iloc[place], survey.money.iloc[place]


def test_published_totals():
    # Lancet 2022; 400: S79: 54; 23 undergraduate, 13 Masters', 18 remaining; 38 trained; 100 % would consider
    # benefitting; personal skills most essential.
    assert len(RESPONDENTS) == 54
    assert RESPONDENTS["qualification_group"].value_counts().to_dict() == {
        "undergraduate": 23,
        "no graduate qualification": 18,
        "masters": 13,
    }
    assert (RESPONDENTS["trained"] == "Yes").sum() == 38
    assert (RESPONDENTS["would_benefit"] == "Yes").all()
    firsts = (RESPONDENTS.filter(like="skill_") == 1).sum()
    assert firsts.idxmax() == "skill_personal"
    assert firsts.sort_values().iloc[-2] < firsts["skill_personal"] < 54 / 2


def test_base_case_mean_is_58_pounds_exactly():
    used = RESPONDENTS[cleaning.usable(RESPONDENTS)]
    # 46 x 58 = 2668: whole pounds, so that the sum is exact.
    assert (len(used), used["wtp_amount"].sum()) == (46, 2668)
    assert set(used["wtp_status"]) == {"payer", "true zero", "unclear zero"}


def test_flow_accounts_for_every_row():
    # Counted in the file itself, without pandas and without the helper.
    flow = SURVEY.flow.set_index("reason")["rows"]
    assert flow["rows in the export"] == len(RESPONSES) == 65
    assert flow["preview"] == sum(response["Status"] == "Survey Preview" for response in RESPONSES) == 3
    assert flow["partial"] == sum(response["Finished"] == "False" for response in RESPONSES) == 4
    assert flow["exact duplicate"] == len(RESPONSES) - len({tuple(response.values()) for response in RESPONSES}) == 1
    assert flow["no consent"] == sum(response["Q1"].startswith("No") for response in RESPONSES) == 1
    assert flow["not a link worker"] == 2
    assert flow["respondents"] == len(RESPONDENTS)
    assert SURVEY.flow.loc[SURVEY.flow["step"] == "excluded", "rows"].sum() == len(SURVEY.excluded) == 65 - 54
    assert set(SURVEY.excluded.index) | set(KEPT_ROWS) == set(SURVEY.raw.index)
    assert SURVEY.excluded["response_id"].to_dict() == {
        row: RESPONSES[row - 4]["ResponseId"] for row in SURVEY.excluded.index
    }


@pytest.mark.slow
def test_row_order_does_not_matter(tmp_path):
    turned = clean(tmp_path, RESPONSES[::-1])
    assert turned.respondents.equals(RESPONDENTS)
    assert turned.money.equals(SURVEY.money)
    assert turned.flow.equals(SURVEY.flow)


@pytest.mark.slow
def test_unrelated_column_is_ignored(tmp_path):
    wider = clean(tmp_path, [{"Weather": str(place), **response} for place, response in enumerate(RESPONSES[:-1])])
    assert wider.respondents.equals(RESPONDENTS)


def test_nothing_that_could_identify_anybody_is_kept():
    assert list(RESPONDENTS.columns) == [
        *("respondent", "synthetic", "role", "qualification", "qualification_group", "trained", "would_benefit"),
        *("gender", "age_band", "years_in_role", "employer", "pay_band", "area"),
        *(f"skill_{name}" for name in ("personal", "communication", "local", "coaching", "records", "managing")),
        *("pays_anything", "wtp_amount", "wtp_status", "zero_reason", "card_chosen", "intervention"),
    ]
    text = RESPONDENTS.to_csv()
    for response in RESPONSES:
        for column in ("StartDate", "RecordedDate", "IPAddress", "ResponseId", "Q17"):
            assert not response[column] or response[column] == "None" or response[column] not in text


def test_respondents_are_numbered_in_the_order_of_response_ids():
    assert RESPONDENTS["respondent"].iloc[[0, -1]].to_list() == ["SYN-001", "SYN-054"]
    kept = SURVEY.raw.loc[KEPT_ROWS].sort_values("response_id")
    assert kept["wtp"].to_list() == SURVEY.money["text"].to_list()


def test_the_ruling_list_holds_the_one_unruled_answer():
    assert SURVEY.unruled["text"].to_list() == ["£40-50"]
    assert list(SURVEY.unruled.columns) == list(SURVEY.money.columns)
    assert SURVEY.money.set_index("text").loc["£50 (once)", "reason"].startswith("ruled by")


# What was said before, what was typed, the reason for zero; then the status and the amount that follow.
WTP_CASES = [
    ("Yes", "£50", "", "payer", 50),
    ("Don't know", "£50", "", "payer", 50),
    ("", "£50", "", "payer", 50),
    ("No", "", "I cannot afford it", "true zero", 0),
    ("No", "n/a", "I cannot afford it", "true zero", 0),
    ("No", "nothing", "I object to paying for training that my job requires", "protest zero", 0),
    ("No", "0", "My employer should pay", "unclear zero", 0),
    ("No", "0", "", "unclear zero", 0),
    ("Don't know", "nil", "", "unclear zero", 0),
    ("", "0", "I cannot afford it", "true zero", 0),
    ("Yes", "", "", "missing", None),
    ("", "", "", "missing", None),
    ("Don't know", "don't know", "I cannot afford it", "missing", None),
    ("Yes", "£5-10", "", "unruled", None),
    ("No", "£5-10", "I cannot afford it", "unruled", None),
    ("No", "£50", "I cannot afford it", "unruled", None),
    ("Yes", "0", "I cannot afford it", "unruled", None),
]


@pytest.mark.long
@pytest.mark.parametrize(("pays", "typed", "reason", "status", "amount"), WTP_CASES)
def test_status_follows_from_all_three_answers(tmp_path, pays, typed, reason, status, amount):
    row = KEPT_ROWS[0]
    respondent, _ = one(clean(tmp_path, with_cells(row, Q7=pays, Q8=typed, Q9=reason)), row)
    assert respondent["wtp_status"] == status
    assert respondent["wtp_amount"] == amount or (
        amount is None and respondent["wtp_amount"] != respondent["wtp_amount"]
    )


@pytest.mark.slow
def test_contradiction_waits_under_both_answers_and_can_be_ruled_on(tmp_path):
    row = KEPT_ROWS[0]
    waiting = clean(tmp_path / "waiting", with_cells(row, Q7="No", Q8="£50", Q9=""))
    _, amount = one(waiting, row)
    assert (amount["text"], amount["status"]) == ("No: £50", "unclear")
    assert "contradicts" in amount["reason"]
    assert "No: £50" in waiting.unruled["text"].to_list()
    ruled = clean(tmp_path / "ruled", with_cells(row, Q7="No", Q8="£50", Q9=""), rulings="No: £50,50,A,a slip\n")
    respondent, amount = one(ruled, row)
    assert (respondent["wtp_status"], respondent["wtp_amount"]) == ("payer", 50)
    assert amount["reason"] == "ruled by A: a slip"


@pytest.mark.slow
def test_contradiction_ruled_missing_stays_missing_after_a_no(tmp_path):
    row = KEPT_ROWS[0]
    ruled = clean(tmp_path, with_cells(row, Q7="No", Q8="£50"), rulings="No: £50,,A,cannot tell\n")
    assert one(ruled, row)[0]["wtp_status"] == "missing"


def test_bad_ruling_is_named_by_its_file_and_row(tmp_path):
    # The bundled file holds its header and one ruling.
    with pytest.raises(InputError, match=r"^data/rulings\.csv, row 3, column text: '£50 \(once\)' is ruled on twice"):
        clean(tmp_path, RESPONSES, rulings="£50 (once),40,A,less\n")


def test_amounts_that_the_survey_showed_are_read_and_never_ruled_on(tmp_path):
    example = load(ROOT / "examples" / "bids" / "study.toml")
    header, *lines = example.export.read_text(encoding="utf-8").splitlines()
    shutil.copy(example.path, tmp_path)

    def offered(*amounts):
        answers = [re.sub(r'"\$\d+"', f'"{amount}"', line) for line, amount in zip(lines, amounts, strict=False)]
        (tmp_path / "export.csv").write_text("\n".join([header, *answers, ""]), encoding="utf-8")
        write_sidecar(tmp_path / "export.csv")
        return cleaning.survey(load(tmp_path / "study.toml"))

    survey = offered("$80", "0", "", "1,000")
    assert survey.respondents["bid"].fillna(-1).to_list() == [80, 0, -1, 1000]
    # No maximum was asked, so there is none to read or to rule on.
    assert list(survey.money.columns) == list(SURVEY.money.columns)
    assert survey.money["status"].isna().all() and survey.unruled.empty
    with pytest.raises(InputError, match=r"row 3, column offer: '\$5-10' is not an amount of money"):
        offered("$80", "$5-10")


@pytest.mark.slow
def test_first_reason_wins(tmp_path):
    row = KEPT_ROWS[0]
    cells = {"Status": "Survey Preview", "Finished": "False", "Q1": "No, I do not agree"}
    assert clean(tmp_path, with_cells(row, **cells)).excluded.loc[row, "reason"] == "preview"


@pytest.mark.slow
def test_codes_of_the_survey_tool_read_as_its_labels(tmp_path):
    codes = {"Survey Preview": "1", "IP Address": "0", "True": "1", "False": "0"}
    coded = [
        response | {column: codes[response[column]] for column in ("Status", "Finished")} for response in RESPONSES
    ]
    assert clean(tmp_path, coded).respondents.equals(RESPONDENTS)


@pytest.mark.slow
def test_real_mode_drops_the_synthetic_label(tmp_path):
    real = [response | {"ResponseId": response["ResponseId"].replace("SYN", "")} for response in RESPONSES]
    real = [{name: cell for name, cell in response.items() if name != "synthetic"} for response in real]
    survey = clean(tmp_path, real, toml=('mode = "synthetic"', 'mode = "real"'))
    assert not survey.respondents["synthetic"].any()
    assert survey.respondents["respondent"].iloc[0] == "R-001"
    assert survey.respondents.drop(columns=["respondent", "synthetic"]).equals(
        RESPONDENTS.drop(columns=["respondent", "synthetic"])
    )


ROW = KEPT_ROWS[3]
FAULTS = {
    "undeclared option": (
        {"Q3": "PhD"},
        f"row {ROW}, column Q3: 'PhD' is not a declared option (Undergraduate degree;",
    ),
    "undeclared option on two lines": ({"Q3": "A\nB"}, f"row {ROW}, column Q3: 'A\\nB' is not a declared option"),
    "undeclared consent": ({"Q1": "I agree"}, f"row {ROW}, column Q1: 'I agree' is not a declared option"),
    "undeclared role": ({"Q2": "Link worker"}, f"row {ROW}, column Q2: 'Link worker' is not a declared option"),
    "undeclared status": ({"Status": "Bot"}, f"row {ROW}, column Status: 'Bot' is not a value"),
    "undeclared end": ({"Finished": "maybe"}, f"row {ROW}, column Finished: 'maybe' is not a value"),
    "amount not on the card": ({"Q10": "£60"}, f"row {ROW}, column Q10: '£60' is not on the card (5, 10, 15,"),
    "no amount on the card": ({"Q10": "most"}, f"row {ROW}, column Q10: 'most' is not on the card"),
    "rank out of range": ({"Q6_2": "7"}, f"row {ROW}, column Q6_2: '7' is not a rank from 1 to 6"),
    "rank zero": ({"Q6_2": "0"}, f"row {ROW}, column Q6_2: '0' is not a rank from 1 to 6"),
    "rank twice": ({"Q6_1": "3", "Q6_2": "3"}, f"row {ROW}, column Q6_2: '3' is a rank already given"),
    "blank id": ({"ResponseId": ""}, f"row {ROW}, column ResponseId: '' is blank"),
    "id of another response": (
        {"ResponseId": RESPONSES[KEPT_ROWS[0] - 4]["ResponseId"]},
        f"stands on rows that differ (first in row {KEPT_ROWS[0]})",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_answer_is_named_in_one_sentence(tmp_path, fault):
    cells, sentence = FAULTS[fault]
    with pytest.raises(InputError) as caught:
        clean(tmp_path, with_cells(ROW, **cells))
    message = str(caught.value)
    assert message.startswith("data/raw/synthetic_export.csv, row")
    assert sentence in message
    assert "\n" not in message
    assert str(tmp_path) not in message


@pytest.mark.slow
def test_partial_ranking_is_kept_as_far_as_it_goes(tmp_path):
    ranks = dict(zip([f"Q6_{place}" for place in range(1, 7)], ["2", "", "", "1", "", ""], strict=True))
    respondent, _ = one(clean(tmp_path, with_cells(ROW, **ranks)), ROW)
    assert (respondent["skill_personal"], respondent["skill_coaching"]) == (2, 1)
    assert respondent.filter(like="skill_").isna().sum() == 4


def test_preview_of_an_older_questionnaire_stops_nothing(tmp_path):
    row = SURVEY.excluded.index[SURVEY.excluded["reason"] == "preview"][0]
    assert clean(tmp_path, with_cells(row, Q3="An option since removed")).respondents.equals(RESPONDENTS)


@pytest.mark.slow
def test_possible_spam_is_set_aside_by_name(tmp_path):
    survey = clean(tmp_path, with_cells(ROW, Status="Spam"))
    assert survey.excluded.loc[ROW, "reason"] == "marked as spam"
    assert len(survey.respondents) == 53


def test_export_with_nobody_left_is_named(tmp_path):
    nobody = [response | {"Finished": "False"} for response in RESPONSES]
    with pytest.raises(InputError, match="no row is left to analyse"):
        clean(tmp_path, nobody)
