"""Formulas are MathML on the page: no script draws them, and nothing is fetched."""

import pytest
from docutils import nodes

from helpers.compendium import formulas


class Translator:
    """What the builder hands to a renderer."""

    def __init__(self):
        self.body = []


@pytest.mark.parametrize("display", ["inline", "block"])
def test_a_formula_becomes_mathml(display):
    translator = Translator()
    with pytest.raises(nodes.SkipNode):
        formulas._written(display)(translator, nodes.math("", r"\frac{a}{b}"))
    (written,) = translator.body
    assert "<mfrac>" in written and f'display="{display}"' in written and "script" not in written


def test_the_builder_is_offered_the_renderer():
    offered = []

    class App:
        def add_html_math_renderer(self, name, inline, block):
            offered.append(name)

    assert formulas.setup(App())["parallel_write_safe"] and offered == ["mathml"]
