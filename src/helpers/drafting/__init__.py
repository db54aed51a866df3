"""A study declared from its export: columns, kinds, the valuation found, and the files that a first run needs."""

from .draft import Draft, Said, read, told
from .folder import write
from .sentences import MEAN, MEDIAN, ROWS
from .terminal import amounts, asked, listing

__all__ = ["MEAN", "MEDIAN", "ROWS", "Draft", "Said", "amounts", "asked", "listing", "read", "told", "write"]
