"""Formulas of the site as MathML, which browsers draw without a script: an extension of its builder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def setup(app: Any) -> dict[str, bool]:
    """Offer the builder formulas in MathML, in a line and by themselves."""
    app.add_html_math_renderer("mathml", (_written("inline"), None), (_written("block"), None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _written(display: str) -> Callable[[Any, nodes.Element], None]:
    def visit(translator: Any, node: nodes.Element) -> None:
        formula = convert(node.astext(), display=display)
        translator.body.append(formula if display == "inline" else f'<div class="formula" tabindex="0">{formula}</div>')
        raise nodes.SkipNode

    return visit
