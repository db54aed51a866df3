"""The folder of a new study: written once, from a draft, and never over what stands there."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.study import InputError, sidecar

from .declaring import study_toml
from .draft import Draft

README = """\
Drafted from {export}: check study.toml, then run `make STUDY=path/to/this/folder/study.toml` in the compendium.
The notebooks are 01_data.py and 02_valuation.py; tables, executed notebooks and a site go to results-{mark}/.
{export} holds the answers of single respondents: it is for whoever may see them, and for no repository.
"""


def write(draft: Draft, folder: Path) -> list[Path]:
    """Write the declaration, the notebooks and what goes with them, with a copy of the export beside them.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        One of the files stands there already; then nothing is written.
    """
    # Importing Jupyter takes a second, which whoever drafts nothing should not pay.
    from . import scripts

    export = draft.export.path
    mark = "synthetic" if draft.synthetic else "survey"
    contents = {
        "study.toml": study_toml(draft),
        "01_data.py": scripts.data(draft),
        "02_valuation.py": scripts.valuation(draft),
        "README.md": README.format(export=export.name, mark=mark),
    }
    if not draft.synthetic:
        contents[".gitignore"] = f"/{export.name}\n/results-*/\n"
    if "open amount" in draft.formats:
        contents["rulings.csv"] = "text,amount,ruled_by,why\n"
    copies = [path for path in (export, sidecar(export)) if path.exists() and path.parent.resolve() != folder.resolve()]
    there = [name for name in (*contents, *(path.name for path in copies)) if (folder / name).exists()]
    if there:
        raise InputError(f"{folder}: holds {', '.join(there)} already, and nothing is overwritten; name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for path in copies:
        shutil.copyfile(path, folder / path.name)
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in contents]
