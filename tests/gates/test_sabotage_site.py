"""The gates on the site turn red: each page is spoilt in one place, and the gate must say so."""

import shutil

import pytest
from checks import ROOT, page_problems
from site_checks import back_link_problems, citation_problems, handle_problems, spelling_problems, validity_problems


@pytest.mark.parametrize(
    ("page", "bibliography", "sentence"),
    [
        ("Spikes (Nobody, 1997).", "", "docs/a.md: cites Nobody, 1997, which docs/references.bib lacks."),
        ("Of Kriström's (1998) kind.", "", "docs/a.md: cites Kriström's 1998, which docs/references.bib lacks."),
        ("Cooper and others (1999)", "", "docs/a.md: cites Cooper and others 1999, which docs/references.bib lacks."),
        ("", "@misc{new2020,\n  author = {New, A.},\n  year = {2020},\n}\n", "new2020 is cited nowhere."),
        ("", "@misc{new2020,\n  author = {New, A.},\n  year = {2020},\n}\n", "new2020 stands after woodruff1952;"),
    ],
)
def test_citation_gate_sees_what_the_bibliography_lacks_or_misplaces_or_nobody_cites(
    tmp_path, page, bibliography, sentence
):
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "references.bib", tmp_path / "docs")
    with (tmp_path / "docs" / "references.bib").open("a", encoding="utf-8") as file:
        file.write(bibliography)
    (tmp_path / "docs" / "a.md").write_text(page, encoding="utf-8")
    assert sentence in "\n".join(citation_problems(tmp_path))


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("", "new2020 has no doi, isbn or url, and no note that says 'No DOI: …'."),
        ("note = {A book}", "new2020 has no doi, isbn or url"),
        ("doi = {https://doi.org/10.1000/1}", "the doi of new2020, https://doi.org/10.1000/1, is none"),
        ("url = {http://example.org}", "the url of new2020 does not begin with https://."),
        ("note = {No DOI: a book}", ""),
        ("isbn = {0-201-07616-0}", ""),
    ],
)
def test_handle_gate_sees_an_entry_that_leads_nowhere_and_does_not_say_why(tmp_path, field, sentence):
    (tmp_path / "docs").mkdir()
    entry = f"@misc{{new2020,\n  author = {{New, A.}},\n  year = {{2020}},\n  {field}\n}}\n"
    (tmp_path / "docs" / "references.bib").write_text(entry, encoding="utf-8")
    found = "\n".join(handle_problems(tmp_path))
    assert sentence in found and bool(found) == bool(sentence)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<table><p>no cell</p></table>", "line 1: unexpected-start-tag-implies-table-voodoo"),
        ("<p><b>never closed</p>", "line 1: unexpected-end-tag"),
        ('<p id="twice"></p><p id="twice"></p>', "a.html: the id twice stands 2 times."),
    ],
)
def test_validity_gate_sees_what_is_not_html_and_a_name_given_twice(tmp_path, body, sentence):
    page = "<!doctype html><html><head><title>a</title></head><body>{}</body></html>"
    (tmp_path / "a.html").write_text(page.format("<p>text</p>"), encoding="utf-8")
    assert validity_problems(tmp_path) == []
    (tmp_path / "a.html").write_text(page.format(body), encoding="utf-8")
    assert sentence in "\n".join(validity_problems(tmp_path))


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ('<p class="cited-in">Cited in <a href="a.html">a</a>.</p>', ""),
        ('<p class="cited-in">Cited in <a href="b.html">b</a>.</p>', "not linked both ways: a.html, b.html."),
        ('<p class="cited-in">Cited in the code of helpers.</p>', "not linked both ways: a.html."),
        ("", "not linked both ways: a.html."),
    ],
)
def test_link_gate_sees_an_entry_that_does_not_lead_back(tmp_path, where, problem):
    (tmp_path / "a.html").write_text('<a href="references.html#ref-new2020">New (2020)</a>', encoding="utf-8")
    (tmp_path / "references.html").write_text(f'<li id="ref-new2020">New. {where}</li>', encoding="utf-8")
    found = "\n".join(back_link_problems(tmp_path))
    assert problem in found and bool(found) == bool(problem)


def test_spelling_gate_sees_american_words_outside_code(tmp_path):
    (tmp_path / "a.html").write_text("<article><code>color</code> The colour.</article>", encoding="utf-8")
    assert spelling_problems(tmp_path) == []
    (tmp_path / "a.html").write_text("<article>The color.</article>", encoding="utf-8")
    assert spelling_problems(tmp_path) == ["a.html: writes color; in Britain that is colour."]


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://example.org/a.js"></script>',
        '<img src="a.png">',
        '<small class="mark synthetic" title="">SYNTHETIC</small>',
        '<img src="a.png" alt="A curve. SYNTHETIC.">',
        '<a href="00_the_answer.ipynb">a page of the site</a>',
    ],
)
def test_page_gate_sees_what_is_fetched_and_links_texts_and_banners_that_are_missing(tmp_path, body):
    (tmp_path / "searchindex.js").write_text("", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>fine</p>", encoding="utf-8")
    assert page_problems(tmp_path) == []
    (tmp_path / "page.html").write_text(body, encoding="utf-8")
    assert page_problems(tmp_path)
