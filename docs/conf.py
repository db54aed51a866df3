"""Settings of the site: everything is read from disk, nothing from the network."""

project = "What would link workers pay for training?"
author = "The link-worker-wtp contributors"
project_copyright = "text, figures and data CC BY 4.0, code MIT"
extensions = [
    "helpers.compendium.formulas",  # ours before those of others: see what helpers.compendium spares them
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "sphinxcontrib.bibtex",
    "helpers.compendium.linking",
    "helpers.compendium.typesetting",
]
bibtex_bibfiles = ["references.bib"]
bibtex_cite_id = "ref-{key}"  # what `helpers.compendium.linking` links to
autodoc_typehints = "none"  # the docstrings say more: shapes and units
# Names on the pages of the estimator are as short as they are typed.
templates_path = ["_templates"]
exclude_patterns = ["answer.md", "respondents.md"]
nb_execution_mode = "off"
nb_number_source_lines = False
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_math_renderer = "mathml"
myst_heading_anchors = 3
suppress_warnings = ["mystnb.unknown_mime_type"]
html_theme = "furo"
html_favicon = "_static/favicon.svg"
# What the head of a page says of it elsewhere, and where its sources are; the command that builds the site knows more.
html_context = {
    "about": "An open compendium on what social prescribing link workers would pay for training, and a bench for small "
    "contingent-valuation surveys.",
    "base": "",
    "bounds_alt": "",
    "bounds_declared": "",
    "downloads": "",
    "reports": "",
    "repository": "",
}
html_title = project
html_static_path = ["_static"]
html_css_files = ["compendium.css", "reading.css", "print.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_theme_options = {"navigation_with_keys": True}
# Their colours stand out enough from the page for everybody; furo brings them.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
