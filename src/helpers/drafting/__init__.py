"""A study declared from its export: columns, kinds, the valuation found, and the files that a first run needs."""

from .draft import Draft, Said, read, told
from .folder import write
from .terminal import amounts, asked, listing

__all__ = ["Draft", "Said", "amounts", "asked", "listing", "read", "told", "write"]
