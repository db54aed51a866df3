"""The compendium's commands; what needs Jupyter or the builder of the site is imported once a command needs it."""

from .commands import all_scripts, examples, main, results, run, site, summary, validate, write_report

__all__ = ["all_scripts", "examples", "main", "results", "run", "site", "summary", "validate", "write_report"]
