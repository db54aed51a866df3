"""Tables as readers see them: each column printed to what it can bear, and saved as CSV by a link."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass

import pandas as pd

from helpers import cleaning, disclosure, figures
from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import Source

# How a column is headed and printed wherever it appears: heading, and kind of number.
COLUMNS = {
    "count": ("count", "whole"),
    "n": ("n", "whole"),
    "rows": ("rows", "whole"),
    "answered": ("answered", "whole"),
    "missing": ("missing", "whole"),
    "respondents": ("respondents", "whole"),
    "share": ("share", "percent"),
    "share_willing": ("share willing", "percent"),
    "share_zero": ("share of zeros", "percent"),
    "low": ("95 % from", "percent"),
    "high": ("95 % to", "percent"),
    "total": ("total", "money"),
    "mean": ("mean", "money"),
    "median": ("median", "money"),
    "truncated_mean": ("truncated mean", "money"),
    "minus_published": ("minus published", "money"),
    "open_ended": ("open-ended", "whole"),
    "payment_card": ("payment card", "whole"),
    "estimate": ("estimate", "money"),
    "from": ("95 % from", "money"),
    "to": ("95 % to", "money"),
    "amount": ("amount", "money"),
    "price": ("price", "money"),
    "loglik": ("log-likelihood", "number"),
    "hedges_g": ("Hedges' g", "number"),
    "agreement": ("per cent agreement", "percent"),
    "alpha": ("Krippendorff's alpha", "number"),
    "kappa": ("Cohen's kappa", "number"),
    "limit": ("most declared", "percent"),
    "mean_rank": ("mean rank", "number"),
}


@dataclass(frozen=True)
class Table:
    """A table with its caption, its mark, and a link that saves it as CSV."""

    frame: pd.DataFrame
    caption: str
    rests_on: str | Source
    currency: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        shown = self.shown()
        return {"text/html": self.html(shown), "text/plain": shown.to_string(index=False)}, figures.outline(
            self.rests_on
        )

    def shown(self) -> pd.DataFrame:
        """The table as text, every number printed to what it can bear."""
        flat = self._flat()
        texts = {name: flat[name].map(lambda value, name=name: self._text(name, value)) for name in flat.columns}
        return pd.DataFrame(texts).rename(columns=lambda name: COLUMNS.get(name, (str(name).replace("_", " "),))[0])

    def html(self, shown: pd.DataFrame) -> str:
        """HTML that can be scrolled sideways from the keyboard; the CSV travels inside the link."""
        numeric = [pd.api.types.is_numeric_dtype(kind) for kind in self._flat().dtypes]
        head = "".join(_cell("th", 'scope="col"', *cell) for cell in zip(shown.columns, numeric, strict=True))
        lines = []
        for row in shown.itertuples(index=False):
            first, *others = zip(row, numeric, strict=True)
            cells = [_cell("th", 'scope="row"', *first), *(_cell("td", "", *cell) for cell in others)]
            lines.append(f"<tr>{''.join(cells)}</tr>")
        outline = figures.outline(self.rests_on)
        caption = f'{html.escape(self.caption)} <span class="mark">{outline["mark"]}</span>'
        if isinstance(self.rests_on, Source):
            caption += f' <span class="source">{self.rests_on}</span>'
        payload = base64.b64encode(cleaning.csv_text(self._flat()).encode())
        mark = re.sub("[^a-z]+", "-", outline["mark"].lower())
        name = f"{re.sub(r'[^a-z]+', '-', self.caption.lower()).strip('-')}-{mark}.csv"
        label = html.escape(self.caption)
        return (
            f'<div class="table {mark}" role="region" tabindex="0" aria-label="{label}">\n'
            f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
            + "\n".join(lines)
            + f'\n</tbody>\n</table>\n</div>\n<p class="download"><a download="{name}" '
            f'href="data:text/csv;charset=utf-8;base64,{payload.decode()}">Save this table as CSV</a></p>'
        )

    def _flat(self) -> pd.DataFrame:
        """The table with a named index as its first columns; a nameless one only counts rows."""
        return self.frame.reset_index() if any(self.frame.index.names) else self.frame

    def _text(self, name: str, value: object) -> str:
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            return disclosure.SUPPRESSED if "released" in self.frame.attrs else ""
        kind = COLUMNS.get(name, ("", ""))[1]
        # Limits of an effect size are on its own scale, not shares.
        if name in ("low", "high") and "share" not in self.frame:
            kind = "number"
        if kind == "money" and self.currency:
            return formatted(float(value), self.currency)
        if kind == "percent":
            return f"{printed(100 * float(value), '.1f')} %"
        if kind == "whole":
            return f"{int(value)}"
        return printed(value, ",.2f") if isinstance(value, float) else str(value)


def _cell(tag: str, scope: str, text: str, numeric: bool) -> str:
    attributes = "".join((f" {scope}" if scope else "", ' class="number"' if numeric else ""))
    return f"<{tag}{attributes}>{html.escape(str(text))}</{tag}>"
