"""The report as one text: its tables and figures in order, its banner, its references, its checklists."""

import dataclasses
import re
import tomllib
from functools import cache

import pytest
from as_real import real
from checks import ROOT

from helpers import cleaning, report
from helpers.report.document import INVENTED
from helpers.study import InputError, load


@cache
def made(path=None):
    return report.document(cleaning.survey(load(path)))


BIDS = ROOT / "examples" / "bids" / "study.toml"


@pytest.mark.long
@pytest.mark.parametrize(("path", "tables"), [(None, 6), (BIDS, 5)])
def test_tables_and_figures_are_numbered_in_order(path, tables):
    text = made(path).text
    assert re.findall(r"^: \*\*Table (\d)\.", text, re.MULTILINE) == [str(n + 1) for n in range(tables)]
    assert re.findall(r"!\[\*\*Figure (\d)\.", text) == ["1", "2", "3"]
    assert {f"{name}.png" for name in re.findall(r"\]\((\w+)\.png\)", text)} == set(made(path).figures)


@pytest.mark.long
def test_every_figure_can_be_read_out_and_every_table_has_a_mark():
    text = made().text
    assert len(re.findall(r'alt="[^"]{30,}"', text)) == 3
    captions = re.findall(r"^: (\*\*Table \d\..*)$", text, re.MULTILINE)
    assert all(caption.endswith("SYNTHETIC.") for caption in captions)


@pytest.mark.long
def test_the_header_warns_while_respondents_are_invented():
    assert made().header == INVENTED and made().invented
    changed = report.document(cleaning.survey(load(spread=60)))
    assert "Changed: spread 73 to 60" in changed.header
    survey = real()
    as_survey = report.document(survey)
    assert as_survey.header == f"SURVEY: {survey.study.title}" and not as_survey.invented
    assert "SYNTHETIC" not in as_survey.text


@pytest.mark.long
def test_the_checklists_are_an_appendix_where_a_study_has_them():
    items = len((ROOT / "data" / "checklists" / "gramms.csv").read_text(encoding="utf-8").splitlines()) - 1
    [gramms] = re.findall(r"((?:\|.*\n)+)\n: \*\*Table A\d\. GRAMMS", made().text)
    assert len(gramms.splitlines()) == items + 2
    assert "reporting checklists" not in made(BIDS).text


@pytest.mark.long
def test_a_slip_in_the_export_is_told_on_the_first_page():
    survey = real()
    respondents = survey.respondents.assign(wtp_amount=survey.respondents["wtp_amount"] * 100)
    spoilt = dataclasses.replace(survey, respondents=respondents)
    assert cleaning.slips(spoilt) and report.document(spoilt).text.count("Check the export") == len(
        cleaning.slips(spoilt)
    )


def test_every_citation_has_a_reference():
    library = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"^@\w+\{(\w+),", library, re.MULTILINE))
    cited = set(
        re.findall(r"\[@(\w+)\]", (ROOT / "src" / "helpers" / "report" / "methods.py").read_text(encoding="utf-8"))
    )
    assert cited and cited <= keys


@pytest.mark.long
def test_a_reference_that_is_in_no_bibliography_is_a_sentence():
    survey = cleaning.survey(load(BIDS))
    declared = dataclasses.replace(survey.study.report, references=("nobody1900",))
    survey = dataclasses.replace(survey, study=dataclasses.replace(survey.study, report=declared))
    with pytest.raises(InputError, match=r"names nobody1900, in no bibliography"):
        report.document(survey)


def test_the_template_explains_what_the_report_reads():
    template = (ROOT / "examples" / "study_template.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(template.replace("# [report]", "[report]").replace("# outcomes", "outcomes"))
    assert declared["report"]["outcomes"]
