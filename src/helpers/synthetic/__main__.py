"""Write the synthetic export where the study expects it, or to the path given."""

import sys

from helpers.study import InputError, load

from .survey_export import write


def main(arguments: list[str]) -> None:
    """Write the export; never over real answers."""
    try:
        study = load()
        if not study.synthetic:
            raise InputError(
                f"{study.shown(study.path)}: mode is real; invented answers are not written over real ones."
            )
        write(study, arguments[0] if arguments else study.export)
    except InputError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
