"""What a terminal is shown and asked: every column with counts, and five questions at most."""

import os
import pty
import re
import subprocess
import sys
import tomllib

import pytest
from invented_exports import FORMATS, MONEY

from helpers import drafting
from helpers.study import InputError


@pytest.fixture
def draft(tmp_path):
    """Amounts as typed, with two columns that may ask whether anything would be paid."""
    frame = FORMATS["open amount"]().assign(**{"Would you pay at all for parking?": ["Yes", "No"] * 60})
    frame["Would you pay anything at all?"] = (
        frame["Would you pay anything at all?"].sample(frac=1, random_state=1).to_list()
    )
    frame.assign(**{"What would you pay next year?": [*range(20, 140)]}).to_csv(tmp_path / "export.csv", index=False)
    return drafting.read(tmp_path / "export.csv")


def test_every_column_is_listed_with_kind_id_and_counts(draft):
    said = drafting.listing(draft)
    assert "120 rows found as plain (UTF-8, comma)" in said
    # Counted in the table that was drawn: 59 in town and 61 elsewhere.
    assert "choice    Where do you live? -> live\n            Elsewhere (61), In town (59)" in said
    assert "looks personal, and is not kept: E-mail" in said and "example.org" not in said


def test_five_things_are_asked_and_no_more(draft):
    put = []
    answers = iter(["1", "a day in the park", "one-off", "the visitor", "2"])

    def ask(question):
        put.append(question)
        return next(answers)

    said = drafting.asked(draft, drafting.Said(), ask)
    assert said == drafting.Said(
        MONEY, "a day in the park", "one-off", "the visitor", "Would you pay at all for parking?"
    )
    assert len(put) == 5 and put[0].startswith("Which column holds what respondents would pay?\n  1  ")


def test_what_was_said_already_is_not_asked(draft):
    said = drafting.Said(MONEY, "a day", "one-off", "the visitor", "none")
    assert drafting.asked(draft, said, lambda question: pytest.fail(question)) == said
    assert drafting.told(draft, said).ids["wtp"].column == MONEY
    assert "pays_anything" not in drafting.told(draft, said).ids


def test_a_blank_answer_leaves_the_place_open(draft):
    assert drafting.asked(draft, drafting.Said(), lambda _: "") == drafting.Said()


def test_the_card_is_asked_for_where_amounts_may_have_been_shown(tmp_path):
    FORMATS["payment card"]().to_csv(tmp_path / "export.csv", index=False)
    draft, put = drafting.read(tmp_path / "export.csv"), []
    said = drafting.asked(draft, drafting.Said(), lambda question: put.append(question) or "1 2 5 10 20 50 100")
    assert said.card == (1, 2, 5, 10, 20, 50, 100) and "Chosen were 1, 2, 5, 10, 20, 50" in put[0]
    with pytest.raises(InputError, match=r"export\.csv, column card: 50 is not on the card"):
        drafting.told(draft, drafting.Said(card=(1, 2, 5, 10, 20)))


@pytest.mark.parametrize(
    ("said", "told"), [({"wtp": "Q99"}, "--wtp names 'Q99'"), ({"zero": "Q99"}, "--zero names 'Q99'")]
)
def test_a_heading_that_is_not_there_is_told_with_those_that_are(draft, said, told):
    with pytest.raises(InputError, match=rf"export\.csv: {told}; columns that may be meant: 'W"):
        drafting.told(draft, drafting.Said(**said))


def test_amounts_are_read_as_listed_or_refused():
    with pytest.raises(InputError, match="'5 to 10' is no list of amounts"):
        drafting.amounts("5 to 10")


def conversation(command, answers):
    """What a command prints on a terminal of its own, once each question (by what it ends with) has been answered."""
    ours, its = pty.openpty()
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, close_fds=True)
    os.close(its)
    said, open_ones = "", list(answers)
    while True:
        try:
            held = os.read(ours, 65_536).decode(errors="replace")
        except OSError:  # so Linux says that nobody writes to the terminal any more
            held = ""
        if not held:
            break
        said += held
        if open_ones and said.rstrip().endswith(open_ones[0][0]):
            os.write(ours, f"{open_ones.pop(0)[1]}\n".encode())
    os.close(ours)
    assert process.wait() == 0 and not open_ones, said
    return said.replace("\r\n", "\n")


@pytest.mark.long
def test_on_a_real_terminal_five_things_are_asked_and_what_was_said_is_declared(tmp_path, draft):
    command = [sys.executable, "-m", "helpers.compendium", "new", str(tmp_path / "study")]
    answers = [
        ("Number:", "1"),
        ("What was valued, in words?", "a day in the park"),
        ("per year or unknown?", "one-off"),
        ("Who would pay?", "the visitor"),
        ("Number:", "2"),
    ]
    said = conversation([*command, "--from", str(draft.export.path)], answers)
    assert len(re.findall(r"^(?:Which|What|Who)\b.*\?", said, re.MULTILINE)) == 5
    declared = tomllib.loads((tmp_path / "study" / "study.toml").read_text(encoding="utf-8"))
    assert declared["good"]["good"] == "a day in the park" and declared["good"]["payer"] == "the visitor"
    assert declared["questions"]["wtp"]["column"] == MONEY
    assert declared["questions"]["pays_anything"]["column"] == "Would you pay at all for parking?"
    assert f"next: make STUDY={tmp_path}/study/study.toml" in said
