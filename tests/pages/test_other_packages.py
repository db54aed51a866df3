"""The page for who comes from elsewhere: every number of ours beside its reference, digit by digit."""

import re

import pytest

from helpers import pages, validation
from helpers.study import load


@pytest.mark.slow
def test_every_task_is_shown_with_both_numbers_and_they_agree():
    study = load()
    page = pages.other_packages(study).replace("\N{MINUS SIGN}", "-")
    tasks = list(validation.translated(study))
    assert [task.name for task, _ in tasks] == re.findall(r"^## (?!What )(.+)$", page, re.MULTILINE)
    rows = re.findall(
        r"^\| ([^|]+) \| (-?[\d.e+-]+) \| (-?[\d.e+-]+) \| (\d+) \|$", page.replace("\N{MINUS SIGN}", "-"), re.M
    )
    assert len(rows) == sum(len(numbers) for _, numbers in tasks) > 20
    for name, reference, here, digits in rows:
        assert int(digits) >= 8 and abs(float(reference) - float(here)) <= 1e-7 * abs(float(reference)), name


@pytest.mark.slow
def test_the_page_says_what_was_not_run_and_types_no_path():
    page = pages.other_packages(load())
    assert "Stata and LIMDEP were not run" in page and "OTHER STUDY" in page
    assert page.count("```") % 2 == 0
    # Times on made-up answers are called that, and stand below all that rests on real ones.
    assert "**made up**" in page.rpartition("## ")[2] and "54 card answers" not in page.rpartition("## ")[0]
