"""The typefaces of the site, cut from their packages to the letters that pages use: the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import font_source_sans_pro as sans
import font_source_serif_pro as serif
from fontTools import subset
from fontTools.ttLib import TTFont

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
SIGNS = [ord(sign) for sign in "\u2009\u2010\u2011\u2012–—‘’“”•…\u202f€←→−√∞≈≤≥■□●○▲"]
FACES: tuple[tuple[ModuleType, str], ...] = (
    *((sans, f"SourceSansPro-{face}") for face in ("Regular", "It", "Semibold")),
    (serif, "SourceSerifPro-Semibold"),
)


def cut(folder: Path) -> list[Path]:
    """Write each face into a folder as WOFF, about 20 kB each."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for package, name in FACES:
        cutter = subset.Subsetter(subset.Options(layout_features=["kern", "liga", "tnum", "lnum"], hinting=False))
        cutter.populate(unicodes=[*LETTERS, *SIGNS])
        whole = Path(str(package.__file__)).parent / "files" / f"{name}.ttf"
        # Of most tables little is kept: what is left out need not be read.
        with TTFont(whole, recalcTimestamp=False, lazy=True) as font:
            cutter.subset(font)
            font.flavor = "woff"
            written.append(folder / f"{name}.woff")
            font.save(written[-1])
    return written
