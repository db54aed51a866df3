"""What is wrong with the project's own promises: each check returns sentences, and an empty list when all is well."""

import ast
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import yaml

# Functions that write numbers as they are; one module calls them, after rounding.
WRITERS = {"to_csv", "to_json", "to_excel", "to_parquet", "to_pickle", "savetxt", "dump", "tofile"}
DOOR = "cleaning/files.py"
# Formats that round; the estimator, which knows nothing of this project, prints its own summaries.
ROUNDS = re.compile(r"\.\d+[feg%]$|[fe%]$")
PRINTERS = ("rounding.py", "valuation/")
# Lines of the Makefile without which less would be tested.
RECIPES = {
    "lint": ("ruff check .", "ruff format --check", "-m mypy"),
    "check": ('pytest tests src/helpers --doctest-modules -m "not slow and not long"',),
    "test": (
        'pytest tests src/helpers --doctest-modules -m "not long"',
        "pytest notebooks examples --nbval --nbval-current-env",
    ),
    "test-long": ("pytest tests -m long",),
    "release": ("$(MAKE) test-long",),
}
# The tests are shared out between these targets; nothing else may leave tests out.
SHARED_OUT = re.compile(r"-m pytest|-m long|-m \"(?:not slow and )?not long\"|-m ruff|-m mypy|-m helpers")
QUIET = re.compile(r"-k\b|--deselect|--ignore|-m\b|\|\| *true|^-")
SKIPS = re.compile(r"\b(?:mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importorskip)|collect_ignore)")
# No test of ours is skipped for convenience; these files have some that need make, which a machine may lack.
MAY_SKIP = {"test_real_mode.py", "test_without_make.py"}
# Tests of a room as a whole: results of other people, faults of other packages, and shapes of real exports.
OF_ROOMS = (
    "cleaning/test_cases.py",
    "planning/test_variances.py",
    "wtp/test_population_grid.py",
    *(f"valuation/test_{name}.py" for name in ("differential", "documented", "peer_faults", "reference", "tuning")),
)


def writer_problems(folder: Path) -> list[str]:
    """Say which module writes a table itself, so that its floats would leave unrounded."""
    problems = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "")
            if name in WRITERS and path.relative_to(folder).as_posix() != DOOR:
                problems.append(f"{path.name}, line {node.lineno}: calls {name}; write through `files.csv_text`.")
    return problems


def printing_problems(folder: Path) -> list[str]:
    """Say which sentence rounds a number itself, so that a half could fall to either side."""
    problems = []
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).as_posix().startswith((*PRINTERS, DOOR)):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            form = node.format_spec if isinstance(node, ast.FormattedValue) else None
            if form and ROUNDS.search("".join(str(getattr(part, "value", "")) for part in form.values)):
                problems.append(f"{path.name}, line {node.lineno}: rounds as it prints; use `rounding.printed`.")
    return problems


def hidden_import_problems(folder: Path) -> list[str]:
    """Say which module imports by a string, which the order of imports cannot follow."""
    problems = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                hidden = any(name.split(".")[0] in ("importlib", "runpy", "pkgutil") for name in names)
            else:
                hidden = getattr(getattr(node, "func", None), "id", "") in ("__import__", "exec", "eval")
            if hidden:
                problems.append(f"{path.name}, line {node.lineno}: imports by a string; write an import statement.")
    return problems


def recipe_problems(makefile: str) -> list[str]:
    """Say which part of `make test` or `make check` is gone, or quietened."""
    problems = []
    for target, lines in RECIPES.items():
        found = re.search(rf"^{target}:.*\n((?:\t.*\n?)*)", makefile, re.MULTILINE)
        recipe = found[1] if found else ""
        problems += [f"Makefile, {target}: no longer runs `{line}`." for line in lines if line not in recipe]
        commands = [line.strip().lstrip("@") for line in recipe.splitlines()]
        problems += [
            f"Makefile, {target}: `{line}` leaves tests out."
            for line in commands
            if QUIET.search(SHARED_OUT.sub("", line))
        ]
    # A target, and one that it runs before itself.
    for target, first in (("check", "lint"), ("test", "lint"), ("anywhere", "test-long")):
        if not re.search(rf"^{target}:[^#\n]*\s{first}\b", makefile, re.MULTILINE):
            problems.append(f"Makefile: {target} no longer depends on {first}.")
    return problems


def settings_problems(pyproject: str) -> list[str]:
    """Say which setting that makes warnings and misspelt marks into failures is gone."""
    options = tomllib.loads(pyproject)["tool"]["pytest"]["ini_options"]
    problems = []
    if options.get("filterwarnings") != ["error"]:
        problems.append('pyproject.toml: filterwarnings is not ["error"], so that warnings pass unseen.')
    for wanted in ("--strict-markers", "--strict-config"):
        if wanted not in options.get("addopts", ""):
            problems.append(f"pyproject.toml: addopts lacks {wanted}.")
    if re.search(r"-k\b|-m\b|--deselect|--ignore", options.get("addopts", "")):
        problems.append("pyproject.toml: addopts leaves tests out.")
    return problems


def skip_problems(folder: Path) -> list[str]:
    """Say which test file skips tests or expects them to fail."""
    problems = []
    for path in sorted(folder.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if SKIPS.search(line) and path.name not in {*MAY_SKIP, Path(__file__).name}:
                problems.append(f"{path.name}, line {number}: skips a test; mend it or delete it.")
    return problems


def readme_problems(root: Path, readme: str, tools: list[str]) -> list[str]:
    """Say what README.md promises that is not so: paths, targets, notebooks, tools, versions, and typed numbers."""
    text = re.sub(r"<!-- answer.*?<!-- end of answer -->", "", readme, flags=re.DOTALL)
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    problems = [
        f"README.md: links to {link}, which is not there."
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
        if not (root / link).exists()
    ]
    problems += [
        f"README.md: names `make {target}`, which the Makefile does not have."
        for target in re.findall(r"`make ([a-z]+)", text) + re.findall(r"^make ([a-z]+)", text, re.MULTILINE)
        if target not in targets
    ]
    problems += [
        f"README.md: names `{path}`, which is not there."
        for path in re.findall(r"`((?:data|notebooks|src|tests|examples|docs|benchmarks)/[\w./-]*)`", text)
        if not (root / path).exists() and "derived" not in path
    ]
    problems += [
        f"README.md: does not list the notebook {path.name}."
        for path in sorted((root / "notebooks").glob("[0-9]*.ipynb"))
        if f"notebooks/{path.name}" not in text
    ]
    makers = dict.fromkeys(tool.split()[0] for tool in tools)
    problems += [f"README.md: does not name the survey tool {tool}." for tool in makers if tool not in text]
    least = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"][2:]
    if f"Python {least} or newer" not in text:
        problems.append(f"README.md: does not ask for Python {least} or newer, as pyproject.toml does.")
    prose = re.sub(
        r"```.*?```|`[^`]*`|\]\([^)]*\)|^## Citation\n.*?(?=^## |\Z)", " ", text, flags=re.DOTALL | re.MULTILINE
    )
    for allowed in (
        r"\[\d\d [^\]]*",
        r"Lancet \d+; \d+: S\d+",
        rf"Python {re.escape(least)}",
        r"^\d\. ",
        r"UTF-8|CC BY 4\.0",
    ):
        prose = re.sub(allowed, " ", prose, flags=re.MULTILINE)
    problems += [
        f"README.md: types {number}; numbers are measured or absent." for number in re.findall(r"\S*\d\S*", prose)
    ]
    return problems


def _modules(helpers: Path) -> list[Path]:
    """Every module of the helpers, from their folder; what only starts or opens a room is none."""
    paths = (path.relative_to(helpers) for path in sorted(helpers.rglob("*.py")))
    return [path for path in paths if path.name not in ("__init__.py", "__main__.py")]


def module_test_problems(helpers: Path, tests: Path) -> list[str]:
    """Say which module has no test file of its own, and which test file in a room belongs to no module."""
    wanted = {module.with_name(f"test_{module.name}"): module for module in _modules(helpers)}
    rooms = sorted({module.parts[0] for module in wanted.values() if len(module.parts) > 1})
    problems = [
        f"helpers/{module.as_posix()}: has no tests in tests/{test.as_posix()}; write them there."
        for test, module in wanted.items()
        if not (tests / test).exists() or "def test_" not in (tests / test).read_text(encoding="utf-8")
    ]
    found = [path.relative_to(tests) for room in rooms for path in sorted((tests / room).rglob("test_*.py"))]
    return problems + [
        f"tests/{test.as_posix()}: belongs to no module; name it after the one that it tests."
        for test in found
        if test not in wanted and test.as_posix() not in OF_ROOMS
    ]


def tree_problems(helpers: Path, readme: str) -> list[str]:
    """Say which room README's tree does not name, names twice, or names though it is not there."""
    block = re.search(r"^src/helpers/ .*?\n((?:  .*\n)+)", readme, re.MULTILINE)
    named, above = [], ""
    for indent, name in re.findall(r"^( {2}| {4})(\w+(?:/|\.py)) ", block[1] if block else "", re.MULTILINE):
        above = name if len(indent) == 2 else above
        named.append(name if len(indent) == 2 else above + name)
    rooms = [f"{path.parent.relative_to(helpers).as_posix()}/" for path in sorted(helpers.rglob("*/__init__.py"))]
    there = [*rooms, *sorted(path.name for path in helpers.glob("[a-z]*.py"))]
    problems = [f"README.md: the tree lacks src/helpers/{name}; add a line." for name in there if name not in named]
    problems += [
        f"README.md: the tree names src/helpers/{name}, which is not there." for name in named if name not in there
    ]
    return problems + [
        f"README.md: the tree names {name} twice." for name in sorted(set(named)) if named.count(name) > 1
    ]


def contributing_problems(root: Path, text: str) -> list[str]:
    """Say which path, target, test or table CONTRIBUTING.md names that is not there, and which gate it leaves out."""
    targets = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    tests, code = (
        "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / folder).rglob("*.py")))
        for folder in ("tests", "src")
    )
    files = {path.name for path in (root / "tests").rglob("test_*.py")}
    gates = sorted(path.name for path in (root / "tests" / "gates").glob("test_*.py"))
    folders = "data|notebooks|src|tests|examples|docs|benchmarks"
    # What a name in code font looks like, whether it is known, and what is wrong where it is not.
    names: tuple[tuple[str, Callable[[str], object], str], ...] = (
        (rf"`((?:{folders})/[\w./-]*)`", lambda name: (root / name).exists(), "is not there"),
        (r"`(make [a-z-]+)", lambda name: name.split()[1] in targets, "the Makefile does not have"),
        (r"`(\w+_problems|test_\w+)`", lambda name: f"def {name}(" in tests, "no test file defines"),
        (r"`(test_\w+\.py)`", files.__contains__, "is no test file"),
        (
            r"`([A-Z_]{4,})`",
            lambda name: re.search(rf"^{name}\b.* = ", f"{code}\n{tests}", re.MULTILINE),
            "no module defines",
        ),
    )
    problems = [
        f"CONTRIBUTING.md: names `{name}`, which {wrong}."
        for pattern, known, wrong in names
        for name in re.findall(pattern, text)
        if not known(name)
    ]
    problems += [
        f"CONTRIBUTING.md: says twice what {name} protects."
        for name in gates
        if len(re.findall(rf"^\| .*`{name}`.* \|", text, re.MULTILINE)) > 1
    ]
    return problems + [
        f"CONTRIBUTING.md: does not say what {gate} protects." for gate in gates if f"`{gate}`" not in text
    ]


def hook_problems(root: Path, text: str) -> list[str]:
    """Say which hook before a commit is fetched, does not use the locked environment, or runs a test that is gone."""
    tests = (root / "tests" / "gates" / "test_notebooks.py").read_text(encoding="utf-8")
    problems = []
    for repository in yaml.safe_load(text)["repos"]:
        if repository["repo"] != "local":
            problems.append(f".pre-commit-config.yaml: fetches {repository['repo']}; write a local hook.")
        for hook in repository["hooks"]:
            if hook["language"] != "system" or not hook["entry"].startswith(".venv/bin/python -m "):
                problems.append(f".pre-commit-config.yaml: {hook['id']} does not run in the locked environment.")
            problems += [
                f".pre-commit-config.yaml: {hook['id']} runs {name}, which is not there."
                for name in re.findall(r"-k (\w+)", hook["entry"])
                if f"def {name}(" not in tests
            ]
    return problems
