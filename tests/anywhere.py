"""The same bytes under every setting that one machine can stand in for (`make anywhere`), as a table.

`python tests/anywhere.py plain clock` runs the named rows alone. Each works on a copy of the project without its
results, computes them anew and compares them with what is committed: byte for byte on x86-64 Linux, elsewhere the text
byte for byte and the figures pixel for pixel, since compression and the C library differ there.
"""

import base64
import hashlib
import io
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from committed import DERIVED, ROOT, differing, index, notebooks
from PIL import Image
from processors import AXES, exercised

LEFT_OUT = (".git", ".venv", "build", ".*_cache", ".hypothesis", "__pycache__", "*.ipynb", "answer.png", "results-*")
BYTES_PROMISED = (platform.system(), platform.machine()) == ("Linux", "x86_64")


class NotExercisedError(Exception):
    """This machine cannot stand in for the setting."""


class BrokenError(Exception):
    """A command failed under the setting."""


def call(tree: Path, command: list, **setting: str) -> None:
    """Run a command in a copy of the project, whose own helpers it imports."""
    environment = os.environ | {"PYTHONPATH": str(tree / "src"), "STUDY": ""} | setting
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        # make speaks last, and only says that something failed.
        raise BrokenError(
            [f"ended with {done.returncode}", *(line for line in said if not line.startswith("make"))][-1]
        )


def compute(
    tree: Path, *scripts: str, python: str = sys.executable, through: tuple[str, ...] = (), **setting: str
) -> None:
    """Write every result of the copy anew: the derived files, the answer, the notebooks."""
    for command in (["results"], ["run", *scripts]):
        call(tree, [*through, python, "-m", "helpers.compendium", *command], **setting)


def under(**setting: str) -> Callable[[Path], None]:
    """A row that only sets environment variables."""
    return lambda tree: compute(tree, **setting)


def processor(axis: str) -> Callable[[Path], None]:
    """A row that makes this processor compute as another."""

    def row(tree: Path) -> None:
        if not exercised()[axis]:
            raise NotExercisedError("no digit of the probe changes")
        compute(tree, **AXES[axis])

    return row


def locale(name: str) -> Callable[[Path], None]:
    """A row under a locale, which is compiled for the purpose where the machine only has its source."""

    def row(tree: Path) -> None:
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.lower().replace("-", "").split()
        setting = {"LC_ALL": name}
        if name.lower().replace("-", "") not in known:
            language, encoding = name.split(".")
            if not shutil.which("localedef"):
                raise NotExercisedError("the locale is not installed")
            command = ["localedef", "-i", language, "-f", encoding, str(tree.parent / name)]
            if subprocess.run(command, capture_output=True).returncode:
                raise NotExercisedError("the locale is not installed, nor its source")
            setting["LOCPATH"] = str(tree.parent)
        compute(tree, **setting)

    return row


def two_threads(tree: Path) -> None:
    """Two BLAS threads: the runner's own setting of one gives way to it."""
    driver = (
        "from helpers import compendium as c; from helpers.compendium import notebooks; "
        "notebooks.run([*c.all_scripts(), *c.examples()], setting={'OPENBLAS_NUM_THREADS': '2'})"
    )
    call(tree, [sys.executable, "-m", "helpers.compendium", "results"], OPENBLAS_NUM_THREADS="2")
    call(tree, [sys.executable, "-c", driver])


def accented_path(tree: Path) -> None:
    """A path that shells and URLs have to quote."""
    other = tree.parent / "a folder with spaces, ŵ and é"
    tree.rename(other)
    try:
        compute(other)
    finally:
        other.rename(tree)


def read_only_data(tree: Path) -> None:
    """Somebody who may write results, but no data, and whom permissions bind as they do not bind root."""
    through = ()
    if os.getuid() == 0:
        if not shutil.which("setpriv"):
            raise NotExercisedError("root cannot lay its privileges down here")
        through = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
    (tree / "data" / "derived").mkdir(exist_ok=True)
    for path in [tree / "data", *(tree / "data").rglob("*")]:
        if path.name != "derived":
            path.chmod(0o555 if path.is_dir() else 0o444)
    refused = subprocess.run([*through, sys.executable, "-c", "open('data/new', 'w')"], cwd=tree, capture_output=True)
    if not refused.returncode:
        raise NotExercisedError("this system lets data be written all the same")
    try:
        compute(tree, through=through)
    finally:
        for path in [tree / "data", *(tree / "data").rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def interpreter(version: str) -> str | None:
    """The path of a Python of this version, wherever it was installed; what pyenv shows instead may not start."""
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "python", "find", "--no-project", "--system", "--no-python-downloads", version]
    found = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for candidate in [found, *map(str, sorted(pyenv.glob(f"{version}*/bin/python3")))]:
        if candidate and subprocess.run([candidate, "-c", "import ensurepip"], capture_output=True).returncode == 0:
            return candidate
    return None


def installed(version: str, with_uv: bool) -> Callable[[Path], None]:
    """A row in an environment of its own, built by `make env` with one Python and one installer."""

    def row(tree: Path) -> None:
        python = interpreter(version)
        if not python:
            raise NotExercisedError(f"there is no Python {version} here")
        uv = Path(sys.executable).with_name("uv")
        tools = tree / "build" / "tools"
        tools.mkdir(parents=True)
        # A uv that fails makes the Makefile fall back to pip.
        (tools / "uv").write_text(f'#!/bin/sh\nexec "{uv}" "$@"\n' if with_uv else "#!/bin/sh\nexit 1\n")
        (tools / "uv").chmod(0o755)
        call(tree, ["make", "env", f"PYTHON={python}"], PATH=f"{tools}:{os.environ['PATH']}")
        compute(tree, python=str(tree / ".venv" / "bin" / "python"))

    return row


def out_of_order(tree: Path) -> None:
    """Notebooks from the last to the first, twice."""
    scripts = [*tree.glob("notebooks/[0-9]*.py"), *tree.glob("examples/*/[0-9]*.py")]
    for _ in range(2):
        compute(tree, *map(str, sorted(scripts, reverse=True)))


def making(tree: Path) -> subprocess.Popen:
    """Start `make` for results and notebooks in a copy, with the environment at hand."""
    (tree / "build").mkdir(exist_ok=True)
    if not (tree / ".venv").exists():
        (tree / ".venv").symlink_to(sys.prefix)
    (tree / "build" / "env.stamp").touch()
    environment = os.environ | {"PYTHONPATH": str(tree / "src")}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(
        ["make", "results", "notebooks"], cwd=tree, env=environment, start_new_session=True, **pipes
    )


def finished(made: subprocess.Popen) -> None:
    """Wait for a `make`, which must succeed."""
    said = made.communicate()[1].strip().splitlines()
    if made.returncode:
        raise BrokenError(" ".join(said[-2:]))


def killed(tree: Path) -> None:
    """Killed once the first notebook is written, and run again."""
    made = making(tree)
    while made.poll() is None and not [*tree.rglob("*.ipynb")]:
        time.sleep(0.1)
    os.killpg(made.pid, signal.SIGKILL)
    made.communicate()
    finished(making(tree))


def at_once(tree: Path) -> None:
    """Two `make` in one tree at the same time."""
    for made in [making(tree), making(tree)]:
        finished(made)


ROWS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "plain": ("this machine as it is", compute),
    **{f"processor{place}": (axis, processor(axis)) for place, axis in enumerate(AXES, start=1)},
    "threads": ("two BLAS threads", two_threads),
    "ascii": ("LC_ALL=C without UTF-8 mode", under(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")),
    "welsh": ("LC_ALL=cy_GB.UTF-8", locale("cy_GB.UTF-8")),
    "clock": ("TZ=Pacific/Kiritimati", under(TZ="Pacific/Kiritimati")),
    "path": ("a path with spaces and accents", accented_path),
    "readonly": ("without root's privileges, data read-only", read_only_data),
    "pip": ("Python 3.11, installed by pip", installed("3.11", with_uv=False)),
    "python311": ("Python 3.11, installed by uv", installed("3.11", with_uv=True)),
    "python313": ("Python 3.13, installed by uv", installed("3.13", with_uv=True)),
    "order": ("notebooks out of order and twice", out_of_order),
    "killed": ("killed midway and run again", killed),
    "twice": ("two make at once", at_once),
}


def decoded(name: str, content: bytes) -> str:
    """A hash of the text of a result and of the pixels of its figures, whatever their compression."""

    def pixels(image: bytes) -> str:
        return hashlib.sha256(np.asarray(Image.open(io.BytesIO(image)).convert("RGBA")).tobytes()).hexdigest()

    if name.endswith(".png"):
        return pixels(content)
    if name.endswith(".ipynb"):
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                if image := output.get("data", {}).get("image/png"):
                    output["data"]["image/png"] = pixels(base64.b64decode("".join(image)))
        content = json.dumps(notebook).encode()
    return hashlib.sha256(content).hexdigest()


def problems(tree: Path) -> list[str]:
    """Say which result of a copy is not the committed one."""
    names = [*DERIVED, *notebooks()]
    missing = [f"{name}: was not written." for name in names if not (tree / name).exists()]
    fresh = {name: (tree / name).read_bytes() for name in names if (tree / name).exists()}
    if not BYTES_PROMISED:
        for name, content in fresh.items():
            held = index(name)
            if held is not None and decoded(name, content) == decoded(name, held):
                fresh[name] = held
    return missing + differing(fresh)


def outcome(row: Callable[[Path], None]) -> tuple[str, list[str]]:
    """Run one row on a copy of its own: what the table says of it, and the sentences below the table."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tree = Path(folder).resolve() / "project"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
        shutil.rmtree(tree / "data" / "derived", ignore_errors=True)
        try:
            row(tree)
        except NotExercisedError as reason:
            return f"not exercised: {reason}", []
        except BrokenError as error:
            return "FAILS", [str(error)]
        found = problems(tree)
        return ("DIFFERS", found) if found else ("the same", [])


def main(wanted: list[str]) -> int:
    """Run the rows, print each as it is done, and say below what went wrong."""
    if unknown := set(wanted) - set(ROWS):
        print(f"{', '.join(sorted(unknown))}: no such row; there are {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    below = []
    for name in wanted or ROWS:
        title, row = ROWS[name]
        print(f"{name:<12} {title:<42} ", end="", flush=True)
        said, found = outcome(row)
        print(said, flush=True)
        below += [f"{title}: {sentence}" for sentence in found]
    print("\n".join(below), end="\n" if below else "")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
