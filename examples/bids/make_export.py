"""Write the invented export of this study, in the shape that LimeSurvey gives it, with its label."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import cleaning
from helpers.study import SYNTHETIC, SYNTHETIC_ID, SYNTHETIC_LABEL, load, write_sidecar

FEES, RESPONDENTS, MEDIAN, SCALE = (10, 20, 40, 80), 160, 30, 0.6

study = load(Path(__file__).with_name("study.toml"))
rng = study.rng("synthetic")
fee = rng.choice(FEES, RESPONDENTS)
worth = MEDIAN * np.exp(SCALE * rng.logistic(size=RESPONDENTS))
rows = pd.DataFrame(
    {
        "id": [f"{SYNTHETIC_ID}{place:04d}" for place in range(1, RESPONDENTS + 1)],
        "submitdate": ["" if left else "2026-05-01 10:00:00" for left in rng.random(RESPONDENTS) < 0.05],
        "lastpage": "2",
        "offer": [f"${amount}" for amount in fee],
        "vote": np.where(worth >= fee, "Yes", "No"),
        "live": rng.choice(study.questions["residence"].options, RESPONDENTS),
        "why[SQ001]": rng.choice(["Y", ""], RESPONDENTS),
        "why[SQ002]": rng.choice(["Y", ""], RESPONDENTS),
        SYNTHETIC: SYNTHETIC_LABEL,
    }
)
target = Path(sys.argv[1]) if len(sys.argv) > 1 else study.export
target.write_text(cleaning.csv_text(rows), encoding="utf-8")
write_sidecar(target, rows=RESPONDENTS, seed=study.seeds["synthetic"])
