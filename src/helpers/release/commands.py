"""The commands of a release: what git holds, what was green, the wheel, the archive."""

from __future__ import annotations

import argparse
import sys

from helpers.study import ROOT, InputError

from . import archive, estimator, gates

COMMANDS = {
    "green": "record that every gate is green; `make test` ends with it",
    "committed": "say whether git holds the files at hand",
    "check": "say whether every gate was green for the files at hand",
    "wheel": "build the estimator as a package of its own",
    "archive": "build the archive and its checksums; refused while a gate is red",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is refused is one sentence and a non-zero exit."""
    parser = argparse.ArgumentParser(prog="python -m helpers.release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, told in COMMANDS.items():
        commands.add_parser(name, help=told)
    try:
        match parser.parse_args(arguments).command:
            case "green":
                gates.record()
            case "committed":
                gates.committed()
            case "check":
                gates.check()
            case "wheel":
                print(f"{estimator.build(ROOT / 'build' / 'wheel').relative_to(ROOT).as_posix()} written")
            case "archive":
                print(f"{archive.write().relative_to(ROOT).as_posix()} written, with checksums beside it")
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
