"""Citations in plain words become links to the bibliography and back; a term is linked where a page first uses it."""

from types import SimpleNamespace

import pytest
from checks import ROOT
from docutils import nodes
from docutils.core import publish_doctree
from pybtex.database import parse_file

from helpers.compendium import linking

ENTRIES = parse_file(str(ROOT / "docs" / "references.bib")).entries


def cited(text: str) -> list[tuple[str, str]]:
    return [(match.lastgroup, match[0]) for match in linking.citations(ENTRIES).finditer(text)]


def test_the_plain_ways_of_citing_are_told_apart():
    # One author, with and without brackets and possessive; two; three in full and short.
    assert cited("Kriström (1997), as in Kriström's (1990)") == [
        ("kristrom1997", "Kriström (1997)"),
        ("kristrom1990", "Kriström's (1990)"),
    ]
    assert cited("(Krinsky and Robb, 1986; Efron 1981)") == [
        ("krinsky1986", "Krinsky and Robb, 1986"),
        ("efron1981", "Efron 1981"),
    ]
    assert cited("Cooper,\nHanemann and Signorello (2002)") == [
        ("cooper2002", "Cooper,\nHanemann and Signorello (2002)")
    ]
    assert cited("Cooper et al. 2002, von Elm E et al. (2007)") == [
        ("cooper2002", "Cooper et al. 2002"),
        ("vonelm2007", "von Elm E et al. (2007)"),
    ]
    assert cited("Byrt and others, 1993; Lancet 2022; 400: S79") == [
        ("byrt1993", "Byrt and others, 1993"),
        ("spencer2022", "Lancet 2022; 400: S79"),
    ]
    # Of another year, or of more authors, nothing is known.
    assert cited("Kriström (1998) and Poe (2005)") == []


class Environment:
    """What the builder knows after reading: a page each of text, terms and references."""

    def __init__(self, **pages: str) -> None:
        self.trees = {name: publish_doctree(text) for name, text in pages.items()}
        self.found_docs = {*self.trees}
        self.titles = {name: nodes.title("", name) for name in pages}

    def get_doctree(self, name: str) -> nodes.document:
        return self.trees[name]

    def get_domain(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(bibdata=SimpleNamespace(data=SimpleNamespace(entries=ENTRIES)))


def linked(name: str, **pages: str) -> nodes.document:
    environment = Environment(**pages)
    builder = SimpleNamespace(get_relative_uri=lambda source, target: f"{target}.html")
    linking.link(SimpleNamespace(env=environment, builder=builder), environment.trees[name], name)
    return environment.trees[name]


GLOSSARY = "Bid\n  The price put to a respondent.\n\nWillingness to pay (WTP)\n  The most somebody would give up."


def glossary() -> Environment:
    environment = Environment(glossary=GLOSSARY)
    for item in environment.trees["glossary"].findall(nodes.term):
        item["ids"] = [f"term-{item.astext().split()[0]}"]
    return environment


def test_a_term_is_linked_once_with_its_definition_to_hover_over_and_never_in_code_or_headings(monkeypatch):
    trees = glossary().trees
    text = "Bids and WTP\n============\n\nFirst ``bid`` in code, then bids, then a bid. WTP, or willingness to pay.\n"
    monkeypatch.setattr(Environment, "get_doctree", lambda self, name: {**self.trees, **trees}[name])
    found = [*linked("page", page=text, glossary="").findall(nodes.reference)]
    assert [(link.astext(), link["refuri"], link["reftitle"]) for link in found] == [
        ("bids", "glossary.html#term-Bid", "The price put to a respondent."),
        ("WTP", "glossary.html#term-Willingness", "The most somebody would give up."),
    ]


@pytest.mark.slow
def test_citations_lead_to_the_bibliography_and_it_leads_back():
    cell = '<td title="Tukey, 1977">Tukey, 1977</td>'
    page = f"Spikes (Kriström, 1997), again Kriström (1997).\n\n.. raw:: html\n\n   {cell}\n"
    tree = linked("page", page=page, references="")
    assert [link["refuri"] for link in tree.findall(nodes.reference)] == ["references.html#ref-kristrom1997"] * 2
    [table] = tree.findall(nodes.raw)
    assert table.astext() == '<td title="Tukey, 1977"><a href="references.html#ref-tukey1977">Tukey, 1977</a></td>'
    entry = nodes.list_item("", nodes.paragraph("", "Kriström. Spike models."), ids=["ref-kristrom1997"])
    environment = Environment(page=page, references="")
    environment.trees["references"] += nodes.bullet_list("", entry)
    builder = SimpleNamespace(get_relative_uri=lambda source, target: f"{target}.html")
    linking.link(SimpleNamespace(env=environment, builder=builder), environment.trees["references"], "references")
    assert entry.astext().endswith("Cited in page.")
    assert [link["refuri"] for link in entry.findall(nodes.reference)] == ["page.html"]


def test_an_apostrophe_in_a_name_may_be_typed_or_set():
    known = linking.citations(ENTRIES)
    for name in ("O'Cathain", "O’Cathain"):
        found = known.search(f"{name}, Murphy and Nicholl (2008)")
        assert found and found.lastgroup == "ocathain2008"


@pytest.mark.slow
def test_an_entry_that_no_page_cites_names_the_code_that_does():
    entry = nodes.list_item("", nodes.paragraph("", "Burridge. Some unimodality properties."), ids=["ref-burridge1982"])
    environment = Environment(page="Nothing is cited.", references="")
    environment.trees["references"] += nodes.bullet_list("", entry)
    builder = SimpleNamespace(get_relative_uri=lambda source, target: f"{target}.html")
    linking.link(SimpleNamespace(env=environment, builder=builder), environment.trees["references"], "references")
    # Its only place is the docstring of this module.
    assert entry.astext().endswith("Cited in the code of helpers.valuation.likelihood.single.")


def test_the_head_of_a_page_says_what_its_first_paragraph_says():
    context = {}
    linking.describe(
        None, "page", "page.html", context, publish_doctree("Title\n=====\n\nWhat it is about.\n\nMore.\n")
    )
    assert context == {"description": "What it is about."}
    linking.describe(None, "search", "search.html", context := {}, None)
    assert context == {}


def test_code_of_a_page_is_left_out_of_the_search():
    tree = publish_doctree("Words.\n\n>>> code\n")
    tree += nodes.container("", nodes.paragraph("", "More code."), classes=["cell_input"])
    linking.link(SimpleNamespace(env=Environment()), tree, "page")
    left_out = [node for node in tree.findall(nodes.Element) if "no-search" in node["classes"]]
    assert [node.astext() for node in left_out] == [">>> code", "More code."]
