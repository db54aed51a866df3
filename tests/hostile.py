"""A study drafted from answers, headings and options that are hostile wherever somebody may type."""

import re
import unicodedata

import numpy as np
from invented_exports import MONEY, open_amount

from helpers import compendium
from helpers.study import SYNTHETIC, write_sidecar

HOSTILE = (
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "</td></table><b>pwned",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*pwned",
    "[go](javascript:pwned())",
    "{eval}`pwned` $$pwned$$ {{ pwned }} <!-- pwned",
    "\u202edenwp\u202c",
    "pw\x07n\x1b[31med",
    "`<w:p>pwned`{=openxml} `#pwned`{=typst} #panic() @pwned [^pwned] \\input{pwned}",
)
BREAKS_OUT = 'pwned\n# %%\nraise SystemExit("""pwned""")\n```\n\n<script>pwned()</script>'
SAID = ["--good", f'{HOSTILE[0]} "park"', "--per", "one-off", "--payer", f"{HOSTILE[3]} [go](javascript:pwned())"]


def table():
    """Invented answers, hostile wherever somebody may type or a survey be worded."""
    frame, rng = open_amount().drop(columns="E-mail"), np.random.default_rng(1)
    frame[f"{HOSTILE[0]} | Where?"] = rng.choice(HOSTILE[:4], len(frame))
    frame['=HYPERLINK("x") Which?'] = rng.choice(HOSTILE[4:], len(frame))
    frame[BREAKS_OUT] = rng.choice([BREAKS_OUT, f"no {BREAKS_OUT}"], len(frame))
    frame["Comments"] = [f"{HOSTILE[row % len(HOSTILE)]} {row} {BREAKS_OUT}" for row in range(len(frame))]
    frame.loc[1 : len(HOSTILE), MONEY] = HOSTILE
    frame["id"] = [f"R_SYN{id}" for id in frame["id"]]
    return frame.assign(**{SYNTHETIC: "SYNTHETIC"})


def drafted(folder):
    """The folder of the study, written from the export by the command that drafts one."""
    table().to_csv(folder / "export.csv", index=False)
    write_sidecar(folder / "export.csv")
    written = folder / "study"
    assert compendium.main(["new", str(written), "--from", str(folder / "export.csv"), "--yes", *SAID]) == 0
    declaration = written / "study.toml"
    text = re.sub(r'currency = "\?".*', 'currency = "USD"', declaration.read_text(encoding="utf-8"))
    declaration.write_text(text, encoding="utf-8")
    return written


def unseen(text):
    """Control characters, and what changes the direction of text."""
    directions = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    controls = {each for each in text if unicodedata.category(each) == "Cc"} - set("\n\r\t")
    return controls | {each for each in text if unicodedata.bidirectional(each) in directions}
