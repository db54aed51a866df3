"""A report for co-authors: abstract, methods, tables, figures and checklists, as Word and PDF, for any study."""

from .document import Document, document
from .setting import fixed, pdf, word

__all__ = ["Document", "document", "fixed", "pdf", "word"]
