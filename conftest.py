"""Settings for every test run from here."""

import sys

# With it jsonschema compiles a grammar of web addresses, two seconds in every process, and no test checks an address.
sys.modules.setdefault("rfc3987_syntax", None)


def pytest_collectstart(collector):
    """Let nbval compare figures too: as delivered, it skips every image."""
    skipped = getattr(collector, "skip_compare", None)
    if skipped:
        collector.skip_compare = tuple(key for key in skipped if not key.startswith("image/"))
