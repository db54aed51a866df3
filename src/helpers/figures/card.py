"""The picture that a link to the site is shown with elsewhere: the question, and what published figures allow."""

from __future__ import annotations

import io
import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers import claims
from helpers.money import formatted
from helpers.rounding import rounded
from helpers.study import Mark

from . import style

# In inches: 1200 by 630 pixels is what sites that show such cards ask for.
SIZE, DPI = (12, 6.3), 100


def card(ledger: claims.Ledger, title: str, top: int = 300) -> bytes:
    """Draw the card as a PNG of 1200 by 630 pixels; the same bytes on every run.

    Parameters
    ----------
    ledger : Ledger
        Of a study with claims.
    title : str
        The question, as the site is called.
    top : int
        The highest price drawn.
    """
    prices = np.arange(1, top + 1)
    published, quoted = ledger.published, ledger.quoted
    bounds = published.demand(prices)
    most = published.most_willing(quoted.price)
    mean, price = (formatted(amount, ledger.currency, whole=True) for amount in (published.mean, quoted.price))
    allowed = f"An average of {mean} over {published.n} people: at most {most} of them would pay {price} or more."
    with mpl.rc_context(style.STYLE):
        figure = Figure(figsize=SIZE, dpi=DPI)
        figure.text(0.05, 0.9, "\n".join(textwrap.wrap(title, 18)), fontsize=30, weight=600, va="top")
        figure.text(0.05, 0.44, "\n".join(textwrap.wrap(allowed, 34)), fontsize=17, va="top", linespacing=1.4)
        figure.text(0.05, 0.08, f"{Mark.DERIVED}: {style.FACES[Mark.DERIVED]}", fontsize=14, color=style.BLUE)
        axes = figure.add_axes((0.58, 0.16, 0.38, 0.72))
        low, high = (rounded(bounds[name].to_numpy(dtype=float)) for name in ("lowest", "highest"))
        axes.fill_between(prices, low, high, step="post", color=style.BLUE, alpha=0.22, lw=0)
        axes.step(prices, high, where="post", color=style.BLUE, lw=3)
        axes.set(xlim=(0, top), ylim=(0, 1.02))
        ticks = range(0, top + 1, 100)
        axes.set_xticks(ticks, [formatted(tick, ledger.currency, whole=True) for tick in ticks])
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.set_title("share willing to pay each price", fontsize=14)
        axes.spines[["top", "right"]].set_visible(False)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()
