"""Chromium, driven by Playwright: imported where it is used, as only the environment of `make test-browser` has it."""

import shutil

import pytest

ABSENT = (
    "Chromium is not on the PATH: install it (on Debian: apt-get install chromium), then `make test-browser` again."
)
QUIET = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-sandbox")


@pytest.fixture(scope="session")
def chromium():
    """The browser that this machine has, started once."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.exit(ABSENT, returncode=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
