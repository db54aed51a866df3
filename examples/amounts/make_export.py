"""Write the invented spreadsheet that docs/first_study.md starts from: sixty amounts as people type them, labelled."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import cleaning
from helpers.study import SYNTHETIC, SYNTHETIC_ID, SYNTHETIC_LABEL, write_sidecar

SEED, RESPONDENTS, MEDIAN, SPREAD = 60, 60, 12, 0.7
SAID = ("don't know", "", "nothing", "0", "0", "nothing", "10 or 15")

rng = np.random.default_rng(SEED)
worth = np.maximum(np.round(MEDIAN * np.exp(SPREAD * rng.logistic(size=RESPONDENTS) / 1.7)), 1).astype(int)
forms = rng.choice(["€{}", "{}", "{} euros", "about {}"], RESPONDENTS)
typed = [form.format(amount) for form, amount in zip(forms, worth, strict=True)]
for place, answer in zip(rng.permutation(RESPONDENTS), SAID, strict=False):
    typed[place] = answer
rows = pd.DataFrame(
    {
        "id": [f"{SYNTHETIC_ID}{place:02d}" for place in range(1, RESPONDENTS + 1)],
        "What is the most you would pay for a day in the park?": typed,
        "Where do you live?": rng.choice(["In town", "In the county", "Elsewhere"], RESPONDENTS, p=[0.5, 0.3, 0.2]),
        "How old are you?": rng.choice(["18 to 39", "40 to 59", "60 or over"], RESPONDENTS),
        "E-mail": [f"visitor{place:02d}@example.org" for place in range(1, RESPONDENTS + 1)],
        SYNTHETIC: SYNTHETIC_LABEL,
    }
)
target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("visitors.csv")
target.write_text(cleaning.csv_text(rows), encoding="utf-8")
write_sidecar(target, rows=RESPONDENTS, seed=SEED)
