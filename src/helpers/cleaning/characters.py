"""Text that was damaged before it came here: it matters in the columns that are read, and is said of the others."""

import re
from collections.abc import Iterable

# What the bytes of UTF-8 look like when read as Windows-1252: an accented capital, then what stands for 0x80 to 0xBF.
_FOLLOWS = "[" + "".join(re.escape(bytes([byte]).decode("cp1252", "ignore")) for byte in range(0x80, 0xC0)) + "]"
# A word in capitals may end in one of these letters, with punctuation after it: PÅ… and AMANHÃ… are words.
_WORD = r"(?<=[A-ZÀ-ÞŠŽ])[ÂÃÅ](?=[…’”»–—](?:\W|$))"
MOJIBAKE = re.compile(f"(?!{_WORD})[ÂÃÅ]{_FOLLOWS}|â{_FOLLOWS}{{2}}|ï¿½")


class Characters:
    """Looks at the cells that are not plain ASCII; each kind of damage is said once as a fault and once as a warning.

    Parameters
    ----------
    shown : str
        Name of the file in messages.
    needed : iterable of int
        Places of the columns that are read.
    doubt, broken : str
        As `Table` has them.
    """

    def __init__(self, shown: str, needed: Iterable[int], doubt: str, broken: str) -> None:
        """Start with nothing found."""
        self.shown, self.needed, self.doubt, self.broken = shown, frozenset(needed), doubt, broken
        self.faults: list[str] = []
        self.warnings: list[str] = []
        self._said: set[tuple[str, bool]] = set()

    def look(self, number: int, record: list[str]) -> None:
        """Look at one row."""
        for place, cell in enumerate(record):
            if cell.isascii():
                continue
            if "\ufffd" in cell and not self.broken:
                # A respondent may have pasted it, and no export brings the character back; or `seen` put it there.
                what = "holds \ufffd, for a character that was lost or that nobody would see; it is kept so"
                self._say("lost", False, number, place, what)
            elif "\ufffd" in cell:
                self._say("broken", place in self.needed, number, place, self.broken)
            if garbled := MOJIBAKE.search(cell):
                self._say(
                    "garbled",
                    place in self.needed,
                    number,
                    place,
                    f"holds {garbled[0]!r}, text that was once decoded wrongly (mojibake); export the survey again as "
                    "CSV UTF-8",
                )
            if self.doubt and place in self.needed:
                self._say(
                    "doubt",
                    True,
                    number,
                    place,
                    f"{cell[:20]!r} can be read in several ways ({self.doubt}); declare layout.encoding",
                )

    def _say(self, kind: str, matters: bool, number: int, place: int, what: str) -> None:
        if (kind, matters) not in self._said:
            self._said.add((kind, matters))
            (self.faults if matters else self.warnings).append(
                f"{self.shown}, row {number}, column {place + 1}: {what}."
            )
