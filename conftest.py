"""Settings for every test run from here."""


def pytest_collectstart(collector):
    """Let nbval compare figures too: as delivered, it skips every image."""
    skipped = getattr(collector, "skip_compare", None)
    if skipped:
        collector.skip_compare = tuple(key for key in skipped if not key.startswith("image/"))
