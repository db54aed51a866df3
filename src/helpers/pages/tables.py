"""Tables as readers see them: each column printed to what it can bear, with all its digits beside it as CSV.

Notebooks that somebody has not run, and code hosts, keep of a table's look only what stands in its cells: so alignment
stands there. A Styler of pandas keeps it in a style sheet of its own, which they drop.
"""

from __future__ import annotations

import html
import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from helpers import cleaning, disclosure, figures
from helpers.money import formatted
from helpers.result import Result, Unit
from helpers.rounding import printed
from helpers.study import InputError, Mark, Source

from .prose import badge_of

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
LEFT = "text-align: left"
# A cell with more characters makes a table one of words, which a phone stacks row by row.
WORDY = 40
# More rows of words than these together are folded after the first so many.
LONG, SPARE = 12, 4
# Rows of numbers are read down a column, and stay together up to so many.
SCREENS = 80
# Of rows that print the same number a sentence names so many.
NAMED = 2
# Money is printed whole where a column reaches this, and shares of fewer respondents than so many.
WHOLE_FROM, MANY = 10, 200
METERS = {"low": "●○○", "medium": "●●○", "high": "●●●"}
TICKED = {"True": "ticked", "False": "not ticked"}
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
    number : str
        As its caption begins, where its page numbers it.
    """

    content: Content
    caption: str
    mark: Mark | None = None
    currency: str = ""
    changed: str = ""
    number: str = ""

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
        data = {
            "text/html": self.html(shown),
            "text/plain": shown.to_string(index=False),
            "text/csv": cleaning.csv_text(self._flat()),
        }
        return data, figures.outline(self.rests_on) | ({"changed": self.changed} if self.changed else {})

    def shown(self) -> pd.DataFrame:
        """The table as text, every number printed to what it can bear; the CSV has the digits."""
        flat, rows = self._flat(), self.frame.index
        hidden = self.content.hidden if isinstance(self.content, disclosure.Released) else frozenset()
        units = {} if isinstance(self.content, pd.DataFrame) else self.content.units
        texts = {}
        for name in flat.columns:
            printer = self._printer(flat[name], units.get(name))
            texts[name] = [
                self._text(value, printer, (row, name) in hidden) for row, value in zip(rows, flat[name], strict=True)
            ]
        return pd.DataFrame(texts).rename(columns=lambda name: HEADINGS.get(name, str(name).replace("_", " ")))

    def html(self, shown: pd.DataFrame) -> str:
        """HTML that can be scrolled sideways from the keyboard, and that a phone may stack: each cell has its label."""
        numeric = self._numeric(shown)
        words = max((len(text) for text in shown.to_numpy().ravel()), default=0) > WORDY
        if len(shown) > (LONG + SPARE if words else SCREENS):
            return self._in_two(shown)
        head = "".join(_cell("th", 'scope="col" ', *cell) for cell in zip(shown.columns, numeric, strict=True))
        labels = [f'data-label="{html.escape(name)}" ' if words else "" for name in shown.columns[1:]]
        spans = [1] * len(shown) if words or numeric[:1] == [True] else _runs(shown.iloc[:, 0].tolist())
        lines = []
        for row, span in zip(shown.itertuples(index=False), spans, strict=True):
            first, *others = zip(row, numeric, strict=True)
            attribute = f'scope="rowgroup" rowspan="{span}" ' if span > 1 else 'scope="row" '
            cells = [_cell("th", attribute, *first)] if span else []
            cells += [_cell("td", label, *cell) for label, cell in zip(labels, others, strict=True)]
            lines.append(f"<tr>{''.join(cells)}</tr>")
        lines = lines or [f'<tr><td colspan="{len(shown.columns)}" style="{LEFT}">none</td></tr>']
        # A question in its own words ends as it ends.
        stop = "" if self.caption.endswith((".", "?", "!")) else "."
        caption = f"{self.number} {html.escape(self.caption)}{stop}{badge_of(self.rests_on, self.changed)}"
        return (
            f'<div class="table {"words" if words else "numbers"}" role="region" tabindex="0" '
            f'aria-label="{html.escape(self.caption)}">\n<table>\n<caption style="{LEFT}">{caption.strip()}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>\n</div>"
        )

    def _in_two(self, shown: pd.DataFrame) -> str:
        """A long table of words, its first rows in the open and the others behind one line."""
        first, rest = shown.iloc[:LONG], shown.iloc[LONG:]
        parts = [self.html(first), *(self.html(rest.iloc[at : at + LONG]) for at in range(0, len(rest), LONG))]
        others = [re.sub(r"<caption.*?</caption>\n", "", part) for part in parts[1:]]
        return f"{parts[0]}\n<details><summary>The other {len(rest)} rows</summary>\n{''.join(others)}\n</details>"

    def seen(self, column: str, sentence: str) -> str:
        """A sentence with what a column of numbers holds at the least and at the most, as the table prints it.

        Parameters
        ----------
        column : str
            One of numbers: text has no order, and a number in it may be written in any way.
        sentence : str
            With {least}, {least_by}, {most} and {most_by}: a number, and the names of the rows that print it.

        Raises
        ------
        InputError
            The column holds something other than numbers.
        """
        flat, printed_as = self._flat(), self.shown()[HEADINGS.get(column, column.replace("_", " "))]
        if not pd.api.types.is_numeric_dtype(flat[column]):
            raise InputError(
                f"The column {column} of '{self.caption}' holds text, of which none is least: keep numbers."
            )
        values = flat[column].dropna()
        if values.empty:
            return f"Nothing of {printed_as.name} may be shown."
        if len(values) == 1 < len(flat):
            return f"Of {printed_as.name} a single number may be shown."
        named = flat.columns[: max(1, len([name for name in self.frame.index.names if name is not None]))]
        labels = self.shown().iloc[:, : len(named)].agg(", ".join, axis=1)
        filled: dict[str, str] = {}
        for word, at in (("least", values.idxmin()), ("most", values.idxmax())):
            alike = labels[printed_as == printed_as[at]].tolist()
            others = [f"{len(alike) - NAMED} others"] if len(alike) > NAMED + 1 else alike[NAMED:]
            filled |= {word: printed_as[at], f"{word}_by": " and ".join([*alike[:NAMED], *others])}
        hidden = isinstance(self.content, disclosure.Released) and any(
            name == column for _, name in self.content.hidden
        )
        told = sentence.format(**filled)
        return f"Of what is shown: {told}" if hidden else told

    def _numeric(self, shown: pd.DataFrame) -> list[bool]:
        """Which of the columns shown hold numbers."""
        return [pd.api.types.is_numeric_dtype(kind) for kind in self._flat().dtypes]

    def _flat(self) -> pd.DataFrame:
        """The table with a named index as its first columns; a nameless one only counts rows."""
        frame = self.frame
        return frame.reset_index() if any(frame.index.names) else frame

    def _printer(self, column: pd.Series, unit: Unit | None) -> Callable[[Any], str]:
        """How the numbers of a column are printed: money and shares without a digit that says nothing."""
        currency = self.content.currency if isinstance(self.content, disclosure.Released) else self.currency
        if unit in (Unit.MONEY, Unit.WHOLE_MONEY) and currency:
            whole = unit is Unit.WHOLE_MONEY or bool((column.dropna().abs() >= WHOLE_FROM).any())
            return lambda value: formatted(float(value), currency, whole=whole)
        if unit is Unit.SHARE:
            few = isinstance(self.content, disclosure.Released) and self.content.rests_on.n < MANY
            return lambda value: f"{printed(100 * float(value), '.0f' if few else '.1f')} %"
        if pd.api.types.is_integer_dtype(column):
            return lambda value: f"{value:,}"
        return lambda value: printed(value, ",.2f") if isinstance(value, float) else _spelled(str(value))

    def _text(self, value: Any, printer: Callable[[Any], str], hidden: bool) -> str:
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            return disclosure.SUPPRESSED if hidden else ""
        if isinstance(value, float) and math.isinf(value):
            return "infinite" if value > 0 else "minus infinite"
        return printer(value).replace("-", "\u2212") if isinstance(value, int | float) else printer(value)


class Register(Table):
    """The register of assumptions: how well each is known in dots, and how far it moves the average in one column."""

    def shown(self) -> pd.DataFrame:
        """Five columns of words, where the CSV has each number by itself."""
        shown = super().shown()
        for column in ("quality", "impact"):
            if column in shown:
                shown[column] = [f"{word} {METERS[word]}" for word in shown[column]]
        if "moves from" in shown:
            rows = zip(shown["moves from"], shown["moves to"], shown["by"], strict=True)
            moves = [f"{low} to {high}, by {by}" if low and high else by for low, high, by in rows]
            shown.insert(shown.columns.get_loc("moves from"), "moves it to", moves)
            shown = shown.drop(columns=["moves from", "moves to", "by"])
        return shown.rename(columns={"statement": "assumed", "quality": "how well known"})

    def told(self) -> str:
        """One sentence or two on what the register holds: how much of it is little known, and what moves most."""
        frame = self.frame
        known = f"Little is known of {(frame['quality'] == 'low').sum()} of these {len(frame)} assumptions."
        if "impact" in frame:
            return f"{known} The impact of {(frame['impact'] == 'high').sum()} of them is called high."
        widths = (frame["moves_to"] - frame["moves_from"]).dropna()
        if widths.empty:
            return f"{known} How far the average moves with them is not measured."
        widest = widths.index[widths == widths.max()]
        moves = self.shown().set_index("id").loc[widest[0], "moves it to"]
        return f"{known} The average moves furthest with {' and '.join(widest)}: {moves}."

    def _numeric(self, shown: pd.DataFrame) -> list[bool]:
        return [False] * shown.shape[1]


def _spelled(text: str) -> str:
    """Names of code as people spell them."""
    if text in TICKED:
        return TICKED[text]
    # A true minus, also before a number that came as text.
    return figures.spelled(re.sub(r"^-(?=\d)", "\u2212", text))


def _runs(names: list[str]) -> list[int]:
    """How many rows the name of each row heads: 0 where the row before has the same name."""
    spans: list[int] = []
    for _, run in itertools.groupby(names):
        length = len(list(run))
        spans += [length, *[0] * (length - 1)]
    return spans


def _cell(tag: str, attribute: str, text: str, numeric: bool) -> str:
    # Numbers are to the right wherever nothing else is said.
    side = 'class="number"' if numeric else f'style="{LEFT}"'
    return f"<{tag} {attribute}{side}>{html.escape(str(text))}</{tag}>"
