"""What a lock holds, read the same way by the gate on it, by `make update` and by `make audit`."""

import importlib.metadata
import re
from functools import cache

_PIN = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> list[tuple[str, str]]:
    """Name and version of each pin of a lock; Pythons may have a version each."""
    return [(name, version) for name, _, version in _PIN.findall(lock)]


def extras_problems(lock: str) -> list[str]:
    """Say which extra an installed package asks of another that the lock names without it: pip refuses such a lock."""
    from packaging.utils import canonicalize_name

    locked = {canonicalize_name(name): set(filter(None, extras.split(","))) for name, extras, _ in _PIN.findall(lock)}
    return sorted(
        f"{name} is locked without [{','.join(sorted(lost))}], which {package} asks for."
        for package, name, extras in _asked_of_others()
        if package in locked and (lost := extras - locked.get(name, extras))
    )


@cache  # hundreds of installed packages, which no lock changes
def _asked_of_others() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Each installed package, another that it needs here, and with which extras, where there are any."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return tuple(
        (canonicalize_name(package.name), canonicalize_name(wanted.name), frozenset(wanted.extras))
        for package in importlib.metadata.distributions()
        for wanted in map(Requirement, package.requires or [])
        if wanted.extras and (not wanted.marker or wanted.marker.evaluate())
    )
