"""Tables as readers see them: each column printed to what it can bear, and saved as CSV by a link."""

from __future__ import annotations

import base64
import html
import math
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from helpers import cleaning, disclosure, figures
from helpers.money import formatted
from helpers.result import Result, Unit
from helpers.rounding import printed
from helpers.study import Mark, Source

# What a column is headed where its name alone would not say it.
HEADINGS = {
    "share_zero": "share of zeros",
    "share_beyond": "beyond the amounts asked",
    "low": "95 % from",
    "high": "95 % to",
    "open_ended": "open-ended",
    "from": "95 % from",
    "to": "95 % to",
    "loglik": "log-likelihood",
    "cliffs_delta": "Cliff's delta",
    "agreement": "per cent agreement",
    "alpha": "Krippendorff's alpha",
    "kappa": "Cohen's kappa",
    "limit": "most declared",
}
Content: TypeAlias = disclosure.Released | Result | pd.DataFrame


@dataclass(frozen=True)
class Table:
    """A table with its caption, its mark, and a link that saves it as CSV.

    Attributes
    ----------
    content : Released or Result or DataFrame
        What was released of a survey; or a table of what others published, with its mark.
    caption : str
        What it shows.
    mark : Mark, optional
        One that a page may name (`disclosure.nameable`); None for what was released.
    currency : str
        Code of the currency that its money is in; what was released knows its own.
    changed : str
        What a reader changed of what a mark alone stands for; what was released knows its own.
    """

    content: Content
    caption: str
    mark: Mark | None = None
    currency: str = ""
    changed: str = ""

    def __post_init__(self) -> None:
        """Refuse what was neither released nor has a mark that a page may name."""
        disclosure.rests_on(self.content, self.mark)

    @property
    def rests_on(self) -> Source | Mark:
        """What the table was computed from."""
        return disclosure.rests_on(self.content, self.mark)

    @property
    def frame(self) -> pd.DataFrame:
        """A copy of the table."""
        return self.content.copy() if isinstance(self.content, pd.DataFrame) else self.content.frame.copy()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        shown = self.shown()
        outline = figures.outline(self.rests_on) | ({"changed": self.changed} if self.changed else {})
        return {"text/html": self.html(shown), "text/plain": shown.to_string(index=False)}, outline

    def shown(self) -> pd.DataFrame:
        """The table as text, every number printed to what it can bear."""
        flat, rows = self._flat(), self.frame.index
        hidden = self.content.hidden if isinstance(self.content, disclosure.Released) else frozenset()
        units = {} if isinstance(self.content, pd.DataFrame) else self.content.units
        texts = {
            name: [
                self._text(value, units.get(name), (row, name) in hidden)
                for row, value in zip(rows, flat[name], strict=True)
            ]
            for name in flat.columns
        }
        return pd.DataFrame(texts).rename(columns=lambda name: HEADINGS.get(name, str(name).replace("_", " ")))

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
        said = figures.said(self.rests_on) + (f", changed: {self.changed}" if self.changed else "")
        caption = f'{html.escape(self.caption)} <span class="mark">{html.escape(said)}</span>'
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
        frame = self.frame
        return frame.reset_index() if any(frame.index.names) else frame

    def _text(self, value: Any, unit: Unit | None, hidden: bool) -> str:
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            return disclosure.SUPPRESSED if hidden else ""
        currency = self.content.currency if isinstance(self.content, disclosure.Released) else self.currency
        if unit in (Unit.MONEY, Unit.WHOLE_MONEY) and currency:
            return formatted(float(value), currency, whole=unit is Unit.WHOLE_MONEY)
        if isinstance(value, float) and math.isinf(value):
            return "infinite" if value > 0 else "minus infinite"
        if unit is Unit.SHARE:
            return f"{printed(100 * float(value), '.1f')} %"
        return printed(value, ",.2f") if isinstance(value, float) else str(value)


def _cell(tag: str, scope: str, text: str, numeric: bool) -> str:
    attributes = "".join((f" {scope}" if scope else "", ' class="number"' if numeric else ""))
    return f"<{tag}{attributes}>{html.escape(str(text))}</{tag}>"
