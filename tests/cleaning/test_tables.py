"""The first rows of a table can be looked at, and are still there for who reads it."""

from helpers.cleaning.tables import HEAD, Table


def test_looking_at_the_head_uses_nothing_up():
    rows = [(number, [str(number)]) for number in range(1, HEAD + 40)]
    drawn = []
    table = Table("UTF-8, comma", (drawn.append(row) or row for row in rows))
    # Only the head has been read: a file of any size is read once, from the first row to the last.
    assert drawn == table.head == rows[:HEAD]
    assert list(table.rows) == rows


def test_a_short_table_is_its_head():
    table = Table("Excel", iter([(1, ["a"])]))
    assert table.head == [(1, ["a"])] == list(table.rows)
    assert (table.faults, table.warnings, table.labels) == ([], [], [])
