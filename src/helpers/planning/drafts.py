"""What a plan is for: a sentence for an ethics form, and the start of a declaration with its card or bids."""

from __future__ import annotations

import json
import math

import numpy as np

from helpers.rounding import printed
from helpers.study import InputError

from . import designs, sizes

# Amounts that people say: one, one and a half, two … times a power of ten.
ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8)


def ethics_sentence(sd: float, half_width: float, currency: str, response: float = 1.0) -> str:
    """How many will be asked and why, as an ethics form wants it, with what the calculation rests on.

    Examples
    --------
    >>> ethics_sentence(58, 10, "GBP", response=0.4).split(", ")[0]
    'We will invite 325 people so that'
    """
    if not 0 < response <= 1:
        raise InputError(f"The response rate is {response:g}: give a share above 0 and at most 1.")
    n = max(sizes.mean(sd, half_width), 2)  # one answer has no interval
    invited = math.ceil(n / response - 1e-9)
    return (
        f"We will invite {invited} people so that, with {printed(100 * response, '.0f')} % answering, {n} answers "
        "estimate "
        f"mean willingness to pay to within {half_width:g} {currency} either side (nominal "
        f"{printed(100 * sizes.LEVEL, '.0f')} % confidence), assuming a standard deviation of {sd:g} {currency} "
        "and a random draw."
    )


def amounts(design: designs.Design, median: float, scale: float) -> list[float]:
    """A design's amounts in money, each at the nearest round amount; fewer where two fall on the same one.

    Examples
    --------
    >>> amounts(designs.d_optimal()["double-bounded"], 40, 0.5)
    [15, 40, 100]
    """
    if not (median > 0 and scale > 0 and math.isfinite(median * scale)):
        raise InputError(f"The median ({median:g}) and the scale ({scale:g}) must be above zero.")
    if not design.routes:
        raise InputError("An open amount has neither card nor bids.")
    wanted = median * np.exp(scale * np.array([z for _, route in design.routes for z in route], float))
    return sorted({_rounded(amount) for amount in wanted})


def _rounded(amount: float) -> float:
    power = 10.0 ** math.floor(math.log10(amount))
    offered = [m * p for p in (power, 10 * power) for m in ROUND]
    # Of two equally near, the lower one.
    nearest = min(offered, key=lambda each: (round(abs(math.log(each / amount)), 9), each))
    return int(nearest) if nearest == int(nearest) else round(nearest, 2)


def draft_study(design: designs.Design, median: float, scale: float, title: str, good: str, currency: str) -> str:
    """The start of a study.toml: the good, and the valuation question with its card or bids.

    A card is declared as it will be read. Bids stand in a comment and in the question: which bid a respondent met comes
    with the export. What is not yet decided says so.
    """
    names = {"title": title, "good": good, "currency": currency}
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in names.items()}
    asks_card, is_open = design.name == "payment card", not design.routes
    offered = [] if is_open else amounts(design, median, scale)
    if asks_card and any(amount != int(amount) for amount in offered):
        raise InputError(f"The card would hold {offered}: declare the median in a unit in which amounts are whole.")
    head = [f"title = {quoted['title']}", 'mode = "synthetic"', 'export = "export.csv"']
    if asks_card:
        head += [f"card = {offered}"]
    elif not is_open:
        head += [
            f"# {design.name}: bids {', '.join(map(str, offered))}, for a median of {median:g}, log scale {scale:g}"
        ]
    keep = ["card"] if asks_card else ["wtp"] if is_open else ["bid", "vote"]
    head += [f"keep = {json.dumps(keep)}", "subgroups = []", "", "[good]", f"good = {quoted['good']}"]
    head += ['wtp_unit = "unknown"', 'payment_vehicle = "unknown"', 'payer = "unknown"']
    head += [f"currency = {quoted['currency']}", 'price_date = "unknown"', ""]
    if asks_card:
        questions = _question("card", "Of these amounts, which is the highest that you would pay?", "card")
    elif is_open:
        questions = _question("wtp", "What is the most that you would pay?", "money")
    else:
        questions = _question("bid", "The amount offered", "amount")
        questions += _question("vote", "Would you pay this amount?", "choice", '["Yes", "No"]')
    return "\n".join(head + questions)


def _question(id: str, text: str, kind: str, options: str = "") -> list[str]:
    lines = [f"[questions.{id}]", f'column = "{id}"', f'text = "{text}"', f'kind = "{kind}"']
    return [*lines, *([f"options = {options}"] if options else []), ""]
