"""A report for co-authors: abstract, methods, tables, figures and checklists, as Word and PDF, for any study."""

from .document import Document, document
from .setting import archived, fixed, pdf, word

__all__ = ["Document", "archived", "document", "fixed", "pdf", "word"]
