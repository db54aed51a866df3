"""Settings of the tests: no example fails because a machine was busy."""

from hypothesis import settings

settings.register_profile("untimed")
settings.load_profile("untimed")
