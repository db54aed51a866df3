"""Settings of the tests: no example fails because a machine was busy, and what is not run is not read."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_ignore_collect(collection_path, config):
    """Every gate is slow: where slow tests are left out, gates are not imported either."""
    return True if collection_path.name == "gates" and config.option.markexpr.startswith("not slow") else None
