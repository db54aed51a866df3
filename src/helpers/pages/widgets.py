"""Pictures that answer to a reader's choices in JupyterLab, and stand still wherever no kernel could answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers import figures, wtp
from helpers.disclosure import Kind
from helpers.result import Result, money

from .page import Page
from .prose import Prose, inert
from .shown import Shown

# Jupyter's server sets it for the kernel of a notebook that somebody has open; no runner and no test does.
SESSION = "JPY_SESSION_NAME"
PRICES = (5, 10, 20, 30, 40, 50, 60, 75, 80, 100, 150, 200, 250, 300)
CAPS = (100, 150, 200, 250, 300, 400, 500, 1000)
ESTIMATORS = ("amounts", *wtp.DISTRIBUTIONS)


def explore_bounds(page: Page) -> object:
    """What the published average allows, by the price, the cap and how many it was taken over."""
    quoted = page.ledger.quoted
    everybody = len(page.survey.respondents)
    fewest = min(wtp.FEWEST_AVERAGED, everybody)

    def drawn(price: float, cap: float, averaged: int) -> figures.Picture:
        return bounds(page, price, cap, averaged)

    return _explored(
        drawn,
        price=_from(quoted.price, PRICES),
        cap=_from(quoted.cap, CAPS),
        averaged=_from(quoted.averaged, range(everybody, fewest - 1, -1)),
    )


def bounds(page: Page, price: float, cap: float, averaged: int) -> figures.Picture:
    """The bounds on demand at one choice of price, cap and number averaged; in its mark, what was changed."""
    quoted = page.ledger.quoted
    chosen: dict[str, Any] = {"price": price, "cap": cap, "averaged": averaged}
    changed = [f"{n} {getattr(quoted, n):g} to {v:g}" for n, v in chosen.items() if v != getattr(quoted, n)]
    mean = replace(page.ledger.published, n=averaged)
    ledger = replace(page.ledger, reported=mean, average=replace(quoted, **chosen), explored="; ".join(changed))
    return figures.demand_bounds(ledger)


def explore_means(page: Page) -> object:
    """Means of the survey, by who counts as a zero and by the estimator."""

    def drawn(zeros: str, estimator: str) -> figures.Picture:
        return means(page, zeros, estimator)

    people = [who for who in wtp.REASONS["people"] if who != "protests imputed"]
    return _explored(drawn, zeros=people, estimator=ESTIMATORS)


def means(page: Page, zeros: str, estimator: str) -> figures.Picture:
    """Every mean of both questions that one treatment of zeros and one estimator give."""
    plain = ("amounts", "tick", "midpoint", "next") if estimator == "amounts" else (estimator,)
    fixed = {"people": zeros, "measure": "mean", "outliers": wtp.BASE.outliers, "reading": wtp.BASE.reading}
    specs = [
        each
        for each in wtp.specifications()
        if each.estimator in plain and all(getattr(each, name) == branch for name, branch in fixed.items())
    ]
    study, mean = page.study, page.ledger.published
    given = wtp.answers(page.survey.respondents, study.card, study.questions["zero_reason"].both)
    found = wtp.multiverse(given, specs, published=mean.mean)
    shown = found.index.to_frame()[["question", "estimator", "zeros"]]
    names = [", ".join(part for part in row if part != "none") for row in shown.itertuples(index=False)]
    frame = found[["n", "value"]].rename(columns={"value": "mean"}).set_axis(pd.Index(names, name="by"))
    tells = dict.fromkeys(names, (("wtp_status", "payer"),))
    return figures.means([page.released(Result(frame, money("mean"), tells=tells), Kind.STATISTICS)], mean.mean)


def _from(declared: float, offered: Sequence[float]) -> list[float]:
    """What is declared, and then all else that is offered."""
    return [declared, *(each for each in offered if each != declared)]


def _explored(draw: Callable[..., figures.Picture], **choices: Sequence) -> object:
    """Controls above a picture where somebody has the notebook open; elsewhere the picture of the first choices.

    A widget has ids of its own in every session, so a stored notebook never holds one.
    """
    if not os.environ.get(SESSION):
        return draw(**{name: options[0] for name, options in choices.items()})
    import ipywidgets

    controls = {
        name: ipywidgets.Dropdown(
            # Amounts in their order, whichever is declared.
            options=options if isinstance(options[0], str) else sorted(options),
            value=options[0],
            description=name,
        )
        for name, options in choices.items()
    }

    def told(**chosen: object) -> Shown:
        picture = draw(**chosen)
        # JupyterLab gives no alternative text to who cannot see a picture: the numbers stand below it.
        return Shown(picture, Prose(inert(picture.alt), {picture.mark}))

    # Unasked, it would keep what is drawn to itself.
    return ipywidgets.interactive(told, {"auto_display": True}, **controls)
