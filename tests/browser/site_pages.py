"""Every page of the site as a browser shows it, at a desk and on a phone, light and dark, folded and unfolded.

Part of `make test-browser`, which builds the site first.
"""

import functools
import http.server
import itertools
import json
import os
import re
import threading
import urllib.parse
import urllib.request

import pytest
from checks import ROOT

from helpers.published import PublishedMean

SITE = ROOT / "build" / "site"
PAGES = sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html") if "_static" not in page.parts)
SIZES = {"desk": {"width": 1300, "height": 900}, "phone": {"width": 390, "height": 844}}
MOST_KB = 300
# Of a table: by how much it is wider than what shows it; a place that scrolls counts at a desk, not on a phone.
CUT = """scrolls => [...document.querySelectorAll("article table")].filter(table => {
  const box = table.getBoundingClientRect();
  for (let up = table.parentElement; up; up = up.parentElement) {
    const hides = getComputedStyle(up).overflowX !== "visible";
    if (hides && !scrolls && up.scrollWidth > up.clientWidth + 1) return true;
    if (hides) return false;
  }
  return box.right > innerWidth + 1;
}).map(table => table.textContent.trim().slice(0, 40))"""
UNFOLD = "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"
# What only a screen can use, and what of it is seen.
SCREEN_ONLY = (
    *(".skip-to-content", ".sidebar-drawer", ".toc-drawer", ".back-to-top", "footer .related-pages", ".mobile-header"),
    *(".theme-toggle", "nav.page-sources", "form.bounds label", "form.bounds button", "p.download"),
)
LEFT = """names => names.filter(name => [...document.querySelectorAll(name)].some(each => each.checkVisibility()))"""
WIDE = """() => [...document.querySelectorAll("article table, article img, article pre")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 2)
  .map(each => each.textContent.trim().slice(0, 40))"""
BOUNDS = """settings => settings.map(([n, mean, rounding, price, cap]) => {
  const s = { n, mean, rounding, price, cap };
  const fewest = [bounds.fewest(s, price, cap), bounds.fewest(s, price)];
  return [bounds.most(s, price), ...fewest, bounds.median(s), bounds.zeros(s)];
})"""


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.fixture(scope="module")
def served():
    """The site from a server of this machine, as the search needs it."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=SITE)
    handler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(chromium, name, size, **options):
    """A page, and what went wrong while it was read."""
    context = chromium.new_context(viewport=SIZES[size], **options)
    page, faults = context.new_page(), []
    page.on("request", lambda request: request.url.startswith(("file:", "data:")) or faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((SITE / name).as_uri())
    if options.get("java_script_enabled", True):
        # Half unfolded, nothing has the colour that it will have. Without scripts nobody hears that the style is there.
        page.add_style_tag(content="* { animation: none !important; transition: none !important; }")
    return page, faults


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_the_network_cuts_nothing_and_is_accessible(chromium, axe, name, size):
    page, problems = opened(chromium, name, size)
    folds = page.locator("details").count()
    for theme, unfolded in itertools.product(("light", "dark"), (False, True) if folds else (False,)):
        page.evaluate("theme => { document.body.dataset.theme = theme; }", theme)
        if unfolded:
            page.evaluate(UNFOLD)
        shown = f"{theme}, {'unfolded' if unfolded else 'as opened'}"
        problems += [
            f"{shown}: {found['id']} ({found['impact']}): {found['nodes'][0]['target']}"
            for found in axe.run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            problems.append(f"{shown}: the page is wider than the window.")
        problems += [f"{shown}: a table is cut: {text}" for text in page.evaluate(CUT, size == "phone")]
    page.context.close()
    assert problems == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little_without_its_figures(chromium, name):
    context, asked = chromium.new_context(viewport=SIZES["desk"]), set()
    page = context.new_page()
    page.on("request", lambda request: asked.add(urllib.parse.urlsplit(request.url)))
    page.goto((SITE / name).as_uri())
    page.wait_for_load_state("networkidle")
    context.close()
    files = {urllib.request.url2pathname(url.path) for url in asked if url.scheme == "file"}
    # The index of the search is asked for by who searches.
    counted = {file: os.path.getsize(file) for file in files if not file.endswith((".png", ".svg", "searchindex.js"))}
    assert sum(counted.values()) < MOST_KB * 1000, counted


@pytest.mark.parametrize("name", ["index.html", "00_the_answer.html"])
def test_without_scripts_the_picture_stays(chromium, name):
    page, _ = opened(chromium, name, "desk", java_script_enabled=False)
    assert page.locator('img[alt*="bounds on the share of"]').first.is_visible()
    assert page.locator("form.bounds").count() == 0
    page.context.close()


@pytest.mark.parametrize("name", ["index.html", "00_the_answer.html"])
def test_moved_sliders_say_changed_and_go_back(chromium, name):
    page, problems = opened(chromium, name, "phone")
    form, image = page.locator("form.bounds"), page.locator('img[alt*="ounds on the share of"]').first
    assert "DERIVED" in form.inner_text() and "changed" not in form.inner_text() and image.is_visible()
    page.get_by_label("people averaged").press("ArrowLeft")
    page.get_by_label("price").press("ArrowRight")
    assert "DERIVED, changed people averaged 54 to 53; price £100 to £101." in form.inner_text()
    assert not image.is_visible() and page.locator("svg.bounds").is_visible()
    page.get_by_role("button", name="Back to what is published").click()
    image.wait_for(state="visible")
    assert "changed" not in form.inner_text() and page.locator("svg.bounds").count() == 0
    # Nobody can average more than all may pay: the cap follows.
    form.get_by_label("average").last.fill("300")
    assert "nobody would pay more than: £300" in form.inner_text()
    page.context.close()
    assert problems == []


def test_the_bounds_of_the_picture_are_those_of_the_python_function(chromium):
    page, _ = opened(chromium, "00_the_answer.html", "desk")
    grid = itertools.product(
        (5, 10, 40, 53, 54, 200), (1, 7.5, 20, 58, 99), (0.5, 1, 5), (1, 20, 58, 100, 300), (100, 250, 1000)
    )
    settings = [each for each in grid if each[4] >= each[1]]
    found = page.evaluate(BOUNDS, settings)
    page.context.close()
    for (n, mean, rounding, price, cap), given in zip(settings, found, strict=True):
        published = PublishedMean(n, mean, rounding)
        assert given == [
            published.most_willing(price),
            published.fewest_willing(price, cap),
            published.fewest_willing(price),
            published.largest_median(),
            published.most_zeros(cap),
        ], (n, mean, rounding, price, cap)
    assert len(settings) > 1000


@pytest.mark.parametrize("words", ["turnbull", "protest zero", "payment card", "bootstrap"])
def test_what_a_search_shows_holds_neither_code_nor_templates(chromium, served, words):
    context = chromium.new_context(viewport=SIZES["desk"])
    page = context.new_page()
    page.goto(f"{served}/search.html?q={words.replace(' ', '+')}")
    page.locator("#search-results li p.context").first.wait_for()
    page.wait_for_load_state("networkidle")
    # The pages of the reference, and that for who comes from other packages, are about code, and found by it.
    about_code = ':has(a:is([href*="estimator/"], [href*="other_packages"]))'
    texts = page.locator(f"#search-results li:not({about_code})").all_inner_texts()
    context.close()
    assert texts
    for mark in (r"import \w", r"\bpages?\.\w", r"\{", "=None", "Show the code", ">>>"):
        assert not [text for text in texts if re.search(mark, text)], (mark, texts)


def test_code_alone_is_not_found(served):
    # A name that only the code of 00 uses; of the pages, that is: the reference of the estimator is about code.
    index = json.loads((SITE / "searchindex.js").read_text(encoding="utf-8").removeprefix("Search.setIndex(")[:-1])
    assert "demand_bound" not in index["terms"] and "explore_bound" not in index["terms"]


@pytest.mark.parametrize("name", [name for name in PAGES if "/" not in name])
def test_on_paper_nothing_is_left_of_the_screen(chromium, name):
    page, _ = opened(chromium, name, "desk")
    page.emulate_media(media="print")
    left = page.evaluate(LEFT, list(SCREEN_ONLY))
    # A4 at 96 dots an inch.
    page.set_viewport_size({"width": 794, "height": 1123})
    wide = page.evaluate(WIDE)
    page.context.close()
    assert left == [] and wide == []
