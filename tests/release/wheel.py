"""The wheel in fresh environments, one a Python that is there: nothing of this project beside it, its examples run.

`make test-wheel` builds the wheel and starts this; an environment holds the wheel and what it asks for, at the versions
of requirements.lock.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from anywhere import interpreter
from checks import ROOT

from helpers import release

PYTHONS = ("3.11", "3.13")
UV = Path(sys.executable).with_name("uv")
# Run by the fresh Python, which has no pytest: every docstring, and the README that the package shows.
EXAMPLES = f"""
import doctest, email, importlib, importlib.metadata, pkgutil, sys
import {release.NAME} as package

try:
    import helpers
except ImportError:
    pass
else:
    sys.exit("helpers can be imported: this environment proves nothing")
names = [each.name for each in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
modules = [importlib.import_module(name) for name in names]
found = [doctest.testmod(each) for each in (package, *modules)]
parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
readme = importlib.metadata.metadata("{release.NAME}").get_payload()
runner.run(parser.get_doctest(readme.replace("```", ""), {{}}, "README.md", "README.md", 0))
found.append(runner.summarize())
failed, tried = sum(each.failed for each in found), sum(each.attempted for each in found)
pages = list(importlib.resources.files(package).joinpath("api").iterdir())
print(f"Python {{sys.version.split()[0]}}, {{package.__name__}} {{package.__version__}}: {{len(modules)}} modules, "
      f"{{len(pages)}} pages, {{tried - failed}} of {{tried}} examples hold")
sys.exit(bool(failed) or tried < 50 or len(pages) < 50)
"""


def there():
    """The Pythons of PYTHONS that this machine has, by version."""
    return {version: python for version in PYTHONS if (python := interpreter(version))}


def tried(python, wheel, folder):
    """What became of the wheel with this Python: 0 where it was installed and every example held."""
    fresh = folder / "environment"
    subprocess.run([UV, "venv", "--quiet", "--clear", "--python", python, fresh], check=True)
    binary = fresh / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    constraints = folder / "versions.txt"
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.removesuffix(" \\") for line in lines if line[:1].isalpha()]
    constraints.write_text("\n".join(pins), encoding="utf-8")
    install = [UV, "pip", "install", "--quiet", "--python", binary, "--constraint", constraints, wheel]
    subprocess.run(install, check=True)
    return subprocess.run([binary, "-I", "-c", EXAMPLES], cwd=folder).returncode


if __name__ == "__main__":
    wheel = release.build(ROOT / "build" / "wheel")
    pythons = there()
    print(
        f"{wheel.name}, with Python {', '.join(pythons)}"
        + "".join(f"; no {v} here" for v in PYTHONS if v not in pythons)
    )
    with tempfile.TemporaryDirectory() as folder:
        results = [tried(python, wheel.resolve(), Path(folder)) for python in pythons.values()]
    sys.exit(not results or any(results))
