"""Columns of one question are taken together, under the text that they share, and nothing is judged."""

import pytest

from helpers.drafting import columns
from helpers.study import InputError

QUALTRICS = (
    "ResponseId,Finished,Status,Q1_1,Q1_4,Q2\n"
    "Response ID,Finished,Response Type,Which animals? - Selected Choice - Ant,"
    "Which animals? - Selected Choice - Bee,Why?\n"
    '"{""ImportId"":""_recordId""}","{""ImportId"":""finished""}","{""ImportId"":""status""}",'
    '"{""ImportId"":""QID1_1""}","{""ImportId"":""QID1_4""}","{""ImportId"":""QID2""}"\n'
    "R_1,True,IP Address,Ant,,because\nR_2,True,IP Address,,Bee, \n"
)


def read(folder, text):
    (folder / "export.csv").write_text(text, encoding="utf-8")
    return columns.read(folder / "export.csv")


def test_items_of_a_question_are_one_block(tmp_path):
    export = read(tmp_path, QUALTRICS)
    assert (export.tool.name, export.rows) == ("Qualtrics", 2)
    *_, animals, why = export.blocks
    assert (animals.column, animals.text, animals.items) == ("Q1", "Which animals?", ("Ant", "Bee"))
    assert [column.cells for column in animals.columns] == [("Ant", ""), ("", "Bee")]
    assert (why.text, why.items) == ("Why?", ())
    # A cell of spaces holds nothing, and is kept as it came.
    assert why.columns[0].cells == ("because", " ") and why.columns[0].filled == ["because"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("id,a\n", "holds a header and no response"), ("id,a\n1,2\n3\n", "row 3")],
)
def test_a_file_without_answers_or_with_a_short_row_is_a_sentence(tmp_path, text, words):
    with pytest.raises(InputError, match=rf"export\.csv.*{words}"):
        read(tmp_path, text)
