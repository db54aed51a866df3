"""Claims in words by verdict: none is lost, what fails stands open and first, and no id is shown."""

import io
import re

import pandas as pd

from helpers import claims, cleaning, pages

PAGE = pages.Page(cleaning.survey())
SHOWN = PAGE.claims()


def test_every_claim_stands_under_its_verdict_and_what_is_not_supported_comes_first():
    judged = PAGE.ledger.claims
    groups = re.findall(r"<details( open)?><summary>.*?<b>(\d+) ([^<]+)</b>(.*?)</details>", SHOWN.html(), re.DOTALL)
    assert {verdict: int(count) for _, count, verdict, _ in groups} == judged["verdict"].value_counts().to_dict()
    assert groups[0][2] == claims.NOT_SUPPORTED
    assert [verdict for opened, _, verdict, _ in groups if opened] == [claims.NOT_SUPPORTED, claims.CONSISTENT]
    assert [content.count("<li>") for *_, content in groups] == [int(count) for _, count, *_ in groups]


def test_no_claim_is_named_by_its_id_and_all_are_in_the_csv():
    data, outline = SHOWN._repr_mimebundle_()
    # Some ids are words of the field; those with an underscore are nobody's.
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", data["text/html"] + data["text/plain"])
    saved = pd.read_csv(io.StringIO(data["text/csv"]))
    assert len(saved) == len(PAGE.ledger.claims)
    assert outline["mark"] == "PUBLISHED, DERIVED, SYNTHETIC" and outline["input"] == PAGE.source.input


def test_below_a_claim_stands_what_was_found_or_what_would_settle_it():
    text = SHOWN.html()
    assert "Printed 23, found 23 (SYNTHETIC)." in text and "23 of 54 is 42.59 %." in text
    assert "Settled by: The questionnaire." in text
    alone = PAGE.claims(claims.NOT_SUPPORTED)
    assert alone.html().count("<details") == 1 and len(alone.text().splitlines()) == 3
