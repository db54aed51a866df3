"""The card that links to the site are shown with."""

import io

import pytest
from PIL import Image

from helpers import claims, cleaning, figures


@pytest.mark.long
def test_the_card_has_the_size_that_is_asked_for_and_the_same_bytes_each_time():
    ledger = claims.ledger(cleaning.survey())
    card = figures.card(ledger, "What would link workers pay for training?")
    assert card == figures.card(ledger, "What would link workers pay for training?")
    assert Image.open(io.BytesIO(card)).size == (1200, 630)
