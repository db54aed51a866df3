"""The compendium's commands; what needs Jupyter or the builder of the site is imported once a command needs it."""

import sys

from .commands import all_scripts, examples, main, results, run, site, summary, validate, write_report

__all__ = ["all_scripts", "examples", "main", "results", "run", "site", "summary", "validate", "write_report"]

# With it jsonschema compiles a grammar of web addresses, a second in every process; no notebook's schema checks one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # None is how Python says: do not look for it
