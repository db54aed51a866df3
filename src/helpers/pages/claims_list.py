"""Every claim with its verdict, for readers: what is not supported, what agrees, and the rest folded away."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from helpers import claims, cleaning, figures
from helpers.study import Source

from .prose import badge_of

# In the order of what a reader is to see first, with the sign of each in the row that counts them.
SIGNS = {
    claims.NOT_SUPPORTED: "▲",
    claims.INCONSISTENT: "▲",
    claims.DIFFERS: "▲",
    claims.CONSISTENT: "■",
    claims.AGREES: "■",
    claims.DERIVED: "=",
    claims.BUILT_IN: "□",
    claims.NO_DATA: "·",
}
OPEN = (claims.NOT_SUPPORTED, claims.INCONSISTENT, claims.DIFFERS, claims.CONSISTENT, claims.AGREES)


@dataclass(frozen=True)
class ClaimsList:
    """The claims by their verdicts, in words, with how many there are of each.

    Attributes
    ----------
    ledger : Ledger
        Its claims are shown.
    rests_on : Source
        Their marks, and the input of what was found.
    verdicts : tuple of str
        Those shown; every one where none is named.
    """

    ledger: claims.Ledger
    rests_on: Source
    verdicts: tuple[str, ...] = ()

    @property
    def groups(self) -> dict[str, pd.DataFrame]:
        """The claims by verdict, in the order shown; a verdict that no claim has is left out."""
        judged = self.ledger.claims
        return {
            verdict: rows for verdict in self.verdicts or SIGNS if len(rows := judged[judged["verdict"] == verdict])
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        shown = self.ledger.table().loc[lambda table: table["verdict"].isin(self.groups)]
        data = {"text/html": self.html(), "text/plain": self.text(), "text/csv": cleaning.csv_text(shown)}
        return data, figures.outline(self.rests_on)

    def text(self) -> str:
        """A line a verdict, and a line a claim."""
        lines = []
        for verdict, rows in self.groups.items():
            lines += [f"{len(rows)} {verdict}", *(f"  {claim}" for claim in rows["claim"])]
        return "\n".join(lines)

    def html(self) -> str:
        """Folds, which code hosts open as well as browsers do."""
        groups = self.groups
        parts = ['<div class="claims">']
        if not self.verdicts:
            signs = "".join(
                f'<span class="{_slug(verdict)}">{SIGNS[verdict] * len(rows)}</span>'
                for verdict, rows in groups.items()
            )
            parts.append(f'<p class="signs" aria-hidden="true">{signs}</p>')
        for verdict, rows in groups.items():
            sign = f'<span class="{_slug(verdict)}" aria-hidden="true">{SIGNS[verdict]}</span>'
            summary = f"<summary>{sign} <b>{len(rows)} {verdict}</b>: {claims.VERDICTS[verdict]}</summary>"
            items = "".join(f"<li>{_item(row, self._said(row))}</li>" for _, row in rows.iterrows())
            opened = " open" if verdict in OPEN else ""
            parts.append(f"<details{opened}>{summary}<ul>{items}</ul></details>")
        return "\n".join([*parts, f"<p>{badge_of(self.rests_on)}</p>", "</div>"])

    def _said(self, row: pd.Series) -> str:
        """What stands below a claim: the arithmetic, what was found beside it, or what would settle it."""
        if row["verdict"] == claims.NO_DATA:
            return f"{row['note']} Settled by: {row['settled_by']}"
        if row["verdict"] == claims.INCONSISTENT:
            return f"Other figures give {row['computed']}. {row['note']}"
        if row["found"]:
            return f"Printed {self.ledger.shown(str(row.name))}, found {row['found']} ({self.rests_on.marks[-1]})."
        return row["note"]


def _item(row: pd.Series, said: str) -> str:
    return f"{html.escape(row['claim'])}<br><small>{html.escape(said)}</small>"


def _slug(verdict: str) -> str:
    """What the style sheet calls a verdict: all that speak against a claim are one."""
    return "against" if SIGNS[verdict] == "▲" else verdict.replace(" ", "-")
