"""What a stored notebook prints, as a reader has it: tables by caption from their downloads, and its sentences."""

import io
import re

import nbformat
import numpy as np
import pandas as pd
from checks import ROOT
from statsmodels.stats.proportion import proportion_confint

ROUNDED = 5e-6  # relative: downloads hold six digits


class StoredPage:
    """A stored notebook: tables by caption, all its sentences without their marks, and what its figures say."""

    def __init__(self, name):
        outputs = [
            output["data"]
            for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
            for output in cell.get("outputs", [])
            if "data" in output
        ]
        self.tables = {_caption(data["text/html"]): _frame(data["text/csv"]) for data in outputs if "text/csv" in data}
        self.text = re.sub(r"\s*<small.*?</small>", "", "\n".join(data.get("text/markdown", "") for data in outputs))
        self.text = self.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")
        self.drawn = "\n".join(data["text/plain"] for data in outputs if "image/png" in data)

    def numbers(self, pattern, drawn=False):
        """The numbers of one sentence, where # stands for each; signs of money and per cent stand in the pattern."""
        parts = [re.escape(part) for part in pattern.split("#")]
        found = re.findall(r"(-?[\d,]+(?:\.\d+)?)".join(parts), self.drawn if drawn else self.text)
        assert len(found) == 1, pattern
        return [float(number.replace(",", "")) for number in np.atleast_1d(found[0])]


def _caption(table):
    """The caption of a table, without its number and marks; the list of claims has none."""
    caption = re.search(r"<caption[^>]*>(?:<b.*?</b> )?(.*?)\.(?:\s*<small.*)?</caption>", table, re.DOTALL)
    return caption[1] if caption else "claims"


def _frame(text):
    return pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])


def agree(printed, found, tolerance=ROUNDED):
    """Within a relative tolerance."""
    np.testing.assert_allclose(np.asarray(printed, float), np.asarray(found, float), rtol=tolerance, atol=1e-9)


def shown(printed, found, digits=0):
    """Printed to so many digits after the point."""
    np.testing.assert_allclose(printed, found, rtol=0, atol=0.5 * 10**-digits + 1e-9)


def shares_agree(table, counts, n):
    """Counts and shares, with Wilson's limits, or Clopper and Pearson's (beta) where all or nobody chose."""
    agree(table["count"], counts)
    agree(table["n"], n)
    agree(table["share"], np.asarray(counts) / n)
    limits = [proportion_confint(k, n, method="beta" if k in (0, n) else "wilson") for k in counts]
    agree(table[["low", "high"]], np.nan_to_num(limits, nan=1.0))
