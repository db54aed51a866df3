"""What is handed over: metadata, the estimator as a package of its own, and the archive with its checksums."""

from .archive import crate, write
from .estimator import NAME, build
from .metadata import citation, codemeta, data_package, written

__all__ = ["NAME", "build", "citation", "codemeta", "crate", "data_package", "write", "written"]
