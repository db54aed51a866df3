"""The two notebooks of a new study as scripts: its data, and its valuation in the formats that were found."""

from __future__ import annotations

import json

import jupytext
import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell as code
from nbformat.v4 import new_markdown_cell as prose
from nbformat.v4 import new_notebook

from . import valued, words
from .declaring import item_codes
from .draft import Draft
from .sentences import MEAN, MEDIAN, ROWS, RULINGS

# Fewer answers than this are estimated by nobody, and published by nobody.
FEWEST = 10
# Where a curve is shown, unless somebody knows better: amounts that people say.
ROUND = [digit * 10.0**power for power in range(-1, 7) for digit in (1, 2, 5)]
PRICES = (5, 10, 20, 50)


def data(draft: Draft) -> str:
    """The notebook of the data: every row accounted for, and the closed questions as they were answered."""
    rooms = "cleaning, disclosure, pages" + (", wtp" if "open amount" in draft.formats else "")
    cells = [
        prose("# The data\n\nThe declaration stands beside this page and names the export."),
        _opening(rooms, "Result"),
        prose("## Every row, in or out"),
        code('page.table(Result(survey.flow), "Flow of rows", disclosure.Kind.FLOW)'),
        code(f'page.say("{ROWS}")'),
    ]
    if "open amount" in draft.formats:
        cells += [
            prose(f"## What waits for a ruling\n\n{RULINGS}"),
            code(
                "typed, waiting = wtp.typed(survey)\n"
                'page.table(waiting, "Answers that wait for a ruling", disclosure.Kind.WITHHELD)'
            ),
        ]
    closed = {id: each for id, each in draft.kept.items() if not words.CONSENT.search(each.heading)}
    cells += [prose("## What was answered")] if closed else []
    for id, each in closed.items():
        if each.kind == "multiple":
            columns = {f"{id}_{name}": f"{each.text}: {option}" for option, name in item_codes(each).items()}
            listed = json.dumps(columns, ensure_ascii=False, indent=4)
            shown = "    display(page.table(page.counts(column), option))"
            cells.append(code(f"options = {listed}\nfor column, option in options.items():\n{shown}"))
        else:
            column = f"{id}_first" if each.kind == "ranking" else id
            cells.append(code(f'page.table(page.counts("{column}"), {json.dumps(each.text, ensure_ascii=False)})'))
    return _script([*cells, prose("## What is assumed"), code("page.assumptions()"), code("page.made()")])


def valuation(draft: Draft) -> str:
    """The notebook of the valuation, a section for each format found."""
    sections = {
        "open amount": _open_amount,
        "payment card": _payment_card,
        "single-bounded": _bids,
        "double-bounded": _bids,
    }
    bids = bool(draft.valued.offers)
    cells = [
        prose("# Willingness to pay"),
        _opening("cleaning, disclosure, figures, pages, wtp", "Result, money, shares" if bids else "", estimator=bids),
        code("respondents = survey.respondents"),
    ]
    for name in draft.formats:
        cells += sections[name](draft)
    return _script([*cells, prose("## What the amounts are"), code("page.comparisons()"), code("page.made()")])


def _opening(rooms: str, results: str, estimator: bool = False) -> NotebookNode:
    lines = [f"from helpers import {rooms}"]
    lines += ["from helpers import valuation as cv"] if estimator else []
    lines += [f"from helpers.result import {results}"] if results else []
    lines += ["from helpers.study import load", "", 'survey = cleaning.survey(load("study.toml"))']
    return code("\n".join([*lines, "page = pages.Page(survey)", "page.banner()"]))


def _open_amount(draft: Draft) -> list[NotebookNode]:
    both = 'survey.study.questions["zero_reason"].both' if "zero_reason" in draft.ids else "()"
    cells = [
        prose("## Amounts as typed"),
        code('page.table(wtp.accounting(respondents), "What became of each answer", disclosure.Kind.WITHHELD)'),
        code(f'page.say(\n    "{MEAN}",\n    "{MEDIAN}",\n)'),
        code(
            f"treated = wtp.treatments(respondents, {both})\n"
            'page.table(treated, "The mean under each treatment of zeros and gaps", disclosure.Kind.STATISTICS)'
        ),
    ]
    if draft.export.rows < FEWEST:
        return [*cells, prose("There are too few answers to fit a model to.")]
    prices = ", ".join(f"{price:g}" for price in _prices(draft))
    return [
        *cells,
        prose("## Share willing at each price\n\nThe prices were proposed from the answers: choose your own."),
        code(
            f"prices = ({prices})\n"
            "willing = wtp.share_willing(wtp.usable_amounts(respondents), prices)\n"
            "willing = page.released(willing, disclosure.Kind.PRICES)\n"
            'page.table(willing, "Share willing to pay each price")'
        ),
        *_fitted("wtp.open_answers(respondents)", "prices", "Amounts as typed", "willing"),
    ]


def _payment_card(draft: Draft) -> list[NotebookNode]:
    return [
        prose("## The payment card\n\nA tick says only that the maximum lies between that amount and the next."),
        code("card = survey.study.card"),
        *_fitted("wtp.card_answers(respondents, card)", "card", "Payment card", "steps"),
        code(
            'page.table(wtp.card_means(answers), "Mean of the card answers by convention", disclosure.Kind.STATISTICS)'
        ),
    ]


def _bids(draft: Draft) -> list[NotebookNode]:
    ids = (("bid", "vote"), ("followup_bid", "followup_vote"))[: len(draft.valued.offers)]
    said = [f'{vote} = respondents["{vote}"].map({_meant(draft, number)})' for number, (_, vote) in enumerate(ids)]
    bids = ", ".join(f'"{bid}"' for bid, _ in ids)
    arguments = ", ".join(f'respondents["{bid}"], {vote}' for bid, vote in ids)
    answers = f"cv.{'double' if len(ids) > 1 else 'single'}_bounded({arguments})"
    return [
        prose("## Answers to the bids\n\nA yes says that the maximum is at least the bid, a no that it is less."),
        code("\n".join([*said, f"bids = sorted(set(respondents[[{bids}]].stack()))"])),
        *_fitted(answers, "bids", "Bids", ""),
        code(
            'steps = Result(cv.turnbull(answers).survival, money("price") | shares("share_willing"))\n'
            'page.table(steps, "Share willing at each bid, no distribution assumed", disclosure.Kind.WITHHELD)'
        ),
    ]


def _fitted(answers: str, prices: str, title: str, points: str) -> list[NotebookNode]:
    """Models of answers in any format, and the curve of one of them over what was observed."""
    steps = "steps = page.released(wtp.steps(answers), disclosure.Kind.PRICES)\n" if points == "steps" else ""
    return [
        code(
            f"answers = {answers}\n"
            f'page.table(wtp.models(answers, max({prices})), "{title}: models", disclosure.Kind.STATISTICS)'
        ),
        code(
            "fit = wtp.log_normal(answers)\n"
            'name = wtp.named("log-normal", fit.zeros)\n'
            f'limits = wtp.intervals(fit, survey.study.seeds["bootstrap"], max({prices}))\n'
            f'page.table(limits, f"{title}, {{name}}: intervals", disclosure.Kind.STATISTICS)'
        ),
        code(
            f"{steps}curve = page.released(wtp.curve(fit, max({prices})), disclosure.Curve({prices}))\n"
            f"page.figure(figures.willing(curve, name{f', {points}' if points else ''}), "
            f'"The fitted curve{"; dots are what was answered" if points else ""}.")'
        ),
    ]


def _meant(draft: Draft, number: int) -> str:
    """From each answer to a bid to whether it is a yes; any other is missing."""
    options = [option for vote in draft.valued.offers[number].votes for option in vote.options]
    decided = [option for option in options if option.casefold() in words.YES | words.NO]
    return (
        "{"
        + ", ".join(f"{json.dumps(each, ensure_ascii=False)}: {each.casefold() in words.YES}" for each in decided)
        + "}"
    )


def _prices(draft: Draft) -> list[float]:
    """Round amounts over the middle of those that were named."""
    typed = draft.valued.typed[0] if draft.valued.typed else None
    read = valued.read(typed, draft.written).values() if typed else []
    named = [each.amount for each in read if each.amount > 0]
    if not named:
        return list(PRICES)
    low, middle, high = np.quantile(named, (0.1, 0.5, 0.9))
    inside = [price for price in ROUND if low <= price <= high]
    nearest = sorted(ROUND, key=lambda price: (abs(np.log(price / middle)), price))[:3]
    return inside if len(inside) > 2 else sorted(nearest)


def _script(cells: list[NotebookNode]) -> str:
    notebook = new_notebook(cells=cells)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "jupytext": {"notebook_metadata_filter": "kernelspec,-jupytext", "cell_metadata_filter": "-all"},
    }
    return jupytext.writes(notebook, fmt="py:percent")
