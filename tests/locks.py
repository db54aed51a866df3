"""What a lock holds, read the same way by the gate on it, by `make update` and by `make audit`."""

import importlib.metadata
import re

_PIN = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> list[tuple[str, str]]:
    """Name and version of each pin of a lock; Pythons may have a version each."""
    return [(name, version) for name, _, version in _PIN.findall(lock)]


def extras_problems(lock: str) -> list[str]:
    """Say which extra an installed package asks of another that the lock names without it: pip refuses such a lock."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    locked = {canonicalize_name(name): set(filter(None, extras.split(","))) for name, extras, _ in _PIN.findall(lock)}
    problems = []
    for package in importlib.metadata.distributions():
        for wanted in map(Requirement, package.requires or []):
            name = canonicalize_name(wanted.name)
            asked = canonicalize_name(package.name) in locked and (not wanted.marker or wanted.marker.evaluate())
            if asked and (lost := wanted.extras - locked.get(name, wanted.extras)):
                problems.append(f"{name} is locked without [{','.join(sorted(lost))}], which {package.name} asks for.")
    return sorted(problems)
