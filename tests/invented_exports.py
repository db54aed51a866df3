"""Invented exports, as a newcomer or a survey tool may have them; every answer is drawn, none is anybody's."""

import csv
import io

import numpy as np
import pandas as pd

ROWS = 120
RNG_SEED = 12
MONEY = "What is the most you would pay for a day in the park?"


def _rng():
    return np.random.default_rng(RNG_SEED)


def _worth(rng, rows=ROWS, median=20, scale=0.5):
    return median * np.exp(scale * rng.logistic(size=rows))


def _about_people(rng, rows=ROWS):
    return {
        "Where do you live?": rng.choice(["In town", "Elsewhere"], rows),
        "How old are you?": rng.choice(["18 to 39", "40 to 59", "60 or over"], rows),
    }


def open_amount(rows=ROWS):
    """A spreadsheet of amounts as typed, with a zero question."""
    rng = _rng()
    worth = np.round(_worth(rng, rows)).astype(int)
    pays = rng.random(rows) > 0.2
    typed = [
        form.format(amount) for form, amount in zip(rng.choice(["€{}", "{}", "about {}"], rows), worth, strict=True)
    ]
    return pd.DataFrame(
        {
            "id": range(1, rows + 1),
            "Would you pay anything at all?": np.where(pays, "Yes", "No"),
            MONEY: [text if yes else "" for text, yes in zip(typed, pays, strict=True)],
            **_about_people(rng, rows),
            "E-mail": [f"visitor{place}@example.org" for place in range(rows)],
        }
    )


def payment_card():
    """LimeSurvey, with a card of amounts and a multiple choice by codes."""
    rng = _rng()
    card = np.array([1, 2, 5, 10, 20, 50])
    worth = np.clip(_worth(rng, median=10), 1.5, None)
    return pd.DataFrame(
        {
            "id": range(1, ROWS + 1),
            "submitdate": "2026-05-01 10:00:00",
            "lastpage": 3,
            "startlanguage": "en",
            "card": [f"£{card[card <= each].max()}" for each in worth],
            "act[SQ001]": rng.choice(["Y", ""], ROWS),
            "act[SQ003]": rng.choice(["Y", ""], ROWS),
            "area": rng.choice(["Urban", "Rural"], ROWS),
        }
    )


def single_bounded():
    """Google Forms in German, a bid and an answer; a multiple choice in one cell."""
    rng = _rng()
    bid = rng.choice([10, 20, 40], ROWS)
    return pd.DataFrame(
        {
            "Zeitstempel": "01.05.2026 10:00:00",
            "Gebot": [f"{amount} €" for amount in bid],
            "Würden Sie diesen Betrag zahlen?": np.where(_worth(rng) >= bid, "Ja", "Nein"),
            "Wo wohnen Sie?": rng.choice(["Stadt", "Land"], ROWS),
        }
    )


def double_bounded():
    """A plain table of two bids and their answers, as a researcher keeps it."""
    rng = _rng()
    worth, bid = _worth(rng), rng.choice([10, 20, 40], ROWS)
    second = np.where(worth >= bid, 2 * bid, bid // 2)
    return pd.DataFrame(
        {
            "ResponseId": [f"R{place}" for place in range(ROWS)],
            "bid1": [f"${amount}" for amount in bid],
            "answer1": np.where(worth >= bid, "Yes", "No"),
            "bid2": [f"${amount}" for amount in second],
            "answer2": np.where(worth >= second, "Yes", "No"),
            "gender": rng.choice(["Woman", "Man"], ROWS),
        }
    )


FORMATS = {
    "open amount": open_amount,
    "payment card": payment_card,
    "single-bounded": single_bounded,
    "double-bounded": double_bounded,
}


def text(rows, header=()):
    """Rows of cells as the CSV that a tool writes."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([*header, *rows])
    return file.getvalue()
