"""Other processors, as far as one machine can stand in for them: settings that move the last digits of a double."""

import os
import subprocess
import sys

# Each moves them by another road: NumPy's own loops, the BLAS kernel, the C library's exponentials and logarithms.
AXES = {
    "NumPy without AVX2 and AVX-512": {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"},
    "BLAS kernel for an old processor": {"OPENBLAS_CORETYPE": "Nehalem"},
    "C library without AVX2 and FMA": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"},
}
PROBE = """
import hashlib, math, warnings
warnings.simplefilter("ignore")
import numpy as np
x = np.random.default_rng(0).random((64, 64))
digits = [np.exp(x), np.log(x), np.sin(x), x @ x, np.linalg.solve(x, x[0]), x.sum(), np.logaddexp(x, 1 - x)]
scalars = [(math.exp(v), math.log(v), math.sin(v), math.pow(v, 0.3)) for v in x.ravel().tolist()]
print(hashlib.sha256(b"".join(np.asarray(d).tobytes() for d in [*digits, scalars])).hexdigest())
"""


def probe(setting: dict[str, str]) -> str:
    """A hash of the digits that a setting gives; blank where Python does not start under it."""
    clean = {name: value for name, value in os.environ.items() if not any(name in axis for axis in AXES.values())}
    environment = clean | {"OPENBLAS_NUM_THREADS": "1"} | setting
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, env=environment)
    return done.stdout.strip() if done.returncode == 0 else ""


def exercised() -> dict[str, bool]:
    """Of each axis, whether its setting changes any digit of the probe on this machine."""
    plain = probe({})
    return {name: probe(setting) not in ("", plain) for name, setting in AXES.items()}


def other_processor() -> tuple[dict[str, str], list[str]]:
    """All settings that do something here, taken together, and the names of the axes that do nothing."""
    found = exercised()
    settings = {}
    for name, works in found.items():
        settings |= AXES[name] if works else {}
    return settings, [name for name, works in found.items() if not works]
